//! The hashes of RFC 6962 section 2.1, and the recursive definition of a root as the RFC writes it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// Prefix of a leaf's hash input: keeps a leaf from being mistaken for a node (RFC 6962 section 2.1).
const LEAF: u8 = 0x00;
/// Prefix of a node's hash input.
const NODE: u8 = 0x01;

/// A SHA-256 value: of a leaf, a node or a whole tree. Shown as 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Hash {
    fn from(bytes: [u8; 32]) -> Hash {
        Hash(bytes)
    }
}

impl TryFrom<&[u8]> for Hash {
    type Error = ParseHashError;

    fn try_from(bytes: &[u8]) -> Result<Hash, ParseHashError> {
        bytes.try_into().map(Hash).map_err(|_| ParseHashError)
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// What was given is not 32 bytes, or not 64 lowercase hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 32 bytes, written as 64 lowercase hexadecimal digits")]
pub struct ParseHashError;

impl FromStr for Hash {
    type Err = ParseHashError;

    /// Reads exactly what [`Display`](fmt::Display) writes: capitals are refused, so that a hash has one spelling.
    fn from_str(text: &str) -> Result<Hash, ParseHashError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(ParseHashError);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
        }
        Ok(Hash(bytes))
    }
}

fn hex_digit(digit: u8) -> Result<u8, ParseHashError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(ParseHashError),
    }
}

/// The hash of a leaf: SHA-256(0x00 || content).
pub fn leaf_hash(content: &[u8]) -> Hash {
    leaf_hash_parts(&[content])
}

/// The hash of a leaf whose content lies in several pieces; equal to [`leaf_hash`] of their concatenation.
pub fn leaf_hash_parts(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new_with_prefix([LEAF]);
    for part in parts {
        hasher.update(part);
    }
    Hash(hasher.finalize().into())
}

/// The hash of a node over its children: SHA-256(0x01 || left || right).
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    let mut hasher = Sha256::new_with_prefix([NODE]);
    hasher.update(left.0);
    hasher.update(right.0);
    Hash(hasher.finalize().into())
}

/// The root of a tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

/// The root over leaf hashes, by the RFC's recursive definition.
///
/// Plain and slow on purpose: the faster ways are tested against it. Small trees (a submission) use it directly.
pub fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            // The largest power of two smaller than the number of leaves.
            let split = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(split);
            node_hash(naive_root(left), naive_root(right))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn empty_root_is_sha256_of_nothing() {
        assert_eq!(
            empty_root().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(naive_root(&[]), empty_root());
    }

    #[test]
    fn leaf_in_parts_is_the_leaf_of_the_whole() {
        assert_eq!(leaf_hash_parts(&[b"ab", b"", b"c"]), leaf_hash(b"abc"));
        assert_eq!(leaf_hash_parts(&[]), leaf_hash(b""));
    }

    #[test]
    fn leaf_and_node_of_the_same_bytes_differ() {
        let (left, right) = (leaf_hash(b"l"), leaf_hash(b"r"));
        let joined = [left.0, right.0].concat();
        assert_ne!(leaf_hash(&joined), node_hash(left, right));
    }

    #[test]
    fn text_round_trips_and_has_one_spelling() {
        let hash = leaf_hash(b"x");
        let text = hash.to_string();
        assert_eq!(text.parse::<Hash>().unwrap(), hash);
        assert_eq!(text.to_uppercase().parse::<Hash>(), Err(ParseHashError));
        assert_eq!(text[1..].parse::<Hash>(), Err(ParseHashError));
        assert_eq!(format!("{text}0").parse::<Hash>(), Err(ParseHashError));
        assert_eq!(text.replacen(|_| true, "g", 1).parse::<Hash>(), Err(ParseHashError));
        assert_eq!(Hash::try_from(&hash.0[..]), Ok(hash));
        assert_eq!(Hash::try_from(&hash.0[1..]), Err(ParseHashError));
    }
}

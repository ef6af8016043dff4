//! A tree reduced to the roots of its complete subtrees: enough to extend it and to know its root.

use crate::hash::{Hash, empty_root, node_hash};
use crate::{MAX_SIZE, TreeError};

/// The compact range of the leaves `[0, size)`: one hash for each bit set in `size`, largest subtree first.
///
/// O(log n) memory. It can be extended and gives the root, but no paths into what it has folded away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// The frontier of the empty tree.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// A frontier as it was stored: `size` leaves and what [`hashes`](Frontier::hashes) returned.
    ///
    /// # Errors
    /// [`TreeError::WrongHashCount`] unless there is one hash for each bit set in `size`;
    /// [`TreeError::SizeTooLarge`] above [`MAX_SIZE`]. Whether they are the right hashes shows in the root.
    pub fn from_parts(size: u64, hashes: Vec<Hash>) -> Result<Frontier, TreeError> {
        if size > MAX_SIZE {
            return Err(TreeError::SizeTooLarge(size));
        }
        let expected = size.count_ones();
        if usize::try_from(expected) != Ok(hashes.len()) {
            return Err(TreeError::WrongHashCount { size, expected, found: hashes.len() });
        }
        Ok(Frontier { size, hashes })
    }

    /// Adds a leaf on the right.
    pub fn append(&mut self, leaf: Hash) {
        let mut node = leaf;
        // Each trailing one bit of the size is a subtree as large as what we carry: they join.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                node = node_hash(left, node);
            }
        }
        self.hashes.push(node);
        self.size += 1;
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete subtrees, largest (leftmost) first.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// The root of the whole tree.
    pub fn root(&self) -> Hash {
        let from_right = self.hashes.iter().rev().copied();
        from_right.reduce(|right, left| node_hash(left, right)).unwrap_or_else(empty_root)
    }

    /// The root of the complete subtree of 2^`level` leaves, if the size has that bit.
    pub(crate) fn subtree(&self, level: usize) -> Option<Hash> {
        let above = self.size.checked_shr(u32::try_from(level).ok()?)?;
        if above % 2 == 0 {
            return None;
        }
        // Largest first: as many stand before it as there are higher bits.
        self.hashes.get(usize::try_from((above / 2).count_ones()).ok()?).copied()
    }
}

impl Extend<Hash> for Frontier {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::{leaf_hash, naive_root};

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    #[test]
    fn root_equals_the_definition_at_every_size() {
        let leaves = leaves(600);
        let mut frontier = Frontier::new();
        assert_eq!(frontier.root(), empty_root());
        for (before, leaf) in leaves.iter().enumerate() {
            frontier.append(*leaf);
            assert_eq!(frontier.size(), before as u64 + 1);
            assert_eq!(frontier.root(), naive_root(&leaves[..=before]), "size {}", before + 1);
            assert_eq!(frontier.hashes().len(), frontier.size().count_ones() as usize);
        }
    }

    #[test]
    fn a_stored_frontier_goes_on_as_if_never_stored() {
        let leaves = leaves(80);
        for cut in 0..=leaves.len() {
            let mut whole = Frontier::new();
            whole.extend(leaves[..cut].iter().copied());
            let mut again = Frontier::from_parts(whole.size(), whole.hashes().to_vec()).unwrap();
            whole.extend(leaves[cut..].iter().copied());
            again.extend(leaves[cut..].iter().copied());
            assert_eq!(again, whole);
            assert_eq!(again.root(), naive_root(&leaves));
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let hashes = leaves(3);
        for size in 0..64u64 {
            let fits = Frontier::from_parts(size, hashes.clone()).is_ok();
            assert_eq!(fits, size.count_ones() == 3, "size {size}");
        }
        assert_eq!(
            Frontier::from_parts(5, hashes),
            Err(TreeError::WrongHashCount { size: 5, expected: 2, found: 3 })
        );
        let all = vec![empty_root(); 64];
        assert_eq!(Frontier::from_parts(u64::MAX, all), Err(TreeError::SizeTooLarge(u64::MAX)));
        assert!(Frontier::from_parts(MAX_SIZE, vec![empty_root()]).is_ok());
    }

    #[test]
    fn subtrees_stand_at_the_bits_of_the_size() {
        let leaves = leaves(0b1011);
        let mut frontier = Frontier::new();
        frontier.extend(leaves.iter().copied());
        assert_eq!(frontier.subtree(0), Some(leaves[10]));
        assert_eq!(frontier.subtree(1), Some(naive_root(&leaves[8..10])));
        assert_eq!(frontier.subtree(2), None);
        assert_eq!(frontier.subtree(3), Some(naive_root(&leaves[..8])));
        assert_eq!(frontier.subtree(4), None);
        assert_eq!(frontier.subtree(200), None);
    }
}

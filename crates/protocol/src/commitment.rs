//! Commitments to personal values: what stands in a signed command instead of the value.
//!
//! Belongs here: salts, committing, checking.
//! Does not: hiding the value that travels beside it (`encryption`), the randomness of a salt (the edges).

use std::fmt;

use crate::keys::SigningKey;
use hmac::{Hmac, Mac};
pub use lienthong_dossier::Commitment;
use lienthong_dossier::PersonalField;
use lienthong_names::CommandId;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

const LABEL: &str = "lienthong commitment v1/";

/// What makes a commitment unguessable: a value like a name or a telephone number could otherwise be tried out.
/// Wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt(Zeroizing<[u8; 32]>);

impl Salt {
    /// A salt that was given: made at random by who commits, or read back.
    pub fn new(bytes: [u8; 32]) -> Salt {
        Salt(Zeroizing::new(bytes))
    }

    /// HMAC-SHA256 over a command's id and the field, so that whoever sends it a second time makes the same bytes. The key
    /// must be as secret as random salts would be.
    pub fn derived(key: &[u8; 32], id: &CommandId, field: PersonalField) -> Salt {
        Salt::new(hmac(key, &[id.as_bytes(), field.as_str().as_bytes()]))
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// From which a sender makes the salts of its commands, so that a command sent again has the same bytes. As secret as the
/// sender's private key, from which it is made.
#[derive(Clone)]
pub struct SaltKey(Zeroizing<[u8; 32]>);

impl SaltKey {
    /// The salt key that belongs to a private key.
    pub fn of(key: &SigningKey) -> SaltKey {
        SaltKey(Zeroizing::new(hmac(&key.seed(), &[b"lienthong salts v1"])))
    }

    /// The salt of a field of a command.
    pub fn salt(&self, id: &CommandId, field: PersonalField) -> Salt {
        Salt::derived(&self.0, id, field)
    }
}

impl fmt::Debug for SaltKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaltKey(…)")
    }
}

/// The salt and value do not belong to the commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("salt and value of `{0}` do not belong to its commitment")]
pub struct WrongOpening(pub PersonalField);

/// SHA-256(label, 0x00, salt, value), with the field's name in the label.
///
/// No label has a zero byte and every salt has 32, so that two different (field, salt, value) never make the same input.
pub fn commit(field: PersonalField, salt: &Salt, value: &[u8]) -> Commitment {
    let mut hasher = Sha256::new();
    hasher.update(LABEL);
    hasher.update(field.as_str());
    hasher.update([0]);
    hasher.update(salt.as_bytes());
    hasher.update(value);
    Commitment(hasher.finalize().into())
}

/// Checks that salt and value are those that were committed to.
///
/// # Errors
/// [`WrongOpening`].
pub fn check(
    commitment: &Commitment,
    field: PersonalField,
    salt: &Salt,
    value: &[u8],
) -> Result<(), WrongOpening> {
    if commit(field, salt, value) == *commitment { Ok(()) } else { Err(WrongOpening(field)) }
}

/// HMAC-SHA256 (RFC 2104). The callers see to it that the parts cannot be cut in another way.
pub(crate) fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a key with zeros to SHA-256's block; done here, the key has the one length that cannot be refused.
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block);
    block.zeroize();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const FIELD: PersonalField = PersonalField::Applicant;

    #[test]
    fn the_commitment_is_the_digest_it_says() {
        let input =
            [b"lienthong commitment v1/applicant\0", &[5; 32][..], "Nguyễn Văn A".as_bytes()].concat();
        let expected: [u8; 32] = Sha256::digest(&input).into();
        assert_eq!(commit(FIELD, &Salt::new([5; 32]), "Nguyễn Văn A".as_bytes()).0, expected);
        assert_eq!(hex::encode(expected), "709e202f2c4ce0fb654f6a64edccce57eab4779f547ec7f91a0f161e98ff1a26");
    }

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        // Test case 1 has a key of 20 bytes; padding with zeros to 32 does not change an HMAC.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hex::encode(hmac(&key, &[b"Hi ", b"There"])), expected);
    }

    #[test]
    fn anything_else_does_not_open_it() {
        let (salt, value) = (Salt::new([5; 32]), b"value");
        let commitment = commit(FIELD, &salt, value);
        assert_eq!(check(&commitment, FIELD, &salt, value), Ok(()));
        for bit in 0..256 {
            let mut other = [5; 32];
            other[bit / 8] ^= 1 << (bit % 8);
            let verdict = check(&commitment, FIELD, &Salt::new(other), value);
            assert_eq!(verdict, Err(WrongOpening(FIELD)));
        }
        assert!(check(&commitment, FIELD, &salt, b"values").is_err());
        assert!(check(&commitment, FIELD, &salt, b"").is_err());
        for field in PersonalField::ALL.iter().filter(|field| **field != FIELD) {
            assert_eq!(check(&commitment, *field, &salt, value), Err(WrongOpening(*field)));
        }
    }

    #[test]
    fn labels_have_no_zero_byte() {
        assert!(PersonalField::ALL.iter().all(|field| !field.as_str().contains('\0')));
    }

    #[test]
    fn derived_salts_repeat_and_differ() {
        let id = |byte| CommandId::version_8([byte; 16]);
        let salt = |key: u8, byte, field| Salt::derived(&[key; 32], &id(byte), field);
        assert_eq!(salt(1, 1, FIELD), salt(1, 1, FIELD));
        let others =
            [salt(2, 1, FIELD), salt(1, 2, FIELD), salt(1, 1, PersonalField::Contact), Salt::new([0; 32])];
        assert!(others.iter().all(|other| *other != salt(1, 1, FIELD)));
    }

    #[test]
    fn debug_does_not_show_a_salt() {
        assert_eq!(format!("{:?}", Salt::new([5; 32])), "Salt(…)");
    }

    proptest! {
        #[test]
        fn only_its_own_opening_fits(
            a in (any::<[u8; 32]>(), prop::collection::vec(any::<u8>(), 0..50)),
            b in (any::<[u8; 32]>(), prop::collection::vec(any::<u8>(), 0..50)),
        ) {
            let commitment = commit(FIELD, &Salt::new(a.0), &a.1);
            prop_assert!(check(&commitment, FIELD, &Salt::new(a.0), &a.1).is_ok());
            prop_assert_eq!(check(&commitment, FIELD, &Salt::new(b.0), &b.1).is_ok(), a == b);
        }
    }
}

//! Keys under which much is checked: a signature costs a third less once multiples of the key are written down.
//!
//! Belongs here: the check itself ([`PreparedKey`]), the same to the bit as [`VerifyingKey::verify`]. Does not: when a key is worth it (`known`).
//!
//! A check computes `[s]B - [k]A` and holds it against `R`. Most of that goes into multiplying `A`, about which nothing is known before; for the
//! base point `B` there are tables. Here there is one for `A` as well, by the same code.

use curve25519_dalek::edwards::{EdwardsBasepointTable, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::BasepointTable as _;
use sha2::{Digest, Sha512};

use crate::keys::{Signature, VerifyingKey, WrongSignature};

/// A public key with multiples of it: 30 KiB, and as much work as some ninety checks save.
#[derive(Clone)]
pub struct PreparedKey {
    public: [u8; 32],
    negative: Box<EdwardsBasepointTable>,
}

impl PreparedKey {
    /// Computes the multiples.
    #[must_use]
    pub fn new(key: &VerifyingKey) -> Self {
        let negative = Box::new(EdwardsBasepointTable::create(&-key.point()));
        Self { public: *key.as_bytes(), negative }
    }

    /// Checks a signature: takes and refuses what [`VerifyingKey::verify`] does.
    ///
    /// # Errors
    /// [`WrongSignature`].
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), WrongSignature> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        let r = signature.r_bytes();
        // Only below the order of the group: else there would be several signatures for one (RFC 8032, 5.1.7).
        let s = Option::from(Scalar::from_canonical_bytes(*signature.s_bytes())).ok_or(WrongSignature)?;
        let digest = Sha512::new().chain_update(r).chain_update(self.public).chain_update(message);
        let k = Scalar::from_bytes_mod_order_wide(&digest.finalize().into());
        let expected = EdwardsPoint::mul_base(&s) + &*self.negative * &k;
        // A point has one encoding here, and one of small order fits many messages: what other readers refuse is refused.
        if expected.compress().as_bytes() == r && !expected.is_small_order() {
            Ok(())
        } else {
            Err(WrongSignature)
        }
    }
}

impl std::fmt::Debug for PreparedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PreparedKey({})", hex::encode(self.public))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::keys::SigningKey;
    use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
    use proptest::prelude::*;

    /// The order of the group of the base point, little endian.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// What both say of a signature; fails where they differ.
    fn both(key: &VerifyingKey, message: &[u8], signature: &Signature) -> bool {
        let plain = key.verify(message, signature);
        assert_eq!(PreparedKey::new(key).verify(message, signature), plain, "{signature:?}");
        plain.is_ok()
    }

    fn challenge(r: &[u8; 32], public: &[u8; 32], message: &[u8]) -> Scalar {
        let digest = Sha512::new().chain_update(r).chain_update(public).chain_update(message);
        Scalar::from_bytes_mod_order_wide(&digest.finalize().into())
    }

    fn joined(r: [u8; 32], s: [u8; 32]) -> Signature {
        Signature(ed25519_dalek::Signature::from_components(r, s).to_bytes())
    }

    /// Signs with a key and a commitment that have parts of small order, as nobody honest does.
    fn crooked(
        secret: Scalar,
        nonce: Scalar,
        of_key: usize,
        of_r: usize,
        message: &[u8],
    ) -> (VerifyingKey, Signature) {
        let public = ED25519_BASEPOINT_POINT * secret + EIGHT_TORSION[of_key];
        let public = public.compress().to_bytes();
        let r = (ED25519_BASEPOINT_POINT * nonce + EIGHT_TORSION[of_r]).compress().to_bytes();
        let s = nonce + challenge(&r, &public, message) * secret;
        (VerifyingKey::from_bytes(&public).unwrap(), joined(r, s.to_bytes()))
    }

    proptest! {
        #[test]
        fn what_is_signed_is_found_right_and_nothing_else(
            seed: [u8; 32], message: Vec<u8>, other: Vec<u8>, bit in 0_usize..512,
        ) {
            let key = SigningKey::from_seed(&seed);
            let (public, signature) = (key.verifying_key(), key.sign(&message));
            prop_assert!(both(&public, &message, &signature));
            prop_assert_eq!(both(&public, &other, &signature), other == message);
            let mut changed = signature;
            changed.0[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!both(&public, &message, &changed));
            prop_assert!(!both(&SigningKey::from_seed(&message_digest(&seed)).verifying_key(), &message, &signature));
        }

        #[test]
        fn of_parts_of_small_order_both_say_the_same(
            secret: [u8; 32], nonce: [u8; 32], of_key in 0_usize..8, of_r in 0_usize..8, message: [u8; 8],
        ) {
            let (secret, nonce) = (Scalar::from_bytes_mod_order(secret), Scalar::from_bytes_mod_order(nonce));
            prop_assume!(secret != Scalar::ZERO);
            let (key, signature) = crooked(secret, nonce, of_key, of_r, &message);
            let honest = of_key == 0 && of_r == 0;
            prop_assert!(both(&key, &message, &signature) || !honest);
        }
    }

    fn message_digest(seed: &[u8; 32]) -> [u8; 32] {
        sha2::Sha256::digest(seed).into()
    }

    /// Of eight messages one is such that the key's part of small order falls out: both take it.
    #[test]
    fn a_key_with_a_part_of_small_order_signs_what_it_can() {
        let (secret, nonce) = (Scalar::from(77_u8), Scalar::from(99_u8));
        let taken = (0_u8..64).filter(|n| {
            let (key, signature) = crooked(secret, nonce, 1, 0, &[*n]);
            both(&key, &[*n], &signature)
        });
        assert!((1..40).contains(&taken.count()));
    }

    #[test]
    fn a_commitment_of_small_order_is_refused() {
        let secret = Scalar::from(77_u8);
        let public = (ED25519_BASEPOINT_POINT * secret).compress().to_bytes();
        let key = VerifyingKey::from_bytes(&public).unwrap();
        for (place, point) in EIGHT_TORSION.iter().enumerate() {
            let r = point.compress().to_bytes();
            let s = challenge(&r, &public, b"m") * secret;
            let expected = EdwardsPoint::mul_base(&s) - key.point() * challenge(&r, &public, b"m");
            assert_eq!(
                expected == *point,
                place == 0,
                "the equation holds for the identity, which says nothing"
            );
            assert!(!both(&key, b"m", &joined(r, s.to_bytes())), "{place}");
        }
    }

    #[test]
    fn a_second_spelling_of_a_signature_is_refused() {
        let key = SigningKey::from_seed(&[7; 32]);
        let signature = key.sign(b"m");
        let parts = ed25519_dalek::Signature::from_bytes(&signature.0);
        let (r, mut s) = (*parts.r_bytes(), *parts.s_bytes());
        let mut carry = 0_u16;
        for (byte, order) in s.iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
        }
        assert!(both(&key.verifying_key(), b"m", &signature));
        assert!(!both(&key.verifying_key(), b"m", &joined(r, s)), "s and the order");
        assert!(!both(&key.verifying_key(), b"m", &joined([0xff; 32], s)));
        // The identity spelled with a y that is not below the prime.
        let mut spelled = [0xff; 32];
        (spelled[0], spelled[31]) = (0xee, 0x7f);
        let k = challenge(&spelled, key.verifying_key().as_bytes(), b"m");
        assert!(!both(&key.verifying_key(), b"m", &joined(spelled, k.to_bytes())));
    }
}

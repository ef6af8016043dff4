//! Personal values inside a record: encrypted under the dossier's key, which lives apart from the ledger.
//!
//! Belongs here: XChaCha20-Poly1305 of one field's salt and value, its nonce and its additional data.
//! Does not: where keys are kept and how they are erased (`ledger`'s KeyStore), who may see a value.
//!
//! The nonce is derived, since deciding draws no random numbers and must give the same record again: the first 24 bytes of
//! HMAC-SHA256(key, "nonce", command id, field, commitment). That is safe because the commitment binds salt and value: under
//! one key a nonce comes again only where the same field of the same command has the same plaintext, and then the
//! ciphertext is the same too and says nothing new. It need not be stored: who reads has the signed command, and in it the
//! commitment.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use lienthong_dossier::PersonalField;
use lienthong_names::{CommandId, DossierCode};
use zeroize::Zeroizing;

use crate::commitment::{Commitment, Salt, check, commit, hmac};

/// Bytes that encryption adds to a value: its salt and the authentication tag.
pub const OVERHEAD: usize = 32 + 16;

/// The key of one dossier's personal values. Erase it, and they are gone. Wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// A key from 32 random bytes, or as the key store kept it.
    pub fn new(bytes: [u8; 32]) -> DataKey {
        DataKey(Zeroizing::new(bytes))
    }

    /// The 32 bytes, for the key store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// Which field of which command of which dossier a ciphertext belongs to: moved elsewhere, it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPlace<'a> {
    /// The dossier.
    pub dossier: &'a DossierCode,
    /// The command that carries the value.
    pub command: &'a CommandId,
    /// The field of it.
    pub field: PersonalField,
}

/// A personal value with the salt that opens its commitment. Wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedField {
    /// The salt.
    pub salt: Salt,
    /// The value, as the agency sent it.
    pub value: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for OpenedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenedField({} bytes)", self.value.len())
    }
}

/// Why a value cannot be encrypted, or a ciphertext does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncryptionError {
    /// Another key, another place, another commitment, or changed bytes: the cipher does not tell which.
    #[error("`{0}` does not open: the key or the place is another, or the bytes were changed")]
    DoesNotOpen(PersonalField),
    /// It opened, but to a value that was not committed to.
    #[error("`{0}` opens to a value that is not the one committed to")]
    OtherValue(PersonalField),
    /// Longer than the cipher takes (256 GiB).
    #[error("`{0}` is too long to encrypt")]
    TooLong(PersonalField),
}

/// Encrypts salt and value of one field. The ciphertext is [`OVERHEAD`] bytes longer than the value.
///
/// # Errors
/// [`EncryptionError::TooLong`], which nothing that fits a record can cause.
pub fn encrypt(
    key: &DataKey,
    place: &FieldPlace<'_>,
    salt: &Salt,
    value: &[u8],
) -> Result<Vec<u8>, EncryptionError> {
    let nonce = nonce(key, place, &commit(place.field, salt, value));
    let mut plain = Zeroizing::new(Vec::with_capacity(32 + value.len()));
    plain.extend_from_slice(salt.as_bytes());
    plain.extend_from_slice(value);
    let payload = Payload { msg: &plain, aad: &additional_data(place) };
    cipher(key).encrypt(&nonce, payload).map_err(|_| EncryptionError::TooLong(place.field))
}

/// Opens a field of a record, given the commitment in its signed command.
///
/// # Errors
/// [`EncryptionError::DoesNotOpen`], [`EncryptionError::OtherValue`].
pub fn decrypt(
    key: &DataKey,
    place: &FieldPlace<'_>,
    commitment: &Commitment,
    ciphertext: &[u8],
) -> Result<OpenedField, EncryptionError> {
    let shut = EncryptionError::DoesNotOpen(place.field);
    let payload = Payload { msg: ciphertext, aad: &additional_data(place) };
    let plain = cipher(key).decrypt(&nonce(key, place, commitment), payload).map_err(|_| shut)?;
    let plain = Zeroizing::new(plain);
    let (salt, value) = plain.split_first_chunk::<32>().ok_or(shut)?;
    let (salt, value) = (Salt::new(*salt), Zeroizing::new(value.to_vec()));
    check(commitment, place.field, &salt, &value).map_err(|_| EncryptionError::OtherValue(place.field))?;
    Ok(OpenedField { salt, value })
}

fn cipher(key: &DataKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.as_bytes().into())
}

/// See the module's head. Only the field has no fixed length, so the parts cannot be cut in another way.
fn nonce(key: &DataKey, place: &FieldPlace<'_>, commitment: &Commitment) -> XNonce {
    let field = place.field.as_str().as_bytes();
    let mac = hmac(key.as_bytes(), &[b"nonce", place.command.as_bytes(), field, &commitment.0]);
    XNonce::clone_from_slice(&mac[..24])
}

/// Dossier, command id and field, each with its length before it as four big-endian bytes.
fn additional_data(place: &FieldPlace<'_>) -> Vec<u8> {
    let FieldPlace { dossier, command, field } = place;
    let mut data = Vec::new();
    for part in [dossier.as_str().as_bytes(), &command.as_bytes()[..], field.as_str().as_bytes()] {
        // Ids and field names are far shorter than 4 GiB.
        data.extend_from_slice(&(part.len() as u32).to_be_bytes());
        data.extend_from_slice(part);
    }
    data
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const VALUE: &[u8] = "Nguyễn Văn A".as_bytes();

    fn dossier() -> DossierCode {
        DossierCode::new("H22.14-201012-0001").unwrap()
    }

    fn place<'a>(dossier: &'a DossierCode, command: &'a CommandId) -> FieldPlace<'a> {
        FieldPlace { dossier, command, field: PersonalField::Applicant }
    }

    fn key() -> DataKey {
        DataKey::new([3; 32])
    }

    fn salt() -> Salt {
        Salt::new([5; 32])
    }

    #[test]
    fn the_cipher_is_that_of_the_draft() {
        // draft-irtf-cfrg-xchacha-03, appendix A.3.1.
        let key: [u8; 32] = std::array::from_fn(|i| 0x80 + i as u8);
        let nonce: [u8; 24] = std::array::from_fn(|i| 0x40 + i as u8);
        let aad = hex::decode("50515253c0c1c2c3c4c5c6c7").unwrap();
        let text =
            b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
                     sunscreen would be it.";
        let payload = Payload { msg: text, aad: &aad };
        let ciphertext = cipher(&DataKey::new(key)).encrypt(&XNonce::from(nonce), payload).unwrap();
        assert_eq!(hex::encode(&ciphertext[ciphertext.len() - 16..]), "c0875924c1c7987947deafd8780acf49");
        assert_eq!(hex::encode(&ciphertext[..16]), "bd6d179d3e83d43b9576579493c0e939");
    }

    #[test]
    fn golden_ciphertext() {
        let (dossier, command) = (dossier(), CommandId::version_8([1; 16]));
        let ciphertext = encrypt(&key(), &place(&dossier, &command), &salt(), VALUE).unwrap();
        assert_eq!(ciphertext.len(), VALUE.len() + OVERHEAD);
        assert_eq!(hex::encode(ciphertext), include_str!("golden/ciphertext.hex").trim_end());
    }

    #[test]
    fn it_opens_in_its_own_place_only() {
        let (dossier, command) = (dossier(), CommandId::version_8([1; 16]));
        let place = place(&dossier, &command);
        let commitment = commit(place.field, &salt(), VALUE);
        let ciphertext = encrypt(&key(), &place, &salt(), VALUE).unwrap();
        let opened = decrypt(&key(), &place, &commitment, &ciphertext).unwrap();
        assert_eq!((opened.salt, opened.value.as_slice()), (salt(), VALUE));

        let (other_dossier, other_command) =
            (DossierCode::new("H22.14-201012-0002").unwrap(), CommandId::version_8([2; 16]));
        let stays_shut = |key: &DataKey, place: FieldPlace<'_>, commitment: &Commitment| {
            decrypt(key, &place, commitment, &ciphertext) == Err(EncryptionError::DoesNotOpen(place.field))
        };
        assert!(stays_shut(&DataKey::new([4; 32]), place, &commitment));
        assert!(stays_shut(&key(), FieldPlace { dossier: &other_dossier, ..place }, &commitment));
        assert!(stays_shut(&key(), FieldPlace { command: &other_command, ..place }, &commitment));
        assert!(stays_shut(&key(), FieldPlace { field: PersonalField::Contact, ..place }, &commitment));
        assert!(stays_shut(&key(), place, &commit(place.field, &salt(), b"other")));
    }

    #[test]
    fn no_changed_bit_opens() {
        let (dossier, command) = (dossier(), CommandId::version_8([1; 16]));
        let place = place(&dossier, &command);
        let commitment = commit(place.field, &salt(), VALUE);
        let ciphertext = encrypt(&key(), &place, &salt(), VALUE).unwrap();
        for bit in 0..ciphertext.len() * 8 {
            let mut forged = ciphertext.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert!(decrypt(&key(), &place, &commitment, &forged).is_err(), "bit {bit}");
        }
        for length in 0..ciphertext.len() {
            assert!(decrypt(&key(), &place, &commitment, &ciphertext[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_value_that_was_not_committed_to_is_named() {
        // Only who holds the key can make this: right nonce and place, wrong content.
        let (dossier, command) = (dossier(), CommandId::version_8([1; 16]));
        let place = place(&dossier, &command);
        let commitment = commit(place.field, &salt(), VALUE);
        let nonce = nonce(&key(), &place, &commitment);
        let encrypted = |plain: &[u8]| {
            let payload = Payload { msg: plain, aad: &additional_data(&place) };
            cipher(&key()).encrypt(&nonce, payload).unwrap()
        };
        let other = encrypted(&[salt().as_bytes(), &b"other"[..]].concat());
        let verdict = decrypt(&key(), &place, &commitment, &other);
        assert_eq!(verdict, Err(EncryptionError::OtherValue(place.field)));
        let verdict = decrypt(&key(), &place, &commitment, &encrypted(b"short"));
        assert_eq!(verdict, Err(EncryptionError::DoesNotOpen(place.field)));
    }

    #[test]
    fn another_plaintext_has_another_nonce() {
        let (dossier, command) = (dossier(), CommandId::version_8([1; 16]));
        let place = place(&dossier, &command);
        let nonce_of = |salt: u8, value: &[u8]| {
            nonce(&key(), &place, &commit(place.field, &Salt::new([salt; 32]), value))
        };
        let all = [nonce_of(1, b"a"), nonce_of(1, b"b"), nonce_of(2, b"a")];
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
        assert_eq!(all[0], nonce_of(1, b"a"));
    }

    #[test]
    fn debug_shows_nothing() {
        let opened = OpenedField { salt: salt(), value: Zeroizing::new(b"secret".to_vec()) };
        assert_eq!(format!("{opened:?} {:?}", key()), "OpenedField(6 bytes) DataKey(…)");
    }

    proptest! {
        #[test]
        fn any_value_round_trips(
            key: [u8; 32], salt: [u8; 32], id: [u8; 16], value in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let (dossier, command) = (dossier(), CommandId::version_8(id));
            let place = place(&dossier, &command);
            let (key, salt) = (DataKey::new(key), Salt::new(salt));
            let ciphertext = encrypt(&key, &place, &salt, &value).unwrap();
            prop_assert_eq!(ciphertext.len(), value.len() + OVERHEAD);
            let opened = decrypt(&key, &place, &commit(place.field, &salt, &value), &ciphertext).unwrap();
            prop_assert_eq!((opened.salt, opened.value.to_vec()), (salt, value));
        }
    }
}

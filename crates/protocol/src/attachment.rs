//! The bytes of a document that a record names, at rest: in parts, encrypted under the key of the dossier's personal values.
//!
//! Belongs here: how bytes are cut into parts, and one part encrypted and opened. Does not: where parts are kept (`ledger`'s Attachments), who
//! may read them (`projections`), whether the whole is what its record names: that is its SHA-256, which whoever has all parts compares.
//!
//! A part is 24 random bytes, which are its nonce, and the ciphertext of up to [`PART`] bytes with its tag. Which document of which dossier it
//! is, how long that is and the number of the part are additional data: a part of another, one moved, and a file that was cut short do not open.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use lienthong_names::DossierCode;
use zeroize::Zeroizing;

use crate::encryption::DataKey;

/// Bytes of a document in one part; the last has what is left. A message of a broker carries one, and a reader's memory holds one.
pub const PART: usize = 256 * 1024;

/// Bytes that encryption adds to a part: its nonce and the authentication tag.
pub const OVERHEAD: usize = NONCE + 16;

/// The largest document that is kept: a scan of some hundred pages.
pub const LARGEST: u64 = 64 * 1024 * 1024;

const NONCE: usize = 24;

/// What stands before all else that a part is bound to: no personal value's ciphertext is one.
const LABEL: &[u8] = b"lienthong attachment v1";

/// The nonce of one part: random, and used once.
pub type Nonce = [u8; NONCE];

/// A document by what it says: its digest and its length, as a record of its dossier names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content {
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// How many there are.
    pub size: u64,
}

impl Content {
    /// By its digest in hexadecimal, and its length.
    ///
    /// # Errors
    /// [`hex::FromHexError`] of what are not 64 hexadecimal digits.
    pub fn new(digest: &str, size: u64) -> Result<Self, hex::FromHexError> {
        let mut sha256 = [0; 32];
        hex::decode_to_slice(digest, &mut sha256)?;
        Ok(Self { sha256, size })
    }

    /// What no two documents share: `<digest>.<bytes>`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{self}.{}", self.size)
    }

    /// In how many parts it is kept: at least one.
    #[must_use]
    pub const fn parts(&self) -> u64 {
        let parts = self.size.div_ceil(PART as u64);
        if parts == 0 { 1 } else { parts }
    }

    /// How many of its bytes are in a part; `None` where there is no such part.
    #[must_use]
    pub fn bytes_of(&self, part: u64) -> Option<usize> {
        let before = part.checked_mul(PART as u64)?;
        // At most PART.
        (part < self.parts()).then(|| (self.size - before).min(PART as u64) as usize)
    }

    /// How many bytes its parts have together, encrypted.
    #[must_use]
    pub const fn sealed_bytes(&self) -> u64 {
        // A record may claim any size; what is kept is no longer than `LARGEST`.
        self.size.saturating_add(self.parts().saturating_mul(OVERHEAD as u64))
    }
}

/// By its digest, in hexadecimal.
impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.sha256))
    }
}

/// Which part of what: moved elsewhere, it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartPlace<'a> {
    /// The dossier.
    pub dossier: &'a DossierCode,
    /// The document.
    pub content: &'a Content,
    /// The number of the part, from 0.
    pub part: u64,
}

/// Another key, another place, or changed bytes: the cipher does not tell which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("part {part} does not open: the key or the place is another, or the bytes were changed")]
pub struct DoesNotOpen {
    /// Which.
    pub part: u64,
}

/// Encrypts one part. The nonce must be random: of two parts under one nonce both are lost.
///
/// # Errors
/// [`DoesNotOpen`] of bytes that are not as many as the part has: it would not open again.
pub fn encrypt(
    key: &DataKey,
    place: &PartPlace<'_>,
    nonce: &Nonce,
    plain: &[u8],
) -> Result<Vec<u8>, DoesNotOpen> {
    let wrong = DoesNotOpen { part: place.part };
    if place.content.bytes_of(place.part) != Some(plain.len()) {
        return Err(wrong);
    }
    let payload = Payload { msg: plain, aad: &additional_data(place) };
    let ciphertext = cipher(key).encrypt(XNonce::from_slice(nonce), payload).map_err(|_| wrong)?;
    Ok([nonce.as_slice(), &ciphertext].concat())
}

/// Opens one part.
///
/// # Errors
/// [`DoesNotOpen`].
pub fn decrypt(
    key: &DataKey,
    place: &PartPlace<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    let shut = DoesNotOpen { part: place.part };
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(shut)?;
    let payload = Payload { msg: ciphertext, aad: &additional_data(place) };
    let plain = cipher(key).decrypt(XNonce::from_slice(nonce), payload).map_err(|_| shut)?;
    let plain = Zeroizing::new(plain);
    if place.content.bytes_of(place.part) == Some(plain.len()) { Ok(plain) } else { Err(shut) }
}

fn cipher(key: &DataKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.as_bytes().into())
}

/// The code alone has no fixed length, and stands last.
fn additional_data(place: &PartPlace<'_>) -> Vec<u8> {
    let PartPlace { dossier, content, part } = place;
    let numbers = [content.size.to_be_bytes(), part.to_be_bytes()].concat();
    [LABEL, &content.sha256, &numbers, dossier.as_str().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const SHORT: Content = Content { sha256: [7; 32], size: 5 };

    fn dossier() -> DossierCode {
        DossierCode::new("H22.14-201012-0001").unwrap()
    }

    fn key() -> DataKey {
        DataKey::new([3; 32])
    }

    #[test]
    fn golden_part() {
        let dossier = dossier();
        let place = PartPlace { dossier: &dossier, content: &SHORT, part: 0 };
        let sealed = encrypt(&key(), &place, &[9; 24], b"hello").unwrap();
        assert_eq!(sealed.len() as u64, SHORT.sealed_bytes());
        assert_eq!(hex::encode(&sealed), include_str!("golden/attachment.hex").trim_end());
        assert_eq!(decrypt(&key(), &place, &sealed).unwrap().as_slice(), b"hello");
    }

    #[test]
    fn it_opens_in_its_own_place_only() {
        let (here, elsewhere) = (dossier(), DossierCode::new("H22.14-201012-0002").unwrap());
        let content = Content { size: 2 * PART as u64, ..SHORT };
        let place = PartPlace { dossier: &here, content: &content, part: 0 };
        let sealed = encrypt(&key(), &place, &[9; 24], &[1; PART]).unwrap();
        let others = [
            PartPlace { dossier: &elsewhere, ..place },
            PartPlace { part: 1, ..place },
            PartPlace { part: 2, ..place },
            PartPlace { content: &Content { sha256: [8; 32], ..content }, ..place },
            PartPlace { content: &Content { size: content.size + 1, ..content }, ..place },
        ];
        for other in others {
            assert_eq!(decrypt(&key(), &other, &sealed), Err(DoesNotOpen { part: other.part }));
        }
        assert!(decrypt(&DataKey::new([4; 32]), &place, &sealed).is_err());
        assert!(decrypt(&key(), &place, &sealed).is_ok());
    }

    #[test]
    fn no_changed_bit_opens_and_nothing_cut_short() {
        let dossier = dossier();
        let place = PartPlace { dossier: &dossier, content: &SHORT, part: 0 };
        let sealed = encrypt(&key(), &place, &[9; 24], b"hello").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut forged = sealed.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert!(decrypt(&key(), &place, &forged).is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(decrypt(&key(), &place, &sealed[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn bytes_that_are_no_whole_part_are_not_encrypted() {
        let dossier = dossier();
        for plain in [&b"hell"[..], b"hello!"] {
            let place = PartPlace { dossier: &dossier, content: &SHORT, part: 0 };
            assert!(encrypt(&key(), &place, &[9; 24], plain).is_err());
        }
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(size in prop_oneof![0..3 * PART as u64, any::<u64>().prop_map(|n| n >> 1)]) {
            let content = Content { size, ..SHORT };
            let last = content.parts() - 1;
            let full = last * PART as u64;
            prop_assert_eq!(content.bytes_of(last).map(|bytes| full + bytes as u64), Some(size));
            prop_assert!(last == 0 || content.bytes_of(last - 1) == Some(PART));
            prop_assert!(last == 0 || content.bytes_of(last) != Some(0));
            prop_assert_eq!(content.bytes_of(content.parts()), None);
        }
    }
}

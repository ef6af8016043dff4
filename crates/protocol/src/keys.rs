//! Ed25519 keys: signing, strict verification, key ids, and the text of a key file.
//!
//! Belongs here: what a key is and how it is written down.
//! Does not: files and their permissions, the making of seeds (both at the edges), who may use a key (`catalogue`).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use curve25519_dalek::edwards::EdwardsPoint;
use ed25519_dalek::Signer as _;
use lienthong_names::KeyId;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// An Ed25519 private key. Its bytes are wiped when it is dropped, and never shown by `Debug`.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key of a 32-byte seed.
    pub fn from_seed(seed: &[u8; 32]) -> SigningKey {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, for writing it to a key file.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// The id under which the public key is registered.
    pub fn key_id(&self) -> KeyId {
        self.verifying_key().key_id()
    }

    /// Signs a message. Deterministic (RFC 8032): the same message always has the same signature.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.key_id())
    }
}

/// An Ed25519 public key that is a point of the curve, and not one of the few weak ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// Reads a public key.
    ///
    /// # Errors
    /// [`KeyError`] if it is not 32 bytes, not a point, or weak (under a weak key one signature fits many messages).
    pub fn from_bytes(bytes: &[u8]) -> Result<VerifyingKey, KeyError> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| KeyError::Length(bytes.len()))?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::NotAPoint)?;
        if key.is_weak() { Err(KeyError::Weak) } else { Ok(VerifyingKey(key)) }
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The first 8 bytes of SHA-256 over the 32 bytes.
    pub fn key_id(&self) -> KeyId {
        let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = Sha256::digest(self.as_bytes()).into();
        KeyId::from_bytes([a, b, c, d, e, f, g, h])
    }

    /// The point of the curve.
    pub(crate) fn point(&self) -> EdwardsPoint {
        self.0.to_edwards()
    }

    /// Checks a signature, refusing everything that RFC 8032 leaves open, so that all readers say the same.
    ///
    /// # Errors
    /// [`WrongSignature`].
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), WrongSignature> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).map_err(|_| WrongSignature)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", hex::encode(self.as_bytes()))
    }
}

/// The 64 bytes of an Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

impl TryFrom<&[u8]> for Signature {
    type Error = WrongSignature;

    fn try_from(bytes: &[u8]) -> Result<Signature, WrongSignature> {
        bytes.try_into().map(Signature).map_err(|_| WrongSignature)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({})", hex::encode(self.0))
    }
}

/// The signature is not this key's over these bytes, or not 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not this key's over these bytes")]
pub struct WrongSignature;

/// Why some bytes are not a public key that we accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not 32 bytes.
    #[error("a public key has 32 bytes, not {0}")]
    Length(usize),
    /// No point of the curve.
    #[error("these 32 bytes are not an Ed25519 public key")]
    NotAPoint,
    /// A point of small order.
    #[error("this public key is weak: a signature under it proves nothing")]
    Weak,
}

/// A private key as it stands in a file, with the name of its holder.
///
/// ```text
/// lienthong-key v1
/// holder: H22.12
/// key-id: 1b5a2cd0c6ff3c7d
/// public: <base64, 32 bytes>
/// seed: <base64, 32 bytes>
/// ```
#[derive(Debug, Clone)]
pub struct KeyFile {
    holder: Box<str>,
    key: SigningKey,
}

const FIRST_LINE: &str = "lienthong-key v1";

impl KeyFile {
    /// A key and whose it is.
    ///
    /// # Errors
    /// [`KeyFileProblem::Holder`] unless the holder is one line of text without spaces at its ends.
    pub fn new(holder: &str, key: SigningKey) -> Result<KeyFile, KeyFileProblem> {
        let plain = !holder.is_empty() && holder.trim() == holder && !holder.contains(char::is_control);
        if plain { Ok(KeyFile { holder: holder.into(), key }) } else { Err(KeyFileProblem::Holder) }
    }

    /// Who holds the key: an agency's code, `log`, or a service.
    pub fn holder(&self) -> &str {
        &self.holder
    }

    /// The key.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The text of the file. It holds the secret: wiped when dropped.
    pub fn to_text(&self) -> Zeroizing<String> {
        let public = STANDARD.encode(self.key.verifying_key().as_bytes());
        let seed = Zeroizing::new(STANDARD.encode(self.key.seed().as_slice()));
        Zeroizing::new(format!(
            "{FIRST_LINE}\nholder: {}\nkey-id: {}\npublic: {public}\nseed: {}\n",
            self.holder,
            self.key.key_id(),
            seed.as_str(),
        ))
    }

    /// Reads what [`to_text`](KeyFile::to_text) wrote: those five lines, in that order, and nothing else.
    ///
    /// # Errors
    /// [`KeyFileError`] with the first line at fault. It never repeats what stands on that line.
    pub fn parse(text: &str) -> Result<KeyFile, KeyFileError> {
        let at = |line: usize| move |problem: KeyFileProblem| KeyFileError { line, problem };
        let mut lines = text.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(at(1)(KeyFileProblem::FirstLine));
        }
        let mut value = |name: &'static str| {
            let rest = lines.next().and_then(|line| line.strip_prefix(name)?.strip_prefix(": "));
            rest.ok_or(KeyFileProblem::Expected(name))
        };
        let holder = value("holder").map_err(at(2))?;
        let key_id = value("key-id").map_err(at(3))?;
        let public = value("public").map_err(at(4))?;
        let seed = value("seed").and_then(thirty_two_bytes).map_err(at(5))?;
        if lines.next() != Some("") || lines.next().is_some() {
            return Err(at(6)(KeyFileProblem::End));
        }
        let file = KeyFile::new(holder, SigningKey::from_seed(&seed)).map_err(at(2))?;
        if file.key.key_id().as_str() != key_id {
            return Err(at(3)(KeyFileProblem::Contradiction("key-id")));
        }
        if *thirty_two_bytes(public).map_err(at(4))? != *file.key.verifying_key().as_bytes() {
            return Err(at(4)(KeyFileProblem::Contradiction("public")));
        }
        Ok(file)
    }
}

fn thirty_two_bytes(text: &str) -> Result<Zeroizing<[u8; 32]>, KeyFileProblem> {
    let mut bytes = Zeroizing::new([0; 32]);
    // The engine asks for a whole number of quads: 33 bytes of room for 32.
    let mut room = Zeroizing::new([0; 33]);
    match STANDARD.decode_slice(text, room.as_mut_slice()) {
        Ok(32) => bytes.copy_from_slice(&room[..32]),
        _ => return Err(KeyFileProblem::Base64),
    }
    Ok(bytes)
}

/// What is wrong in a key file, and on which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code} line {line} of the key file: {problem}", code = self.code())]
pub struct KeyFileError {
    /// From 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: KeyFileProblem,
}

impl KeyFileError {
    /// `LT0952` if the file contradicts itself, `LT0951` if it cannot be read.
    pub fn code(&self) -> &'static str {
        match self.problem {
            KeyFileProblem::Contradiction(_) => "LT0952",
            _ => "LT0951",
        }
    }
}

/// What can be wrong on a line of a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileProblem {
    /// Not one of ours, or of a later version.
    #[error("it must read `{FIRST_LINE}`")]
    FirstLine,
    /// Another name, another order, or the file ends before.
    #[error("`{0}: ` is expected here")]
    Expected(&'static str),
    /// Empty, or with spaces at an end or control characters.
    #[error("the holder must be a name on one line, without spaces around it")]
    Holder,
    /// Not base64 of 32 bytes.
    #[error("32 bytes in base64 are expected")]
    Base64,
    /// Does not belong to the seed.
    #[error("`{0}` does not belong to the seed; the file was changed, take the original")]
    Contradiction(&'static str),
    /// Something after the last line, or its end missing.
    #[error("the file must end after the line `seed`")]
    End,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[7; 32])
    }

    fn bytes<const N: usize>(hex_text: &str) -> [u8; N] {
        hex::decode(hex_text).unwrap().try_into().unwrap()
    }

    #[test]
    fn rfc_8032_test_2() {
        let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        let key = SigningKey::from_seed(&seed);
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        assert_eq!(hex::encode(key.verifying_key().as_bytes()), public);
        let signature = key.sign(&[0x72]);
        let expected = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert_eq!(hex::encode(signature.0), expected);
        assert_eq!(key.verifying_key().verify(&[0x72], &signature), Ok(()));
    }

    #[test]
    fn the_key_id_is_the_digest_of_the_public_key() {
        let public = key().verifying_key();
        let digest = hex::encode(Sha256::digest(public.as_bytes()));
        assert_eq!(key().key_id().as_str(), &digest[..16]);
    }

    #[test]
    fn any_changed_bit_breaks_the_signature() {
        let (public, message) = (key().verifying_key(), b"message".to_vec());
        let signature = key().sign(&message);
        for bit in 0..64 * 8 {
            let mut forged = signature;
            forged.0[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(public.verify(&message, &forged), Err(WrongSignature), "bit {bit}");
        }
        for bit in 0..message.len() * 8 {
            let mut other = message.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(public.verify(&other, &signature), Err(WrongSignature));
        }
        assert_eq!(Signature::try_from(&signature.0[1..]), Err(WrongSignature));
    }

    #[test]
    fn weak_and_impossible_public_keys_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(VerifyingKey::from_bytes(&identity), Err(KeyError::Weak));
        assert_eq!(VerifyingKey::from_bytes(&[2; 32]), Err(KeyError::NotAPoint));
        assert_eq!(VerifyingKey::from_bytes(&[1; 31]), Err(KeyError::Length(31)));
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        let file = KeyFile::new("H22.12", key()).unwrap();
        assert_eq!(format!("{:?}", file.key()), format!("SigningKey({})", key().key_id()));
        assert!(!format!("{file:?}").contains(&hex::encode([7; 32])));
    }

    #[test]
    fn a_key_file_round_trips() {
        let file = KeyFile::new("H22.12", key()).unwrap();
        let text = file.to_text();
        let again = KeyFile::parse(&text).unwrap();
        assert_eq!(again.holder(), "H22.12");
        assert_eq!(*again.key().seed(), [7; 32]);
        assert_eq!(again.to_text(), text);
    }

    #[test]
    fn a_damaged_key_file_is_refused_with_its_line() {
        let text = KeyFile::new("H22.12", key()).unwrap().to_text();
        let other = KeyFile::new("x", SigningKey::from_seed(&[8; 32])).unwrap().to_text();
        let line = |text: &str, n: usize| text.lines().nth(n - 1).unwrap().to_owned();
        let with_line = |n: usize, new: &str| text.replace(&line(&text, n), new);
        let cases = [
            (with_line(1, "lienthong-key v2"), 1, "LT0951"),
            (with_line(2, "owner: H22.12"), 2, "LT0951"),
            (with_line(2, "holder: "), 2, "LT0951"),
            (with_line(2, "holder:  H22.12"), 2, "LT0951"),
            (with_line(3, &line(&other, 3)), 3, "LT0952"),
            (with_line(4, &line(&other, 4)), 4, "LT0952"),
            (with_line(4, "public: AAAA"), 4, "LT0951"),
            (with_line(5, "seed: no base64"), 5, "LT0951"),
            (with_line(5, &line(&other, 5)), 3, "LT0952"),
            (text.trim_end().to_owned(), 6, "LT0951"),
            (format!("{}more\n", text.as_str()), 6, "LT0951"),
            (text.replace('\n', "\r\n"), 1, "LT0951"),
            (String::new(), 1, "LT0951"),
            (line(&text, 1), 2, "LT0951"),
        ];
        for (damaged, line, code) in cases {
            let error = KeyFile::parse(&damaged).unwrap_err();
            assert_eq!((error.line, error.code()), (line, code), "{damaged:?}");
            assert!(error.to_string().starts_with(&format!("{code} line {line} ")), "{error}");
        }
    }

    #[test]
    fn an_error_does_not_repeat_a_secret() {
        let text = KeyFile::new("H22.12", key()).unwrap().to_text();
        let seed = STANDARD.encode([7; 32]);
        let error = KeyFile::parse(&text.replace("seed: ", "sed: ")).unwrap_err();
        assert!(!error.to_string().contains(&seed));
    }
}

//! Signed notes, as <https://c2sp.org/signed-note> defines them: text that says who stands behind it.
//!
//! Belongs here: the text form, Ed25519 signatures (type 0x01), the text form of keys.
//! Does not: what the text of a checkpoint is (`checkpoint`), what a witness signs (`cosignature`).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_names::Origin;
use sha2::{Digest, Sha256};

use crate::keys::{Signature, SigningKey, VerifyingKey};

/// Signature type of plain Ed25519 over the note's text.
const ED25519: u8 = 0x01;
/// What a signature line begins with: an em dash and a space.
const SIGNATURE_LINE: &str = "\u{2014} ";
/// More signatures than this, and the note is refused (the specification asks for at least 16).
const MAX_SIGNATURES: usize = 100;
/// A longer note is refused unread.
const MAX_BYTES: usize = 1 << 20;

/// Why some bytes are not a note, or not one we may believe.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not of the form of a note.
    #[error("LT0661 this is not a signed note: {0}")]
    Malformed(&'static str),
    /// Nobody we know has signed it.
    #[error("LT0662 the note carries no signature of a known key; expected one of {0}")]
    Unsigned(String),
    /// A signature of a known key is wrong.
    #[error("LT0663 the signature of {0} on the note is wrong: the note was changed or forged")]
    WrongSignature(String),
    /// The text of a verifier's key is not of its form.
    #[error("LT0664 `{text}` is not a verifier's key: {why}")]
    VerifierKey {
        /// The text as given.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// A key's name and public key, for signatures of one type: who may be believed when signing a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKey<const TYPE: u8> {
    name: Box<str>,
    key_hash: [u8; 4],
    key: VerifyingKey,
}

/// Who signs notes as they are.
pub type NoteVerifier = NamedKey<ED25519>;

impl NoteVerifier {
    /// The verifier of a log's checkpoints: its key is named like its origin.
    pub fn for_log(origin: &Origin, key: VerifyingKey) -> NoteVerifier {
        NoteVerifier::named(origin.as_str(), key)
    }
}

impl<const TYPE: u8> NamedKey<TYPE> {
    /// A verifier of notes signed under `name`.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] if the name is empty or has spaces or `+`.
    pub fn new(name: &str, key: VerifyingKey) -> Result<Self, NoteError> {
        if valid_name(name) {
            Ok(Self::named(name, key))
        } else {
            Err(NoteError::Malformed("a key's name must not be empty nor have spaces or `+`"))
        }
    }

    fn named(name: &str, key: VerifyingKey) -> Self {
        Self { name: name.into(), key_hash: key_hash(name, TYPE, &key), key }
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key.
    pub fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Whether a line says that it was made with this key.
    pub(crate) fn made(&self, line: &NoteSignature) -> bool {
        line.name == self.name && line.key_hash == self.key_hash
    }

    /// A line that this key made.
    pub(crate) fn line(&self, signature: Vec<u8>) -> NoteSignature {
        NoteSignature { name: self.name.clone(), key_hash: self.key_hash, signature }
    }
}

impl<const TYPE: u8> fmt::Display for NamedKey<TYPE> {
    /// `<name>+<key hash, 8 hex digits>+<base64 of the type and the public key>`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = STANDARD.encode([&[TYPE], &self.key.as_bytes()[..]].concat());
        write!(f, "{}+{}+{encoded}", self.name, hex::encode(self.key_hash))
    }
}

impl<const TYPE: u8> FromStr for NamedKey<TYPE> {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let wrong = |why| NoteError::VerifierKey { text: text.to_owned(), why };
        // A name has no `+`, base64 may.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(hash), Some(encoded)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("it must have the form <name>+<key hash>+<key>"));
        };
        let bytes = STANDARD.decode(encoded).map_err(|_| wrong("the key is not base64"))?;
        let Some((_, public)) = bytes.split_first().filter(|(of, _)| **of == TYPE) else {
            return Err(wrong(match TYPE {
                ED25519 => "a key of type 0x01 (Ed25519) is expected here",
                _ => "a witness's key, of type 0x04 (cosignature/v1), is expected here",
            }));
        };
        let key =
            VerifyingKey::from_bytes(public).map_err(|_| wrong("the key is not an Ed25519 public key"))?;
        let verifier = Self::new(name, key).map_err(|_| wrong("the name has spaces or is empty"))?;
        if hex::encode(verifier.key_hash) != hash {
            return Err(wrong("the key hash does not belong to the name and the key"));
        }
        Ok(verifier)
    }
}

/// A private key with the name under which it signs notes.
#[derive(Debug, Clone)]
pub struct NoteSigner {
    verifier: NoteVerifier,
    key: SigningKey,
}

impl NoteSigner {
    /// A signer of notes under `name`.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] if the name is empty or has spaces or `+`.
    pub fn new(name: &str, key: SigningKey) -> Result<NoteSigner, NoteError> {
        Ok(NoteSigner { verifier: NoteVerifier::new(name, key.verifying_key())?, key })
    }

    /// The signer of a log's checkpoints: its key is named like its origin.
    pub fn for_log(origin: &Origin, key: SigningKey) -> NoteSigner {
        NoteSigner { verifier: NoteVerifier::for_log(origin, key.verifying_key()), key }
    }

    /// Who verifies what this signs.
    pub fn verifier(&self) -> &NoteVerifier {
        &self.verifier
    }

    fn sign(&self, text: &str) -> NoteSignature {
        self.verifier.line(self.key.sign(text.as_bytes()).0.to_vec())
    }
}

/// One signature line of a note, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    name: Box<str>,
    key_hash: [u8; 4],
    signature: Vec<u8>,
}

impl NoteSignature {
    /// The name of the key that is said to have signed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What stands after the key hash.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.signature
    }

    /// A line without its newline: dash, name, base64 of key hash and signature.
    ///
    /// # Errors
    /// [`NoteError::Malformed`].
    pub fn parse(line: &str) -> Result<NoteSignature, NoteError> {
        let wrong = NoteError::Malformed("a signature line must read `\u{2014} <name> <base64>`");
        let parts = line.strip_prefix(SIGNATURE_LINE).and_then(|rest| rest.split_once(' '));
        let Some((name, encoded)) = parts.filter(|(name, _)| valid_name(name)) else { return Err(wrong) };
        let bytes = STANDARD.decode(encoded).map_err(|_| wrong.clone())?;
        match bytes.split_first_chunk::<4>() {
            Some((key_hash, signature)) if !signature.is_empty() => {
                Ok(NoteSignature { name: name.into(), key_hash: *key_hash, signature: signature.to_vec() })
            }
            _ => Err(wrong),
        }
    }
}

impl fmt::Display for NoteSignature {
    /// The line, without its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = STANDARD.encode([&self.key_hash[..], &self.signature].concat());
        write!(f, "{SIGNATURE_LINE}{} {encoded}", self.name)
    }
}

/// A note as parsed: nothing in it may be believed before [`verify`](Note::verify).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl Note {
    /// Signs a text with each of the signers.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] if the text does not end with a newline, has control characters, is too long, or there
    /// is no signer, or more than 100.
    pub fn sign(text: &str, signers: &[NoteSigner]) -> Result<Note, NoteError> {
        check_text(text)?;
        let signatures = signers.iter().map(|signer| signer.sign(text)).collect();
        let note = Note { text: text.to_owned(), signatures };
        // What we write must be what we read.
        Note::parse(note.to_string().as_bytes())
    }

    /// Signs a text that is known to be fit for a note.
    pub(crate) fn sign_fit(text: String, signer: &NoteSigner) -> Note {
        Note { signatures: vec![signer.sign(&text)], text }
    }

    /// Reads a note without believing it.
    ///
    /// # Errors
    /// [`NoteError::Malformed`].
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
        if bytes.len() > MAX_BYTES {
            return Err(NoteError::Malformed("it is longer than a mebibyte"));
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteError::Malformed("it is not UTF-8"))?;
        check_text(whole)?;
        let split = whole.rfind("\n\n").ok_or(NoteError::Malformed("it has no signatures"))?;
        let (text, lines) = (&whole[..=split], &whole[split + 2..]);
        let signatures = lines.lines().map(NoteSignature::parse).collect::<Result<Vec<_>, _>>()?;
        match signatures.len() {
            0 => Err(NoteError::Malformed("it has no signatures")),
            1..=MAX_SIGNATURES => Ok(Note { text: text.to_owned(), signatures }),
            _ => Err(NoteError::Malformed("it has more than 100 signatures")),
        }
    }

    /// The text, if a verifier's key has signed it. Signatures of keys that no verifier knows are passed over.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`] if one by a known key is wrong, [`NoteError::Unsigned`] if there is none.
    pub fn verify(&self, verifiers: &[NoteVerifier]) -> Result<&str, NoteError> {
        let mut signed = false;
        for line in &self.signatures {
            for verifier in verifiers.iter().filter(|verifier| verifier.made(line)) {
                let good = Signature::try_from(&line.signature[..])
                    .and_then(|signature| verifier.key.verify(self.text.as_bytes(), &signature));
                good.map_err(|_| NoteError::WrongSignature(verifier.to_string()))?;
                signed = true;
            }
        }
        if signed { Ok(&self.text) } else { Err(NoteError::Unsigned(listed(verifiers))) }
    }

    /// The text, whoever signed it. For showing what a note claims, never for acting on it.
    pub fn unverified_text(&self) -> &str {
        &self.text
    }

    /// The signature lines, in order.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The same with one more signature; one that the same key made before gives way to it.
    #[must_use]
    pub fn with(mut self, line: NoteSignature) -> Note {
        self.signatures.retain(|other| other.name != line.name || other.key_hash != line.key_hash);
        self.signatures.push(line);
        self
    }

    /// The same with the signatures of one key only: for what others put there, nobody here answers.
    #[must_use]
    pub fn only<const TYPE: u8>(mut self, key: &NamedKey<TYPE>) -> Note {
        self.signatures.retain(|line| key.made(line));
        self
    }
}

impl fmt::Display for Note {
    /// The bytes of the note, as [`Note::parse`] reads them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// SHA-256(name, newline, type, public key), its first four bytes.
fn key_hash(name: &str, of: u8, key: &VerifyingKey) -> [u8; 4] {
    let mut hasher = Sha256::new();
    hasher.update(name);
    hasher.update([b'\n', of]);
    hasher.update(key.as_bytes());
    let [a, b, c, d, ..]: [u8; 32] = hasher.finalize().into();
    [a, b, c, d]
}

fn valid_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c < ' ' || c == '+')
}

fn check_text(text: &str) -> Result<(), NoteError> {
    if !text.ends_with('\n') {
        return Err(NoteError::Malformed("it does not end with a newline"));
    }
    if text.contains(|c: char| c < ' ' && c != '\n') {
        return Err(NoteError::Malformed("it has control characters"));
    }
    Ok(())
}

fn listed(verifiers: &[NoteVerifier]) -> String {
    verifiers.iter().map(NoteVerifier::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::slice;

    use proptest::prelude::*;

    use super::*;

    // The key and note that the implementations of signed notes share as their test vector.
    const SEED: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const VERIFIER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                        then you don't know what your problem is.\n";
    const LINE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    fn peter() -> NoteSigner {
        let seed: [u8; 33] = STANDARD.decode(SEED).unwrap().try_into().unwrap();
        NoteSigner::new("PeterNeumann", SigningKey::from_seed(seed[1..].try_into().unwrap())).unwrap()
    }

    fn signer(name: &str, seed: u8) -> NoteSigner {
        NoteSigner::new(name, SigningKey::from_seed(&[seed; 32])).unwrap()
    }

    fn malformed(note: &str) -> bool {
        matches!(Note::parse(note.as_bytes()), Err(NoteError::Malformed(_)))
    }

    #[test]
    fn the_known_vector() {
        let note = Note::sign(TEXT, &[peter()]).unwrap();
        assert_eq!(note.to_string(), format!("{TEXT}\n{LINE}"));
        let verifier: NoteVerifier = VERIFIER.parse().unwrap();
        assert_eq!(verifier.to_string(), VERIFIER);
        assert_eq!(&verifier, peter().verifier());
        let note = Note::parse(format!("{TEXT}\n{LINE}").as_bytes()).unwrap();
        assert_eq!(note.verify(&[verifier]), Ok(TEXT));
    }

    #[test]
    fn a_mangled_verifier_key_is_refused() {
        for start in 0..VERIFIER.len() {
            for end in start + 1..=VERIFIER.len() {
                let whole = end - start == VERIFIER.len();
                assert_eq!(VERIFIER[start..end].parse::<NoteVerifier>().is_ok(), whole);
            }
        }
        for at in 0..VERIFIER.len() {
            let mut bytes = VERIFIER.as_bytes().to_vec();
            bytes[at] += 1;
            assert!(String::from_utf8(bytes).unwrap().parse::<NoteVerifier>().is_err(), "byte {at}");
        }
        // A key of another type and one of another length, each with the hash that would fit.
        for key in [
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        ] {
            assert!(key.parse::<NoteVerifier>().is_err());
        }
    }

    #[test]
    fn unknown_signatures_are_passed_over() {
        let (log, witness) = (signer("log", 1), signer("witness", 2));
        let note = Note::sign("x\n", &[witness.clone(), log.clone()]).unwrap();
        assert_eq!(note.verify(&[log.verifier().clone()]), Ok("x\n"));
        assert_eq!(note.verify(&[witness.verifier().clone(), log.verifier().clone()]), Ok("x\n"));
        // Same name with another key, same key with another name: both are somebody else.
        for stranger in [signer("log", 3), signer("other", 1)] {
            let verdict = note.verify(&[stranger.verifier().clone()]);
            assert!(matches!(verdict, Err(NoteError::Unsigned(_))));
        }
        assert!(matches!(note.verify(&[]), Err(NoteError::Unsigned(_))));
    }

    #[test]
    fn one_wrong_signature_of_a_known_key_spoils_the_note() {
        let (log, witness) = (signer("log", 1), signer("witness", 2));
        let good = Note::sign("x\n", &[log.clone(), witness.clone()]).unwrap();
        let other = Note::sign("y\n", slice::from_ref(&witness)).unwrap();
        let forged =
            Note { signatures: vec![good.signatures[0].clone(), other.signatures[0].clone()], ..good };
        assert_eq!(forged.verify(&[log.verifier().clone()]), Ok("x\n"));
        let verdict = forged.verify(&[log.verifier().clone(), witness.verifier().clone()]);
        assert_eq!(verdict, Err(NoteError::WrongSignature(witness.verifier().to_string())));
    }

    #[test]
    fn a_text_may_have_empty_lines() {
        let log = signer("log", 1);
        let text = "a\n\n\u{2014} b c\n\nd\n";
        let note =
            Note::parse(Note::sign(text, slice::from_ref(&log)).unwrap().to_string().as_bytes()).unwrap();
        assert_eq!(note.verify(&[log.verifier().clone()]), Ok(text));
    }

    #[test]
    fn what_is_not_a_note_is_refused() {
        assert!(!malformed(&format!("{TEXT}\n{LINE}")));
        let cases = [
            String::new(),
            TEXT.to_owned(),
            format!("{TEXT}\n"),
            format!("{TEXT}{LINE}"),
            format!("{TEXT}\n{}", LINE.trim_end()),
            format!("{TEXT}\n{LINE}\n"),
            format!("{TEXT}\n{LINE}more\n"),
            format!("{TEXT}\r\n\r\n{LINE}"),
            format!("\u{0}{TEXT}\n{LINE}"),
            format!("{TEXT}\n{}", LINE.replacen('\u{2014}', "-", 1)),
            format!("{TEXT}\n{}", LINE.replacen("\u{2014} ", "\u{2014}", 1)),
            format!("{TEXT}\n{}", LINE.replacen("PeterNeumann", "Peter+Neumann", 1)),
            format!("{TEXT}\n{}", LINE.replacen("PeterNeumann", "", 1)),
            format!("{TEXT}\n{}", LINE.replacen("PeterNeumann ", "PeterNeumann\u{a0}", 1)),
            format!("{TEXT}\n{}", LINE.replacen("AM=", "AM", 1)),
            format!("{TEXT}\n{}", LINE.replacen("AM=", "AN=", 1)),
            format!("{TEXT}\n\u{2014} PeterNeumann x08gow==\n"),
            format!("{TEXT}\n{}", LINE.repeat(MAX_SIGNATURES + 1)),
        ];
        for case in cases {
            assert!(malformed(&case), "{case:?}");
        }
        assert!(Note::parse(&[TEXT.as_bytes(), b"\xff\n\n", LINE.as_bytes()].concat()).is_err());
        assert!(malformed(&format!("{}\n\n{LINE}", "a".repeat(MAX_BYTES))));
        assert!(!malformed(&format!("{TEXT}\n{}", LINE.repeat(MAX_SIGNATURES))));
    }

    #[test]
    fn what_would_not_be_a_note_is_not_signed() {
        let log = signer("log", 1);
        for text in ["", "no newline", "tab\there\n"] {
            assert!(Note::sign(text, slice::from_ref(&log)).is_err(), "{text:?}");
        }
        assert!(Note::sign("x\n", &[]).is_err());
        for name in ["", "a b", "a+b", "a\u{2003}b", "a\nb"] {
            assert!(NoteVerifier::new(name, *log.verifier().key()).is_err(), "{name:?}");
        }
    }

    #[test]
    fn no_changed_byte_is_believed() {
        let note = format!("{TEXT}\n{LINE}").into_bytes();
        let verifiers = [peter().verifier().clone()];
        for at in 0..note.len() {
            let mut forged = note.clone();
            forged[at] ^= 1;
            let believed = Note::parse(&forged).is_ok_and(|note| note.verify(&verifiers).is_ok());
            assert!(!believed, "byte {at}");
        }
    }

    proptest! {
        #[test]
        fn any_text_round_trips(lines in prop::collection::vec("[^\\x00-\\x1f]{0,20}", 1..6), seed: u8) {
            let text = lines.join("\n") + "\n";
            let log = signer("example.com/log", seed);
            let note = Note::sign(&text, &[log.clone(), peter()]).unwrap();
            let again = Note::parse(note.to_string().as_bytes()).unwrap();
            prop_assert_eq!(&again, &note);
            prop_assert_eq!(again.verify(&[log.verifier().clone()]).unwrap(), text);
        }

        #[test]
        fn parsing_is_total(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(\u{2014} |a|\n|\\+|=){0,30}") {
            let _ = Note::parse(&bytes);
            let _ = text.parse::<NoteVerifier>();
            if let Ok(note) = Note::parse(text.as_bytes()) {
                prop_assert_eq!(note.to_string(), text);
            }
        }
    }
}

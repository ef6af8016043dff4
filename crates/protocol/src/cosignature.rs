//! What a witness signs, as <https://c2sp.org/tlog-cosignature> defines it: that of this log it has seen no larger tree, at
//! some time, and that every tree that it saw before is a beginning of this one.
//!
//! Belongs here: cosignatures by Ed25519 (type 0x04), made and checked. Does not: when a witness may sign (`audit::witness`), how many
//! of them are enough (there too).

use crate::keys::{Signature, SigningKey};
use crate::note::{NamedKey, Note, NoteError, NoteSignature};

/// Signature type of a cosignature by Ed25519.
const COSIGNATURE: u8 = 0x04;

/// A witness by its name and public key.
pub type CosignerKey = NamedKey<COSIGNATURE>;

/// A witness's private key with the name under which it cosigns.
#[derive(Debug, Clone)]
pub struct Cosigner {
    verifier: CosignerKey,
    key: SigningKey,
}

impl Cosigner {
    /// Cosigns under a name.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] if the name is empty or has spaces or `+`.
    pub fn new(name: &str, key: SigningKey) -> Result<Cosigner, NoteError> {
        Ok(Cosigner { verifier: CosignerKey::new(name, key.verifying_key())?, key })
    }

    /// Who verifies what this signs.
    pub fn verifier(&self) -> &CosignerKey {
        &self.verifier
    }

    /// Cosigns a checkpoint's note at a time, in seconds since 1970. What it means must have been looked at before.
    #[must_use]
    pub fn cosign(&self, checkpoint: &Note, at: u64) -> NoteSignature {
        let signature = self.key.sign(message(at, checkpoint.unverified_text()).as_bytes());
        self.verifier.line([&at.to_be_bytes()[..], &signature.0].concat())
    }
}

/// When a witness cosigned this note, in seconds since 1970: the latest, if it did so more than once. `None`: it did not.
///
/// # Errors
/// [`NoteError::WrongSignature`]: a line with its name is not of its key over this text.
pub fn cosigned_at(note: &Note, by: &CosignerKey) -> Result<Option<u64>, NoteError> {
    let mut latest = None;
    for line in note.signatures().iter().filter(|line| by.made(line)) {
        let at = verified(note, by, line).ok_or_else(|| NoteError::WrongSignature(by.to_string()))?;
        latest = latest.max(Some(at));
    }
    Ok(latest)
}

fn verified(note: &Note, by: &CosignerKey, line: &NoteSignature) -> Option<u64> {
    let (at, signature) = line.bytes().split_first_chunk::<8>()?;
    let at = u64::from_be_bytes(*at);
    // The specification's bound.
    i64::try_from(at).ok()?;
    let signature = Signature::try_from(signature).ok()?;
    by.key().verify(message(at, note.unverified_text()).as_bytes(), &signature).ok()?;
    Some(at)
}

fn message(at: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {at}\n{text}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::note::{NoteSigner, NoteVerifier};

    // A checkpoint of a public log with the cosignature of a public witness, as both were published.
    const REMORA: &str = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
    const ARCHE: &str = "arche2025h1.staging.ct.transparency.dev\n1432088532\n\
                         U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n\
                         \u{2014} arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n\
                         \u{2014} remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n";
    // The example of the specification, of which no key is published: name, key's hash and time.
    const SOFA: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
                        \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    fn witness(name: &str, seed: u8) -> Cosigner {
        Cosigner::new(name, SigningKey::from_seed(&[seed; 32])).unwrap()
    }

    fn note() -> Note {
        let log = NoteSigner::new("H22/2026", SigningKey::from_seed(&[1; 32])).unwrap();
        Note::sign("H22/2026\n3\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n", &[log]).unwrap()
    }

    #[test]
    fn a_public_witness_is_believed_and_not_one_byte_changed() {
        let remora: CosignerKey = REMORA.parse().unwrap();
        assert_eq!(remora.to_string(), REMORA);
        let note = Note::parse(ARCHE.as_bytes()).unwrap();
        assert_eq!(cosigned_at(&note, &remora), Ok(Some(0x6a12_2120)));
        let other = Note::parse(ARCHE.replace("1432088532", "1432088533").as_bytes()).unwrap();
        assert!(matches!(cosigned_at(&other, &remora), Err(NoteError::WrongSignature(_))));
        let line = note.signatures()[1].clone();
        for at in 0..line.bytes().len() {
            let mut bytes = line.bytes().to_vec();
            bytes[at] ^= 1;
            let forged = note.clone().with(remora.line(bytes));
            assert!(cosigned_at(&forged, &remora).is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_specifications_example_is_framed_as_it_says() {
        let note = Note::parse(SOFA.as_bytes()).unwrap();
        let bytes = note.signatures()[0].bytes();
        assert_eq!(bytes.len(), 8 + 64);
        assert_eq!(bytes[..8], 1_679_315_147_u64.to_be_bytes());
        assert_eq!(
            message(1_679_315_147, note.unverified_text()),
            "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n\
             CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        );
    }

    #[test]
    fn what_a_witness_cosigns_only_its_own_key_verifies() {
        let (here, there) = (witness("hdnd.example/w1", 2), witness("hdnd.example/w1", 3));
        let cosigned = note().with(here.cosign(&note(), 1_790_000_000));
        assert_eq!(cosigned_at(&cosigned, here.verifier()), Ok(Some(1_790_000_000)));
        assert_eq!(cosigned_at(&cosigned, there.verifier()), Ok(None));
        assert_eq!(cosigned_at(&note(), here.verifier()), Ok(None));
        // Again, later: the line gives way to the new one, and the log's stays.
        let later = cosigned.with(here.cosign(&note(), 1_790_000_060));
        assert_eq!(later.signatures().len(), 2);
        assert_eq!(cosigned_at(&later, here.verifier()), Ok(Some(1_790_000_060)));
        assert_eq!(Note::parse(later.to_string().as_bytes()).unwrap(), later);
        assert_eq!(later.only(here.verifier()).signatures().len(), 1);
    }

    #[test]
    fn a_log_s_key_is_no_witness_s_and_no_plain_signature_a_cosignature() {
        let log = NoteVerifier::new("x", SigningKey::from_seed(&[2; 32]).verifying_key()).unwrap();
        assert!(log.to_string().parse::<CosignerKey>().is_err());
        let witness = witness("x", 2);
        assert!(witness.verifier().to_string().parse::<NoteVerifier>().is_err());
        // The same key and name sign plainly: another type has another hash, so it is somebody else's line.
        let plain = NoteSigner::new("x", SigningKey::from_seed(&[2; 32])).unwrap();
        let note = Note::sign("x\n", &[plain]).unwrap();
        assert_eq!(cosigned_at(&note, witness.verifier()), Ok(None));
        // And one that says it were a cosignature is none.
        let stripped = note.clone().with(witness.verifier().line(vec![0; 72]));
        assert!(cosigned_at(&stripped, witness.verifier()).is_err());
        let short = note.with(witness.verifier().line(vec![0; 7]));
        assert!(cosigned_at(&short, witness.verifier()).is_err());
    }

    #[test]
    fn a_time_beyond_the_bound_is_refused() {
        let witness = witness("x", 2);
        let note = note().with(witness.cosign(&note(), 1 << 63));
        assert!(cosigned_at(&note, witness.verifier()).is_err());
    }
}

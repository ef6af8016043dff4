//! Checkpoints, as <https://c2sp.org/tlog-checkpoint> defines them: what a log says of itself at one size, signed.
//!
//! Belongs here: the three lines (origin, size, root), signing them, opening a note that holds them.
//! Does not: whether one checkpoint extends another (`lienthong_merkle::verify_consistency`), storing them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::Hash;
use lienthong_names::Origin;

use crate::note::{Note, NoteError, NoteSigner, NoteVerifier};

/// The head of a log: how many leaves it has, and the root over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: Origin,
    /// Number of leaves.
    pub size: u64,
    /// RFC 6962 root over those leaves.
    pub root: Hash,
}

/// Why a note is not a checkpoint that we may believe.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a note, not signed, or signed wrongly.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A note, but with another text.
    #[error("LT0665 line {line} of the checkpoint: {why}")]
    Malformed {
        /// From 1.
        line: usize,
        /// What is wrong there.
        why: &'static str,
    },
    /// Signed by the key we know, but for another log.
    #[error("LT0666 the checkpoint is of the log {found}, not of {expected}")]
    OtherLog {
        /// The name of the key that was to sign it.
        expected: String,
        /// The origin it states.
        found: Origin,
    },
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.0))
    }

    /// Reads the text of a checkpoint. Extension lines are passed over: we write none and rely on none.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`] with the first line at fault.
    pub fn from_text(text: &str) -> Result<Checkpoint, CheckpointError> {
        let at = |line: usize, why: &'static str| CheckpointError::Malformed { line, why };
        let lines: Vec<&str> =
            text.strip_suffix('\n').ok_or(at(1, "it must end with a newline"))?.split('\n').collect();
        let line = |index: usize| lines.get(index).copied().unwrap_or_default();
        if let Some(empty) = lines.iter().position(|line| line.is_empty()) {
            return Err(at(empty + 1, "it is empty"));
        }
        Ok(Checkpoint {
            origin: Origin::new(line(0)).map_err(|_| at(1, "it is not an origin `<unit>/<name>`"))?,
            size: decimal(line(1)).ok_or(at(2, "it is not a size in decimal digits"))?,
            root: base64_hash(line(2)).ok_or(at(3, "it is not a root: 32 bytes in base64"))?,
        })
    }

    /// The signed note. The signer's name should be the origin ([`NoteSigner::for_log`]), or nobody will open it.
    pub fn sign(&self, signer: &NoteSigner) -> String {
        // An origin has no control characters and the text ends with a newline: it is always fit for a note.
        Note::sign_fit(self.text(), signer).to_string()
    }

    /// Opens a note: signed by this key, and for the log that the key is named after.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open(note: &[u8], verifier: &NoteVerifier) -> Result<Checkpoint, CheckpointError> {
        Checkpoint::verified(&Note::parse(note)?, verifier)
    }

    /// The same of a note that was read.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn verified(note: &Note, verifier: &NoteVerifier) -> Result<Checkpoint, CheckpointError> {
        let checkpoint = Checkpoint::from_text(note.verify(std::slice::from_ref(verifier))?)?;
        if checkpoint.origin.as_str() == verifier.name() {
            Ok(checkpoint)
        } else {
            let (expected, found) = (verifier.name().to_owned(), checkpoint.origin);
            Err(CheckpointError::OtherLog { expected, found })
        }
    }
}

/// A number as the specifications write it: ASCII digits, no leading zero but for zero itself.
#[must_use]
pub fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|digit| digit.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// A hash as the specifications write it: 32 bytes in padded base64.
#[must_use]
pub fn base64_hash(text: &str) -> Option<Hash> {
    Hash::try_from(STANDARD.decode(text).ok()?.as_slice()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use lienthong_merkle::leaf_hash;
    use proptest::prelude::*;

    use super::*;
    use crate::keys::SigningKey;

    const ROOT: &str = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    fn log(origin: &str, seed: u8) -> NoteSigner {
        NoteSigner::for_log(&Origin::new(origin).unwrap(), SigningKey::from_seed(&[seed; 32]))
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: Origin::new("H22/2020").unwrap(), size: 8577, root: leaf_hash(b"x") }
    }

    fn line_at_fault(text: &str) -> Option<usize> {
        match Checkpoint::from_text(text) {
            Err(CheckpointError::Malformed { line, .. }) => Some(line),
            _ => None,
        }
    }

    #[test]
    fn the_text_of_the_specification() {
        let text = format!("example.com/behind-the-sofa\n20852163\n{ROOT}\n");
        let checkpoint = Checkpoint::from_text(&text).unwrap();
        assert_eq!(checkpoint.origin.as_str(), "example.com/behind-the-sofa");
        assert_eq!(checkpoint.size, 20_852_163);
        assert_eq!(STANDARD.encode(checkpoint.root.0), ROOT);
        assert_eq!(checkpoint.text(), text);
    }

    #[test]
    fn golden_note() {
        let origin = Origin::new("H22/2020").unwrap();
        let checkpoint = Checkpoint { origin, size: 0, root: lienthong_merkle::empty_root() };
        assert_eq!(checkpoint.sign(&log("H22/2020", 1)), include_str!("golden/checkpoint.note"));
    }

    #[test]
    fn signed_and_opened() {
        let (signer, checkpoint) = (log("H22/2020", 1), checkpoint());
        let note = checkpoint.sign(&signer);
        assert_eq!(Checkpoint::open(note.as_bytes(), signer.verifier()), Ok(checkpoint));
    }

    #[test]
    fn another_key_or_another_log_is_not_opened() {
        let note = checkpoint().sign(&log("H22/2020", 1));
        let stranger = Checkpoint::open(note.as_bytes(), log("H22/2020", 2).verifier());
        assert!(matches!(stranger, Err(CheckpointError::Note(NoteError::Unsigned(_)))));
        // The same key, known under the name of another log, signs a checkpoint of this one.
        let other = log("H22/2021", 1);
        let note = checkpoint().sign(&other);
        let found = checkpoint().origin;
        let expected = "H22/2021".to_owned();
        let verdict = Checkpoint::open(note.as_bytes(), other.verifier());
        assert_eq!(verdict, Err(CheckpointError::OtherLog { expected, found }));
    }

    #[test]
    fn a_signed_text_of_another_form_names_its_line() {
        let cases = [
            (format!("H22\n1\n{ROOT}\n"), 1),
            (format!("H22/2020\n01\n{ROOT}\n"), 2),
            (format!("H22/2020\n+1\n{ROOT}\n"), 2),
            (format!("H22/2020\n-1\n{ROOT}\n"), 2),
            (format!("H22/2020\n18446744073709551616\n{ROOT}\n"), 2),
            ("H22/2020\n1\n".to_owned(), 3),
            ("H22/2020\n1\nAAAA\n".to_owned(), 3),
            (format!("H22/2020\n1\n{}\n", ROOT.trim_end_matches('=')), 3),
            (format!("H22/2020\n1\n\n{ROOT}\n"), 3),
            (format!("H22/2020\n1\n{ROOT}\n\n"), 4),
            (format!("H22/2020\n1\n{ROOT}\nextension\n\n"), 5),
            (format!("\nH22/2020\n1\n{ROOT}\n"), 1),
            (String::new(), 1),
        ];
        for (text, line) in cases {
            assert_eq!(line_at_fault(&text), Some(line), "{text:?}");
        }
        assert!(Checkpoint::from_text(&format!("H22/2020\n1\n{ROOT}\nextension\n")).is_ok());
        assert_eq!(Checkpoint::from_text(&format!("H22/2020\n0\n{ROOT}\n")).unwrap().size, 0);
    }

    #[test]
    fn no_changed_byte_is_believed() {
        let signer = log("H22/2020", 1);
        let note = checkpoint().sign(&signer).into_bytes();
        for at in 0..note.len() {
            for bit in 0..8 {
                let mut forged = note.clone();
                forged[at] ^= 1 << bit;
                assert!(Checkpoint::open(&forged, signer.verifier()).is_err(), "bit {bit} of byte {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_checkpoint_round_trips(size: u64, root: [u8; 32], unit in "[A-Z][0-9]{2}", year in "[0-9]{4}") {
            let origin = Origin::new(&format!("{unit}/{year}")).unwrap();
            let signer = NoteSigner::for_log(&origin, SigningKey::from_seed(&root));
            let checkpoint = Checkpoint { origin, size, root: Hash(root) };
            let note = checkpoint.sign(&signer);
            prop_assert_eq!(Checkpoint::open(note.as_bytes(), signer.verifier()).unwrap(), checkpoint);
        }
    }
}

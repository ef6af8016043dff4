//! What the log signs of where streams end: the last record of each, among the first n of its ledger.
//!
//! Hashes prove that records are there; that none comes after them only who has all n can say. The log has, and signs it: a note
//! (C2SP) under the log's own key. Its first line is no origin, so it cannot be taken for a checkpoint.
//!
//! ```text
//! lienthong heads v1
//! H22/2020
//! 8577
//! <root, base64>
//! dossier.H22.14-201012-0001 5 <leaf of revision 5, base64>
//! key.0011223344556677 0 -
//! ```

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::Hash;
use lienthong_names::StreamName;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::{Note, NoteError, NoteSigner, NoteVerifier};
use std::collections::BTreeMap;

const FIRST_LINE: &str = "lienthong heads v1";

/// Where a stream ends: revision and leaf of its last record; `None` for a stream of which there is no record.
pub type End = Option<(u64, Hash)>;

/// Where streams end, at one size of their ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// Of which tree.
    pub checkpoint: Checkpoint,
    /// The end of each stream that is spoken of.
    pub ends: BTreeMap<StreamName, End>,
}

impl Heads {
    /// The signed note.
    ///
    /// # Errors
    /// [`NoteError`]: it is longer than a note may be.
    pub fn sign(&self, signer: &NoteSigner) -> Result<String, NoteError> {
        Ok(Note::sign(&self.text(), std::slice::from_ref(signer))?.to_string())
    }

    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n{}", self.checkpoint.text());
        for (stream, end) in &self.ends {
            text += &match end {
                Some((revision, leaf)) => format!("{stream} {revision} {}\n", STANDARD.encode(leaf.0)),
                None => format!("{stream} 0 -\n"),
            };
        }
        text
    }

    /// Opens a note that the log has signed of this tree.
    ///
    /// # Errors
    /// In words.
    pub fn open(note: &str, log: &NoteVerifier, of: &Checkpoint) -> Result<Self, String> {
        let note = Note::parse(note.as_bytes()).map_err(|e| e.to_string())?;
        let text = note.verify(std::slice::from_ref(log)).map_err(|e| e.to_string())?;
        let expected = format!("{FIRST_LINE}\n{}", of.text());
        let lines = text
            .strip_prefix(&expected)
            .ok_or("what the log signed of where streams end is of another tree than the checkpoint's")?;
        let ends = lines.lines().map(|line| end(line).ok_or_else(|| format!("`{line}` is no stream's end")));
        Ok(Self { checkpoint: of.clone(), ends: ends.collect::<Result<_, _>>()? })
    }
}

fn end(line: &str) -> Option<(StreamName, End)> {
    let mut words = line.split(' ');
    let (stream, revision, leaf) = (words.next()?, words.next()?, words.next()?);
    let stream: StreamName = stream.parse().ok()?;
    let end = match (revision.parse().ok()?, leaf) {
        (0, "-") => None,
        (0, _) => return None,
        (revision, leaf) => Some((revision, Hash::try_from(STANDARD.decode(leaf).ok()?.as_slice()).ok()?)),
    };
    words.next().is_none().then_some((stream, end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_merkle::leaf_hash;
    use lienthong_names::Origin;
    use lienthong_protocol::keys::SigningKey;

    fn log() -> NoteSigner {
        NoteSigner::for_log(&Origin::new("H22/2020").unwrap(), SigningKey::from_seed(&[1; 32]))
    }

    fn heads() -> Heads {
        let checkpoint =
            Checkpoint { origin: Origin::new("H22/2020").unwrap(), size: 9, root: leaf_hash(b"root") };
        let ends = [
            ("dossier.A-1".parse().unwrap(), Some((5, leaf_hash(b"5")))),
            ("key.0011223344556677".parse().unwrap(), None),
        ];
        Heads { checkpoint, ends: ends.into() }
    }

    #[test]
    fn signed_and_opened_for_its_own_tree_only() {
        let note = heads().sign(&log()).unwrap();
        assert_eq!(Heads::open(&note, log().verifier(), &heads().checkpoint), Ok(heads()));
        let other = Checkpoint { size: 10, ..heads().checkpoint };
        assert!(Heads::open(&note, log().verifier(), &other).is_err());
        let changed = note.replace("A-1 5", "A-1 4");
        assert!(Heads::open(&changed, log().verifier(), &heads().checkpoint).is_err());
    }

    #[test]
    fn it_is_never_taken_for_a_checkpoint() {
        let note = heads().sign(&log()).unwrap();
        assert!(Checkpoint::open(note.as_bytes(), log().verifier()).is_err());
        assert!(Checkpoint::from_text(&heads().text()).is_err());
    }

    #[test]
    fn a_line_of_another_form_is_refused() {
        assert!(end("dossier.A-1 0 -").is_some());
        for line in ["", "dossier.A-1", "dossier.A-1 5 -", "dossier.A-1 0 AAAA", "dossier.A-1 0 - x", "x 0 -"]
        {
            assert!(end(line).is_none(), "{line}");
        }
    }
}

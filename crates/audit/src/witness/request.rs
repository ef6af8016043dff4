//! What a witness is sent: the size that it is thought to have seen, a consistency proof, and the checkpoint.

use super::state::Refused;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::Hash;
use lienthong_protocol::checkpoint::{base64_hash, decimal};
use lienthong_protocol::note::Note;

/// More hashes than a proof can have.
const PATH_MAX: usize = 63;

/// The body of `add-checkpoint` (<https://c2sp.org/tlog-witness>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size of the last checkpoint that the witness cosigned of this log; 0 for none.
    pub old: u64,
    /// RFC 6962 consistency proof from there to the checkpoint.
    pub path: Vec<Hash>,
    /// The checkpoint, whoever signed it.
    pub note: Note,
}

impl AddCheckpoint {
    /// Reads a body.
    ///
    /// # Errors
    /// [`Refused::Malformed`].
    pub fn parse(body: &[u8]) -> Result<Self, Refused> {
        let malformed = |what: &str| Refused::Malformed(what.to_owned());
        let text = std::str::from_utf8(body).map_err(|_| malformed("it is not UTF-8"))?;
        let (head, note) =
            text.split_once("\n\n").ok_or_else(|| malformed("no empty line before the checkpoint"))?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| decimal(line.strip_prefix("old ")?));
        let old = old.ok_or_else(|| malformed("the first line must be `old` and a size"))?;
        let path: Option<Vec<Hash>> = lines.map(base64_hash).collect();
        let path = path
            .filter(|path| path.len() <= PATH_MAX)
            .ok_or_else(|| malformed("the proof must be at most 63 lines of base64, a hash each"))?;
        let note = Note::parse(note.as_bytes()).map_err(|e| malformed(&e.to_string()))?;
        Ok(Self { old, path, note })
    }
}

impl std::fmt::Display for AddCheckpoint {
    /// The body, as [`AddCheckpoint::parse`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", STANDARD.encode(hash.0)))?;
        write!(f, "\n{}", self.note)
    }
}

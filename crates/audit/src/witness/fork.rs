//! What proves to anyone that a log has signed two histories: two of its checkpoints, and where they are of different sizes a path.
//!
//! Of two sizes n and m the two notes alone prove nothing. A consistency path that leads from another root over n records to the root
//! that was signed over m does: the second tree begins with n records that are not those of the first. Whoever hands in a path that
//! leads nowhere proves nothing against the log, so nobody but the log itself can have it accused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::{Hash, verify_consistency};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::{Checkpoint, base64_hash};
use lienthong_protocol::note::{Note, NoteVerifier};
use serde::{Deserialize, Serialize};

/// What the file says that it is.
pub const FORMAT: &str = "lienthong fork v1";

/// The file. Nothing in it may be believed before [`Fork::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fork {
    /// [`FORMAT`].
    pub format: String,
    /// C2SP verifier key of the log.
    pub log_key: String,
    /// The checkpoint that was seen first, as it was signed; the smaller, if they are of different sizes.
    pub first: String,
    /// The other one.
    pub second: String,
    /// Where they are of different sizes: what the second tree begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins_with: Option<Beginning>,
}

/// The second tree over as many records as the first has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beginning {
    /// Its root, base64.
    pub root: String,
    /// RFC 6962 consistency proof from there to the second checkpoint, base64.
    pub path: Vec<String>,
}

/// A fork that is proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Who signed both.
    pub log: NoteVerifier,
    /// What was seen first.
    pub first: Checkpoint,
    /// The other history.
    pub second: Checkpoint,
}

impl Proven {
    /// Which log.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.first.origin
    }
}

impl std::fmt::Display for Proven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { first, second, .. } = self;
        write!(
            f,
            "the log {} has signed two histories: {} records with root {}, and {} records with root {}, which do not begin with these",
            first.origin, first.size, first.root, second.size, second.root
        )
    }
}

impl Fork {
    /// What two notes prove, and a path between them. Only the log's own signatures are taken over.
    pub(super) fn of(
        log: &NoteVerifier,
        first: &Note,
        second: &Note,
        begins_with: Option<(Hash, &[Hash])>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            log_key: log.to_string(),
            first: first.clone().only(log).to_string(),
            second: second.clone().only(log).to_string(),
            begins_with: begins_with.map(|(root, path)| Beginning {
                root: STANDARD.encode(root.0),
                path: path.iter().map(|hash| STANDARD.encode(hash.0)).collect(),
            }),
        }
    }

    /// Reads a file without believing it.
    ///
    /// # Errors
    /// In words.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let fork: Self = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if fork.format == FORMAT { Ok(fork) } else { Err(format!("it says that it is `{}`", fork.format)) }
    }

    /// Whether it proves that the log signed two histories.
    ///
    /// # Errors
    /// In words: why it does not.
    pub fn check(&self) -> Result<Proven, String> {
        let log: NoteVerifier = self.log_key.parse().map_err(|e| format!("log_key: {e}"))?;
        let open = |note: &str| Checkpoint::open(note.as_bytes(), &log);
        let first = open(&self.first).map_err(|e| format!("first: {e}"))?;
        let second = open(&self.second).map_err(|e| format!("second: {e}"))?;
        let other = match &self.begins_with {
            None if first.size == second.size => second.root,
            None => return Err("of checkpoints of two sizes a path must show that they disagree".to_owned()),
            Some(beginning) => {
                let path: Option<Vec<Hash>> = beginning.path.iter().map(|hash| base64_hash(hash)).collect();
                let (root, path) = base64_hash(&beginning.root)
                    .zip(path)
                    .ok_or("begins_with: a hash is 32 bytes in base64")?;
                verify_consistency(first.size, root, second.size, second.root, &path)
                    .map_err(|e| format!("begins_with: {e}"))?;
                root
            }
        };
        if other == first.root {
            return Err("the second extends the first: that is no fork".to_owned());
        }
        Ok(Proven { log, first, second })
    }
}

impl std::fmt::Display for Fork {
    /// The text of the file.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = serde_json::to_string_pretty(self).map_err(|_| std::fmt::Error)?;
        writeln!(f, "{text}")
    }
}

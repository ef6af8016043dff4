//! What a witness keeps of each log, and when it cosigns: one directory, `logs/` with the latest checkpoint cosigned of each, `forks/`
//! with what proves that a log signed two histories.

use super::fork::Fork;
use super::request::AddCheckpoint;
use lienthong_ledger::files;
use lienthong_ledger::ports::Unavailable;
use lienthong_merkle::{Hash, ProofError, empty_root, verify_consistency};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::{Checkpoint, CheckpointError};
use lienthong_protocol::cosignature::{Cosigner, cosigned_at};
use lienthong_protocol::note::{Note, NoteSignature, NoteVerifier};
use lienthong_protocol::subjects::ledger_token;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Why a checkpoint is not cosigned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not of the form of a request, or it asks for what cannot be.
    #[error("LT0886 this is no request to add a checkpoint: {0}")]
    Malformed(String),
    /// Of a log that this witness was not told of.
    #[error("LT0883 this witness knows no log {0}")]
    UnknownLog(String),
    /// Not signed by the log's key.
    #[error("{0}")]
    NotSigned(CheckpointError),
    /// The old size is not the one that was cosigned last.
    #[error("LT0885 of {origin} the last checkpoint cosigned here is of {size} records")]
    OtherSize {
        /// Which log.
        origin: Origin,
        /// What was cosigned last; 0 for nothing.
        size: u64,
    },
    /// The log signed two histories; both are kept.
    #[error("LT0880 {proven}; both are kept in {}", evidence.display())]
    Forked {
        /// What is proved.
        proven: Box<super::fork::Proven>,
        /// The file that proves it to anyone.
        evidence: PathBuf,
    },
    /// It is not shown that the log only grew; nor that it did not.
    #[error(
        "LT0882 {origin}: it is not shown that its {size} records begin with those that were cosigned: {what}"
    )]
    Inconsistent {
        /// Which log.
        origin: Origin,
        /// Size of the checkpoint.
        size: u64,
        /// What was wrong.
        what: String,
    },
    /// The log shows fewer records than it did.
    #[error(
        "LT0881 {origin}: it shows {size} records, and {seen} were cosigned: an old view, or the log went back"
    )]
    WentBack {
        /// Which log.
        origin: Origin,
        /// What it shows.
        size: u64,
        /// What was cosigned.
        seen: u64,
    },
    /// The log or what it is published on does not answer.
    #[error(transparent)]
    Away(#[from] Unavailable),
    /// What the witness knows cannot be written: then it says nothing.
    #[error("LT0884 {path}: {what}; nothing was cosigned")]
    NotKept {
        /// Which file.
        path: PathBuf,
        /// The system's words.
        what: String,
    },
}

impl Refused {
    /// HTTP's number for it (<https://c2sp.org/tlog-witness>).
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::NotSigned(_) => 403,
            Self::UnknownLog(_) => 404,
            Self::OtherSize { .. } => 409,
            Self::Forked { proven, .. } if proven.first.size == proven.second.size => 409,
            Self::Forked { .. } | Self::Inconsistent { .. } | Self::WentBack { .. } => 422,
            Self::Away(_) | Self::NotKept { .. } => 503,
        }
    }

    /// What HTTP answers: of another size that size alone, so that a machine can go on from there.
    #[must_use]
    pub fn body(&self) -> String {
        match self {
            Self::OtherSize { size, .. } => format!("{size}\n"),
            other => format!("{other}\n"),
        }
    }
}

/// Why a witness does not start.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// Another process has it.
    #[error("LT0888 {}: another witness has this directory", directory.display())]
    InUse {
        /// The directory.
        directory: PathBuf,
    },
    /// A file is not what this witness wrote: it would not know what it has signed.
    #[error("LT0888 {}: {what}; without it this witness does not know what it has cosigned", file.display())]
    Damaged {
        /// Which file.
        file: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The file system fails.
    #[error("LT0884 {}: {cause}", path.display())]
    Io {
        /// Which file or directory.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

/// What was cosigned last of a log.
#[derive(Debug, Clone)]
struct Latest {
    checkpoint: Checkpoint,
    note: Note,
}

/// A witness with its directory, held by one process.
#[derive(Debug)]
pub struct Witness {
    directory: PathBuf,
    cosigner: Cosigner,
    logs: BTreeMap<Origin, NoteVerifier>,
    /// Checking and writing are one step: of two who ask at once, one comes after the other.
    latest: Mutex<BTreeMap<Origin, Latest>>,
    _lock: File,
}

impl Witness {
    /// Opens a witness's directory, or makes it, for the logs that are named and no other.
    ///
    /// # Errors
    /// [`WitnessError`].
    pub fn open(
        directory: &Path,
        cosigner: Cosigner,
        logs: impl IntoIterator<Item = NoteVerifier>,
    ) -> Result<Self, WitnessError> {
        for each in ["logs", "forks"].map(|name| directory.join(name)) {
            fs::create_dir_all(&each)
                .and_then(|()| files::sync_directory(directory))
                .map_err(|cause| WitnessError::Io { path: each, cause })?;
        }
        let path = directory.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = file.map_err(|cause| WitnessError::Io { path: path.clone(), cause })?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(WitnessError::InUse { directory: directory.to_owned() });
            }
            Err(TryLockError::Error(cause)) => return Err(WitnessError::Io { path, cause }),
        }
        let (mut known, mut latest) = (BTreeMap::new(), BTreeMap::new());
        for log in logs {
            // A policy names none else; a key that is no log's stands for none.
            let Ok(origin) = Origin::new(log.name()) else { continue };
            let file = directory.join("logs").join(ledger_token(&origin));
            match fs::read(&file) {
                Ok(bytes) => {
                    let read =
                        kept(&bytes, &log, &cosigner).map_err(|what| WitnessError::Damaged { file, what })?;
                    latest.insert(origin.clone(), read);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(cause) => return Err(WitnessError::Io { path: file, cause }),
            }
            known.insert(origin, log);
        }
        let directory = directory.to_owned();
        Ok(Self { directory, cosigner, logs: known, latest: Mutex::new(latest), _lock: lock })
    }

    /// The key by which its cosignatures are checked.
    #[must_use]
    pub const fn cosigner(&self) -> &Cosigner {
        &self.cosigner
    }

    /// The key of a log that it was told of.
    pub(super) fn log(&self, origin: &Origin) -> Result<&NoteVerifier, Refused> {
        self.logs.get(origin).ok_or_else(|| Refused::UnknownLog(origin.to_string()))
    }

    /// Size and root of the last checkpoint that it cosigned of a log; of nothing, if of none.
    #[must_use]
    pub fn standing(&self, origin: &Origin) -> (u64, Hash) {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest
            .get(origin)
            .map_or((0, empty_root()), |latest| (latest.checkpoint.size, latest.checkpoint.root))
    }

    /// Cosigns a checkpoint, at a time in seconds since 1970, if it extends what was cosigned before. What is given back is on disk.
    ///
    /// # Errors
    /// [`Refused`]; nothing was signed then.
    pub fn add(&self, request: &AddCheckpoint, at: u64) -> Result<NoteSignature, Refused> {
        let text = request.note.unverified_text();
        let said = Checkpoint::from_text(text).map_err(|e| match e {
            // A name that none of ours could have.
            CheckpointError::Malformed { line: 1, .. } => {
                Refused::UnknownLog(text.lines().next().unwrap_or_default().to_owned())
            }
            other => Refused::Malformed(other.to_string()),
        })?;
        let log = self.log(&said.origin)?;
        let checkpoint = Checkpoint::verified(&request.note, log).map_err(Refused::NotSigned)?;
        if request.old > checkpoint.size {
            let what = format!("old {} is more than the checkpoint's {}", request.old, checkpoint.size);
            return Err(Refused::Malformed(what));
        }
        let mut all = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.get(&checkpoint.origin);
        if let Some(before) = before
            && before.checkpoint.size == checkpoint.size
            && before.checkpoint.root != checkpoint.root
        {
            return Err(self.forked(log, &before.note, &request.note, None));
        }
        let (size, root) =
            before.map_or((0, empty_root()), |before| (before.checkpoint.size, before.checkpoint.root));
        if request.old != size {
            return Err(Refused::OtherSize { origin: checkpoint.origin, size });
        }
        if let Err(error) = verify_consistency(size, root, checkpoint.size, checkpoint.root, &request.path) {
            // The path may prove more than that it does not hold: that the tree begins with something else.
            let other = match error {
                ProofError::OldRootMismatch { computed, .. } => Some(computed),
                _ => None,
            };
            let leads = |other| {
                verify_consistency(size, other, checkpoint.size, checkpoint.root, &request.path).is_ok()
            };
            return Err(match (before, other.filter(|other| leads(*other))) {
                (Some(before), Some(other)) => {
                    self.forked(log, &before.note, &request.note, Some((other, &request.path)))
                }
                _ => Refused::Inconsistent {
                    origin: checkpoint.origin,
                    size: checkpoint.size,
                    what: error.to_string(),
                },
            });
        }
        let line = self.cosigner.cosign(&request.note, at);
        let note = request.note.clone().only(log).with(line.clone());
        let file = self.file(&checkpoint.origin);
        files::replace(&file, note.to_string().as_bytes())
            .map_err(|cause| Refused::NotKept { path: file, what: cause.to_string() })?;
        all.insert(checkpoint.origin.clone(), Latest { checkpoint, note });
        Ok(line)
    }

    /// What a look at the log's own tiles has found: what was cosigned, of `old` records, and another checkpoint are not beginnings of
    /// each other. The larger of them begins with `begins_with`.
    pub(super) fn caught(
        &self,
        origin: &Origin,
        old: u64,
        second: &Note,
        begins_with: (Hash, &[Hash]),
    ) -> Result<Refused, Refused> {
        let log = self.log(origin)?;
        let all = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get(origin).filter(|latest| latest.checkpoint.size == old) {
            Some(latest) => {
                let other = Checkpoint::from_text(second.unverified_text());
                let is_smaller = other.is_ok_and(|other| other.size < old);
                let (first, second) =
                    if is_smaller { (second, &latest.note) } else { (&latest.note, second) };
                Ok(self.forked(log, first, second, Some(begins_with)))
            }
            None => {
                let size = all.get(origin).map_or(0, |latest| latest.checkpoint.size);
                Err(Refused::OtherSize { origin: origin.clone(), size })
            }
        }
    }

    /// Keeps both notes, if they prove what they are kept for.
    fn forked(
        &self,
        log: &NoteVerifier,
        first: &Note,
        second: &Note,
        begins_with: Option<(Hash, &[Hash])>,
    ) -> Refused {
        let fork = Fork::of(log, first, second, begins_with);
        let proven = match fork.check() {
            Ok(proven) => Box::new(proven),
            // Nobody is accused of what a stranger could not see.
            Err(what) => return Refused::Malformed(what),
        };
        let Checkpoint { origin, size, root } = &proven.second;
        let name = format!(
            "{}-{}-{size}-{}.json",
            ledger_token(origin),
            proven.first.size,
            hex::encode(root.0.get(..4).unwrap_or_default())
        );
        let evidence = self.directory.join("forks").join(name);
        match files::place_new(&evidence, fork.to_string().as_bytes()) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Refused::NotKept { path: evidence, what: format!("{proven}, and it cannot be kept: {error}") }
            }
            _ => Refused::Forked { proven, evidence },
        }
    }

    fn file(&self, origin: &Origin) -> PathBuf {
        self.directory.join("logs").join(ledger_token(origin))
    }
}

/// Reads what this witness wrote: the log's checkpoint with its own cosignature.
fn kept(bytes: &[u8], log: &NoteVerifier, cosigner: &Cosigner) -> Result<Latest, String> {
    let note = Note::parse(bytes).map_err(|e| e.to_string())?;
    let checkpoint = Checkpoint::verified(&note, log).map_err(|e| e.to_string())?;
    match cosigned_at(&note, cosigner.verifier()) {
        Ok(Some(_)) => Ok(Latest { checkpoint, note }),
        Ok(None) => Err(format!("{} has not cosigned it", cosigner.verifier())),
        Err(error) => Err(error.to_string()),
    }
}

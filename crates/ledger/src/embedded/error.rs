//! Why a directory cannot be used as a ledger.

use crate::files::is_full;
use crate::ports::{FollowError, Unavailable};
use lienthong_names::Origin;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Bytes in a ledger's directory that are not what was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// In which file.
    pub file: PathBuf,
    /// Bytes from the file's beginning, of the batch or of the first byte at fault in it.
    pub offset: u64,
    /// Which records.
    pub records: Records,
    /// What is wrong.
    pub what: String,
}

/// The records that a damage is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// The batch of these records, by sequence.
    Batch {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// One record, by sequence.
    One(u64),
    /// Whatever comes after this record: what was there cannot be told any more.
    After(u64),
    /// The checkpoint that is stored beside them.
    StoredCheckpoint,
}

impl fmt::Display for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Batch { first, last } => write!(f, "batch of records {first} to {last}"),
            Self::One(sequence) => write!(f, "record {sequence}"),
            Self::StoredCheckpoint => f.write_str("the stored checkpoint"),
            Self::After(sequence) => write!(f, "the batch after record {sequence}"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.place(), self.what)
    }
}

impl Damage {
    /// File, offset and records, in words.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{} at byte {}, {}", self.file.display(), self.offset, self.records)
    }
}

/// Why a directory was not opened, or could not be read on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another program writes it.
    #[error(
        "LT0501 {}: this ledger is in use by another writer. Stop that program and try again; commands that only read work \
         beside it", directory.display()
    )]
    InUse {
        /// The ledger's directory.
        directory: PathBuf,
    },
    /// There is no ledger, or already one.
    #[error("LT0505 {}: {what}", directory.display())]
    NotHere {
        /// The directory.
        directory: PathBuf,
        /// What is there instead, and what to do.
        what: &'static str,
    },
    /// The disk takes no more.
    #[error("LT0502 {}: {cause}; make room and try again", path.display())]
    Full {
        /// Which file found no room.
        path: PathBuf,
        /// In the system's words.
        cause: String,
    },
    /// The system refused a file.
    #[error("LT0506 {}: {cause}; check its permissions and the disk", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// In the system's words.
        cause: String,
    },
    /// A byte is not what was sealed.
    #[error(
        "LT0510 {0}. Nothing was changed. `lienthong audit verify` shows all damage; put the file back from a copy"
    )]
    Damaged(Damage),
    /// The files are shorter than they were when they were read.
    #[error(
        "LT0511 {}: the files now end with record {found}, and went on to {seen} before. Nothing goes on; put the files \
         back from a copy", directory.display()
    )]
    WentBack {
        /// The ledger's directory.
        directory: PathBuf,
        /// The last whole record now.
        found: u64,
        /// The last one that was read.
        seen: u64,
    },
    /// The files end before the last checkpoint that was stored beside them.
    #[error(
        "LT0512 {}: the files end with record {found}, but the checkpoint stored beside them is over {stored}: sealed \
         records are missing. Nothing was changed; put the files back from a copy", directory.display()
    )]
    BelowCheckpoint {
        /// The ledger's directory.
        directory: PathBuf,
        /// The last record there is.
        found: u64,
        /// Size of the stored checkpoint.
        stored: u64,
    },
}

impl OpenError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| {
            let (path, kind, cause) = (path.to_owned(), cause.kind(), cause.to_string());
            if is_full(kind) { Self::Full { path, cause } } else { Self::Io { path, cause } }
        }
    }

    /// What a follower is told.
    #[must_use]
    pub fn to_follower(&self, origin: &Origin) -> FollowError {
        let origin = origin.clone();
        match self {
            Self::Damaged(damage) => {
                FollowError::Damaged { origin, place: damage.place(), what: damage.what.clone() }
            }
            Self::WentBack { found: head, seen, .. }
            | Self::BelowCheckpoint { found: head, stored: seen, .. } => {
                FollowError::WentBack { origin, head: *head, seen: *seen }
            }
            Self::InUse { .. } | Self::NotHere { .. } | Self::Full { .. } | Self::Io { .. } => {
                FollowError::Unavailable(self.clone().into())
            }
        }
    }

    /// The code that `lienthong explain` knows.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InUse { .. } => "LT0501",
            Self::NotHere { .. } => "LT0505",
            Self::Full { .. } => "LT0502",
            Self::Io { .. } => "LT0506",
            Self::Damaged(_) => "LT0510",
            Self::WentBack { .. } => "LT0511",
            Self::BelowCheckpoint { .. } => "LT0512",
        }
    }
}

impl From<OpenError> for Unavailable {
    fn from(error: OpenError) -> Self {
        let (code, text) = (error.code(), error.to_string());
        // Whoever shows it puts the code before the text again.
        Self { code, what: text.strip_prefix(code).unwrap_or(&text).trim_start().to_owned() }
    }
}

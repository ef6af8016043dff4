//! Why nothing more is published.

use lienthong_ledger::ports::FollowError;
use lienthong_names::Origin;
use std::io;
use std::path::{Path, PathBuf};

/// Why a publisher stops. What was published stands as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// A file in the directory is not what the log says.
    #[error(
        "LT0870 {}: {what}. Nothing was changed; find out who wrote it, take it away, and publish again", file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// More was published than the log has.
    #[error(
        "LT0871 {}: {published} records of {origin} were published, its log has {size}. Whoever mirrored that will see it: bring \
         the log up before anything more is published", file.display()
    )]
    Ahead {
        /// Which ledger.
        origin: Origin,
        /// The checkpoint.
        file: PathBuf,
        /// Records under it.
        published: u64,
        /// Records of the log.
        size: u64,
    },
    /// What was published is no beginning of the log.
    #[error(
        "LT0872 {}: the first {size} records of {origin} have another root in the log than in this published checkpoint: these \
         are two histories. Keep both; nothing more is published here", file.display()
    )]
    Forked {
        /// Which ledger.
        origin: Origin,
        /// The checkpoint.
        file: PathBuf,
        /// Records under it.
        size: u64,
    },
    /// Somebody else publishes there.
    #[error("LT0873 {}: another process publishes into this directory", directory.display())]
    InUse {
        /// The directory.
        directory: PathBuf,
    },
    /// A file cannot be read or written.
    #[error("LT0874 {}: {cause}. Nothing half written stands there; publish again when it is mended", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        cause: String,
    },
    /// The log itself.
    #[error(transparent)]
    Log(#[from] FollowError),
}

impl PublishError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Io { path: path.to_owned(), cause: cause.to_string() }
    }
}

//! Why a sealer stops, and why it begins again.

use lienthong_ledger::embedded::OpenError;
use lienthong_ledger::ports::{FollowError, Unavailable};
use lienthong_names::Origin;

/// What a sealer must not sign over. It ends the sealer; somebody has to look.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealerError {
    /// The broker's log is not what was sealed.
    #[error(
        "LT0720 {origin}: record {sequence} was sealed, but the log is not what it was: {what}. Nothing more is signed; the \
         sealer's copy is whole, `lienthong audit restore` puts the log back from it"
    )]
    LogChanged {
        /// Which ledger.
        origin: Origin,
        /// The sealed record that is missing or another.
        sequence: u64,
        /// What was found.
        what: String,
    },
    /// The published head is not a beginning of the sealer's own copy.
    #[error(
        "LT0722 {origin}: the published seal over {size} records is another than the one in this copy: two views were \
         signed. Nothing more is signed; stop both, and keep both copies"
    )]
    Forked {
        /// Which ledger.
        origin: Origin,
        /// Records under the published head.
        size: u64,
    },
    /// The sealer's own copy cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The sealer's own copy cannot be read or written any more.
    #[error("{0}")]
    Copy(Unavailable),
}

impl SealerError {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LogChanged { .. } => "LT0720",
            Self::Forked { .. } => "LT0722",
            Self::Open(error) => error.code(),
            Self::Copy(why) => why.code,
        }
    }
}

/// Why a session of a sealer ended.
#[derive(Debug)]
pub(super) enum Stop {
    /// The broker was away: begin again.
    Again(Unavailable),
    /// For good.
    For(SealerError),
}

impl From<Unavailable> for Stop {
    fn from(what: Unavailable) -> Self {
        Self::Again(what)
    }
}

impl From<SealerError> for Stop {
    fn from(error: SealerError) -> Self {
        Self::For(error)
    }
}

impl From<FollowError> for Stop {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Unavailable(what) => Self::Again(what),
            // Of the own copy, or of a log whose subjects are not a ledger's.
            other => Self::For(SealerError::Copy(Unavailable { code: "LT0510", what: other.to_string() })),
        }
    }
}

//! What a verification found.

use lienthong_merkle::Hash;
use lienthong_names::Origin;
use std::path::PathBuf;

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Bytes are not what was written.
    Damaged,
    /// The last batch was not wholly written; no receipt was given for it.
    Torn,
    /// The files end before the checkpoint stored beside them.
    CutOff,
    /// Tree and checkpoint contradict each other, or the log did not sign.
    Checkpoint,
    /// A record cannot be read, or is of another ledger.
    Unreadable,
    /// A record does not continue its stream.
    Chain,
    /// The agency's key did not sign the command.
    Signature,
    /// One id has two verdicts.
    IdTwice,
    /// Deciding again gives something else.
    Decision,
    /// The catalogue does not begin as it should.
    Opening,
    /// The Office has said what a ledger's last checkpoint is, and it has another.
    Finished,
    /// A file cannot be read at all.
    Unavailable,
}

impl Kind {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Damaged => "LT0601",
            Self::Torn => "LT0602",
            Self::CutOff => "LT0603",
            Self::Checkpoint => "LT0604",
            Self::Unreadable => "LT0605",
            Self::Chain => "LT0606",
            Self::Signature => "LT0607",
            Self::IdTwice => "LT0608",
            Self::Decision => "LT0609",
            Self::Opening => "LT0610",
            Self::Finished => "LT0033",
            Self::Unavailable => "LT0611",
        }
    }

    /// The word used in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Torn => "torn",
            Self::CutOff => "cut_off",
            Self::Checkpoint => "checkpoint",
            Self::Unreadable => "unreadable",
            Self::Chain => "chain",
            Self::Signature => "signature",
            Self::IdTwice => "id_twice",
            Self::Decision => "decision",
            Self::Opening => "opening",
            Self::Finished => "finished",
            Self::Unavailable => "unavailable",
        }
    }
}

/// The first thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub kind: Kind,
    /// In which ledger.
    pub origin: Origin,
    /// In which file; empty where no file can be named.
    pub file: PathBuf,
    /// Bytes from the file's beginning.
    pub offset: u64,
    /// Which record or batch, in words.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (file, offset) = (self.file.display(), self.offset);
        write!(
            f,
            "{} {}: {file} at byte {offset}, {}: {}",
            self.kind.code(),
            self.origin,
            self.place,
            self.what
        )
    }
}

/// The end of one ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Which ledger.
    pub origin: Origin,
    /// How many records.
    pub size: u64,
    /// The tree's root over them.
    pub root: Hash,
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records whose bytes, tree and checkpoints hold.
    pub records: u64,
    /// Batches.
    pub batches: u64,
    /// Records that were verified before, and are what they were then.
    pub verified_before: u64,
    /// Records that were decided again, with the same result.
    pub redecided: u64,
    /// Records that could not be decided again: never a pass, counted apart.
    pub not_redecidable: u64,
    /// Records that were sealed more than a minute before or after they were recorded.
    pub sealed_far_from_recorded: u64,
    /// Records that were decided more than a minute after the catalogue had said something that they did not know.
    pub decided_behind_catalogue: u64,
    /// The end of each ledger that holds.
    pub heads: Vec<Head>,
    /// What is wrong first.
    pub first_failure: Option<Failure>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.first_failure.is_none()
    }
}

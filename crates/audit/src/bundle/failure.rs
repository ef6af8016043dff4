//! What is wrong with a bundle.

use lienthong_names::Origin;

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The file is not a bundle of a version that is known here.
    Malformed,
    /// The catalogue is not the one with this fingerprint.
    Fingerprint,
    /// The log's key is another one, or not the one that the catalogue opens with.
    LogKey,
    /// A checkpoint is not signed by the log, or is another ledger's.
    Checkpoint,
    /// A record comes after the checkpoint that should prove it.
    Beyond,
    /// A record is not in the tree that the log signed: its bytes, its place or its path were changed.
    Inclusion,
    /// A record's bytes cannot be read, or are another ledger's.
    Unreadable,
    /// A record is another dossier's.
    OtherStream,
    /// A record is missing.
    LeftOut,
    /// Records are not in their order.
    Order,
    /// A record does not follow the one before it.
    Chain,
    /// It does not count as of the instant that it should.
    Backdated,
    /// The key was not the agency's, or not valid at the time.
    Key,
    /// The key did not sign the command.
    Signature,
    /// What the log signs of where streams end is not signed by it, or is of another tree.
    Heads,
    /// A salt and a value do not belong to a commitment.
    Opening,
    /// Fewer witnesses have cosigned a checkpoint than the policy demands, or a line in the name of one is forged.
    Unwitnessed,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 17] = [
        Self::Malformed,
        Self::Fingerprint,
        Self::LogKey,
        Self::Checkpoint,
        Self::Beyond,
        Self::Inclusion,
        Self::Unreadable,
        Self::OtherStream,
        Self::LeftOut,
        Self::Order,
        Self::Chain,
        Self::Backdated,
        Self::Key,
        Self::Signature,
        Self::Heads,
        Self::Opening,
        Self::Unwitnessed,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "LT0840",
            Self::Fingerprint => "LT0841",
            Self::LogKey => "LT0842",
            Self::Checkpoint => "LT0843",
            Self::Beyond => "LT0844",
            Self::Inclusion => "LT0845",
            Self::Unreadable => "LT0846",
            Self::OtherStream => "LT0847",
            Self::LeftOut => "LT0848",
            Self::Order => "LT0849",
            Self::Chain => "LT0850",
            Self::Backdated => "LT0851",
            Self::Key => "LT0852",
            Self::Signature => "LT0853",
            Self::Heads => "LT0854",
            Self::Opening => "LT0855",
            Self::Unwitnessed => "LT0894",
        }
    }

    /// The word used in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Fingerprint => "fingerprint",
            Self::LogKey => "log_key",
            Self::Checkpoint => "checkpoint",
            Self::Beyond => "beyond_checkpoint",
            Self::Inclusion => "inclusion",
            Self::Unreadable => "unreadable",
            Self::OtherStream => "other_stream",
            Self::LeftOut => "left_out",
            Self::Order => "order",
            Self::Chain => "chain",
            Self::Backdated => "backdated",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Heads => "heads",
            Self::Opening => "opening",
            Self::Unwitnessed => "unwitnessed",
        }
    }
}

/// The first thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub kind: Kind,
    /// Of which record: ledger and sequence; `None` where it is of the whole.
    pub record: Option<(Origin, u64)>,
    /// What is wrong.
    pub what: String,
}

impl Failure {
    /// Of the whole.
    pub(super) fn whole(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, record: None, what: what.into() }
    }

    /// Of one record.
    pub(super) fn of(kind: Kind, origin: &Origin, sequence: u64, what: impl Into<String>) -> Self {
        Self { kind, record: Some((origin.clone(), sequence)), what: what.into() }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ", self.kind.code())?;
        if let Some((origin, sequence)) = &self.record {
            write!(f, "{origin} record {sequence}: ")?;
        }
        f.write_str(&self.what)
    }
}

impl std::error::Error for Failure {}

//! Facts about a dossier's clock: where it started, when it stood still and how it went on, how it ended; each with the record that says it.

use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_dossier::{Ending, Outcome, PauseCause};
use lienthong_names::{AgencyId, OfficerId, Origin};
use std::fmt;

/// A record, as it is cited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cite {
    /// In which ledger.
    pub origin: Origin,
    /// Its number there.
    pub sequence: u64,
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.origin, self.sequence)
    }
}

/// Who did something, and the record that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// In whose name.
    pub agency: AgencyId,
    /// By which officer.
    pub officer: OfficerId,
    /// The record.
    pub record: Cite,
}

/// Why a clock starts where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartedBy {
    /// It was recorded as it happened.
    AtOnce,
    /// It happened before it was recorded: the earlier counts, so that typing it in late gains nobody days.
    Occurred,
    /// It was recorded before it was said to happen: the earlier counts.
    Recorded,
    /// It is history: when it happened there.
    History,
    /// It was taken over from an old book: where that clock goes on.
    Adopted,
    /// Otherwise, as the record says.
    Said,
}

impl StartedBy {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Occurred => "occurred",
            Self::Recorded => "recorded",
            Self::History => "history",
            Self::Adopted => "adopted",
            Self::Said => "said",
        }
    }
}

/// Where a clock started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// When.
    pub at: Timestamp,
    /// Why then.
    pub why: StartedBy,
    /// When reception is said to have happened.
    pub occurred_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// At whose desk.
    pub desk: AgencyId,
    /// Who answered for the dossier from then on.
    pub custodian: AgencyId,
    /// Who took it in.
    pub by: Act,
    /// How much of the catalogue was known then.
    pub position: u64,
}

/// How a clock went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WentOnHow {
    /// With what was left of the term.
    Remaining,
    /// With the whole term.
    Anew,
    /// It was overdue when it stopped, and stays so.
    Overdue,
}

impl WentOnHow {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Remaining => "remaining",
            Self::Anew => "anew",
            Self::Overdue => "overdue",
        }
    }
}

/// What went on after a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WentOn {
    /// How.
    pub how: WentOnHow,
    /// What of the term runs from there; `None`: there is none.
    pub term: Option<Term>,
    /// When that ends.
    pub due: Option<Timestamp>,
}

/// How a pause ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseEnd {
    /// When.
    pub at: Timestamp,
    /// By whose act.
    pub by: Act,
    /// What went on; `None`: the clock stood still for another reason.
    pub then: Option<WentOn>,
}

/// A time for which a clock stood still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standstill {
    /// Why.
    pub cause: PauseCause,
    /// Since when.
    pub since: Timestamp,
    /// Until when at most, where that was said.
    pub said_until: Option<Timestamp>,
    /// By whose act.
    pub by: Act,
    /// How it ended; `None`: it has not, or the dossier ended first.
    pub ended: Option<PauseEnd>,
}

/// How a dossier ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowEnded {
    /// Decided.
    Resolved(Outcome),
    /// Without a decision.
    Ended(Ending),
}

impl HowEnded {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resolved(outcome) => outcome.as_str(),
            Self::Ended(ending) => ending.as_str(),
        }
    }
}

/// The end of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// How.
    pub how: HowEnded,
    /// When.
    pub at: Timestamp,
    /// By whose act.
    pub by: Act,
}

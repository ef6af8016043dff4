//! What a dossier ends with: its results, and the post that carries papers and results.
//!
//! Belongs here: both as they stand in the state. Does not: which results a procedure asks for (`catalogue`).

use crate::words::{PostDirection, ResultOutcome};
use jiff::Timestamp;
use lienthong_names::AgencyId;

/// One result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// What it says.
    pub outcome: ResultOutcome,
    /// Number of its document.
    pub number: Box<str>,
    /// When it was recorded, or issued again.
    pub at: Timestamp,
    /// When it was withdrawn; a document issued in its place ends that.
    pub withdrawn_at: Option<Timestamp>,
    /// When the citizen got it.
    pub returned_at: Option<Timestamp>,
}

impl Issued {
    /// Whether it stands: it was not withdrawn.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.withdrawn_at.is_none()
    }

    /// Whether there is something to hand to the citizen.
    #[must_use]
    pub const fn awaits_return(&self) -> bool {
        self.stands() && self.returned_at.is_none() && !matches!(self.outcome, ResultOutcome::NotNeeded)
    }
}

/// A consignment of the public postal service. Its clock is the carrier's, and no clock of the dossier waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consignment {
    /// Which way it goes.
    pub direction: PostDirection,
    /// Which carrier.
    pub carrier: AgencyId,
    /// When it was handed over.
    pub sent_at: Timestamp,
    /// By when the carrier promised it.
    pub due: Option<Timestamp>,
    /// When it came to its end, or was given up.
    pub ended_at: Option<Timestamp>,
    /// Whether it was given up.
    pub failed: bool,
}

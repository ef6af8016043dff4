//! Steps of a dossier's process: begun, and done.
//!
//! Belongs here: what of them stands in the state. Does not: which may follow which (`catalogue`), who may do them (`routing`).

use jiff::Timestamp;
use lienthong_names::{AgencyId, OfficerId, StepName};

/// A step begun and not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenStep {
    /// Which.
    pub step: StepName,
    /// Whose.
    pub agency: AgencyId,
    /// Since when.
    pub since: Timestamp,
    /// By when, where the process gives it a term.
    pub due: Option<Timestamp>,
}

/// A step done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneStep {
    /// Which.
    pub step: StepName,
    /// Whose.
    pub agency: AgencyId,
    /// Who did it.
    pub officer: OfficerId,
}

//! Legs in order: one that goes out once another is answered.

use crate::words::{Document, Purpose};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_names::{AgencyId, LegId};

/// A leg that waits for another, and is not sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLeg {
    /// Who sends it.
    pub from: AgencyId,
    /// To whom.
    pub to: AgencyId,
    /// What for.
    pub purpose: Purpose,
    /// Within what term, from when it is sent; `None`: as the process says.
    pub term: Option<Term>,
    /// What goes along.
    pub documents: Vec<Document>,
    /// A covering note.
    pub note: Box<str>,
    /// The leg that is to be answered first.
    pub after: LegId,
    /// When it was planned.
    pub at: Timestamp,
}

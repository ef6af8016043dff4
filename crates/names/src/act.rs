//! The envelope of a command: who says that what happened when.

use crate::{AgencyId, CommandId, OfficerId, UnitId};
use jiff::Timestamp;

/// Who acts, in whose name, and when they say it happened. The same for every command of every service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Made by the caller. (agency, id) is the key of idempotence.
    pub id: CommandId,
    /// In whose name.
    pub agency: AgencyId,
    /// The officer who acts.
    pub officer: OfficerId,
    /// The officer's unit, where it matters (an opinion asked of a unit).
    pub unit: Option<UnitId>,
    /// Who typed it in, where that is another agency's clerk.
    pub entered_by: Option<Clerk>,
    /// The agency's claim.
    pub occurred_at: Timestamp,
    /// Concluded by a mapping, not stated by its source; counted apart, never exported.
    pub derived: bool,
    /// The source's own words, for imported acts.
    pub source: Option<Source>,
    /// Commands decided together share it; each is counted once.
    pub group_id: Option<Box<str>>,
}

impl Act {
    /// What an agency's officer does and enters, and nobody concluded; in no unit's name, and with no other act.
    #[must_use]
    pub const fn new(id: CommandId, agency: AgencyId, officer: OfficerId, occurred_at: Timestamp) -> Self {
        Self {
            id,
            agency,
            officer,
            unit: None,
            entered_by: None,
            occurred_at,
            derived: false,
            source: None,
            group_id: None,
        }
    }
}

/// A clerk who enters an act for another agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clerk {
    /// Whose clerk.
    pub agency: AgencyId,
    /// The clerk.
    pub officer: OfficerId,
}

/// What the source of an imported act said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Place within its case, from 0.
    pub index: u32,
    /// The source's own id of the event; may be empty.
    pub event_id: Box<str>,
    /// The source's name of the activity.
    pub activity: Box<str>,
    /// Who did it, in the source's words; may be empty.
    pub resource: Box<str>,
    /// Which group, in the source's words; may be empty.
    pub group: Box<str>,
    /// The instant as written, with its offset; may be empty.
    pub timestamp: Box<str>,
}

impl Act {
    /// The agency whose officer is at the keyboard, and that officer: the clerk where one entered it.
    #[must_use]
    pub fn typist(&self) -> (&AgencyId, &OfficerId) {
        match &self.entered_by {
            Some(clerk) => (&clerk.agency, &clerk.officer),
            None => (&self.agency, &self.officer),
        }
    }
}

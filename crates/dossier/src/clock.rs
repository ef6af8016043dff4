//! How a dossier's clock runs, and what may make it stand still.
//!
//! Belongs here: pauses, papers asked for, a withdrawal asked for, an ending without a decision, as they stand in the state.
//! Does not: counting days (`calendar`), what may pause a dossier (`routing`).

use crate::words::{Ending, PauseCause};
use jiff::Timestamp;
use lienthong_calendar::Term;

/// The clock beside what reception started: whether it stands still, and how it last went on.
///
/// It may stand still for two reasons at once, a pause of the work and legs outside its term; it goes on when both have ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    /// The pause of the work, while there is one.
    pub pause: Option<OpenPause>,
    /// Since when legs are out whose time lies outside the dossier's term.
    pub outside: Option<Timestamp>,
    /// Since when it stands still, for whichever reason came first; `None`: it runs.
    pub stands_since: Option<Timestamp>,
    /// Reasons for which it stood still since then and that have ended.
    pub ended: Vec<PauseCause>,
    /// How it went on after the last pause; `None`: as reception started it.
    pub resumed: Option<Resumed>,
    /// How often the work was paused (I05).
    pub pauses: u32,
}

impl Clock {
    pub(crate) fn pause(&mut self, pause: OpenPause) {
        self.stands_since.get_or_insert(pause.since);
        if pause.cause == PauseCause::OutsideLeg {
            self.outside = Some(pause.since);
        } else {
            self.pause = Some(pause);
            self.pauses = self.pauses.saturating_add(1);
        }
    }

    pub(crate) fn end(&mut self, cause: PauseCause) {
        self.ended.push(cause);
        if cause == PauseCause::OutsideLeg {
            self.outside = None;
        } else {
            self.pause = None;
        }
    }

    pub(crate) fn resume(&mut self, resumed: Option<Resumed>) {
        self.pause = None;
        self.outside = None;
        self.stands_since = None;
        self.ended.clear();
        if resumed.is_some() {
            self.resumed = resumed;
        }
    }
}

/// A pause that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPause {
    /// Why.
    pub cause: PauseCause,
    /// Since when.
    pub since: Timestamp,
    /// Until when at most, where that was said.
    pub until: Option<Timestamp>,
}

/// A term that went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumed {
    /// From when.
    pub from: Timestamp,
    /// What of it runs from there.
    pub term: Term,
    /// When that ends.
    pub due: Timestamp,
}

/// Papers that were asked for: missing ones, or one to be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// Checklist items.
    pub items: Vec<Box<str>>,
    /// Whether it is a correction of one that is there.
    pub revision: bool,
    /// Whether the dossier had been received when it was asked.
    pub after_reception: bool,
    /// When.
    pub asked_at: Timestamp,
    /// By when.
    pub until: Option<Timestamp>,
    /// When it was brought.
    pub provided_at: Option<Timestamp>,
}

/// The citizen asked to have the dossier back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawal {
    /// When.
    pub asked_at: Timestamp,
    /// When that was refused.
    pub refused_at: Option<Timestamp>,
}

/// It ended without a decision on its matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// How.
    pub how: Ending,
    /// When.
    pub at: Timestamp,
}

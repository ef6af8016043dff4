//! What inspection remembers of one dossier beside its state: where things were recorded, and what is waited for.

use crate::rule::Rule;
use crate::told::{Place, Told};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use lienthong_dossier::{Dossier, Participant};
use lienthong_names::{AgencyId, ConsultationId, LegId, StepName};
use std::collections::{BTreeMap, BTreeSet};

/// An act that later ones are held against.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) place: Place,
    /// When it counted as done.
    pub(crate) at: Timestamp,
    /// When it is said to have been done.
    pub(crate) occurred_at: Timestamp,
}

impl Mark {
    pub(crate) fn of(told: &Told<'_>) -> Self {
        let act = &told.command.act;
        Self { place: told.place.clone(), at: told.effective_at, occurred_at: act.occurred_at }
    }
}

/// What is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum For {
    /// That an application is answered.
    Answer,
    /// That somebody has it in hand.
    Hand,
    /// That a leg is taken.
    Leg(LegId),
    /// That the result is handed out.
    Collection,
}

/// Something is to be done by an instant; if it is not, that is found where the waiting began.
#[derive(Debug, Clone)]
pub(crate) struct Wait {
    pub(crate) rule: Rule,
    pub(crate) what: For,
    pub(crate) from: Mark,
    pub(crate) until: Timestamp,
    /// By how much clocks on the wall are ahead.
    pub(crate) offset: Offset,
    pub(crate) agency: AgencyId,
}

/// A dossier, as far as it has come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watched {
    pub(crate) state: Dossier,
    pub(crate) last: Option<Place>,
    pub(crate) registered: Option<Mark>,
    pub(crate) received: Option<Mark>,
    pub(crate) reappointed: Option<Mark>,
    pub(crate) legs: BTreeMap<LegId, Mark>,
    pub(crate) asks: BTreeMap<(ConsultationId, Participant), Mark>,
    pub(crate) pauses: Vec<Place>,
    pub(crate) refused: Vec<Place>,
    pub(crate) step: Option<(StepName, Mark)>,
    pub(crate) waits: Vec<Wait>,
    /// Attempts that were found: whose, under which rule, on which day.
    pub(crate) attempts: BTreeSet<(AgencyId, Box<str>, Date)>,
    pub(crate) unasked_found: bool,
}

impl Watched {
    /// What was waited for has come, or is not waited for any more; `None`: nothing was.
    pub(crate) fn end(&mut self, is: impl Fn(&For) -> bool) -> Option<Wait> {
        let place = self.waits.iter().position(|wait| is(&wait.what))?;
        Some(self.waits.remove(place))
    }
}

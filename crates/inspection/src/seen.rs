//! What a rule sees of one act: the dossier before it, what was asked, what came of it, and what was in force.

use crate::finding::Finding;
use crate::local::{local, offset};
use crate::numbers::Numbers;
use crate::rule::Rule;
use crate::told::Told;
use crate::watched::{Mark, Watched};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::Calendar;
use lienthong_catalogue::{KeyUse, Process, View};
use lienthong_dossier::{Command, Dossier, Event};
use lienthong_names::{Act, AgencyId, DossierCode};
use lienthong_service::process_of;

/// An admitted act about a dossier, with all that a rule may look at.
pub(crate) struct Seen<'a> {
    pub(crate) told: &'a Told<'a>,
    /// The catalogue as it was known when it was decided.
    pub(crate) view: View<'a>,
    pub(crate) numbers: &'a Numbers,
    pub(crate) code: &'a DossierCode,
    pub(crate) asked: &'a Command,
    pub(crate) events: &'a [&'a Event],
    /// The dossier before it.
    pub(crate) before: &'a Watched,
}

impl<'a> Seen<'a> {
    pub(crate) fn act(&self) -> &'a Act {
        &self.told.command.act
    }

    pub(crate) const fn now(&self) -> Timestamp {
        self.told.effective_at
    }

    pub(crate) const fn dossier(&self) -> &'a Dossier {
        &self.before.state
    }

    /// The agency whose desk received it, or who stands in its place.
    pub(crate) fn desk(&self) -> Option<&'a AgencyId> {
        self.dossier().reception.as_ref().map(|reception| &reception.desk)
    }

    /// A clock says so itself.
    pub(crate) const fn is_timer(&self) -> bool {
        matches!(self.asked, Command::RaiseTimer { .. })
    }

    /// It is history, entered under a historian's key.
    pub(crate) fn is_history(&self) -> bool {
        self.view.key_ever(self.told.key).is_some_and(|key| matches!(key.usage, KeyUse::Historian { .. }))
    }

    /// Somebody does it, now, and answers for it.
    pub(crate) fn is_live(&self) -> bool {
        !self.is_timer() && !self.is_history()
    }

    pub(crate) fn calendar(&self, agency: &AgencyId) -> Option<&'a Calendar> {
        self.view.calendar(agency).map(|calendar| &**calendar)
    }

    /// The local date of an instant, for an agency.
    pub(crate) fn date(&self, agency: &AgencyId, at: Timestamp) -> Option<Date> {
        self.calendar(agency).map(|calendar| calendar.local_date(at))
    }

    /// An instant as people read it.
    pub(crate) fn local(&self, at: Timestamp) -> String {
        local(offset(self.view), at)
    }

    /// How it is worked; where that is not strict, and the rule is not switched off, what does not follow it is found.
    pub(crate) fn loose_process(&self, rule: &str) -> Option<&'a Process> {
        let dossier = self.dossier();
        let procedure = &dossier.registration.as_ref()?.procedure;
        let process = self.process()?;
        let off = self.view.is_off(rule, Some(procedure), &self.act().agency, self.now());
        (!process.strict && !off).then_some(process)
    }

    /// How it is worked, by the version of its reception.
    pub(crate) fn process(&self) -> Option<&'a Process> {
        process_of(self.view, self.dossier())
    }

    /// A finding at this act, of who did it.
    pub(crate) fn found(&self, rule: Rule) -> Finding {
        Finding::of_act(rule, self.told, Some(self.code))
    }

    /// A finding at this act, of another agency, or of nobody by name.
    pub(crate) fn found_of(&self, rule: Rule, agency: &AgencyId) -> Finding {
        let finding = Finding::at(rule, self.told.place, agency, self.now());
        Finding { dossier: Some(self.code.clone()), ..finding }
    }
}

impl Finding {
    /// The same, proved by an act before it too, if there is one.
    pub(crate) fn after(self, mark: Option<&Mark>) -> Self {
        self.cites(mark.map(|mark| &mark.place))
    }
}

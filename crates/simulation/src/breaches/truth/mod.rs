//! What was done against the law, written down as it is done: by code that knows neither the rules that decide nor those that inspect.
//!
//! Belongs here: one writer for each group of rules, which sees what was asked and what came of it ([`Seen`]), the few facts of a dossier
//! that several of them ask for ([`sheet`]). Does not: any word of `inspection`, `routing`, `consultation`, `publishing` or `service`
//! (a test reads these files for that): what is found is measured by this, so that it may share none of their mistakes.
//!
//! Each rule is read from the text that says what it looks at; where two of us read it otherwise, the comparison says so.

mod bases;
mod clocks;
mod intake;
mod office;
mod rejections;
mod sheet;
mod steps;
mod suspicions;
mod times;

use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_dossier::Event as About;
use lienthong_names::{Act, DossierCode, KeyId, Origin, StreamName};
use lienthong_protocol::{Body, Decision, Event};
use sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};

/// A record as a bystander sees it: what was asked, and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// In which ledger it stands.
    pub origin: &'a Origin,
    /// In which stream.
    pub stream: &'a StreamName,
    /// Its number there.
    pub revision: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it counts as done.
    pub effective_at: Timestamp,
    /// With which key it was signed.
    pub key: &'a KeyId,
    /// Who said it, and when they say that it happened.
    pub act: &'a Act,
    /// What was asked.
    pub body: &'a Body,
    /// What came of it.
    pub decision: &'a Decision,
}

impl Seen<'_> {
    fn place(&self) -> Place {
        Place { origin: self.origin.clone(), stream: self.stream.clone(), revision: self.revision }
    }

    /// A clock ran out; nobody did anything.
    fn is_clock(&self) -> bool {
        matches!(self.body, Body::Dossier { command: lienthong_dossier::Command::RaiseTimer { .. }, .. })
    }
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// In which ledger.
    pub origin: Origin,
    /// In which stream.
    pub stream: StreamName,
    /// Its number there.
    pub revision: u64,
}

/// That a rule was broken, and at which record that shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The rule's name: `R16.leg_late`.
    pub rule: &'static str,
    /// The record.
    pub place: Place,
}

/// The names of all rules whose breaches are written down. What is only a hint (I09) is not among them: nobody breaks anything.
pub const RULES: &[&str] = &[
    "R01.off_desk",
    "R06.issued_alone",
    "R10.out_of_order",
    "R11.same_officer",
    "R12.revoked_key",
    "R14.apology_late",
    "R14.reappointed_again",
    "R15.answered_late",
    "R15.handed_over_late",
    "R16.opinion_late",
    "R16.leg_late",
    "R16.step_late",
    "R16.dossier_late",
    "R16.no_apology",
    "R16.uncollected",
    "I07.read_not_accepted",
    "R18.recorded_late",
    "R18.improbable_hour",
    "R18.before_cause",
    "R18.dated_before_transfer",
    "R21.elsewhere",
    "R23.published_late",
    "R23.published_otherwise",
    "R24.late_entry",
    "R26.not_one_answers",
    "R27.ping_pong",
    "R28.paused_close",
    "R28.withdrawn_close",
    "R28.annulled_close",
    "R28.bulk_closing",
    "R28.paused_again",
    "R28.overdue_emptied",
    "R29.opinion_unasked",
    "attempt",
    "I08.rejections_pile",
];

/// What is written down so far.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeSet<Entry>);

impl Notes {
    fn write(&mut self, rule: &'static str, place: Place) {
        self.0.insert(Entry { rule, place });
    }

    fn here(&mut self, rule: &'static str, seen: &Seen<'_>) {
        self.write(rule, seen.place());
    }
}

/// Everybody who writes down.
#[derive(Debug, Default)]
pub struct Truth {
    notes: Notes,
    sheets: BTreeMap<DossierCode, Sheet>,
    intake: intake::Intake,
    steps: steps::Steps,
    clocks: clocks::Clocks,
    suspicions: suspicions::Suspicions,
    times: times::Times,
    office: office::Publications,
    bases: bases::Bases,
    rejections: rejections::Rejections,
}

impl Truth {
    /// The next record; `known` is the catalogue with it.
    pub fn saw(&mut self, seen: &Seen<'_>, known: View<'_>) {
        let notes = &mut self.notes;
        let events = match seen.decision {
            Decision::Rejected(rejection) => return self.rejections.saw(seen, rejection, known, notes),
            Decision::Admitted(events) => events,
        };
        match seen.body {
            Body::Dossier { code, command } => {
                let sheet = self.sheets.entry(code.clone()).or_default();
                let events: Vec<&About> = events.iter().filter_map(of_dossier).collect();
                self.steps.asked(seen, sheet, (command, &events), known, notes);
                for event in events {
                    sheet.take(seen, event);
                    self.intake.saw(seen, sheet, event, known, notes);
                    self.steps.saw(seen, sheet, event, known, notes);
                    self.clocks.saw(seen, sheet, event, known, notes);
                    self.suspicions.saw(seen, sheet, event, known, notes);
                    sheet.wind(event);
                }
                self.intake.asked(seen, sheet, command, known, notes);
                self.times.signed(seen);
                self.times.saw(seen, sheet, command, known, notes);
            }
            Body::Catalogue { .. } => {
                for event in events {
                    if let Event::Catalogue(entry) = event {
                        self.times.catalogue(entry, notes);
                        self.office.saw(seen, entry, known, notes);
                        self.bases.saw(seen, entry, known, notes);
                    }
                }
                self.times.signed(seen);
            }
            Body::Books(_) | Body::Supervision(_) => self.times.signed(seen),
        }
    }

    /// Everything that was done, or left undone, against the law by an instant.
    #[must_use]
    pub fn entries(mut self, now: Timestamp, known: View<'_>) -> BTreeSet<Entry> {
        self.intake.by(now, &mut self.notes);
        self.clocks.by(now, &mut self.notes);
        self.office.by(now, known, &mut self.notes);
        self.notes.0
    }
}

const fn of_dossier(event: &Event) -> Option<&About> {
    match event {
        Event::Dossier(event) => Some(event),
        Event::Catalogue(_) | Event::Books(_) | Event::Supervision(_) => None,
    }
}

//! Numbers that were drawn of agencies' books, and what became of them.

use super::Row;
use crate::told::{Place, Told};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::{Calendar, Term};
use lienthong_dossier::{BookNumber, BooksEvent};
use lienthong_names::{AgencyId, DossierCode};
use std::collections::{BTreeMap, BTreeSet};

/// Working days within which papers whose numbers were drawn are shown. Afterwards a number still may be; until then what it is, is unknown.
pub const ANSWER_DAYS: u32 = 5;

/// A drawn number that concerns a dossier after all, as its agency says.
#[derive(Debug, Clone)]
pub(super) struct Concerns {
    pub(super) dossier: DossierCode,
    pub(super) at: Timestamp,
    pub(super) place: Place,
}

/// One drawn number.
#[derive(Debug, Clone)]
struct Drawn {
    at: Timestamp,
    /// `None`: not shown; else the dossier that it concerns, if any.
    shown: Option<Option<Concerns>>,
}

/// All of them, by agency, day and number.
#[derive(Debug, Clone, Default)]
pub(super) struct Samples(BTreeMap<(AgencyId, Date), BTreeMap<BookNumber, Drawn>>);

impl Samples {
    pub(super) fn take(&mut self, told: &Told<'_>, event: &BooksEvent) {
        let (agency, at) = (&told.command.act.agency, told.effective_at);
        match event {
            BooksEvent::SampleDrawn { day, numbers, .. } => {
                let of_day = self.0.entry((agency.clone(), *day)).or_default();
                for number in numbers {
                    of_day.entry(number.clone()).or_insert(Drawn { at, shown: None });
                }
            }
            BooksEvent::SampleAnswered { day, answers } => {
                let Some(of_day) = self.0.get_mut(&(agency.clone(), *day)) else { return };
                for answer in answers {
                    let Some(drawn) = of_day.get_mut(&answer.of) else { continue };
                    let concerns = |dossier: &DossierCode| Concerns {
                        dossier: dossier.clone(),
                        at,
                        place: told.place.clone(),
                    };
                    drawn.shown = Some(answer.dossier.as_ref().map(concerns));
                }
            }
            BooksEvent::DayDeclared { .. } | BooksEvent::PersonalDataRead { .. } => {}
        }
    }

    /// Those of an agency of days from one on and before another; `is_over` says of an instant at which one was drawn whether it should have
    /// been shown by now.
    pub(super) fn count(
        &self,
        agency: &AgencyId,
        row: &mut Row,
        (from, end): (Date, Date),
        is_over: impl Fn(Timestamp) -> bool,
        known: &BTreeSet<DossierCode>,
    ) {
        let mine = self.0.range((agency.clone(), from)..(agency.clone(), end.max(from)));
        for drawn in mine.flat_map(|(_, drawn)| drawn.values()) {
            row.drawn += 1;
            match &drawn.shown {
                Some(concerns) => {
                    row.shown += 1;
                    let outside = concerns.as_ref().is_some_and(|one| !known.contains(&one.dossier));
                    row.shown_outside += u64::from(outside);
                }
                None => row.not_shown += u64::from(is_over(drawn.at)),
            }
        }
    }

    /// Those that concern a dossier of which no ledger knows.
    pub(super) fn outside<'a>(
        &'a self,
        known: &'a BTreeSet<DossierCode>,
    ) -> impl Iterator<Item = (&'a AgencyId, Date, &'a BookNumber, &'a Concerns)> {
        let each = self.0.iter().flat_map(|((agency, day), drawn)| {
            drawn.iter().map(move |(number, drawn)| (agency, *day, number, drawn))
        });
        each.filter_map(|(agency, day, number, drawn)| {
            let concerns = drawn.shown.as_ref()?.as_ref()?;
            (!known.contains(&concerns.dossier)).then_some((agency, day, number, concerns))
        })
    }
}

/// Whether what was drawn at an instant should have been shown by now; of days that nobody has decided about nothing is asked.
pub(super) fn is_over(calendar: &Calendar, drawn: Timestamp, now: Timestamp) -> bool {
    calendar.due(drawn, &Term::working_days(ANSWER_DAYS)).is_ok_and(|due| due < now)
}

//! Numbers that were drawn of agencies' books, and what became of them.

use super::Row;
use crate::told::{Place, Told};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::{BookNumber, BooksEvent};
use lienthong_names::{AgencyId, DossierCode};
use std::collections::{BTreeMap, BTreeSet};

/// A drawn number that concerns a dossier after all, as its agency says.
#[derive(Debug, Clone)]
pub(super) struct Concerns {
    pub(super) dossier: DossierCode,
    pub(super) at: Timestamp,
    pub(super) place: Place,
}

/// A number that was drawn, and whose paper was not shown by the time it had to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotShown {
    /// Whose.
    pub agency: AgencyId,
    /// Of which day's books.
    pub day: Date,
    /// Which.
    pub of: BookNumber,
    /// When it was drawn.
    pub at: Timestamp,
    /// When its paper was to be shown at the latest.
    pub due: Timestamp,
    /// The record that it was drawn in.
    pub place: Place,
}

/// One drawn number.
#[derive(Debug, Clone)]
struct Drawn {
    at: Timestamp,
    /// By when it is to be shown; `None`: nobody has decided about the days until then, and nothing is asked.
    due: Option<Timestamp>,
    place: Place,
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
            BooksEvent::SampleDrawn { day, numbers, due, .. } => {
                let of_day = self.0.entry((agency.clone(), *day)).or_default();
                for number in numbers {
                    let drawn = || Drawn { at, due: *due, place: told.place.clone(), shown: None };
                    of_day.entry(number.clone()).or_insert_with(drawn);
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

    /// Counts those of an agency of days from one on and before another into its row, and says which of them were not shown in time.
    pub(super) fn count(
        &self,
        agency: &AgencyId,
        row: &mut Row,
        (from, end): (Date, Date),
        now: Timestamp,
        known: &BTreeSet<DossierCode>,
    ) -> Vec<NotShown> {
        let mine = self.0.range((agency.clone(), from)..(agency.clone(), end.max(from)));
        let each = mine.flat_map(|((_, day), drawn)| drawn.iter().map(move |(of, drawn)| (*day, of, drawn)));
        let mut not_shown = Vec::new();
        for (day, of, drawn) in each {
            row.drawn += 1;
            if let Some(concerns) = &drawn.shown {
                row.shown += 1;
                let outside = concerns.as_ref().is_some_and(|one| !known.contains(&one.dossier));
                row.shown_outside += u64::from(outside);
                continue;
            }
            let Some(due) = drawn.due.filter(|due| *due < now) else { continue };
            row.not_shown += 1;
            not_shown.push(NotShown {
                agency: agency.clone(),
                day,
                of: of.clone(),
                at: drawn.at,
                due,
                place: drawn.place.clone(),
            });
        }
        not_shown
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

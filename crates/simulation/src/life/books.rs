//! The in-books and out-books of the province's agencies, and what each declares of them when business has closed.

use super::{Life, Planned};
use crate::province::{AGENCIES, standing};
use jiff::SignedDuration;
use jiff::civil::Date;
use lienthong_dossier::{Book, BookPage, BookSide, BooksCommand, Command, Numbers, TiedNumber};
use lienthong_names::{AgencyId, CommandId, DossierCode, NameError};
use lienthong_protocol::Body;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// Told apart from what decides the dossiers' ways, so that these stay as they are whatever is written in a book.
const STREAM: u64 = 1;

/// Papers of a day and side that concern no dossier, at most.
const OTHER_PAPERS: u32 = 7;

/// One agency of so many forgets a day.
const FORGETS: u32 = 60;

/// What stands in the books, and what is to be written there.
pub(super) struct BookKeeping {
    /// The province's.
    pub(super) seed: u64,
    rng: ChaCha8Rng,
    /// The last number given, by agency and side.
    last: BTreeMap<(String, BookSide), u32>,
    /// Papers that concern dossiers, of days that are not declared yet.
    papers: BTreeMap<(Date, String, BookSide), Vec<DossierCode>>,
}

impl BookKeeping {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM);
        Self { seed, rng, last: BTreeMap::new(), papers: BTreeMap::new() }
    }

    /// What an act about a dossier leaves in books.
    pub(super) fn note(&mut self, day: Date, agency: &str, code: &DossierCode, command: &Command) {
        let mut write = |agency: &str, side| {
            self.papers.entry((day, agency.to_owned(), side)).or_default().push(code.clone());
        };
        match command {
            Command::OpenConsultation { participants, .. } => {
                write(agency, BookSide::Outgoing);
                participants
                    .iter()
                    .for_each(|ask| write(ask.participant.agency.as_str(), BookSide::Incoming));
            }
            Command::TransferDossier { to, .. } => {
                write(agency, BookSide::Outgoing);
                write(to.as_str(), BookSide::Incoming);
            }
            Command::GiveOpinion { .. } | Command::AnswerLeg { .. } | Command::IssueApology { .. } => {
                write(agency, BookSide::Outgoing);
            }
            _ => {}
        }
    }

    /// One book of an agency on one day, its numbers given.
    fn page(&mut self, day: Date, agency: &str, side: BookSide) -> BookPage {
        let papers = self.papers.remove(&(day, agency.to_owned(), side)).unwrap_or_default();
        let others = self.rng.random_range(0..=OTHER_PAPERS);
        let last = self.last.entry((agency.to_owned(), side)).or_default();
        let first = *last + 1;
        let tied: Vec<TiedNumber> =
            (first..).zip(papers).map(|(number, dossier)| TiedNumber { number, dossier }).collect();
        let count = others + u32::try_from(tied.len()).unwrap_or_default();
        *last += count;
        let numbers = if count == 0 { Vec::new() } else { vec![Numbers { first, last: *last }] };
        let year = u16::try_from(day.year()).unwrap_or_default();
        BookPage { book: Book { side, name: "".into(), year }, numbers, tied }
    }
}

impl Life {
    /// After closing, every agency declares its day; now and then one forgets, unless nobody breaks a rule.
    pub(super) fn declare(&mut self, day: Date) -> Result<(), NameError> {
        let Ok(Some(closing)) = self.calendar.closing_of(day) else { return Ok(()) };
        for (agency, ..) in AGENCIES {
            let books = BookSide::ALL.iter().map(|side| self.books.page(day, agency, *side)).collect();
            let rng = &mut self.books.rng;
            let at = closing + SignedDuration::from_mins(rng.random_range(2..40));
            let (id, forgets) = (CommandId::version_8(rng.random()), rng.random_range(0..FORGETS) == 0);
            // Who has ceased keeps no books any more.
            if (forgets && !self.clean) || standing(agency, at) != *agency {
                continue;
            }
            let act = super::act(id, AgencyId::new(agency)?, "tiep-nhan", at)?;
            let declare = BooksCommand::DeclareDay { day, books, reason: "".into() };
            self.next += 1;
            let planned = Planned { act, body: Body::Books(declare), personal: Vec::new() };
            self.queue.insert((at, self.next), planned);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::province::local;
    use std::collections::BTreeSet;

    /// Agency, day, pages, of every declaration up to the 20th.
    fn declared(clean: bool) -> Vec<(String, Date, Vec<BookPage>)> {
        let mut life = Life::new(7, Date::constant(2020, 10, 5), clean);
        let acts = life.until(local(2020, 10, 20, 23, 0)).unwrap();
        let books = acts.into_iter().filter_map(|planned| match planned.body {
            Body::Books(BooksCommand::DeclareDay { day, books, .. }) => {
                Some((planned.act.agency.to_string(), day, books))
            }
            _ => None,
        });
        books.collect()
    }

    #[test]
    fn every_agency_declares_every_working_day_and_one_forgets_now_and_then() {
        // 5 to 9, 12 to 16, 19 and 20 October 2020.
        // One has ceased.
        let there = AGENCIES.len() - 1;
        assert_eq!(declared(true).len(), 12 * there);
        let some = declared(false).len();
        assert!(some < 12 * there && some > 11 * there, "{some}");
    }

    #[test]
    fn numbers_follow_each_other_and_some_concern_dossiers() {
        let (mut last, mut tied) = (BTreeMap::new(), BTreeSet::new());
        for (agency, _, pages) in declared(true) {
            for page in pages {
                let before = last.entry((agency.clone(), page.book.side)).or_insert(0);
                for numbers in &page.numbers {
                    assert_eq!(numbers.first, *before + 1, "{agency}");
                    *before = numbers.last;
                }
                for one in page.tied {
                    assert!(page.numbers.iter().any(|numbers| numbers.contains(one.number)));
                    tied.insert(one.dossier);
                }
            }
        }
        assert!(tied.len() > 100, "{}", tied.len());
    }
}

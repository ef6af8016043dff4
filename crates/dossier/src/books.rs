//! The books that an agency keeps. Of its in-books and out-books it declares, day by day, which numbers it gave to what came in and went out,
//! and which of them concern dossiers: with it, what went around the system can be looked for (DOMAIN section 9, coverage). And the book of
//! who was shown what citizens say of themselves: before an officer sees it, that is written there.
//!
//! Belongs here: the words of these books, their commands, their events, and what they add up to ([`Books`]).
//! Does not: whether something may be written in them, what is drawn of them (`routing`), which numbers there are to draw from ([`crate::sample`]),
//! what is made of it (`projections`).

use crate::sample::{Given, untied, without};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_names::DossierCode;
use std::collections::BTreeMap;

/// One book of an agency. Numbers begin anew in each year's book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Book {
    /// Which way what it lists goes.
    pub side: BookSide,
    /// What it is called, where the agency keeps several of a side; may be empty.
    pub name: Box<str>,
    /// Of which year.
    pub year: u16,
}

/// Numbers that were given one after the other, both ends among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Numbers {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Numbers {
    /// How many they are; 0 where they run backwards.
    #[must_use]
    pub fn count(self) -> u64 {
        (u64::from(self.last) + 1).saturating_sub(u64::from(self.first))
    }

    /// Whether a number is one of them.
    #[must_use]
    pub const fn contains(self, number: u32) -> bool {
        self.first <= number && number <= self.last
    }

    /// Whether a number stands in both.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// A number that concerns a dossier. One paper may concern several: then it is said for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiedNumber {
    /// The number.
    pub number: u32,
    /// The dossier, of whichever ledger.
    pub dossier: DossierCode,
}

/// What was written in one book on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookPage {
    /// In which book.
    pub book: Book,
    /// The numbers that were given.
    pub numbers: Vec<Numbers>,
    /// Those among them that concern dossiers.
    pub tied: Vec<TiedNumber>,
}

/// A number of a book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookNumber {
    /// Of which book.
    pub book: Book,
    /// The number.
    pub number: u32,
}

/// What an agency says of a number that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleAnswer {
    /// Which.
    pub of: BookNumber,
    /// Trích yếu: what the paper is about, without names of citizens.
    pub subject: Box<str>,
    /// SHA-256 of the scanned paper; of a number that was given to no paper, of the page of the book.
    pub scan_sha256: [u8; 32],
    /// Bytes of the scan.
    pub scan_size: u64,
    /// The dossier that it concerns after all, of whichever ledger; `None`: none.
    pub dossier: Option<DossierCode>,
}

lienthong_names::named! {
    /// A command about an agency's own books.
    BooksCommand, BooksCommandKind:
    /// An agency declares one day of its in-books and out-books. A day on which nothing came in or went out is declared with no book.
    DeclareDay {
        /// Which day: a working day after its business has closed, a day off when it is over.
        day: Date,
        /// What was written in each book.
        books: Vec<BookPage>,
        /// Why it is declared otherwise than before (R07).
        reason: Box<str>,
    },
    /// An officer is to be shown personal values of dossiers: for some minutes after this is sealed, in the agency's own name.
    ReadPersonalData {
        /// Which dossiers: at least one.
        dossiers: Vec<DossierCode>,
        /// What for (R07).
        reason: Box<str>,
    },
    /// An agency shows papers of which the numbers were drawn.
    AnswerSample {
        /// Of which day's books.
        day: Date,
        /// At least one; each drawn number is answered once.
        answers: Vec<SampleAnswer>,
    },
}

lienthong_names::named! {
    /// An event of an agency's own books.
    BooksEvent, BooksEventKind:
    /// An agency has declared a day; what it declared of that day before counts no more.
    DayDeclared {
        /// Which day.
        day: Date,
        /// Which declaration of this day, from 1.
        version: u32,
        /// What was written in each book.
        books: Vec<BookPage>,
        /// Why it was declared otherwise than before.
        reason: Box<str>,
    },
    /// An officer is shown personal values of dossiers.
    PersonalDataRead {
        /// Which dossiers.
        dossiers: Vec<DossierCode>,
        /// What for.
        reason: Box<str>,
    },
    /// Of the numbers that a declaration ties to no dossier some were drawn: their papers are to be shown.
    SampleDrawn {
        /// Of which day's books.
        day: Date,
        /// With which declaration of this day.
        version: u32,
        /// What they were drawn by: nobody could know it when they declared.
        seed: [u8; 32],
        /// From how many.
        of: u64,
        /// Which, in the order in which they were drawn.
        numbers: Vec<BookNumber>,
        /// By when their papers are to be shown; `None` where nobody has decided which days are days off by then.
        due: Option<Timestamp>,
    },
    /// An agency has shown papers whose numbers were drawn.
    SampleAnswered {
        /// Of which day's books.
        day: Date,
        /// Each of them.
        answers: Vec<SampleAnswer>,
    },
}

/// A day as last declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredDay {
    /// Which declaration it is, from 1.
    pub version: u32,
    /// The numbers that were given.
    pub numbers: Vec<Given>,
    /// Those of them that are tied to no dossier.
    pub untied: Vec<Given>,
}

/// What was drawn of a day's numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// The numbers that could have been drawn: a declaration that follows draws from others only, so that nobody declares until a draw
    /// suits them.
    pub faced: Vec<Given>,
    /// Those that were, and whether they were answered.
    pub drawn: BTreeMap<BookNumber, bool>,
}

/// What an agency's declarations add up to, as far as later ones are decided by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    days: BTreeMap<Date, DeclaredDay>,
    samples: BTreeMap<Date, Sample>,
    read: bool,
}

impl Books {
    /// After one event.
    #[must_use]
    pub fn evolve(mut self, event: &BooksEvent) -> Self {
        match event {
            BooksEvent::DayDeclared { day, version, books, .. } => {
                let of_page = |page: &BookPage| {
                    let book = page.book.clone();
                    page.numbers.iter().map(move |numbers| (book.clone(), *numbers)).collect::<Vec<_>>()
                };
                let numbers = books.iter().flat_map(of_page).collect();
                self.days.insert(*day, DeclaredDay { version: *version, numbers, untied: untied(books) });
            }
            BooksEvent::PersonalDataRead { .. } => self.read = true,
            BooksEvent::SampleDrawn { day, numbers, .. } => {
                let sample = self.samples.entry(*day).or_default();
                sample.faced.extend(self.days.get(day).into_iter().flat_map(|day| day.untied.clone()));
                sample.drawn.extend(numbers.iter().map(|number| (number.clone(), false)));
            }
            BooksEvent::SampleAnswered { day, answers } => {
                let sample = self.samples.entry(*day).or_default();
                sample.drawn.extend(answers.iter().map(|answer| (answer.of.clone(), true)));
            }
        }
        self
    }

    /// Whether nothing was ever written in them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && !self.read
    }

    /// A day as last declared.
    #[must_use]
    pub fn day(&self, day: Date) -> Option<&DeclaredDay> {
        self.days.get(&day)
    }

    /// What was drawn of a day.
    #[must_use]
    pub fn sample(&self, day: Date) -> Option<&Sample> {
        self.samples.get(&day)
    }

    /// The numbers from which a declaration of a day draws: those that it ties to no dossier, but for those that could have been drawn
    /// before.
    #[must_use]
    pub fn to_draw_from(&self, day: Date, pages: &[BookPage]) -> Vec<Given> {
        let faced = self.samples.get(&day).map(|sample| &*sample.faced).unwrap_or_default();
        without(&untied(pages), faced)
    }

    /// The first other day on which one of these numbers of a book was given, and which were given there.
    #[must_use]
    pub fn given_on_another_day(&self, day: Date, book: &Book, numbers: Numbers) -> Option<(Date, Numbers)> {
        self.days.iter().filter(|(other, _)| **other != day).find_map(|(other, declared)| {
            let given = declared.numbers.iter().find(|(of, given)| of == book && given.overlaps(numbers));
            given.map(|(_, given)| (*other, *given))
        })
    }
}

lienthong_names::words!(
    /// Which way what a book lists goes.
    BookSide {
        /// Sổ công văn đến: what came in.
        Incoming = "incoming",
        /// Sổ công văn đi: what went out.
        Outgoing = "outgoing",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_both_ends_and_meet_at_one() {
        let numbers = |first, last| Numbers { first, last };
        assert_eq!([numbers(7, 7).count(), numbers(1, 10).count(), numbers(9, 3).count()], [1, 10, 0]);
        assert_eq!(numbers(0, u32::MAX).count(), 1 << 32);
        assert!(numbers(1, 5).overlaps(numbers(5, 9)) && numbers(5, 9).overlaps(numbers(1, 5)));
        assert!(!numbers(1, 5).overlaps(numbers(6, 9)) && !numbers(6, 9).overlaps(numbers(1, 5)));
        assert!(numbers(1, 5).contains(5) && !numbers(1, 5).contains(6));
    }

    #[test]
    fn what_is_declared_again_takes_the_place_of_what_was() {
        let book = |name: &str| Book { side: BookSide::Outgoing, name: name.into(), year: 2020 };
        let declared = |day, version, first, last| BooksEvent::DayDeclared {
            day,
            version,
            books: vec![BookPage {
                book: book("a"),
                numbers: vec![Numbers { first, last }],
                tied: Vec::new(),
            }],
            reason: "".into(),
        };
        let (monday, tuesday) = (Date::constant(2020, 10, 5), Date::constant(2020, 10, 6));
        let books = Books::default().evolve(&declared(monday, 1, 1, 9));
        let asked = Numbers { first: 8, last: 12 };
        assert_eq!(
            books.given_on_another_day(tuesday, &book("a"), asked),
            Some((monday, Numbers { first: 1, last: 9 }))
        );
        assert_eq!(books.given_on_another_day(tuesday, &book("b"), asked), None, "another book");
        assert_eq!(books.given_on_another_day(monday, &book("a"), asked), None, "the same day");
        let books = books.evolve(&declared(monday, 2, 1, 7));
        assert_eq!(books.given_on_another_day(tuesday, &book("a"), asked), None);
        assert_eq!(books.day(monday).map(|day| day.version), Some(2));
    }
}

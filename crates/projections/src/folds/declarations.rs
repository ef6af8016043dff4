//! `declarations`: each day that an agency has declared of its books, as last declared in each ledger.
//!
//! Rows: `agency·day·origin` → [`DeclarationRow`]. A day with no row is not declared: nothing is known of it.

use crate::key::{key, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::{BookNumber, BookPage, BookSide, BooksEvent, SampleAnswer};
use lienthong_protocol::Event;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// See the module.
pub struct Declarations;

/// A declared day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationRow {
    /// Whose books.
    pub agency: String,
    /// Which day, `yyyy-mm-dd`.
    pub day: String,
    /// The ledger it is recorded in.
    pub origin: String,
    /// The stream of its record.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
    /// Which declaration of the day, from 1.
    pub version: u32,
    /// The officer's.
    pub officer: String,
    /// When the agency says that it declared it.
    pub occurred_at: Timestamp,
    /// Numbers given to what came in.
    pub incoming: u64,
    /// Numbers given to what went out.
    pub outgoing: u64,
    /// Those of either that concern dossiers; a number that concerns several counts once.
    pub tied: u64,
    /// Why it was declared otherwise than before.
    pub reason: String,
    /// Numbers that were drawn of those that concern none, with this declaration of the day or with those before it.
    pub drawn: Vec<DrawnRow>,
}

/// A number that was drawn: its paper is to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnRow {
    /// Which way what its book lists goes.
    pub side: String,
    /// What the book is called; may be empty.
    pub book: String,
    /// Of which year the book is.
    pub year: u16,
    /// The number.
    pub number: u32,
    /// With which declaration of the day it was drawn.
    pub version: u32,
    /// Revision of the record of that declaration.
    pub revision: u64,
    /// By when its paper is to be shown; nothing where nobody has decided about the days until then.
    pub due: Option<Timestamp>,
    /// Whether it was.
    pub shown: bool,
}

impl DrawnRow {
    /// Whether its paper is still to be shown, and was to be before an instant.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        !self.shown && self.due.is_some_and(|due| due < now)
    }

    fn is_of(&self, of: &BookNumber) -> bool {
        (&*self.side, &*self.book, self.year, self.number)
            == (of.book.side.as_str(), &*of.book.name, of.book.year, of.number)
    }
}

/// All days of an agency.
pub(crate) fn declared_by(agency: &str) -> Vec<u8> {
    under(&[agency])
}

impl Projection for Declarations {
    const NAME: &'static str = "declarations";
    const VERSION: u32 = 3;

    fn fold(writer: &mut Writer<'_, '_>, sealed: &SealedRecord<'_>) -> Result<(), FoldError> {
        let record = &sealed.raw.record;
        let act = &sealed.command.act;
        let of_day = |day: &Date| key(&[act.agency.as_str(), &day.to_string(), sealed.origin.as_str()]);
        let drawn: Vec<DrawnRow> =
            record.events().iter().flat_map(|event| drawn(event, record.revision)).collect();
        record.events().iter().try_for_each(|event| {
            let (day, version, books, reason) = match event {
                Event::Books(BooksEvent::DayDeclared { day, version, books, reason }) => {
                    (day, version, books, reason)
                }
                Event::Books(BooksEvent::SampleAnswered { day, answers }) => {
                    return shown(writer, of_day(day), answers);
                }
                _ => return Ok(()),
            };
            let key = of_day(day);
            let before: Option<DeclarationRow> = writer.get(&key)?;
            let mut all = before.map(|row| row.drawn).unwrap_or_default();
            all.extend(drawn.iter().cloned());
            let row = DeclarationRow {
                agency: act.agency.to_string(),
                day: day.to_string(),
                origin: sealed.origin.to_string(),
                stream: record.stream.to_string(),
                revision: record.revision,
                version: *version,
                officer: act.officer.to_string(),
                occurred_at: act.occurred_at,
                incoming: given(books, BookSide::Incoming),
                outgoing: given(books, BookSide::Outgoing),
                tied: tied(books),
                reason: reason.to_string(),
                drawn: all,
            };
            writer.put(key, &row)
        })
    }
}

/// Papers were shown of numbers that were drawn.
fn shown(writer: &mut Writer<'_, '_>, key: Vec<u8>, answers: &[SampleAnswer]) -> Result<(), FoldError> {
    let Some(mut row) = writer.get::<DeclarationRow>(&key)? else { return Ok(()) };
    for drawn in &mut row.drawn {
        drawn.shown |= answers.iter().any(|answer| drawn.is_of(&answer.of));
    }
    writer.put(key, &row)
}

/// What is drawn stands in the record of the declaration, after it.
fn drawn(event: &Event, revision: u64) -> Vec<DrawnRow> {
    let Event::Books(BooksEvent::SampleDrawn { version, numbers, due, .. }) = event else {
        return Vec::new();
    };
    let row = |of: &BookNumber| DrawnRow {
        side: of.book.side.as_str().to_owned(),
        book: of.book.name.to_string(),
        year: of.book.year,
        number: of.number,
        version: *version,
        revision,
        due: *due,
        shown: false,
    };
    numbers.iter().map(row).collect()
}

fn given(books: &[BookPage], side: BookSide) -> u64 {
    let pages = books.iter().filter(|page| page.book.side == side);
    pages.flat_map(|page| &page.numbers).map(|numbers| numbers.count()).sum()
}

fn tied(books: &[BookPage]) -> u64 {
    let each =
        |page: &BookPage| page.tied.iter().map(|tied| (page.book.clone(), tied.number)).collect::<Vec<_>>();
    books.iter().flat_map(each).collect::<BTreeSet<_>>().len() as u64
}

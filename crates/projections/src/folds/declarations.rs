//! `declarations`: each day that an agency has declared of its books, as last declared in each ledger.
//!
//! Rows: `agency·day·origin` → [`DeclarationRow`]. A day with no row is not declared: nothing is known of it.

use crate::key::{key, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;
use jiff::Timestamp;
use lienthong_dossier::{BookPage, BookSide, BooksEvent};
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
}

/// All days of an agency.
pub(crate) fn declared_by(agency: &str) -> Vec<u8> {
    under(&[agency])
}

impl Projection for Declarations {
    const NAME: &'static str = "declarations";
    const VERSION: u32 = 1;

    fn fold(writer: &mut Writer<'_, '_>, sealed: &SealedRecord<'_>) -> Result<(), FoldError> {
        let record = &sealed.raw.record;
        let act = &sealed.command.act;
        record.events().iter().try_for_each(|event| {
            let Event::Books(BooksEvent::DayDeclared { day, version, books, reason }) = event else {
                return Ok(());
            };
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
            };
            writer.put(key(&[&row.agency, &row.day, &row.origin]), &row)
        })
    }
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

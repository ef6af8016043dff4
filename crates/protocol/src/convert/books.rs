//! What an agency writes in its books.

use super::words::Word;
use super::{names, time};
use crate::form::Form;
use crate::{limits, proto};
use jiff::civil::Date;
use lienthong_dossier::{Book, BookPage, BooksCommand, BooksEvent, Numbers, TiedNumber};
use proto::command::Body as Asked;
use proto::event::Body as Recorded;

pub(crate) fn declare_day(form: &mut Form, m: proto::DeclareDay) -> Option<BooksCommand> {
    let day = time::read_date(form, "day", &m.day);
    let books = read_pages(form, day, m.books);
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(BooksCommand::DeclareDay { day: day?, books: books?, reason: reason? })
}

pub(crate) fn read_personal_data(form: &mut Form, m: proto::ReadPersonalData) -> Option<BooksCommand> {
    let dossiers =
        form.list("dossiers", m.dossiers, limits::READ_AT_ONCE, |form, code| form.id("dossier", &code));
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(BooksCommand::ReadPersonalData { dossiers: dossiers?, reason: reason? })
}

pub(crate) fn write_command(command: &BooksCommand) -> Asked {
    match command {
        BooksCommand::DeclareDay { day, books, reason } => Asked::DeclareDay(proto::DeclareDay {
            day: day.to_string(),
            books: write_pages(books),
            reason: reason.to_string(),
        }),
        BooksCommand::ReadPersonalData { dossiers, reason } => {
            Asked::ReadPersonalData(proto::ReadPersonalData {
                dossiers: names(dossiers),
                reason: reason.to_string(),
            })
        }
    }
}

pub(super) fn day_declared(form: &mut Form, m: proto::DayDeclared) -> Option<BooksEvent> {
    let day = time::read_date(form, "day", &m.day);
    let version = form.number("version", m.version, 1..=u32::MAX);
    let books = read_pages(form, day, m.books);
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(BooksEvent::DayDeclared { day: day?, version: version?, books: books?, reason: reason? })
}

pub(super) fn personal_data_read(form: &mut Form, m: proto::PersonalDataRead) -> Option<BooksEvent> {
    let dossiers =
        form.list("dossiers", m.dossiers, limits::READ_AT_ONCE, |form, code| form.id("dossier", &code));
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(BooksEvent::PersonalDataRead { dossiers: dossiers?, reason: reason? })
}

pub(super) fn write_event(event: &BooksEvent) -> Recorded {
    match event {
        BooksEvent::DayDeclared { day, version, books, reason } => {
            Recorded::DayDeclared(proto::DayDeclared {
                day: day.to_string(),
                version: *version,
                books: write_pages(books),
                reason: reason.to_string(),
            })
        }
        BooksEvent::PersonalDataRead { dossiers, reason } => {
            Recorded::PersonalDataRead(proto::PersonalDataRead {
                dossiers: names(dossiers),
                reason: reason.to_string(),
            })
        }
    }
}

fn read_pages(form: &mut Form, day: Option<Date>, pages: Vec<proto::BookPage>) -> Option<Vec<BookPage>> {
    form.list("books", pages, limits::BOOKS, |form, page| read_page(form, day, page))
}

fn read_page(form: &mut Form, day: Option<Date>, page: proto::BookPage) -> Option<BookPage> {
    let side = form.word("side", page.side);
    let name = form.line("name", page.name);
    let year = read_year(form, day, page.year);
    let numbers = form.list("numbers", page.numbers, limits::NUMBER_RANGES, |form, range| {
        let first = form.number("first", range.first, 1..=u32::MAX);
        let last = form.number("last", range.last, 1..=u32::MAX);
        Some(Numbers { first: first?, last: last? })
    });
    let tied = form.list("tied", page.tied, limits::TIED_NUMBERS, |form, tied| {
        let number = form.number("number", tied.number, 1..=u32::MAX);
        let dossier = form.id("dossier", &tied.dossier);
        Some(TiedNumber { number: number?, dossier: dossier? })
    });
    Some(BookPage { book: Book { side: side?, name: name?, year: year? }, numbers: numbers?, tied: tied? })
}

/// The book's year; where it is not said, the day's.
fn read_year(form: &mut Form, day: Option<Date>, year: u32) -> Option<u16> {
    let year = if year == 0 { u32::try_from(day?.year()).unwrap_or_default() } else { year };
    form.number("year", year, 1..=9999).and_then(|year| u16::try_from(year).ok())
}

fn write_pages(pages: &[BookPage]) -> Vec<proto::BookPage> {
    let range = |numbers: &Numbers| proto::NumberRange { first: numbers.first, last: numbers.last };
    let tied =
        |tied: &TiedNumber| proto::TiedNumber { number: tied.number, dossier: tied.dossier.to_string() };
    let page = |page: &BookPage| proto::BookPage {
        side: page.book.side.number(),
        name: page.book.name.to_string(),
        year: page.book.year.into(),
        numbers: page.numbers.iter().map(range).collect(),
        tied: page.tied.iter().map(tied).collect(),
    };
    pages.iter().map(page).collect()
}

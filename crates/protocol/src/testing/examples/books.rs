//! An example of each command and event of an agency's books.

use super::dossier;
use jiff::civil::date;
use lienthong_dossier::{
    Book, BookPage, BookSide, BooksCommand, BooksCommandKind, BooksEvent, BooksEventKind, Numbers, TiedNumber,
};

/// A command of each kind.
#[must_use]
pub fn books_command(kind: BooksCommandKind) -> BooksCommand {
    match kind {
        BooksCommandKind::DeclareDay => BooksCommand::DeclareDay {
            day: date(2020, 10, 12),
            books: pages(),
            reason: "Bỏ sót công văn đi số 418".into(),
        },
        BooksCommandKind::ReadPersonalData => BooksCommand::ReadPersonalData {
            dossiers: vec![dossier()],
            reason: "Gọi người nộp bổ sung hồ sơ".into(),
        },
    }
}

/// An event of each kind.
#[must_use]
pub fn books_event(kind: BooksEventKind) -> BooksEvent {
    match kind {
        BooksEventKind::DayDeclared => BooksEvent::DayDeclared {
            day: date(2020, 10, 12),
            version: 2,
            books: pages(),
            reason: "Bỏ sót công văn đi số 418".into(),
        },
        BooksEventKind::PersonalDataRead => BooksEvent::PersonalDataRead {
            dossiers: vec![dossier()],
            reason: "Gọi người nộp bổ sung hồ sơ".into(),
        },
    }
}

fn pages() -> Vec<BookPage> {
    let book = |side, name: &str| Book { side, name: name.into(), year: 2020 };
    vec![
        BookPage {
            book: book(BookSide::Incoming, ""),
            numbers: vec![Numbers { first: 1201, last: 1219 }],
            tied: vec![TiedNumber { number: 1204, dossier: dossier() }],
        },
        BookPage {
            book: book(BookSide::Outgoing, "SKHĐT-ĐKKD"),
            numbers: vec![Numbers { first: 410, last: 415 }, Numbers { first: 418, last: 418 }],
            tied: Vec::new(),
        },
    ]
}

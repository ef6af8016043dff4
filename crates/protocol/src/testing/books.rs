//! Strategies for what an agency writes in its books.

use super::words::{any_day, any_dossier_code, any_line, any_text, one_of};
use lienthong_dossier::{
    Book, BookPage, BookSide, BooksCommand, BooksCommandKind, BooksEvent, BooksEventKind, Numbers, TiedNumber,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Any command of one kind.
pub fn books_command_of(kind: BooksCommandKind) -> BoxedStrategy<BooksCommand> {
    match kind {
        BooksCommandKind::DeclareDay => (any_day(), any_pages(), any_text())
            .prop_map(|(day, books, reason)| BooksCommand::DeclareDay { day, books, reason })
            .boxed(),
        BooksCommandKind::ReadPersonalData => (vec(any_dossier_code(), 0..4), any_text())
            .prop_map(|(dossiers, reason)| BooksCommand::ReadPersonalData { dossiers, reason })
            .boxed(),
    }
}

/// Any event of one kind.
pub fn books_event_of(kind: BooksEventKind) -> BoxedStrategy<BooksEvent> {
    match kind {
        BooksEventKind::DayDeclared => (any_day(), 1..=u32::MAX, any_pages(), any_text())
            .prop_map(|(day, version, books, reason)| BooksEvent::DayDeclared { day, version, books, reason })
            .boxed(),
        BooksEventKind::PersonalDataRead => (vec(any_dossier_code(), 0..4), any_text())
            .prop_map(|(dossiers, reason)| BooksEvent::PersonalDataRead { dossiers, reason })
            .boxed(),
    }
}

/// Any command about an agency's books.
pub fn any_books_command() -> impl Strategy<Value = BooksCommand> {
    one_of(BooksCommandKind::ALL).prop_flat_map(books_command_of)
}

/// Any event of an agency's books.
pub fn any_books_event() -> impl Strategy<Value = BooksEvent> {
    one_of(BooksEventKind::ALL).prop_flat_map(books_event_of)
}

fn any_pages() -> impl Strategy<Value = Vec<BookPage>> {
    let book = (one_of(BookSide::ALL), any_line(), 1_u16..=9999).prop_map(|(side, name, year)| Book {
        side,
        name,
        year,
    });
    let numbers = (1..=u32::MAX, 1..=u32::MAX).prop_map(|(first, last)| Numbers { first, last });
    let tied =
        (1..=u32::MAX, any_dossier_code()).prop_map(|(number, dossier)| TiedNumber { number, dossier });
    let page = (book, vec(numbers, 0..4), vec(tied, 0..4)).prop_map(|(book, numbers, tied)| BookPage {
        book,
        numbers,
        tied,
    });
    vec(page, 0..3)
}

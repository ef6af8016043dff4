//! Strategies for what an agency writes in its books.

use super::words::{any_day, any_dossier_code, any_line, any_text, any_timestamp, one_of};
use lienthong_dossier::{
    Book, BookNumber, BookPage, BookSide, BooksCommand, BooksCommandKind, BooksEvent, BooksEventKind,
    Numbers, SampleAnswer, TiedNumber,
};
use proptest::collection::vec;
use proptest::option;
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
        BooksCommandKind::AnswerSample => (any_day(), any_answers())
            .prop_map(|(day, answers)| BooksCommand::AnswerSample { day, answers })
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
        BooksEventKind::SampleDrawn => {
            let drawn = (any::<[u8; 32]>(), any::<u64>(), vec(any_number(), 0..4));
            (any_day(), 1..=u32::MAX, drawn, option::of(any_timestamp()))
                .prop_map(|(day, version, (seed, of, numbers), due)| BooksEvent::SampleDrawn {
                    day,
                    version,
                    seed,
                    of,
                    numbers,
                    due,
                })
                .boxed()
        }
        BooksEventKind::SampleAnswered => (any_day(), any_answers())
            .prop_map(|(day, answers)| BooksEvent::SampleAnswered { day, answers })
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

fn any_book() -> impl Strategy<Value = Book> {
    (one_of(BookSide::ALL), any_line(), 1_u16..=9999).prop_map(|(side, name, year)| Book { side, name, year })
}

fn any_number() -> impl Strategy<Value = BookNumber> {
    (any_book(), 1..=u32::MAX).prop_map(|(book, number)| BookNumber { book, number })
}

fn any_answers() -> impl Strategy<Value = Vec<SampleAnswer>> {
    let dossier = option::of(any_dossier_code());
    let answer = (any_number(), any_text(), any::<[u8; 32]>(), any::<u64>(), dossier);
    let answer = answer.prop_map(|(of, subject, scan_sha256, scan_size, dossier)| SampleAnswer {
        of,
        subject,
        scan_sha256,
        scan_size,
        dossier,
    });
    vec(answer, 0..3)
}

fn any_pages() -> impl Strategy<Value = Vec<BookPage>> {
    let numbers = (1..=u32::MAX, 1..=u32::MAX).prop_map(|(first, last)| Numbers { first, last });
    let tied =
        (1..=u32::MAX, any_dossier_code()).prop_map(|(number, dossier)| TiedNumber { number, dossier });
    let page = (any_book(), vec(numbers, 0..4), vec(tied, 0..4)).prop_map(|(book, numbers, tied)| BookPage {
        book,
        numbers,
        tied,
    });
    vec(page, 0..3)
}

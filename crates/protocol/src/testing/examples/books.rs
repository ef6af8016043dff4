//! An example of each command and event of an agency's books.

use super::dossier;
use jiff::civil::date;
use lienthong_dossier::{
    Book, BookNumber, BookPage, BookSide, BooksCommand, BooksCommandKind, BooksEvent, BooksEventKind,
    Numbers, SampleAnswer, TiedNumber,
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
        BooksCommandKind::AnswerSample => {
            BooksCommand::AnswerSample { day: date(2020, 10, 12), answers: answers() }
        }
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
        BooksEventKind::SampleDrawn => BooksEvent::SampleDrawn {
            day: date(2020, 10, 12),
            version: 1,
            seed: [7; 32],
            of: 24,
            numbers: answers().into_iter().map(|answer| answer.of).collect(),
            due: None,
        },
        BooksEventKind::SampleAnswered => {
            BooksEvent::SampleAnswered { day: date(2020, 10, 12), answers: answers() }
        }
    }
}

fn answers() -> Vec<SampleAnswer> {
    let of =
        |side, name: &str, number| BookNumber { book: Book { side, name: name.into(), year: 2020 }, number };
    vec![
        SampleAnswer {
            of: of(BookSide::Incoming, "", 1217),
            subject: "Về việc báo cáo giải ngân quý III".into(),
            scan_sha256: [3; 32],
            scan_size: 182_044,
            dossier: None,
        },
        SampleAnswer {
            of: of(BookSide::Outgoing, "SKHĐT-ĐKKD", 412),
            subject: "Về việc góp ý hồ sơ đề nghị chấp thuận chủ trương đầu tư".into(),
            scan_sha256: [4; 32],
            scan_size: 96_310,
            dossier: Some(dossier()),
        },
    ]
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

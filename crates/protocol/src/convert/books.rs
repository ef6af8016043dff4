//! What an agency writes in its books.

use super::words::Word;
use super::{names, time};
use crate::form::Form;
use crate::{limits, proto};
use jiff::civil::Date;
use lienthong_dossier::{
    Book, BookNumber, BookPage, BooksCommand, BooksEvent, Numbers, SampleAnswer, TiedNumber,
};
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

pub(crate) fn answer_sample(form: &mut Form, m: proto::AnswerSample) -> Option<BooksCommand> {
    let day = time::read_date(form, "day", &m.day);
    let answers = read_answers(form, day, m.answers);
    Some(BooksCommand::AnswerSample { day: day?, answers: answers? })
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
        BooksCommand::AnswerSample { day, answers } => {
            Asked::AnswerSample(proto::AnswerSample { day: day.to_string(), answers: write_answers(answers) })
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

pub(super) fn sample_drawn(form: &mut Form, m: proto::SampleDrawn) -> Option<BooksEvent> {
    let day = time::read_date(form, "day", &m.day);
    let version = form.number("version", m.version, 1..=u32::MAX);
    let seed = form.bytes32("seed", &m.seed);
    let numbers =
        form.list("numbers", m.numbers, limits::SAMPLE, |form, number| read_number(form, day, number));
    let due = time::read_optional(form, "due", m.due);
    Some(BooksEvent::SampleDrawn {
        day: day?,
        version: version?,
        seed: seed?,
        of: m.of,
        numbers: numbers?,
        due: due?,
    })
}

pub(super) fn sample_answered(form: &mut Form, m: proto::SampleAnswered) -> Option<BooksEvent> {
    let day = time::read_date(form, "day", &m.day);
    let answers = read_answers(form, day, m.answers);
    Some(BooksEvent::SampleAnswered { day: day?, answers: answers? })
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
        BooksEvent::SampleDrawn { day, version, seed, of, numbers, due } => {
            Recorded::SampleDrawn(proto::SampleDrawn {
                day: day.to_string(),
                version: *version,
                seed: seed.to_vec(),
                of: *of,
                numbers: numbers.iter().map(write_number).collect(),
                due: due.map(time::write),
            })
        }
        BooksEvent::SampleAnswered { day, answers } => Recorded::SampleAnswered(proto::SampleAnswered {
            day: day.to_string(),
            answers: write_answers(answers),
        }),
    }
}

fn read_answers(
    form: &mut Form,
    day: Option<Date>,
    answers: Vec<proto::SampleAnswer>,
) -> Option<Vec<SampleAnswer>> {
    form.list("answers", answers, limits::SAMPLE, |form, answer| {
        let of = form.within("of", |form| read_number(form, day, answer.of.unwrap_or_default()));
        let subject = form.text("subject", answer.subject, limits::TEXT);
        let scan_sha256 = form.bytes32("scan_sha256", &answer.scan_sha256);
        let dossier = form.optional_id("dossier", &answer.dossier);
        Some(SampleAnswer {
            of: of?,
            subject: subject?,
            scan_sha256: scan_sha256?,
            scan_size: answer.scan_size,
            dossier: dossier?,
        })
    })
}

fn read_number(form: &mut Form, day: Option<Date>, m: proto::BookNumber) -> Option<BookNumber> {
    let side = form.word("side", m.side);
    let name = form.line("name", m.name);
    let year = read_year(form, day, m.year);
    let number = form.number("number", m.number, 1..=u32::MAX);
    Some(BookNumber { book: Book { side: side?, name: name?, year: year? }, number: number? })
}

fn write_answers(answers: &[SampleAnswer]) -> Vec<proto::SampleAnswer> {
    let answer = |answer: &SampleAnswer| proto::SampleAnswer {
        of: Some(write_number(&answer.of)),
        subject: answer.subject.to_string(),
        scan_sha256: answer.scan_sha256.to_vec(),
        scan_size: answer.scan_size,
        dossier: answer.dossier.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    answers.iter().map(answer).collect()
}

fn write_number(of: &BookNumber) -> proto::BookNumber {
    proto::BookNumber {
        side: of.book.side.number(),
        name: of.book.name.to_string(),
        year: of.book.year.into(),
        number: of.number,
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

//! The verbs of an agency's books.
//!
//! `declares DATE [BOOK NUMBERS …]… [because REASON]`, a book being `in`, `out`, `out/NAME`, `out:YEAR` or `out/NAME:YEAR`, numbers
//! `7`, `1-9`, and `4=CODE` for one that concerns a dossier (which must stand among the others too) ·
//! `sees personal CODE… [because REASON]` · `shows DATE [BOOK NUMBER …]… [saying SUBJECT]`, `4=CODE` being one that concerns a dossier after all.

use crate::phrase::Phrases;
use crate::read::Trouble;
use jiff::civil::Date;
use lienthong_dossier::{
    Book, BookNumber, BookPage, BookSide, BooksCommand, Numbers, SampleAnswer, TiedNumber,
};
use lienthong_names::DossierCode;
use sha2::{Digest, Sha256};

pub(super) fn command(act: &Phrases) -> Result<Option<BooksCommand>, Trouble> {
    let head = act.head();
    if let ["sees", "personal", codes @ ..] = head.as_slice() {
        let code = |word: &&str| {
            DossierCode::new(word.trim_end_matches(','))
                .map_err(|error| Trouble::at(act.line(), error.to_string()))
        };
        let dossiers = codes.iter().map(code).collect::<Result<_, _>>()?;
        return Ok(Some(BooksCommand::ReadPersonalData {
            dossiers,
            reason: act.get("because").unwrap_or_default().into(),
        }));
    }
    let (verb, day, written) = match head.as_slice() {
        [verb @ ("declares" | "shows"), day, written @ ..] => (*verb, day, written),
        _ => return Ok(None),
    };
    let Ok(day) = day.parse::<Date>() else { return act.trouble(format!("`{day}` is no day")) };
    if verb == "shows" {
        return Ok(Some(BooksCommand::AnswerSample { day, answers: answers(act, day, written)? }));
    }
    let mut books: Vec<BookPage> = Vec::new();
    for word in written.iter().map(|word| word.trim_end_matches(',')) {
        if let Some(book) = book(word, day) {
            books.push(BookPage { book, numbers: Vec::new(), tied: Vec::new() });
            continue;
        }
        let Some(page) = books.last_mut() else { return act.trouble("numbers of which book?") };
        match word.split_once('=') {
            Some((number, code)) => page.tied.push(TiedNumber {
                number: number
                    .parse()
                    .map_err(|_| Trouble::at(act.line(), format!("`{number}` is no number")))?,
                dossier: DossierCode::new(code)
                    .map_err(|error| Trouble::at(act.line(), error.to_string()))?,
            }),
            None => page.numbers.push(numbers(act, word)?),
        }
    }
    let reason = act.get("because").unwrap_or_default().into();
    Ok(Some(BooksCommand::DeclareDay { day, books, reason }))
}

/// What is shown of each number is told apart by its digest alone.
fn answers(act: &Phrases, day: Date, written: &[&str]) -> Result<Vec<SampleAnswer>, Trouble> {
    let (mut of, mut answers) = (None, Vec::new());
    for word in written.iter().map(|word| word.trim_end_matches(',')) {
        if let Some(book) = book(word, day) {
            of = Some(book);
            continue;
        }
        let Some(book) = of.clone() else { return act.trouble("numbers of which book?") };
        let (number, code) = word.split_once('=').map_or((word, None), |(number, code)| (number, Some(code)));
        let Ok(number) = number.parse() else { return act.trouble(format!("`{number}` is no number")) };
        let dossier = code.map(DossierCode::new).transpose();
        answers.push(SampleAnswer {
            of: BookNumber { book, number },
            subject: act.get("saying").unwrap_or_default().into(),
            scan_sha256: Sha256::digest(word).into(),
            scan_size: 1_000,
            dossier: dossier.map_err(|error| Trouble::at(act.line(), error.to_string()))?,
        });
    }
    Ok(answers)
}

fn book(word: &str, day: Date) -> Option<Book> {
    let (named, year) = match word.split_once(':') {
        Some((named, year)) => (named, year.parse().ok()?),
        None => (word, u16::try_from(day.year()).ok()?),
    };
    let (side, name) = named.split_once('/').unwrap_or((named, ""));
    let side = match side {
        "in" => BookSide::Incoming,
        "out" => BookSide::Outgoing,
        _ => return None,
    };
    Some(Book { side, name: name.into(), year })
}

fn numbers(act: &Phrases, word: &str) -> Result<Numbers, Trouble> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    match (first.parse(), last.parse()) {
        (Ok(first), Ok(last)) => Ok(Numbers { first, last }),
        _ => act.trouble(format!("`{word}` is neither a book nor numbers")),
    }
}

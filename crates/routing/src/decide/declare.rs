//! `DeclareDay`: an agency's in-books and out-books of one day, and what is drawn of them.

use crate::draw;
use crate::grounds::{R02_CAPACITY, R12_ACTOR};
use crate::rules::{declarations, r07_reason, r18_ahead};
use crate::since::samples_are_drawn;
use jiff::civil::Date;
use lienthong_dossier::{BookPage, Books, BooksCommandKind, BooksEvent, Check, Refusals};
use lienthong_names::Act;
use lienthong_service::Facts;

/// What is declared.
pub(crate) struct Declaration<'a> {
    pub(crate) day: Date,
    pub(crate) books: &'a [BookPage],
    pub(crate) reason: &'a str,
}

/// A second declaration of a day is a correction: it carries a reason, and the first stays where it stands. What was drawn with the first
/// stays drawn; the second draws from what it adds.
pub(crate) fn decide(
    books: &Books,
    declared: &Declaration<'_>,
    act: &Act,
    facts: &Facts<'_>,
) -> Check<Vec<BooksEvent>> {
    let mut no = Refusals::new();
    no.ask(declarations::agency_was_there(facts, &act.agency, declared.day));
    no.extend(facts.refuse_actor(act, BooksCommandKind::DeclareDay.as_str(), R12_ACTOR.code));
    no.ask(own_words(facts, act));
    no.ask(declarations::day_is_over(facts, &act.agency, declared.day));
    no.ask(r18_ahead::check(facts, "occurred_at", act.occurred_at));
    no.extend(declarations::numbers(books, declared.day, declared.books));
    let before = books.day(declared.day).map_or(0, |day| day.version);
    if before > 0 {
        no.ask(r07_reason::check("reason", [declared.reason]));
    }
    no.settle()?;
    let (day, version) = (declared.day, before + 1);
    let drawn = samples_are_drawn(facts)
        .then(|| draw::draw(facts, &act.agency, (day, version), &books.to_draw_from(day, declared.books)));
    let declared = BooksEvent::DayDeclared {
        day,
        version,
        books: declared.books.to_vec(),
        reason: declared.reason.into(),
    };
    Ok(std::iter::once(declared).chain(drawn.flatten()).collect())
}

/// R02: an agency declares its own books; nobody remembers them for it.
pub(super) fn own_words(facts: &Facts<'_>, act: &Act) -> Check {
    if !facts.is_history() {
        return Ok(());
    }
    R02_CAPACITY.refuse(
        "agency",
        format!(
            "chỉ chính {} mới được kê khai sổ công văn của mình, không qua khóa nhập lịch sử",
            act.agency
        ),
        format!("only {} itself declares its books, and not by a historian's key", act.agency),
    )
}

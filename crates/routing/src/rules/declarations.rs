//! What an agency declares of a day: the day is over, the agency was there, and each number of a book was given once.

use crate::grounds::{BACKWARDS, BEFORE_AGENCY, DAY_RUNS, GIVEN_BEFORE, TIED_OUTSIDE, TWICE_THAT_DAY};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use lienthong_dossier::{Book, BookPage, Books, Check, Numbers};
use lienthong_names::{AgencyId, Refusal};
use lienthong_service::Facts;

/// Where an agency has no calendar, its days are those of Vietnam.
const VIETNAM: Offset = Offset::constant(7);

/// What is received in the closing minute belongs to the day (DOMAIN section 6): the day is over when that minute is.
const CLOSING: SignedDuration = SignedDuration::from_mins(1);

/// The day on the agency's wall.
fn local_date(facts: &Facts<'_>, agency: &AgencyId, at: Timestamp) -> Date {
    let calendar = facts.catalogue.calendar(agency);
    calendar.map_or_else(|| VIETNAM.to_datetime(at).date(), |calendar| calendar.local_date(at))
}

/// Numbers may still be given until business closes; on a day off, or one of which nobody has decided whether it is one, until
/// midnight.
pub(crate) fn day_is_over(facts: &Facts<'_>, agency: &AgencyId, day: Date) -> Check {
    let now = facts.effective_at;
    let today = local_date(facts, agency, now);
    let closing = facts.catalogue.calendar(agency).and_then(|calendar| calendar.closing_of(day).ok()?);
    let closed = closing.is_some_and(|closing| now.duration_since(closing) >= CLOSING);
    if day < today || day == today && closed {
        return Ok(());
    }
    let (vi, en) = if day == today {
        (
            format!("ngày {day} chưa hết giờ làm việc: kê khai sau giờ đóng cửa"),
            format!("{day} is not over: it is declared when business has closed"),
        )
    } else {
        (format!("ngày {day} chưa đến"), format!("{day} is yet to come"))
    };
    DAY_RUNS.refuse("day", vi, en)
}

/// An agency has no books of the time before it was there.
pub(crate) fn agency_was_there(facts: &Facts<'_>, agency: &AgencyId, day: Date) -> Check {
    // Of an agency that is not in the catalogue at all R12 speaks.
    let Some(since) = facts.catalogue.agency_since(agency) else { return Ok(()) };
    let since = local_date(facts, agency, since);
    if since <= day {
        return Ok(());
    }
    BEFORE_AGENCY.refuse(
        "day",
        format!("{agency} chỉ có từ ngày {since}"),
        format!("{agency} has been there since {since} only"),
    )
}

/// Everything that speaks against the numbers of a declaration.
pub(crate) fn numbers(known: &Books, day: Date, pages: &[BookPage]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut given: Vec<(&Book, Numbers)> = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        for (number, range) in page.numbers.iter().enumerate() {
            let field = format!("books[{at}].numbers[{number}]");
            refusals.extend(range_refusal(known, day, &given, &page.book, *range, &field));
            given.push((&page.book, *range));
        }
        for (number, tied) in page.tied.iter().enumerate() {
            if page.numbers.iter().any(|range| range.contains(tied.number)) {
                continue;
            }
            refusals.push(TIED_OUTSIDE.refusal(
                &format!("books[{at}].tied[{number}]"),
                format!(
                    "số {} gắn với hồ sơ {} không nằm trong các số đã kê khai",
                    tied.number, tied.dossier
                ),
                format!("number {}, of dossier {}, is none of those declared", tied.number, tied.dossier),
            ));
        }
    }
    refusals
}

/// The first thing that speaks against one range of a book.
fn range_refusal(
    known: &Books,
    day: Date,
    given: &[(&Book, Numbers)],
    book: &Book,
    range: Numbers,
    field: &str,
) -> Option<Refusal> {
    let Numbers { first, last } = range;
    if first > last {
        let vi = format!("dãy số chạy ngược: từ {first} đến {last}");
        return Some(BACKWARDS.refusal(field, vi, format!("it runs backwards: from {first} to {last}")));
    }
    if let Some((_, twice)) = given.iter().find(|(of, given)| *of == book && given.overlaps(range)) {
        return Some(TWICE_THAT_DAY.refusal(
            field,
            format!("trùng với dãy {}-{} của cùng sổ trong cùng bản kê khai", twice.first, twice.last),
            format!("it overlaps {}-{} of the same book in the same declaration", twice.first, twice.last),
        ));
    }
    let (other, before) = known.given_on_another_day(day, book, range)?;
    Some(GIVEN_BEFORE.refusal(
        field,
        format!("trùng với dãy {}-{} của cùng sổ đã kê khai cho ngày {other}", before.first, before.last),
        format!("it overlaps {}-{} of the same book, declared of {other}", before.first, before.last),
    ))
}

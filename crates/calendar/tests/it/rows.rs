//! Rows computed by hand.

use jiff::Timestamp;
use jiff::civil::{Weekday, time};
use lienthong_calendar::{Calendar, CalendarData, Span, Term, Undecided};

use crate::{at, on, saturday_desk};

fn check(calendar: &Calendar, rows: &[(&str, Term, &str)]) {
    for (from, term, due) in rows {
        assert_eq!(calendar.due(at(from), term), Ok(at(due)), "{from} {term:?}");
    }
}

#[test]
fn working_days() {
    check(
        &Calendar::vietnam_default(),
        &[
            // Tết 2021, off 10 to 16 February; the closing instant belongs to its day.
            ("2021-02-09 16:59", Term::working_days(1), "2021-02-17 17:00"),
            ("2021-02-09 17:00", Term::working_days(1), "2021-02-17 17:00"),
            ("2021-02-09 17:00:59", Term::working_days(1), "2021-02-17 17:00"),
            ("2021-02-09 17:01", Term::working_days(1), "2021-02-18 17:00"),
            ("2021-02-12 10:00", Term::working_days(1), "2021-02-18 17:00"),
            // Year end.
            ("2020-12-31 10:00", Term::working_days(1), "2021-01-04 17:00"),
            ("2020-12-31 18:00", Term::working_days(1), "2021-01-05 17:00"),
            // Before opening, and at one in the morning, when UTC is still on Sunday.
            ("2020-10-05 05:00", Term::working_days(1), "2020-10-06 17:00"),
            ("2020-10-05 01:00", Term::working_days(1), "2020-10-06 17:00"),
            // None: the day of reception.
            ("2020-10-05 08:00", Term::working_days(0), "2020-10-05 17:00"),
            ("2020-10-10 08:00", Term::working_days(0), "2020-10-12 17:00"),
            // Swaps: the Saturday counts, the day it stands for does not.
            ("2026-08-21 14:00", Term::working_days(1), "2026-08-22 17:00"),
            ("2026-08-21 14:00", Term::working_days(2), "2026-08-24 17:00"),
            ("2026-08-28 14:00", Term::working_days(1), "2026-09-03 17:00"),
            ("2025-04-26 09:00", Term::working_days(4), "2025-05-06 17:00"),
            // Investment policy, 35 days.
            ("2020-10-12 08:00", Term::working_days(35), "2020-11-30 17:00"),
        ],
    );
}

#[test]
fn half_days() {
    check(
        &Calendar::vietnam_default(),
        &[
            ("2020-10-05 08:00", Term::half_days(1), "2020-10-06 11:30"),
            ("2020-10-05 08:00", Term::half_days(2), "2020-10-06 17:00"),
            ("2020-10-05 08:00", Term::half_days(3), "2020-10-07 11:30"),
            ("2020-10-09 08:00", Term::half_days(1), "2020-10-12 11:30"),
            ("2020-10-09 18:00", Term::half_days(3), "2020-10-14 11:30"),
        ],
    );
}

#[test]
fn calendar_days() {
    check(
        &Calendar::vietnam_default(),
        &[
            ("2020-10-05 08:00", Term::calendar_days(1), "2020-10-06 17:00"),
            ("2020-10-02 08:00", Term::calendar_days(1), "2020-10-05 17:00"),
            ("2020-10-03 08:00", Term::calendar_days(1), "2020-10-06 17:00"),
            ("2020-10-02 17:30", Term::calendar_days(1), "2020-10-06 17:00"),
            ("2020-01-13 08:00", Term::calendar_days(10), "2020-01-30 17:00"),
            ("2020-12-17 08:00", Term::calendar_days(15), "2021-01-04 17:00"),
        ],
    );
}

#[test]
fn working_minutes() {
    check(
        &Calendar::vietnam_default(),
        &[
            ("2020-10-05 12:00", Term::working_hours(1), "2020-10-05 14:30"),
            ("2020-10-05 05:00", Term::working_hours(1), "2020-10-05 08:00"),
            ("2020-10-05 11:00", Term::working_minutes(30), "2020-10-05 11:30"),
            ("2020-10-05 11:00", Term::working_minutes(31), "2020-10-05 13:31"),
            ("2020-10-05 09:00:59", Term::working_hours(1), "2020-10-05 10:00"),
            ("2020-12-31 16:30", Term::working_hours(1), "2021-01-04 07:30"),
            ("2020-10-09 17:00", Term::working_minutes(1), "2020-10-12 07:01"),
            ("2020-10-05 12:00", Term::working_minutes(0), "2020-10-05 12:00"),
            // A year of 252 working days from the first opening: ten were off on weekdays, of 262.
            ("2020-01-01 00:00", Term::working_hours(8 * 252), "2020-12-31 17:00"),
        ],
    );
}

#[test]
fn phases() {
    check(
        &Calendar::vietnam_default(),
        &[
            ("2020-10-05 09:00", Term::working_days(3).then(Term::calendar_days(15)), "2020-10-23 17:00"),
            ("2020-10-05 09:00", Term::calendar_days(15).then(Term::working_days(3)), "2020-10-23 17:00"),
            // Each phase of calendar days rolls: Saturday 10 to Monday 12, Saturday 17 to Monday 19.
            ("2020-10-05 09:00", Term::calendar_days(5).then(Term::calendar_days(5)), "2020-10-19 17:00"),
            ("2020-10-05 09:00", Term::calendar_days(10), "2020-10-15 17:00"),
            // A correction of the land registry: 1 + 4 + 1 + 0.5 + 0.5.
            (
                "2020-10-05 09:00",
                [2, 8, 2, 1, 1].map(Term::half_days).into_iter().reduce(Term::then).unwrap(),
                "2020-10-14 17:00",
            ),
            // Half a day, then hours: from noon on.
            ("2020-10-05 09:00", Term::half_days(1).then(Term::working_hours(1)), "2020-10-06 14:30"),
        ],
    );
}

#[test]
fn a_desk_open_on_saturday_morning() {
    check(
        &saturday_desk(),
        &[
            ("2020-10-09 10:00", Term::working_days(1), "2020-10-10 11:30"),
            ("2020-10-10 11:31", Term::working_days(1), "2020-10-13 17:00"),
            ("2020-10-09 16:00", Term::working_hours(2), "2020-10-10 08:00"),
            // Saturday 1 May 2021 is Labour Day, made up on Monday 3 May: both are off.
            ("2021-04-29 10:00", Term::working_days(1), "2021-05-04 17:00"),
            // A Saturday worked in place of a Monday has Monday's hours.
            ("2024-05-03 10:00", Term::working_days(1), "2024-05-04 17:00"),
        ],
    );
}

#[test]
fn other_hours() {
    let hours =
        [Span::new(time(7, 30, 0, 0), time(11, 30, 0, 0)), Span::new(time(13, 30, 0, 0), time(17, 30, 0, 0))];
    let data = [Weekday::Monday, Weekday::Tuesday]
        .into_iter()
        .fold(CalendarData::vietnam_default(), |data, weekday| data.with_hours(weekday, hours));
    let calendar = Calendar::new(data).unwrap();
    check(
        &calendar,
        &[
            ("2020-10-05 17:30", Term::working_days(1), "2020-10-06 17:30"),
            ("2020-10-05 17:15", Term::working_minutes(30), "2020-10-06 07:45"),
            ("2020-10-06 08:00", Term::working_days(1), "2020-10-07 17:00"),
        ],
    );
    assert_ne!(calendar, Calendar::vietnam_default());
}

#[test]
fn days_and_instants() {
    let calendar = Calendar::vietnam_default();
    for (date, worked) in [
        ("2020-10-05", true),
        ("2020-10-04", false),
        ("2020-09-02", false),
        ("2024-05-04", true),
        ("2024-04-29", false),
    ] {
        assert_eq!(calendar.is_working_day(on(date)), Ok(worked), "{date}");
        let closing = worked.then(|| at(&format!("{date} 17:00")));
        assert_eq!(calendar.closing_of(on(date)), Ok(closing), "{date}");
    }
    for (instant, working, opening) in [
        ("2020-10-05 06:59", false, "2020-10-05 07:00"),
        ("2020-10-05 07:00", true, "2020-10-05 07:00"),
        ("2020-10-05 08:15:30", true, "2020-10-05 08:15"),
        ("2020-10-05 11:30", true, "2020-10-05 13:30"),
        ("2020-10-05 11:31", false, "2020-10-05 13:30"),
        ("2020-10-05 17:00", true, "2020-10-06 07:00"),
        ("2020-10-05 17:01", false, "2020-10-06 07:00"),
        ("2020-01-22 23:00", false, "2020-01-30 07:00"),
    ] {
        assert_eq!(calendar.is_working_instant(at(instant)), Ok(working), "{instant}");
        assert_eq!(calendar.next_opening(at(instant)), Ok(at(opening)), "{instant}");
    }
    assert_eq!(calendar.local_date("2020-10-04T17:00Z".parse().unwrap()), on("2020-10-05"));
    assert_eq!(calendar.local_date("2020-10-04T16:59Z".parse().unwrap()), on("2020-10-04"));
}

#[test]
fn counting() {
    let calendar = Calendar::vietnam_default();
    for (a, b, days) in [
        ("2020-10-05", "2020-10-05", 0),
        ("2020-10-05", "2020-10-12", 5),
        ("2020-10-12", "2020-10-05", -5),
        ("2020-10-03", "2020-10-05", 1),
        ("2020-01-22", "2020-02-03", 3),
        ("2020-01-01", "2020-12-31", 252),
    ] {
        assert_eq!(calendar.working_days_between(on(a), on(b)), Ok(days), "{a} {b}");
    }
    for (a, b, minutes) in [
        ("2020-10-05 11:00", "2020-10-05 14:00", 60),
        ("2020-10-05 14:00", "2020-10-05 11:00", -60),
        ("2020-10-05 08:00:59", "2020-10-05 08:01:00", 1),
        ("2020-10-05 08:00:00", "2020-10-05 08:00:59", 0),
        ("2020-10-09 16:00", "2020-10-12 08:00", 120),
    ] {
        assert_eq!(calendar.working_minutes_between(at(a), at(b)), Ok(minutes), "{a} {b}");
    }
}

#[test]
fn what_was_not_decided_is_refused() {
    let calendar = Calendar::vietnam_default();
    let undecided = |date| Undecided { date: on(date), from: on("2020-01-01"), until: on("2026-12-31") };
    let (before, after) = (undecided("2019-12-31"), undecided("2027-01-01"));

    assert_eq!(calendar.is_working_day(on("2019-12-31")), Err(before));
    assert_eq!(calendar.closing_of(on("2027-01-01")), Err(after));
    assert_eq!(calendar.due(at("2019-12-31 23:59"), &Term::working_days(1)), Err(before));
    assert_eq!(calendar.working_days_between(on("2019-12-31"), on("2020-01-02")), Err(before));
    assert_eq!(calendar.working_minutes_between(at("2026-12-31 08:00"), at("2027-01-01 00:00")), Err(after));

    let last = at("2026-12-31 16:00");
    assert_eq!(calendar.due(last, &Term::working_days(0)), Ok(at("2026-12-31 17:00")));
    assert_eq!(calendar.due(last, &Term::working_hours(1)), Ok(at("2026-12-31 17:00")));
    for term in [
        Term::half_days(1),
        Term::calendar_days(1),
        Term::working_minutes(61),
        Term::working_days(u32::MAX),
        Term::calendar_days(u32::MAX),
        Term::working_minutes(u32::MAX),
    ] {
        assert_eq!(calendar.due(last, &term), Err(after), "{term:?}");
    }
    assert_eq!(calendar.next_opening(at("2026-12-31 17:00")), Err(after));
    for edge in [Timestamp::MIN, Timestamp::MAX] {
        assert!(calendar.is_working_instant(edge).is_err());
    }
    assert_eq!(
        after.to_string(),
        "the days off of 2027-01-01 are not decided: this calendar knows 2020-01-01 to 2026-12-31"
    );
}

//! Whole years against a walk over minutes and days that shares nothing with the crate.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jiff::civil::{Date, Weekday, date};
use jiff::{SignedDuration, ToSpan};
use lienthong_calendar::{Calendar, Term};

use crate::at;

/// Month and day, first and last of each run off in 2020, the weekends apart.
const OFF_2020: [((i8, i8), (i8, i8)); 5] =
    [((1, 1), (1, 1)), ((1, 23), (1, 29)), ((4, 2), (4, 2)), ((4, 30), (5, 1)), ((9, 2), (9, 2))];

fn days_of_2020() -> impl Iterator<Item = Date> {
    date(2020, 1, 1).series(1.day()).take_while(|day| day.year() == 2020)
}

fn is_worked(day: Date) -> bool {
    let off = OFF_2020.iter().any(|(first, last)| (*first..=*last).contains(&(day.month(), day.day())));
    !off && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[test]
fn every_minute_of_a_year() {
    let calendar = Calendar::vietnam_default();
    let begin = at("2020-01-01 00:00");
    let (mut now, mut worked) = (begin, 0_u32);
    for day in days_of_2020() {
        for minute in 0..24 * 60 {
            assert_eq!(calendar.working_minutes_between(begin, now), Ok(i64::from(worked)), "{now}");
            let runs = is_worked(day) && ((420..690).contains(&minute) || (810..1020).contains(&minute));
            now += SignedDuration::from_mins(1);
            if runs {
                worked += 1;
                assert_eq!(calendar.add_working_minutes(begin, worked), Ok(now));
            }
        }
    }
    assert_eq!(worked, 252 * 480);
}

#[test]
fn every_day_of_a_year_and_every_term_up_to_forty_days() {
    let calendar = Calendar::vietnam_default();
    let worked: BTreeSet<Date> = days_of_2020().filter(|day| is_worked(*day)).collect();
    let closing = |day: Date| at(&format!("{day} 17:00"));
    let last_start = date(2020, 10, 1);
    for day in days_of_2020().take_while(|day| *day < last_start) {
        let received = at(&format!("{day} 10:00"));
        let zero = *worked.range(day..).next().unwrap();
        for (n, due) in worked.range(zero..).take(41).enumerate() {
            let n = u32::try_from(n).unwrap();
            assert_eq!(calendar.due(received, &Term::working_days(n)), Ok(closing(*due)), "{day} {n}");
        }
        for (n, end) in zero.series(1.day()).take(41).enumerate() {
            let n = u32::try_from(n).unwrap();
            let due = *worked.range(end..).next().unwrap();
            assert_eq!(calendar.due(received, &Term::calendar_days(n)), Ok(closing(due)), "{day} {n}");
        }
    }
}

#[test]
fn adding_across_years_does_not_walk_minutes() {
    let calendar = Calendar::vietnam_default();
    let (begin, end) = (at("2020-01-01 00:00"), at("2025-12-31 17:00"));
    let whole = u32::try_from(calendar.working_minutes_between(begin, end).unwrap()).unwrap();
    let started = Instant::now();
    for short in 0..100_000 {
        assert!(calendar.add_working_minutes(begin, whole - short).unwrap() <= end);
    }
    // Walked, these are some 7e10 minutes; searched, some milliseconds. The bound leaves room for a busy machine.
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

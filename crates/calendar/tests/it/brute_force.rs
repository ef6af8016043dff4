//! Whole years against a walk over minutes and days that shares nothing with the crate.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jiff::civil::{Date, Weekday, date};
use jiff::{SignedDuration, ToSpan};
use lienthong_calendar::{Calendar, Term};

use crate::at;

/// Month and day.
type OfYear = (i8, i8);

/// First and last of each run off, the weekends apart; the Saturdays worked.
struct Year {
    number: i16,
    off: &'static [(OfYear, OfYear)],
    saturdays: &'static [OfYear],
}

const YEAR_2020: Year = Year {
    number: 2020,
    off: &[((1, 1), (1, 1)), ((1, 23), (1, 29)), ((4, 2), (4, 2)), ((4, 30), (5, 1)), ((9, 2), (9, 2))],
    saturdays: &[],
};

/// With two swaps.
const YEAR_2026: Year = Year {
    number: 2026,
    off: &[((1, 1), (1, 2)), ((2, 16), (2, 20)), ((4, 27), (4, 27)), ((4, 30), (5, 1)), ((8, 31), (9, 2))],
    saturdays: &[(1, 10), (8, 22)],
};

impl Year {
    fn days(&self) -> impl Iterator<Item = Date> {
        date(self.number, 1, 1).series(1.day()).take_while(|day| day.year() == self.number)
    }

    fn is_worked(&self, day: Date) -> bool {
        let of_year = (day.month(), day.day());
        let off = self.off.iter().any(|(first, last)| (*first..=*last).contains(&of_year));
        let rest = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.saturdays.contains(&of_year) || !off && !rest
    }
}

#[test]
fn every_minute_of_2020() {
    // 262 weekdays, ten of them off.
    assert_eq!(minutes_worked(&YEAR_2020), 252 * 480);
}

#[test]
fn every_minute_of_2026() {
    // 261 weekdays, thirteen of them off, and two Saturdays.
    assert_eq!(minutes_worked(&YEAR_2026), 250 * 480);
}

/// Counts them one by one, and holds the calendar to each.
fn minutes_worked(year: &Year) -> u32 {
    let calendar = Calendar::vietnam_default();
    let begin = at(&format!("{}-01-01 00:00", year.number));
    let (mut now, mut worked) = (begin, 0_u32);
    for day in year.days() {
        for minute in 0..24 * 60 {
            assert_eq!(calendar.working_minutes_between(begin, now), Ok(i64::from(worked)), "{now}");
            let runs = year.is_worked(day) && ((420..690).contains(&minute) || (810..1020).contains(&minute));
            now += SignedDuration::from_mins(1);
            if runs {
                worked += 1;
                assert_eq!(calendar.add_working_minutes(begin, worked), Ok(now));
            }
        }
    }
    worked
}

#[test]
fn every_day_of_a_year_and_every_term_up_to_forty_days() {
    let calendar = Calendar::vietnam_default();
    let worked: BTreeSet<Date> = YEAR_2020.days().filter(|day| YEAR_2020.is_worked(*day)).collect();
    let closing = |day: Date| at(&format!("{day} 17:00"));
    let last_start = date(2020, 10, 1);
    for day in YEAR_2020.days().take_while(|day| *day < last_start) {
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

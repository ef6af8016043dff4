//! Which days off the law leads one to expect in a year, before anybody has decided them.
//!
//! Belongs here: a proposal, for whoever prepares next year's calendar. Does not: what is off (`vietnam`, and calendars as
//! they are published), swaps of a weekday for a Saturday: those are decisions.
//! Not in it, as in the table: 24 November, which no decision was known to order.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::lunar;

/// Tết has had five days since the Labour Code of 2012.
const YEARS: RangeInclusive<i16> = 2014..=2199;

/// The year from which National Day has two days (Labour Code 2019, art. 112).
const TWO_DAYS_SINCE: i16 = 2021;

/// The days off to be expected in `year`, for an agency that rests on Saturdays and Sundays: each holiday, and the next
/// working day for each that falls on a rest day. `None` for years to which the law does not apply.
///
/// The law leaves the choice which days before and after the new year, and which one beside 2 September, are off. Proposed is
/// what was chosen each year from 2020 to 2026: what leaves no single working day between days off.
#[must_use]
pub fn proposed_days_off(year: i16) -> Option<BTreeSet<Date>> {
    if !YEARS.contains(&year) {
        return None;
    }
    let ancestors = lunar::first_of_month(3, year)?.checked_add(9.days()).ok()?;
    let alone = [date(year, 1, 1), ancestors, date(year, 4, 30), date(year, 5, 1)];
    let holidays = alone.into_iter().chain(new_year(year)?).chain(national_day(year));
    let holidays: BTreeSet<Date> = holidays.collect();
    let mut off = holidays.clone();
    for holiday in holidays.into_iter().filter(|day| is_rest_day(*day)) {
        let made_up = holiday.series(1.day()).find(|day| !is_rest_day(*day) && !off.contains(day))?;
        off.insert(made_up);
    }
    Some(off)
}

/// Five days: the last of the old year and four, or the last two and three.
fn new_year(year: i16) -> Option<impl Iterator<Item = Date>> {
    let first = lunar::first_of_month(1, year)?;
    let before = if first.weekday() == Weekday::Tuesday { 1 } else { 2 };
    Some(first.checked_sub(before.days()).ok()?.series(1.day()).take(5))
}

fn national_day(year: i16) -> impl Iterator<Item = Date> {
    let day = date(year, 9, 2);
    let beside = match day.weekday() {
        Weekday::Sunday | Weekday::Monday | Weekday::Thursday => date(year, 9, 3),
        _ => date(year, 9, 1),
    };
    [day].into_iter().chain((year >= TWO_DAYS_SINCE).then_some(beside))
}

fn is_rest_day(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::CalendarData;

    /// Off by decision alone, each for a Saturday that was worked.
    const SWAPPED: [Date; 4] = [date(2024, 4, 29), date(2025, 5, 2), date(2026, 1, 2), date(2026, 8, 31)];

    #[test]
    fn what_is_proposed_is_what_was_decided_but_for_swaps() {
        let decided = CalendarData::vietnam_default().holidays;
        for year in 2020..=2026 {
            let expected: BTreeSet<Date> =
                decided.iter().copied().filter(|day| day.year() == year && !SWAPPED.contains(day)).collect();
            assert_eq!(proposed_days_off(year), Some(expected), "{year}");
        }
    }

    #[test]
    fn a_year_that_nobody_has_decided() {
        // By hand, 2027. 1 January is a Friday. Tết on Saturday 6 February: Thursday 4 to Monday 8, and Tuesday 9 and Wednesday
        // 10 for the weekend within. Giỗ Tổ on Friday 16 April; 30 April a Friday; 1 May a Saturday, made up on Monday 3.
        // 2 September is a Thursday, so Friday 3 with it.
        let feb = (4..=10).map(|day| date(2027, 2, day));
        let others = [(1, 1), (4, 16), (4, 30), (5, 1), (5, 3), (9, 2), (9, 3)];
        let expected: BTreeSet<Date> = feb.chain(others.map(|(month, day)| date(2027, month, day))).collect();
        assert_eq!(proposed_days_off(2027), Some(expected));
    }

    #[test]
    fn every_year_of_the_law_has_its_days_and_no_other_year_a_proposal() {
        for year in YEARS {
            let off = proposed_days_off(year).unwrap();
            let weekdays = off.iter().filter(|day| !is_rest_day(**day)).count();
            // Holidays that coincide are one day: Giỗ Tổ can fall on 30 April.
            let granted = if year >= TWO_DAYS_SINCE { 11 } else { 10 };
            assert!((granted - 1..=granted).contains(&weekdays), "{year}: {off:?}");
            assert!(off.iter().all(|day| day.year() == year), "{year}");
        }
        assert_eq!((proposed_days_off(2013), proposed_days_off(2200)), (None, None));
    }
}

//! The days off of Vietnamese agencies, as decided year by year.
//!
//! Belongs here: data, and nothing computed. The notices are announced each year for officials (Labour Code 2012 art.
//! 115, 2019 art. 112); a calendar published in the catalogue overrides this table, and years after it need one.
//! Not in it: 24 November 2026. The Politburo's Resolution 80 (January 2026) wants it off, but no decision that orders
//! it was known when the table was made. Check before use.

use jiff::civil::{Date, date, time};
use jiff::tz::Offset;

use crate::{CalendarData, Span};

/// The years the table covers, whole.
const DECIDED: (Date, Date) = (date(2020, 1, 1), date(2026, 12, 31));

/// The usual hours: 07:00 to 11:30 and 13:30 to 17:00, eight hours in all.
const USUAL_DAY: [Span; 2] =
    [Span::new(time(7, 0, 0, 0), time(11, 30, 0, 0)), Span::new(time(13, 30, 0, 0), time(17, 0, 0, 0))];

/// Days off, first and last of each run.
const DAYS_OFF: &[(Date, Date)] = &[
    // 2020: New Year, Tết (new moon 25 January), Giỗ Tổ, 30 April and 1 May, National Day.
    one(date(2020, 1, 1)),
    (date(2020, 1, 23), date(2020, 1, 29)),
    one(date(2020, 4, 2)),
    (date(2020, 4, 30), date(2020, 5, 1)),
    one(date(2020, 9, 2)),
    // 2021: Tết 12 February; 1 May was a Saturday; from here on National Day is two days.
    one(date(2021, 1, 1)),
    (date(2021, 2, 10), date(2021, 2, 16)),
    one(date(2021, 4, 21)),
    one(date(2021, 4, 30)),
    one(date(2021, 5, 3)),
    (date(2021, 9, 2), date(2021, 9, 3)),
    // 2022: 1 January, Giỗ Tổ, 30 April and 1 May on rest days; Tết 1 February.
    one(date(2022, 1, 3)),
    (date(2022, 1, 31), date(2022, 2, 4)),
    one(date(2022, 4, 11)),
    (date(2022, 5, 2), date(2022, 5, 3)),
    (date(2022, 9, 1), date(2022, 9, 2)),
    // 2023: 1 January on a Sunday; Tết 22 January; Giỗ Tổ and 30 April on a weekend; 2 September on a Saturday.
    one(date(2023, 1, 2)),
    (date(2023, 1, 20), date(2023, 1, 26)),
    (date(2023, 5, 1), date(2023, 5, 3)),
    one(date(2023, 9, 1)),
    one(date(2023, 9, 4)),
    // 2024: Tết 10 February; 29 April swapped.
    one(date(2024, 1, 1)),
    (date(2024, 2, 8), date(2024, 2, 14)),
    one(date(2024, 4, 18)),
    (date(2024, 4, 29), date(2024, 5, 1)),
    (date(2024, 9, 2), date(2024, 9, 3)),
    // 2025: Tết 29 January; 2 May swapped.
    one(date(2025, 1, 1)),
    (date(2025, 1, 27), date(2025, 1, 31)),
    one(date(2025, 4, 7)),
    (date(2025, 4, 30), date(2025, 5, 2)),
    (date(2025, 9, 1), date(2025, 9, 2)),
    // 2026: 2 January swapped; Tết 17 February; Giỗ Tổ on a Sunday; 31 August swapped.
    (date(2026, 1, 1), date(2026, 1, 2)),
    (date(2026, 2, 16), date(2026, 2, 20)),
    one(date(2026, 4, 27)),
    (date(2026, 4, 30), date(2026, 5, 1)),
    (date(2026, 8, 31), date(2026, 9, 2)),
];

/// Holidays that fell on a rest day and were made up on another listed above. They change nothing for most agencies,
/// but keep closed the desks that work on Saturdays.
const ON_REST_DAYS: &[Date] = &[
    date(2021, 5, 1),  // Labour Day
    date(2022, 1, 1),  // New Year
    date(2022, 4, 10), // Giỗ Tổ
    date(2022, 4, 30), // Reunification Day
    date(2022, 5, 1),  // Labour Day
    date(2023, 1, 1),  // New Year
    date(2023, 4, 29), // Giỗ Tổ
    date(2023, 4, 30), // Reunification Day
    date(2023, 9, 2),  // National Day
    date(2026, 4, 26), // Giỗ Tổ
];

/// Saturdays worked, each with the weekday it was swapped for.
const SWAPS: &[(Date, Date)] = &[
    (date(2024, 5, 4), date(2024, 4, 29)),
    (date(2025, 4, 26), date(2025, 5, 2)),
    (date(2026, 1, 10), date(2026, 1, 2)),
    (date(2026, 8, 22), date(2026, 8, 31)),
];

const fn one(day: Date) -> (Date, Date) {
    (day, day)
}

impl CalendarData {
    /// Monday to Friday, the usual hours, and the days off decided for 2020 to 2026.
    pub fn vietnam_default() -> CalendarData {
        let day = USUAL_DAY.to_vec();
        let runs = DAYS_OFF.iter().flat_map(|(first, last)| {
            first.series(jiff::Span::new().days(1)).take_while(move |day| day <= last)
        });
        CalendarData {
            offset: Offset::constant(7),
            decided_from: DECIDED.0,
            decided_until: DECIDED.1,
            week: [day.clone(), day.clone(), day.clone(), day.clone(), day, Vec::new(), Vec::new()],
            holidays: runs.chain(ON_REST_DAYS.iter().copied()).collect(),
            make_up_days: SWAPS.iter().copied().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use jiff::civil::Weekday;

    #[test]
    fn the_table_is_a_calendar() {
        assert_eq!(CalendarData::vietnam_default().check(), Ok(()));
    }

    #[test]
    fn each_year_gives_the_days_the_law_grants() {
        let data = CalendarData::vietnam_default();
        let is_weekday = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        for (year, granted) in (2020..=2026).zip([10, 11, 11, 11, 11, 11, 11]) {
            let off = data.holidays.iter().filter(|day| day.year() == year && is_weekday(day)).count();
            let worked = data.make_up_days.keys().filter(|day| day.year() == year).count();
            assert_eq!(off - worked, granted, "{year}");
        }
    }

    #[test]
    fn every_holiday_itself_is_off_even_where_every_day_is_worked() {
        let lunar = [
            ((2020, 1, 25), (2020, 4, 2)),
            ((2021, 2, 12), (2021, 4, 21)),
            ((2022, 2, 1), (2022, 4, 10)),
            ((2023, 1, 22), (2023, 4, 29)),
            ((2024, 2, 10), (2024, 4, 18)),
            ((2025, 1, 29), (2025, 4, 7)),
            ((2026, 2, 17), (2026, 4, 26)),
        ];
        let holidays = CalendarData::vietnam_default().holidays;
        let must = |day: Date| assert!(holidays.contains(&day), "{day}");
        for (tet, ancestors) in lunar.map(|(t, a)| (date(t.0, t.1, t.2), date(a.0, a.1, a.2))) {
            let year = tet.year();
            // The eve and at least the first three days of the year are off, whichever five were chosen.
            for day in tet.yesterday().unwrap().series(jiff::Span::new().days(1)).take(4) {
                must(day);
            }
            must(ancestors);
            for (month, day) in [(1, 1), (4, 30), (5, 1), (9, 2)] {
                must(date(year, month, day));
            }
        }
    }

    #[test]
    fn a_holiday_on_a_rest_day_is_made_up_on_the_next_weekday() {
        let holidays = CalendarData::vietnam_default().holidays;
        for day in ON_REST_DAYS {
            assert!(matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{day}");
            assert!(holidays.contains(&day.nth_weekday(1, Weekday::Monday).unwrap()), "{day}");
        }
    }

    #[test]
    fn national_day_is_two_days_since_2021() {
        let holidays = CalendarData::vietnam_default().holidays;
        for year in 2020..=2026 {
            let beside = [date(year, 9, 1), date(year, 9, 3)].iter().any(|day| holidays.contains(day));
            assert_eq!(beside, year >= 2021, "{year}");
        }
    }

    #[test]
    fn swaps_are_saturdays_for_weekdays() {
        for (worked, off) in SWAPS {
            assert_eq!(worked.weekday(), Weekday::Saturday, "{worked}");
            assert!(!matches!(off.weekday(), Weekday::Saturday | Weekday::Sunday), "{off}");
        }
    }
}

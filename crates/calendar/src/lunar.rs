//! The lunar calendar of Vietnam, as far as holidays need it: the first day of a lunar month of a year.
//!
//! Belongs here: new moons and the sun's place, in days. Does not: which days are off (`proposal`).
//!
//! A month begins on the day of its new moon, by the clock of the zone; the eleventh holds the winter solstice; of thirteen
//! months between two elevenths the first in which the sun enters no new twelfth of its way is a leap month. The series are
//! those of Meeus (Astronomical Algorithms), cut off as Hồ Ngọc Đức does: to minutes, which is enough unless a new moon falls
//! within minutes of midnight. Hence it proposes, and decides nothing.

use std::f64::consts::PI;

use jiff::civil::{Date, date};

/// Hours ahead of UTC. China's eight make Tết another day in some years, such as 2030.
const ZONE_HOURS: f64 = 7.0;

/// Days from one new moon to the next, on the whole.
const MONTH_DAYS: f64 = 29.530_588_853;

/// The new moon from which months are numbered: 1 January 1900, as a Julian date.
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;

/// The Julian day of 1 January 1970.
const UNIX_DAY: i64 = 2_440_588;

const EPOCH: Date = date(1970, 1, 1);

/// The first day of a lunar month, 1 to 10 and no leap month, of the lunar year that begins in `year`. `None` where a date
/// cannot be had, which no year of a calendar is.
pub(crate) fn first_of_month(month: i64, year: i16) -> Option<Date> {
    let (winter, next_winter) = (eleventh_month(year.checked_sub(1)?), eleventh_month(year));
    // Two months after the eleventh comes the first.
    let after = month + 1;
    let leap = next_winter - winter > 365 && after >= leap_after(winter);
    day(new_moon_day(number_of(winter) + after + i64::from(leap)))
}

/// The Julian day on which the eleventh month begins, the one with the winter solstice of `year`.
fn eleventh_month(year: i16) -> i64 {
    let last = julian_day(date(year, 12, 31));
    let number = whole((last as f64 - FIRST_NEW_MOON.floor()) / MONTH_DAYS);
    let begins = new_moon_day(number);
    if twelfth(begins) >= 9 { new_moon_day(number - 1) } else { begins }
}

/// How many months after the eleventh the leap month stands.
fn leap_after(eleventh: i64) -> i64 {
    let place = |after| twelfth(new_moon_day(number_of(eleventh) + after));
    (1..14).find(|after| place(*after) == place(*after + 1)).unwrap_or(14)
}

/// The number of the month that begins on a Julian day.
fn number_of(day: i64) -> i64 {
    whole((day as f64 - FIRST_NEW_MOON) / MONTH_DAYS + 0.5)
}

/// The Julian day on which a month begins, by the clock of the zone.
fn new_moon_day(number: i64) -> i64 {
    whole(new_moon(number as f64) + 0.5 + ZONE_HOURS / 24.0)
}

/// In which twelfth of its way the sun stands when a Julian day begins in the zone; 9 from the winter solstice on.
fn twelfth(day: i64) -> i64 {
    whole(sun(day as f64 - 0.5 - ZONE_HOURS / 24.0) / PI * 6.0)
}

/// The Julian date of a new moon (Meeus, chapter 32 of the first edition).
fn new_moon(number: f64) -> f64 {
    let centuries = number / 1_236.85;
    let (square, cube) = (centuries.powi(2), centuries.powi(3));
    let mean = 2_415_020.759_33 + 29.530_588_68 * number + 0.000_117_8 * square - 0.000_000_155 * cube
        + 0.000_33 * sin(166.56 + 132.87 * centuries - 0.009_173 * square);
    let anomaly = 359.2242 + 29.105_356_08 * number - 0.000_033_3 * square - 0.000_003_47 * cube;
    let moon = 306.0253 + 385.816_918_06 * number + 0.010_730_6 * square + 0.000_012_36 * cube;
    let latitude = 21.2964 + 390.670_506_46 * number - 0.001_652_8 * square - 0.000_002_39 * cube;
    let correction = (0.1734 - 0.000_393 * centuries) * sin(anomaly) + 0.0021 * sin(2.0 * anomaly)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2.0 * moon)
        - 0.0004 * sin(3.0 * moon)
        + 0.0104 * sin(2.0 * latitude)
        - 0.0051 * sin(anomaly + moon)
        - 0.0074 * sin(anomaly - moon)
        + 0.0004 * sin(2.0 * latitude + anomaly)
        - 0.0004 * sin(2.0 * latitude - anomaly)
        - 0.0006 * sin(2.0 * latitude + moon)
        + 0.0010 * sin(2.0 * latitude - moon)
        + 0.0005 * sin(2.0 * moon + anomaly);
    // From the even time of the sky to the clock's.
    let slower = -0.000_278 + 0.000_265 * centuries + 0.000_262 * square;
    mean + correction - slower
}

/// The sun's longitude at a Julian date, in radians from 0 to 2π.
fn sun(at: f64) -> f64 {
    let centuries = (at - 2_451_545.0) / 36_525.0;
    let square = centuries.powi(2);
    let anomaly =
        357.529_10 + 35_999.050_30 * centuries - 0.000_155_9 * square - 0.000_000_48 * centuries.powi(3);
    let mean = 280.466_45 + 36_000.769_83 * centuries + 0.000_303_2 * square;
    let ahead = (1.914_600 - 0.004_817 * centuries - 0.000_014 * square) * sin(anomaly)
        + (0.019_993 - 0.000_101 * centuries) * sin(2.0 * anomaly)
        + 0.000_290 * sin(3.0 * anomaly);
    (mean + ahead).to_radians().rem_euclid(2.0 * PI)
}

fn sin(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}

/// The whole part; of days since antiquity nothing is lost.
fn whole(value: f64) -> i64 {
    value.floor() as i64
}

fn julian_day(date: Date) -> i64 {
    EPOCH.duration_until(date).as_hours() / 24 + UNIX_DAY
}

fn day(julian: i64) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(julian - UNIX_DAY).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Published, not computed here.
    const TET: [(i16, i8, i8); 13] = [
        (2019, 2, 5),
        (2020, 1, 25),
        (2021, 2, 12),
        (2022, 2, 1),
        (2023, 1, 22),
        (2024, 2, 10),
        (2025, 1, 29),
        (2026, 2, 17),
        (2027, 2, 6),
        (2028, 1, 26),
        (2029, 2, 13),
        // In China a day later: its new moon falls between 23:00 and midnight here.
        (2030, 2, 2),
        (2031, 1, 23),
    ];

    /// The tenth of the third month, published as well. 2023 has a leap month before it, 2025 and 2028 after it.
    const ANCESTORS: [(i16, i8, i8); 11] = [
        (2020, 4, 2),
        (2021, 4, 21),
        (2022, 4, 10),
        (2023, 4, 29),
        (2024, 4, 18),
        (2025, 4, 7),
        (2026, 4, 26),
        (2027, 4, 16),
        (2028, 4, 4),
        (2029, 4, 23),
        (2030, 4, 12),
    ];

    #[test]
    fn years_begin_when_they_are_known_to() {
        for (year, month, day) in TET {
            assert_eq!(first_of_month(1, year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn the_third_month_is_found_with_and_without_a_leap_month_before_it() {
        for (year, month, day) in ANCESTORS {
            let tenth = first_of_month(3, year).unwrap().checked_add(jiff::Span::new().days(9)).unwrap();
            assert_eq!(tenth, date(year, month, day));
        }
    }
}

//! Days, as registers write them. Which ways there are the mapping says: 05/10 is in October here and in May elsewhere.

use super::cells::Cell;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::str::FromStr;

/// One way to write a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFormat {
    /// ISO 8601: `2020-10-05`, with a time or without; with an offset it is an instant.
    Iso,
    /// The number by which spreadsheets count days: `44109`.
    Serial,
    /// A pattern of `dd`, `MM`, `yyyy` and what stands between them: `dd/MM/yyyy`. A time may follow.
    Pattern(Box<[Part]>),
}

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The day of the month, with one digit or two.
    Day,
    /// The month, with one digit or two.
    Month,
    /// The year, with four digits.
    Year,
    /// This character.
    Mark(char),
}

impl FromStr for DateFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "iso" => return Ok(Self::Iso),
            "serial" => return Ok(Self::Serial),
            _ => {}
        }
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some(mark) = rest.chars().next() {
            let named = [("yyyy", Part::Year), ("dd", Part::Day), ("MM", Part::Month)];
            let named = named.iter().find_map(|(word, part)| Some((rest.strip_prefix(word)?, *part)));
            let (after, part) = match named {
                Some(named) => named,
                None if mark.is_alphanumeric() => return Err(WAYS),
                None => (rest.strip_prefix(mark).unwrap_or_default(), Part::Mark(mark)),
            };
            parts.push(part);
            rest = after;
        }
        let once = |part| parts.iter().filter(|other| **other == part).count() == 1;
        let apart = parts.windows(2).all(|pair| pair.iter().any(|part| matches!(part, Part::Mark(_))));
        if [Part::Day, Part::Month, Part::Year].into_iter().all(once) && apart {
            Ok(Self::Pattern(parts.into()))
        } else {
            Err(WAYS)
        }
    }
}

const WAYS: &str = "is no way to write a day: there are `iso`, `serial`, and patterns of dd, MM and yyyy such as `dd/MM/yyyy`";

/// The day that a cell says, by the first way that fits; `None`: by none of them.
pub(super) fn day(cell: &Cell, formats: &[DateFormat], zone: &TimeZone) -> Option<Date> {
    let has_serial = formats.contains(&DateFormat::Serial);
    match cell {
        // A day is one, however the rest of the register writes its days.
        Cell::Day(day) => Some(*day),
        Cell::Number(number) => serial(*number).filter(|_| has_serial),
        Cell::Text(text) => formats.iter().find_map(|format| match format {
            DateFormat::Iso => iso(text, zone),
            DateFormat::Serial => serial(text.parse().ok()?),
            DateFormat::Pattern(parts) => by_pattern(text, parts),
        }),
    }
}

/// Days of the calendar that counts 1 January 1900 as 1, and a 29 February that never was as 60.
fn serial(number: f64) -> Option<Date> {
    let last = 2_958_465.0;
    if !(1.0..=last + 1.0).contains(&number) {
        return None;
    }
    // Within the range, and what is cut off is the time of the day.
    #[allow(clippy::cast_possible_truncation)]
    let days = number.trunc() as i64;
    let begins = match days {
        60 => return None,
        1..60 => Date::constant(1899, 12, 31),
        _ => Date::constant(1899, 12, 30),
    };
    begins.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn iso(text: &str, zone: &TimeZone) -> Option<Date> {
    // Without the form yyyymmdd, which is a number too.
    let begins = text.as_bytes();
    if begins.len() < 10 || begins.get(4) != Some(&b'-') || begins.get(7) != Some(&b'-') {
        return None;
    }
    if begins.len() == 10 {
        return text.parse().ok();
    }
    let instant = text.parse::<Timestamp>().map(|at| zone.to_datetime(at));
    instant.or_else(|_| text.parse::<DateTime>()).map(DateTime::date).ok()
}

fn by_pattern(text: &str, parts: &[Part]) -> Option<Date> {
    let (mut day, mut month, mut year, mut rest) = (0, 0, 0, text);
    for part in parts {
        let (most, least, into) = match part {
            Part::Mark(mark) => {
                rest = rest.strip_prefix(*mark)?;
                continue;
            }
            Part::Day => (2, 1, &mut day),
            Part::Month => (2, 1, &mut month),
            Part::Year => (4, 4, &mut year),
        };
        let count = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, after) = rest.split_at_checked(count).filter(|_| count >= least)?;
        *into = digits.parse::<i16>().ok()?;
        rest = after;
    }
    let small = |number: i16| i8::try_from(number).ok();
    let day = Date::new(year, small(month)?, small(day)?).ok()?;
    (rest.is_empty() || is_time(rest)).then_some(day)
}

/// ` 08:30`, ` 08:30:00`.
fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_prefix(char::is_whitespace).map(str::trim) else { return false };
    let parts: Vec<&str> = time.split(':').collect();
    let fits = |(part, most): (&&str, u8)| {
        matches!(part.len(), 1 | 2)
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|number| number <= most)
    };
    matches!(parts.len(), 2 | 3) && parts.iter().zip([23, 59, 59]).all(fits)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(cell: Cell, formats: &[&str]) -> String {
        let formats: Vec<DateFormat> = formats.iter().map(|format| format.parse().unwrap()).collect();
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        day(&cell, &formats, &zone).map_or_else(|| "-".to_owned(), |day| day.to_string())
    }

    fn text(text: &str, formats: &[&str]) -> String {
        read(Cell::Text(text.into()), formats)
    }

    #[test]
    fn a_day_is_read_as_the_mapping_says_and_no_other_way() {
        for (written, format, day) in [
            ("05/10/2020", "dd/MM/yyyy", "2020-10-05"),
            ("5/1/2020", "dd/MM/yyyy", "2020-01-05"),
            ("05/10/2020", "MM/dd/yyyy", "2020-05-10"),
            ("05/10/2020 08:30", "dd/MM/yyyy", "2020-10-05"),
            ("05/10/2020 8:30:59", "dd/MM/yyyy", "2020-10-05"),
            ("05/10/2020 25:30", "dd/MM/yyyy", "-"),
            ("05/10/2020x", "dd/MM/yyyy", "-"),
            ("05/10/20", "dd/MM/yyyy", "-"),
            ("05-10-2020", "dd/MM/yyyy", "-"),
            ("05-10-2020", "dd-MM-yyyy", "2020-10-05"),
            ("31/02/2020", "dd/MM/yyyy", "-"),
            ("2020-10-05", "dd/MM/yyyy", "-"),
            ("2020-10-05", "iso", "2020-10-05"),
            ("2020-10-05T23:30:00", "iso", "2020-10-05"),
            ("2020-10-05T23:30:00Z", "iso", "2020-10-06"),
            ("20201005", "iso", "-"),
            ("44109", "serial", "2020-10-05"),
            ("44109.7", "serial", "2020-10-05"),
            ("59", "serial", "1900-02-28"),
            ("60", "serial", "-"),
            ("61", "serial", "1900-03-01"),
            ("-1", "serial", "-"),
            ("99999999", "serial", "-"),
            ("NaN", "serial", "-"),
            ("44109", "dd/MM/yyyy", "-"),
        ] {
            assert_eq!(text(written, &[format]), day, "{written} as {format}");
        }
        assert_eq!(text("44109", &["dd/MM/yyyy", "iso", "serial"]), "2020-10-05");
        assert_eq!(
            read(Cell::Number(44109.0), &["dd/MM/yyyy"]),
            "-",
            "a number is no day until that is said"
        );
        assert_eq!(read(Cell::Number(44109.0), &["serial"]), "2020-10-05");
        assert_eq!(read(Cell::Day(Date::constant(2020, 10, 5)), &["iso"]), "2020-10-05");
    }

    #[test]
    fn what_is_no_way_to_write_a_day_is_refused() {
        for format in ["", "ddMMyyyy", "dd/MM/yy", "dd/mm/yyyy", "dd/MM", "dd/dd/MM/yyyy", "excel"] {
            assert!(format.parse::<DateFormat>().is_err(), "{format}");
        }
    }
}

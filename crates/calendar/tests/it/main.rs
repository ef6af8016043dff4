//! The calendar against vectors, hand-computed rows, algebra, and brute force.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod algebra;
mod brute_force;
mod holidays;
mod pauses;
mod rows;
mod vectors;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday, time};
use lienthong_calendar::{Calendar, CalendarData, Span};

/// The instant when clocks in Vietnam show `text`, e.g. `2020-10-05 08:00`.
fn at(text: &str) -> Timestamp {
    format!("{text}+07").parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn on(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The usual calendar of a desk that also opens on Saturday, 07:00 to 11:30.
fn saturday_desk() -> Calendar {
    let morning = Span::new(time(7, 0, 0, 0), time(11, 30, 0, 0));
    Calendar::new(CalendarData::vietnam_default().with_hours(Weekday::Saturday, [morning])).unwrap()
}

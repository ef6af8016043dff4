//! The working hours of one day.
//!
//! Belongs here: arithmetic within a day, in minutes since midnight. Does not: which day has which hours (`days`).
//! All functions take spans as [`crate::CalendarData`] was checked: forward, disjoint, in order.

use jiff::civil::Time;

/// A stretch of working time within one day, e.g. 07:00 to 11:30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first working instant; whole minutes.
    pub opens: Time,
    /// The last instant, which belongs to the span's day but from which nothing runs; whole minutes.
    pub closes: Time,
}

impl Span {
    /// A span from `opens` to `closes`; whether it makes sense is checked with the calendar it stands in.
    pub const fn new(opens: Time, closes: Time) -> Span {
        Span { opens, closes }
    }

    fn bounds(self) -> (u32, u32) {
        (minute_of(self.opens), minute_of(self.closes))
    }
}

/// The minute of the day that `time` falls in, 0 to 1439.
pub(crate) fn minute_of(time: Time) -> u32 {
    u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs())
}

/// Working minutes of the whole day.
pub(crate) fn total(spans: &[Span]) -> u32 {
    worked_until(spans, u32::MAX)
}

/// Working minutes from midnight until `minute`.
pub(crate) fn worked_until(spans: &[Span], minute: u32) -> u32 {
    spans
        .iter()
        .map(|span| span.bounds())
        .map(|(opens, closes)| minute.min(closes).saturating_sub(opens))
        .sum()
}

/// The first minute by which `worked` minutes have been worked; none if the day is too short.
///
/// The end of a span wins over the opening of the next: four and a half hours after 07:00 is 11:30, not 13:30.
pub(crate) fn minute_when(spans: &[Span], worked: u32) -> Option<u32> {
    let mut left = worked;
    for (opens, closes) in spans.iter().map(|span| span.bounds()) {
        let length = closes - opens;
        if left <= length {
            return Some(opens + left);
        }
        left -= length;
    }
    None
}

/// The first minute, `minute` or later, from which working time runs.
pub(crate) fn running_from(spans: &[Span], minute: u32) -> Option<u32> {
    spans
        .iter()
        .map(|span| span.bounds())
        .find(|(_, closes)| minute < *closes)
        .map(|(opens, _)| minute.max(opens))
}

/// Whether `minute` lies in a span; its closing counts.
pub(crate) fn include(spans: &[Span], minute: u32) -> bool {
    spans.iter().map(|span| span.bounds()).any(|(opens, closes)| (opens..=closes).contains(&minute))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use jiff::civil::time;

    const USUAL: [Span; 2] =
        [Span::new(time(7, 0, 0, 0), time(11, 30, 0, 0)), Span::new(time(13, 30, 0, 0), time(17, 0, 0, 0))];
    const NOON: u32 = 12 * 60;
    const MORNING_CLOSES: u32 = 11 * 60 + 30;
    const AFTERNOON_OPENS: u32 = 13 * 60 + 30;
    const CLOSES: u32 = 17 * 60;

    #[test]
    fn the_usual_day_has_eight_hours() {
        assert_eq!(total(&USUAL), 480);
        assert_eq!(worked_until(&USUAL, 7 * 60), 0);
        assert_eq!(worked_until(&USUAL, NOON), 270);
        assert_eq!(worked_until(&USUAL, AFTERNOON_OPENS + 1), 271);
        assert_eq!(worked_until(&USUAL, CLOSES + 60), 480);
    }

    #[test]
    fn the_end_of_a_span_wins_over_the_next_opening() {
        assert_eq!(minute_when(&USUAL, 1), Some(7 * 60 + 1));
        assert_eq!(minute_when(&USUAL, 270), Some(MORNING_CLOSES));
        assert_eq!(minute_when(&USUAL, 271), Some(AFTERNOON_OPENS + 1));
        assert_eq!(minute_when(&USUAL, 480), Some(CLOSES));
        assert_eq!(minute_when(&USUAL, 481), None);
    }

    #[test]
    fn a_closing_is_working_time_but_nothing_runs_from_it() {
        assert!(include(&USUAL, MORNING_CLOSES));
        assert!(!include(&USUAL, MORNING_CLOSES + 1));
        assert_eq!(running_from(&USUAL, MORNING_CLOSES), Some(AFTERNOON_OPENS));
        assert_eq!(running_from(&USUAL, MORNING_CLOSES - 1), Some(MORNING_CLOSES - 1));
        assert_eq!(running_from(&USUAL, 0), Some(7 * 60));
        assert_eq!(running_from(&USUAL, CLOSES), None);
    }
}

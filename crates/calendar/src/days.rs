//! The decided days, one after the other, with running totals.
//!
//! Belongs here: finding a day by date, by number of working days, by working minutes, each without walking. Totals
//! only grow, which is why counting between two points is a subtraction and finding a point a binary search.

use jiff::civil::{Date, Weekday};

use crate::{CalendarData, spans};

/// One decided day.
pub(crate) struct Day {
    pub date: Date,
    /// Whose hours are worked that day; none on a day off.
    pub hours: Option<Weekday>,
    /// Working days of the calendar before this day.
    pub days_before: u32,
    /// Working minutes of the calendar before this day.
    pub minutes_before: u32,
}

impl Day {
    pub(crate) fn is_worked(&self) -> bool {
        self.hours.is_some()
    }

    /// Working days of the calendar up to and including this day.
    pub(crate) fn days_through(&self) -> u32 {
        self.days_before + u32::from(self.is_worked())
    }
}

/// All days that `data` decided; `data` has been checked.
pub(crate) fn decided_days(data: &CalendarData) -> Vec<Day> {
    let (mut days_before, mut minutes_before) = (0, 0);
    data.decided_from
        .series(jiff::Span::new().days(1))
        .take_while(|date| *date <= data.decided_until)
        .map(|date| {
            let hours = hours_on(data, date);
            let day = Day { date, hours, days_before, minutes_before };
            days_before = day.days_through();
            minutes_before += hours.map_or(0, |weekday| spans::total(data.hours(weekday)));
            day
        })
        .collect()
}

fn hours_on(data: &CalendarData, date: Date) -> Option<Weekday> {
    if data.holidays.contains(&date) {
        return None;
    }
    let weekday = data.make_up_days.get(&date).map_or(date.weekday(), |in_place_of| in_place_of.weekday());
    (!data.hours(weekday).is_empty()).then_some(weekday)
}

/// Where `date` stands among `days`, which are consecutive.
pub(crate) fn on_date(days: &[Day], date: Date) -> Option<usize> {
    let since = days.first()?.date.duration_until(date).as_hours() / 24;
    usize::try_from(since).ok().filter(|at| *at < days.len())
}

/// The working day that `before` working days precede.
pub(crate) fn after_days(days: &[Day], before: u32) -> Option<usize> {
    // Days off carry the same total as the working day they precede: the last of them is the working day.
    let at = days.partition_point(|day| day.days_before <= before).checked_sub(1)?;
    days.get(at).filter(|day| day.days_through() > before).map(|_| at)
}

/// The day within which, or at whose close, the `total`-th working minute of the calendar ends; `total` is not zero.
pub(crate) fn after_minutes(days: &[Day], total: u32) -> Option<usize> {
    days.partition_point(|day| day.minutes_before < total).checked_sub(1)
}

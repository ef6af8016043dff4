//! Questions to a calendar about days, hours and working minutes.
//!
//! Belongs here: where an instant falls, what is worked, counting and adding. Does not: terms (`term`), pauses
//! (`pause`), what makes a calendar valid (`data`).

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::days::{self, Day};
use crate::{CalendarData, InvalidCalendar, Span, Undecided, spans};

/// Working time of one agency, or of many with the same hours. Cheap to clone.
///
/// Every question costs a lookup or a binary search over the decided days, however far apart its dates are.
#[derive(Clone)]
pub struct Calendar(Arc<Known>);

struct Known {
    data: CalendarData,
    days: Vec<Day>,
}

/// A minute of a decided day. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub day: usize,
    pub minute: u32,
}

impl Calendar {
    /// A calendar from what was published.
    ///
    /// # Errors
    /// When the data contradict themselves: see [`CalendarData::check`].
    pub fn new(data: CalendarData) -> Result<Calendar, InvalidCalendar> {
        data.check()?;
        Ok(Calendar::checked(data))
    }

    /// The usual hours of Vietnamese agencies, with the days off decided for 2020 to 2026.
    pub fn vietnam_default() -> Calendar {
        // That the table is valid is a test beside it.
        Calendar::checked(CalendarData::vietnam_default())
    }

    fn checked(data: CalendarData) -> Calendar {
        let days = days::decided_days(&data);
        Calendar(Arc::new(Known { data, days }))
    }

    /// What this calendar was built from.
    pub fn data(&self) -> &CalendarData {
        &self.0.data
    }

    /// The date on the wall when it is `at`. Needs no decided day.
    pub fn local_date(&self, at: Timestamp) -> Date {
        self.0.data.offset.to_datetime(at).date()
    }

    /// Whether anybody works on `date`; half a day counts.
    ///
    /// # Errors
    /// `date` is not decided.
    pub fn is_working_day(&self, date: Date) -> Result<bool, Undecided> {
        Ok(self.day(self.on(date)?)?.is_worked())
    }

    /// Whether `at` lies within working hours; a closing instant does.
    ///
    /// # Errors
    /// The day is not decided.
    pub fn is_working_instant(&self, at: Timestamp) -> Result<bool, Undecided> {
        let place = self.place(at)?;
        Ok(spans::include(self.hours(self.day(place.day)?), place.minute))
    }

    /// The first minute, `at` or later, from which working time runs: `at`'s own within working hours, else the next
    /// opening. From a closing instant nothing runs.
    ///
    /// # Errors
    /// That lies on a day that is not decided.
    pub fn next_opening(&self, at: Timestamp) -> Result<Timestamp, Undecided> {
        let place = self.place(at)?;
        let today = self.day(place.day)?;
        if let Some(minute) = spans::running_from(self.hours(today), place.minute) {
            return self.instant(Place { minute, ..place });
        }
        let next = self.working_day(today.days_through())?;
        let opening = spans::running_from(self.hours(self.day(next)?), 0);
        self.instant(Place { day: next, minute: opening.ok_or_else(|| self.beyond())? })
    }

    /// When business closes on `date`; none on a day off.
    ///
    /// # Errors
    /// `date` is not decided.
    pub fn closing_of(&self, date: Date) -> Result<Option<Timestamp>, Undecided> {
        let day = self.on(date)?;
        if self.day(day)?.is_worked() { self.closing(day).map(Some) } else { Ok(None) }
    }

    /// Working minutes from `a` to `b`; negative when `b` is earlier. Additive: a to b and b to c make a to c.
    ///
    /// # Errors
    /// One of the two days is not decided.
    pub fn working_minutes_between(&self, a: Timestamp, b: Timestamp) -> Result<i64, Undecided> {
        Ok(i64::from(self.minutes_until(self.place(b)?)?) - i64::from(self.minutes_until(self.place(a)?)?))
    }

    /// The first minute by which `minutes` of working time have run since `at`; with none, `at`'s own minute.
    ///
    /// A closing wins over the next opening: eight hours from Monday's opening end at Monday's closing.
    ///
    /// # Errors
    /// That lies on a day that is not decided.
    pub fn add_working_minutes(&self, at: Timestamp, minutes: u32) -> Result<Timestamp, Undecided> {
        let place = self.place(at)?;
        if minutes == 0 {
            return self.instant(place);
        }
        let total = self.minutes_until(place)?.saturating_add(minutes);
        let day = days::after_minutes(&self.0.days, total).ok_or_else(|| self.beyond())?;
        let found = self.day(day)?;
        let minute = spans::minute_when(self.hours(found), total - found.minutes_before);
        self.instant(Place { day, minute: minute.ok_or_else(|| self.beyond())? })
    }

    /// Working days after `a`, up to and including `b`; negative when `b` is earlier. Additive.
    ///
    /// # Errors
    /// One of the two is not decided.
    pub fn working_days_between(&self, a: Date, b: Date) -> Result<i64, Undecided> {
        let through =
            |date| self.on(date).and_then(|day| self.day(day)).map(|day| i64::from(day.days_through()));
        Ok(through(b)? - through(a)?)
    }
}

/// What terms and pauses are made of.
impl Calendar {
    pub(crate) fn place(&self, at: Timestamp) -> Result<Place, Undecided> {
        let local = self.0.data.offset.to_datetime(at);
        Ok(Place { day: self.on(local.date())?, minute: spans::minute_of(local.time()) })
    }

    pub(crate) fn on(&self, date: Date) -> Result<usize, Undecided> {
        days::on_date(&self.0.days, date).ok_or_else(|| self.undecided(date))
    }

    pub(crate) fn day(&self, at: usize) -> Result<&Day, Undecided> {
        self.0.days.get(at).ok_or_else(|| self.beyond())
    }

    /// The working day that `before` working days of the calendar precede.
    pub(crate) fn working_day(&self, before: u32) -> Result<usize, Undecided> {
        days::after_days(&self.0.days, before).ok_or_else(|| self.beyond())
    }

    pub(crate) fn hours(&self, day: &Day) -> &[Span] {
        day.hours.map_or(&[], |weekday| self.0.data.hours(weekday))
    }

    /// When business closes on the working day at `day`.
    pub(crate) fn closing(&self, day: usize) -> Result<Timestamp, Undecided> {
        self.end_of_span(day, self.hours(self.day(day)?).last())
    }

    /// When the first span of the working day at `day` ends.
    pub(crate) fn first_closing(&self, day: usize) -> Result<Timestamp, Undecided> {
        self.end_of_span(day, self.hours(self.day(day)?).first())
    }

    fn end_of_span(&self, day: usize, span: Option<&Span>) -> Result<Timestamp, Undecided> {
        let span = span.ok_or_else(|| self.beyond())?;
        self.instant(Place { day, minute: spans::minute_of(span.closes) })
    }

    fn minutes_until(&self, place: Place) -> Result<u32, Undecided> {
        let day = self.day(place.day)?;
        Ok(day.minutes_before + spans::worked_until(self.hours(day), place.minute))
    }

    fn instant(&self, place: Place) -> Result<Timestamp, Undecided> {
        let date = self.day(place.day)?.date;
        let midnight = self.0.data.offset.to_timestamp(date.to_datetime(Time::midnight()));
        let since = jiff::SignedDuration::from_mins(i64::from(place.minute));
        midnight.and_then(|midnight| midnight.checked_add(since)).map_err(|_| self.undecided(date))
    }

    fn undecided(&self, date: Date) -> Undecided {
        Undecided { date, from: self.0.data.decided_from, until: self.0.data.decided_until }
    }

    /// The answer lies after the last decided day.
    pub(crate) fn beyond(&self) -> Undecided {
        self.undecided(self.0.data.decided_until.saturating_add(jiff::Span::new().days(1)))
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Calendar) -> bool {
        // The days follow from the data.
        Arc::ptr_eq(&self.0, &other.0) || self.0.data == other.0.data
    }
}

impl Eq for Calendar {}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Calendar").field(&self.0.data).finish()
    }
}

//! A calendar as plain data, and what makes it valid.
//!
//! Belongs here: the form in which a calendar is published and carried. Does not: questions to it (`calendar`).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;

use crate::{InvalidCalendar, Span};

const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// A calendar as published: all that [`crate::Calendar`] is built from, and can be written down again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarData {
    /// The zone, without daylight saving: Vietnam has had +07 since 1975.
    pub offset: Offset,
    /// The first date whose days off were decided.
    pub decided_from: Date,
    /// The last date whose days off were decided.
    pub decided_until: Date,
    /// Working hours, Monday first; in order, disjoint, whole minutes. A rest day has none.
    pub week: [Vec<Span>; 7],
    /// Days off beside the rest days. A rest day may be listed too: it then stays off for desks that work on it.
    pub holidays: BTreeSet<Date>,
    /// Make-up days: a day that is worked, with the hours of the day off that it stands for.
    pub make_up_days: BTreeMap<Date, Date>,
}

impl CalendarData {
    /// The working hours of `weekday` when it is neither a holiday nor a make-up day.
    pub fn hours(&self, weekday: Weekday) -> &[Span] {
        &self.week[position(weekday)]
    }

    /// The same calendar with other hours on `weekday`, e.g. for a desk that opens on Saturday morning.
    #[must_use]
    pub fn with_hours(mut self, weekday: Weekday, spans: impl Into<Vec<Span>>) -> CalendarData {
        self.week[position(weekday)] = spans.into();
        self
    }

    /// Whether this is a calendar.
    ///
    /// # Errors
    /// The first thing found wrong.
    pub fn check(&self) -> Result<(), InvalidCalendar> {
        self.check_range()?;
        self.check_week()?;
        self.holidays.iter().try_for_each(|date| self.check_inside(*date))?;
        self.check_make_up_days()
    }

    fn check_range(&self) -> Result<(), InvalidCalendar> {
        let (from, until) = (self.decided_from, self.decided_until);
        let known = from <= until && YEARS.contains(&from.year()) && YEARS.contains(&until.year());
        if known { Ok(()) } else { Err(InvalidCalendar::Range { from, until }) }
    }

    fn check_week(&self) -> Result<(), InvalidCalendar> {
        if self.week.iter().all(Vec::is_empty) {
            return Err(InvalidCalendar::NoHours);
        }
        Weekday::Monday
            .cycle_forward()
            .take(7)
            .try_for_each(|weekday| check_day(weekday, self.hours(weekday)))
    }

    fn check_make_up_days(&self) -> Result<(), InvalidCalendar> {
        let mut made_up = BTreeSet::new();
        for (&worked, &in_place_of) in &self.make_up_days {
            self.check_inside(worked)?;
            if self.holidays.contains(&worked) {
                return Err(InvalidCalendar::HolidayWorked { date: worked });
            }
            if !self.holidays.contains(&in_place_of) {
                return Err(InvalidCalendar::NothingToMakeUp { worked, in_place_of });
            }
            if self.hours(in_place_of.weekday()).is_empty() {
                return Err(InvalidCalendar::MakeUpWithoutHours { worked, in_place_of });
            }
            if !made_up.insert(in_place_of) {
                return Err(InvalidCalendar::MadeUpTwice { in_place_of });
            }
        }
        Ok(())
    }

    fn check_inside(&self, date: Date) -> Result<(), InvalidCalendar> {
        let inside = self.decided_from <= date && date <= self.decided_until;
        if inside { Ok(()) } else { Err(InvalidCalendar::OutsideRange { date }) }
    }
}

fn position(weekday: Weekday) -> usize {
    usize::from(weekday.to_monday_zero_offset().unsigned_abs())
}

fn check_day(weekday: Weekday, spans: &[Span]) -> Result<(), InvalidCalendar> {
    for &span in spans {
        if [span.opens, span.closes].iter().any(|time| time.second() != 0 || time.subsec_nanosecond() != 0) {
            return Err(InvalidCalendar::NotWholeMinutes { weekday, span });
        }
        if span.closes <= span.opens {
            return Err(InvalidCalendar::ClosesBeforeOpening { weekday, span });
        }
    }
    for pair in spans.windows(2) {
        if let [first, second] = *pair
            && second.opens < first.closes
        {
            return Err(InvalidCalendar::SpansOverlap { weekday, first, second });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use jiff::civil::{Time, date, time};

    fn vietnam() -> CalendarData {
        CalendarData::vietnam_default()
    }

    fn span(opens: (i8, i8), closes: (i8, i8)) -> Span {
        Span::new(time(opens.0, opens.1, 0, 0), time(closes.0, closes.1, 0, 0))
    }

    fn on_monday(spans: &[Span]) -> Result<(), InvalidCalendar> {
        vietnam().with_hours(Weekday::Monday, spans).check()
    }

    #[test]
    fn hours_must_run_forward_in_whole_minutes() {
        let backwards = span((11, 30), (7, 0));
        let nothing = span((7, 0), (7, 0));
        let seconds = Span::new(time(7, 0, 30, 0), time(11, 30, 0, 0));
        let nanoseconds = Span::new(time(7, 0, 0, 0), Time::MAX);
        let weekday = Weekday::Monday;
        for span in [backwards, nothing] {
            assert_eq!(on_monday(&[span]), Err(InvalidCalendar::ClosesBeforeOpening { weekday, span }));
        }
        for span in [seconds, nanoseconds] {
            assert_eq!(on_monday(&[span]), Err(InvalidCalendar::NotWholeMinutes { weekday, span }));
        }
    }

    #[test]
    fn spans_must_be_disjoint_and_in_order_but_may_touch() {
        let (morning, afternoon) = (span((7, 0), (11, 30)), span((13, 30), (17, 0)));
        let weekday = Weekday::Monday;
        for (first, second) in [(afternoon, morning), (morning, span((11, 29), (17, 0))), (morning, morning)]
        {
            let wrong = InvalidCalendar::SpansOverlap { weekday, first, second };
            assert_eq!(on_monday(&[first, second]), Err(wrong));
        }
        assert_eq!(on_monday(&[morning, span((11, 30), (17, 0))]), Ok(()));
    }

    #[test]
    fn somebody_must_work_some_day() {
        let data = CalendarData { week: Default::default(), ..vietnam() };
        assert_eq!(data.check(), Err(InvalidCalendar::NoHours));
    }

    #[test]
    fn the_range_runs_forward_within_reason() {
        for (from, until) in [
            (date(2021, 1, 1), date(2020, 12, 31)),
            (date(1899, 12, 31), date(2020, 1, 1)),
            (date(2020, 1, 1), date(9999, 12, 31)),
        ] {
            let data = CalendarData { decided_from: from, decided_until: until, ..vietnam() };
            assert_eq!(data.check(), Err(InvalidCalendar::Range { from, until }));
        }
    }

    #[test]
    fn listed_days_lie_within_the_range() {
        let outside = date(2027, 1, 1);
        let mut data = vietnam();
        data.holidays.insert(outside);
        assert_eq!(data.check(), Err(InvalidCalendar::OutsideRange { date: outside }));

        let mut data = vietnam();
        data.make_up_days.insert(outside, date(2026, 9, 1));
        assert_eq!(data.check(), Err(InvalidCalendar::OutsideRange { date: outside }));
    }

    #[test]
    fn a_make_up_day_stands_for_one_day_off_with_hours() {
        let make_up = |worked, in_place_of| {
            let mut data = vietnam();
            data.make_up_days.insert(worked, in_place_of);
            data.check()
        };
        let saturday = date(2024, 5, 11);
        let (tuesday, holiday) = (date(2024, 5, 7), date(2024, 5, 1));
        assert_eq!(make_up(saturday, holiday), Ok(()));
        assert_eq!(
            make_up(holiday, date(2024, 4, 30)),
            Err(InvalidCalendar::HolidayWorked { date: holiday })
        );
        assert_eq!(
            make_up(saturday, tuesday),
            Err(InvalidCalendar::NothingToMakeUp { worked: saturday, in_place_of: tuesday })
        );
        let sunday = date(2024, 2, 11);
        assert_eq!(
            make_up(saturday, sunday),
            Err(InvalidCalendar::MakeUpWithoutHours { worked: saturday, in_place_of: sunday })
        );
        let already = date(2024, 4, 29);
        assert_eq!(make_up(saturday, already), Err(InvalidCalendar::MadeUpTwice { in_place_of: already }));
    }
}

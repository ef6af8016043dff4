//! Where the time went: times that passed, added up by what they passed in, and their medians, by the clock and in working minutes.
//!
//! Of other people's logs, which know only when something was done, the time is that from one act to the next. Of our own ledgers it is known
//! who held a dossier in which state, minute by minute ([`lienthong_dossier::Way`]).

use super::log::Log;
use jiff::Timestamp;
use lienthong_calendar::Calendar;
use std::collections::BTreeMap;

/// A time that passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay<'c, K> {
    /// In what.
    pub in_what: K,
    /// From when.
    pub from: Timestamp,
    /// Until when; where that is earlier, as sources have it that were not kept in order, no time passed.
    pub to: Timestamp,
    /// Whose working hours count; `None`: nobody knows them.
    pub calendar: Option<&'c Calendar>,
}

/// What stays come to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spent {
    /// How many there were.
    pub count: u64,
    /// How long in all, in seconds.
    pub seconds: f64,
    /// How long the middle one took, in seconds; of an even number the mean of the middle two.
    pub median_seconds: f64,
    /// How many of them can be counted in working minutes: the days off of all their days are decided.
    pub counted: u64,
    /// Working minutes of those in all.
    pub minutes: u64,
    /// Working minutes of the middle one of those.
    pub median_minutes: f64,
}

/// What stays come to, by what they were in.
#[must_use]
pub fn spent<'c, K: Ord>(stays: impl IntoIterator<Item = Stay<'c, K>>) -> BTreeMap<K, Spent> {
    let mut times: BTreeMap<K, (Vec<u64>, Vec<u64>)> = BTreeMap::new();
    for stay in stays {
        let passed = stay.to.duration_since(stay.from).as_millis();
        let minutes = match stay.calendar {
            Some(calendar) if stay.from < stay.to => {
                calendar.working_minutes_between(stay.from, stay.to).ok()
            }
            Some(_) => Some(0),
            None => None,
        };
        let (milliseconds, counted) = times.entry(stay.in_what).or_default();
        milliseconds.push(u64::try_from(passed).unwrap_or(0));
        counted.extend(minutes.map(|minutes| u64::try_from(minutes).unwrap_or(0)));
    }
    let come_to = |(mut milliseconds, mut minutes): (Vec<u64>, Vec<u64>)| Spent {
        count: milliseconds.len() as u64,
        seconds: thousandth(milliseconds.iter().sum()),
        median_seconds: median(&mut milliseconds) / 1_000.0,
        counted: minutes.len() as u64,
        minutes: minutes.iter().sum(),
        median_minutes: median(&mut minutes),
    };
    times.into_iter().map(|(in_what, times)| (in_what, come_to(times))).collect()
}

/// What the time between two acts is counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// The activity that it led to.
    Activity,
    /// Both activities.
    Succession,
    /// The group that had acted last.
    Group,
}

/// The times between the acts of a log, under one name or two.
pub fn between_acts<'l>(
    log: &'l Log,
    under: Under,
    calendar: Option<&'l Calendar>,
) -> impl Iterator<Item = Stay<'l, (&'l str, &'l str)>> {
    log.traces().iter().flat_map(move |trace| {
        trace.acts.iter().zip(trace.acts.iter().skip(1)).map(move |(act, next)| {
            let in_what = match under {
                Under::Activity => (log.text(next.activity), ""),
                Under::Succession => (log.text(act.activity), log.text(next.activity)),
                Under::Group => (log.text(act.group), ""),
            };
            Stay { in_what, from: act.at, to: next.at, calendar }
        })
    })
}

/// How often a log goes back in time from one act to the next: there no time is counted.
#[must_use]
pub fn backwards(log: &Log) -> usize {
    let goes_back = |trace: &super::Trace| {
        trace.acts.iter().zip(trace.acts.iter().skip(1)).filter(|(act, next)| next.at < act.at).count()
    };
    log.traces().iter().map(goes_back).sum()
}

#[allow(clippy::cast_precision_loss)]
fn thousandth(value: u64) -> f64 {
    value as f64 / 1_000.0
}

/// The middle value; of an even number the mean of the middle two; of none 0.
#[allow(clippy::cast_precision_loss)]
fn median(values: &mut [u64]) -> f64 {
    let (middle, is_even) = (values.len() / 2, values.len().is_multiple_of(2));
    if values.is_empty() {
        return 0.0;
    }
    // Found without sorting: all is to stay linear.
    let (below, above, _) = values.select_nth_unstable(middle);
    let above = *above as f64;
    match below.iter().max().filter(|_| is_even) {
        Some(below) => f64::midpoint(*below as f64, above),
        None => above,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, clippy::unwrap_used)]
    use super::*;
    use crate::flow::Done;
    use crate::flow::log::tests::log;
    use proptest::prelude::*;

    #[test]
    fn time_is_counted_by_the_clock_and_in_working_minutes() {
        let calendar = Calendar::vietnam_default();
        // From 07:00 on, an hour apart; the break begins at 11:30.
        let log = log(&["a b b b b b b"]);
        let told = spent(between_acts(&log, Under::Activity, Some(&calendar)));
        let b = told[&("b", "")];
        assert_eq!((b.count, b.seconds, b.median_seconds), (6, 6.0 * 3_600.0, 3_600.0));
        assert_eq!((b.counted, b.minutes, b.median_minutes), (6, 270, 60.0));
        assert_eq!(spent(between_acts(&log, Under::Succession, None))[&("b", "b")].count, 5);
    }

    #[test]
    fn days_that_nobody_decided_are_not_counted_and_time_does_not_run_back() {
        let calendar = Calendar::vietnam_default();
        let mut log = Log::default();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let done = |at| Done { activity: "a", resource: "", group: "g", at };
        log.push("d", ["1999-01-04T08:00:00+07:00", "1999-01-05T08:00:00+07:00"].map(|text| done(at(text))));
        log.push("e", ["2020-10-06T08:00:00+07:00", "2020-10-05T08:00:00+07:00"].map(|text| done(at(text))));
        let told = spent(between_acts(&log, Under::Group, Some(&calendar)))[&("g", "")];
        assert_eq!((told.count, told.seconds, told.counted, told.minutes), (2, 86_400.0, 1, 0));
        assert_eq!(backwards(&log), 1);
    }

    proptest! {
        #[test]
        fn a_median_is_the_middle_of_what_is_sorted(mut values in proptest::collection::vec(0_u64..1_000, 1..30)) {
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let n = sorted.len();
            prop_assert_eq!(median(&mut values) * 2.0, (sorted[n / 2] + sorted[(n - 1) / 2]) as f64);
        }
    }
}

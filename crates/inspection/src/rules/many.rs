//! R28 (I04, I10), I08: what no single dossier shows: closed in bulk, overdue ones emptied out, rejections piling up.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::told::{Place, Told};
use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::Calendar;
use lienthong_names::DossierCode;
use std::collections::VecDeque;

/// How long a run of acts may take.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Within {
    /// Time on the wall.
    Time(SignedDuration),
    /// Working days, the first and the last among them.
    Days(u32),
}

/// The last acts of a kind by one agency, or officer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    acts: VecDeque<(Timestamp, Place)>,
    /// The run was found: it goes on, and is not found again until it has been broken.
    found: bool,
}

impl Run {
    /// Takes the next act; those that prove it, if with this one there are enough.
    pub(crate) fn take(
        &mut self,
        at: Timestamp,
        place: &Place,
        enough: usize,
        within: Within,
        calendar: &Calendar,
    ) -> Option<Vec<Place>> {
        self.acts.push_back((at, place.clone()));
        while self.acts.front().is_some_and(|(first, _)| !is_within(*first, at, within, calendar)) {
            self.acts.pop_front();
        }
        if self.acts.len() < enough {
            self.found = false;
            return None;
        }
        let is_new = !std::mem::replace(&mut self.found, true);
        is_new.then(|| self.acts.iter().map(|(_, place)| place.clone()).collect())
    }
}

fn is_within(first: Timestamp, last: Timestamp, within: Within, calendar: &Calendar) -> bool {
    match within {
        Within::Time(time) => last.duration_since(first) <= time,
        Within::Days(days) => {
            let (first, last) = (calendar.local_date(first), calendar.local_date(last));
            calendar.working_days_between(first, last).is_ok_and(|between| between < i64::from(days))
        }
    }
}

/// What a run comes to, found at its last act.
pub(crate) fn finding(rule: Rule, last: &Told<'_>, dossier: Option<&DossierCode>, acts: &[Place]) -> Finding {
    let (said, count) = (rule.said(), acts.len());
    Finding::of_act(rule, last, dossier)
        .cites(acts)
        .says(format!("{}: {count} lần liên tiếp", said.vi), format!("{}: {count} in a row", said.en))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_names::{Origin, StreamName};

    fn place(sequence: u64) -> Place {
        let stream = StreamName::dossier(&DossierCode::new("A-1").unwrap());
        Place { origin: Origin::new("H22/2020").unwrap(), sequence, stream, revision: sequence }
    }

    fn runs(minutes: &[i64], enough: usize, within: Within) -> Vec<usize> {
        let start: Timestamp = "2020-10-05T08:00+07:00".parse().unwrap();
        let (mut run, calendar) = (Run::default(), Calendar::vietnam_default());
        let take = |(place_no, minutes): (u64, &i64)| {
            let at = start + SignedDuration::from_mins(*minutes);
            run.take(at, &place(place_no), enough, within, &calendar).map_or(0, |acts| acts.len())
        };
        (1..).zip(minutes).map(take).collect()
    }

    #[test]
    fn a_run_is_found_once_when_it_is_long_enough_and_again_after_it_was_broken() {
        let within = Within::Time(SignedDuration::from_mins(15));
        assert_eq!(runs(&[0, 5, 15, 16], 3, within), [0, 0, 3, 0]);
        assert_eq!(runs(&[0, 5, 16, 21], 3, within), [0, 0, 0, 0], "each three take sixteen minutes");
        assert_eq!(runs(&[0, 1, 2, 40, 41, 42], 3, within), [0, 0, 3, 0, 0, 3]);
    }

    #[test]
    fn five_working_days_are_those_from_monday_to_friday() {
        let day = 24 * 60;
        assert_eq!(runs(&[0, 4 * day], 2, Within::Days(5)), [0, 2]);
        assert_eq!(runs(&[0, 7 * day], 2, Within::Days(5)), [0, 0]);
        // From Friday to Thursday lies a weekend.
        assert_eq!(runs(&[4 * day, 10 * day], 2, Within::Days(5)), [0, 2]);
    }
}

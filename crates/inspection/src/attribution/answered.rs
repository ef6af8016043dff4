//! Who answered for an agency on the days of its share of a lateness.
//!
//! The days of a share are those on which the part worked beyond its limit: its last minutes, as many as it went over. The share is laid
//! over them in proportion, in whole minutes.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use lienthong_calendar::{Calendar, Undecided};
use lienthong_catalogue::{Seat, Seated, View};
use lienthong_dossier::{Stretch, shares};
use lienthong_names::{AgencyId, OfficerId};

/// Someone who answered for an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// In whose seat: the agency's own, or that of one above it.
    pub of: AgencyId,
    /// Who.
    pub officer: OfficerId,
    /// Their name.
    pub name: Box<str>,
    /// As what.
    pub seat: Seat,
    /// Whether it is one above the agency, or in its place, whose own seats were empty.
    pub instead: bool,
}

/// Days in a row on which the same people answered, and the minutes of the share that fall on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The first day.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// Working minutes of the share.
    pub minutes: u64,
    /// Who: one, where all is well; nobody, or several who acted at once.
    pub people: Vec<Answers>,
}

/// Working minutes by day, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Days(Vec<(Date, u64)>);

impl Days {
    /// All of it on one day.
    pub(super) fn one(day: Date, minutes: u64) -> Self {
        Self(vec![(day, minutes)])
    }

    /// The last minutes of stretches, by day.
    pub(super) fn last(calendar: &Calendar, stretches: &[Stretch], minutes: u64) -> Result<Self, Undecided> {
        let (mut left, mut days) = (minutes, Vec::new());
        for stretch in stretches.iter().rev() {
            let (first, last) = (calendar.local_date(stretch.from), calendar.local_date(stretch.to));
            let mut day = last;
            while left > 0 && day >= first {
                let offset = calendar.data().offset;
                let next = day.saturating_add(1.day());
                let midnight = |day: Date| offset.to_timestamp(day.to_datetime(Time::midnight()));
                let from = midnight(day).map_or(stretch.from, |from| from.max(stretch.from));
                let to = midnight(next).map_or(stretch.to, |to| to.min(stretch.to));
                let worked =
                    u64::try_from(calendar.working_minutes_between(from, to)?).unwrap_or(0).min(left);
                if worked > 0 {
                    left -= worked;
                    days.push((day, worked));
                }
                day = day.saturating_sub(1.day());
            }
        }
        days.reverse();
        Ok(Self(days))
    }

    /// A share laid over them in proportion.
    pub(super) fn shared(self, share: u64) -> Self {
        let worked: Vec<u64> = self.0.iter().map(|(_, minutes)| *minutes).collect();
        let days = self.0.iter().map(|(day, _)| *day);
        Self(days.zip(shares(share, &worked)).filter(|(_, minutes)| *minutes > 0).collect())
    }

    /// Who answered for an agency on them.
    pub(super) fn answered(&self, view: View<'_>, agency: &AgencyId) -> Vec<Answered> {
        let mut answered: Vec<Answered> = Vec::new();
        for (day, minutes) in self.0.iter().filter(|(_, minutes)| *minutes > 0) {
            let people: Vec<Answers> =
                view.answerable_on(agency, *day).into_iter().map(|seated| answers(agency, seated)).collect();
            match answered.last_mut().filter(|last| last.people == people) {
                Some(last) => {
                    last.to = *day;
                    last.minutes += minutes;
                }
                None => answered.push(Answered { from: *day, to: *day, minutes: *minutes, people }),
            }
        }
        answered
    }
}

fn answers(agency: &AgencyId, seated: &Seated) -> Answers {
    Answers {
        of: seated.tenure.agency.clone(),
        officer: seated.tenure.officer.clone(),
        name: seated.tenure.name.clone(),
        seat: seated.seat,
        instead: seated.tenure.agency != *agency,
    }
}

//! A dossier followed record by record: after each of them who has it in hand, and how its clock stands.
//!
//! Belongs here: that as facts ([`Stood`]) and in words. Does not: what the record says (`projections`), when it is shown (the binary).

use crate::ahead::{Holding, Kept, Words, worked};
use crate::attribution::phrases::cause;
use crate::attribution::spelled::{Both, minutes};
use crate::told::Told;
use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::Calendar;
use lienthong_catalogue::View;
use lienthong_dossier::PauseCause;
use lienthong_protocol::{Body, Decision, Event as Recorded};

/// How a dossier's clock stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockStands {
    /// It was not taken in, so none has started.
    NotStarted,
    /// It runs.
    Runs {
        /// When it runs out; `None`: nothing was promised.
        due: Option<Timestamp>,
        /// Working minutes until then, where they can be counted.
        left: Option<u64>,
    },
    /// It has run out.
    RanOut {
        /// When.
        due: Timestamp,
        /// Working minutes since then, where they can be counted.
        late: Option<u64>,
    },
    /// It stands still.
    StandsStill {
        /// Why; `None`: legs are out whose time lies outside its term.
        cause: Option<PauseCause>,
        /// Since when.
        since: Timestamp,
    },
    /// The dossier has ended.
    Ended,
}

impl ClockStands {
    /// Its word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Runs { .. } => "runs",
            Self::RanOut { .. } => "ran_out",
            Self::StandsStill { .. } => "stands_still",
            Self::Ended => "ended",
        }
    }
}

/// How a dossier stands after a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    /// Who has had it in hand until here; `None`: nobody took it in, it has ended, or no calendar counts its minutes.
    pub holding: Option<Holding>,
    /// Who has it from here on, if that is another.
    pub next: Option<Holding>,
    /// How its clock stands.
    pub clock: ClockStands,
}

/// A dossier, as far as it was followed.
#[derive(Debug, Clone, Default)]
pub struct Followed(Kept);

impl Followed {
    /// Takes its next record in.
    pub fn take(&mut self, told: &Told<'_>) {
        let Decision::Admitted(events) = told.decision else { return };
        if !matches!(told.command.body, Body::Dossier { .. }) {
            return;
        }
        for event in events {
            if let Recorded::Dossier(event) = event {
                self.0.take(told, event);
            }
        }
    }

    /// How it stands at an instant, on the calendar of the desk that received it.
    #[must_use]
    pub fn stood(&self, view: View<'_>, at: Timestamp) -> Stood {
        let desk = self.0.state.reception.as_ref().map(|reception| &reception.desk);
        let calendar = desk.and_then(|desk| view.calendar(desk)).map(|calendar| &**calendar);
        let open = calendar.filter(|_| self.0.state.is_open());
        let held = |at| open.and_then(|calendar| self.0.holding(calendar, at).ok().flatten());
        let (holding, after) =
            (held(at), held(at.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(at)));
        let is_other = holding.as_ref().map(|of| &of.holder) != after.as_ref().map(|of| &of.holder);
        Stood { holding, next: after.filter(|_| is_other), clock: self.clock(calendar, at) }
    }

    fn clock(&self, calendar: Option<&Calendar>, at: Timestamp) -> ClockStands {
        let state = &self.0.state;
        if state.has_ended() {
            return ClockStands::Ended;
        }
        if state.reception.is_none() {
            return ClockStands::NotStarted;
        }
        if let Some(since) = state.clock.stands_since {
            return ClockStands::StandsStill { cause: state.clock.pause.map(|pause| pause.cause), since };
        }
        let count = |from, to| calendar.and_then(|calendar| worked(calendar, from, to).ok());
        match state.due() {
            Some(due) if due < at || state.overdue == Some(due) => {
                ClockStands::RanOut { due, late: count(due, at) }
            }
            due => ClockStands::Runs { due, left: due.and_then(|due| count(at, due)) },
        }
    }
}

impl Words<'_> {
    /// How a clock stands.
    #[must_use]
    pub fn clock(&self, clock: ClockStands) -> Both {
        match clock {
            ClockStands::NotStarted => Both::new("đồng hồ chưa chạy", "no clock has started"),
            ClockStands::Runs { due: None, .. } => Both::new("không có hạn", "nothing was promised"),
            ClockStands::Runs { due: Some(due), left } => {
                let (due, left) = (self.at(due), left.map(minutes));
                let left = left.map_or_else(Default::default, |left| {
                    (format!(", còn {}", left.vi), format!(", {} left", left.en))
                });
                Both::new(format!("hạn {}{}", due.vi, left.0), format!("due at {}{}", due.en, left.1))
            }
            ClockStands::RanOut { due, late } => {
                let (due, late) = (self.at(due), late.filter(|late| *late > 0).map(minutes));
                let late = late.map_or_else(Default::default, |late| {
                    (format!(", trễ {}", late.vi), format!(", {} late", late.en))
                });
                Both::new(
                    format!("đã quá hạn {}{}", due.vi, late.0),
                    format!("was due at {}{}", due.en, late.1),
                )
            }
            ClockStands::StandsStill { cause: why, since } => {
                let (why, since) = (cause(why.unwrap_or(PauseCause::OutsideLeg)), self.at(since));
                Both::new(
                    format!("đồng hồ dừng từ {} vì {}", since.vi, why.vi),
                    format!("the clock stands still since {} because {}", since.en, why.en),
                )
            }
            ClockStands::Ended => Both::new("đã kết thúc", "it has ended"),
        }
    }

    /// Who has it in hand, since when, how long.
    #[must_use]
    pub fn held(&self, holding: &Holding) -> Both {
        let (who, since, long) = (self.holder(holding), self.at(holding.since), minutes(holding.minutes));
        Both::new(
            format!("{} giữ từ {} ({})", who.vi, since.vi, long.vi),
            format!("held by {} since {} ({})", who.en, since.en, long.en),
        )
    }

    /// Who has it in hand from here on.
    #[must_use]
    pub fn held_next(&self, holding: &Holding) -> Both {
        let who = self.holder(holding);
        Both::new(format!("từ đây: {}", who.vi), format!("from here on: {}", who.en))
    }
}

//! The demonstration's own clock: it starts on Monday 5 October 2020, runs faster than ours, and goes forward only.

use jiff::{SignedDuration, Timestamp};
use lienthong_ledger::ports::Clock;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What the clock shows, and where it is going.
#[derive(Debug, Clone, Copy)]
struct Hands {
    /// What it shows: set by whoever plays the province, so that no act happens before the clock gets there.
    shown: Timestamp,
    /// What it should show by now, as of `since`.
    wanted: Timestamp,
    since: Instant,
    running: bool,
}

/// A simulated clock.
#[derive(Debug)]
pub struct DemoClock {
    hands: Mutex<Hands>,
    pace: u32,
}

impl DemoClock {
    /// Standing at an instant; `pace` simulated seconds a second once it runs.
    pub fn new(at: Timestamp, pace: u32) -> Self {
        let hands = Hands { shown: at, wanted: at, since: Instant::now(), running: false };
        Self { hands: Mutex::new(hands), pace }
    }

    /// What it should show by now.
    pub fn wanted(&self) -> Timestamp {
        self.wanted_of(&self.lock())
    }

    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        self.lock().running
    }

    /// Simulated seconds a second.
    pub const fn pace(&self) -> u32 {
        self.pace
    }

    /// Shows an instant, if it is later than what it shows.
    pub fn show(&self, at: Timestamp) {
        let mut hands = self.lock();
        hands.shown = hands.shown.max(at);
    }

    /// Runs on to an instant as fast as the province can; false if that instant is past.
    pub fn run_to(&self, to: Timestamp) -> bool {
        let mut hands = self.lock();
        let wanted = self.wanted_of(&hands);
        if to < wanted {
            return false;
        }
        (hands.wanted, hands.since) = (to, Instant::now());
        true
    }

    /// Stops it, or lets it run again.
    pub fn set_running(&self, running: bool) {
        let mut hands = self.lock();
        (hands.wanted, hands.since) = (self.wanted_of(&hands), Instant::now());
        hands.running = running;
    }

    fn wanted_of(&self, hands: &Hands) -> Timestamp {
        if !hands.running {
            return hands.wanted;
        }
        let gone: Duration = hands.since.elapsed() * self.pace;
        SignedDuration::try_from(gone)
            .ok()
            .and_then(|gone| hands.wanted.checked_add(gone).ok())
            .unwrap_or(hands.wanted)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        self.lock().shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_forward_only_and_stands_when_told() {
        let start = Timestamp::UNIX_EPOCH;
        let later = start + SignedDuration::from_hours(2);
        let clock = DemoClock::new(start, 60);
        assert_eq!(clock.wanted(), start, "it stands until it is let run");
        assert!(clock.run_to(later));
        assert!(!clock.run_to(start), "not back");
        clock.show(later);
        clock.show(start);
        assert_eq!(clock.now(), later);
        clock.set_running(true);
        assert!(clock.wanted() >= later);
        clock.set_running(false);
        assert_eq!(clock.wanted(), clock.wanted());
    }
}

//! How fast a replay goes. Time comes from outside, so that nobody who tries it has to wait.

use super::frames::Frame;
use crate::failure::Outcome;
use crate::stop;
use jiff::Timestamp;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Lets time pass.
pub(super) trait Ticker {
    /// Waits so long; false: somebody asked to stop meanwhile.
    async fn wait(&mut self, time: Duration) -> bool;
}

/// The time of this machine, until somebody asks the process to stop.
pub(super) struct Clock(Pin<Box<dyn Future<Output = ()> + Send>>);

impl Clock {
    pub(super) fn new() -> Self {
        Self(Box::pin(stop::asked()))
    }
}

impl Ticker for Clock {
    async fn wait(&mut self, time: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(time) => true,
            () = &mut self.0 => false,
        }
    }
}

/// How a replay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Played {
    /// All of it was shown.
    ToTheEnd,
    /// Somebody asked to stop.
    Stopped {
        /// After so many acts.
        after: usize,
    },
}

/// What is replayed lies at an instant.
pub(super) trait Instant {
    fn at(&self) -> Timestamp;
}

impl Instant for Frame {
    fn at(&self) -> Timestamp {
        self.at
    }
}

/// Shows one after the other, so many seconds of then in a second; with none all at once, which asks nobody for the time.
pub(super) async fn play<F: Instant>(
    frames: &[F],
    speed: u32,
    ticker: &mut impl Ticker,
    mut show: impl FnMut(&F) -> Outcome,
) -> Outcome<Played> {
    let mut last: Option<Timestamp> = None;
    for (after, frame) in frames.iter().enumerate() {
        let pause = last.map_or(Duration::ZERO, |last| pause(last, frame.at(), speed));
        if !pause.is_zero() && !ticker.wait(pause).await {
            return Ok(Played::Stopped { after });
        }
        last = Some(frame.at());
        show(frame)?;
    }
    Ok(Played::ToTheEnd)
}

/// How long it takes from one instant to a later one.
fn pause(from: Timestamp, to: Timestamp, speed: u32) -> Duration {
    let passed = Duration::try_from(to.duration_since(from)).unwrap_or(Duration::ZERO);
    if speed == 0 { Duration::ZERO } else { passed / speed }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::failure::Failure;

    /// Waits no time, says how long it was to, and asks to stop in place of the wait that is named.
    #[derive(Default)]
    struct Told {
        waits: Vec<u64>,
        stops_at: Option<usize>,
    }

    impl Ticker for Told {
        async fn wait(&mut self, time: Duration) -> bool {
            self.waits.push(time.as_secs());
            self.stops_at != Some(self.waits.len())
        }
    }

    impl Instant for &str {
        fn at(&self) -> Timestamp {
            format!("2020-10-08T{self}:00+07:00").parse().unwrap()
        }
    }

    async fn played(speed: u32, stops_at: Option<usize>) -> (Played, Vec<u64>, Vec<&'static str>) {
        let (mut ticker, mut shown) = (Told { stops_at, ..Told::default() }, Vec::new());
        let show = |frame: &&'static str| {
            shown.push(*frame);
            Ok(())
        };
        let all = ["09:00", "10:00", "10:00", "16:30"];
        let played = play(&all, speed, &mut ticker, show).await.unwrap();
        (played, ticker.waits, shown)
    }

    #[tokio::test]
    async fn so_many_seconds_of_then_pass_in_one() {
        let all = vec!["09:00", "10:00", "10:00", "16:30"];
        // An hour, then none, then six and a half.
        assert_eq!(played(3_600, None).await, (Played::ToTheEnd, vec![1, 6], all.clone()));
        assert_eq!(played(60, None).await, (Played::ToTheEnd, vec![60, 390], all.clone()));
        assert_eq!(played(0, None).await, (Played::ToTheEnd, vec![], all), "all at once");
    }

    #[tokio::test]
    async fn who_asks_to_stop_is_shown_nothing_more() {
        let (played, waits, shown) = played(3_600, Some(2)).await;
        assert_eq!((played, waits.len()), (Played::Stopped { after: 3 }, 2));
        assert_eq!(shown, ["09:00", "10:00", "10:00"]);
    }

    #[tokio::test]
    async fn what_cannot_be_written_ends_it() {
        let mut ticker = Told::default();
        let fails = |_: &&str| Err(Failure::no("LT0913", "full"));
        assert!(play(&["09:00", "10:00"], 60, &mut ticker, fails).await.is_err());
        assert_eq!(ticker.waits, Vec::<u64>::new());
    }
}

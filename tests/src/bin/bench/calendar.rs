//! Working time added across a year, by the minute and by the day, against one search through the days it knows.

use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::{Calendar, Term};
use serde_json::json;

use crate::Measurement;
use crate::duel::{Duel, Round};

/// Many and short: on a busy machine most rounds then end before somebody else has the processor.
const ROUNDS: usize = 501;
const ASKED: u32 = 2_000;

/// A working year, about: 250 days of eight hours.
const DAYS: u32 = 250;

pub fn measure(_: &Path) -> io::Result<Measurement> {
    let calendar = Calendar::vietnam_default();
    let begin = Timestamp::new(1_577_923_200, 0).map_err(io::Error::other)?;
    // From 2 January 2020 on, over five years, at all times of the day.
    let instants: Vec<Timestamp> =
        (0..ASKED).map(|n| begin + SignedDuration::from_secs(i64::from(n) * 78_541)).collect();
    let term = Term::working_days(DAYS);
    // As many totals as the calendar has days.
    let totals: Vec<u32> = (0..7 * 365).map(|day| day * 480).collect();
    let [mut minutes, mut days] = [Duel::default(), Duel::default()];
    for _ in 0..ROUNDS {
        let baseline = seconds(&instants, |at| {
            let total = u32::try_from(at.as_second() / 60 % 1_000_000).unwrap_or(0);
            Ok::<_, io::Error>(totals.partition_point(|known| *known < total))
        })?;
        let added = seconds(&instants, |at| calendar.add_working_minutes(at, DAYS * 480))?;
        minutes.add(round(added, baseline));
        days.add(round(seconds(&instants, |at| calendar.due(at, &term))?, baseline));
    }
    let mut figures = minutes.figures();
    figures.insert("ns_to_add_a_years_minutes".to_owned(), json!(minutes.nanoseconds()));
    figures.insert("ns_to_add_a_years_days".to_owned(), json!(days.nanoseconds()));
    Ok(Measurement { ratio: minutes.ratio(), figures })
}

fn round(seconds: f64, baseline_seconds: f64) -> Round {
    Round { records: u64::from(ASKED), seconds, baseline_seconds, ..Round::default() }
}

fn seconds<T, E: std::error::Error + Send + Sync + 'static>(
    instants: &[Timestamp],
    ask: impl Fn(Timestamp) -> Result<T, E>,
) -> io::Result<f64> {
    let started = Instant::now();
    for at in instants {
        black_box(ask(black_box(*at)).map_err(io::Error::other)?);
    }
    Ok(started.elapsed().as_secs_f64())
}

//! `lienthong audit verify` of the imported house: everything derived again from the sealed bytes.
//!
//! Against reading the same files and building their trees, in this process: what is left is signatures, and deciding again.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use lienthong_ledger::embedded::Scan;
use lienthong_merkle::Frontier;

use crate::Measurement;
use crate::bare::ledgers;
use crate::duel::{Duel, Round};
use crate::import_segment::{binary, import, run};
use crate::site::CpuClock;

const ROUNDS: u32 = 7;

/// Measures it.
pub fn measure(directory: &Path) -> io::Result<Measurement> {
    let house = directory.join("house");
    import(&house)?;
    let mut duel = Duel::default();
    for _ in 0..ROUNDS {
        let clock = CpuClock::start();
        let mut command = Command::new(binary()?);
        let (seconds, report) =
            run(command.args(["audit", "verify", "--format", "json", "--ledger"]).arg(&house))?;
        let cpu_seconds = clock.seconds();
        let (baseline_seconds, records) = hash(&house)?;
        if report["records"] != records || report["redecided"] != records {
            return Err(io::Error::other(format!("the house has {records} records: {report}")));
        }
        duel.add(Round { records, seconds, baseline_seconds, cpu_seconds, sealed: None });
    }
    Ok(Measurement { ratio: duel.ratio(), figures: duel.figures() })
}

/// Reads every batch and extends the trees with it; says how many seconds that took, and how many records there were.
fn hash(house: &Path) -> io::Result<(f64, u64)> {
    let started = Instant::now();
    let mut records = 0;
    for directory in ledgers(house)? {
        let mut frontier = Frontier::new();
        for scanned in Scan::open(&directory).map_err(io::Error::other)? {
            frontier.extend(scanned.map_err(io::Error::other)?.batch.leaves());
        }
        std::hint::black_box(frontier.root());
        records += frontier.size();
    }
    Ok((started.elapsed().as_secs_f64(), records))
}

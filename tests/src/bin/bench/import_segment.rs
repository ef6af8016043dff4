//! The real history into a new house by the real binary, from its start to its end.
//!
//! Against the bytes that it sealed, in the same batches, into a bare file. The binary does all that it does for anyone: it
//! makes keys and a house, reads the file twice, publishes the catalogue, signs, checks, decides, seals, and counts what it
//! finds sealed.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use lienthong_tests::history;
use lienthong_tests::site::CpuClock;
use serde_json::Value;

use crate::Measurement;
use crate::bare::Sealed;
use crate::duel::{Duel, Round};

const ROUNDS: u32 = 7;

/// Measures it.
pub fn measure(directory: &Path) -> io::Result<Measurement> {
    let mut duel = Duel::default();
    for _ in 0..ROUNDS {
        let at = tempfile::tempdir_in(directory)?;
        let house = at.path().join("house");
        let clock = CpuClock::start();
        let seconds = import(&house)?;
        let cpu = clock.seconds();
        let sealed = Sealed::of_house(&house)?;
        duel.add(Round::against_bare_file(&sealed, seconds, cpu, &at.path().join("bare"))?);
    }
    Ok(Measurement { ratio: duel.ratio(), figures: duel.figures() })
}

/// Imports the log into a new house by the shipped mapping; says how many seconds the program ran.
pub fn import(house: &Path) -> io::Result<f64> {
    let mut command = Command::new(binary()?);
    command.args(["import", "xes"]).arg(history::log()).arg("--mapping").arg(history::mapping());
    command.arg("--ledger").arg(house).args(["--format", "json"]);
    let (seconds, summary) = run(&mut command)?;
    if summary["dossiers"] != 1434 || summary["rejected"] != 0 {
        return Err(io::Error::other(format!("the import is not what it should be: {summary}")));
    }
    Ok(seconds)
}

/// Runs a command that prints one JSON value and succeeds; says how many seconds it ran.
pub fn run(command: &mut Command) -> io::Result<(f64, Value)> {
    command.stdin(Stdio::null());
    let started = Instant::now();
    let output = command.output()?;
    let took = started.elapsed().as_secs_f64();
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("{command:?}: {}\n{told}", output.status)));
    }
    Ok((took, serde_json::from_slice(&output.stdout)?))
}

/// The binary to measure: `LIENTHONG_BIN`, else the one that was built beside this program, and so in the same profile.
pub fn binary() -> io::Result<PathBuf> {
    let path = match std::env::var_os("LIENTHONG_BIN") {
        Some(path) => PathBuf::from(path),
        None => std::env::current_exe()?.with_file_name("lienthong"),
    };
    if path.exists() {
        Ok(path)
    } else {
        let text = format!("{}: build it with `cargo build --release -p lienthong`", path.display());
        Err(io::Error::new(io::ErrorKind::NotFound, text))
    }
}

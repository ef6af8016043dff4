//! `cargo xtask crimes --flips N [--records N] [--seed S] [--dir DIR] [--figures]`: the long form of what a test does to every byte of a small
//! ledger. So many random bytes of a large one are changed, one at a time; every change must be found and placed.
//!
//! Before and after, nothing is wrong with it: every record is decided again. The same seed changes the same bytes of the same ledger; keys and
//! times are new with each run, so that the ledger is another one.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Error};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use lienthong_audit::verify::{LedgerFiles, Options, verify};
use lienthong_tests::figures::{self, Figures};
use lienthong_tests::flips::{files, flip, open};
use lienthong_tests::records::RECEIPT;
use lienthong_tests::verification::{ledgers, rules};
use lienthong_tests::xes_edit::{Log, write};
use lienthong_tests::{copy_directory, history, site, workspace};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

const USAGE: &str = "usage: crimes [--flips N] [--records N] [--seed S] [--dir DIR] [--figures]";

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Arguments {
    flips: u64,
    records: u64,
    seed: u64,
    dir: PathBuf,
    figures: bool,
}

fn read(words: &[String]) -> Result<Arguments, String> {
    let dir = workspace::target().join("crimes");
    let mut arguments = Arguments { flips: 10_000, records: 15_000, seed: 1, dir, figures: false };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if word == "--figures" {
            arguments.figures = true;
            continue;
        }
        let value = rest.next().ok_or_else(|| format!("{word} says nothing"))?;
        let number = || value.parse().map_err(|_| format!("{value} is no number"));
        match word.as_str() {
            "--flips" => arguments.flips = number()?,
            "--records" => arguments.records = number()?,
            "--seed" => arguments.seed = number()?,
            "--dir" => arguments.dir = value.into(),
            other => return Err(format!("there is no option {other}")),
        }
    }
    Ok(arguments)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let arguments = match read(&words) {
        Ok(arguments) => arguments,
        Err(wrong) => {
            eprintln!("crimes: {wrong}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments, &words.join(" ")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("crimes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments, words: &str) -> io::Result<()> {
    let started = Instant::now();
    std::fs::create_dir_all(&arguments.dir)?;
    let directory = tempfile::Builder::new().prefix("crimes-").tempdir_in(&arguments.dir)?;
    let house = directory.path().join("house");
    let records = grow(&house, arguments.records)?;
    let bytes = lengths(&of(&house))?;
    eprintln!("{records} records, {bytes} bytes; {} flips …", arguments.flips);
    let hands = std::thread::available_parallelism()?.get();
    let kinds = flip_all(&house, hands, arguments)?;
    clean(&house.with_file_name("copy-0"))?;
    let mut told: Figures = vec![
        ("flips".to_owned(), json!(arguments.flips)),
        ("found".to_owned(), json!(kinds.values().sum::<u64>())),
    ];
    told.extend(kinds.iter().map(|(kind, count)| (format!("found_as_{kind}"), json!(count))));
    let rest = [("records", records), ("bytes", bytes), ("seed", arguments.seed), ("threads", hands as u64)];
    told.extend(rest.map(|(name, value)| (name.to_owned(), json!(value))));
    for (name, value) in &told {
        println!("{name:<20} {value}");
    }
    if arguments.figures {
        let command = format!("cargo xtask crimes {}", words.replace(" --figures", ""));
        let site = site::describe(&arguments.dir)?;
        let path = figures::write("flips", &command, started.elapsed().as_secs_f64(), &site, &told)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Imports the real history until there are so many records: again under other names of its cases.
fn grow(house: &Path, records: u64) -> io::Result<u64> {
    let text = Log::published().text();
    for copy in 0.. {
        let log = house.with_file_name(format!("log-{copy}.xes"));
        write(&log, &text.replace("\"case-", &format!("\"copy{copy}-")));
        let imported = history::import(&log, house);
        if imported.code() != 0 {
            return Err(Error::other(imported.stderr));
        }
        let there = clean(house)?;
        if there >= records {
            return Ok(there);
        }
    }
    Err(Error::other("there are no more names"))
}

fn of(house: &Path) -> Vec<LedgerFiles> {
    ledgers(house, ["coselog/catalogue", RECEIPT])
}

/// Decides everything again, and says how many records there are.
fn clean(house: &Path) -> io::Result<u64> {
    let report = verify(&of(house), &rules, &Options::default(), &mut |_| {});
    match report.first_failure {
        None if report.redecided == report.records => Ok(report.records),
        None => Err(Error::other(format!("not every record was decided again: {report:?}"))),
        Some(failure) => Err(Error::other(format!("the clean ledger is accused: {failure}"))),
    }
}

fn lengths(ledgers: &[LedgerFiles]) -> io::Result<u64> {
    ledgers.iter().flat_map(files).map(|path| Ok(std::fs::metadata(path)?.len())).sum()
}

/// Each hand changes its part of the bytes, in a copy of its own; how many were found, by kind.
fn flip_all(house: &Path, hands: usize, arguments: &Arguments) -> io::Result<BTreeMap<&'static str, u64>> {
    let found: Vec<io::Result<BTreeMap<&'static str, u64>>> = std::thread::scope(|scope| {
        let hand = |hand: usize| {
            let copy = house.with_file_name(format!("copy-{hand}"));
            copy_directory(house, &copy);
            scope.spawn(move || flip_some(&of(&copy), hand as u64, hands as u64, arguments))
        };
        let hands: Vec<_> = (0..hands).map(hand).collect();
        let joined = |hand: std::thread::ScopedJoinHandle<'_, _>| {
            hand.join().unwrap_or_else(|_| Err(Error::other("a thread is gone")))
        };
        hands.into_iter().map(joined).collect()
    });
    let mut kinds = BTreeMap::new();
    for part in found {
        for (kind, count) in part? {
            *kinds.entry(kind).or_default() += count;
        }
    }
    Ok(kinds)
}

fn flip_some(
    ledgers: &[LedgerFiles],
    hand: u64,
    hands: u64,
    arguments: &Arguments,
) -> io::Result<BTreeMap<&'static str, u64>> {
    let mut places: Vec<(&LedgerFiles, PathBuf, File, u64)> = Vec::new();
    for ledger in ledgers {
        for path in files(ledger) {
            let file = open(&path);
            let length = file.metadata()?.len();
            places.push((ledger, path, file, length));
        }
    }
    let all: u64 = places.iter().map(|(_, _, _, length)| length).sum();
    let mut random = ChaCha8Rng::seed_from_u64(arguments.seed);
    let mut kinds = BTreeMap::new();
    for number in 0..arguments.flips {
        let (mut at, bits) = (random.random_range(0..all), random.random_range(1..=u8::MAX));
        if number % hands != hand {
            continue;
        }
        for (ledger, path, file, length) in &places {
            if at < *length {
                let failure = flip(ledger, (path, file), at, bits).map_err(Error::other)?;
                *kinds.entry(failure.kind.as_str()).or_default() += 1;
                break;
            }
            at -= length;
        }
    }
    Ok(kinds)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(ToOwned::to_owned).collect()
    }

    #[test]
    fn what_is_asked_for_is_read_and_what_is_not_understood_is_named() {
        let asked = read(&words("--flips 7 --figures --records 8 --seed 9 --dir here")).unwrap();
        let expected = Arguments { flips: 7, records: 8, seed: 9, dir: "here".into(), figures: true };
        assert_eq!(asked, expected);
        assert_eq!(read(&words("--flips")).unwrap_err(), "--flips says nothing");
        assert_eq!(read(&words("--flips many")).unwrap_err(), "many is no number");
        assert_eq!(read(&words("--fast 1")).unwrap_err(), "there is no option --fast");
    }
}

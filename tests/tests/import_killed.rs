//! Killed at any instant and run again, an import ends in what it would have come to undisturbed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use lienthong_tests::history::{self, import, import_command};
use lienthong_tests::records::{History, RECEIPT, records};
use lienthong_tests::seed::Seed;
use lienthong_tests::{Background, long, temp_dir};

/// How often imports are killed.
fn kills_wanted() -> u32 {
    if long() { 200 } else { 20 }
}

#[test]
fn killed_twenty_times_and_run_again_it_is_the_same_history() {
    let mut seed = Seed::of_this_run();
    let undisturbed = temp_dir();
    let started = Instant::now();
    import(&history::log(), undisturbed.path()).expect_code(0);
    let whole = started.elapsed();
    let expected = History::of(undisturbed.path(), RECEIPT);

    let mut kills = 0;
    while kills < kills_wanted() {
        let house = temp_dir();
        // One house after the other, each killed a few times and then left to finish.
        let in_this_house = (kills_wanted() - kills).min(5);
        for _ in 0..in_this_house {
            // Some instants lie in the making of the house, some behind the last record.
            let after = whole.mul_f64(seed.fraction() * 1.1);
            kill_after(house.path(), after);
            kills += 1;
        }
        finishes_as(house.path(), &expected);
    }
}

/// Starts an import and kills it; one that has ended before must have ended well.
fn kill_after(house: &Path, after: Duration) {
    let mut import = Background::spawn(&mut import_command(&history::log(), house));
    if let Some(status) = import.wait(after) {
        assert!(status.success(), "ended by itself with {status}: {}", import.stderr());
    }
    import.kill();
    eprintln!("killed after {after:?}");
}

#[track_caller]
fn finishes_as(house: &Path, expected: &History) {
    let summary = import(&history::log(), house).expect_code(0).json();
    assert_eq!((&summary["dossiers"], &summary["rejected"]), (&1434.into(), &0.into()));
    History::of(house, RECEIPT).expect_same_as(expected);
    let sequences = records(house, RECEIPT).len();
    assert_eq!(sequences, expected.len(), "no act stands there twice");
}

/// The instants at which a house is being made are few, and everything rests on them: each kind of them, by what is on disk.
#[test]
fn killed_while_the_house_is_made_it_is_made_by_the_next_run() {
    let undisturbed = temp_dir();
    import(&history::log(), undisturbed.path()).expect_code(0);
    let expected = History::of(undisturbed.path(), RECEIPT);
    for (name, there) in [
        ("a first key", "keys"),
        ("the catalogue's folder", "catalogue"),
        ("the catalogue's first file", "catalogue/000000000001.seg"),
        ("the description", "ledger.toml"),
        ("the ledger's folder", "receipt"),
    ] {
        let house = temp_dir();
        kill_when(house.path(), there);
        eprintln!("killed when {name} was there");
        finishes_as(house.path(), &expected);
    }
}

/// Starts an import and kills it as soon as a path of the house exists.
fn kill_when(house: &Path, there: &str) {
    let mut import = Background::spawn(&mut import_command(&history::log(), house));
    let started = Instant::now();
    while !house.join(there).exists() {
        assert!(started.elapsed() < Duration::from_secs(30), "{there} never came: {}", import.stderr());
        std::thread::yield_now();
    }
    import.kill();
}

//! Bytes that are not what was written: each of them, in every file of a ledger, is found and placed.

use lienthong_audit::verify::LedgerFiles;
use lienthong_tests::flips::{files, flip, look_through, open};
use lienthong_tests::history::import;
use lienthong_tests::nats::Finish;
use lienthong_tests::records::RECEIPT;
use lienthong_tests::verification::ledgers;
use lienthong_tests::xes_edit::Log;
use lienthong_tests::{copy_directory, lienthong, temp_dir};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// A house with a history of about two hundred records.
fn small_house(dir: &Path) -> PathBuf {
    let (log, house) = (dir.join("small.xes"), dir.join("house"));
    let cases: Vec<String> = Log::published().cases.iter().take(22).map(|case| case.name.clone()).collect();
    let small = Log::published().with_cases(|case| cases.contains(&case.name));
    assert!(small.events() > 60, "{} events", small.events());
    small.write(&log);
    import(&log, &house).expect_code(0);
    house
}

fn ledgers_of(house: &Path) -> Vec<LedgerFiles> {
    ledgers(house, ["coselog/catalogue", RECEIPT])
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).unwrap().len()
}

/// Changes every `step`-th byte of a ledger from the `first` on, one at a time.
fn flip_all(ledger: &LedgerFiles, first: u64, step: usize) -> u64 {
    let mut flips = 0;
    for path in files(ledger) {
        let file = open(&path);
        for at in (first..length(&path)).step_by(step) {
            flip(ledger, (&path, &file), at, 1 << (at % 8)).unwrap_or_else(|wrong| panic!("{wrong}"));
            flips += 1;
        }
    }
    flips
}

#[test]
fn every_changed_byte_is_found_and_placed() {
    const HANDS: usize = 2;
    let dir = temp_dir();
    let house = small_house(dir.path());
    let clean = look_through(&ledgers_of(&house));
    assert!(clean.is_clean() && clean.records >= 200, "{clean:?}");
    let all: Vec<PathBuf> = ledgers_of(&house).iter().flat_map(files).collect();
    assert!(all.len() >= 4 && all.iter().any(|path| path.ends_with("checkpoint")), "{all:?}");
    let bytes: u64 = all.iter().map(|path| length(path)).sum();
    // Each hand has a copy of its own.
    let flips: u64 = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let copy = dir.path().join(format!("copy-{hand}"));
                copy_directory(&house, &copy);
                scope.spawn(move || {
                    ledgers_of(&copy).iter().map(|ledger| flip_all(ledger, hand as u64, HANDS)).sum::<u64>()
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    });
    assert_eq!(flips, bytes, "every byte");
    assert!(look_through(&ledgers_of(&dir.path().join("copy-0"))).is_clean());
}

#[test]
fn the_command_says_which_file_and_where_and_exits_1() {
    let dir = temp_dir();
    let house = small_house(dir.path());
    let clean = lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(&house).finish(0).json();
    assert_eq!(clean["clean"], json!(true));
    assert_eq!(clean["redecided"], clean["records"], "every record is decided again");
    let segment = house.join("receipt/000000000001.seg");
    let mut bytes = fs::read(&segment).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 0x10;
    fs::write(&segment, bytes).unwrap();
    let found = lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(&house).finish(1);
    let failure = &found.json()["first_failure"];
    assert_eq!(failure["file"], json!(segment.display().to_string()), "{failure}");
    assert!(failure["offset"].as_u64().is_some_and(|offset| offset <= at as u64), "{failure}");
    assert!(found.stderr.starts_with("LT060"), "{}", found.stderr);
    let other = "0".repeat(64);
    lienthong(["audit", "verify", "--fingerprint", &other, "--ledger"]).arg(&house).finish(1);
}

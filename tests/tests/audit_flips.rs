//! `audit verify`: clean after an import, and every changed byte of a ledger's segment files is found and placed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_audit::verify::{LedgerFiles, Options, Report, verify};
use lienthong_names::Origin;
use lienthong_tests::history::import;
use lienthong_tests::nats::Finish;
use lienthong_tests::records::log_key;
use lienthong_tests::xes_edit::Log;
use lienthong_tests::{copy_directory, lienthong, temp_dir};
use serde_json::json;
use std::fs;
use std::num::NonZeroUsize;
use std::os::unix::fs::FileExt as _;
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

fn ledgers(house: &Path) -> Vec<LedgerFiles> {
    let files = |name: &str| {
        let origin = Origin::new(&format!("coselog/{name}")).unwrap();
        LedgerFiles { log: log_key(house, &origin), origin, directory: house.join(name) }
    };
    vec![files("catalogue"), files("receipt")]
}

/// The segment files of a ledger.
fn segments(ledger: &LedgerFiles) -> Vec<PathBuf> {
    let entries = fs::read_dir(&ledger.directory).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "seg")).collect()
}

/// What verifying a ledger finds. The ledger alone: its own bytes are in question, not what rests on them.
fn found(ledger: &LedgerFiles) -> Report {
    looked_through(std::slice::from_ref(ledger))
}

/// All but the decisions.
fn looked_through(ledgers: &[LedgerFiles]) -> Report {
    let options = Options { threads: NonZeroUsize::MIN, ..Options::default() };
    verify(ledgers, &Vec::new, &options, &mut |_| {})
}

/// Changes every `step`-th byte of a ledger from the `first` on, one at a time, and puts it back.
fn flip(ledger: &LedgerFiles, first: usize, step: usize) -> usize {
    let mut flips = 0;
    for path in segments(ledger) {
        let bytes = fs::read(&path).unwrap();
        let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        for at in (first..bytes.len()).step_by(step) {
            file.write_all_at(&[bytes[at] ^ (1 << (at % 8))], at as u64).unwrap();
            let failure = found(ledger).first_failure;
            let failure = failure.unwrap_or_else(|| panic!("byte {at} of {} passed", path.display()));
            assert_eq!(failure.file, path, "byte {at}: {failure}");
            assert!(failure.offset <= at as u64, "byte {at}: {failure}");
            assert!(failure.place.contains("record"), "byte {at}: {failure}");
            file.write_all_at(&bytes[at..=at], at as u64).unwrap();
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
    let clean = looked_through(&ledgers(&house));
    assert!(clean.is_clean() && clean.records >= 200, "{clean:?}");
    let bytes: u64 =
        ledgers(&house).iter().flat_map(segments).map(|path| fs::metadata(path).unwrap().len()).sum();
    // Each hand has a copy of its own.
    let flips: usize = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let copy = dir.path().join(format!("copy-{hand}"));
                copy_directory(&house, &copy);
                scope.spawn(move || {
                    ledgers(&copy).iter().map(|ledger| flip(ledger, hand, HANDS)).sum::<usize>()
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    });
    assert_eq!(flips as u64, bytes, "every byte");
    assert!(looked_through(&ledgers(&dir.path().join("copy-0"))).is_clean());
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

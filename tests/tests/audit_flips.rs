//! `audit verify`: clean after an import, and every changed byte of a ledger's segment files is found and placed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_audit::verify::{LedgerFiles, verify};
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use lienthong_tests::nats::Finish;
use lienthong_tests::xes_edit::Log;
use lienthong_tests::{lienthong, long, temp_dir};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

fn mapping() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/mappings/coselog-receipt.toml")
}

/// A house with a history of about two hundred records.
fn small_house(dir: &Path) -> PathBuf {
    let (log, house) = (dir.join("small.xes"), dir.join("house"));
    let cases: Vec<String> = Log::published().cases.iter().take(16).map(|case| case.name.clone()).collect();
    let small = Log::published().with_cases(|case| cases.contains(&case.name));
    assert!(small.events() > 60, "{} events", small.events());
    small.write(&log);
    lienthong(["import", "xes"])
        .arg(&log)
        .args(["--mapping".as_ref(), mapping().as_os_str()])
        .args(["--ledger".as_ref(), house.as_os_str()])
        .finish(0);
    house
}

fn ledgers(house: &Path) -> Vec<LedgerFiles> {
    let description = fs::read_to_string(house.join("ledger.toml")).unwrap();
    let key = description
        .lines()
        .find_map(|line| line.strip_prefix("log-key = "))
        .unwrap()
        .trim_matches('"')
        .to_owned();
    let key: NoteVerifier = key.parse().unwrap();
    let files = |name: &str| {
        let origin = Origin::new(&format!("coselog/{name}")).unwrap();
        LedgerFiles { log: NoteVerifier::for_log(&origin, *key.key()), origin, directory: house.join(name) }
    };
    vec![files("catalogue"), files("receipt")]
}

#[test]
fn every_changed_byte_is_found_and_placed() {
    let dir = temp_dir();
    let house = small_house(dir.path());
    let ledgers = ledgers(&house);
    let found = |ledgers: &[LedgerFiles]| verify(ledgers, &[], None, &mut |_| {});
    let clean = found(&ledgers);
    assert!(clean.is_clean() && clean.records > 150, "{clean:?}");
    for ledger in &ledgers {
        for entry in fs::read_dir(&ledger.directory).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "seg") {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            // Every byte with --long; in between a fifth of them, of every batch, header and record.
            for at in (0..bytes.len()).step_by(if long() { 1 } else { 5 }) {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << (at % 8);
                fs::write(&path, &changed).unwrap();
                // The ledger alone: its own bytes are in question, not what rests on it.
                let report = found(std::slice::from_ref(ledger));
                let failure =
                    report.first_failure.unwrap_or_else(|| panic!("byte {at} of {} passed", path.display()));
                assert_eq!(failure.file, path, "byte {at}: {failure}");
            }
            fs::write(&path, &bytes).unwrap();
        }
    }
    assert!(found(&ledgers).is_clean());
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

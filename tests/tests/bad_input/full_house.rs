//! A house that is lived in, and has no more room: for a record, or for the key of a personal value.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use lienthong_tests::records::records;
use lienthong_tests::small_disk::{bound_by_permissions, on_small_disk, run_with_small_files};
use lienthong_tests::{Background, free_port, lienthong, run_within};

use crate::place::{Place, verifies};

const LIMIT: Duration = Duration::from_secs(60);
const LEDGER: &str = "H22/2020";

fn demo(house: &Path, pace: &str) -> Command {
    let port = free_port().to_string();
    let mut command = lienthong(["demo", "--days", "5", "--port", &port, "--pace", pace, "--dir"]);
    command.arg(house);
    command
}

/// A demonstration's house, at rest; the line that it suggests to send, and the key to sign it with.
fn lived_in(place: &Place) -> (PathBuf, PathBuf, PathBuf) {
    let house = place.house();
    let mut running = Background::spawn(&mut demo(&house, "1"));
    running.wait_for("history is played", LIMIT);
    let said = running.stderr();
    running.end("INT", LIMIT);
    let line = said.lines().find(|line| line.contains("| lienthong submit")).expect("a line worth trying");
    let (before, after) = line.split_once(" | lienthong submit").expect("two commands");
    let json = before.trim().trim_start_matches("echo '").trim_end_matches('\'');
    let key = after.split_once("--key ").expect("a key").1.trim();
    // With what `submit` would fill in anew, so that it is the same command each time it is sent.
    let filled = r#"{"id":"AZcAAAAAcACAAAAAAAAAAQ==","occurredAt":"2020-10-05T01:00:00Z","#;
    let json = json.replacen('{', filled, 1);
    (house, place.file("command.ndjson", format!("{json}\n")), key.into())
}

/// Kilobytes that a directory's files take on a disk of 4 KiB pages.
fn pages(directory: &Path) -> u64 {
    let files = fs::read_dir(directory).expect("a readable directory");
    files.map(|file| file.expect("a file").metadata().expect("a file").len().div_ceil(4096) * 4).sum()
}

#[test]
fn a_record_that_finds_no_room() {
    let place = Place::new();
    let (house, commands, key) = lived_in(&place);
    let before = records(&house, LEDGER).len();
    let folder = house.join("2020");
    let mut submit = lienthong(["submit", "--origin", LEDGER]);
    submit.arg(&commands).arg("--ledger").arg(&house).arg("--key").arg(key);
    let segment = folder.join("000000000001.seg");
    let there = fs::metadata(&segment).expect("the ledger's one file").len();
    let refused = run_with_small_files(there, &submit).refused(3, "LT0502");
    assert_eq!(refused.finished().stdout, "", "no receipt without a record");
    refused.says(&segment.display().to_string()).says("make room").says("send the same commands again");
    assert_eq!(records(&house, LEDGER).len(), before);
    verifies(&house);

    let receipt = run_within(&mut submit, LIMIT).expect_code(0).json();
    assert_eq!(receipt["admitted"], true, "{receipt}");
    let again = run_within(&mut submit, LIMIT).expect_code(0).json();
    assert_eq!((&again["sequence"], &again["leaf"]), (&receipt["sequence"], &receipt["leaf"]));
    assert_eq!(records(&house, LEDGER).len(), before + 1);
    verifies(&house);
}

/// The demonstration cannot go on without the vault, so it ends and says why.
#[test]
fn a_key_of_personal_values_that_finds_no_room() {
    let place = Place::new();
    let (house, ..) = lived_in(&place);
    let vault = house.join("vault");
    let size = pages(&vault);
    assert!(size > 0, "personal values were recorded");
    if let Some(mut full) = on_small_disk(&vault, &format!("size={size}k"), &demo(&house, "3600")) {
        cannot_go_on(&mut full, &house);
    }
    // Where nothing can be mounted, a vault that may not be written is refused by the same calls.
    fs::set_permissions(&vault, fs::Permissions::from_mode(0o500)).unwrap();
    cannot_go_on(&mut bound_by_permissions(&demo(&house, "3600")), &house);
    fs::set_permissions(&vault, fs::Permissions::from_mode(0o700)).unwrap();

    let before = records(&house, LEDGER).len();
    let mut running = Background::spawn(&mut demo(&house, "3600"));
    running.wait_for("it is live", LIMIT);
    running.wait_until("it goes on", LIMIT, |_| records(&house, LEDGER).len() > before);
    running.end("INT", LIMIT);
    verifies(&house);
}

#[track_caller]
fn cannot_go_on(demo: &mut Command, house: &Path) {
    let refused = run_within(demo, LIMIT).refused(3, "LT0520");
    refused.says(&house.join("vault").display().to_string()).says("make room, or check the permissions");
    verifies(house);
}

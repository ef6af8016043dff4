//! Keys that are not those they should be.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use lienthong_tests::{Finished, lienthong, run_within};

use crate::place::{Place, files, small, undamaged};

const LIMIT: Duration = Duration::from_secs(60);

/// A house that holds the small log.
fn imported() -> Place {
    let place = Place::new();
    place.import(&place.log("log.xes.gz", &small())).expect_code(0);
    place
}

/// A new key of a holder in a file.
fn new_key(holder: &str, path: &Path) {
    // A key is never written over another one.
    let _ = fs::remove_file(path);
    run_within(lienthong(["keys", "new", holder, "-o"]).arg(path), LIMIT).expect_code(0);
}

fn key(place: &Place, name: &str) -> std::path::PathBuf {
    place.house().join("keys").join(name)
}

/// The same history again, into a house whose keys were tampered with: refused, and not a byte has changed.
#[track_caller]
fn refused(place: &Place, exit: i32, code: &str, words: &[&str]) {
    let before = files(&place.house());
    let refused = place.import(&place.path("log.xes.gz")).refused(exit, code).says_all(words);
    assert_eq!(refused.finished().stdout, "");
    assert!(files(&place.house()) == before, "something was changed");
}

#[test]
fn another_office_key() {
    let place = imported();
    let office = key(&place, "office.key");
    new_key("office", &office);
    let path = office.display().to_string();
    refused(&place, 2, "LT0002", &["not registered", &path, "put back"]);
}

#[test]
fn no_office_key() {
    let place = imported();
    let office = key(&place, "office.key");
    fs::remove_file(&office).unwrap();
    refused(&place, 2, "LT0901", &[&office.display().to_string(), "put it back"]);
}

/// Whoever has the Office's key may let in another historian: the acts are the same acts.
#[test]
fn another_historian_key() {
    let place = imported();
    new_key("historian", &key(&place, "historian.key"));
    let summary = place.import(&place.path("log.xes.gz")).expect_code(0).json();
    assert_eq!((&summary["admitted"], &summary["already_known"]), (&0.into(), &undamaged().len().into()));
    place.history().expect_same_as(undamaged());
    place.verifies();
}

#[test]
fn another_log_key() {
    let place = imported();
    let log = key(&place, "log.key");
    new_key("log", &log);
    let path = log.display().to_string();
    refused(
        &place,
        2,
        "LT0906",
        &[&path, "not the key that the ledger was opened with", "Put the original key back"],
    );
    // Who only reads needs no private key.
    place.verifies();
}

#[test]
fn no_log_key() {
    let place = imported();
    let log = key(&place, "log.key");
    fs::remove_file(&log).unwrap();
    refused(&place, 2, "LT0905", &[&log.display().to_string(), "Put it back"]);
}

#[test]
fn another_master_key_of_the_vault_is_no_master_key() {
    let place = imported();
    let master = key(&place, "vault.master");
    fs::write(&master, b"LTMK\x01short").unwrap();
    refused(&place, 2, "LT0522", &[&master.display().to_string(), "put it back"]);
}

#[test]
fn a_key_file_that_is_cut_off() {
    let place = imported();
    for name in ["log.key", "office.key", "historian.key"] {
        let path = key(&place, name);
        let whole = fs::read_to_string(&path).unwrap();
        for cut in [0, whole.len() / 2, whole.len() - 4] {
            fs::write(&path, &whole[..cut]).unwrap();
            refused(&place, 2, "LT0951", &[&format!("{}:", path.display()), "Put the key back"]);
        }
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn a_key_file_that_others_can_read() {
    let place = imported();
    for name in ["log.key", "office.key", "historian.key"] {
        let path = key(&place, name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        refused(&place, 2, "LT0911", &[&path.display().to_string(), "chmod 600"]);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

const COMMAND: &str = r#"{"agency":"coselog.municipality","officer":"Resource21","dossier":"new-1","registerDossier":{"procedure":"wabo-receipt","channel":"DESK"}}"#;

fn submit(place: &Place, with: &Path, agency: &[&str]) -> Finished {
    let commands = place.file("commands.ndjson", format!("{COMMAND}\n"));
    let mut command = lienthong(["submit"]);
    command.arg(&commands).arg("--ledger").arg(place.house()).arg("--key").arg(with).args(agency);
    run_within(&mut command, LIMIT)
}

/// The one line on stdout, and that not a byte of the ledger has changed.
#[track_caller]
fn fault(place: &Place, key: &Path, agency: &[&str], code: &str) {
    let before = place.history();
    let refused = submit(place, key, agency).refused(1, "LT0918");
    assert_eq!(refused.json()["fault"]["code"], code);
    place.history().expect_same_as(&before);
    place.verifies();
}

#[test]
fn commands_signed_with_a_key_that_is_not_the_agencys() {
    let place = imported();
    let stranger = place.path("stranger.key");
    new_key("coselog.municipality", &stranger);
    fault(&place, &stranger, &[], "LT0002");
    fault(&place, &key(&place, "office.key"), &["--agency", "coselog.municipality"], "LT0003");
    fault(&place, &key(&place, "office.key"), &["--agency", "coselog.office"], "LT0005");
}

#[test]
fn commands_signed_with_a_file_that_is_no_key() {
    let place = imported();
    let before = files(&place.house());
    let whole = fs::read_to_string(key(&place, "office.key")).unwrap();
    let cut = place.file("cut.key", &whole[..whole.len() / 2]);
    fs::set_permissions(&cut, fs::Permissions::from_mode(0o600)).unwrap();
    submit(&place, &cut, &[]).refused(2, "LT0951").at_once().says(&format!("{}:", cut.display()));
    let open = place.file("open.key", &whole);
    fs::set_permissions(&open, fs::Permissions::from_mode(0o640)).unwrap();
    submit(&place, &open, &[]).refused(2, "LT0911").at_once().says("mode 640").says("chmod 600");
    let nowhere = place.path("nowhere.key");
    submit(&place, &nowhere, &[]).refused(2, "LT0901").at_once().says(&nowhere.display().to_string());
    assert!(files(&place.house()) == before, "something was changed");
}

//! Ledgers copied from a house to NATS, back into another house, and from house to house: the same records under the same checkpoints,
//! however often the copy is cut off; and what has been copied goes on where it is.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use jiff::tz::TimeZone;
use lienthong_ledger::embedded::{Scan, ScanError, Scanned};
use lienthong_ledger::ports::Query as _;
use lienthong_nats::Connection;
use lienthong_nats::query::NatsQuery;
use lienthong_projections::{MemoryRows, ReadModel};
use lienthong_tests::history::{import, import_command, log, mapping};
use lienthong_tests::nats::{Finish as _, Province};
use lienthong_tests::records::{RECEIPT, batches};
use lienthong_tests::xes_edit::Log;
use lienthong_tests::{Background, Finished, copy_directory, lienthong, temp_dir};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const CATALOGUE: &str = "coselog/catalogue";
const LATER: &str = "coselog/2012";
const LEDGERS: [&str; 2] = [CATALOGUE, RECEIPT];

/// `lienthong ledger copy` from a house.
fn copy_from(house: &Path) -> Command {
    let mut command = lienthong(["ledger", "copy", "--format", "json", "--ledger"]);
    command.arg(house);
    command
}

fn to_house(mut copy: Command, house: &Path) -> Command {
    copy.arg("--to-ledger").arg(house);
    copy
}

fn to_province(mut copy: Command, province: &Province) -> Command {
    let server = &province.server;
    copy.args(["--to-nats", &server.url(), "--to-nats-monitor", &server.monitor_url()]);
    copy.arg("--to-nkey").arg(server.seed_file("routing"));
    copy.arg("--to-audit-nkey").arg(server.seed_file("audit"));
    copy
}

fn from_province(province: &Province) -> Command {
    province.command("historian", &["ledger", "copy", "--format", "json"])
}

fn verify(house: &Path) -> Value {
    lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(house).finish(0).json()
}

/// What was said of the ledger of the history: records that were there, and that were copied.
fn of(told: &Finished) -> (u64, u64) {
    let told = told.json();
    let one =
        told["ledgers"].as_array().unwrap().iter().find(|one| one["origin"] == RECEIPT).expect("the ledger");
    (one["there"].as_u64().unwrap(), one["copied"].as_u64().unwrap())
}

/// The first ledger is a beginning of the second, batch by batch, to the byte.
fn begins_with(house: &Path, origin: &str, beginning: &Path) {
    let (whole, first) = (batches(house, origin), batches(beginning, origin));
    assert!(!first.is_empty() && whole.len() >= first.len(), "{origin}");
    let bytes = |found: &Scanned| found.batch.encode();
    let differs = first.iter().zip(&whole).position(|(one, other)| bytes(one) != bytes(other));
    assert_eq!(differs, None, "batch of {origin}");
}

/// The state roots of the read side over everything that a house has sealed.
fn state_roots(house: &Path) -> BTreeMap<String, String> {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").expect("a time zone");
    let model = ReadModel::open(Arc::new(MemoryRows::new()), zone).expect("rows in memory");
    for origin in LEDGERS {
        let batches: Vec<_> = batches(house, origin).into_iter().map(|found| Arc::new(found.batch)).collect();
        model.apply(&origin.parse().expect("an origin"), &batches).expect("it folds");
    }
    model.state_roots().expect("rows in memory").projections
}

/// Waits until the read side of a running province has a record of a ledger.
fn followed(province: &Province, ledger: &str) {
    let waiting = async {
        let target = province.server.target("gateway");
        let query = NatsQuery::new(Connection::open(&target).await.expect("a connection"));
        while query.query("positions", json!({})).await.expect("an answer")[ledger].is_null() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime
        .block_on(async { tokio::time::timeout(PATIENCE, waiting).await })
        .expect("the read side follows it");
}

fn segment(house: &Path) -> PathBuf {
    house.join("receipt").join("000000000001.seg")
}

fn size_of(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.len())
}

/// A house with about a third of the history: whoever imported it was killed. A batch that was being written is cut off, as
/// the next writer does.
fn with_a_part(house: &Path) {
    let mut importing = Background::spawn(&mut import_command(&log(), house));
    importing.wait_until("a part is imported", PATIENCE, |_| size_of(&segment(house)) > 2_000_000);
    importing.kill();
    let mut scan = Scan::open(&house.join("receipt")).expect("a ledger");
    match scan.find_map(Result::err) {
        Some(ScanError::Torn(torn)) => cut(&segment(house), torn.offset),
        Some(other) => panic!("{other}"),
        None => {}
    }
}

fn cut(file: &Path, length: u64) {
    fs::OpenOptions::new().write(true).open(file).unwrap().set_len(length).unwrap();
}

#[test]
fn a_house_goes_to_nats_and_on_there_and_back_into_a_house() {
    let dir = temp_dir();
    let (first, last) = (dir.path().join("first"), dir.path().join("last"));
    with_a_part(&first);
    let before = verify(&first);

    let province = Province::with_streams(RECEIPT, Some(&first.join("keys")));
    let told = to_province(copy_from(&first), &province).finish(0);
    let (there, copied) = of(&told);
    assert!(there == 0 && copied > 500, "{told:?}");
    // Everything that lies in a house beside its ledgers, and cannot be made again of them.
    for left in ["not copied: private keys (keys/)", "vault/", "attachments/", "inbox/", "cosigned/"] {
        assert!(told.stderr.contains(left), "{left}: {}", told.stderr);
    }
    let again = of(&to_province(copy_from(&first), &province).finish(0));
    assert_eq!(again, (copied, 0), "once more, it is all there");

    // Services run on it, and the history goes on where it was cut off.
    let mut province = province;
    province.start_services();
    let rest = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!(rest["dossiers"], json!(1434), "{rest}");
    assert!(rest["admitted"].as_u64() > Some(0) && rest["already_known"].as_u64() > Some(0), "{rest}");
    assert_eq!(rest["rejected"], json!(0), "{rest}");

    // One ledger more, while all of it runs.
    let keys = province.sealed_copy().join("keys");
    province.command("operator", &["ledger", "create", LATER]).arg("--keys").arg(keys).finish(0);
    let (few, later) = (dir.path().join("few.xes"), dir.path().join("later.toml"));
    let mut shorter = Log::published();
    shorter.cases.drain(..1400);
    shorter.write(&few);
    fs::write(&later, fs::read_to_string(mapping()).unwrap().replace(RECEIPT, LATER)).unwrap();
    let taken = province.import(&few, &later).finish(0).json();
    assert_eq!((&taken["dossiers"], &taken["rejected"]), (&json!(34), &json!(0)), "{taken}");
    followed(&province, LATER);
    let after = verify(&province.sealed_copy());
    assert_eq!(after["redecided"], after["records"], "{after}");
    for origin in LEDGERS {
        begins_with(&province.sealed_copy(), origin, &first);
    }

    to_house(from_province(&province), &last).finish(0);
    assert_eq!(verify(&last)["heads"], after["heads"]);
    begins_with(&last, LATER, &province.sealed_copy());
    assert_eq!(state_roots(&last), state_roots(&province.sealed_copy()));
    for origin in LEDGERS {
        begins_with(&last, origin, &first);
    }
    let fingerprint = |house: &Path| fs::read_to_string(house.join("ledger.toml")).unwrap();
    let one_more = fingerprint(&first).replace(r#"["receipt"]"#, r#"["2012", "receipt"]"#);
    assert_eq!(fingerprint(&last), one_more, "the same unit, fingerprint, Office and log");

    // With its keys it is a house like any other, which has what it was given.
    copy_directory(&first.join("keys"), &last.join("keys"));
    let known = import(&log(), &last).expect_code(0).json();
    assert_eq!(known["admitted"], json!(0), "{known}");
    assert!(before["heads"] != after["heads"]);
}

#[test]
fn a_copy_that_is_killed_goes_on_and_comes_to_the_same_bytes() {
    let dir = temp_dir();
    let (house, copy) = (dir.path().join("house"), dir.path().join("copy"));
    import(&log(), &house).expect_code(0);
    for part in [1_000_000, 3_000_000] {
        let mut copying = Background::spawn(&mut to_house(copy_from(&house), &copy));
        copying.wait_until("a part is copied", PATIENCE, |_| size_of(&segment(&copy)) > part);
        copying.kill();
        assert!(!copy.join("ledger.toml").exists(), "half a copy is no house");
    }
    let told = to_house(copy_from(&house), &copy).finish(0);
    let (there, copied) = of(&told);
    assert!(there > 0 && copied > 0, "{there} were there, {copied} were copied");
    assert_eq!(verify(&copy)["heads"], verify(&house)["heads"]);
    assert_eq!(fs::read(segment(&copy)).unwrap(), fs::read(segment(&house)).unwrap());
    assert_eq!(state_roots(&copy), state_roots(&house));

    let province = Province::with_streams(RECEIPT, Some(&house.join("keys")));
    let mut copying = Background::spawn(&mut to_province(copy_from(&house), &province));
    std::thread::sleep(Duration::from_millis(1_500));
    copying.kill();
    to_province(copy_from(&house), &province).finish(0);
    let back = dir.path().join("back");
    to_house(from_province(&province), &back).finish(0);
    assert_eq!(fs::read(segment(&back)).unwrap(), fs::read(segment(&house)).unwrap());
}

#[test]
fn a_flipped_byte_is_named_and_nothing_after_it_goes_over() {
    let dir = temp_dir();
    let (house, copy) = (dir.path().join("house"), dir.path().join("copy"));
    with_a_part(&house);
    let whole = fs::read(segment(&house)).unwrap();
    let at = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[at] ^= 1;
    fs::write(segment(&house), &flipped).unwrap();
    let refused = to_house(copy_from(&house), &copy).finish(3).stderr;
    assert!(refused.contains("LT0510") && refused.contains("000000000001.seg"), "{refused}");
    assert!(size_of(&segment(&copy)) <= at as u64 && !copy.join("ledger.toml").exists());
    fs::write(segment(&house), &whole).unwrap();
    // What was not all written when its writer was killed goes over as little: nobody was told of it.
    let last = batches(&house, RECEIPT).pop().expect("a batch").offset;
    cut(&segment(&house), whole.len() as u64 - 100);
    to_house(copy_from(&house), &copy).finish(0);
    assert_eq!(fs::read(segment(&copy)).unwrap(), whole[..usize::try_from(last).unwrap()]);
}

#[test]
fn what_is_no_beginning_is_left_as_it_is() {
    let dir = temp_dir();
    let [house, other, longer] = ["house", "other", "longer"].map(|name| dir.path().join(name));
    with_a_part(&house);
    with_a_part(&other);
    let untouched = fs::read(segment(&other)).unwrap();
    let refused = to_house(copy_from(&house), &other).finish(1).stderr;
    assert!(refused.contains("LT0961"), "{refused}");
    assert_eq!(fs::read(segment(&other)).unwrap(), untouched);

    // One that went on is no beginning of what it came from.
    to_house(copy_from(&house), &longer).finish(0);
    copy_directory(&house.join("keys"), &longer.join("keys"));
    import(&log(), &longer).expect_code(0);
    let refused = to_house(copy_from(&house), &longer).finish(1).stderr;
    assert!(refused.contains("LT0961") && refused.contains("records, the source"), "{refused}");

    // Nor on a broker: of another house, and of one that went on.
    let province = Province::with_streams(RECEIPT, Some(&other.join("keys")));
    to_province(copy_from(&other), &province).finish(0);
    let refused = to_province(copy_from(&house), &province).finish(1).stderr;
    assert!(refused.contains("LT0961"), "{refused}");
}

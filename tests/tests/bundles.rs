//! Bundles: proved in a house or on NATS, and checked where there is none: by the binary, and by a reader that has nothing of ours.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::{start, submit};
use lienthong_tests::history::import;
use lienthong_tests::nats::Finish as _;
use lienthong_tests::nats::Province;
use lienthong_tests::records::{RECEIPT, records};
use lienthong_tests::xes_edit::Log;
use lienthong_tests::{Finished, lienthong, run_within, temp_dir, workspace};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const DOSSIER: &str = "H22.02-201008-0901";
const DESK: &str = "H22.02";
const APPLICANT: &str = "Nguyễn Thị Ánh";
const CONTACT: &str = "0912 345 678";

/// A demonstration with some days behind it, in which a dossier is registered and received; it has ended.
fn demo_house(dir: &Path) -> PathBuf {
    let house = dir.join("province");
    let (mut demo, url) = start(&house, &["--days", "3", "--pace", "1"]);
    let act = |name: &str, said: Value, personal: Option<Value>| {
        let mut line = json!({ "agency": DESK, "officer": "tiep-nhan", "dossier": DOSSIER });
        line[name] = said;
        if let Some(personal) = personal {
            line["personal"] = personal;
        }
        submit(&url, &house.join("keys").join(format!("{DESK}.key")), DESK, &[line], 0);
    };
    let register = json!({ "procedure": "1.009974", "channel": "DESK" });
    act("registerDossier", register, Some(json!({ "applicant": APPLICANT, "contact": CONTACT })));
    act("receiveDossier", json!({ "channel": "DESK", "handedIn": ["don", "giay-to"] }), None);
    demo.end("INT", PATIENCE);
    house
}

/// `lienthong audit prove CODE -o FILE …`.
fn prove(house: &Path, what: &[&str], file: &Path, exit: i32) -> Finished {
    let mut command = lienthong(["audit", "prove"]);
    command.args(what).arg("-o").arg(file).arg("--ledger").arg(house).finish(exit)
}

/// Where there is no house: an empty directory with the file in it.
struct Elsewhere {
    dir: tempfile::TempDir,
}

impl Elsewhere {
    fn with(bundle: &Path) -> Self {
        let dir = temp_dir();
        fs::copy(bundle, dir.path().join("bundle.json")).unwrap();
        Self { dir }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("bundle.json")
    }

    fn check(&self, options: &[&str], exit: i32) -> Finished {
        let mut command = lienthong(["audit", "check", "bundle.json"]);
        command.args(options).current_dir(self.dir.path()).env_clear().finish(exit)
    }

    fn json(&self, exit: i32) -> Value {
        self.check(&["--format", "json"], exit).json()
    }

    /// The same by the reader that has nothing of ours.
    fn read(&self, fingerprint: &str) -> Finished {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/check_bundle.py");
        let mut command = Command::new(workspace::python());
        command.arg(script).arg(self.file()).arg(fingerprint).current_dir(self.dir.path());
        run_within(&mut command, PATIENCE)
    }

    /// Changes the bundle.
    fn change(&self, how: impl FnOnce(&mut Value)) {
        let mut bundle: Value = serde_json::from_slice(&fs::read(self.file()).unwrap()).unwrap();
        how(&mut bundle);
        fs::write(self.file(), bundle.to_string()).unwrap();
    }
}

fn setting(house: &Path, name: &str) -> String {
    let text = fs::read_to_string(house.join("ledger.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    table[name].as_str().unwrap().to_owned()
}

/// A list of the house's description, as it is written.
fn setting_list(house: &Path, name: &str) -> String {
    let text = fs::read_to_string(house.join("ledger.toml")).unwrap_or_default();
    text.parse::<toml::Table>()
        .ok()
        .and_then(|table| table.get(name).map(ToString::to_string))
        .unwrap_or_default()
}

/// What people must not find in a file: as it is, and behind base64.
fn stands_in_the_clear(file: &Path, value: &str) -> bool {
    let text = fs::read_to_string(file).unwrap();
    let inside = |bytes: &[u8]| bytes.windows(value.len()).any(|part| part == value.as_bytes());
    let strings = text.split('"').filter_map(|part| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.decode(part).ok()
    });
    inside(text.as_bytes()) || strings.into_iter().any(|bytes| inside(&bytes))
}

#[test]
fn a_dossier_is_checked_where_there_is_no_house() {
    let dir = temp_dir();
    let house = demo_house(dir.path());
    let file = dir.path().join("dossier.json");
    prove(&house, &[DOSSIER], &file, 0);
    let (fingerprint, log_key) = (setting(&house, "fingerprint"), setting(&house, "log-key"));
    let elsewhere = Elsewhere::with(&file);

    let said = elsewhere.json(0);
    assert_eq!((&said["holds"], &said["dossier"]), (&json!(true), &json!(DOSSIER)));
    assert_eq!((&said["last_signed"], &said["keys_signed"]), (&json!(true), &json!(true)));
    assert_eq!(said["fingerprint"], json!(fingerprint));
    let entries = said["timeline"]["entries"].as_array().unwrap();
    assert_eq!(said["sequences"].as_array().unwrap().len(), 2, "{said}");
    assert_eq!(entries[0]["agency"], json!(DESK));
    // As the house itself tells it, with the same names.
    let told =
        lienthong(["dossier", "timeline", DOSSIER, "--format", "json", "--ledger"]).arg(&house).finish(0);
    assert_eq!(said["timeline"], told.json());
    let person = elsewhere.check(&[], 0).stdout;
    assert!(person.contains("is the log's signed statement"), "{person}");
    assert!(person.contains("là lời tuyên bố có chữ ký của nhật ký"), "{person}");
    assert!(person.contains("rests on the bundle's own statement"), "{person}");
    let sure = elsewhere.check(&["--fingerprint", &fingerprint, "--log-key", &log_key], 0).stdout;
    assert!(!sure.contains("rests on the bundle's own statement"), "{sure}");
    let rows = elsewhere.check(&["--format", "csv"], 0);
    assert_eq!(rows.stdout.lines().count(), entries.len() + 1, "{}", rows.stdout);
    assert!(rows.stderr.contains("signed statement"), "{}", rows.stderr);
    let read = elsewhere.read(&fingerprint).expect_code(0);
    assert!(read.stdout.contains("2 records under checkpoint"), "{}", read.stdout);

    assert!(![APPLICANT, CONTACT].iter().any(|value| stands_in_the_clear(&file, value)));
    prove(&house, &[DOSSIER], &file, 2);
    prove(&house, &["H22.02-201008-7777"], &dir.path().join("none.json"), 1);
}

#[test]
fn a_tampered_file_is_found_and_the_kind_named_by_both_readers() {
    let dir = temp_dir();
    let house = demo_house(dir.path());
    let file = dir.path().join("dossier.json");
    prove(&house, &[DOSSIER], &file, 0);
    let fingerprint = setting(&house, "fingerprint");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    type Change<'a> = &'a dyn Fn(&mut Value);
    let crimes: [(&str, Change<'_>); 8] = [
        ("left_out", &|b| drop(b["ledger"]["records"].as_array_mut().unwrap().remove(0))),
        ("left_out", &|b| drop(b["ledger"]["records"].as_array_mut().unwrap().pop())),
        ("order", &|b| b["ledger"]["records"].as_array_mut().unwrap().swap(0, 1)),
        ("inclusion", &|b| {
            b["ledger"]["records"][0]["path"][0] = b["ledger"]["records"][0]["path"][1].clone()
        }),
        ("inclusion", &|b| b["ledger"]["records"][0]["bytes"] = b["ledger"]["records"][1]["bytes"].clone()),
        ("checkpoint", &|b| b["ledger"]["checkpoint"] = b["catalogue"]["checkpoint"].clone()),
        ("heads", &|b| b["ledger"]["heads"] = json!(text(&b["ledger"]["heads"]).replace(" 2 ", " 1 "))),
        ("fingerprint", &|b| b["fingerprint"] = json!("0".repeat(64))),
    ];
    for (kind, change) in crimes {
        let elsewhere = Elsewhere::with(&file);
        elsewhere.change(change);
        let said = elsewhere.json(1);
        assert_eq!(said["failure"]["kind"], json!(kind), "{said}");
        let code = said["failure"]["code"].as_str().unwrap();
        assert!(elsewhere.check(&[], 1).stderr.starts_with(code));
        lienthong(["explain", code]).finish(0);
        elsewhere.read(&fingerprint).expect_code(1);
    }
    let elsewhere = Elsewhere::with(&file);
    elsewhere.check(&["--fingerprint", &"0".repeat(64)], 1);
    elsewhere.read(&"0".repeat(64)).expect_code(1);
    elsewhere.check(&["--fingerprint", "zz"], 2);
    elsewhere.check(&["--log-key", "zz"], 2);
    let other = "H22/catalogue+08e3b2d1+AbKZ";
    elsewhere.check(&["--log-key", other], 2);
    fs::write(elsewhere.file(), "{}").unwrap();
    assert!(elsewhere.check(&[], 1).stderr.starts_with("LT0840"));
    fs::remove_file(elsewhere.file()).unwrap();
    elsewhere.check(&[], 2);
}

#[test]
fn the_citizens_bundle_opens_the_citizens_own_values_until_their_key_is_erased() {
    let dir = temp_dir();
    let house = demo_house(dir.path());
    let (plain, own) = (dir.path().join("plain.json"), dir.path().join("own.json"));
    prove(&house, &[DOSSIER], &plain, 0);
    prove(&house, &[DOSSIER, "--for-citizen"], &own, 0);
    // What is looked for in vain in the plain one is found in this one.
    assert!(stands_in_the_clear(&own, APPLICANT) && !stands_in_the_clear(&plain, APPLICANT));
    let elsewhere = Elsewhere::with(&own);
    let opened = elsewhere.json(0)["openings"].clone();
    let values: BTreeSet<(&str, &str)> = opened
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["field"].as_str().unwrap(), one["value"].as_str().unwrap()))
        .collect();
    assert_eq!(values, BTreeSet::from([("applicant", APPLICANT), ("contact", CONTACT)]));
    assert!(elsewhere.check(&[], 0).stdout.contains(APPLICANT));
    let read = elsewhere.read("").expect_code(0);
    assert!(read.stdout.contains(&format!("applicant {APPLICANT}")), "{}", read.stdout);
    assert!(Elsewhere::with(&plain).json(0)["openings"].is_null());
    // Another name is not the one that was committed to.
    elsewhere.change(|bundle| {
        use base64::Engine as _;
        let other = base64::engine::general_purpose::STANDARD.encode("Nguyễn Văn Khác");
        bundle["openings"][0]["value"] = json!(other);
    });
    assert_eq!(elsewhere.json(1)["failure"]["kind"], json!("opening"));
    elsewhere.read("").expect_code(1);
    // The keys are gone: what was sealed is proved as before, and opened by nobody.
    for entry in fs::read_dir(house.join("vault")).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let refused = prove(&house, &[DOSSIER, "--for-citizen"], &dir.path().join("late.json"), 1);
    assert!(refused.stderr.contains("LT0856"), "{}", refused.stderr);
    let after = dir.path().join("after.json");
    prove(&house, &[DOSSIER], &after, 0);
    assert_eq!(fs::read(&after).unwrap(), fs::read(&plain).unwrap());
}

#[test]
fn no_dossier_of_a_living_province_is_accused() {
    let dir = temp_dir();
    let house = demo_house(dir.path());
    let sealed = records(&house, "H22/2020");
    let dossiers: BTreeSet<String> = sealed
        .iter()
        .filter_map(|one| one.raw.record.stream.dossier_code())
        .map(|code| code.to_string())
        .collect();
    assert!(dossiers.len() > 5, "{dossiers:?}");
    for code in dossiers.iter().take(25) {
        let file = dir.path().join(format!("{code}.json"));
        prove(&house, &[code.as_str()], &file, 0);
        let elsewhere = Elsewhere::with(&file);
        let said = elsewhere.json(0);
        assert_eq!(said["timeline"]["code"], json!(code), "{code}");
        elsewhere.read("").expect_code(0);
    }
    // One record alone, of the ledger and of the catalogue.
    for place in ["H22/2020:3", "H22/catalogue:5"] {
        let file = dir.path().join("one.json");
        prove(&house, &["--record", place], &file, 0);
        let elsewhere = Elsewhere::with(&file);
        assert!(elsewhere.json(0)["record"][0][1].as_str().unwrap().contains('#'));
        elsewhere.check(&[], 0);
        elsewhere.read("").expect_code(0);
        fs::remove_file(&file).unwrap();
    }
    prove(&house, &["--record", "H22/2020"], &dir.path().join("no.json"), 2);
    prove(&house, &["--record", "H22/2020:999999"], &dir.path().join("no.json"), 1);
}

/// A few cases of the real history.
fn small_log(dir: &Path) -> PathBuf {
    let log = dir.join("small.xes");
    let cases: Vec<String> = Log::published().cases.iter().take(6).map(|case| case.name.clone()).collect();
    Log::published().with_cases(|case| cases.contains(&case.name)).write(&log);
    log
}

#[test]
fn imported_history_is_proved_under_the_historians_key() {
    let dir = temp_dir();
    let (log, house) = (small_log(dir.path()), dir.path().join("house"));
    import(&log, &house).expect_code(0);
    let first = records(&house, RECEIPT)[0].raw.record.stream.dossier_code().unwrap().to_string();
    let file = dir.path().join("history.json");
    prove(&house, &[&first], &file, 0);
    let elsewhere = Elsewhere::with(&file);
    assert_eq!(elsewhere.json(0)["dossier"], json!(first));
    elsewhere.read(&setting(&house, "fingerprint")).expect_code(0);
}

#[test]
fn on_nats_a_bundle_is_proved_by_who_only_reads_and_the_sealers_signs_the_end() {
    let dir = temp_dir();
    let province = Province::start(RECEIPT);
    let mapping = workspace::root().join("deploy/mappings/coselog-receipt.toml");
    province.import(&small_log(dir.path()), &mapping).finish(0);
    let code =
        records(&province.sealed_copy(), RECEIPT)[0].raw.record.stream.dossier_code().unwrap().to_string();
    let file = dir.path().join("nats.json");
    province.command("historian", &["audit", "prove", &code]).arg("-o").arg(&file).finish(0);
    let elsewhere = Elsewhere::with(&file);
    let said = elsewhere.json(0);
    assert_eq!((&said["dossier"], &said["last_signed"]), (&json!(code), &json!(false)));
    assert!(
        elsewhere.check(&[], 0).stdout.contains("is not proved: only the log's signed statement can say so")
    );
    elsewhere.read("").expect_code(0);
    // The vault is asked as its reader; this history has nothing personal to open.
    let vault = province.server.seed_file("vault-projections");
    let own = dir.path().join("own.json");
    let mut command = province.command("historian", &["audit", "prove", &code, "--for-citizen"]);
    command.arg("-o").arg(&own).arg("--vault-nkey").arg(vault).finish(0);
    assert_eq!(Elsewhere::with(&own).json(0)["openings"], json!([]));
    // Beside the sealer, where the log's key is, the end is signed too.
    let named = || setting_list(&province.sealed_copy(), "ledgers").contains("receipt");
    let waiting = std::time::Instant::now();
    while !named() {
        assert!(waiting.elapsed() < PATIENCE, "the sealer describes its copy");
        std::thread::sleep(Duration::from_millis(50));
    }
    // Who reads what is sealed over NATS, is shown the same dossier as who has the house.
    for what in ["show", "timeline", "replay"] {
        let there =
            province.command("historian", &["dossier", what, &code, "--format", "json"]).finish(0).stdout;
        let mut here = lienthong(["dossier", what, &code, "--format", "json", "--ledger"]);
        assert_eq!(there, here.arg(province.sealed_copy()).finish(0).stdout, "{what}");
    }
    let signed = dir.path().join("signed.json");
    prove(&province.sealed_copy(), &[&code], &signed, 0);
    assert_eq!(Elsewhere::with(&signed).json(0)["last_signed"], json!(true));
}

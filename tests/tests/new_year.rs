//! A new ledger in a house that is lived in, an old one that is closed and finished: by record, beside the running services.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::{get, start, submit};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::records::records;
use lienthong_tests::{Finished, lienthong, temp_dir};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const OFFICE: &str = "H22.01";
const DESK: &str = "H22.02";
const OLD: &str = "H22/2019";
const NEW: &str = "H22/2020";

struct Running {
    url: String,
    house: PathBuf,
}

impl Running {
    fn key(&self, holder: &str) -> PathBuf {
        self.house.join("keys").join(format!("{holder}.key"))
    }

    /// The Office publishes; the receipt.
    fn publish(&self, what: &str, said: Value) -> Value {
        let mut line = json!({ "agency": OFFICE, "officer": "lanh-dao", "draftedBy": "thu-ly" });
        line[what] = said;
        line[what]["decision"] =
            json!({ "number": "12/QĐ-VP", "date": "2020-10-01", "signer": "Chánh Văn phòng" });
        submit(&self.url, &self.key("office"), OFFICE, &[line], 0).remove(0)
    }

    /// The desk registers a dossier in a ledger that it names, or in that which the program finds; what came back.
    fn register(&self, dossier: &str, named: Option<&str>) -> Value {
        let line = json!({ "agency": DESK, "officer": "tiep-nhan", "dossier": dossier,
            "registerDossier": { "procedure": "1.009974", "channel": "DESK" } });
        self.send(&line, named)
    }

    fn send(&self, line: &Value, named: Option<&str>) -> Value {
        self.send_by(DESK, line, named)
    }

    fn send_by(&self, holder: &str, line: &Value, named: Option<&str>) -> Value {
        let file = self.house.join("line.json");
        fs::write(&file, line.to_string()).unwrap();
        let agency = line["agency"].as_str().unwrap();
        let mut command = lienthong(["submit", "--agency", agency, "--url", &self.url, "--key"]);
        command.arg(self.key(holder)).arg(&file);
        if let Some(named) = named {
            command.args(["--origin", named]);
        }
        let done = lienthong_tests::run_within(&mut command, PATIENCE);
        serde_json::from_str(done.stdout.lines().next().unwrap_or_else(|| panic!("{done:?}"))).unwrap()
    }

    fn verify(&self, exit: i32) -> Finished {
        lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(&self.house).finish(exit)
    }

    fn finish(&self, ledger: &str, exit: i32) -> Finished {
        let decision =
            ["--decision", "15/QĐ-VP", "--decided-on", "2020-10-05", "--signer", "Chánh Văn phòng"];
        lienthong(["ledger", "finish", ledger]).args(decision).arg("--ledger").arg(&self.house).finish(exit)
    }
}

/// In which ledger a receipt's record stands.
fn ledger_of(receipt: &Value) -> &str {
    receipt["origin"].as_str().unwrap_or_else(|| panic!("no receipt: {receipt}"))
}

fn codes(receipt: &Value) -> Vec<&str> {
    let refusals = receipt["rejection"]["refusals"].as_array().into_iter().flatten();
    refusals.filter_map(|refusal| refusal["code"].as_str()).collect()
}

#[test]
fn a_ledger_begins_closes_and_is_finished_while_the_house_is_lived_in() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, url) = start(&house, &["--days", "5", "--pace", "1"]);
    let running = Running { url, house: house.clone() };

    let create = |exit| lienthong(["ledger", "create", OLD, "--ledger"]).arg(&house).finish(exit).stderr;
    assert!(create(0).contains("has it now"));
    assert!(create(0).contains("has it already"));
    demo.wait_for(&format!("{OLD}: open"), PATIENCE);
    // Two take registrations: who names none gets the one that began last.
    running.publish("beginLedger", json!({ "ledger": OLD, "from": "2019-01-01T00:00:00Z" }));
    running.publish("beginLedger", json!({ "ledger": NEW, "from": "2020-01-01T00:00:00Z" }));
    let old = running.register("H22.02-201005-0901", Some(OLD));
    assert_eq!((ledger_of(&old), codes(&old)), (OLD, vec![]), "{old}");
    assert_eq!(ledger_of(&running.register("H22.02-201005-0902", None)), NEW);

    running.publish("closeLedger", json!({ "ledger": OLD, "at": "2020-10-05T01:00:00Z" }));
    lienthong(["demo", "clock", "--to", "2020-10-05T08:30:00+07:00", "--url", &running.url]).finish(0);
    let now = || get(&format!("{}/api/v1/overview", running.url))["now"].as_str().unwrap().to_owned();
    demo.wait_until("the clock is moved on", PATIENCE, |_| *now() >= *"2020-10-05T01:30");
    let refused = running.register("H22.02-201005-0903", Some(OLD));
    assert_eq!(codes(&refused), ["LT0410"], "{refused}");
    assert!(refused.to_string().contains(&format!("register in {NEW}")), "{refused}");
    assert_eq!(ledger_of(&running.register("H22.02-201005-0903", None)), NEW);
    assert_eq!(get(&format!("{}/api/v1/overview", running.url))["register_in"], json!(NEW));

    // What began there goes on there, and nobody has to say where it lives.
    let task = |holder, agency, name: &str, said: Value| {
        let mut line = json!({ "agency": agency, "officer": "lanh-dao" });
        line[name] = said;
        let receipt = running.send_by(holder, &line, Some(OLD));
        assert_eq!((ledger_of(&receipt), codes(&receipt)), (OLD, vec![]), "{receipt}");
    };
    let what = json!({ "task": "1", "clause": "1đ", "agency": DESK, "what": "Rà soát", "due": "2020-10-30" });
    task("office", OFFICE, "assignTask", what);
    let in_the_way = running.finish(OLD, 1).stderr;
    assert!(in_the_way.contains("1 of 1 dossiers are not over"), "{in_the_way}");
    assert!(in_the_way.contains("1 of 1 findings and tasks are not over (task.1)"), "{in_the_way}");
    let about = || json!({ "about": "task.1", "number": 1 });
    let mut reported = about();
    reported["text"] = json!("Đã rà soát");
    task(DESK, DESK, "reportTask", reported);
    task("office", OFFICE, "acceptTask", about());
    assert!(running.finish(NEW, 1).stderr.contains("LT0960"));
    let turn_away = json!({ "agency": DESK, "officer": "tiep-nhan", "dossier": "H22.02-201005-0901",
        "refuseDossier": { "reasons": ["nhầm thủ tục"] } });
    let turned_away = running.send(&turn_away, None);
    assert_eq!((ledger_of(&turned_away), codes(&turned_away)), (OLD, vec![]), "{turned_away}");

    // A word that is not true of the ledger is found, and set right by the next.
    let root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    running.publish("finishLedger", json!({ "ledger": OLD, "size": "1", "root": root }));
    let wrong = running.verify(1);
    assert_eq!(wrong.json()["first_failure"]["kind"], json!("finished"), "{wrong:?}");
    assert!(wrong.stderr.contains("LT0033"), "{wrong:?}");
    let line = house.join("finish.json");
    fs::write(&line, running.finish(OLD, 0).stdout).unwrap();
    let send = |key: &Path, exit| {
        lienthong(["submit", "--agency", OFFICE, "--url", &running.url, "--key"])
            .arg(key)
            .arg(&line)
            .finish(exit)
    };
    send(&running.key("office"), 0);
    assert!(running.finish(OLD, 1).stderr.contains("finished with these"));
    let verified = running.verify(0).json();
    assert_eq!(verified["redecided"], verified["records"], "{verified}");

    // Nothing more is recorded there, and what was is answered as it was.
    let late = running.send(&turn_away, Some(OLD));
    assert_eq!(late["fault"]["code"], json!("LT0032"), "{late}");
    let list = lienthong(["ledger", "list", "--format", "json", "--ledger"]).arg(&house).finish(0).json();
    let states: Vec<(&str, &str)> = list["ledgers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["ledger"].as_str().unwrap(), one["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states, [("H22/catalogue", "catalogue"), (OLD, "finished"), (NEW, "registers")]);
    demo.end("INT", PATIENCE);
    running.verify(0);
    kept(&house, dir.path());
}

/// What all of this wrote, without keys: where `LIENTHONG_GOLDEN=DIR` says, as the golden ledger of a release that holds books, and the entries of a
/// catalogue that founding a province does not need (`audit_golden.rs`). What is there is never written anew.
fn kept(house: &Path, otherwise: &Path) {
    let asked = std::env::var_os("LIENTHONG_GOLDEN").map(PathBuf::from);
    let target = asked.unwrap_or_else(|| otherwise.join("golden")).join("year");
    assert!(!target.exists(), "{}: golden ledgers are never written anew", target.display());
    lienthong(["ledger", "copy", "--ledger"]).arg(house).arg("--to-ledger").arg(&target).finish(0);
    for ledger in ["catalogue", "2019", "2020"] {
        fs::remove_file(target.join(ledger).join("lock")).unwrap();
    }
    let verified =
        lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(&target).finish(0).json();
    assert_eq!(verified["redecided"], verified["records"], "{verified}");
    let told = ["DayDeclared", "LedgerBegun", "LedgerClosed", "LedgerFinished"];
    let met: BTreeSet<&str> = ["H22/catalogue", NEW]
        .into_iter()
        .flat_map(|origin| records(&target, origin))
        .flat_map(|sealed| sealed.kinds())
        .collect();
    let missing: Vec<_> = told.into_iter().filter(|kind| !met.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

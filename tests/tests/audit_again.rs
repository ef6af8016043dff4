//! A ledger that is verified again, from where it was verified before; and receipts held against it.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::start;
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Finished, copy_directory, lienthong, temp_dir};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const DESK: &str = "H22.02";

fn verify(house: &Path, more: &[&str], exit: i32) -> Finished {
    lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(house).args(more).finish(exit)
}

/// Three new dossiers, the last one under a code that is taken by then: the receipts, as they are written out.
fn submit(house: &Path, receipts: &Path) -> Vec<String> {
    let register = |code: &str| {
        let said = json!({ "procedure": "2.000591", "channel": "DESK" });
        json!({ "agency": DESK, "officer": "tiep-nhan", "dossier": code, "registerDossier": said })
            .to_string()
    };
    let codes = ["H22.02-201007-0901", "H22.02-201007-0902", "H22.02-201007-0901"];
    let lines = receipts.with_extension("commands");
    fs::write(&lines, codes.map(register).join("\n")).expect("written");
    let mut command = lienthong(["submit", "--agency", DESK, "--ledger"]);
    command.arg(house).arg("--key").arg(house.join("keys").join(format!("{DESK}.key"))).arg(&lines);
    let told = command.finish(1).stdout;
    fs::write(receipts, &told).expect("written");
    told.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn what_was_verified_is_not_decided_again_and_promises_that_are_not_kept_are_named() {
    let dir = temp_dir();
    let at = |name: &str| dir.path().join(name);
    let house = at("house");
    let (mut demo, _) = start(&house, &["--days", "2", "--pace", "1"]);
    demo.end("INT", PATIENCE);
    let old = at("old");
    copy_directory(&house, &old);
    let verified = at("verified.json");
    let with = ["--verified", verified.to_str().expect("UTF-8")];

    let all = verify(&house, &with, 0).json();
    assert_eq!(all["redecided"], all["records"], "{all}");
    let receipts = at("receipts.ndjson");
    let lines = submit(&house, &receipts);
    let [_, _, taken] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(taken.contains("rejection"), "{taken}");

    // Only what has come since is decided; on one thread as on many.
    let since = verify(&house, &[&with[..], &["--threads", "1"]].concat(), 0).json();
    let count = |told: &Value, of: &str| told[of].as_u64().expect("a number");
    assert_eq!(count(&since, "records"), count(&all, "records") + 3);
    assert_eq!(count(&since, "redecided"), 3, "{since}");
    assert_eq!(since["verified_before"], all["records"]);
    let whole = verify(&house, &["--threads", "1"], 0).json();
    assert_eq!(whole["redecided"], whole["records"], "{whole}");
    // What ends before what was verified, or is another tree, is not the ledger that was.
    let shorter = verify(&old, &with, 1);
    assert!(
        shorter.stderr.contains("LT0603") && shorter.stderr.contains("verified before"),
        "{}",
        shorter.stderr
    );
    let text = fs::read_to_string(&verified).expect("it was written");
    let kept: Value = serde_json::from_str(&text).expect("JSON");
    let other = kept["heads"][0]["root"].as_str().expect("a root").replace(|c: char| c.is_ascii_digit(), "0");
    fs::write(&verified, text.replace(kept["heads"][0]["root"].as_str().expect("a root"), &other))
        .expect("written");
    let another = verify(&house, &with, 1);
    assert!(
        another.stderr.contains("LT0604") && another.stderr.contains("verified before"),
        "{}",
        another.stderr
    );
    fs::write(&verified, "{").expect("written");
    assert!(verify(&house, &with, 2).stderr.contains("LT0921"));

    // Every promise is kept, the one that says no as well.
    let file = ["--receipts", receipts.to_str().expect("UTF-8")];
    assert_eq!(verify(&house, &file, 0).json()["promises"], json!({ "receipts": 3, "broken": [] }));
    // In the copy from before they are missing; a receipt that was touched is no promise, or says what was not promised.
    let dropped = verify(&old, &file, 1);
    assert!(dropped.stderr.contains("LT0612 3 of 3"), "{}", dropped.stderr);
    let mut receipt: Value = serde_json::from_str(&lines[1]).expect("JSON");
    receipt["revision"] = json!("7");
    let mut forged: Value = serde_json::from_str(&lines[0]).expect("JSON");
    forged["leaf"] = receipt["leaf"].clone();
    fs::write(&receipts, format!("{receipt}\n\n{forged}\n{}\n", lines[2])).expect("written");
    let touched = verify(&house, &file, 1);
    let told: Value = serde_json::from_str(touched.stdout.trim()).expect("JSON");
    let broken = told["promises"]["broken"].as_array().expect("a list");
    assert_eq!(broken.iter().map(|one| &one["line"]).collect::<Vec<_>>(), [1, 3], "{told}");
    assert!(broken[0]["what"].as_str().expect("words").contains("another stream, revision"), "{told}");
    assert!(broken[1]["what"].as_str().expect("words").contains("no promise of this log"), "{told}");
    assert_eq!(told["clean"], false);
    fs::write(&receipts, "{}{").expect("written");
    assert!(verify(&house, &file, 2).stderr.contains("LT0922"));
}

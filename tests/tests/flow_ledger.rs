//! How the dossiers of a ledger went, as the program tells it: each on the process that was published when it was received, and where their
//! time went.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::nats::Finish;
use lienthong_tests::{copy_directory, lienthong, run, temp_dir, workspace};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A demonstration of a province, as an earlier release sealed it.
fn golden(into: &Path) {
    copy_directory(&workspace::root().join("tests/data/golden/0.1.0/year"), into);
}

fn told(house: &Path, what: &str, more: &[&str]) -> Value {
    lienthong(["flow", what, "--format", "json", "--ledger"]).arg(house).args(more).finish(0).json()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

#[test]
fn each_dossier_is_replayed_on_the_process_it_was_received_under() {
    let dir = temp_dir();
    golden(dir.path());
    let all = told(dir.path(), "replay", &[]);
    let dossiers = list(&all["dossiers"]);
    assert!(dossiers.len() > 50 && all["replayed"] == dossiers.len());
    assert!(
        dossiers.iter().all(|one| one["process_version"].is_u64() && one["procedure"].is_string()),
        "{all}"
    );
    // What was received and no more: its first step is done, and the end is missing.
    let received = dossiers.iter().find(|one| one["produced"] == 2).expect("one that has only begun");
    assert_eq!(["missing", "remaining"].map(|key| &received[key]), [1, 1]);
    assert_eq!(received["fitness"], 0.5);
    // One procedure's alone are fewer, and the same.
    let code = dossiers[0]["procedure"].as_str().expect("a code");
    let of_one = told(dir.path(), "replay", &["--procedure", code]);
    let same: Vec<&Value> = dossiers.iter().filter(|one| one["procedure"] == code).collect();
    assert!(same.len() < dossiers.len());
    assert_eq!(list(&of_one["dossiers"]).iter().collect::<Vec<_>>(), same);
    let net = lienthong(["flow", "net", "--procedure", code, "--at", "2020-10-05T00:00:00Z", "--ledger"]);
    let net = { net }.arg(dir.path()).finish(0).stdout;
    assert!(net.contains("<text>Tiếp nhận</text>"), "{net}");
    // None of a procedure that nobody has.
    let none = run(["flow", "replay", "--procedure", "9.999999", "--ledger", dir.path().to_str().unwrap()]);
    assert!(none.expect_code(1).stderr.starts_with("LT0973"));
}

#[test]
fn the_time_of_all_adds_up_whoever_held_them() {
    let dir = temp_dir();
    golden(dir.path());
    let held = told(dir.path(), "time", &["--until", "2020-12-31T00:00:00Z"]);
    let of = |state: &str| list(&held).iter().filter(|row| row["state"] == state).count();
    assert!(of("custodian") > 5 && of("leg") > 0 && of("citizen") == 1, "{held}");
    let known = list(&held).iter().all(|row| row["counted"] == row["count"] && row["minutes"].is_u64());
    assert!(known, "the days off of 2020 are decided: {held}");
    assert!(list(&held).iter().any(|row| row["purpose"] == "opinion"), "{held}");
}

#[test]
fn what_cannot_be_told_is_said_with_what_to_do() {
    let dir = temp_dir();
    let file = dir.path().join("p.toml");
    let log = lienthong_tests::history::log();
    let replay = |process: &str| {
        fs::write(&file, process).expect("a file");
        let mut command = lienthong(["flow", "replay", "--xes"]);
        command.arg(&log).arg("--process").arg(&file).finish(2).stderr
    };
    let step =
        |id: &str, more: &str| format!("[[process.steps]]\nid = \"{id}\"\nkind = \"verify\"\n{more}\n");
    let overlapping =
        [step("a", "starts = true\nnext = [\"b\", \"c\"]"), step("b", "next = [\"c\"]"), step("c", "")];
    let said = replay(&overlapping.concat());
    assert!(
        said.starts_with("LT0970") && said.contains("after `a` may come `c`, and after `b` too"),
        "{said}"
    );
    let said = replay(&step("a", "starts = true\nnext = [\"b\"]"));
    assert!(said.starts_with("LT0133") && said.contains("p.toml:5"), "{said}");
    let said = replay("name = 1");
    assert!(said.starts_with("LT0130"), "{said}");
    let no = |arguments: &[&str]| {
        let mut command = lienthong(["flow"]);
        command.args(arguments).arg("--xes").arg(&log).finish(2).stderr
    };
    assert!(no(&["replay"]).starts_with("LT0974"));
    assert!(no(&["time", "--by", "holder"]).starts_with("LT0975"));
    assert!(no(&["time", "--usual-hours", "noon"]).starts_with("LT0908"));
    assert!(no(&["spectrum", "--activity", "T99"]).starts_with("LT0976"));
    assert!(run(["flow", "variants"]).expect_code(2).stderr.starts_with("LT0914"));
    fs::write(&file, "<log><trace><string key=\"concept:name\" value=\"c\"/><event/></trace></log>")
        .expect("a log");
    let said = run(["flow", "variants", "--xes", file.to_str().unwrap()]).expect_code(2).stderr;
    assert!(said.starts_with("LT0112") && said.contains("event without concept:name in c"), "{said}");
}

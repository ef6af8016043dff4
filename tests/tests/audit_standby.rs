//! Two sealers as processes of their own: the one that leads is held up in the middle of its work, the other takes over, and the first comes
//! back.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::history::{log, mapping};
use lienthong_tests::nats::{Finish as _, Province};
use lienthong_tests::records::RECEIPT;
use lienthong_tests::{Background, lienthong};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(120);

const SEALERS: [&str; 2] = ["audit", "audit-2"];

/// Everything that a copy holds is derived again.
fn verified(copy: &Path) -> Value {
    lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(copy).finish(0).json()
}

/// Size and root of a verified ledger.
fn head(report: &Value) -> (Value, Value) {
    let heads = report["heads"].as_array().expect("heads");
    let head = heads.iter().find(|head| head["origin"] == RECEIPT).expect("the ledger");
    (head["size"].clone(), head["root"].clone())
}

fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_sealer_that_is_held_up_is_taken_over_from_and_comes_back_to_stand_by() {
    let mut province = Province::start(RECEIPT);
    let second = province.stand_by("audit-2");
    wait("the second copy is filled", || second.join("ledger.toml").exists());
    let mut import = Background::spawn(&mut province.import(&log(), &mapping()));
    // Both hold all that there is of the new ledger, which is nothing: of the first seal the broker takes one, and whoever's it is leads.
    let stands_by = |province: &Province, sealer: &str| {
        let said = province.said(sealer);
        said.lines().any(|line| line.contains("stands by") && line.contains("receipt"))
    };
    wait("one of them stands by", || SEALERS.iter().any(|sealer| stands_by(&province, sealer)));
    let (leader, other) =
        if stands_by(&province, SEALERS[1]) { (SEALERS[0], SEALERS[1]) } else { (SEALERS[1], SEALERS[0]) };
    let leads = |province: &Province, sealer: &str| province.measure(sealer, "sealer_leads", RECEIPT);
    wait("each shows whether it leads", || {
        (leads(&province, leader), leads(&province, other)) == (Some(1.0), Some(0.0))
    });
    // Somewhere in the middle, whatever it is doing then.
    std::thread::sleep(Duration::from_secs(1));
    province.signal(leader, "STOP");
    let waits = |province: &Province, name: &str| province.measure(other, name, RECEIPT).unwrap_or_default();
    wait("the other shows what waits", || waits(&province, "seal_waiting_records") > 0.0);
    assert!(waits(&province, "seal_waiting_since_seconds") > 0.0);
    wait("the other takes over", || province.said(other).contains("takes over"));
    wait("and shows that it leads", || leads(&province, other) == Some(1.0));
    let ended = import.wait(PATIENCE).expect("the import goes on under the second sealer");
    assert!(ended.success(), "{}", import.stderr());
    let told: Value = serde_json::from_str(import.stdout().trim()).expect("JSON");
    assert_eq!((&told["dossiers"], &told["rejected"]), (&json!(1434), &json!(0)), "{told}");
    province.signal(leader, "CONT");
    // Back, and sending the same again: each has the verdict that it had.
    let again = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!((&again["admitted"], &again["already_known"]), (&json!(0), &told["admitted"]), "{again}");
    let first = province.sealed_copy();
    wait("both copies hold the same", || head(&verified(&first)) == head(&verified(&second)));
    let report = verified(&first);
    let size = head(&report).0.as_f64();
    wait("both stand by their measures", || {
        let sealed = |sealer: &&str| province.measure(sealer, "sealed_records", RECEIPT) == size;
        SEALERS.iter().all(sealed) && leads(&province, leader) == Some(0.0)
    });
    wait("nothing waits any more", || waits(&province, "seal_waiting_records") == 0.0);
    assert_eq!(waits(&province, "seal_waiting_since_seconds"), 0.0);
    wait("the read side has followed", || {
        province.measure("projections", "followed_records", RECEIPT) == size
    });
    let answered =
        ["routing-1", "routing-2"].map(|routing| province.measure(routing, "answers_total", "admitted"));
    assert!(
        answered.into_iter().flatten().sum::<f64>() >= told["admitted"].as_f64().unwrap(),
        "{answered:?}"
    );
    assert_eq!((&report["clean"], &report["records"]), (&json!(true), &verified(&second)["records"]));
    for sealer in SEALERS {
        assert!(!province.said(sealer).contains("Nothing more is signed"), "{}", province.said(sealer));
    }
}

//! A broker that has lost a ledger gets it back from the sealer's copy, and the province goes on where it was.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use async_nats::jetstream;
use lienthong_tests::history::{log, mapping};
use lienthong_tests::nats::{Finish as _, Province};
use lienthong_tests::records::RECEIPT;
use lienthong_tests::{Finished, lienthong};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);
const LOG: &str = "LT_coselog_receipt";
const SEALS: &str = "SEAL_coselog_receipt";
const DECIDERS: [&str; 5] = ["routing-1", "routing-2", "consultation", "publishing", "inspection"];

/// As the operator: streams are gone, and others of their names are made as they were at first.
async fn lose(province: &Province, streams: &[&str]) {
    let operator = jetstream::new(province.server.connect("operator").await);
    for stream in streams {
        operator.delete_stream(stream).await.expect("the operator may");
    }
    let vault = province.server.seed_file("vault-operator");
    let mut create = province.command("operator", &["ledger", "create", RECEIPT]);
    create.arg("--vault-nkey").arg(vault).arg("--keys").arg(province.sealed_copy().join("keys")).finish(0);
}

fn restore(province: &Province, exit: i32) -> Finished {
    let mut command = province.command("routing", &["audit", "restore", "--format", "json"]);
    command.arg("--ledger").arg(province.sealed_copy()).finish(exit)
}

/// What was done to the ledger of the history.
fn of(told: &Value) -> (u64, u64) {
    let ledgers = told["ledgers"].as_array().expect("ledgers");
    let one = ledgers.iter().find(|one| one["origin"] == RECEIPT).expect("the ledger");
    (one["there"].as_u64().expect("a number"), one["put_back"].as_u64().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_the_broker_lost_is_put_back_and_the_province_goes_on() {
    let mut province = Province::start(RECEIPT);
    let first = province.import(&log(), &mapping()).finish(0).json();
    let verify = |province: &Province| {
        let mut command = lienthong(["audit", "verify", "--format", "json", "--ledger"]);
        command.arg(province.sealed_copy()).finish(0).json()
    };
    let before = verify(&province);
    DECIDERS.iter().for_each(|service| province.kill(service));
    province.kill("audit");

    // The sealer finds out, and signs nothing over it.
    lose(&province, &[LOG, SEALS]).await;
    province.start_service("audit");
    let begun = Instant::now();
    while !province.said("audit").contains("LT0720") {
        assert!(begun.elapsed() < PATIENCE, "{}", province.said("audit"));
        std::thread::sleep(Duration::from_millis(100));
    }
    province.kill("audit");

    // What stands in the place of a sealed record is not written over.
    let routing = jetstream::new(province.server.connect("routing").await);
    let strange = routing.publish("ledger.coselog_receipt.dossier.X", "nonsense".into()).await.unwrap();
    strange.await.expect("it is taken");
    let refused = restore(&province, 1).stderr;
    assert!(refused.contains("LT0723") && refused.contains("message 1"), "{refused}");
    lose(&province, &[LOG]).await;

    let (there, put_back) = of(&restore(&province, 0).json());
    assert!(there == 0 && put_back > 10_000, "{there}, {put_back}");
    assert_eq!(of(&restore(&province, 0).json()), (put_back, 0), "once more, it is all there");

    province.start_service("audit");
    DECIDERS.iter().for_each(|service| province.start_service(service));
    let again = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!((&again["admitted"], &again["already_known"]), (&json!(0), &first["admitted"]), "{again}");
    let after = verify(&province);
    assert_eq!(after["heads"], before["heads"], "nothing was sealed twice, and nothing is missing");
}

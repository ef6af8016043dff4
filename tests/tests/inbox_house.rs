//! What agencies are told by a house, through the command line, beside the running process.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::{get, start};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{lienthong, temp_dir};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(120);

/// The agency of the demonstration that answers nobody, and acknowledges nothing.
const SILENT: &str = "H22.17";

fn list(house: &Path) -> Value {
    lienthong(["inbox", "list", "--format", "json", "--ledger"]).arg(house).finish(0).json()
}

fn of<'a>(answer: &'a Value, agency: &str) -> Option<&'a Value> {
    answer["agencies"].as_array().expect("agencies").iter().find(|row| row["agency"] == agency)
}

fn take(house: &Path, more: &[&str]) -> Vec<Value> {
    let mut command = lienthong(["inbox", "take", "--wait", "0", "--agency", SILENT, "--ledger"]);
    let taken = command.arg(house).args(more).finish(0);
    taken.stdout.lines().map(|line| serde_json::from_str(line).expect("a delivery a line")).collect()
}

fn ack(house: &Path, token: &str, code: i32) -> String {
    lienthong(["inbox", "ack", token, "--agency", SILENT, "--ledger"]).arg(house).finish(code).stderr
}

#[test]
fn an_agency_takes_and_acknowledges_what_it_is_told_and_the_rest_is_seen() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, url) = start(&house, &["--days", "10", "--pace", "1"]);
    // The connectors of the others acknowledge all there is, in time.
    let url = format!("{url}/api/v1/deliveries");
    let begun = Instant::now();
    let page = loop {
        let page = get(&url);
        if page["agencies"].as_array().is_some_and(|rows| rows.len() == 1) && of(&page, SILENT).is_some() {
            break page;
        }
        assert!(begun.elapsed() < PATIENCE, "{page}");
        std::thread::sleep(Duration::from_millis(500));
    };
    let count = of(&page, SILENT).expect("it waits")["count"].as_u64().expect("a number");
    demo.end("INT", PATIENCE);

    let listed = list(&house);
    let silent = of(&listed, SILENT).expect("what is not acknowledged outlives the process");
    assert!(silent["count"].as_u64() >= Some(count), "{listed}");
    assert!(silent["attempts"].as_u64() >= Some(1), "{listed}");
    let [first] = take(&house, &[]).try_into().expect("one");
    assert_eq!(first["delivery"]["id"], silent["oldest"]);
    assert_eq!(
        take(&house, &[])[0]["delivery"],
        first["delivery"],
        "it comes again until it is acknowledged"
    );
    let token = first["token"].as_str().expect("a token");
    assert!(ack(&house, "H22/2020:1:H22.14", 2).contains("LT0027"));
    ack(&house, token, 0);
    ack(&house, token, 0);
    assert_ne!(take(&house, &[])[0]["delivery"]["id"], first["delivery"]["id"]);
    let rest = take(&house, &["--acknowledge"]);
    assert_eq!(Some(rest.len() as u64 + 1), silent["count"].as_u64());
    for (before, after) in rest.iter().zip(rest.iter().skip(1)) {
        assert!(before["delivery"]["sequence"].as_u64() < after["delivery"]["sequence"].as_u64());
    }
    assert_eq!(of(&list(&house), SILENT), None);
    assert!(take(&house, &[]).is_empty());
}

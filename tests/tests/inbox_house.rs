//! What agencies are told by a house, through the command line, beside the running process.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::{get, start, submit};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Background, free_port, lienthong, temp_dir};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(120);

/// The agency of the demonstration that answers nobody, and acknowledges nothing.
const SILENT: &str = "H22.17";
const INSPECTORATE: &str = "H22.27";

fn list(house: &Path) -> Value {
    lienthong(["inbox", "list", "--format", "json", "--ledger"]).arg(house).finish(0).json()
}

fn of<'a>(answer: &'a Value, agency: &str) -> Option<&'a Value> {
    answer["agencies"].as_array().expect("agencies").iter().find(|row| row["agency"] == agency)
}

fn take(house: &Path, more: &[&str]) -> Vec<Value> {
    take_of(SILENT, house, more)
}

fn take_of(agency: &str, house: &Path, more: &[&str]) -> Vec<Value> {
    let mut command = lienthong(["inbox", "take", "--wait", "0", "--agency", agency, "--ledger"]);
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
    what_is_found_of_an_agency_comes_to_its_inbox_and_its_answer_to_who_found_it(&house, &first["delivery"]);
}

/// Nobody's connector runs beside this house: each agency takes for itself.
fn what_is_found_of_an_agency_comes_to_its_inbox_and_its_answer_to_who_found_it(house: &Path, seen: &Value) {
    let listen = format!("127.0.0.1:{}", free_port());
    let mut up = Background::spawn(lienthong(["up", "--listen", &listen, "--ledger"]).arg(house));
    up.wait_for("is open at", PATIENCE);
    let url = format!("http://{listen}");
    let says = |agency: &str, name: &str, said: Value| {
        let mut line = json!({ "agency": agency, "officer": "lanh-dao" });
        line[name] = said;
        let key = house.join("keys").join(format!("{agency}.key"));
        submit(&url, &key, agency, &[line], 0);
    };
    // All that it is told; what it has acknowledged never comes again.
    let of_findings = |agency: &str| {
        let all =
            take_of(agency, house, &["--acknowledge"]).into_iter().map(|taken| taken["delivery"].clone());
        let is_one = |told: &Value| told["stream"].as_str().is_some_and(|name| name.starts_with("finding."));
        all.filter(is_one).collect::<Vec<_>>()
    };
    assert_eq!((of_findings(SILENT), of_findings(INSPECTORATE)), (Vec::new(), Vec::new()));

    let ground = json!({
        "rule": "observed", "broken": "R16", "origin": seen["ledger"], "stream": seen["stream"],
        "revision": seen["revision"], "agency": SILENT,
    });
    let opened = json!({
        "ground": ground, "dossier": seen["dossier"], "at": seen["recorded_at"],
        "text": "Không trả lời", "explainUntil": "2999-12-31",
    });
    says(INSPECTORATE, "openFinding", opened);
    assert!(of(&list(house), SILENT).is_some(), "it has not acknowledged that yet");
    let [found] = of_findings(SILENT).try_into().expect("one finding, told once");
    assert_eq!(
        (&found["by"], &found["revision"], found.get("dossier")),
        (&json!(INSPECTORATE), &json!(1), None)
    );
    assert_eq!(found["events"][0]["findingOpened"]["text"], "Không trả lời");
    assert_eq!(of_findings(INSPECTORATE), Vec::<Value>::new(), "nobody is told of what it did itself");

    let id = found["stream"].as_str().expect("a stream").trim_start_matches("finding.");
    says(SILENT, "explainFinding", json!({ "finding": id, "text": "Thiếu người" }));
    let [answer] = of_findings(INSPECTORATE).try_into().expect("its answer, told once");
    assert_eq!((&answer["stream"], &answer["by"]), (&found["stream"], &json!(SILENT)));
    assert_eq!(answer["events"][0]["findingExplained"]["text"], "Thiếu người");
    assert_eq!(of_findings(SILENT), Vec::<Value>::new());
    up.end("TERM", PATIENCE);
}

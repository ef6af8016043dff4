//! The real history goes in, and what stands in the ledger afterwards is what an independent reading of the log finds.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lienthong_tests::history::{self, IMPORT_LIMIT, import, import_command};
use lienthong_tests::records::{RECEIPT, Sealed, records};
use lienthong_tests::{lienthong, run_within, temp_dir};
use serde_json::{Value, json};

/// `tests/data/README.md`: opinions of outside parties 1 to 4.
const BY_PARTY: [u64; 4] = [7, 1, 8, 5];

#[test]
fn the_summary_has_the_facts_of_an_independent_reading() {
    let house = temp_dir();
    let finished = import(&history::log(), house.path()).expect_code(0);
    assert_eq!(
        finished.stdout.lines().count(),
        1,
        "stdout is one object and nothing else: {}",
        finished.stdout
    );
    assert!(finished.stderr.contains("fingerprint"), "the new house says so, and on stderr");
    let summary = finished.json();
    let expected = json!({
        "dossiers": 1434, "source_events": 8577, "rejected": 0, "already_known": 0,
        "events": {"DossierReceived": 1434, "HistoryImported": 1434},
        "opinions_outside": {"asks": 18, "asked_first": 15, "asked_again": 3, "given": 21},
        "opinions_inside": {"given": 71, "amended": 47},
    });
    let said = only(&summary, &expected);
    assert_eq!(said, expected);
    for (party, given) in (1..).zip(BY_PARTY) {
        assert_eq!(summary["opinions_outside"]["given_by"][format!("coselog.party-{party}")], given);
    }
}

/// The parts of `whole` that `wanted` has.
fn only(whole: &Value, wanted: &Value) -> Value {
    match wanted.as_object() {
        None => whole.clone(),
        Some(keys) => keys.iter().map(|(key, inner)| (key.clone(), only(&whole[key], inner))).collect(),
    }
}

#[test]
fn the_summary_counts_what_is_sealed() {
    let house = temp_dir();
    let summary = import(&history::log(), house.path()).expect_code(0).json();
    let sealed = records(house.path(), RECEIPT);
    let admitted = sealed.iter().filter(|record| !record.kinds().is_empty());
    assert_eq!(summary["admitted"], admitted.count());
    assert_eq!(summary["derived"], sealed.iter().filter(|record| record.command.act.derived).count());
    assert_eq!(summary["events"], json!(kinds(&sealed)));
    let acts: BTreeSet<_> =
        sealed.iter().filter_map(|record| Some(record.source()?.event_id.clone())).collect();
    assert_eq!(acts.len(), 8577, "every event of the source, each under its own id");
    let opinions: u64 = BY_PARTY.iter().sum();
    assert_eq!(of_activity(&sealed, "T08", "OpinionRequested"), opinions, "one leg for each answer");
    assert_eq!(of_activity(&sealed, "T08", "ConsultationOpened"), 15);
    assert_eq!(of_activity(&sealed, "T09", "OpinionGiven"), opinions);
    assert_eq!(of_activity(&sealed, "T07", "OpinionGiven"), 71);
    assert_eq!(of_activity(&sealed, "T07", "OpinionAmended"), 47);
}

fn kinds(sealed: &[Sealed]) -> BTreeMap<&'static str, u64> {
    let mut kinds = BTreeMap::new();
    for kind in sealed.iter().flat_map(Sealed::kinds) {
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

/// Events of a kind that acts of the source, whose activities begin so, have brought.
fn of_activity(sealed: &[Sealed], activity: &str, kind: &str) -> u64 {
    let acts =
        sealed.iter().filter(|record| record.source().is_some_and(|s| s.activity.starts_with(activity)));
    acts.flat_map(Sealed::kinds).filter(|found| *found == kind).count() as u64
}

/// Dossiers are counted by what was done with them, not by what was taken for one: a reception each.
#[test]
fn a_second_import_meets_its_own_acts_and_gets_the_same_receipts() {
    let house = temp_dir();
    let [first, second] = ["first.ndjson", "second.ndjson"].map(|name| house.path().join(name));
    let once = import_with_receipts(&house.path().join("house"), &first);
    let again = import_with_receipts(&house.path().join("house"), &second);
    assert_eq!(
        (&again["admitted"], &again["derived"], &again["rejected"]),
        (&json!(0), &json!(0), &json!(0))
    );
    assert_eq!(again["already_known"], once["admitted"]);
    for fact in ["dossiers", "source_events", "events", "opinions_outside", "opinions_inside", "sealed"] {
        assert_eq!(again[fact], once[fact], "{fact}");
    }
    let (first, second) = (receipts(&first), receipts(&second));
    assert!(first.len() as u64 > once["admitted"].as_u64().unwrap(), "those of the catalogue are there too");
    assert!(first == second, "verdict, sequence, revision and leaf of every command");
    let sealed = records(&house.path().join("house"), RECEIPT);
    for record in sealed {
        let key = (RECEIPT.to_owned(), record.sequence);
        assert_eq!(
            first.get(&key).map(|receipt| receipt.leaf.as_str()),
            Some(base64(record.leaf.as_bytes()).as_str())
        );
    }
}

fn import_with_receipts(house: &Path, receipts: &Path) -> Value {
    let mut command = import_command(&history::log(), house);
    run_within(command.arg("--receipts").arg(receipts), IMPORT_LIMIT).expect_code(0).json()
}

/// What a receipt promises for ever; its checkpoint may be newer another time.
#[derive(Debug, PartialEq)]
struct Promise {
    command: String,
    stream: String,
    revision: String,
    admitted: bool,
    leaf: String,
}

/// Receipts by ledger and sequence.
fn receipts(path: &Path) -> BTreeMap<(String, u64), Promise> {
    let text = std::fs::read_to_string(path).expect("receipts");
    text.lines().map(|line| promise(&serde_json::from_str(line).expect("one JSON object a line"))).collect()
}

fn promise(receipt: &Value) -> ((String, u64), Promise) {
    let text =
        |key: &str| receipt[key].as_str().unwrap_or_else(|| panic!("no {key} in {receipt}")).to_owned();
    let promise = Promise {
        command: text("commandId"),
        stream: text("stream"),
        revision: text("revision"),
        admitted: receipt["admitted"] == true,
        leaf: text("leaf"),
    };
    ((text("origin"), text("sequence").parse().expect("a sequence")), promise)
}

/// Standard base64, as protobuf's JSON has bytes.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let three = [0, 1, 2].map(|i| u32::from(chunk.get(i).copied().unwrap_or_default()));
        let bits = three[0] << 16 | three[1] << 8 | three[2];
        for place in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]);
            text.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

#[test]
fn a_timeline_shows_one_ask_four_legs_and_four_agencies_opinions() {
    let house = temp_dir();
    import(&history::log(), house.path()).expect_code(0);
    let arguments = ["dossier", "timeline", "case-8061", "--format", "json", "--ledger"];
    let timeline = run_within(lienthong(arguments).arg(house.path()), IMPORT_LIMIT).expect_code(0).json();
    let list =
        |key: &str| timeline[key].as_array().unwrap_or_else(|| panic!("no {key} in {timeline}")).clone();
    let parties = ["coselog.party-3", "coselog.party-1", "coselog.party-2", "coselog.party-4"];
    let [ask] = list("asks").try_into().expect("one ask");
    assert_eq!(ask["addressee_inferred"], true);
    let asked: Vec<_> =
        ask["asked"].as_array().unwrap().iter().map(|asked| asked["agency"].clone()).collect();
    assert_eq!(asked, parties);
    let legs: Vec<_> = list("legs").iter().map(|leg| (leg["to"].clone(), leg["state"].clone())).collect();
    assert_eq!(legs, parties.map(|party| (json!(party), json!("answered"))));
    let opinions = list("opinions");
    let given: Vec<_> = opinions.iter().map(|opinion| opinion["agency"].clone()).collect();
    assert_eq!(given, parties, "in the order in which they came");
    assert!(opinions.iter().all(|opinion| opinion["entered_by"]["agency"] == "coselog.municipality"));
    assert_eq!(list("inside_opinions").len(), 5);
}

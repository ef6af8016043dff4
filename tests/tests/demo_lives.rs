//! The demonstration lives what the law knows of a dossier's way; and an agency that is said to cease while it runs is succeeded in
//! every open dossier, though nobody acts on it.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::{get, start, submit};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Background, lienthong, temp_dir};
use serde_json::{Value, json};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// Districts with desks: the first of them that holds a dossier is the one that ceases.
const DISTRICTS: [&str; 8] = ["H22.42", "H22.43", "H22.44", "H22.45", "H22.46", "H22.48", "H22.49", "H22.50"];
/// And the one that takes its place.
const THERE: &str = "H22.47";

/// And one that answers nobody.
const SILENT: &str = "H22.17";

/// What a month of it has to hold: supplements, fees, a tax, apologies, recalls, a ward that was merged, the post, clocks that ran
/// out.
const LIVED: [&str; 12] = [
    "SupplementRequested",
    "SupplementProvided",
    "FeeDemanded",
    "PaymentRecorded",
    "FinancialObligationSet",
    "ApologyIssued",
    "Reappointed",
    "LegRecalled",
    "CustodySucceeded",
    "PostSent",
    "PostArrived",
    "DossierOverdue",
];

fn total(url: &str, filter: &str) -> u64 {
    get(&format!("{url}/api/v1/dossiers?{filter}"))["total"].as_u64().expect("a number")
}

#[test]
fn a_month_holds_it_all_and_an_agency_that_ceases_is_succeeded_where_nobody_acts() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, url) = start(&house, &["--days", "30", "--seed", "5", "--pace", "1"]);
    // What a newcomer is told to look at is there to be seen.
    let greeting = demo.stderr();
    let suggested = greeting.split_once("dossier timeline ").expect("a dossier to look at").1;
    let suggested = suggested.split(' ').next().expect("its code");
    lienthong(["dossier", "timeline", suggested, "--ledger"]).arg(&house).finish(0);
    let overview = get(&format!("{url}/api/v1/overview"));
    let events = overview["events"].as_array().expect("events");
    let times = |word: &str| events.iter().find(|event| event["word"] == word).map(|event| &event["value"]);
    let missing: Vec<&str> = LIVED.into_iter().filter(|word| times(word).is_none()).collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");

    let holding = |district: &&str| total(&url, &format!("holder={district}")) > 0;
    let gone = DISTRICTS.into_iter().find(holding).expect("some district holds a dossier");
    let held = total(&url, &format!("holder={gone}"));
    let succeeded = total(&url, "event=CustodySucceeded");
    // From an hour that has come: nobody waits for a clock.
    let said = json!({
        "agency": "H22.01",
        "officer": "lanh-dao",
        "draftedBy": "thu-ly",
        "succeedAgency": {
            "predecessor": gone,
            "successor": THERE,
            "from": "2020-10-05T00:00:00+07:00",
            "decision": { "number": "9/NQ-HĐND", "date": "2020-10-01", "signer": "HĐND tỉnh" },
        },
    });
    submit(&url, &house.join("keys").join("office.key"), "H22.01", &[said], 0);

    let holds_nothing = |_: &Background| total(&url, &format!("holder={gone}")) == 0;
    demo.wait_until("who ceased holds nothing", PATIENCE, holds_nothing);
    assert!(total(&url, "event=CustodySucceeded") >= succeeded + held);
    let one = get(&format!("{url}/api/v1/dossiers?event=CustodySucceeded&holder={THERE}"));
    let code = one["dossiers"][0]["code"].as_str().expect("a code");
    let shown: Value = get(&format!("{url}/api/v1/dossiers/{code}"));
    assert_eq!(shown["dossier"]["desk"], gone, "who received it stays to be seen");
    assert_eq!(shown["dossier"]["successions"][0]["successor"], THERE);
    // Numbers are drawn of declared days: most papers are shown, some are late, some never come, a few are of dossiers that no desk saw.
    let waits = get(&format!("{url}/api/v1/agencies/{SILENT}/inbox"))["drawn"].as_array().map(Vec::len);
    assert!(waits.is_some_and(|waits| waits > 10), "{waits:?}: who answers nobody shows nothing");
    demo.end("INT", PATIENCE);
    lienthong(["audit", "verify", "--ledger"]).arg(&house).finish(0);
    let coverage = lienthong(["inspect", "coverage", "--format", "json", "--ledger"]).arg(&house).finish(0);
    let coverage: Value = serde_json::from_str(&coverage.stdout).expect("JSON");
    let figure = |name: &str| coverage["whole"][name].as_u64().expect("a number");
    let (drawn, shown) = (figure("drawn"), figure("shown"));
    assert!(
        shown > 1_000 && drawn > shown + figure("not_shown") && figure("not_shown") > 10,
        "{drawn} {shown}"
    );
    assert!((1..20).contains(&figure("shown_outside")), "{}", figure("shown_outside"));
    let at_most = coverage["whole"]["at_most"].as_f64().expect("a bound");
    assert!((0.0..0.02).contains(&at_most), "{at_most}");
}

//! What confidential opinions say is read by who asked and by who may read the ledger: through the command line, beside the running process.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_tests::demo::{act, get, start};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Finished, lienthong, temp_dir};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const DOSSIER: &str = "H22.02-201006-0902";
const DESK: &str = "H22.02";
const CHAIR: &str = "H22.18";
const ASKED: &str = "H22.15";
const WORDS: &str = "Vướng lộ giới quốc lộ 2";

fn annex(house: &Path, more: &[&str], exit: i32) -> Finished {
    lienthong(["dossier", "annex", DOSSIER, "--ledger"]).arg(house).args(more).finish(exit)
}

#[test]
fn the_annex_is_there_for_who_asked_once_the_digest_is() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, url) = start(&house, &["--days", "3", "--pace", "1"]);
    let register = json!({ "procedure": "1.009974", "channel": "DESK" });
    act(&url, &house, DOSSIER, (DESK, "tiep-nhan"), ("registerDossier", register));
    let receive = json!({ "channel": "DESK", "handedIn": ["don", "giay-to"] });
    act(&url, &house, DOSSIER, (DESK, "tiep-nhan"), ("receiveDossier", receive));
    let open = json!({
        "consultation": "c1",
        "question": "Có vướng gì không?",
        "participants": [{ "participant": { "agency": ASKED }, "mandatory": true, "term": { "phases": [{ "halfWorkingDays": 4 }] } }],
        "confidential": true,
    });
    act(&url, &house, DOSSIER, (CHAIR, "thu-ly"), ("openConsultation", open));
    let give =
        json!({ "consultation": "c1", "from": { "agency": ASKED }, "stance": "DISAGREE", "text": WORDS });
    act(&url, &house, DOSSIER, (ASKED, "thu-ly"), ("giveOpinion", give));
    assert!(annex(&house, &[], 1).stderr.contains("LT0807"), "there is no digest yet");

    let item = json!({
        "from": { "agency": ASKED },
        "round": 1,
        "version": 1,
        "textSha256": STANDARD.encode(Sha256::digest(WORDS)),
        "treatment": "EXPLAINED",
        "explanation": "đã chỉnh hướng tuyến",
        "quotes": [{ "text": { "start": 0, "end": 8 } }],
    });
    act(
        &url,
        &house,
        DOSSIER,
        (CHAIR, "thu-ly"),
        ("concludeConsultation", json!({ "consultation": "c1", "digest": [item] })),
    );
    let told = annex(&house, &["--format", "json"], 0).json();
    let opinion = &told["annexes"][0]["opinions"][0];
    assert_eq!((&opinion["text"], &opinion["passages"][0]["text"]), (&json!(WORDS), &json!("Vướng")));
    assert_eq!(annex(&house, &["--agency", CHAIR, "--format", "json"], 0).json(), told);
    assert!(annex(&house, &["--agency", ASKED], 1).stderr.contains("LT0807"), "it asked nobody");
    let table = annex(&house, &[], 0).stdout;
    assert!(table.contains(WORDS) && table.contains("0-8"), "{table}");
    // And no page.
    demo.wait_until("the digest is shown", PATIENCE, |_| {
        get(&format!("{url}/api/v1/dossiers/{DOSSIER}"))["dossier"]["consultations"][0]["concluded"] == true
    });
    let shown = get(&format!("{url}/api/v1/dossiers/{DOSSIER}")).to_string();
    assert!(shown.contains("đã chỉnh hướng tuyến") && !shown.contains("Vướng"), "{shown}");
    demo.end("INT", PATIENCE);
}

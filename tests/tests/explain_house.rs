//! Why a dossier is late, asked of a demonstration's house through the command line, beside the process that runs it.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::{get, start};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Finished, lienthong, temp_dir};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// Where the demonstration's clock begins to run: what is open then is looked at as of then.
const DAY_ZERO: &str = "2020-10-05T07:00:00+07:00";

fn explain(house: &Path, code: &str, more: &[&str], exit: i32) -> Finished {
    lienthong(["dossier", "explain", code, "--ledger"]).arg(house).args(more).finish(exit)
}

fn minutes(of: &Value, list: &str) -> u64 {
    of[list].as_array().expect("a list").iter().map(|one| one["minutes"].as_u64().expect("minutes")).sum()
}

#[test]
fn every_late_dossier_is_explained_with_minutes_that_add_up() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, url) = start(&house, &["--days", "30", "--seed", "11", "--pace", "1"]);
    let late = get(&format!("{url}/api/v1/dossiers?event=DossierOverdue"));
    let codes: Vec<String> = late["dossiers"]
        .as_array()
        .expect("dossiers")
        .iter()
        .take(20)
        .map(|one| one["code"].as_str().expect("a code").to_owned())
        .collect();
    assert!(!codes.is_empty(), "{late:#}");
    let mut shared = 0;
    for code in &codes {
        let told = explain(&house, code, &["--at", DAY_ZERO, "--format", "json"], 0).json();
        let elapsed = told["elapsed_minutes"].as_u64().expect("minutes");
        assert_eq!((minutes(&told, "stretches"), minutes(&told, "held")), (elapsed, elapsed), "{code}");
        let lateness = &told["lateness"];
        let parts = lateness["parts"].as_array().expect("parts");
        let shares: u64 = parts.iter().map(|part| part["share_minutes"].as_u64().expect("a share")).sum();
        if lateness["no_limit_exceeded"].is_null() {
            assert_eq!(shares, lateness["late_minutes"].as_u64().expect("minutes"), "{code}");
        }
        let named = |part: &&Value| {
            part["share_minutes"] != 0 && part["answered"][0]["people"][0]["name"].is_string()
        };
        shared += parts.iter().filter(named).count();
        let sentences = told["sentences"].as_array().expect("sentences");
        let cites = |about: &str| {
            let one = sentences.iter().find(|one| one["about"] == about).expect(about);
            one["records"][0].as_str().expect("a record").to_owned()
        };
        assert!(cites("calendar").starts_with("H22/catalogue:"), "{told:#}");
        assert!(cites("start").starts_with("H22/2020:"), "{told:#}");
    }
    assert!(shared > 0, "some share of some dossier has a name");

    // In words, in one language or the other; as rows.
    let code = &codes[0];
    let page = |lang: &str| explain(&house, code, &["--at", DAY_ZERO, "--lang", lang], 0).stdout;
    let (vi, en) = (page("vi"), page("en"));
    assert!(
        vi.starts_with(&format!("Hồ sơ {code} thuộc thủ tục ")) && vi.contains("Đồng hồ chạy từ "),
        "{vi}"
    );
    assert!(
        en.starts_with(&format!("Dossier {code} is of procedure "))
            && en.contains("together exactly what has passed"),
        "{en}"
    );
    // As it was known when it had just been received it is open, and looked at as of then.
    let told = explain(&house, code, &["--at", DAY_ZERO, "--format", "json"], 0).json();
    let received = told["start"]["recorded_at"].as_str().expect("an instant");
    let known = explain(&house, code, &["--known-at", received, "--format", "json"], 0).json();
    assert_eq!((&known["end"], &known["until"]), (&Value::Null, &told["start"]["recorded_at"]), "{known:#}");
    let rows = explain(&house, code, &["--at", DAY_ZERO, "--format", "csv"], 0).stdout;
    assert!(rows.starts_with("about,vi,en,records\r\nprocedure,"), "{rows}");
    assert!(explain(&house, code, &["--lang", "fr"], 2).stderr.contains("LT0908"));
    let before = explain(&house, code, &["--at", "2020-08-01T07:00:00+07:00"], 1);
    assert!(before.stderr.contains("LT0804"), "{before:#?}");
    demo.end("TERM", Duration::from_secs(60));
}

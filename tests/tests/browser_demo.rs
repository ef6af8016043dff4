//! The demonstration as a stranger meets it: it starts, shows figures, takes a command, and stops when told.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::nats::Finish;
use lienthong_tests::{Browser, demo, lienthong, temp_dir};
use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_stranger_meets_the_demonstration() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, base) = demo::start(&house, &["--days", "3"]);
    let overview = demo::get(&format!("{base}/api/v1/overview"));
    assert!(overview["dossiers"]["value"].as_u64().is_some_and(|dossiers| dossiers > 40), "{overview}");

    let browser = Browser::start().await;
    browser.set_window_size(1366, 768).await;
    browser.goto(&format!("{base}/")).await;
    let page = browser.text("body").await;
    assert!(page.contains("Tổng quan") && page.contains("mô phỏng"), "{page}");
    browser.goto(&format!("{base}/?lang=en")).await;
    assert!(browser.text("h1").await.contains("Overview"));
    browser.goto(&format!("{base}/dossiers/H22.02-201002-0001")).await;
    assert!(browser.text("body").await.contains("H22/2020 #"), "each line says where its record stands");

    lienthong(["dossier", "timeline", "H22.02-201002-0001", "--ledger"]).arg(&house).finish(0);
    lienthong(["audit", "verify", "--ledger"]).arg(&house).finish(0);
    let line = r#"{"agency":"H22.02","officer":"tiep-nhan","dossier":"H22.02-201005-9001","registerDossier":{"procedure":"2.000591","channel":"DESK"}}"#;
    let mut submit = lienthong(["submit", "--url", &base, "--key"])
        .arg(house.join("keys/H22.02.key"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("submit");
    submit.stdin.take().expect("stdin").write_all(line.as_bytes()).expect("a line");
    let output = submit.wait_with_output().expect("an end");
    let receipt: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a receipt");
    assert!(output.status.success() && receipt["admitted"] == serde_json::json!(true), "{receipt}");

    let to = "2020-10-06T09:00:00+07:00";
    lienthong(["demo", "clock", "--url", &base, "--to", to]).finish(0);
    lienthong(["demo", "clock", "--url", &base, "--to", "2020-10-05T09:00:00+07:00"]).finish(1);
    browser.quit().await;
    demo.end("INT", PATIENCE);
}

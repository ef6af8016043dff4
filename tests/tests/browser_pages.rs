//! The pages in a browser, on a desk and on a phone: nothing hangs over the edge, every figure can be seen, and the overview
//! keeps itself up to date.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::{Browser, demo, temp_dir};
use std::time::Duration;

/// A window's width and height.
const SIZES: [(u32, u32); 2] = [(1366, 768), (390, 844)];

/// What hangs over the right edge, as its tag and text.
const OVERHANG: &str = "
    const width = document.documentElement.clientWidth;
    const over = Array.from(document.body.querySelectorAll('*'))
        .filter((one) => one.getBoundingClientRect().right > width + 1 && getComputedStyle(one).position !== 'absolute')
        .map((one) => one.tagName + ': ' + one.textContent.trim().slice(0, 60));
    return [width, document.documentElement.scrollWidth, over.slice(0, 5)];";

async fn run(browser: &Browser, script: &str) -> serde_json::Value {
    browser.driver().execute(script, Vec::new()).await.expect("a script").json().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_fit_on_a_desk_and_on_a_phone_in_both_languages() {
    let dir = temp_dir();
    let (_demo, base) = demo::start(&dir.path().join("province"), &["--days", "20"]);
    let consultations = demo::get(&format!("{base}/api/v1/consultations"));
    let dossier =
        consultations["consultations"][0]["code"].as_str().expect("an open consultation").to_owned();
    let pages = [
        "/".to_owned(),
        "/dossiers".to_owned(),
        "/dossiers?event=OpinionGiven&open=true".to_owned(),
        format!("/dossiers/{dossier}"),
        "/inbox/H22.17".to_owned(),
        "/agencies".to_owned(),
        "/consultations".to_owned(),
        "/rejections".to_owned(),
        "/procedures".to_owned(),
        "/about".to_owned(),
        "/nowhere".to_owned(),
    ];
    let browser = Browser::start().await;
    for (width, height) in SIZES {
        browser.set_window_size(width, height).await;
        for page in &pages {
            for lang in ["vi", "en"] {
                let mark = if page.contains('?') { '&' } else { '?' };
                browser.goto(&format!("{base}{page}{mark}lang={lang}")).await;
                let found = run(&browser, OVERHANG).await;
                // Some browsers put a scroll bar of 15 pixels into the window.
                let wide = found[0].as_u64().expect("a width");
                assert!((u64::from(width) - 15..=u64::from(width)).contains(&wide), "a window of {wide}");
                assert_eq!(found[0], found[1], "{page} in {lang} is wider than {width}: {}", found[2]);
                assert_eq!(found[2], serde_json::json!([]), "{page} in {lang} at {width}");
            }
        }
    }
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_keeps_itself_up_to_date_until_it_is_told_to_pause() {
    let dir = temp_dir();
    let options = ["--days", "1", "--pace", "600"];
    let (_demo, base) = demo::start(&dir.path().join("province"), &options);
    let browser = Browser::start().await;
    browser.goto(&format!("{base}/")).await;
    // The table of days is there once somebody has come.
    browser.text("details summary").await;
    let before = browser.text("#live .asof").await;
    run(&browser, "document.querySelector('details').open = true;").await;
    browser.wait_for_text("#live .asof", |now| now != before).await;
    assert_eq!(run(&browser, "return document.querySelector('details').open").await, serde_json::json!(true));
    let clock = browser.text("#clock").await;
    browser.wait_for_text("#clock", |now| now != clock).await;

    browser.click("#pause").await;
    assert_eq!(browser.text("#pause").await, "Tiếp tục cập nhật");
    let paused = browser.text("#live .asof").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(browser.text("#live .asof").await, paused, "nothing moves while it is paused");
    browser.click("#pause").await;
    browser.wait_for_text("#live .asof", |now| now != paused).await;
    browser.quit().await;
}

//! The pages in a browser, on a desk and on a phone: nothing hangs over the edge, every figure can be seen, and the overview
//! keeps itself up to date.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::{Browser, copy_directory, demo, run, temp_dir, workspace};
use std::fs;
use std::path::Path;
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

async fn script(browser: &Browser, script: &str) -> serde_json::Value {
    browser.driver().execute(script, Vec::new()).await.expect("a script").json().clone()
}

/// A procedure of the demonstration whose second version is published beside it, by its files.
const PERMIT: &str = "1.009974";

fn publish_second_version(files: &Path, house: &Path, base: &str) {
    copy_directory(&workspace::root().join("deploy/provinces/ha-giang-2020"), files);
    let permit = files.join("procedures/building-permit.toml");
    let text = fs::read_to_string(&permit).expect("the shipped procedure");
    let second = "term = \"18 working days\"\nonline-term = \"16 working days\"\nin-force-from = \"2020-10-02\"\n\
        decision = { number = \"2011/QĐ-UBND (hư cấu)\", date = \"2020-09-28\", signer = \"Chủ tịch UBND tỉnh (hư cấu)\" }";
    // The way to the approval may be gone again.
    let back = text.replacen("term = \"20 working days\"", second, 1).replacen(
        "next = [\"Trả kết quả\"]",
        "next = [\"Trả kết quả\", \"Thẩm định\"]",
        1,
    );
    fs::write(&permit, back).expect("written");
    let (files, house) = (files.display().to_string(), house.display().to_string());
    let done = run(["catalogue", "publish", &files, "--ledger", &house, "--url", base]);
    assert!(done.code() == 0 && done.stderr.contains("published 2"), "{done:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_procedures_page_draws_its_process_and_tells_what_its_versions_changed() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (_demo, base) = demo::start(&house, &["--days", "1"]);
    publish_second_version(&dir.path().join("files"), &house, &base);
    let browser = Browser::start().await;
    let page = format!("{base}/procedures/{PERMIT}");
    for lang in ["vi", "en"] {
        browser.goto(&format!("{page}?lang={lang}")).await;
        // The read side follows.
        for _ in 0..100 {
            if browser.texts("section > h3").await.len() == 4 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            browser.goto(&format!("{page}?lang={lang}")).await;
        }
        let versions = browser.texts("section > h3").await;
        let (version, now) = if lang == "vi" {
            ("Phiên bản 2", "đang có hiệu lực")
        } else {
            ("Version 2", "in force")
        };
        assert_eq!(versions.len(), 4, "two of the procedure, two of the process: {versions:?}");
        assert!(versions[0].contains(version) && versions[0].contains(now), "{versions:?}");
        let rows = browser.texts("table.wide tbody tr").await.join("\n");
        let (term, arrow) = if lang == "vi" {
            ("20 ngày làm việc 18 ngày làm việc", "Trả kết quả, Thẩm định")
        } else {
            ("20 working days 18 working days", "Trả kết quả, Thẩm định")
        };
        assert!(rows.contains(term) && rows.contains(arrow), "{rows}");
        // Begin, four steps, end, three legs; a way back on the left.
        let drawn = "const svg = document.querySelector('svg.process'); return [
            svg.getAttribute('role'), svg.querySelector('title').textContent, svg.querySelectorAll('rect').length,
            svg.querySelector('desc').textContent.length > 100];";
        let drawn = script(&browser, drawn).await;
        assert_eq!((&drawn[0], &drawn[2], &drawn[3]), (&"img".into(), &9.into(), &true.into()), "{drawn}");
        assert!(drawn[1].as_str().expect("a title").contains("Cấp giấy phép xây dựng mới"), "{drawn}");
    }
    for (width, height) in SIZES {
        browser.set_window_size(width, height).await;
        browser.goto(&page).await;
        script(&browser, "document.querySelector('details').open = true;").await;
        let found = script(&browser, OVERHANG).await;
        assert_eq!(found[0], found[1], "wider than {width}: {}", found[2]);
        // Legible: no letter of the drawing is smaller than 11 pixels.
        let scale = "const svg = document.querySelector('svg.process');
            return 13 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;";
        let letters = script(&browser, scale).await.as_f64().expect("a size");
        assert!(letters >= 11.0, "letters of {letters} pixels at {width}");
    }
    browser.quit().await;
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
        format!("/procedures/{PERMIT}"),
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
                let found = script(&browser, OVERHANG).await;
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
    script(&browser, "document.querySelector('details').open = true;").await;
    browser.wait_for_text("#live .asof", |now| now != before).await;
    assert_eq!(
        script(&browser, "return document.querySelector('details').open").await,
        serde_json::json!(true)
    );
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

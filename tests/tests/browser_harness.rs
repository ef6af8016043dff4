//! The browser that the other browser tests drive: it shows Vietnamese, runs scripts, and draws what it shows.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;

use lienthong_tests::{Browser, temp_dir};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>t</title>
<h1>Hồ sơ liên thông</h1><ul><li>tiếp nhận</li><li>trả kết quả</li></ul><output>chờ</output>
<button onclick=\"document.querySelector('output').textContent = innerWidth\">đo</button>";

#[tokio::test]
async fn a_page_is_read_clicked_and_drawn() {
    let directory = temp_dir();
    let page = directory.path().join("page.html");
    fs::write(&page, PAGE).unwrap();
    let browser = Browser::start().await;
    browser.goto(&format!("file://{}", page.display())).await;
    assert_eq!(browser.text("h1").await, "Hồ sơ liên thông");
    assert_eq!(browser.texts("li").await, ["tiếp nhận", "trả kết quả"]);

    browser.set_window_size(800, 600).await;
    browser.click("button").await;
    assert_eq!(browser.wait_for_text("output", |text| text != "chờ").await, "800");

    let picture = directory.path().join("page.png");
    browser.screenshot(&picture).await;
    browser.quit().await;
    let bytes = fs::read(&picture).unwrap();
    assert!(bytes.starts_with(b"\x89PNG"), "a picture was drawn");
    if let Some(keep) = std::env::var_os("LIENTHONG_SCREENSHOTS") {
        fs::copy(&picture, std::path::Path::new(&keep).join("harness.png")).unwrap();
    }
}

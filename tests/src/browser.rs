//! A real browser, driven as a person would use it: chromium through chromedriver.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use thirtyfour::{By, ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};

use crate::{Background, free_port, temp_dir};

/// How long a page may take to show what a test waits for.
const PATIENCE: Duration = Duration::from_secs(10);

/// No window, no sandbox (tests run as root in containers), and not one request that the page did not ask for.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A browser with a profile of its own for one test; ends with it. End it with [`quit`](Self::quit) where you can:
/// dropping works too, but blocks the thread until the browser is gone.
pub struct Browser {
    // Fields drop in this order: first the session, then the driver, then what they wrote.
    driver: WebDriver,
    _chromedriver: Background,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts chromedriver on a free port and opens an empty window of 1280 x 900.
    pub async fn start() -> Self {
        let (port, profile) = (free_port(), temp_dir());
        let mut chromedriver = Background::spawn(Command::new("chromedriver").arg(format!("--port={port}")));
        chromedriver.wait_for("started successfully", PATIENCE);
        let mut capabilities = DesiredCapabilities::chrome();
        let own =
            [format!("--user-data-dir={}", profile.path().display()), "--window-size=1280,900".to_owned()];
        for flag in FLAGS.iter().copied().chain(own.iter().map(String::as_str)) {
            capabilities.add_arg(flag).expect("a flag is a text");
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .unwrap_or_else(|e| panic!("no browser session: {e}\n{}", chromedriver.stderr()));
        Self { driver, _chromedriver: chromedriver, _profile: profile }
    }

    /// Opens a page and waits until it is loaded.
    pub async fn goto(&self, url: &str) {
        self.driver.goto(url).await.unwrap_or_else(|e| panic!("cannot open {url}: {e}"));
    }

    /// The text a person sees in the first element that `selector` (CSS) finds, waiting for it to be there. It is found and read
    /// in one step: a page that renews itself many times a second takes elements away between two.
    pub async fn text(&self, selector: &str) -> String {
        let started = std::time::Instant::now();
        let read = "const found = document.querySelector(arguments[0]); return found && found.innerText;";
        loop {
            let found = self.driver.execute(read, vec![selector.into()]).await;
            match found.as_ref().map(|found| found.json().as_str()) {
                Ok(Some(text)) => return text.trim().to_owned(),
                other => assert!(started.elapsed() < PATIENCE, "{selector} after {PATIENCE:?}: {other:?}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The texts of all elements that `selector` finds now.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let found =
            self.driver.find_all(By::Css(selector)).await.unwrap_or_else(|e| panic!("{selector}: {e}"));
        let mut texts = Vec::with_capacity(found.len());
        for element in found {
            texts.push(element.text().await.unwrap_or_else(|e| panic!("{selector}: {e}")));
        }
        texts
    }

    /// Clicks the first element that `selector` finds.
    pub async fn click(&self, selector: &str) {
        self.element(selector).await.click().await.unwrap_or_else(|e| panic!("cannot click {selector}: {e}"));
    }

    /// Waits until the text of `selector` satisfies `wanted`, for pages that change by themselves; gives that text.
    pub async fn wait_for_text(&self, selector: &str, wanted: impl Fn(&str) -> bool) -> String {
        let started = std::time::Instant::now();
        loop {
            let text = self.text(selector).await;
            if wanted(&text) {
                return text;
            }
            assert!(started.elapsed() < PATIENCE, "{selector} still says {text:?} after {PATIENCE:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Makes the window so wide and so high, in CSS pixels of the outer window.
    pub async fn set_window_size(&self, width: u32, height: u32) {
        self.driver.set_window_rect(0, 0, width, height).await.unwrap_or_else(|e| panic!("window size: {e}"));
    }

    /// Writes a PNG of what the window shows.
    pub async fn screenshot(&self, path: &Path) {
        self.driver.screenshot(path).await.unwrap_or_else(|e| panic!("cannot write {}: {e}", path.display()));
    }

    /// What thirtyfour offers beyond the above.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Ends the browser.
    pub async fn quit(self) {
        let Self { driver, _chromedriver, _profile } = self;
        driver.quit().await.unwrap_or_else(|e| panic!("the browser does not quit: {e}"));
    }

    async fn element(&self, selector: &str) -> thirtyfour::WebElement {
        let started = std::time::Instant::now();
        loop {
            match self.driver.find(By::Css(selector)).await {
                Ok(element) => return element,
                Err(e) if started.elapsed() > PATIENCE => {
                    panic!("nothing is {selector} after {PATIENCE:?}: {e}")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
}

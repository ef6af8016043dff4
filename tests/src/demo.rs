//! A demonstration beside a test, as its page and its interface are looked at.

use std::path::Path;
use std::time::Duration;

use crate::{Background, free_port, lienthong};

/// How long its past may take to be played.
const PATIENCE: Duration = Duration::from_secs(60);

/// A demonstration whose past is played, and its address.
pub fn start(house: &Path, options: &[&str]) -> (Background, String) {
    let port = free_port().to_string();
    let mut command = lienthong(["demo", "--port", &port, "--dir"]);
    let mut demo = Background::spawn(command.arg(house).args(options));
    demo.wait_for("from here on it is live", PATIENCE);
    (demo, format!("http://127.0.0.1:{port}"))
}

/// What an address answers, as JSON.
pub fn get(url: &str) -> serde_json::Value {
    ureq::get(url).call().expect("an answer").body_mut().read_json().expect("JSON")
}

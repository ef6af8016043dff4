//! A demonstration beside a test, as its page and its interface are looked at.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::nats::Finish as _;
use crate::{Background, free_port, lienthong, temp_dir};

/// How long its past may take to be played.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long its clock may take to be moved on.
const PATIENCE_OF_CLOCKS: Duration = Duration::from_secs(120);

/// A demonstration whose past is played, and its address.
pub fn start(house: &Path, options: &[&str]) -> (Background, String) {
    let port = free_port().to_string();
    let mut command = lienthong(["demo", "--port", &port, "--dir"]);
    let mut demo = Background::spawn(command.arg(house).args(options));
    demo.wait_for("from here on it is live", PATIENCE);
    (demo, format!("http://127.0.0.1:{port}"))
}

/// The clock of a demonstration goes on to an instant.
pub fn until(demo: &mut Background, url: &str, instant: &str) {
    lienthong(["demo", "clock", "--to", instant, "--url", url]).finish(0);
    let utc = instant.parse::<jiff::Timestamp>().expect("an instant").to_string();
    let now = || get(&format!("{url}/api/v1/overview"))["now"].as_str().expect("an instant").to_owned();
    demo.wait_until("the clock is moved on", PATIENCE_OF_CLOCKS, |_| *now() >= *utc.trim_end_matches('Z'));
}

/// Hands in lines with a key, and ends with this exit code; what came of each.
pub fn submit(url: &str, key: &Path, agency: &str, lines: &[Value], exit: i32) -> Vec<Value> {
    let dir = temp_dir();
    let file = dir.path().join("commands.ndjson");
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(&file, text).expect("written");
    let done =
        lienthong(["submit", "--agency", agency, "--url", url, "--key"]).arg(key).arg(&file).finish(exit);
    done.stdout.lines().map(|line| serde_json::from_str(line).expect("a receipt a line")).collect()
}

/// Hands in an act of an officer on a dossier, with the agency's key of the house, and ends well.
pub fn act(
    url: &str,
    house: &Path,
    dossier: &str,
    (agency, officer): (&str, &str),
    (name, said): (&str, Value),
) {
    let mut line = json!({ "agency": agency, "officer": officer, "dossier": dossier });
    line[name] = said;
    submit(url, &house.join("keys").join(format!("{agency}.key")), agency, &[line], 0);
}

/// What an address answers, as JSON.
pub fn get(url: &str) -> Value {
    ureq::get(url).call().expect("an answer").body_mut().read_json().expect("JSON")
}

//! Figures of long runs, as files of the documentation: `cargo xtask figures` puts them into its pages.

use std::fs;
use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::workspace;

/// What a run found, by name, in the order in which it is told.
pub type Figures = Vec<(String, Value)>;

/// Writes `docs/figures/NAME.json`: which command ran for how many seconds, on what ([`crate::site::describe`]), and what it found.
pub fn write(
    name: &str,
    command: &str,
    seconds: f64,
    site: &Value,
    figures: &Figures,
) -> io::Result<PathBuf> {
    let mut written = json!({ "command": command, "seconds": seconds.round() as u64, "figures": figures });
    for (part, value) in site.as_object().into_iter().flatten() {
        written[part] = value.clone();
    }
    let path = workspace::root().join("docs/figures").join(format!("{name}.json"));
    fs::write(&path, format!("{written:#}\n"))?;
    Ok(path)
}

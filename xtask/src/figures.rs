//! Figures of long runs, as tables in the pages of `docs/`.
//!
//! A run writes what it found into `docs/figures/NAME.json`. A page says where it is to stand, between `<!-- figures: NAME -->` and
//! `<!-- end of figures -->`; what lies between them is written here and nowhere else, and a test holds it equal.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Failure, Outcome};

const BEGIN: &str = "<!-- figures: ";
const END: &str = "<!-- end of figures -->";

/// Writes the tables of every page again, and says which pages changed.
pub fn run(root: &Path) -> Outcome<()> {
    for page in pages(root)? {
        let text = fs::read_to_string(&page).map_err(|e| Failure::io("read", &page, &e))?;
        let again = filled(&text, |name| read(root, name))?;
        if again != text {
            fs::write(&page, again).map_err(|e| Failure::io("write", &page, &e))?;
            eprintln!("written    {}", page.display());
        }
    }
    Ok(())
}

/// The pages of the documentation.
pub fn pages(root: &Path) -> Outcome<Vec<PathBuf>> {
    files(&root.join("docs"), "md")
}

/// The files with figures.
pub fn sources(root: &Path) -> Outcome<Vec<PathBuf>> {
    files(&root.join("docs/figures"), "json")
}

fn files(directory: &Path, extension: &str) -> Outcome<Vec<PathBuf>> {
    let failed = |e: std::io::Error| Failure::io("read", directory, &e);
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|of| of == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The figures with this name.
pub fn read(root: &Path, name: &str) -> Outcome<Value> {
    let path = root.join("docs/figures").join(format!("{name}.json"));
    let text = fs::read_to_string(&path).map_err(|e| Failure::io("read", &path, &e))?;
    serde_json::from_str(&text).map_err(|e| Failure::new(format!("{}: {e}", path.display())))
}

/// A page with what is to stand in its marked places.
pub fn filled(page: &str, figures: impl Fn(&str) -> Outcome<Value>) -> Outcome<String> {
    let (mut text, mut rest) = (String::new(), page);
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let unended = || Failure::new(format!("after `{BEGIN}` there is no `{END}`"));
        let (name, after) = after.split_once(" -->").ok_or_else(unended)?;
        let (_, after) = after.split_once(END).ok_or_else(unended)?;
        let table = table(&figures(name)?);
        let _ = write!(text, "{before}{BEGIN}{name} -->\n{table}{END}");
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

/// The figures a row each, and what they were measured by and on.
pub fn table(run: &Value) -> String {
    let mut text = String::from("| figure | |\n| --- | --- |\n");
    for figure in run["figures"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "| {} | {} |", said(&figure[0]).replace('_', " "), said(&figure[1]));
    }
    let _ = write!(text, "\nMeasured by `{}`", said(&run["command"]));
    if let Some(seconds) = run["seconds"].as_u64() {
        let _ = write!(text, " in {seconds} s");
    }
    let machine = &run["machine"];
    let _ = write!(text, ", {} profile, {}", said(&run["profile"]), said(&run["rustc"]));
    let _ = write!(text, ", on {}, {} cores", said(&machine["cpu"]), said(&machine["cores"]));
    let _ = write!(text, ", Linux {}, {}", said(&machine["kernel"]), said(&machine["filesystem"]));
    let commit = said(&run["commit"]);
    let changed = run["changed_since_commit"].as_bool().unwrap_or_default();
    let changed = if changed { " and what was not committed yet" } else { "" };
    let _ = writeln!(text, "; commit {}{changed}.", commit.get(..12).unwrap_or(&commit));
    text
}

fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn run() -> Value {
        json!({
            "command": "cargo xtask x", "seconds": 7, "commit": "0123456789abcdef", "changed_since_commit": true,
            "profile": "dev", "rustc": "rustc 1", "machine": { "cpu": "c", "cores": 2, "kernel": "k", "filesystem": "f" },
            "figures": [["ratio_min", 0.5], ["kind", "word"]],
        })
    }

    #[test]
    fn a_place_is_filled_and_filled_again_and_all_else_stays() {
        let page = "before\n<!-- figures: x -->\nold\n<!-- end of figures -->\nafter\n";
        let once = filled(page, |name| {
            assert_eq!(name, "x");
            Ok(run())
        })
        .unwrap();
        assert!(once.starts_with("before\n<!-- figures: x -->\n| figure | |"), "{once}");
        assert!(
            once.ends_with(" and what was not committed yet.\n<!-- end of figures -->\nafter\n"),
            "{once}"
        );
        assert!(once.contains("| ratio min | 0.5 |\n| kind | word |\n") && !once.contains("old"), "{once}");
        assert!(once.contains(
            "`cargo xtask x` in 7 s, dev profile, rustc 1, on c, 2 cores, Linux k, f; commit 0123456789ab"
        ));
        assert_eq!(filled(&once, |_| Ok(run())).unwrap(), once);
    }

    #[test]
    fn a_place_without_an_end_or_without_figures_is_refused() {
        assert!(filled("<!-- figures: x -->\n", |_| Ok(run())).is_err());
        let page = "<!-- figures: y -->\n<!-- end of figures -->";
        assert!(filled(page, |name| Err(Failure::new(name))).is_err());
        assert_eq!(filled("nothing", |_| Ok(run())).unwrap(), "nothing");
    }
}

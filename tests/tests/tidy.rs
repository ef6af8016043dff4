//! What a reader may rely on in every file, and no compiler checks.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use lienthong_tests::workspace;

/// Longer than this, a file holds more than one idea.
const LONGEST_FILE: usize = 600;

/// Crates that decide and fold: what time it is, is told to them, or a record could not be decided again.
const PURE: [&str; 10] = [
    "names",
    "merkle",
    "calendar",
    "dossier",
    "catalogue",
    "protocol",
    "service",
    "routing",
    "consultation",
    "publishing",
];

/// Ways to ask a machine for the time or for chance.
const NOT_PURE: [&str; 6] =
    ["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now", "rand::rng(", "getrandom::"];

/// Files with this extension under a directory of the repository, generated ones left out.
fn files(under: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&workspace::root().join(under), extension, &mut found);
    found.sort();
    found
}

fn collect(directory: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let path = entry.expect("a readable directory").path();
        if path.is_dir() && !path.ends_with("generated") {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<PathBuf> {
    ["crates", "tests", "xtask"].iter().flat_map(|under| files(under, "rs")).collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn every_crate_says_what_belongs_in_it_and_what_does_not() {
    let libraries: Vec<_> = sources().into_iter().filter(|path| path.ends_with("src/lib.rs")).collect();
    assert!(libraries.len() > 10, "the crates were found");
    let silent = |path: &&PathBuf| {
        let text = text(path);
        let opening: Vec<_> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        let opening = opening.join(" ");
        !["Belongs here", "Does not"].iter().all(|phrase| opening.contains(phrase))
    };
    let silent: Vec<_> = libraries.iter().filter(silent).collect();
    assert!(
        silent.is_empty(),
        "these do not open with //! that says `Belongs here` and `Does not`: {silent:#?}"
    );
}

#[test]
fn every_file_opens_with_what_it_is_about() {
    let silent: Vec<_> = sources().into_iter().filter(|path| !text(path).starts_with("//!")).collect();
    assert!(silent.is_empty(), "these do not open with a //! line: {silent:#?}");
}

#[test]
fn no_file_is_longer_than_one_idea() {
    for path in sources() {
        let lines = text(&path).lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines, more than {LONGEST_FILE}", path.display());
    }
}

#[test]
fn pure_crates_ask_nobody_for_the_time_or_for_chance() {
    for name in PURE {
        for path in files(&format!("crates/{name}/src"), "rs") {
            // A service's runner carries time in from outside; it is the one file of these crates that does I/O.
            if name == "service" && path.ends_with("src/runner.rs") {
                continue;
            }
            for (index, line) in text(&path).lines().enumerate() {
                let found = NOT_PURE.iter().find(|word| line.contains(**word));
                assert!(found.is_none(), "{}:{}: {}", path.display(), index + 1, line.trim());
            }
        }
    }
}

/// Lines of `[workspace.dependencies]` that no comment above their group explains.
fn unexplained(manifest: &str) -> Vec<&str> {
    let (mut within, mut explained, mut found) = (false, false, Vec::new());
    for line in manifest.lines().map(str::trim) {
        match line {
            "" => explained = false,
            _ if line.starts_with('[') => (within, explained) = (line == "[workspace.dependencies]", false),
            _ if line.starts_with('#') => explained = true,
            _ if within && !explained => found.push(line),
            _ => {}
        }
    }
    found
}

#[test]
fn every_dependency_stands_under_a_comment_that_gives_its_reason() {
    let manifest = text(&workspace::root().join("Cargo.toml"));
    assert!(manifest.contains("[workspace.dependencies]"));
    assert_eq!(unexplained(&manifest), Vec::<&str>::new());
    let bad =
        "[workspace.dependencies]\n# Why.\na = \"1\"\nb = \"1\"\n\nc = \"1\"\n[profile.dev]\nopt-level = 1\n";
    assert_eq!(unexplained(bad), ["c = \"1\""], "a group without a comment is seen");
}

#[test]
fn no_package_chooses_a_version_of_its_own() {
    let manifests: Vec<_> =
        ["crates", "tests", "xtask"].iter().flat_map(|under| files(under, "toml")).collect();
    let manifests = manifests.iter().filter(|path| path.ends_with("Cargo.toml"));
    for path in manifests {
        let text = text(path);
        let mut within = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with('[') {
                within = line.ends_with("dependencies]");
            } else if within && !line.is_empty() && !line.starts_with('#') {
                // A package may name itself, to test with features of its own.
                let shared = line.contains("workspace = true") || line.contains("path = \".\"");
                assert!(shared, "{}: `{line}` does not come from [workspace.dependencies]", path.display());
            }
        }
    }
}

/// Deliberate bugs and switched-off rules are for tests: nothing that ships may be built with them.
#[test]
fn nothing_that_ships_asks_for_sabotage() {
    let asks = |manifest: &str| {
        let (mut within, mut found) = (false, Vec::new());
        for line in manifest.lines().map(str::trim) {
            if line.starts_with('[') {
                within = line.ends_with("dependencies]") && line != "[dev-dependencies]";
            } else if line.contains("sabotage") && (within || line.starts_with("default")) {
                found.push(line.to_owned());
            }
        }
        found
    };
    let manifests: Vec<_> = ["crates", "xtask"].iter().flat_map(|under| files(under, "toml")).collect();
    for path in manifests {
        assert_eq!(asks(&text(&path)), Vec::<String>::new(), "{}", path.display());
    }
    let bad = "[dependencies]\na = { features = [\"sabotage\"] }\n[dev-dependencies]\nb = { features = [\"sabotage\"] }\n";
    assert_eq!(asks(bad).len(), 1, "one that ships is seen, a test's is not");
}

#[test]
fn every_page_of_the_documentation_has_one_title() {
    for path in files("docs", "md") {
        let (mut titles, mut in_code) = (0, false);
        for line in text(&path).lines() {
            if line.starts_with("```") {
                in_code = !in_code;
            } else if !in_code && line.starts_with("# ") {
                titles += 1;
            }
        }
        assert_eq!(titles, 1, "{} has {titles} titles", path.display());
    }
}

/// Names of tests in the table of invariants: snake case in backticks; `…` cuts a long one short.
#[test]
fn every_test_that_the_architecture_names_is_there() {
    let architecture = text(&workspace::root().join("docs/architecture.md"));
    let code: String = sources().iter().map(|path| text(path)).collect();
    let named: Vec<&str> = architecture
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.matches('_').count() > 2 && !word.contains(['/', '.', ' ']))
        .collect();
    assert!(named.len() > 8, "{named:?}");
    for name in named {
        let (begins, ends) = name.strip_suffix('…').map_or((name, "("), |begins| (begins, ""));
        assert!(
            code.contains(&format!("fn {begins}{ends}")),
            "docs/architecture.md names `{name}`, which is no test"
        );
    }
}

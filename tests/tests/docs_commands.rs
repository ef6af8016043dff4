//! Every command line in the documentation is one that the binary takes: its subcommands are there, and each of its options.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use lienthong_tests::{lienthong, run_within, workspace};
use std::time::Duration;

/// Pages for people who type commands.
fn pages() -> Vec<PathBuf> {
    let root = workspace::root();
    let docs = fs::read_dir(root.join("docs")).expect("docs").map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    pages.extend(["README.md", "README.vi.md", "deploy/nats/README.md"].map(|page| root.join(page)));
    pages
}

/// Begin like command lines, and are the first lines of what an agency and the log sign.
const SIGNED: [&str; 2] = ["lienthong submission v1", "lienthong heads v1"];

/// A command line: the words before its first argument, and its options.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    page: String,
    text: String,
    subcommands: Vec<String>,
    options: Vec<String>,
}

fn lines() -> BTreeSet<Line> {
    let mut lines = BTreeSet::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap_or_else(|e| panic!("{}: {e}", page.display()));
        // What stands between backticks: three of them turn in and out of code like one.
        for code in text.split('`').skip(1).step_by(2) {
            for line in code.lines() {
                let Some(at) = line
                    .find("lienthong ")
                    .filter(|at| *at == 0 || line[..*at].ends_with(' ') || line[..*at].ends_with("-- "))
                else {
                    continue;
                };
                let command =
                    line[at..].split(" # ").next().unwrap_or_default().split('|').next().unwrap_or_default();
                lines.extend(parse(&page.display().to_string(), command));
            }
        }
    }
    lines
}

fn parse(page: &str, command: &str) -> Option<Line> {
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    let is_word =
        |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-');
    let subcommands: Vec<String> = words.iter().take_while(is_word).map(ToString::to_string).collect();
    let options = words
        .iter()
        .map(|word| word.trim_matches(['[', ']']))
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .map(|word| word.split('=').next().unwrap_or(word).to_owned());
    let options = options.collect();
    if subcommands.is_empty() || SIGNED.contains(&command.trim()) {
        return None;
    }
    Some(Line { page: page.to_owned(), text: command.trim().to_owned(), subcommands, options })
}

/// What `--help` says of the longest part of these words that is a subcommand.
fn help(subcommands: &[String]) -> Option<String> {
    (1..=subcommands.len()).rev().find_map(|count| {
        let mut command = lienthong(subcommands[..count].iter().chain([&"--help".to_owned()]));
        let said = run_within(&mut command, Duration::from_secs(20));
        (said.code() == 0).then_some(said.stdout)
    })
}

#[test]
fn every_command_line_of_the_documentation_is_understood() {
    let lines = lines();
    assert!(lines.len() > 15, "{lines:?}");
    let mut wrong = Vec::new();
    for Line { page, text, subcommands, options } in lines {
        match help(&subcommands) {
            None => wrong.push(format!("{page}: `{text}`: there is no such command")),
            Some(help) => {
                let unknown = options.iter().filter(|option| !help.contains(option.as_str()));
                wrong.extend(unknown.map(|option| format!("{page}: `{text}` has no {option}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_line_is_taken_apart() {
    let line = parse("p", "lienthong import xes FILE --mapping m.toml [--format json]").unwrap();
    assert_eq!(line.subcommands, ["import", "xes"]);
    assert_eq!(line.options, ["--mapping", "--format"]);
    assert_eq!(help(&["sing".to_owned()]), None);
    assert!(help(&["demo".to_owned(), "clock".to_owned()]).expect("help").contains("--pause"));
}

#[test]
fn the_operators_page_says_of_every_measure_what_it_is_for() {
    let page = fs::read_to_string(workspace::root().join("docs/operators.md")).expect("the page");
    for measure in lienthong_ledger::measures::MEASURES {
        assert!(page.contains(&format!("`{}`", measure.name)), "{} is not in it", measure.name);
    }
}

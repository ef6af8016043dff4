//! `docs/rules.md`; and which rows of the scenarios turn on each rule.

use super::Reference;
use crate::domain::{self, INVARIANTS, RULES, Rule, SERVICES};
use crate::{Coverage, Playbook, Row};
use lienthong_dossier::sabotage;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A rule, and the rows that go otherwise than told once it is switched off.
#[derive(Debug, Clone)]
pub struct Turned {
    /// `R08`.
    pub rule: &'static str,
    /// Where each stands: file, title of the scenario, the row.
    pub rows: Vec<(String, String, Row)>,
}

/// Plays every scenario once for each rule that stands in code, with that rule switched off.
///
/// A row that goes otherwise leads others astray after it; so what is kept of each scenario are the rows that tell of the rule, or
/// if none does the first that goes otherwise.
pub(super) fn turned(playbook: &Playbook) -> Vec<Turned> {
    let in_code = RULES.iter().filter(|rule| is_in_code(rule.id));
    in_code.map(|rule| Turned { rule: rule.id, rows: rows(playbook, rule.id) }).collect()
}

/// Whether a rule is one that a service refuses with, or an invariant that stands in code.
fn is_in_code(rule: &str) -> bool {
    domain::codes().any(|(_, of)| of == rule) || INVARIANTS.iter().any(|(of, _)| *of == rule)
}

fn rows(playbook: &Playbook, rule: &'static str) -> Vec<(String, String, Row)> {
    let mut places: BTreeSet<(String, usize)> = BTreeSet::new();
    for title in playbook.titles() {
        let played = sabotage::without(rule, || playbook.play(title, &mut Coverage::default()));
        let failed = played.err().unwrap_or_default();
        let tells = |place: &(String, usize)| {
            let row = playbook.row(&place.0, place.1);
            row.is_some_and(|(_, row)| row.expected.split([' ', ',']).any(|word| word == rule))
        };
        let failed: Vec<_> = failed.into_iter().map(|failure| (failure.file, failure.line)).collect();
        let telling: Vec<_> = failed.iter().filter(|place| tells(place)).cloned().collect();
        if telling.is_empty() {
            places.extend(failed.into_iter().next());
        } else {
            places.extend(telling);
        }
    }
    let row = |(file, line): (String, usize)| {
        let (title, row) = playbook.row(&file, line)?;
        Some((title.to_owned(), row.clone())).map(|(title, row)| (file, title, row))
    };
    places.into_iter().filter_map(row).collect()
}

const OPENING: &str = "\
# Rules

What the law asks of a dossier's way, rule by rule (DOMAIN section 5). This page is made from the code and the scenarios by
`cargo xtask codegen`; whoever wants it otherwise changes those.

*Rejected*: the command gets a rejection, which is recorded. *Found*: it is admitted as a fact and inspection raises a finding, since a
system that refuses to hear of a breach drives it back to paper; the ways in which it is broken have a name each, with what is looked at and
when it fires. Under each rule that a service refuses with are the rows of the scenarios that turn on it: with the rule switched off (in a
test, by a feature that nothing shipped has) each of them goes otherwise than it is told. The rows at which something is found stand in
[crates/inspection/scenarios](../crates/inspection/scenarios).
";

/// The page.
pub(super) fn page(reference: &Reference) -> String {
    let turned: BTreeMap<&str, Turned> =
        reference.turned().into_iter().map(|turned| (turned.rule, turned)).collect();
    let mut text = OPENING.to_owned();
    text.push_str("\n| rule | outcome | codes, and ways to find it | rows |\n|---|---|---|---|\n");
    for rule in &RULES {
        let refused = codes(rule.id);
        let refused = refused.iter().map(|(_, code)| format!("[{code}](errors/{code}.md)"));
        let ways: Vec<String> = found(rule.id).map(|way| format!("`{}`", way.said().kind)).collect();
        let named: Vec<String> = refused.chain(ways).collect();
        let rows = turned.get(rule.id).map_or("-".to_owned(), |turned| turned.rows.len().to_string());
        let id = rule.id;
        let _ = writeln!(
            text,
            "| [{id}](#{}) | {} | {} | {rows} |",
            id.to_lowercase(),
            rule.outcome,
            named.join(", ")
        );
    }
    for rule in &RULES {
        text.push_str(&section(reference, rule, turned.get(rule.id)));
    }
    text
}

fn section(reference: &Reference, rule: &Rule, turned: Option<&Turned>) -> String {
    let Rule { id, says, law, outcome, by } = rule;
    let mut text = format!("\n## {id}\n\n{}.\n\n", capital(says));
    if !law.is_empty() {
        let _ = writeln!(text, "- **Law:** {law}");
    }
    let _ = writeln!(text, "- **Outcome:** {outcome}\n- **Where:** {by}");
    for (service, code) in codes(id) {
        let _ =
            writeln!(text, "- **Code:** [{code}](errors/{code}.md) ({service}): {}", reference.meaning(code));
    }
    for (_, how) in INVARIANTS.iter().filter(|(of, _)| of == id) {
        let _ = writeln!(text, "- **Held as:** {how}");
    }
    for way in found(id) {
        let said = way.said();
        let looks_at: Vec<&str> = said.looks_at.split_whitespace().collect();
        let _ = writeln!(text, "- **Found as:** `{way}`, {}: {}", said.en, looks_at.join(" "));
    }
    let files = files(reference, id);
    if !files.is_empty() {
        let _ = writeln!(text, "- **Code in:** {}", files.join(", "));
    }
    let Some(turned) = turned else {
        if found(id).next().is_none() {
            text.push_str("\nNot in code yet.\n");
        }
        return text;
    };
    let mut title = "";
    for (file, of, row) in &turned.rows {
        if title != of {
            title = of;
            let _ = writeln!(text, "\n*{of}* ([{file}](../crates/scenario/scenarios/{file}))\n");
        }
        let _ = writeln!(text, "- {} {} → {}", row.who, row.says, row.expected);
    }
    text
}

/// Which codes say no for a rule, each with its service.
fn codes(rule: &str) -> Vec<(&'static str, &'static str)> {
    let of = |(service, codes): &(&'static str, &'static [(&'static str, &'static str)])| {
        let service = *service;
        codes.iter().filter(|(_, of)| *of == rule).map(move |(code, _)| (service, *code)).collect::<Vec<_>>()
    };
    SERVICES.iter().flat_map(of).collect()
}

/// The ways in which inspection finds that a rule was broken.
fn found(rule: &str) -> impl Iterator<Item = lienthong_inspection::Rule> {
    lienthong_inspection::Rule::ALL.iter().copied().filter(move |way| way.said().id == rule)
}

/// The files that are named after a rule: `r08_mandatory.rs`.
fn files(reference: &Reference, rule: &str) -> Vec<String> {
    let begins = format!("{}_", rule.to_lowercase());
    let mut found = Vec::new();
    for (service, _) in SERVICES {
        let folder = format!("crates/{service}/src/rules");
        for entry in std::fs::read_dir(reference.root.join(&folder)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&begins) {
                found.push(format!("[{folder}/{name}](../{folder}/{name})"));
            }
        }
    }
    found.sort();
    found
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

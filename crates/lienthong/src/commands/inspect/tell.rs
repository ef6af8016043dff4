//! Findings and rules, as people and programs read them.

use super::{Inspected, on_record};
use crate::cli::Format;
use crate::failure::Outcome;
use crate::output;
use jiff::tz::Offset;
use lienthong_inspection::matters::state_of;
use lienthong_inspection::{Finding, Rule, as_json};
use lienthong_supervision::Matter;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The rules, one a row.
pub(super) fn rules(format: Format) -> Outcome {
    let all = Rule::ALL.iter().map(|rule| {
        let said = rule.said();
        json!({
            "rule": rule.name(),
            "id": said.id,
            "kind": said.kind,
            "number": said.number,
            "severity": said.severity.as_str(),
            "law": said.law,
            "vi": said.vi,
            "en": said.en,
            "looks_at": said.looks_at.split_whitespace().collect::<Vec<_>>().join(" "),
        })
    });
    let all: Vec<Value> = all.collect();
    if format == Format::Json {
        return output::json(&json!({ "rules": all }));
    }
    output::columns(&["rule", "number", "severity", "law", "vi", "en"], &all, format)
}

/// What was found, one a row, with how much was looked at on stderr.
pub(super) fn findings(inspected: &Inspected, format: Format) -> Outcome {
    let with_state = |finding: &Finding| with_state(finding, inspected.matter(finding), inspected.offset());
    let found: Vec<Value> = inspected.findings.iter().map(with_state).collect();
    let mut by_rule: BTreeMap<String, u64> = BTreeMap::new();
    for finding in &inspected.findings {
        *by_rule.entry(finding.rule.name()).or_default() += 1;
    }
    if format == Format::Json {
        let ledgers: Vec<Value> = inspected
            .sizes
            .iter()
            .map(|(origin, size)| json!({ "origin": origin.as_str(), "size": size }))
            .collect();
        return output::json(&json!({
            "as_of": inspected.as_of.to_string(),
            "ledgers": ledgers,
            "by_rule": by_rule,
            "findings": found,
        }));
    }
    let records: u64 = inspected.sizes.iter().map(|(_, size)| size).sum();
    output::say(&format!(
        "{} finding(s) in {records} records, as of {}",
        inspected.findings.len(),
        inspected.as_of
    ));
    output::columns(&["id", "rule", "at", "agency", "dossier", "record", "state", "vi"], &found, format)
}

/// With how it stands on record, if it does, and what its head said to it: beside the finding wherever that is shown.
pub(super) fn with_state(finding: &Finding, matter: Option<&Matter>, offset: Offset) -> Value {
    let mut whole = as_json::finding(finding);
    for (name, value) in stands(matter, offset) {
        whole[name] = value;
    }
    whole
}

/// How a finding stands, and what is on record of it.
pub(super) fn stands(matter: Option<&Matter>, offset: Offset) -> [(&'static str, Value); 2] {
    let state = matter.map_or("-", |matter| state_of(matter).0);
    let story = matter.map_or(Value::Null, |matter| as_json::story(matter, offset));
    [("state", state.into()), ("on_record", story)]
}

/// A finding on record that no rule finds.
pub(super) fn on_record(id: &str, matter: &Matter, offset: Offset, format: Format) -> Outcome {
    let opened = matter.opened.as_ref();
    let whole = json!({
        "id": id,
        "rule": opened.map(|opened| &*opened.ground.rule),
        "broken": opened.map(|opened| &*opened.ground.broken),
        "agency": opened.map(|opened| opened.ground.agency.as_str()),
        "dossier": opened.and_then(|opened| opened.dossier.as_ref()).map(|code| code.as_str()),
        "ledger": opened.map(|opened| opened.ground.origin.as_str()),
        "stream": opened.map(|opened| opened.ground.stream.to_string()),
        "revision": opened.map(|opened| opened.ground.revision),
        "text": opened.map(|opened| &*opened.text),
        "state": state_of(matter).0,
        "on_record": as_json::story(matter, offset),
    });
    if format == Format::Json {
        return output::json(&whole);
    }
    let names = ["id", "rule", "broken", "agency", "dossier", "ledger", "stream", "revision", "text"];
    let mut rows = rows_of(&whole, &names);
    rows.extend(on_record::story_rows(matter));
    output::rows(&rows, format)
}

/// One finding whole, with what was said of it on record.
pub(super) fn finding(finding: &Finding, matter: Option<&Matter>, offset: Offset, format: Format) -> Outcome {
    let whole = with_state(finding, matter, offset);
    if format == Format::Json {
        return output::json(&whole);
    }
    let names = ["id", "rule", "broken", "severity", "law", "at", "agency", "officer", "dossier", "vi", "en"];
    let mut rows = rows_of(&whole, &names);
    for place in &finding.evidence {
        rows.push(vec![
            "record".to_owned(),
            format!("{place} ({} revision {})", place.stream, place.revision),
        ]);
    }
    if let Some(absence) = &finding.absence {
        let text = format!(
            "nothing in {} up to revision {}: that these are all its records is the log's signed statement, and no proof",
            absence.stream, absence.revision
        );
        rows.push(vec!["absence".to_owned(), text]);
    }
    if let Some(matter) = matter {
        rows.extend(on_record::story_rows(matter));
    }
    output::rows(&rows, format)
}

/// A row a field that says something.
fn rows_of(whole: &Value, names: &[&str]) -> Vec<Vec<String>> {
    let cell = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut rows: Vec<Vec<String>> =
        names.iter().map(|name| vec![(*name).to_owned(), cell(&whole[*name])]).collect();
    rows.retain(|row| row.get(1).is_some_and(|value| !value.is_empty()));
    rows
}

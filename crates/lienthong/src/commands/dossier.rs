//! `lienthong dossier`: one dossier, read straight from the sealed records.

mod annex;
mod attachments;
mod explain;
mod personal;
mod replay;

use crate::cli::{Dossier, Format, OneDossier};
use crate::failure::{Exit, Failure, Outcome};
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::Reading;
use lienthong_names::{AgencyId, DossierCode};
use lienthong_projections::{Names, Selection, dossier_view_of, timeline_of};
use lienthong_protocol::RawRecord;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Runs it.
pub async fn run(what: Dossier) -> Outcome {
    match what {
        Dossier::Show(one) => {
            let found = find(&one).await?;
            show(&found.view()?, one.format)
        }
        Dossier::Timeline(one) => {
            let found = find(&one).await?;
            timeline(&found.timeline()?, one.format)
        }
        Dossier::Explain { one, lang } => explain::run(&one, lang.as_deref()).await,
        Dossier::Annex { one, agency } => annex::run(&one, agency.as_deref()).await,
        Dossier::Personal { one, agency, by } => personal::run(&one, &agency, &by).await,
        Dossier::Attachments(what) => attachments::list(&what).await,
        Dossier::Attach(what) => attachments::hand_in(&what).await,
        Dossier::Attachment(what) => attachments::read(&what).await,
        Dossier::Replay(what) => replay::run(&what).await,
    }
}

struct Found {
    records: Vec<RawRecord>,
    sequences: BTreeMap<u64, u64>,
    names: CatalogueNames,
}

fn code_of(text: &str) -> Outcome<DossierCode> {
    DossierCode::new(text).map_err(|e| Failure::usage("LT0908", format!("dossier code: {e}")))
}

async fn find(one: &OneDossier) -> Outcome<Found> {
    find_in(&Reading::open(&one.from).await?, one).await
}

async fn find_in(reading: &Reading, one: &OneDossier) -> Outcome<Found> {
    let code = code_of(&one.code)?;
    let (_, records) = reading.dossier(&code, one.origin.as_deref()).await?;
    let names = CatalogueNames::read(&reading.site).await?;
    let sequences = records.iter().map(|(sequence, raw)| (raw.record.revision, *sequence)).collect();
    let all: Vec<RawRecord> = records.into_iter().map(|(_, raw)| raw).collect();
    let selection = Selection { at: one.at, known_at: one.known_at };
    let records = selection.of(&all).to_vec();
    if records.is_empty() {
        return Err(Failure::no(
            "LT0804",
            format!("nothing of dossier {code} had happened, or was known, by then"),
        ));
    }
    Ok(Found { records, sequences, names })
}

impl Found {
    /// Whether one agency has become another, or is it: what concerned the first is the second's.
    fn stands_in(&self, before: &str, now: &AgencyId) -> bool {
        AgencyId::new(before).is_ok_and(|before| self.names.catalogue().now().leads_to(&before, now))
    }

    fn view(&self) -> Outcome<Value> {
        value(&dossier_view_of(&self.records).map_err(unreadable)?)
    }

    fn timeline(&self) -> Outcome<Value> {
        told(&self.records, &self.sequences, &self.names)
    }
}

/// The timeline of records, each entry with the sequence of its record; `sequences` by revision.
pub(super) fn told(
    records: &[RawRecord],
    sequences: &BTreeMap<u64, u64>,
    names: &dyn Names,
) -> Outcome<Value> {
    let mut timeline = value(&timeline_of(records, names).map_err(unreadable)?)?;
    if let Some(groups) = timeline.as_object_mut() {
        for group in groups.values_mut().filter_map(Value::as_array_mut) {
            for entry in group {
                let sequence = entry["revision"].as_u64().and_then(|revision| sequences.get(&revision));
                if let (Some(sequence), Some(entry)) = (sequence, entry.as_object_mut()) {
                    entry.insert("sequence".to_owned(), json!(sequence));
                }
            }
        }
    }
    Ok(timeline)
}

fn show(view: &Value, format: Format) -> Outcome {
    match format {
        Format::Json => output::json(view),
        Format::Table | Format::Csv => output::rows(&facts(view), format),
    }
}

/// What a person wants to know first.
fn facts(view: &Value) -> Vec<Vec<String>> {
    let row = |name: &str, value: &Value| vec![name.to_owned(), plain(value)];
    let mut rows = vec![
        row("dossier", &view["code"]),
        row("ledger", &view["origin"]),
        row("revision", &view["revision"]),
        row("status", &view["status"]),
        row("procedure", &view["registration"]["procedure"]),
        row("case", &view["registration"]["case"]),
        row("received at", &view["reception"]["desk"]),
        row("appointment", &view["reception"]["appointment"]),
        row("held by", &view["custody"]["agency"]),
        row("unit", &view["custody"]["unit"]),
        row("officer", &view["custody"]["officer"]),
    ];
    rows.retain(|row| row.get(1).is_some_and(|value| value != "-"));
    for leg in view["legs"].as_array().into_iter().flatten() {
        let text = format!("{} -> {}, {}", plain(&leg["from"]), plain(&leg["to"]), plain(&leg["state"]));
        rows.push(vec![format!("leg {}", plain(&leg["leg"])), text]);
    }
    rows.extend(view["appraisals"].as_array().into_iter().flatten().map(appraisal));
    rows
}

/// Who chairs it, its last round, how many have voted, what it came to.
fn appraisal(view: &Value) -> Vec<String> {
    let rounds = view["rounds"].as_array().map_or(&[][..], Vec::as_slice);
    let last = rounds.last().unwrap_or(&Value::Null);
    let count = |list: &Value| list.as_array().map_or(0, Vec::len);
    let council = &view["council"];
    let votes = if council.is_null() {
        String::new()
    } else {
        let (voted, members) = (count(&last["votes"]), count(&council["members"]));
        format!(", {voted} of {members} voted (quorum {})", plain(&council["quorum"]))
    };
    let came_to = match &last["concluded"]["conclusion"] {
        Value::Null => "open".to_owned(),
        conclusion => plain(conclusion),
    };
    let text = format!("{}, round {}{votes}, {came_to}", plain(&view["chair"]), rounds.len());
    vec![format!("appraisal {}", plain(&view["appraisal"])), text]
}

fn timeline(timeline: &Value, format: Format) -> Outcome {
    match format {
        Format::Json => output::json(timeline),
        Format::Table | Format::Csv => output::rows(&timeline_rows(timeline), format),
    }
}

/// Who did what when, a row each; the first row is the head.
pub(super) fn timeline_rows(timeline: &Value) -> Vec<Vec<String>> {
    let mut rows =
        vec![["#", "rev", "at", "agency", "officer", "event", "what"].map(ToOwned::to_owned).to_vec()];
    for entry in timeline["entries"].as_array().into_iter().flatten() {
        let mark = if entry["derived"] == json!(true) { " (derived)" } else { "" };
        rows.push(vec![
            plain(&entry["sequence"]),
            plain(&entry["revision"]),
            plain(&entry["at"]),
            plain(&entry["agency"]),
            plain(&entry["officer"]),
            format!("{}{mark}", plain(&entry["kind"])),
            plain(&entry["vi"]),
        ]);
    }
    rows
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) if text.is_empty() => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn value(of: &impl serde::Serialize) -> Outcome<Value> {
    serde_json::to_value(of).map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))
}

fn unreadable(error: lienthong_projections::ReadError) -> Failure {
    Failure::coded(Exit::Unavailable, "LT0510", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appraisal_is_told_by_its_last_round() {
        let member = || json!({ "agency": "H22.14", "officer": "an" });
        let council = json!({ "members": [member(), member(), member()], "quorum": 2 });
        let closed = json!({ "votes": [1, 2, 3], "concluded": { "conclusion": "with_changes" } });
        let told = |rounds: Value| {
            appraisal(&json!({ "appraisal": "a1", "chair": "H22.14", "council": council, "rounds": rounds }))
        };
        assert_eq!(
            told(json!([closed])),
            ["appraisal a1", "H22.14, round 1, 3 of 3 voted (quorum 2), with_changes"]
        );
        assert_eq!(
            told(json!([closed, { "votes": [1], "concluded": null }])),
            ["appraisal a1", "H22.14, round 2, 1 of 3 voted (quorum 2), open"]
        );
    }
}

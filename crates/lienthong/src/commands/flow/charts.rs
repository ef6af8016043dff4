//! `lienthong flow dots` and `spectrum`: what charts are drawn of.

use super::act;
use crate::cli::Format;
use crate::failure::{Failure, Outcome};
use crate::output;
use lienthong_inspection::flow::{Log, Word, charts};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// `flow dots`.
pub fn dots(log: &Log, format: Format) -> Outcome {
    let dot = |dot: charts::Dot<'_>| {
        let mut row = act(log, dot.act);
        row["dossier"] = json!(name(log, dot.dossier));
        row["since_first"] = json!(dot.since_first);
        row
    };
    let rows: Vec<Value> = charts::dots(log).map(dot).collect();
    show(&["dossier", "activity", "resource", "group", "at", "since_first"], rows, format)
}

/// `flow spectrum`.
pub fn spectrum(log: &Log, activities: &[String], format: Format) -> Outcome {
    let only = activities.iter().map(|name| {
        let nobody =
            || Failure::usage("LT0976", format!("--activity: nothing in this history is called `{name}`"));
        log.find(name).ok_or_else(nobody)
    });
    let only: BTreeSet<Word> = only.collect::<Outcome<_>>()?;
    let segments = charts::segments(log, Some(&only).filter(|only| !only.is_empty()));
    let line = |segment: &charts::Segment<'_>| {
        json!({
            "dossier": name(log, segment.dossier),
            "from": log.text(segment.from.activity),
            "to": log.text(segment.to.activity),
            "begins": segment.from.at.to_string(),
            "ends": segment.to.at.to_string(),
            "quarter": segment.quarter,
        })
    };
    let rows = segments.iter().map(line).collect();
    show(&["dossier", "from", "to", "begins", "ends", "quarter"], rows, format)
}

fn name(log: &Log, dossier: usize) -> &str {
    log.traces().get(dossier).map_or("", |trace| &trace.name)
}

fn show(columns: &[&str], rows: Vec<Value>, format: Format) -> Outcome {
    match format {
        Format::Json => output::json(&Value::Array(rows)),
        Format::Table | Format::Csv => output::columns(columns, &rows, format),
    }
}

//! `lienthong flow`: how dossiers really went, of our own ledgers and of other people's logs.

mod charts;
mod gathered;
mod history;
mod net;
mod replay;
mod time;
mod ways;

use crate::cli::Flow;
use crate::failure::Outcome;
use lienthong_inspection::flow::{Act, Log};
use serde_json::{Value, json};

/// Runs it.
pub async fn run(what: Flow) -> Outcome {
    match what {
        Flow::Variants { of, show, format } => ways::variants(&history::read(&of).await?.log, show, format),
        Flow::Handovers { of, between, format } => {
            ways::handovers(&history::read(&of).await?.log, between, format)
        }
        Flow::Replay { of, on, format } => replay::run(&history::read(&of).await?, &on, format),
        Flow::Time { of, by, until, usual_hours, format } => {
            let asked = time::Asked { by, until, usual_hours: usual_hours.as_deref() };
            time::run(&history::read(&of).await?, &asked, format)
        }
        Flow::Dots { of, format } => charts::dots(&history::read(&of).await?.log, format),
        Flow::Spectrum { of, activity, format } => {
            charts::spectrum(&history::read(&of).await?.log, &activity, format)
        }
        Flow::Net { from, procedure, at, file } => net::run(&from, procedure.as_deref(), at, &file).await,
    }
}

/// An act in words.
fn act(log: &Log, act: &Act) -> Value {
    json!({
        "activity": log.text(act.activity),
        "resource": log.text(act.resource),
        "group": log.text(act.group),
        "at": act.at.to_string(),
    })
}

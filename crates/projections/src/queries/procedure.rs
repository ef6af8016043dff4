//! One procedure: what it says on a day, how it is worked, and what each version says otherwise than the one before.

use super::parameters::{Parameters, malformed};
use super::tables::Tables;
use super::{damaged, unreadable};
use crate::folds::keys::said_key;
use crate::projection::FoldError;
use crate::published::published;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_catalogue::Catalogue;
use lienthong_ledger::ports::QueryError;
use lienthong_names::ProcedureCode;
use lienthong_protocol::Event;
use serde_json::{Value, json};

pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let code = parameters.must("code")?;
    let code = ProcedureCode::new(&code).map_err(|error| malformed(&format!("code: {error}")))?;
    let at = match parameters.text("on") {
        Some(day) => beginning(tables, &day)?,
        None => parameters.now(),
    };
    let catalogue = everything_said(tables, &code)?;
    let shown = published(catalogue.now(), tables, &code, at);
    let shown = shown.ok_or_else(|| QueryError::NotFound { what: format!("procedure {code}") })?;
    Ok(json!({ "procedure": shown }))
}

/// The first instant of a day.
fn beginning(tables: &Tables<'_>, day: &str) -> Result<Timestamp, QueryError> {
    let no_day = || malformed(&format!("on: `{day}` is no day such as 2025-07-01"));
    let date: Date = day.parse().map_err(|_| no_day())?;
    let zoned = date.at(0, 0, 0, 0).to_zoned_datetime(tables.zone().clone());
    zoned.map(|zoned| zoned.timestamp()).map_err(|_| no_day())
}

/// The catalogue as far as it is about one procedure, put together again from what was published.
fn everything_said(tables: &Tables<'_>, code: &ProcedureCode) -> Result<Catalogue, QueryError> {
    let events: Vec<String> = tables.get("catalogue", &said_key(code.as_str()))?.unwrap_or_default();
    let mut catalogue = Catalogue::default();
    for (at, event) in (1..).zip(&events) {
        let what = |error: String| unreadable(&FoldError::Content { what: error });
        let bytes = hex::decode(event).map_err(|error| what(error.to_string()))?;
        match Event::decode(&bytes).map_err(|error| what(error.to_string()))? {
            Event::Catalogue(entry) => catalogue.evolve(at, &entry),
            Event::Dossier(_) | Event::Books(_) => return Err(damaged("what was published is of a dossier")),
        }
    }
    Ok(catalogue)
}

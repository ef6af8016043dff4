//! `receipt`: where the verdict on a command stands, by its id; `rejections`: every command that the rules did not let through.

use super::dossiers::views;
use super::tables::{Tables, read};
use crate::folds::keys::{journal_key, of_command, rejection_key};
use crate::folds::{JournalRow, ReceiptRow, RejectionRow};
use crate::key::part;
use crate::rows::Row;
use crate::writer::Meta;
use jiff::Timestamp;
use lienthong_ledger::parameters::Parameters;
use lienthong_ledger::ports::QueryError;
use serde_json::{Value, json};
use std::cmp::Reverse;

/// Rejections on a page.
const PAGE: usize = 50;

/// A command has one verdict for each dossier that it was sent about, in each ledger: nearly always one in all.
pub(super) fn receipt(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let (agency, id) = (parameters.must("agency")?, parameters.must("command_id")?);
    let rows = tables.rows("receipts", &of_command(&agency, &id))?;
    if rows.is_empty() {
        return Err(QueryError::NotFound { what: format!("command {id} of {agency}") });
    }
    let verdicts =
        rows.iter().map(|(key, row)| verdict(tables, key, row)).collect::<Result<Vec<_>, QueryError>>()?;
    Ok(json!({ "agency": agency, "command_id": id, "verdicts": verdicts }))
}

fn verdict(tables: &Tables<'_>, key: &[u8], row: &Row) -> Result<Value, QueryError> {
    let read: ReceiptRow = read(key, &row.content)?;
    let Meta { sequence, recorded_at } = meta(key, row)?;
    let (origin, about) = (part(key, 2), part(key, 3));
    let place = journal_key(origin, sequence);
    let journal: JournalRow = tables.get("journal", &place)?.ok_or_else(|| missing(&place))?;
    let rejection = if read.admitted {
        None
    } else {
        let place = rejection_key(origin, &read.stream, read.revision);
        let rejected: RejectionRow = tables.get("rejections", &place)?.ok_or_else(|| missing(&place))?;
        Some(rejected.reasons)
    };
    Ok(json!({
        "origin": origin,
        "about": about,
        "command": read.command,
        "stream": read.stream,
        "revision": read.revision,
        "sequence": sequence,
        "leaf": journal.leaf,
        "recorded_at": recorded_at,
        "admitted": read.admitted,
        "rejection": rejection,
    }))
}

/// Newest first.
pub(super) fn rejections(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let agency = parameters.text("agency");
    let mut found: Vec<(Timestamp, u64, RejectionRow)> = Vec::new();
    for (key, row) in tables.rows("rejections", b"")? {
        let read: RejectionRow = read(&key, &row.content)?;
        let Meta { sequence, recorded_at } = meta(&key, &row)?;
        if agency.as_ref().is_none_or(|agency| *agency == read.agency) {
            found.push((recorded_at, sequence, read));
        }
    }
    found.sort_by_key(|(at, sequence, _)| Reverse((*at, *sequence)));
    let (page, pages) = parameters.page(found.len(), PAGE)?;
    let rows: Vec<Value> = found
        .iter()
        .skip((page - 1) * PAGE)
        .take(PAGE)
        .map(|(recorded_at, sequence, row)| {
            let exists = match &row.dossier {
                Some(code) => !views(tables, code)?.is_empty(),
                None => false,
            };
            Ok(json!({
                "origin": row.origin,
                "stream": row.stream,
                "revision": row.revision,
                "sequence": sequence,
                "recorded_at": recorded_at,
                "occurred_at": row.occurred_at,
                "agency": row.agency,
                "agency_name": tables.called(&row.agency).vi,
                "agency_name_en": tables.called(&row.agency).en,
                "officer": row.officer,
                "officer_name": tables.officer_name(&row.agency, &row.officer),
                "command": row.command,
                "command_id": row.command_id,
                "code": row.dossier,
                "exists": exists,
                "reasons": row.reasons,
            }))
        })
        .collect::<Result<_, QueryError>>()?;
    Ok(json!({ "total": found.len(), "page": page, "pages": pages, "rejections": rows }))
}

fn meta(key: &[u8], row: &Row) -> Result<Meta, QueryError> {
    read(key, &row.meta)
}

/// Rows of one record are written at once: where one is, the others are.
fn missing(key: &[u8]) -> QueryError {
    super::damaged(&format!("there is no row {}", String::from_utf8_lossy(key)))
}

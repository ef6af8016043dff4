//! `dossiers`: those that have all of what is asked for. The same facets are counted, so that a figure and its list agree.

use super::parameters::{Parameters, malformed};
use super::tables::Tables;
use crate::facets::{YES, is_late, name};
use crate::folds::keys::{FACET, VIEW, view_key};
use crate::key::{instant, part, under};
use crate::view::DossierView;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_ledger::ports::QueryError;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Open, and past its appointment.
pub(super) const LATE: &str = "late";
/// Open, with an appointment on this day.
pub(super) const DUE_DAY: &str = "due_day";
/// Open.
const OPEN: &str = "open";
/// Dossiers on a page.
const PAGE: usize = 50;

/// Filters that are facets of their own.
const FACETS: &[&str] = &[
    name::REALM,
    name::ORIGIN,
    name::STATUS,
    name::CHANNEL,
    name::PROCEDURE,
    name::AGENCY,
    name::HOLDER,
    name::DAY,
    name::RESOLVED,
    name::CLAIM,
    name::EVENT,
    name::OPINION_OF,
    name::INSIDE_OPINION,
    name::CONSULTATION,
    name::DERIVED,
    name::REJECTED,
    name::ADMITTED,
];

/// The agency that holds it, and the dossier's code and ledger.
type Promised = Vec<(String, (String, String))>;

/// Code and ledger.
type Places = BTreeSet<(String, String)>;

pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let now = parameters.now();
    let found = find(tables, parameters, now)?;
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = usize::try_from(parameters.number("page", 1)?).unwrap_or(usize::MAX).clamp(1, pages);
    let mut rows = Vec::with_capacity(PAGE);
    for (code, origin) in found.iter().skip((page - 1) * PAGE).take(PAGE) {
        if let Some(view) = tables.get::<DossierView>("dossiers", &view_key(code, origin))? {
            rows.push(row(tables, &view, now));
        }
    }
    Ok(json!({ "total": found.len(), "page": page, "pages": pages, "dossiers": rows }))
}

fn find(tables: &Tables<'_>, parameters: &Parameters, now: Timestamp) -> Result<Places, QueryError> {
    let mut found: Option<Places> = None;
    let mut narrow = |places: Places| {
        found = Some(match found.take() {
            None => places,
            Some(before) => before.intersection(&places).cloned().collect(),
        });
    };
    for filter in parameters.names() {
        let value = parameters.text(filter).unwrap_or_default();
        match filter {
            "now" | "page" => {}
            LATE if value == YES => {
                narrow(due_before(tables, now)?.into_iter().map(|(_, place)| place).collect())
            }
            DUE_DAY => narrow(due_on(tables, &value)?.into_iter().map(|(_, place)| place).collect()),
            OPEN if value == YES => narrow(under_facet(tables, &[FACET, name::HOLDER])?),
            LATE | OPEN => return Err(malformed(&format!("{filter}: only `true` can be asked for"))),
            facet if FACETS.contains(&facet) => narrow(under_facet(tables, &[FACET, facet, &value])?),
            other => return Err(malformed(&format!("there is no filter `{other}`"))),
        }
    }
    match found {
        Some(found) => Ok(found),
        None => under_facet(tables, &[FACET, name::ALL, YES]),
    }
}

/// Code and ledger are the last parts of a facet's key.
fn under_facet(tables: &Tables<'_>, parts: &[&str]) -> Result<Places, QueryError> {
    let rows = tables.rows("dossiers", &under(parts))?;
    Ok(rows.iter().map(|(key, _)| (part(key, 3).to_owned(), part(key, 4).to_owned())).collect())
}

/// Open dossiers promised for before an instant, with the agency that holds each.
pub(super) fn due_before(tables: &Tables<'_>, now: Timestamp) -> Result<Promised, QueryError> {
    due_between(tables, "", &instant(now))
}

/// Open dossiers promised for a day.
pub(super) fn due_on(tables: &Tables<'_>, day: &str) -> Result<Promised, QueryError> {
    let day: Date =
        day.parse().map_err(|_| malformed(&format!("{DUE_DAY}: `{day}` is no day such as 2020-10-05")))?;
    let bound = |day: Date| {
        day.to_zoned_datetime(tables.zone().clone())
            .map(|zoned| instant(zoned.timestamp()))
            .unwrap_or_default()
    };
    due_between(tables, &bound(day), &day.tomorrow().map(bound).unwrap_or_default())
}

fn due_between(tables: &Tables<'_>, from: &str, until: &str) -> Result<Promised, QueryError> {
    let rows = tables.all::<String>("dossiers", &under(&[FACET, name::DUE]))?;
    let within = rows.into_iter().filter(|(key, _)| (from..until).contains(&part(key, 2)));
    Ok(within.map(|(key, agency)| (agency, (part(&key, 3).to_owned(), part(&key, 4).to_owned()))).collect())
}

/// The views of a code, whatever ledger it lives in.
pub(super) fn views(tables: &Tables<'_>, code: &str) -> Result<Vec<DossierView>, QueryError> {
    let rows = tables.all::<DossierView>("dossiers", &under(&[VIEW, code]))?;
    Ok(rows.into_iter().map(|(_, view)| view).filter(|view| view.registration.is_some()).collect())
}

fn row(tables: &Tables<'_>, view: &DossierView, now: Timestamp) -> Value {
    let procedure = view.registration.as_ref().map(|r| r.procedure.clone()).unwrap_or_default();
    let custodian = view.custody.as_ref().map(|custody| custody.agency.clone()).unwrap_or_default();
    json!({
        "code": view.code,
        "origin": view.origin,
        "status": view.status,
        "procedure_name": tables.procedure_name(&procedure),
        "procedure": procedure,
        "channel": view.channel(),
        "custodian_name": tables.called(&custodian),
        "custodian": custodian,
        "received_at": view.reception.as_ref().map(|reception| reception.clock_from),
        "appointment": view.appointment(),
        "late": is_late(view, now, tables.zone()),
    })
}

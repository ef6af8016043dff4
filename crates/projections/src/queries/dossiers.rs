//! `dossiers`: those that have all of what is asked for. The same facets are counted, so that a figure and its list agree.

use super::overview::as_words;
use super::parameters::{Parameters, malformed};
use super::tables::Tables;
use crate::facets::{YES, is_late, name};
use crate::folds::keys::{FACET, VIEW, view_key};
use crate::key::{instant, part, under};
use crate::rows::Row;
use crate::view::{DossierView, Realm};
use crate::writer::from_bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::{Channel, EventKind, Status};
use lienthong_ledger::ports::QueryError;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
    name::RESOLVED_DAY,
];

/// Of these, what a dossier may have several of: a figure counts each, the list shows each dossier once.
const SEVERAL: &[&str] = &[
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

/// Code and ledger, and how often it has what is asked for.
type Places = BTreeMap<(String, String), u64>;

pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let now = parameters.now();
    let found = find(tables, parameters, now)?;
    let (page, pages) = parameters.page(found.len(), PAGE)?;
    let mut rows = Vec::with_capacity(PAGE);
    for ((code, origin), times) in found.iter().skip((page - 1) * PAGE).take(PAGE) {
        if let Some(view) = tables.get::<DossierView>("dossiers", &view_key(code, origin))? {
            rows.push(row(tables, &view, *times, now));
        }
    }
    let counted: u64 = found.values().sum();
    Ok(json!({
        "total": found.len(), "counted": counted, "page": page, "pages": pages, "dossiers": rows,
    }))
}

fn find(tables: &Tables<'_>, parameters: &Parameters, now: Timestamp) -> Result<Places, QueryError> {
    let mut found: Option<Places> = None;
    let mut narrow = |places: Places| {
        found = Some(match found.take() {
            None => places,
            // What is asked for together must hold together. Where two of them can be had several times, nobody can say how
            // often both hold.
            Some(before) => {
                let both = before.into_iter().filter_map(|(place, times)| {
                    let more = *places.get(&place)?;
                    Some((place, if times > 1 && more > 1 { 1 } else { times * more }))
                });
                both.collect()
            }
        });
    };
    for filter in parameters.names() {
        let value = parameters.text(filter).unwrap_or_default();
        match filter {
            "now" | "page" => {}
            LATE if value == YES => {
                narrow(due_before(tables, now)?.into_iter().map(|(_, place)| (place, 1)).collect())
            }
            DUE_DAY => narrow(due_on(tables, &value)?.into_iter().map(|(_, place)| (place, 1)).collect()),
            OPEN if value == YES => narrow(under_facet(tables, &[FACET, name::HOLDER])?),
            LATE | OPEN => return Err(malformed(&format!("{filter}: only `true` can be asked for"))),
            facet if FACETS.contains(&facet) => {
                check(facet, &value)?;
                narrow(under_facet(tables, &[FACET, facet, &value])?);
            }
            other => return Err(malformed(&format!("there is no filter `{other}`"))),
        }
    }
    match found {
        Some(found) => Ok(found),
        None => under_facet(tables, &[FACET, name::ALL, YES]),
    }
}

/// A word that is none, or a day that is none, is said: an empty list would be taken for an answer.
fn check(facet: &str, value: &str) -> Result<(), QueryError> {
    let one_of = |words: &[&str]| match words.contains(&value) {
        true => Ok(()),
        false => Err(malformed(&format!("{facet}: `{value}` is none of {}", words.join(", ")))),
    };
    match facet {
        name::STATUS => one_of(&Status::ALL.map(Status::as_str)),
        name::CHANNEL => one_of(&as_words(Channel::ALL, |word| word.as_str())),
        name::EVENT => one_of(&as_words(EventKind::ALL, |word| word.as_str())),
        name::REALM => one_of(&[Realm::Live.as_str(), Realm::History.as_str()]),
        name::RESOLVED => one_of(&["on_time", "late", "no_term"]),
        name::CLAIM => one_of(&["ended", "late_by_instant", "late_by_date"]),
        name::INSIDE_OPINION => one_of(&["given", "amended"]),
        name::CONSULTATION => one_of(&["open", "answered", "concluded"]),
        name::DERIVED | name::REJECTED | name::ADMITTED => one_of(&[YES]),
        name::DAY | name::RESOLVED_DAY => read_day(facet, value).map(drop),
        _ => Ok(()),
    }
}

fn read_day(facet: &str, text: &str) -> Result<Date, QueryError> {
    text.parse().map_err(|_| malformed(&format!("{facet}: `{text}` is no day such as 2020-10-05")))
}

/// Code and ledger are the last parts of a facet's key; its content is how often.
fn under_facet(tables: &Tables<'_>, parts: &[&str]) -> Result<Places, QueryError> {
    let rows = tables.rows("dossiers", &under(parts))?;
    let several = parts.get(1).is_some_and(|name| SEVERAL.contains(name));
    let place = |(key, row): &(Vec<u8>, Row)| {
        let times =
            if several { from_bytes(key, &row.content).map_err(|e| super::unreadable(&e))? } else { 1 };
        Ok(((part(key, 3).to_owned(), part(key, 4).to_owned()), times))
    };
    rows.iter().map(place).collect()
}

/// Open dossiers promised for before an instant, with the agency that holds each.
pub(super) fn due_before(tables: &Tables<'_>, now: Timestamp) -> Result<Promised, QueryError> {
    due_between(tables, "", &instant(now))
}

/// Open dossiers promised for a day.
pub(super) fn due_on(tables: &Tables<'_>, day: &str) -> Result<Promised, QueryError> {
    let day = read_day(DUE_DAY, day)?;
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

fn row(tables: &Tables<'_>, view: &DossierView, times: u64, now: Timestamp) -> Value {
    let procedure = view.registration.as_ref().map(|r| r.procedure.clone()).unwrap_or_default();
    let custodian = view.custody.as_ref().map(|custody| custody.agency.clone()).unwrap_or_default();
    let called = tables.called(&custodian);
    json!({
        "code": view.code,
        "origin": view.origin,
        "status": view.status,
        "procedure_name": tables.procedure_name(&procedure),
        "procedure": procedure,
        "channel": view.channel(),
        "custodian_name": called.vi,
        "custodian_name_en": called.en,
        "custodian": custodian,
        "received_at": view.reception.as_ref().map(|reception| reception.clock_from),
        "appointment": view.appointment(),
        "late": is_late(view, now, tables.zone()),
        "times": times,
    })
}

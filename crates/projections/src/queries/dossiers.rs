//! `dossiers`: those that have all of what is asked for. The same facets are counted, so that a figure and its list agree.

use super::overview::as_words;
use super::tables::{Tables, read};
use crate::facets::{YES, is_late, name};
use crate::folds::keys::{FACET, VIEW, view_key};
use crate::key::{instant, part, under};
use crate::rows::Row;
use crate::view::{DossierView, Realm};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_dossier::{Channel, EventKind, Status};
use lienthong_ledger::parameters::{Parameters, malformed};
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

/// The agency that holds a dossier, and its code and ledger.
type Held = (String, (String, String));

/// Open dossiers with an appointment, by its instant.
pub(super) struct Promised(Vec<(String, Held)>);

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
            LATE if value == YES => narrow(places(&Promised::of(tables)?.before(now))),
            DUE_DAY => narrow(places(&Promised::of(tables)?.on(tables.zone(), &value)?)),
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
        let times = if several { read(key, &row.content)? } else { 1 };
        Ok(((part(key, 3).to_owned(), part(key, 4).to_owned()), times))
    };
    rows.iter().map(place).collect()
}

impl Promised {
    pub(super) fn of(tables: &Tables<'_>) -> Result<Self, QueryError> {
        let rows = tables.all::<String>("dossiers", &under(&[FACET, name::DUE]))?;
        let held = |(key, agency): (Vec<u8>, String)| {
            (part(&key, 2).to_owned(), (agency, (part(&key, 3).to_owned(), part(&key, 4).to_owned())))
        };
        Ok(Self(rows.into_iter().map(held).collect()))
    }

    /// Those promised for before an instant.
    pub(super) fn before(&self, now: Timestamp) -> Vec<&Held> {
        self.between("", &instant(now))
    }

    /// Those promised for a day.
    pub(super) fn on(&self, zone: &TimeZone, day: &str) -> Result<Vec<&Held>, QueryError> {
        let day = read_day(DUE_DAY, day)?;
        let bound = |day: Date| {
            day.to_zoned_datetime(zone.clone()).map(|zoned| instant(zoned.timestamp())).unwrap_or_default()
        };
        Ok(self.between(&bound(day), &day.tomorrow().map(bound).unwrap_or_default()))
    }

    fn between(&self, from: &str, until: &str) -> Vec<&Held> {
        let within = self.0.iter().filter(|(due, _)| (from..until).contains(&due.as_str()));
        within.map(|(_, held)| held).collect()
    }
}

/// Each of these dossiers, once.
fn places(held: &[&Held]) -> Places {
    held.iter().map(|(_, place)| (place.clone(), 1)).collect()
}

/// The views of a code, whatever ledger it lives in.
pub(super) fn views(tables: &Tables<'_>, code: &str) -> Result<Vec<DossierView>, QueryError> {
    let rows = tables.all::<DossierView>("dossiers", &under(&[VIEW, code]))?;
    Ok(rows.into_iter().map(|(_, view)| view).filter(|view| view.registration.is_some()).collect())
}

fn row(tables: &Tables<'_>, view: &DossierView, times: u64, now: Timestamp) -> Value {
    let procedure = view.registration.as_ref().map(|r| r.procedure.clone()).unwrap_or_default();
    let case = view.registration.as_ref().and_then(|r| r.case.as_deref());
    let custodian = view.custody.as_ref().map(|custody| custody.agency.clone()).unwrap_or_default();
    let called = tables.called(&custodian);
    json!({
        "code": view.code,
        "origin": view.origin,
        "status": view.status,
        "procedure_name": tables.procedure_name(&procedure),
        "case": case,
        "case_title": case.map(|case| tables.case_title(&procedure, case)),
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

//! `overview`: the province at a glance. Every figure names the query that opens the dossiers behind it.

use super::dossiers::{DUE_DAY, LATE, Promised};
use super::tables::{Tables, read};
use crate::facets::{YES, local_date, name};
use crate::folds::keys::{COUNTED, LEDGER, ledgers, of_ledger};
use crate::folds::{JournalRow, LedgerRow};
use crate::key::{key, number, part, under};
use crate::timeline::{Entry, Placed};
use crate::view::Realm;
use jiff::{Timestamp, ToSpan};
use lienthong_dossier::{Channel, EventKind, Status};
use lienthong_ledger::parameters::Parameters;
use lienthong_ledger::ports::QueryError;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Days of the chart.
const DAYS: i64 = 14;
/// Lines of what just happened.
const RECENT: usize = 12;

type Counts = BTreeMap<String, u64>;

pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let now = parameters.now();
    let live = |name| counted(tables, Realm::Live, name);
    let history = |name| counted(tables, Realm::History, name);
    let total = |name| -> Result<Counts, QueryError> {
        let mut sum = live(name)?;
        for (value, times) in history(name)? {
            *sum.entry(value).or_default() += times;
        }
        Ok(sum)
    };
    let promised = Promised::of(tables)?;
    let late = promised.before(now);
    let mut late_by: Counts = Counts::new();
    for (agency, _) in &late {
        *late_by.entry(agency.clone()).or_default() += 1;
    }
    let today = local_date(now, tables.zone());
    let due_today = promised.on(tables.zone(), &today)?.len() as u64;
    let open = live(name::HOLDER)?;
    let resolved = live(name::RESOLVED)?;
    let running = super::lists::consultations_of(tables, Realm::Live)?;
    let running_late = running.iter().filter(|row| row.late(now) > 0).count() as u64;
    let claims = history(name::CLAIM)?;
    let imported = one(&history(name::ALL)?, YES);
    let inside = history(name::INSIDE_OPINION)?;
    let mut answer = json!({
        "dossiers": figure(one(&total(name::ALL)?, YES), &[]),
        "open": figure(open.values().sum(), &[("open", YES)]),
        "open_late": figure(late.len() as u64, &[(LATE, YES)]),
        "due_today": figure(due_today, &[(DUE_DAY, &today)]),
        "resolved": {
            "on_time": figure(one(&resolved, "on_time"), &[(name::RESOLVED, "on_time")]),
            "late": figure(one(&resolved, "late"), &[(name::RESOLVED, "late")]),
        },
        "consultations": {
            "open": drilled(running.len() as u64, "consultations", &[("state", "open")]),
            "late": drilled(running_late, "consultations", &[("state", "late")]),
        },
        "by_status": words(&live(name::STATUS)?, name::STATUS, Some(Realm::Live), &Status::ALL.map(Status::as_str)),
        "by_channel": words(&total(name::CHANNEL)?, name::CHANNEL, None, &as_words(Channel::ALL, |c| c.as_str())),
        "by_agency": by_agency(tables, &total(name::AGENCY)?, &open, &late_by),
        "by_day": by_day(&live(name::DAY)?, &live(name::RESOLVED_DAY)?, now, tables),
        "events": words(&total(name::EVENT)?, name::EVENT, None, &as_words(EventKind::ALL, |e| e.as_str())),
        "records": {
            "admitted": figure(one(&total(name::ADMITTED)?, YES), &[(name::ADMITTED, YES)]),
            "derived": figure(one(&total(name::DERIVED)?, YES), &[(name::DERIVED, YES)]),
            "rejected": drilled(ledger_count(tables, "rejected")?, "rejections", &[]),
        },
        "register_in": register_in(tables, now)?,
        "recent": recent(tables)?,
    });
    if imported > 0 {
        let imported_only = (name::REALM, Realm::History.as_str());
        answer["history"] = json!({
            "dossiers": figure(imported, &[(name::REALM, "history")]),
            "claimed_ended": figure(one(&claims, "ended"), &[(name::CLAIM, "ended")]),
            "late_by_instant": figure(one(&claims, "late_by_instant"), &[(name::CLAIM, "late_by_instant")]),
            "late_by_date": figure(one(&claims, "late_by_date"), &[(name::CLAIM, "late_by_date")]),
            "opinions_by_party": parties(tables, &history(name::OPINION_OF)?),
            "inside_given": figure(one(&inside, "given"), &[(name::INSIDE_OPINION, "given"), imported_only]),
            "inside_amended":
                figure(one(&inside, "amended"), &[(name::INSIDE_OPINION, "amended"), imported_only]),
        });
    }
    Ok(answer)
}

/// Where a new dossier is registered now: of the ledgers that take one that which began last; nothing where nothing was said.
fn register_in(tables: &Tables<'_>, now: Timestamp) -> Result<Option<String>, QueryError> {
    let rows = tables.all::<LedgerRow>("catalogue", &ledgers())?;
    let taking = rows.into_iter().map(|(_, row)| row).filter(|row| row.takes_at(now));
    Ok(taking.max_by_key(|row| row.from).map(|row| row.ledger))
}

/// The numbers of a facet, by value; those that have come back to zero are no figures.
pub(super) fn counted(tables: &Tables<'_>, realm: Realm, name: &str) -> Result<Counts, QueryError> {
    let rows = tables.all::<i64>("counts", &under(&[COUNTED, realm.as_str(), name]))?;
    let positive = rows.into_iter().filter_map(|(key, times)| {
        u64::try_from(times).ok().filter(|times| *times > 0).map(|times| (part(&key, 3).to_owned(), times))
    });
    Ok(positive.collect())
}

/// A number over all ledgers, dossiers' or not.
fn ledger_count(tables: &Tables<'_>, what: &str) -> Result<u64, QueryError> {
    let mut sum = 0;
    for origin in tables.as_of().keys() {
        sum += tables.get::<i64>("counts", &key(&[LEDGER, origin, what]))?.unwrap_or(0);
    }
    Ok(u64::try_from(sum).unwrap_or(0))
}

fn one(counts: &Counts, value: &str) -> u64 {
    counts.get(value).copied().unwrap_or(0)
}

/// A figure of dossiers.
pub(super) fn figure(value: u64, filters: &[(&str, &str)]) -> Value {
    drilled(value, "dossiers", filters)
}

fn drilled(value: u64, query: &str, filters: &[(&str, &str)]) -> Value {
    let parameters: Map<String, Value> =
        filters.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({ "value": value, "drill": { "query": query, "parameters": parameters } })
}

/// Figures of the values of a facet, in the order in which the words are told; a word that is not told comes last.
fn words(counts: &Counts, facet: &str, realm: Option<Realm>, order: &[&str]) -> Vec<Value> {
    let mut values: Vec<(&String, &u64)> = counts.iter().collect();
    values.sort_by_key(|(word, _)| order.iter().position(|told| told == word).unwrap_or(order.len()));
    let word = |(word, value): (&String, &u64)| {
        let mut filters = vec![(facet, word.as_str())];
        filters.extend(realm.map(|realm| (name::REALM, realm.as_str())));
        let mut figure = figure(*value, &filters);
        figure["word"] = json!(word);
        figure
    };
    values.into_iter().map(word).collect()
}

/// The words of an enumeration of the domain, in its order.
pub(super) fn as_words<T>(all: &[T], word: impl Fn(&T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(word).collect()
}

/// Opinions by the agency that gave them, each with its name.
fn parties(tables: &Tables<'_>, counts: &Counts) -> Vec<Value> {
    let mut parties = words(counts, name::OPINION_OF, Some(Realm::History), &[]);
    for (party, agency) in parties.iter_mut().zip(counts.keys()) {
        let called = tables.called(agency);
        party["name"] = json!(called.vi);
        party["name_en"] = json!(called.en);
    }
    parties
}

fn by_agency(tables: &Tables<'_>, all: &Counts, open: &Counts, late: &Counts) -> Vec<Value> {
    let row = |(agency, value): (&String, &u64)| {
        let called = tables.called(agency);
        json!({
            "agency": agency,
            "name": called.vi,
            "name_en": called.en,
            "dossiers": figure(*value, &[(name::AGENCY, agency)]),
            "open": figure(one(open, agency), &[(name::HOLDER, agency)]),
            "open_late": figure(one(late, agency), &[(name::HOLDER, agency), (LATE, YES)]),
        })
    };
    all.iter().map(row).collect()
}

fn by_day(came: &Counts, resolved: &Counts, now: jiff::Timestamp, tables: &Tables<'_>) -> Vec<Value> {
    let today = tables.zone().to_datetime(now).date();
    let live_only = (name::REALM, Realm::Live.as_str());
    let days = (0..DAYS).rev().filter_map(|back| today.checked_sub(back.days()).ok());
    days.map(|day| {
        let day = day.to_string();
        json!({
            "day": day,
            "received": figure(one(came, &day), &[(name::DAY, &day), live_only]),
            "resolved": figure(one(resolved, &day), &[(name::RESOLVED_DAY, &day)]),
        })
    })
    .collect()
}

/// The last lines of all ledgers' dossiers, newest first.
fn recent(tables: &Tables<'_>) -> Result<Vec<Value>, QueryError> {
    let mut rows: Vec<(jiff::Timestamp, String, u64, JournalRow)> = Vec::new();
    for origin in tables.as_of().into_keys() {
        for (place, row) in tables.page("journal", &of_ledger(&origin), true, RECENT * 2)? {
            let journal: JournalRow = read(&place, &row.content)?;
            let sequence = part(&place, 1).parse().unwrap_or(0);
            rows.push((journal.recorded_at, origin.clone(), sequence, journal));
        }
    }
    rows.sort_by_key(|(at, _, sequence, _)| std::cmp::Reverse((*at, *sequence)));
    let mut lines = Vec::new();
    for (recorded_at, origin, sequence, journal) in rows {
        let Some(code) = journal.dossier else { continue };
        let place = key(&[&code, &origin, &number(journal.revision)]);
        let Some(entry) = tables.get::<Entry>("timeline", &place)? else { continue };
        let placed = Placed { entry, sequence: Some(sequence), recorded_at };
        lines.extend(super::dossier::lines(tables, &code, &origin, &placed).into_iter().rev());
        if lines.len() >= RECENT {
            break;
        }
    }
    lines.truncate(RECENT);
    Ok(lines)
}

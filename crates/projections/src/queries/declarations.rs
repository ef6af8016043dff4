//! `declarations`: which days each agency has declared of its books, and which it has not. A day that is not declared is unknown,
//! and counts as nothing else.

use super::tables::{Tables, read};
use crate::folds::keys::declared_by;
use crate::folds::{DeclarationRow, DrawnRow};
use crate::writer::Meta;
use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan};
use lienthong_ledger::parameters::{Parameters, malformed};
use lienthong_ledger::ports::QueryError;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Days that one answer tells of, at most: a leap year.
const DAYS_MAX: i32 = 366;

/// Days that it tells of where nobody says from when.
const DAYS_USUAL: i64 = 31;

/// Agencies by code, the days of each in order.
pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let (from, to) = days(tables, parameters)?;
    let one = parameters.text("agency");
    let all = tables.agencies()?;
    if let Some(code) = &one
        && !all.iter().any(|agency| agency.id == *code)
    {
        return Err(QueryError::NotFound { what: format!("agency {code}") });
    }
    let asked = all.iter().filter(|agency| one.as_ref().is_none_or(|code| agency.id == *code));
    let now = parameters.now();
    let agencies =
        asked.map(|agency| of_agency(tables, &agency.id, (from, to), now)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "from": from.to_string(), "to": to.to_string(), "agencies": agencies }))
}

/// The first and the last day that are asked for.
fn days(tables: &Tables<'_>, parameters: &Parameters) -> Result<(Date, Date), QueryError> {
    let date = |name: &str| match parameters.text(name) {
        Some(text) => {
            let read = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
            read.map(Some).ok_or_else(|| malformed(&format!("{name}: a day such as 2020-10-05 is expected")))
        }
        None => Ok(None),
    };
    let today = parameters.stated_now().map(|now| tables.zone().to_datetime(now).date());
    let to = date("to")?.or(today).ok_or_else(|| malformed("to: until which day?"))?;
    let usual = to.saturating_sub((DAYS_USUAL - 1).days());
    let from = date("from")?.unwrap_or(usual);
    let apart: Span = to - from;
    if from > to || apart.get_days() >= DAYS_MAX {
        return Err(malformed(&format!(
            "from, to: 1 to {DAYS_MAX} days, the earlier one first, are answered"
        )));
    }
    Ok((from, to))
}

/// Numbers of an agency's books that were drawn and whose papers it has not shown, the one due first first.
pub(super) fn to_be_shown(
    tables: &Tables<'_>,
    agency: &str,
    now: Timestamp,
) -> Result<Vec<Value>, QueryError> {
    let days: Vec<DeclarationRow> =
        tables.all("declarations", &declared_by(agency))?.into_iter().map(|(_, row)| row).collect();
    let each = days.iter().flat_map(|day| day.drawn.iter().map(move |drawn| (day, drawn)));
    let mut waiting: Vec<_> = each.filter(|(_, drawn)| !drawn.shown).collect();
    waiting.sort_by_key(|(_, drawn)| drawn.due.unwrap_or(Timestamp::MAX));
    let told = |(day, one): (&DeclarationRow, &DrawnRow)| {
        let mut told = drawn(one, now);
        told["day"] = json!(day.day);
        told["origin"] = json!(day.origin);
        told["stream"] = json!(day.stream);
        told
    };
    Ok(waiting.into_iter().map(told).collect())
}

/// A number that was drawn.
fn drawn(row: &DrawnRow, now: Timestamp) -> Value {
    json!({
        "side": row.side,
        "book": row.book,
        "year": row.year,
        "number": row.number,
        "version": row.version,
        "revision": row.revision,
        "due": row.due,
        "shown": row.shown,
        "late": row.is_late(now),
    })
}

fn of_agency(
    tables: &Tables<'_>,
    agency: &str,
    (from, to): (Date, Date),
    now: Timestamp,
) -> Result<Value, QueryError> {
    let mut declared: BTreeMap<String, Vec<(DeclarationRow, Meta)>> = BTreeMap::new();
    for (key, row) in tables.rows("declarations", &declared_by(agency))? {
        let content: DeclarationRow = read(&key, &row.content)?;
        let meta: Meta = read(&key, &row.meta)?;
        declared.entry(content.day.clone()).or_default().push((content, meta));
    }
    let (mut rows, mut days, mut known, mut numbers, mut tied) = (Vec::new(), 0_u64, 0_u64, 0_u64, 0_u64);
    for day in from.series(1.day()).take_while(|day| *day <= to) {
        days += 1;
        let day = day.to_string();
        let Some(declarations) = declared.get(&day) else {
            rows.push(json!({ "day": day, "state": "unknown" }));
            continue;
        };
        known += 1;
        for (row, meta) in declarations {
            numbers += row.incoming + row.outgoing;
            tied += row.tied;
            rows.push(of_day(tables, row, *meta, now));
        }
    }
    let name = tables.called(agency);
    Ok(json!({
        "agency": agency,
        "name": name.vi,
        "name_en": name.en,
        "days": days,
        "declared": known,
        "numbers": numbers,
        "tied": tied,
        "tied_share": share(tied, numbers),
        "rows": rows,
    }))
}

fn of_day(tables: &Tables<'_>, row: &DeclarationRow, meta: Meta, now: Timestamp) -> Value {
    json!({
        "day": row.day,
        "state": "declared",
        "version": row.version,
        "incoming": row.incoming,
        "outgoing": row.outgoing,
        "tied": row.tied,
        "tied_share": share(row.tied, row.incoming + row.outgoing),
        "occurred_at": row.occurred_at,
        "recorded_at": meta.recorded_at,
        "officer": row.officer,
        "officer_name": tables.officer_name(&row.agency, &row.officer),
        "reason": row.reason,
        "drawn": row.drawn.iter().map(|one| drawn(one, now)).collect::<Vec<_>>(),
        "origin": row.origin,
        "stream": row.stream,
        "revision": row.revision,
        "sequence": meta.sequence,
    })
}

/// In percent, to a tenth and never rounded up: what is not all does not read as all. Nothing of nothing is `-`.
fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let tenths = u128::from(part) * 1000 / u128::from(whole);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn nothing_of_nothing_is_no_share_and_nearly_all_is_not_all() {
        assert_eq!([share(0, 0), share(0, 4), share(1, 3)], ["-", "0.0%", "33.3%"]);
        assert_eq!([share(9_999, 10_000), share(4, 4)], ["99.9%", "100.0%"]);
    }
}

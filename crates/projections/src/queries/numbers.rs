//! Numbers of dossiers in a series on a day: those given, those not, those leased, and one that is free (DOMAIN section 3).

use super::tables::Tables;
use crate::folds::LeaseRow;
use crate::folds::keys::{codes_from, leases_of};
use crate::key::part;
use jiff::civil::Date;
use lienthong_catalogue::Number;
use lienthong_ledger::parameters::{Parameters, malformed};
use lienthong_ledger::ports::QueryError;
use lienthong_names::DossierCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Digits of a number in a code.
const LAST: u32 = 9_999;

/// What is known of a series on a day. `after`: numbers up to it are taken by somebody who has not registered them yet; `desk`: who
/// wants the next one.
pub(super) fn numbers(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let series = parameters.must("series")?;
    let day: Date = parameters
        .must("day")?
        .parse()
        .map_err(|_| malformed("day: a day such as 2020-10-05 is expected"))?;
    let number = |number| Number { series: &series, day, number };
    // What is no series makes no code.
    number(1).code().map_err(|_| malformed(&format!("series: `{series}` begins no code")))?;
    let given = given(tables, &series, day)?;
    let leases = leases(tables, &series, day)?;
    let after = u32::try_from(parameters.number("after", 0)?).unwrap_or(u32::MAX);
    let next = next(&given, &leases, parameters.text("desk").as_deref(), after);
    let last = given.last().copied().unwrap_or(0);
    let open = |number: &u32| !leases.iter().any(|lease| spans(lease).contains(number));
    Ok(json!({
        "series": series,
        "day": day.to_string(),
        "given": given.len(),
        "last": last,
        "unused": ranges((1..=last).filter(|number| !given.contains(number)).filter(open)),
        "leases": leases.iter().map(|lease| leased(tables, lease, &given)).collect::<Vec<_>>(),
        "next": next.and_then(|next| number(next).code().ok()).map(|code| code.to_string()),
    }))
}

fn leased(tables: &Tables<'_>, lease: &LeaseRow, given: &BTreeSet<u32>) -> Value {
    let desk = tables.called(&lease.desk);
    json!({
        "desk": lease.desk,
        "desk_name": desk.vi,
        "desk_name_en": desk.en,
        "first": lease.first,
        "last": lease.last,
        "given": given.range(spans(lease)).count(),
        "unused": ranges(spans(lease).filter(|number| !given.contains(number))),
    })
}

/// Of that series and day, whatever ledger they stand in.
fn given(tables: &Tables<'_>, series: &str, day: Date) -> Result<BTreeSet<u32>, QueryError> {
    let rows = tables.rows("dossiers", &codes_from(&Number::beginning(series, day)))?;
    let number = |(key, _): &(Vec<u8>, _)| {
        let code = DossierCode::new(part(key, 1)).ok()?;
        Number::of(&code).map(|number| number.number)
    };
    Ok(rows.iter().filter_map(number).collect())
}

/// Those that hold on the day.
fn leases(tables: &Tables<'_>, series: &str, day: Date) -> Result<Vec<LeaseRow>, QueryError> {
    let (rows, day) = (tables.all::<LeaseRow>("catalogue", &leases_of(series))?, day.to_string());
    let holds = |lease: &LeaseRow| lease.first_day <= day && day <= lease.last_day;
    Ok(rows.into_iter().map(|(_, row)| row).filter(holds).collect())
}

/// The first free number: of the desk's own blocks, where it has any, else behind all that were given, outside everybody's.
fn next(given: &BTreeSet<u32>, leases: &[LeaseRow], desk: Option<&str>, after: u32) -> Option<u32> {
    let free = |number: &u32| !given.contains(number) && *number > after && *number <= LAST;
    let mut own = leases.iter().filter(|lease| Some(lease.desk.as_str()) == desk).peekable();
    if own.peek().is_some() {
        return own.flat_map(spans).find(free);
    }
    let is_open = |number: &u32| !leases.iter().any(|lease| spans(lease).contains(number));
    let last = given.iter().rev().find(|number| is_open(number)).copied().unwrap_or(0);
    (last.saturating_add(1)..=LAST).filter(is_open).find(free)
}

fn spans(lease: &LeaseRow) -> RangeInclusive<u32> {
    lease.first..=lease.last.min(LAST)
}

/// Numbers in order as pairs of first and last.
fn ranges(numbers: impl Iterator<Item = u32>) -> Vec<[u32; 2]> {
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some(range) if range[1].checked_add(1) == Some(number) => range[1] = number,
            _ => ranges.push([number, number]),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lease(desk: &str, first: u32, last: u32) -> LeaseRow {
        LeaseRow {
            desk: desk.into(),
            series: "H22.02".into(),
            first_day: "2020-10-05".into(),
            last_day: "2020-10-05".into(),
            first,
            last,
        }
    }

    #[test]
    fn the_next_number_is_nobodys_and_within_the_desks_own_block() {
        let leases = [lease("B", 4, 6), lease("C", 9_998, 9_999)];
        let given = |numbers: &[u32]| numbers.iter().copied().collect::<BTreeSet<u32>>();
        /// Numbers given, who asks, behind which, the one expected.
        type Row<'a> = (&'a [u32], Option<&'a str>, u32, Option<u32>);
        let rows: [Row<'_>; 11] = [
            (&[], None, 0, Some(1)),
            (&[1, 3], Some("A"), 0, Some(7)),
            (&[1, 3, 5], Some("A"), 0, Some(7)),
            (&[1, 3, 8], None, 0, Some(9)),
            (&[1], None, 2, Some(3)),
            (&[1], None, 3, Some(7)),
            (&[1], Some("B"), 0, Some(4)),
            (&[1, 4], Some("B"), 5, Some(6)),
            (&[4, 5, 6], Some("B"), 0, None),
            (&[9_997], None, 0, None),
            (&[9_998], Some("C"), 0, Some(9_999)),
        ];
        for (numbers, desk, after, expected) in rows {
            assert_eq!(next(&given(numbers), &leases, desk, after), expected, "{numbers:?} {desk:?} {after}");
        }
    }

    #[test]
    fn numbers_are_told_as_ranges() {
        assert_eq!(ranges([1, 2, 3, 5, 7, 8].into_iter()), [[1, 3], [5, 5], [7, 8]]);
        assert!(ranges(std::iter::empty()).is_empty());
    }
}

//! Rows and what the ledger says, one to one by the dossier's code: what agrees, what differs, what is left over on either side.

use super::{
    Book, Columns, Entry, Field, Finished, Item, Known, Missing, Period, ProcedureBy, Reconciled, Register,
    Row, series, spelled,
};
use jiff::civil::Date;
use lienthong_names::{DossierCode, ProcedureCode};
use std::collections::BTreeMap;

/// What was left over.
pub(super) struct Unmatched {
    /// Rows whose code the ledger has never seen, by their places among the rows.
    pub(super) rows: Vec<usize>,
    /// What the ledger says this agency received in the period, and no row names: the dossier, and which of its entries.
    pub(super) entries: Vec<(DossierCode, usize)>,
}

impl Unmatched {
    fn take(
        &mut self,
        code: &DossierCode,
        entries: &[Entry],
        period: Period,
        is_paired: impl Fn(usize) -> bool,
    ) {
        let is_left = |(at, entry): &(usize, &Entry)| !is_paired(*at) && period.has(entry.received);
        let left = entries.iter().enumerate().filter(is_left);
        self.entries.extend(left.map(|(at, _)| (code.clone(), at)));
    }
}

/// Pairs rows and entries.
pub(super) fn rows(register: &Register, book: &Book, period: Period, came: &mut Reconciled) -> Unmatched {
    let named = named(register, book, period, came);
    let mut left = Unmatched { rows: Vec::new(), entries: Vec::new() };
    for (code, places) in &named {
        let Some((code, entries)) = DossierCode::new(code).ok().and_then(|c| book.entries.get_key_value(&c))
        else {
            alone(register, book, period, (code, places), came, &mut left.rows);
            continue;
        };
        let (pairs, doubles) = pair(&register.rows, places, entries);
        for (at, entry) in &pairs {
            let (Some(row), Some(of)) = (register.rows.get(*at), entries.get(*entry)) else { continue };
            if period.has_row(row) || period.has(of.received) {
                matched(register.columns, row, (code, of), book, came);
            } else {
                came.left_out += 1;
            }
        }
        let first = pairs.first().map_or(0, |(at, _)| *at);
        for at in doubles {
            double(register, period, (at, first), code.as_str(), came);
        }
        let is_paired = |at: usize| pairs.iter().any(|(_, paired)| *paired == at);
        left.take(code, entries, period, is_paired);
    }
    for (code, entries) in &book.entries {
        if !named.contains_key(code.as_str()) {
            left.take(code, entries, period, |_| false);
        }
    }
    left
}

/// The rows of each code, in their order. Where a register has numbers only, the codes are those that the agency declared of them.
fn named<'a>(
    register: &'a Register,
    book: &'a Book,
    period: Period,
    came: &mut Reconciled,
) -> BTreeMap<&'a str, Vec<usize>> {
    let years = series::years(&register.rows);
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (row, year)) in register.rows.iter().zip(years).enumerate() {
        if let Some(code) = &row.code {
            named.entry(code).or_default().push(at);
            continue;
        }
        let number = year.zip(row.number.map(|number| number.number));
        match number.and_then(|number| book.tied.get(&number)) {
            Some(tied) => tied.keys().for_each(|code| named.entry(code.as_str()).or_default().push(at)),
            None if period.has_row(row) => came.untied += 1,
            None => came.left_out += 1,
        }
    }
    named
}

/// A code that this agency did not receive.
fn alone(
    register: &Register,
    book: &Book,
    period: Period,
    (code, places): (&str, &[usize]),
    came: &mut Reconciled,
    unknown: &mut Vec<usize>,
) {
    let Some((first, more)) = places.split_first() else { return };
    for at in more {
        double(register, period, (*at, *first), code, came);
    }
    let Some(row) = register.rows.get(*first) else { return };
    if !period.has_row(row) {
        came.left_out += 1;
        return;
    }
    came.rows += 1;
    let known = DossierCode::new(code).ok().and_then(|code| book.others.get(&code));
    let why = match known {
        None => return unknown.push(*first),
        Some(Known::NoPart) => Missing::NoPart,
        Some(Known::OtherPart) => Missing::OtherPart,
        Some(Known::NotTakenIn) => Missing::NotTakenIn,
    };
    came.items.push(Item::MissingHere { row: row.place, code: code.into(), why });
}

fn double(
    register: &Register,
    period: Period,
    (at, first): (usize, usize),
    code: &str,
    came: &mut Reconciled,
) {
    let (Some(row), Some(first)) = (register.rows.get(at), register.rows.get(first)) else { return };
    if period.has_row(row) {
        came.items.push(Item::Double { row: row.place, first: first.place, code: code.into() });
    } else {
        came.left_out += 1;
    }
}

/// Each entry with its row: first those of one day, then the others in order. Rows beyond that are doubles.
fn pair(rows: &[Row], places: &[usize], entries: &[Entry]) -> (Vec<(usize, usize)>, Vec<usize>) {
    let (mut free, mut open): (Vec<usize>, Vec<usize>) = (places.to_vec(), (0..entries.len()).collect());
    let mut pairs = Vec::new();
    let day = |at: &usize| rows.get(*at).and_then(|row| row.received);
    open.retain(|entry| {
        let received = entries.get(*entry).map(|entry| entry.received);
        let Some(at) = free.iter().position(|at| day(at).is_some() && day(at) == received) else {
            return true;
        };
        pairs.push((free.remove(at), *entry));
        false
    });
    let others = free.len().min(open.len());
    pairs.extend(free.drain(..others).zip(open));
    pairs.sort_unstable();
    (pairs, free)
}

/// A row and what the ledger says of it.
fn matched(
    columns: Columns,
    row: &Row,
    (code, entry): (&DossierCode, &Entry),
    book: &Book,
    came: &mut Reconciled,
) {
    came.rows += 1;
    came.in_ledger += 1;
    let differing = differing(columns, row, entry, book);
    if differing.is_empty() {
        came.agreeing += 1;
    }
    came.items.extend(differing.into_iter().map(|(field, register, ledger)| Item::Differs {
        row: row.place,
        code: code.clone(),
        field,
        register,
        ledger,
        record: entry.record.clone(),
    }));
}

/// What is said differently, as the register says it, and as the ledger does.
type Difference = (Field, Option<String>, Option<String>);

/// Everything that a row and an entry say differently.
pub(super) fn differing(columns: Columns, row: &Row, entry: &Entry, book: &Book) -> Vec<Difference> {
    let mut found = Vec::new();
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    if row.received != Some(entry.received) {
        found.push((Field::Received, day(row.received), day(Some(entry.received))));
    }
    if columns.due && !is_said(row.due, &entry.due) {
        found.push((Field::Due, day(row.due), days(&entry.due)));
    }
    if let Some(means) = columns.finished {
        let ledger = match means {
            Finished::Resolved => &entry.resolved,
            Finished::Returned => &entry.returned,
        };
        if !is_said(row.finished, ledger) {
            found.push((Field::Finished, day(row.finished), days(ledger)));
        }
    }
    if let Some(by) = columns.procedure
        && let Some(code) = &entry.procedure
        && !row.procedure.as_deref().is_some_and(|named| is_procedure(by, named, code, book))
    {
        found.push((
            Field::Procedure,
            row.procedure.as_deref().map(ToOwned::to_owned),
            Some(procedure(by, code, book)),
        ));
    }
    found
}

/// Whether a day is one of those that the ledger says, or neither says any.
fn is_said(day: Option<Date>, ledger: &[Date]) -> bool {
    day.map_or_else(|| ledger.is_empty(), |day| ledger.contains(&day))
}

/// `2020-10-19`, and where another day was promised later: `2020-10-19, 2020-10-23`.
fn days(days: &[Date]) -> Option<String> {
    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
    (!days.is_empty()).then(|| days.join(", "))
}

fn is_procedure(by: ProcedureBy, named: &str, code: &ProcedureCode, book: &Book) -> bool {
    match by {
        ProcedureBy::Code => bare(named) == bare(code.as_str()),
        ProcedureBy::Name => {
            let named = spelled(named);
            book.procedures.get(code).into_iter().flatten().any(|name| spelled(name) == named)
        }
    }
}

/// `2.000635` of `2.000635.000.00.00.H22`.
fn bare(code: &str) -> &str {
    code.split_once(".000.00.00.").map_or(code, |(bare, _)| bare)
}

/// As the ledger would say it to who names procedures so.
fn procedure(by: ProcedureBy, code: &ProcedureCode, book: &Book) -> String {
    match (by, book.procedures.get(code).and_then(|names| names.last())) {
        (ProcedureBy::Name, Some(name)) => format!("{code} {name}"),
        _ => code.to_string(),
    }
}

/// What the agency received in the period, and no row names.
pub(super) fn missing_there(book: &Book, left: &[(DossierCode, usize)], came: &mut Reconciled) {
    for (code, at) in left {
        let entry = book.entries.get(code).and_then(|entries| entries.get(*at));
        let Some(entry) = entry.filter(|entry| entry.required) else { continue };
        came.items.push(Item::MissingThere {
            code: code.clone(),
            received: entry.received,
            record: entry.record.clone(),
        });
    }
}

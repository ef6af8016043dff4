//! The numbers of a book, one after the other: which were skipped, which were given twice, which do not stand where they belong.

use super::{Item, Period, Row};
use std::collections::{BTreeMap, HashMap};

/// The year of each row's book: what its number says, else that of the day it was received. A day of another year than both its neighbours' is
/// a slip of the pen, and not another book.
pub(super) fn years(rows: &[Row]) -> Vec<Option<i16>> {
    let said = |row: &Row| {
        let of_number = row.number.and_then(|number| number.year);
        of_number.or(row.received.map(|day| day.year()))
    };
    let mut years: Vec<Option<i16>> = rows.iter().map(said).collect();
    // What is not said is as before.
    let mut last = years.iter().find_map(|year| *year);
    for year in &mut years {
        last = year.or(last);
        *year = last;
    }
    let corrected = |at: usize| {
        let around = (years.get(at.checked_sub(1)?)?, years.get(at + 1)?);
        (around.0 == around.1 && rows.get(at)?.number?.year.is_none()).then_some(*around.0).flatten()
    };
    (0..years.len()).map(|at| corrected(at).or_else(|| years.get(at).copied().flatten())).collect()
}

/// A number, and the place among the rows of the one that has it.
type Numbered = (u32, usize);

/// Looks at the numbers of each year's book.
pub(super) fn look(rows: &[Row], period: Period, items: &mut Vec<Item>) {
    let mut books: BTreeMap<i16, Vec<Numbered>> = BTreeMap::new();
    for (at, (row, year)) in rows.iter().zip(years(rows)).enumerate() {
        if let (Some(year), Some(number)) = (year, row.number) {
            books.entry(year).or_default().push((number.number, at));
        }
    }
    for (year, mut numbers) in books {
        let place = |at: usize| rows.get(at).map_or(0, |row| row.place);
        let is_in = |at: usize| rows.get(at).is_some_and(|row| period.has_row(row));
        let mut first: HashMap<u32, usize> = HashMap::new();
        numbers.retain(|(number, at)| match first.get(number) {
            None => {
                first.insert(*number, *at);
                true
            }
            Some(earlier) => {
                if is_in(*at) {
                    let (row, first) = (place(*at), place(*earlier));
                    items.push(Item::NumberTwice { row, first, year, number: *number });
                }
                false
            }
        });
        for (number, at) in astray(&numbers).into_iter().filter(|(_, at)| is_in(*at)) {
            items.push(Item::OutOfOrder { row: place(at), year, number });
        }
        numbers.sort_unstable();
        for pair in numbers.windows(2) {
            let [(low, after), (high, before)] = *pair else { continue };
            if high - low > 1 && (is_in(after) || is_in(before)) {
                items.push(Item::NumbersSkipped {
                    year,
                    first: low + 1,
                    last: high - 1,
                    after: place(after),
                    before: place(before),
                });
            }
        }
    }
}

/// Those that do not stand where they belong: the fewest without which the others run one way, upwards or, where the latest stands first,
/// downwards.
fn astray(numbers: &[Numbered]) -> Vec<Numbered> {
    let reversed: Vec<Numbered> = numbers.iter().rev().copied().collect();
    let (up, down) = (not_rising(numbers), not_rising(&reversed));
    let mut found = if down.len() < up.len() { down } else { up };
    found.sort_unstable_by_key(|(_, at)| *at);
    found
}

/// The fewest without which the others rise, by patience: piles, of which each number lies on the first whose top is not lower.
fn not_rising(numbers: &[Numbered]) -> Vec<Numbered> {
    let mut tops: Vec<usize> = Vec::new();
    let mut below: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, (number, _)) in numbers.iter().enumerate() {
        let pile = tops.partition_point(|top| numbers.get(*top).is_some_and(|(top, _)| top < number));
        below.push(pile.checked_sub(1).and_then(|pile| tops.get(pile).copied()));
        match tops.get_mut(pile) {
            Some(top) => *top = at,
            None => tops.push(at),
        }
    }
    let mut rises = vec![false; numbers.len()];
    let mut next = tops.last().copied();
    while let Some(at) = next {
        if let Some(rises) = rises.get_mut(at) {
            *rises = true;
        }
        next = below.get(at).copied().flatten();
    }
    numbers.iter().zip(rises).filter(|(_, rises)| !rises).map(|(number, _)| *number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::Number;
    use jiff::civil::Date;

    fn rows(numbers: &[(u32, i16)]) -> Vec<Row> {
        let row = |(place, (number, year)): (u64, &(u32, i16))| Row {
            place,
            number: Some(Number { year: None, number: *number }),
            received: Some(Date::constant(*year, 6, 1)),
            ..Row::default()
        };
        (1..).zip(numbers).map(row).collect()
    }

    fn found(numbers: &[u32]) -> Vec<String> {
        let rows = rows(&numbers.iter().map(|number| (*number, 2020)).collect::<Vec<_>>());
        told(&rows)
    }

    fn told(rows: &[Row]) -> Vec<String> {
        let mut items = Vec::new();
        look(rows, Period::default(), &mut items);
        let told = |item: &Item| match item {
            Item::NumbersSkipped { first, last, after, before, .. } => {
                format!("skipped {first}-{last} between {after} and {before}")
            }
            Item::NumberTwice { row, first, number, .. } => format!("{number} twice in {row} after {first}"),
            Item::OutOfOrder { row, number, .. } => format!("{number} astray in {row}"),
            other => format!("{other:?}"),
        };
        items.iter().map(told).collect()
    }

    #[test]
    fn what_is_skipped_doubled_or_astray_is_told_apart() {
        assert_eq!(found(&[1, 2, 3, 4]), [""; 0]);
        assert_eq!(found(&[17, 18, 21, 22]), ["skipped 19-20 between 2 and 3"]);
        assert_eq!(found(&[1, 2, 2, 3]), ["2 twice in 3 after 2"]);
        assert_eq!(found(&[1, 5, 2, 3, 4, 6]), ["5 astray in 2"]);
        assert_eq!(found(&[1, 2, 300, 3, 4]), ["300 astray in 3", "skipped 5-299 between 5 and 3"]);
        assert_eq!(found(&[]), [""; 0]);
    }

    #[test]
    fn a_book_with_the_latest_first_is_as_good() {
        assert_eq!(found(&[4, 3, 2, 1]), [""; 0]);
        assert_eq!(found(&[5, 4, 1, 3, 2]), ["1 astray in 3"]);
    }

    #[test]
    fn numbers_begin_anew_each_year_and_a_slip_of_the_pen_is_no_year() {
        let book = |rows: &[(u32, i16)]| told(&super::tests::rows(rows));
        assert_eq!(book(&[(7, 2020), (8, 2020), (1, 2021), (2, 2021)]), [""; 0]);
        assert_eq!(book(&[(7, 2020), (8, 2002), (9, 2020)]), [""; 0]);
        assert_eq!(book(&[(7, 2020), (1, 2021)]), [""; 0]);
    }
}

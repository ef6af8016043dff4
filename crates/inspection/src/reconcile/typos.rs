//! Codes that nobody ever registered, and that are one slip of the pen away from a dossier which the register lacks.

use super::matching::{Unmatched, differing};
use super::{Book, Item, Missing, Reconciled, Register};
use lienthong_names::DossierCode;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Tells slips of the pen from what went around the system; what the ledger says and still no row names.
///
/// A slip it is only if the one dossier of this agency without a row that is so near is like the row in everything else, and no other row could be
/// it too.
pub(super) fn find(
    register: &Register,
    book: &Book,
    left: &Unmatched,
    came: &mut Reconciled,
) -> Vec<(DossierCode, usize)> {
    let near = Near::of(&left.entries);
    let mut meant: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in &left.rows {
        if let Some(entry) = the_one(register, book, left, &near, *row) {
            meant.entry(entry).or_default().push(*row);
        }
    }
    let mut named: BTreeMap<usize, usize> = BTreeMap::new();
    for (entry, rows) in meant {
        if let [row] = *rows.as_slice() {
            named.insert(row, entry);
        }
    }
    for at in &left.rows {
        let Some((row, written)) = register.rows.get(*at).and_then(|row| Some((row, row.code.clone()?)))
        else {
            continue;
        };
        let meant = named.get(at).and_then(|entry| left.entries.get(*entry));
        let item = match meant.and_then(|(code, at)| Some((code, book.entries.get(code)?.get(*at)?))) {
            Some((code, entry)) => {
                came.in_ledger += 1;
                Item::LikelyTypo { row: row.place, written, code: code.clone(), record: entry.record.clone() }
            }
            None => Item::MissingHere { row: row.place, code: written, why: Missing::NeverSeen },
        };
        came.items.push(item);
    }
    let taken: BTreeSet<usize> = named.into_values().collect();
    let still = left.entries.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    still.map(|(_, entry)| entry.clone()).collect()
}

/// The one entry that a row can mean: the only one so near, and like it otherwise.
fn the_one(register: &Register, book: &Book, left: &Unmatched, near: &Near<'_>, row: usize) -> Option<usize> {
    let row = register.rows.get(row)?;
    let [at] = *near.to(row.code.as_deref()?).as_slice() else { return None };
    let (code, entry) = left.entries.get(at)?;
    let entry = book.entries.get(code)?.get(*entry)?;
    differing(register.columns, row, entry, book).is_empty().then_some(at)
}

/// What lies near to what: each text under itself and under what is left of it without one of its characters. Two texts one edit apart meet
/// under one of these.
struct Near<'a> {
    texts: Vec<&'a str>,
    under: HashMap<u64, Vec<usize>>,
}

impl<'a> Near<'a> {
    fn of(entries: &'a [(DossierCode, usize)]) -> Self {
        let texts: Vec<&str> = entries.iter().map(|(code, _)| code.as_str()).collect();
        let mut under: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            keys(text).into_iter().for_each(|key| under.entry(key).or_default().push(at));
        }
        Self { texts, under }
    }

    /// The places of those one edit away.
    fn to(&self, text: &str) -> Vec<usize> {
        let mut near: Vec<usize> =
            keys(text).iter().filter_map(|key| self.under.get(key)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|at| self.texts.get(*at).is_some_and(|other| one_edit(text, other)));
        near
    }
}

fn keys(text: &str) -> Vec<u64> {
    let characters: Vec<char> = text.chars().collect();
    let key = |without: Option<usize>| {
        let mut hasher = DefaultHasher::new();
        for (_, character) in characters.iter().enumerate().filter(|(at, _)| Some(*at) != without) {
            character.hash(&mut hasher);
        }
        hasher.finish()
    };
    let mut keys: Vec<u64> = (0..characters.len()).map(|at| key(Some(at))).collect();
    keys.push(key(None));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether one text becomes the other by one character more, one less, one other, or by two neighbours that change places.
fn one_edit(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let tail = |text: &[char], from: usize| text.get(from..).unwrap_or_default().to_vec();
    let (left, right) = (tail(&one, same), tail(&other, same));
    let swapped = || match (left.as_slice(), right.as_slice()) {
        ([a, b, ..], [c, d, ..]) => a == d && b == c && tail(&left, 2) == tail(&right, 2),
        _ => false,
    };
    match one.len().cmp(&other.len()) {
        std::cmp::Ordering::Equal => !left.is_empty() && (tail(&left, 1) == tail(&right, 1) || swapped()),
        std::cmp::Ordering::Less => tail(&right, 1) == left,
        std::cmp::Ordering::Greater => tail(&left, 1) == right,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_slip_is_one_edit_and_two_are_not() {
        let code = "H22.02-200907-0013";
        for near in [
            "H22.02-200907-0014",
            "H22.02-200907-013",
            "H22.02-200907-00133",
            "H22.02-200970-0013",
            "22.02-200907-0013",
        ] {
            assert!(one_edit(code, near) && one_edit(near, code), "{near}");
        }
        for far in [code, "H22.02-200907-0031 ", "H22.02-200970-0014", "H22.02-209007-0103", ""] {
            assert!(!one_edit(code, far), "{far}");
        }
    }

    proptest! {
        /// What is met under a common key and what comparing each with each finds are the same.
        #[test]
        fn everything_near_is_found(texts in proptest::collection::vec("[ab1]{1,6}", 1..40), asked in "[ab1]{1,6}") {
            let entries: Vec<(DossierCode, usize)> =
                texts.iter().map(|text| (DossierCode::new(text).unwrap(), 0)).collect();
            let by_hand: Vec<usize> =
                (0..texts.len()).filter(|at| one_edit(&asked, texts.get(*at).unwrap())).collect();
            prop_assert_eq!(Near::of(&entries).to(&asked), by_hand);
        }
    }
}

//! The numbers of an agency's books from which some are drawn: those that it ties to no dossier (DOMAIN section 9, coverage).
//!
//! Belongs here: numbers less other numbers, and the one in a place among them. Does not: which places are drawn (`routing`).
//!
//! A book may hold millions of numbers, and a declaration names them by ranges: nothing here looks at each.

use crate::books::{Book, BookPage, Numbers};

/// Numbers of a book, one after the other.
pub type Given = (Book, Numbers);

/// What a declaration gave and ties to no dossier, in order of book and number.
#[must_use]
pub fn untied(pages: &[BookPage]) -> Vec<Given> {
    let given: Vec<Given> = of(pages, |page| page.numbers.clone());
    let tied = of(pages, |page| {
        page.tied.iter().map(|tied| Numbers { first: tied.number, last: tied.number }).collect()
    });
    without(&given, &tied)
}

fn of(pages: &[BookPage], numbers: impl Fn(&BookPage) -> Vec<Numbers>) -> Vec<Given> {
    let of_page = |page: &BookPage| {
        let book = page.book.clone();
        numbers(page).into_iter().map(move |range| (book.clone(), range)).collect::<Vec<_>>()
    };
    pages.iter().flat_map(of_page).collect()
}

/// The ones without the others, in order of book and number; of the ones none overlaps another.
#[must_use]
pub fn without(ones: &[Given], others: &[Given]) -> Vec<Given> {
    let (mut ones, mut others) = (ones.to_vec(), others.to_vec());
    ones.sort();
    others.sort();
    let mut left = Vec::new();
    let mut ahead: &[Given] = &others;
    for (book, range) in ones {
        // What ends before this range ends before those that follow; others may overlap each other, so the rest is looked at one by one.
        while let Some(((of, other), rest)) = ahead.split_first()
            && (of < &book || of == &book && other.last < range.first)
        {
            ahead = rest;
        }
        let mut from = Some(range.first);
        for (_, other) in ahead.iter().take_while(|(of, other)| *of == book && other.first <= range.last) {
            let Some(first) = from else { break };
            if first < other.first {
                left.push((book.clone(), Numbers { first, last: other.first - 1 }));
            }
            from = other.last.checked_add(1).map(|next| next.max(first));
        }
        if let Some(first) = from.filter(|first| *first <= range.last) {
            left.push((book, Numbers { first, last: range.last }));
        }
    }
    left
}

/// How many numbers these are.
#[must_use]
pub fn count(given: &[Given]) -> u64 {
    given.iter().map(|(_, numbers)| numbers.count()).sum()
}

/// The number in a place among them, counted from 0.
#[must_use]
pub fn in_place(given: &[Given], mut place: u64) -> Option<(&Book, u32)> {
    for (book, numbers) in given {
        match place.checked_sub(numbers.count()) {
            Some(beyond) => place = beyond,
            None => return Some((book, numbers.first.checked_add(u32::try_from(place).ok()?)?)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::BookSide;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn each(given: &[Given]) -> Vec<(Book, u32)> {
        given.iter().flat_map(|(book, range)| (range.first..=range.last).map(|n| (book.clone(), n))).collect()
    }

    fn any_given(apart: bool) -> impl Strategy<Value = Vec<Given>> {
        vec((any::<bool>(), 1_u32..60, 0_u32..9), 0..12).prop_map(move |parts| {
            let mut seen = BTreeSet::new();
            let given = parts.into_iter().map(|(out, first, more)| {
                let side = if out { BookSide::Outgoing } else { BookSide::Incoming };
                let book = Book { side, name: "".into(), year: 2020 };
                (book, Numbers { first, last: first + more })
            });
            given
                .filter(|one| !apart || each(std::slice::from_ref(one)).into_iter().all(|n| seen.insert(n)))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_is_in_the_ones_alone(ones in any_given(true), others in any_given(false)) {
            let left = without(&ones, &others);
            let taken: BTreeSet<_> = each(&others).into_iter().collect();
            let mut expected: Vec<_> = each(&ones).into_iter().filter(|one| !taken.contains(one)).collect();
            expected.sort();
            prop_assert_eq!(each(&left), expected.clone());
            prop_assert_eq!(count(&left), expected.len() as u64);
            for (place, (book, number)) in (0..).zip(&expected) {
                prop_assert_eq!(in_place(&left, place), Some((book, *number)));
            }
            prop_assert_eq!(in_place(&left, count(&left)), None);
        }
    }

    #[test]
    fn a_book_to_its_last_number_is_nothing_special() {
        let book = Book { side: BookSide::Incoming, name: "".into(), year: 2020 };
        let all = [(book.clone(), Numbers { first: 1, last: u32::MAX })];
        let last = [(book.clone(), Numbers { first: u32::MAX, last: u32::MAX })];
        assert_eq!(in_place(&all, u64::from(u32::MAX) - 1), Some((&book, u32::MAX)));
        assert_eq!(without(&all, &last), [(book, Numbers { first: 1, last: u32::MAX - 1 })]);
        assert!(without(&last, &all).is_empty());
    }
}

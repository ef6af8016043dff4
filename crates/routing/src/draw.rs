//! Which numbers of an agency's books are drawn: by a digest that nobody could know when they declared, and that anyone can compute again.
//!
//! Belongs here: the seed, and the places that are drawn by it. Does not: from which numbers (`dossier::sample`), when (`decide/declare`).

use jiff::civil::Date;
use lienthong_calendar::Term;
use lienthong_dossier::sample::{Given, count, in_place};
use lienthong_dossier::{BookNumber, BooksEvent};
use lienthong_names::AgencyId;
use lienthong_service::Facts;
use sha2::{Digest, Sha256};

/// Numbers drawn with a declaration. A month has twenty working days: sixty of an agency, of which so many shown inside say that at most
/// 4.9% lie outside (DOMAIN section 9), and no clerk looks for more than three papers a day.
const DRAWN: u64 = 3;

/// Working days within which the papers are shown. Afterwards a number still may be; until then what it is, is unknown.
const DAYS: u32 = 5;

/// Stand before what is hashed, so that no other digest of ours can be taken for one of these.
const SEED: &str = "lienthong sample v1";
const PLACE: &str = "lienthong sample place v1";

/// What is drawn from the numbers of a declaration; `None` where there are none.
pub(crate) fn draw(
    facts: &Facts<'_>,
    agency: &AgencyId,
    (day, version): (Date, u32),
    from: &[Given],
) -> Option<BooksEvent> {
    let of = count(from);
    if of == 0 {
        return None;
    }
    let seed = seed(facts, agency, (day, version));
    let calendar = facts.catalogue.calendar(agency);
    let due = calendar.and_then(|calendar| calendar.due(facts.effective_at, &Term::working_days(DAYS)).ok());
    Some(BooksEvent::SampleDrawn { day, version, seed, of, numbers: numbers(&seed, from, of), due })
}

/// The digest of ledger, agency, day, declaration and of the instant at which it is recorded, in nanoseconds, each after its length. The
/// instant is the engine's: nobody knows it who declares.
fn seed(facts: &Facts<'_>, agency: &AgencyId, (day, version): (Date, u32)) -> [u8; 32] {
    let (day, version) = (day.to_string(), version.to_string());
    let recorded_at = facts.recorded_at.as_nanosecond().to_string();
    digest(&[SEED, facts.origin.as_str(), agency.as_str(), &day, &version, &recorded_at].map(str::as_bytes))
}

/// The places 0, 1, 2, … of the seed's own sequence, each the first 16 bytes of a digest, as a number, less whole multiples of how many there
/// are; what was drawn before is passed over.
fn numbers(seed: &[u8; 32], from: &[Given], of: u64) -> Vec<BookNumber> {
    let (mut drawn, mut turn) = (Vec::new(), 0_u64);
    while (drawn.len() as u64) < DRAWN.min(of) {
        let digest = digest(&[PLACE.as_bytes(), seed, turn.to_string().as_bytes()]);
        let mut first = [0; 16];
        first.copy_from_slice(&digest[..16]);
        let place = u64::try_from(u128::from_be_bytes(first) % u128::from(of)).unwrap_or_default();
        let number = in_place(from, place).map(|(book, number)| BookNumber { book: book.clone(), number });
        drawn.extend(number.filter(|number| !drawn.contains(number)));
        turn += 1;
    }
    drawn
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lienthong_dossier::{Book, BookSide, Numbers};
    use std::collections::BTreeMap;

    fn given(first: u32, last: u32) -> Given {
        (Book { side: BookSide::Incoming, name: "".into(), year: 2020 }, Numbers { first, last })
    }

    fn drawn(seed: u8, from: &[Given]) -> Vec<u32> {
        numbers(&[seed; 32], from, count(from)).into_iter().map(|one| one.number).collect()
    }

    /// Computed by another program (Python's hashlib) from the description above.
    #[test]
    fn anyone_draws_the_same_again() {
        assert_eq!(drawn(7, &[given(1, 1_000_000)]), VECTOR);
    }

    const VECTOR: [u32; 3] = [149_103, 942_018, 599_358];

    #[test]
    fn where_there_are_few_each_is_drawn_once() {
        let mut all = drawn(1, &[given(5, 6), given(9, 9)]);
        all.sort_unstable();
        assert_eq!(all, [5, 6, 9]);
        assert_eq!(drawn(1, &[given(4, 4)]), [4]);
    }

    #[test]
    fn each_number_is_drawn_as_often_as_the_others() {
        let mut times: BTreeMap<u32, u32> = BTreeMap::new();
        for seed in 0..=u8::MAX {
            for number in drawn(seed, &[given(1, 4), given(11, 14)]) {
                *times.entry(number).or_default() += 1;
            }
        }
        // Three of eight, 256 times: 96 each, and half as many or twice would be no chance.
        assert_eq!(times.len(), 8);
        assert!(times.values().all(|times| (60..140).contains(times)), "{times:?}");
    }
}

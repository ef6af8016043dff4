//! Dossiers drawn by lot, so that anyone who has the list draws the same ones again, with nothing but a program for SHA-256.
//!
//! Every dossier gets the digest of the seed, its ledger and its code; the lowest digests are drawn. Which of two comes first hangs on these two
//! and on the seed alone: who adds dossiers, or takes some away, moves none of the others past each other.

use crate::told::Told;
use jiff::Timestamp;
use lienthong_dossier::Dossier;
use lienthong_names::{AgencyId, DossierCode, Origin};
use lienthong_protocol::{Body, Decision, Event};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// How it is drawn, in Vietnamese.
pub const RULE_VI: &str = "Mỗi hồ sơ trong phạm vi có một giá trị SHA-256 của ba dòng: hạt giống, sổ cái, mã hồ sơ (ngăn cách bằng ký tự xuống dòng, không có xuống dòng \
    cuối). Xếp theo giá trị đó từ nhỏ đến lớn; lấy các hồ sơ đầu tiên.";
/// The same in English.
pub const RULE_EN: &str = "Each dossier in scope has a SHA-256 of three lines: the seed, its ledger, its code (a line feed between them, none at the end). \
    Ordered by it, the lowest first; the first ones are drawn.";

/// A dossier, and in which ledger it lives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Candidate {
    /// In which ledger.
    pub origin: Origin,
    /// Which.
    pub code: DossierCode,
}

/// Where a dossier stands in the order of a seed.
#[must_use]
pub fn lot(seed: &str, of: &Candidate) -> [u8; 32] {
    let lines = [seed.as_bytes(), b"\n", of.origin.as_str().as_bytes(), b"\n", of.code.as_str().as_bytes()];
    Sha256::digest(lines.concat()).into()
}

/// So many of these, in the order of the seed; all of them where there are no more. One that is named twice is drawn once.
#[must_use]
pub fn draw(seed: &str, frame: &BTreeSet<Candidate>, count: usize) -> Vec<([u8; 32], Candidate)> {
    let mut all: Vec<([u8; 32], &Candidate)> = frame.iter().map(|one| (lot(seed, one), one)).collect();
    all.sort_unstable();
    all.into_iter().take(count).map(|(lot, one)| (lot, one.clone())).collect()
}

/// Every dossier that was seen, as far as it says whether it is in scope.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<Candidate, (Timestamp, Dossier)>);

impl Seen {
    /// Takes the next record in.
    pub fn take(&mut self, told: &Told<'_>) {
        let (Decision::Admitted(events), Body::Dossier { code, .. }) = (told.decision, &told.command.body)
        else {
            return;
        };
        let candidate = Candidate { origin: told.place.origin.clone(), code: code.clone() };
        let (_, dossier) = self.0.entry(candidate).or_insert_with(|| (told.effective_at, Dossier::default()));
        for event in events {
            if let Event::Dossier(event) = event {
                dossier.take(told.fact(event));
            }
        }
    }

    /// Those that were open in a period, if only at an instant of it, and in which one of these agencies has a part; any agency where none is
    /// named. A dossier is open from its first record until it is decided, or ends without a decision.
    #[must_use]
    pub fn in_scope(
        &self,
        agencies: &[AgencyId],
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> BTreeSet<Candidate> {
        let is_in = |(began, dossier): &(Timestamp, Dossier)| {
            let began_before = to.is_none_or(|to| *began < to);
            let was_open = from.is_none_or(|from| ended_at(dossier).is_none_or(|ended| from <= ended));
            let has_part =
                agencies.is_empty() || agencies.iter().any(|agency| dossier.parts.contains(agency));
            dossier.registration.is_some() && began_before && was_open && has_part
        };
        self.0.iter().filter(|(_, seen)| is_in(seen)).map(|(candidate, _)| candidate.clone()).collect()
    }
}

/// When it was decided, or ended without a decision.
fn ended_at(dossier: &Dossier) -> Option<Timestamp> {
    let decided = dossier.resolution.as_ref().map(|resolution| resolution.at);
    let ended = dossier.ended.map(|ended| ended.at);
    let claimed = dossier.history.as_ref().and_then(|history| history.ended);
    decided.or(ended).or(dossier.refused_at).or(claimed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn candidate(number: u32) -> Candidate {
        let code = format!("H22.02-2009{:02}-{:04}", number / 9000 % 28 + 1, number % 9000 + 1);
        Candidate { origin: Origin::new("H22/2020").unwrap(), code: DossierCode::new(&code).unwrap() }
    }

    fn frame(numbers: &BTreeSet<u32>) -> BTreeSet<Candidate> {
        numbers.iter().copied().map(candidate).collect()
    }

    #[test]
    fn it_is_the_digest_that_any_program_gives() {
        // printf '%s\n%s\n%s' 7 H22/2020 H22.02-200901-0001 | sha256sum
        let hex = hex::encode(lot("7", &candidate(0)));
        assert_eq!(hex, "21db6ac06007aeadc82bf16b52d48b478c0e2b7607c4fd54511270f1d14e1472");
    }

    #[test]
    fn over_seeds_every_dossier_is_as_likely_as_others() {
        let all = frame(&(0..10).collect());
        let mut drawn: BTreeMap<Candidate, u32> = BTreeMap::new();
        for seed in 0..4000 {
            for (_, one) in draw(&seed.to_string(), &all, 3) {
                *drawn.entry(one).or_default() += 1;
            }
        }
        // 1200 each are expected; the standard deviation is 29. The seeds are fixed, and so is what comes of them.
        assert_eq!(drawn.len(), 10);
        assert!(drawn.values().all(|times| (1085..=1315).contains(times)), "{drawn:?}");
    }

    proptest! {
        #[test]
        fn the_same_seed_draws_the_same(numbers in prop::collection::btree_set(0_u32..250_000, 0..40), seed in "[ -~]{1,20}", count in 0_usize..50) {
            let all = frame(&numbers);
            let drawn = draw(&seed, &all, count);
            prop_assert_eq!(&drawn, &draw(&seed, &all.clone(), count));
            prop_assert_eq!(drawn.len(), count.min(all.len()));
            prop_assert!(drawn.windows(2).all(|two| two[0].0 < two[1].0));
            prop_assert!(drawn.iter().all(|(digest, one)| all.contains(one) && *digest == lot(&seed, one)));
            // What was not drawn comes after all that was.
            let last = drawn.last().map(|(digest, _)| *digest);
            let names: BTreeSet<&Candidate> = drawn.iter().map(|(_, one)| one).collect();
            let rest = all.iter().filter(|one| !names.contains(one));
            prop_assert!(rest.map(|one| lot(&seed, one)).all(|digest| Some(digest) > last || count == 0));
        }

        #[test]
        fn what_is_added_elsewhere_moves_no_two_past_each_other(
            numbers in prop::collection::btree_set(0_u32..250_000, 0..40),
            more in prop::collection::btree_set(0_u32..250_000, 0..40),
            seed in "[0-9a-f]{64}",
        ) {
            let before = frame(&numbers);
            let after: BTreeSet<Candidate> = before.union(&frame(&more)).cloned().collect();
            let then = draw(&seed, &before, before.len());
            let now: Vec<_> = draw(&seed, &after, after.len()).into_iter().filter(|(_, one)| before.contains(one)).collect();
            prop_assert_eq!(then, now);
        }
    }
}

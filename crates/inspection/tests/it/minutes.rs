//! Minutes of holders, days of shares: they add up, whenever and how far a dossier is looked at.

use crate::{after, dossiers, playbook, records, told};
use jiff::{SignedDuration, Timestamp};
use lienthong_inspection::Told;
use lienthong_inspection::attribution::explain;
use lienthong_scenario::World;
use proptest::prelude::*;
use std::sync::LazyLock;

/// The worlds after every scenario that is told.
pub static WORLDS: LazyLock<Vec<(String, World)>> = LazyLock::new(|| {
    let book = playbook();
    book.titles().map(|title| (title.to_owned(), after(title))).collect()
});

/// Looks at the first records of a dossier some hours after the last of them; whether there was a clock.
fn adds_up(world: &World, told: &[Told<'_>], hours: i64) -> Result<bool, TestCaseError> {
    let Some(last) = told.last() else { return Ok(false) };
    let now: Timestamp = last.effective_at + SignedDuration::from_hours(hours);
    let Ok(explained) = explain(told, world.whole_catalogue(), now) else { return Ok(false) };
    let stretches: u64 = explained.stretches.iter().map(|held| held.minutes).sum();
    let held: u64 = explained.held.iter().map(|(_, minutes)| minutes).sum();
    prop_assert_eq!((stretches, held), (explained.elapsed, explained.elapsed));
    if let Some(shared) = &explained.lateness {
        let shares: u64 = shared.parts.iter().map(|part| part.share).sum();
        // Before any time has run there may be nobody to hold anything.
        if shared.no_limit_exceeded.is_none() {
            prop_assert_eq!(shares, shared.late);
        }
        for part in &shared.parts {
            let days: u64 = part.answered.iter().map(|one| one.minutes).sum();
            prop_assert_eq!(days, part.share, "{:?}", part);
        }
        if let Some((_, answered)) = &shared.no_limit_exceeded {
            prop_assert_eq!(answered.iter().map(|one| one.minutes).sum::<u64>(), shared.late);
        }
    }
    for sentence in explained.words(world.catalogue()) {
        prop_assert!(!sentence.vi.is_empty() && sentence.en.ends_with('.'), "{:?}", sentence);
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn minutes_add_up_at_every_instant_of_every_story(
        which in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        hours in 0_i64..2_000,
    ) {
        let (title, world) = which.get(&WORLDS);
        for code in dossiers(world) {
            let placed = records(world, &code);
            let all = told(&placed);
            // Of some there is only what strangers were refused.
            if all.is_empty() {
                continue;
            }
            let first = &all[..=cut.index(all.len())];
            if let Err(error) = adds_up(world, first, hours) {
                return Err(TestCaseError::fail(format!("{title}, {code}: {error}")));
            }
        }
    }
}

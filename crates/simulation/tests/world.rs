//! The invariants of DESIGN section 6 over many seeds, and deliberate bugs that they must find.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_simulation::world::founding::Founded;
use lienthong_simulation::world::{Bug, Rest, World, of_seeds};

/// How many seeds, unless `LIENTHONG_SEEDS` says otherwise.
const SEEDS: u64 = 1_000;

fn seeds() -> u64 {
    std::env::var("LIENTHONG_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(SEEDS)
}

#[test]
fn a_thousand_seeds_hold_every_invariant() {
    let first = Founded::merging().unwrap();
    // Half of them go by the rules as they first were, half by those that the province's files name.
    let founded = [first.clone(), first.by_the_provinces_rules().unwrap()];
    let Rest { crashes, rejected, timers, successions, shown, .. } = of_seeds(seeds(), |seed| {
        let mut world = World::new(&founded[usize::from(seed % 2 == 1)], seed, Bug::None).unwrap();
        world.run().unwrap_or_else(|violation| panic!("seed {seed}: {violation}"))
    });
    assert!(timers > seeds(), "{timers} clocks ran out: too calm a world");
    assert!(shown > 2 * seeds(), "{shown} papers shown of numbers that were drawn");
    assert!(successions > seeds(), "{successions} dossiers in which an agency took another's place");
    assert!(
        crashes > seeds() && rejected > seeds(),
        "{crashes} crashes, {rejected} rejections: too calm a world"
    );
}

#[test]
fn the_same_seed_gives_the_same_world() {
    let founded = Founded::make().unwrap();
    let run = |seed| {
        let mut world = World::new(&founded, seed, Bug::None).unwrap();
        world.trace = Some(Vec::new());
        let rest = world.run();
        (rest, world.trace)
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

/// The names of the invariants that some seeds of a world with a bug break.
fn broken(bug: Bug) -> Vec<&'static str> {
    let founded = Founded::make().unwrap();
    (0..20)
        .filter_map(|seed| World::new(&founded, seed, bug).unwrap().run().err())
        .map(|violation| violation.name)
        .collect()
}

#[test]
fn a_receipt_before_the_seal_is_found() {
    let broken = broken(Bug::ReceiptBeforeSeal);
    assert!(broken.len() == 20 && broken.iter().all(|name| *name == "receipt honoured"), "{broken:?}");
}

#[test]
fn a_log_without_expected_revisions_is_found() {
    let broken = broken(Bug::NoExpectedRevision);
    // Whichever comes first: two records of one revision, or the same command twice.
    assert!(
        broken.len() == 20 && broken.iter().all(|name| ["replay", "one verdict"].contains(name)),
        "{broken:?}"
    );
}

#[test]
fn a_lost_set_of_ids_is_found() {
    let broken = broken(Bug::IdSetLost);
    assert!(!broken.is_empty() && broken.contains(&"one verdict"), "{broken:?}");
}

#[test]
fn a_command_before_what_was_due_is_found() {
    let broken = broken(Bug::TimersSkipped);
    assert!(!broken.is_empty() && broken.contains(&"timers"), "{broken:?}");
}

#[test]
fn an_index_of_clocks_that_is_not_rebuilt_is_found() {
    let broken = broken(Bug::WatchNotRebuilt);
    assert!(!broken.is_empty() && broken.contains(&"timers"), "{broken:?}");
}

#[test]
fn an_inbox_that_tells_twice_is_found() {
    let broken = broken(Bug::ToldTwice);
    assert!(!broken.is_empty() && broken.iter().all(|name| *name == "told"), "{broken:?}");
}

#[test]
fn a_key_that_outlives_its_erasure_is_found() {
    let broken = broken(Bug::KeysKept);
    assert!(!broken.is_empty() && broken.contains(&"erased"), "{broken:?}");
}

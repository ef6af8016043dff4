//! The golden ledgers of a release: real records of every kind of event, decided by its services in a world of crashes. Every later build decides
//! them again (`tests/tests/audit_golden.rs`): one whose rules changed without a version of their own is found by them.
//!
//! `LIENTHONG_GOLDEN=DIR cargo test --workspace --test histories golden` writes those of this build: houses without keys, a directory each. It is
//! done once a release; what is there is never written anew.

use super::acts::{What, Who, what, who};
use super::crashes::{TOGETHER, founded, told};
use super::{Story, play, province};
use lienthong_ledger::embedded::SealedCopy;
use lienthong_ledger::ports::SystemClock;
use lienthong_protocol::RawRecord;
use lienthong_simulation::world::World;
use lienthong_simulation::world::founding::Founded;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Histories that those which are kept are chosen from.
const SEARCHED: usize = 3_000;

/// Acts of each at most: what happens late in a dossier happens to few.
const ACTS: usize = 110;

/// How often more are looked for, where in a world of crashes something else came of a history than alone.
const ROUNDS: usize = 6;

type Acts = Vec<(Who, What)>;

/// A history with what happens in it, and how many commands that takes.
struct Told {
    acts: Acts,
    kinds: BTreeSet<&'static str>,
    sent: usize,
}

fn told_of(searched: usize) -> Vec<Told> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let histories = proptest::collection::vec((who(), what()), ACTS);
    let tell = |_| {
        let acts = histories.new_tree(&mut runner).unwrap().current();
        let story = play(&acts);
        let kinds = story.happened.iter().map(|event| event.kind().as_str()).collect();
        Told { acts, kinds, sent: story.sent.len() }
    };
    (0..searched).map(tell).collect()
}

/// Takes histories in which together everything happens that is wanted and happens in any, few and short.
fn take(from: &mut Vec<Told>, mut wanted: BTreeSet<&str>) -> Vec<Acts> {
    let mut taken = Vec::new();
    loop {
        // The most that is new for its length.
        let worth = |told: &Told| told.kinds.intersection(&wanted).count() * 1_000 / told.sent;
        let best = (0..from.len()).max_by_key(|at| worth(&from[*at]));
        let Some(at) = best.filter(|at| from[*at].kinds.intersection(&wanted).next().is_some()) else {
            return taken;
        };
        let told = from.swap_remove(at);
        wanted.retain(|kind| !told.kinds.contains(kind));
        taken.push(told.acts);
    }
}

/// Has some histories decided, as a world of its own.
fn decided(founded: &Founded, seed: u32, histories: &[Acts]) -> World {
    let stories = (1..).zip(histories).map(|(number, acts)| {
        let mut story = Story::begin_in(&province().0, number);
        acts.iter().for_each(|(who, what)| story.play(*who, *what));
        story
    });
    told(founded, seed, stories.collect()).1
}

/// Writes the ledgers of a world as a house that has no keys.
fn write(world: &World, house: &Path) {
    let mut description = Vec::new();
    for (origin, log) in world.logs() {
        let directory = house.join(origin.name());
        let signer = Founded::signer(origin);
        let verifier = signer.verifier().to_string();
        let mut copy = SealedCopy::open(&directory, origin.clone(), signer, Arc::new(SystemClock)).unwrap();
        for batch in &log.batches {
            copy.adopt(batch).unwrap();
        }
        drop(copy);
        fs::remove_file(directory.join("lock")).unwrap();
        if origin.is_catalogue() {
            let first = RawRecord::decode(&log.batches[0].records[0]).unwrap();
            let opening = first.record.opening().expect("record 1 opens the catalogue");
            description = vec![
                format!("unit = {:?}", origin.unit()),
                format!("fingerprint = {:?}", first.leaf.to_string()),
                format!("office = {:?}", opening.office.id.as_str()),
                format!("log-key = {verifier:?}"),
                "ledgers = [\"2020\"]".to_owned(),
            ];
        }
    }
    fs::write(house.join("ledger.toml"), description.join("\n") + "\n").unwrap();
}

#[test]
fn golden_ledgers_hold_every_kind_of_event() {
    let asked = std::env::var_os("LIENTHONG_GOLDEN");
    let directory = tempfile::tempdir().unwrap();
    // Where none are asked for, a few are written all the same, so that it can be done when it has to be.
    let (target, searched) = match &asked {
        Some(target) => (Path::new(target), SEARCHED),
        None => (directory.path(), 20),
    };
    let (founded, mut histories) = (founded(), told_of(searched));
    // Nobody imports anything here.
    let all = lienthong_dossier::EventKind::ALL.iter().map(|kind| kind.as_str());
    let mut missing: BTreeSet<&str> = all.filter(|kind| *kind != "HistoryImported").collect();
    let mut seed = 0;
    for _ in 0..ROUNDS {
        for together in take(&mut histories, missing.clone()).chunks(TOGETHER as usize) {
            seed += 1;
            let house = target.join(seed.to_string());
            assert!(!house.exists(), "{}: golden ledgers are never written anew", house.display());
            let world = decided(&founded, seed, together);
            write(&world, &house);
            for bytes in world.logs().values().flat_map(|log| &log.batches).flat_map(|batch| &batch.records) {
                let raw = RawRecord::decode(bytes).unwrap();
                for event in raw.record.events() {
                    missing.remove(event.kind_name());
                }
            }
        }
    }
    let few = asked.is_none() && missing.len() < lienthong_dossier::EventKind::ALL.len() / 2;
    assert!(missing.is_empty() || few, "never happened: {missing:?}");
}

//! The same histories in the seeded world: services of which two instances each run, crash and race, and are late, and a sealer.

use super::acts::{What, Who, what, who};
use super::ending::bring_to_an_end;
use super::processes;
use super::{OFFICE, Sent, Story, check, playbook, province};
use lienthong_catalogue::Command as Publish;
use lienthong_names::Origin;
use lienthong_protocol::{Body, Command};
use lienthong_scenario::signing_key;
use lienthong_simulation::world::client::Client;
use lienthong_simulation::world::founding::{Founded, Publication};
use lienthong_simulation::world::{Rest, World, of_seeds};
use proptest::collection::vec;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;

/// How many histories, unless `LIENTHONG_HISTORIES` says otherwise.
const HISTORIES: u32 = 10_000;

/// Of so many histories, one more is told under a random process.
const PROCESS_EACH: u32 = 10;

/// Dossiers of one world.
pub(super) const TOGETHER: u32 = 4;

/// Of the acts that the rules alone have rejected, one in so many is sent.
const REJECTED_EACH: usize = 5;

#[test]
fn histories_hold_in_a_world_of_crashes() {
    let founded = founded();
    let sum = in_worlds(histories().div_ceil(TOGETHER), |seed| {
        let acts = vec((who(), what()), 0..60);
        let mut runner = runner(seed);
        let stories = (1..=TOGETHER).map(|number| {
            let acts = acts.new_tree(&mut runner).unwrap().current();
            let mut story = Story::begin_in(&province().0, number);
            // Nearly all is done with a dossier once it is received, and chance takes its time with that.
            if number > 1 {
                story.play(Who::Desk, What::Receive);
            }
            acts.iter().for_each(|(who, what)| story.play(*who, *what));
            bring_to_an_end(&mut story);
            story
        });
        run(&founded, seed, stories.collect())
    });
    assert!(
        sum.successions > 0 && sum.timers > u64::from(histories() / TOGETHER),
        "{sum:?}: time did nothing"
    );
}

#[test]
fn dossiers_under_any_process_hold_in_a_world_of_crashes() {
    let signed = |command: Command| {
        let at = command.act.occurred_at;
        Publication { at, key: signing_key(OFFICE), command }
    };
    let staff: Vec<Publication> = processes::staff().into_iter().map(signed).collect();
    let founded = founded().and(&staff).unwrap();
    in_worlds((histories() / PROCESS_EACH).div_ceil(TOGETHER), |seed| {
        let (process, stories) = processes::stories(&mut runner(seed), TOGETHER);
        run(&founded.clone().and(&[signed(process)]).unwrap(), seed, stories)
    });
}

fn histories() -> u32 {
    std::env::var("LIENTHONG_HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(HISTORIES)
}

fn runner(seed: u32) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_be_bytes());
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// The province of the histories, as services have published it.
pub(super) fn founded() -> Founded {
    let told = playbook().unwrap().publications("departments of which one takes another's place").unwrap();
    let publications: Vec<Publication> = told
        .into_iter()
        .map(|told| Publication {
            at: told.at,
            key: signing_key(&told.key),
            command: sealed_here(told.command),
        })
        .collect();
    let now = "2020-10-12T07:00:00+07:00".parse().unwrap();
    Founded::published(&publications, BTreeMap::new(), signing_key("routing"), now).unwrap()
}

/// What opens the ledger names the key by which this world seals it.
fn sealed_here(mut command: Command) -> Command {
    if let Body::Catalogue { command: Publish::OpenLedger(opening), .. } = &mut command.body {
        let catalogue = Origin::new("H22/catalogue").unwrap();
        opening.log_key = Founded::signer(&catalogue).verifier().to_string().into();
    }
    command
}

/// Has services decide what stories tell, and crash meanwhile.
fn run(founded: &Founded, seed: u32, stories: Vec<Story>) -> Rest {
    told(founded, seed, stories).0
}

/// The same, with the world as it is then.
pub(super) fn told(founded: &Founded, seed: u32, stories: Vec<Story>) -> (Rest, World) {
    // Most of what chance asks for is rejected: of that, some is enough.
    let worth = |(at, sent): &(usize, Sent)| sent.admitted || at % REJECTED_EACH == 0;
    let sent = |story: Story| {
        let told = story.sent.into_iter().enumerate().filter(worth);
        told.map(|(_, sent)| (signing_key(sent.key), sent.command)).collect()
    };
    let clients = stories.into_iter().map(|story| Client::telling(founded, sent(story))).collect();
    let mut world = World::with(founded, u64::from(seed), clients).unwrap();
    world.look_also(check);
    let rest = world.run().unwrap_or_else(|violation| panic!("seed {seed}: {violation}"));
    (rest, world)
}

/// Runs worlds, and finds that they were not too calm to prove anything.
fn in_worlds(worlds: u32, run: impl Fn(u32) -> Rest + Sync) -> Rest {
    let sum = of_seeds(worlds.into(), |seed| run(u32::try_from(seed).unwrap()));
    println!("{worlds} worlds: {sum:?}");
    let (worlds, dossiers) = (u64::from(worlds), u64::from(worlds * TOGETHER));
    let admitted = sum.records - sum.rejected;
    assert!(admitted > 5 * dossiers && sum.rejected > dossiers, "{sum:?}: too little happened");
    assert!(sum.crashes > worlds && sum.timers > 0, "{sum:?}: too calm");
    sum
}

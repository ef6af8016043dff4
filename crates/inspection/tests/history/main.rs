//! Inspection against what the rules decided: scenarios are played, and their records looked at.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod explained;
mod minutes;
mod what_if;

use lienthong_inspection::{Place, Told};
use lienthong_names::{DossierCode, StreamName};
use lienthong_protocol::Body;
use lienthong_scenario::{LEDGER, Playbook, Taped, World};
use std::collections::BTreeSet;
use std::fs;

/// Every scenario that is told, and those of these tests.
pub fn playbook() -> Playbook {
    let mut playbook = Playbook::default();
    let root = env!("CARGO_MANIFEST_DIR");
    for folder in [format!("{root}/../scenario/scenarios"), format!("{root}/tests/scenarios")] {
        let mut files: Vec<_> =
            fs::read_dir(&folder).expect(&folder).map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            playbook.add(&file.display().to_string(), &text).unwrap_or_else(|failure| panic!("{failure}"));
        }
    }
    playbook
}

/// The world after a scenario.
pub fn after(title: &str) -> World {
    let failed = |failures: Vec<lienthong_scenario::Failure>| -> String {
        failures.iter().map(|failure| format!("{failure}\n")).collect()
    };
    playbook().world_after(title).unwrap_or_else(|failures| panic!("{}", failed(failures))).0
}

/// A record of the tape in its place.
pub type Placed = (Place, Taped);

/// The records of a dossier; what a stranger was refused is not among them.
pub fn records(world: &World, code: &DossierCode) -> Vec<Placed> {
    let of =
        |taped: &&Taped| matches!(&taped.command.body, Body::Dossier { code: about, .. } if about == code);
    let mut last = 0;
    let mut placed = Vec::new();
    for taped in world.tape().iter().filter(of) {
        if taped.revision == last {
            continue;
        }
        last = taped.revision;
        let place = Place {
            origin: LEDGER.clone(),
            sequence: taped.sequence,
            stream: StreamName::dossier(code),
            revision: taped.revision,
        };
        placed.push((place, taped.clone()));
    }
    placed
}

/// The same as inspection is told them.
pub fn told(placed: &[Placed]) -> Vec<Told<'_>> {
    placed.iter().map(one).collect()
}

fn one(placed: &Placed) -> Told<'_> {
    let (place, taped) = placed;
    Told {
        place,
        recorded_at: taped.recorded_at,
        effective_at: taped.effective_at,
        catalogue_position: taped.catalogue_position,
        key: &taped.key,
        command: &taped.command,
        decision: &taped.decision,
    }
}

/// Every dossier that something was said of.
pub fn dossiers(world: &World) -> BTreeSet<DossierCode> {
    let code = |taped: &Taped| match &taped.command.body {
        Body::Dossier { code, .. } => Some(code.clone()),
        _ => None,
    };
    world.tape().iter().filter_map(code).collect()
}

//! Inspection against what the rules decided: scenarios are played, and their records looked at.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod ahead;
mod books;
mod coverage;
mod explained;
mod followed;
mod minutes;
mod reconcile;
mod since;
mod stories;
mod what_if;

use lienthong_inspection::{Place, Told};
use lienthong_names::{DossierCode, StreamName};
use lienthong_protocol::Body;
use lienthong_scenario::{Playbook, Taped, World, reference};
use std::collections::BTreeSet;
use std::fs;

/// Every scenario that is told, and those of a folder of this crate.
pub fn playbook_with(folder: &str) -> Playbook {
    let mut playbook = reference::playbook().unwrap_or_else(|fault| panic!("{fault}"));
    let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect(&folder).map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        playbook.add(&file.display().to_string(), &text).unwrap_or_else(|failure| panic!("{failure}"));
    }
    playbook
}

/// Every scenario that is told, and those of these tests.
pub fn playbook() -> Playbook {
    playbook_with("tests/scenarios")
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

/// Where a record of the tape stands.
pub fn place(taped: &Taped) -> Place {
    Place {
        origin: taped.origin.clone(),
        sequence: taped.sequence,
        stream: taped.stream.clone(),
        revision: taped.revision,
    }
}

/// The records of a dossier; what a stranger was refused is not among them.
pub fn records(world: &World, code: &DossierCode) -> Vec<Placed> {
    let stream = StreamName::dossier(code);
    let of_it = world.tape().decided().iter().filter(|taped| taped.stream == stream);
    of_it.map(|taped| (place(taped), taped.clone())).collect()
}

/// The same as inspection is told them.
pub fn told(placed: &[Placed]) -> Vec<Told<'_>> {
    placed.iter().map(|(place, taped)| one(place, taped)).collect()
}

/// One of them.
pub fn one<'a>(place: &'a Place, taped: &'a Taped) -> Told<'a> {
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
    world.tape().decided().iter().filter_map(code).collect()
}

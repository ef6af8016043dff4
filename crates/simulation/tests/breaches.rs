//! What a month of breaches holds, and that who writes them down knows nothing of who looks for them.
#![allow(clippy::unwrap_used, clippy::panic)]

use lienthong_names::StreamName;
use lienthong_simulation::breaches::{self, Entry, Month, RULES};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Of each rule so many are planted, and so many that only look like it.
const PLANTED: usize = 3;
const DOSSIERS: usize = 2_000;

fn shown<'a>(month: &'a Month, rule: &'a str) -> BTreeSet<&'a StreamName> {
    month.truth.iter().filter(|entry| entry.rule == rule).map(|entry| &entry.place.stream).collect()
}

#[test]
fn of_every_rule_breaches_are_planted_and_acts_that_look_like_one() {
    for seed in [1, 2] {
        let month = breaches::live(seed, |_, _| {}).unwrap();
        assert!(month.dossiers >= DOSSIERS, "{} dossiers", month.dossiers);
        assert!(month.astray.is_empty(), "seed {seed}: {:#?}", month.astray);
        let mut counted: BTreeMap<(&str, bool), usize> = BTreeMap::new();
        for planted in &month.planted {
            *counted.entry((planted.rule, planted.breaks)).or_default() += 1;
            let shown = shown(&month, planted.rule);
            let shows = planted.streams.iter().any(|stream| shown.contains(stream));
            assert_eq!(shows, planted.breaks, "seed {seed}: {planted:?}");
        }
        for rule in RULES {
            for breaks in [true, false] {
                let count = counted.get(&(*rule, breaks)).copied().unwrap_or_default();
                assert!(count >= PLANTED, "{rule}: {count} of {breaks}");
            }
        }
    }
}

#[test]
fn a_seed_is_one_month_and_another_seed_is_another() {
    let truth = |seed| {
        let mut records = 0_u64;
        let month = breaches::live(seed, |_, _| records += 1).unwrap();
        (records, month.truth.into_iter().collect::<Vec<Entry>>())
    };
    assert_eq!(truth(3), truth(3));
    assert_ne!(truth(3), truth(4));
}

/// What is found is measured by what is written down here: they may not share a line.
#[test]
fn who_writes_breaches_down_knows_neither_who_decides_nor_who_inspects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/breaches/truth");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for other in
            ["inspection", "routing", "consultation", "publishing", "service", "scenario", "projections"]
        {
            assert!(!text.contains(&format!("lienthong_{other}")), "{} knows {other}", path.display());
        }
        read += 1;
    }
    assert!(read > 5);
}

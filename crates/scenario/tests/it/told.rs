//! Every scenario goes as it is told, and together they leave nothing out.

use crate::playbook;
use lienthong_scenario::Coverage;
use lienthong_scenario::domain::codes;
use std::collections::BTreeSet;

fn play_all() -> Coverage {
    let playbook = playbook();
    let mut coverage = Coverage::default();
    // A set: a beginning that many scenarios share fails once.
    let failures: BTreeSet<String> = playbook
        .titles()
        .filter_map(|title| playbook.play(title, &mut coverage).err())
        .flatten()
        .map(|failure| failure.to_string())
        .collect();
    let failures: Vec<String> = failures.into_iter().collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    coverage
}

#[test]
fn every_scenario_goes_as_it_is_told() {
    assert!(!play_all().admitted().is_empty());
}

#[test]
fn every_command_and_every_event_is_met() {
    let coverage = play_all();
    let dossier = lienthong_dossier::CommandKind::ALL.iter().map(|kind| kind.as_str());
    let catalogue = lienthong_catalogue::CommandKind::ALL.iter().map(|kind| kind.as_str());
    let books = lienthong_dossier::BooksCommandKind::ALL.iter().map(|kind| kind.as_str());
    let supervision = lienthong_supervision::CommandKind::ALL.iter().map(|kind| kind.as_str());
    for kind in dossier.chain(catalogue).chain(books).chain(supervision) {
        assert!(coverage.admitted().contains(kind), "no row has {kind} admitted");
    }
    let dossier = lienthong_dossier::EventKind::ALL.iter().map(|kind| kind.as_str());
    let catalogue = lienthong_catalogue::EntryKind::ALL.iter().map(|kind| kind.as_str());
    let books = lienthong_dossier::BooksEventKind::ALL.iter().map(|kind| kind.as_str());
    let supervision = lienthong_supervision::EventKind::ALL.iter().map(|kind| kind.as_str());
    for kind in dossier.chain(catalogue).chain(books).chain(supervision) {
        assert!(coverage.events().contains(kind), "no row leads to {kind}");
    }
}

#[test]
fn every_code_is_met_with_its_rule_and_no_other() {
    let coverage = play_all();
    let met = coverage.rejections();
    let listed: BTreeSet<(&str, &str)> = codes().collect();
    let missing: Vec<_> = listed.difference(&met).collect();
    let unlisted: Vec<_> = met.difference(&listed).collect();
    assert!(missing.is_empty(), "no row is rejected with {missing:?}");
    assert!(unlisted.is_empty(), "not listed by any crate: {unlisted:?}");
}

#[test]
fn every_code_has_a_page() {
    let missing: Vec<_> = codes()
        .map(|(code, _)| format!("{}/../../docs/errors/{code}.md", env!("CARGO_MANIFEST_DIR")))
        .filter(|page| !std::fs::read_to_string(page).is_ok_and(|text| text.contains("## Tiếng Việt")))
        .collect();
    assert!(missing.is_empty(), "no page, or none in Vietnamese: {missing:?}");
}

/// The comparison itself: a row that is told wrong is seen, with what happened.
#[test]
fn a_row_told_wrong_is_seen() {
    let mut playbook = playbook();
    let rows = [
        ("wrong kind", "kế-hoạch resolves granted -> DossierRefused"),
        ("one too few", "kế-hoạch sends to uỷ-ban for resolution -> LegSent"),
        ("wrong particular", "kế-hoạch resolves granted -> DossierResolved for rejected_on_merits"),
        ("wrong code", "kế-hoạch sends to kế-hoạch for opinion -> rejected LT0258"),
        ("no such verb", "kế-hoạch sings -> DossierResolved"),
    ];
    for (title, row) in rows {
        let text = format!(
            "scenario {title}\ngiven a dossier at the planning department\nat 2020-10-13 09:00 {row}"
        );
        playbook.add("wrong", &text).unwrap();
        let failures = playbook.play(title, &mut Coverage::default()).unwrap_err();
        assert_eq!((failures.len(), failures[0].line), (1, 3), "{title}");
    }
}

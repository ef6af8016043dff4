//! What DOMAIN asks for by name, against what stands in code: nothing is forgotten, and nothing that is built is still called missing.

use lienthong_scenario::domain::{COMMANDS, EVENTS, INVARIANTS, LATER, MISSING, RULES, codes};
use std::collections::BTreeSet;

fn words(text: &'static str) -> BTreeSet<&'static str> {
    text.split_whitespace().collect()
}

/// Every command, event and rule that stands in code.
fn in_code() -> BTreeSet<&'static str> {
    let mut found: BTreeSet<&str> =
        lienthong_dossier::CommandKind::ALL.iter().map(|kind| kind.as_str()).collect();
    found.extend(lienthong_catalogue::CommandKind::ALL.iter().map(|kind| kind.as_str()));
    found.extend(lienthong_dossier::EventKind::ALL.iter().map(|kind| kind.as_str()));
    found.extend(lienthong_catalogue::EntryKind::ALL.iter().map(|kind| kind.as_str()));
    found.extend(lienthong_dossier::BooksCommandKind::ALL.iter().map(|kind| kind.as_str()));
    found.extend(lienthong_dossier::BooksEventKind::ALL.iter().map(|kind| kind.as_str()));
    found.extend(lienthong_supervision::CommandKind::ALL.iter().map(|kind| kind.as_str()));
    found.extend(lienthong_supervision::EventKind::ALL.iter().map(|kind| kind.as_str()));
    found.extend(codes().map(|(_, rule)| rule).filter(|rule| !rule.is_empty()));
    found.extend(INVARIANTS.iter().map(|(rule, _)| *rule));
    found.extend(lienthong_inspection::Rule::ALL.iter().map(|rule| rule.said().id));
    found
}

/// Every name of DOMAIN.
fn asked_for() -> BTreeSet<&'static str> {
    words(COMMANDS).into_iter().chain(words(EVENTS)).chain(RULES.iter().map(|rule| rule.id)).collect()
}

#[test]
fn every_name_of_the_domain_is_built_or_missing_for_a_reason() {
    let (asked_for, in_code) = (asked_for(), in_code());
    let later: BTreeSet<&str> = LATER.iter().flat_map(|(_, names)| words(names)).collect();
    let missing = words(MISSING);
    let excused: BTreeSet<&str> = later.union(&missing).copied().collect();

    let forgotten: Vec<_> =
        asked_for.iter().filter(|name| !in_code.contains(*name) && !excused.contains(*name)).collect();
    assert!(forgotten.is_empty(), "neither in code nor on a list of `domain.rs`: {forgotten:?}");
    let built: Vec<_> = excused.intersection(&in_code).collect();
    assert!(built.is_empty(), "in code: take them off the lists of `domain.rs`: {built:?}");
    let strangers: Vec<_> = excused.difference(&asked_for).collect();
    assert!(strangers.is_empty(), "on a list, and no name of DOMAIN: {strangers:?}");
    let twice: Vec<_> = later.intersection(&missing).collect();
    assert!(twice.is_empty(), "a later part's, and missing here: {twice:?}");
    println!("missing here: {}", missing.into_iter().collect::<Vec<_>>().join(" "));
}

#[test]
fn rules_stand_in_order_and_each_says_where_it_is_looked_for() {
    let ids: Vec<String> = (1..=29).map(|number| format!("R{number:02}")).collect();
    assert_eq!(RULES.map(|rule| rule.id).to_vec(), ids);
    for rule in RULES {
        assert!(!rule.says.is_empty() && !rule.outcome.is_empty() && !rule.by.is_empty(), "{}", rule.id);
    }
}

/// What a service refuses with names a rule that there is.
#[test]
fn no_code_names_a_rule_that_the_domain_does_not() {
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    let unknown: Vec<_> = codes().filter(|(_, rule)| !rule.is_empty() && !known.contains(rule)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

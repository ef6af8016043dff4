//! The shipped mapping, and every fault of one.

use crate::support::{mapping, mapping_text};
use lienthong_dossier::Channel;
use lienthong_interop::mapping::{Mapping, Meaning};
use std::path::Path;

/// What is said of the shipped mapping with one text put for another.
fn fault(good: &str, bad: &str) -> String {
    let text = mapping_text();
    assert!(text.contains(good), "{good}");
    let error = Mapping::parse("m.toml", &text.replacen(good, bad, 1)).unwrap_err();
    assert!(error.to_string().starts_with(error.code()));
    error.to_string()
}

#[test]
fn the_shipped_mapping_says_what_it_should() {
    let mapping = mapping();
    assert_eq!(mapping.ledger.as_str(), "coselog/receipt");
    assert_eq!(mapping.agency.id.as_str(), "coselog.municipality");
    assert_eq!(mapping.parties.len(), 4);
    let count = |f: fn(&Meaning) -> bool| mapping.activities.values().filter(|meaning| f(meaning)).count();
    assert_eq!(count(|meaning| matches!(meaning, Meaning::Opinion(_))), 4);
    assert_eq!(count(|meaning| matches!(meaning, Meaning::InsideOpinion(_))), 5);
    assert_eq!(mapping.activities.len(), 11);
    assert_eq!(mapping.history.channels["e-mail"], Channel::Email);
    assert_eq!(mapping.procedure.in_force_from.to_string(), "2010-09-30T22:00:00Z");
    assert_eq!(mapping.unit("EMPTY").unwrap(), None);
    assert_eq!(mapping.unit("Group 13").unwrap().unwrap().as_str(), "Group-13");
    assert_eq!(mapping.officer("").unwrap().as_str(), "not-stated");
}

#[test]
fn an_unknown_key_is_named_with_its_place() {
    let text = mapping_text();
    let line = text.lines().position(|line| line.starts_with("ledger =")).unwrap() + 1;
    let said = fault("ledger =", "leger =");
    assert!(said.starts_with(&format!("LT0120 m.toml:{line}:1: unknown field `leger`")), "{said}");
    assert!(fault("[units]", "[unit]").starts_with("LT0120"));
    assert!(fault("decision = { number", "decision = { nummer").starts_with("LT0120"));
}

#[test]
fn a_mapping_names_its_agency() {
    let table = "[agency]\nid = \"coselog.municipality\"\nname = \"Municipality (name withheld by the CoSeLoG project)\"\n";
    assert_eq!(
        fault(table, ""),
        "LT0121 m.toml: the mapping names no agency. Add [agency] with an id and a name."
    );
    assert!(fault("id = \"coselog.municipality\"", "id = \"\"").starts_with("LT0121 m.toml:"));
}

#[test]
fn other_faults_are_placed_too() {
    let rows = [
        ("[source]", "[source", "LT0122"),
        ("[officers]\nunstated = \"not-stated\"", "", "LT0122"),
        ("name = \"coselog-receipt\"", "name = 3", "LT0122"),
        ("\"when the group changes\"", "\"sometimes\"", "LT0122"),
        ("\"Europe/Amsterdam\"", "\"Europe/Atlantis\"", "LT0123"),
        ("name = \"coselog-receipt\"", "name = \" \"", "LT0123"),
        ("\"coselog/receipt\"", "\"coselog\"", "LT0123"),
        ("Internet = \"online\"", "Internet = \"wire\"", "LT0123"),
        ("2010-10-01", "2010-13-01", "LT0123"),
        ("aspect = \"aspect-1\"", "aspect = \"outside-1\"", "LT0123"),
        ("name = \"Advising party 2\"", "name = \"Advising\\u0007party 2\"", "LT0123"),
        ("number = \"Stb. 2008, 496\"", "number = \"Stb.\\n496\"", "LT0123"),
        ("question = \"", "question = \"\\u0000", "LT0123"),
        ("party = \"coselog.party-2\"", "party = \"coselog.party-9\"", "LT0124"),
        ("id = \"coselog.party-2\"", "id = \"coselog.party-1\"", "LT0124"),
        ("id = \"coselog.party-2\"", "id = \"coselog.municipality\"", "LT0124"),
        ("T08 Draft and send request for advice", "Confirmation of receipt", "LT0124"),
    ];
    for (good, bad, code) in rows {
        let said = fault(good, bad);
        assert!(said.starts_with(code), "{bad}: {said}");
        assert!(said.split(": ").next().unwrap().matches(':').count() == 2, "no line and column: {said}");
    }
    assert_eq!(Mapping::load(Path::new("/nowhere/m.toml")).unwrap_err().code(), "LT0126");
}

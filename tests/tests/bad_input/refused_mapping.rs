//! Mappings that are not understood: nothing is begun, and the line is named.

use std::fs;

use lienthong_tests::history;

use crate::place::{Place, files, small};

fn shipped() -> String {
    fs::read_to_string(history::mapping()).expect("the shipped mapping")
}

/// The shipped mapping with one text put for another is refused, at the line of `at` in it.
#[track_caller]
fn refused(good: &str, bad: &str, at: &str, code: &str, words: &[&str]) {
    let place = Place::new();
    let text = shipped();
    assert!(text.contains(good), "{good}");
    let text = text.replacen(good, bad, 1);
    let line = text.lines().position(|line| line.starts_with(at)).expect("the line is there") + 1;
    let mapping = place.file("mapping.toml", &text);
    let log = place.log("log.xes.gz", &small());
    let refused = place.import_by(&mapping, &log).refused(2, code).at_once();
    refused.says(&format!("{}:{line}:", mapping.display())).says_all(words);
    place.has_no_house();
}

#[test]
fn a_mapping_that_is_no_toml() {
    refused("[source]", "[source", "[source", "LT0122", &["Compare deploy/mappings/coselog-receipt.toml."]);
}

#[test]
fn a_key_that_no_mapping_has() {
    refused(
        "ledger =",
        "leger =",
        "leger",
        "LT0120",
        &["unknown field `leger`", "Correct the key or take it out."],
    );
}

#[test]
fn an_agency_without_an_id() {
    let id = "id = \"coselog.municipality\"";
    refused(
        id,
        "id = \"\"",
        "id = \"\"",
        "LT0121",
        &["names no agency", "Add [agency] with an id and a name."],
    );
}

/// Here no line is at fault: what is missing is named instead.
#[test]
fn a_mapping_that_names_no_agency() {
    let place = Place::new();
    let text = shipped();
    let from = text.find("[agency]").expect("the table");
    let to = from + text[from..].find("[units]").expect("the next one");
    let mapping = place.file("mapping.toml", format!("{}{}", &text[..from], &text[to..]));
    let refused =
        place.import_by(&mapping, &place.log("log.xes.gz", &small())).refused(2, "LT0121").at_once();
    refused
        .says(&format!("{}: the mapping names no agency", mapping.display()))
        .says("Add [agency] with an id and a name.");
    place.has_no_house();
}

#[test]
fn a_value_that_cannot_stand_there() {
    refused("\"Europe/Amsterdam\"", "\"Europe/Atlantis\"", "time_zone", "LT0123", &["source.time_zone"]);
}

#[test]
fn two_meanings_of_one_activity() {
    let (good, bad) = ("T08 Draft and send request for advice", "Confirmation of receipt");
    refused(good, bad, "activity = \"Confirmation of receipt\"", "LT0124", &["given a meaning twice"]);
}

/// Names go into the catalogue: what no command can carry is found in the mapping, not when the house is half made.
#[test]
fn a_name_that_no_command_can_carry() {
    let long = format!("name = \"{}\"", "M".repeat(1001));
    let name = "name = \"Municipality (name withheld by the CoSeLoG project)\"";
    refused(name, &long, "name = \"MMM", "LT0123", &["agency.name", "1001 bytes, at most 1000"]);
    refused(
        "name = \"Advising party 2\"",
        "name = \"Advising\\nparty 2\"",
        "name = \"Advising\\n",
        "LT0123",
        &["parties.name"],
    );
    let field = "field = \"environmental permits\"";
    refused(field, "field = \"\\u0000\"", "field", "LT0123", &["procedure.field"]);
}

#[test]
fn a_mapping_that_is_not_there_or_no_text() {
    let place = Place::new();
    let log = place.log("log.xes.gz", &small());
    let picture = place.file("picture.toml", [0x89, b'P', b'N', b'G', 0xff, 0xfe]);
    for mapping in [place.path("nowhere.toml"), place.path(""), picture] {
        let refused = place.import_by(&mapping, &log).refused(2, "LT0126").at_once();
        refused.says(&format!("{}: ", mapping.display())).says("Check the path and its permissions.");
    }
    place.has_no_house();
}

#[test]
fn a_mapping_for_another_unit_than_the_house() {
    let place = Place::new();
    let log = place.log("log.xes.gz", &small());
    place.import(&log).expect_code(0);
    let before = files(&place.house());
    let other = place.file(
        "mapping.toml",
        shipped().replace("ledger = \"coselog/receipt\"", "ledger = \"other/receipt\""),
    );
    let refused = place.import_by(&other, &log).refused(2, "LT0904").at_once();
    refused
        .says(&format!("{} is the house of coselog", place.house().display()))
        .says("other/receipt belongs to other")
        .says("name another directory");
    assert!(files(&place.house()) == before, "nothing was changed");
}

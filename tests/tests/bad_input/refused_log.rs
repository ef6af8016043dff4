//! Logs of which nothing is taken in: not one record, not one file, and the message says so.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::time::Duration;

use lienthong_tests::history::import_command;
use lienthong_tests::run_within;
use lienthong_tests::small_disk::bound_by_permissions;
use lienthong_tests::xes_edit::{Log, gzipped};

use crate::place::{Place, small};

const NOTHING: &str = "Nothing was taken in.";

/// A file with these bytes is refused before anything is begun.
#[track_caller]
fn refused(name: &str, bytes: &[u8], code: &str, line: usize, words: &[&str]) {
    let place = Place::new();
    let file = place.file(name, bytes);
    let refused = place.import(&file).refused(2, code).at_once().says(NOTHING);
    refused.says(&format!("{}:{line}: ", file.display())).says_all(words);
    place.has_no_house();
}

const NO_LOG: [&str; 2] = ["not an XES log", "Give an XES file, compressed or not."];

#[test]
fn an_empty_file() {
    refused("empty.xes", b"", "LT0118", 1, &NO_LOG);
    refused("empty.xes.gz", &gzipped(""), "LT0118", 1, &NO_LOG);
}

#[test]
fn a_file_that_is_only_called_compressed() {
    refused("log.xes.gz", b"case;activity\n1;a\n", "LT0118", 1, &NO_LOG);
    refused("log.xes.gz", &[0x50, 0x4b, 3, 4, 0, 0, 0, 0, 8, 0], "LT0118", 1, &NO_LOG);
    // Begins as gzip does, and is none.
    refused(
        "log.xes.gz",
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff],
        "LT0115",
        1,
        &["Fetch"],
    );
    refused("log.xes.gz", &[0x1f, 0x8b], "LT0110", 1, &["Fetch"]);
}

#[test]
fn xml_that_is_no_log() {
    refused(
        "page.xes",
        b"<?xml version=\"1.0\"?>\n<html><body/></html>\n",
        "LT0118",
        2,
        &["<html>", NO_LOG[1]],
    );
}

#[test]
fn an_entity_bomb_and_an_entity_from_outside() {
    let log = small().text();
    let (declaration, rest) = log.split_once('\n').expect("lines");
    let bomb = "<!DOCTYPE log [\n<!ENTITY a \"ha\">\n<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\n]>";
    for document_type in [bomb, "<!DOCTYPE log [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"] {
        let text = format!("{declaration}\n{document_type}\n{rest}");
        refused("bomb.xes", text.as_bytes(), "LT0118", 2, &["document type declaration"]);
    }
}

#[test]
fn another_encoding_than_utf_8() {
    let log = small().text();
    let text = log.replacen("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", 1);
    assert_ne!(text, log);
    refused("latin.xes", text.as_bytes(), "LT0118", 1, &["only UTF-8 is read"]);
}

#[test]
fn a_text_in_another_encoding_than_it_says() {
    let text: Vec<u8> = small().text().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xff, 0xfe][..], &text].concat();
    refused("utf-16.xes", &with_mark, "LT0118", 1, &NO_LOG);
    refused("utf-16.xes", &text, "LT0118", 1, &NO_LOG);
}

#[test]
fn a_case_that_stands_twice() {
    let mut log = small();
    let twice = log.cases[7].clone();
    log.cases.push(twice.clone());
    let text = log.text();
    let name = format!("value=\"{}\"", twice.name);
    let line = |at: usize| text[..text[..at].rfind("<trace>").expect("a trace")].matches('\n').count() + 1;
    let (first, second) = (text.find(&name).expect("once"), text.rfind(&name).expect("twice"));
    let words = [
        format!("the first is in line {}", line(first)),
        format!(" in {}.", twice.name),
        "Rename or join one of the two and import the file again.".to_owned(),
    ];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    refused("twice.xes.gz", &gzipped(&text), "LT0113", line(second), &words);
}

#[test]
fn two_groups_that_would_be_one_unit() {
    let mut log = small();
    let known = log.cases[0].events[0].group().to_owned();
    assert!(known.starts_with("Group "), "{known}");
    let event = &mut log.cases[30].events[1];
    let group = format!("value=\"{}\"", event.group());
    event.text = event.text.replacen(&group, &format!("value=\"{}\"", known.replace(' ', "-")), 1);
    let line = log.line_of(&log.cases[30].events[1].text);
    let words = [&known, "would both get the id", "Rename one of the two in the file and import it again."];
    refused("groups.xes.gz", &gzipped(&log.text()), "LT0119", line, &words);
}

/// What an agency's entry in the catalogue cannot hold is known when the log was read once.
#[test]
fn more_groups_than_an_agency_has_units() {
    for (groups, name, code, words) in [
        (301, "Team", "LT0014", ["items, at most 300 are allowed", "Correct the mapping or the log"]),
        (
            290,
            "A-very-long-name-of-a-team-of-the-municipality-in-question",
            "LT0006",
            ["which is more than a record holds", "fewer groups"],
        ),
    ] {
        let mut log = Log::published();
        log.cases.truncate(100);
        let events = log.cases.iter_mut().flat_map(|case| case.events.iter_mut());
        for (number, event) in (0..groups).zip(events) {
            let group = format!("value=\"{}\"", event.group());
            event.text = event.text.replacen(&group, &format!("value=\"{name}-{number}\""), 1);
        }
        let place = Place::new();
        let file = place.log("groups.xes.gz", &log);
        let refused = place.import(&file).refused(2, code).at_once().says(NOTHING);
        refused.says(&file.display().to_string()).says(words[0]).says(words[1]);
        place.has_no_house();
    }
}

#[test]
fn a_channel_that_the_mapping_does_not_know() {
    let mut text = small().text();
    let at = text.rfind("key=\"channel\" value=\"").expect("a channel") + "key=\"channel\" value=\"".len();
    let end = at + text[at..].find('"').expect("its end");
    text.replace_range(at..end, "Fax");
    let line = text[..text[..at].rfind("<trace>").expect("a trace")].matches('\n').count() + 1;
    refused(
        "fax.xes.gz",
        &gzipped(&text),
        "LT0125",
        line,
        &["channel `Fax`", "Add the value to the mapping"],
    );
}

/// Damage before the first whole case: there is nothing to take in, so no house is made for it.
#[test]
fn a_damage_in_the_first_case() {
    let mut log = small();
    let event = &mut log.cases[0].events[0].text;
    *event = event.split_inclusive('\n').filter(|line| !line.contains("time:timestamp")).collect();
    let line = log.line_of(&log.cases[0].events[0].text);
    let words =
        ["event without time:timestamp", &log.cases[0].name, "Repair the line and import the file again."];
    refused("first.xes.gz", &gzipped(&log.text()), "LT0112", line, &words);
}

#[test]
fn a_directory_and_a_file_that_is_not_there() {
    let place = Place::new();
    let here = place.path("");
    for file in [here.as_path(), &place.path("nowhere.xes.gz")] {
        let refused = place.import(file).refused(2, "LT0116").at_once().says(NOTHING);
        refused
            .says(&format!("{}: cannot be read: ", file.display()))
            .says("Check the path and its permissions.");
    }
    place.has_no_house();
}

/// A log is read twice. A pipe would keep the import waiting for ever, or be empty when the house is half made.
#[test]
fn a_pipe() {
    let place = Place::new();
    let pipe = place.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo(1) exists");
    assert!(made.success());
    let refused = place.import(&pipe).refused(2, "LT0116").at_once().says(NOTHING);
    refused.says(&format!("{}: a log is read twice", pipe.display())).says("Save it to a file");
    place.has_no_house();
}

#[test]
fn a_file_that_may_not_be_read() {
    let place = Place::new();
    let file = place.log("secret.xes.gz", &small());
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).expect("our own file");
    let mut command = bound_by_permissions(&import_command(&file, &place.house()));
    let refused =
        run_within(&mut command, Duration::from_secs(60)).refused(2, "LT0116").at_once().says(NOTHING);
    refused
        .says(&format!("{}: cannot be read: ", file.display()))
        .says("Check the path and its permissions.");
    place.has_no_house();
}

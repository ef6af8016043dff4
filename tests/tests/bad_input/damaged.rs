//! A log with a damage in its middle: the cases before it are taken in, whole; the message counts them; the repaired file
//! may simply be imported again.

use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use lienthong_tests::xes_edit::{Log, gzipped};

use crate::place::{Place, small, undamaged};

/// What is wrong with a file, and what must be said of it.
struct Damage<'a> {
    /// The file's name and bytes.
    name: &'a str,
    bytes: Vec<u8>,
    /// Whole cases that stand before the damage.
    before: usize,
    code: &'a str,
    /// Line of the damage, where it can be known from outside.
    line: Option<usize>,
    /// The case it is in, if its name was read.
    case: Option<&'a str>,
    /// What is wrong, in words.
    what: &'a str,
    remedy: &'a str,
}

const REPAIR: &str = "Repair the line and import the file again.";
const FETCH: &str = "Fetch the file again and import it again.";

#[track_caller]
fn stays_and_is_completed(damage: &Damage<'_>) {
    let place = Place::new();
    let file = place.file(damage.name, &damage.bytes);
    let refused = place.import(&file).refused(2, damage.code).says(damage.what).says(damage.remedy);
    let refused = match damage.line {
        Some(line) => refused.says(&format!("{}:{line}: ", file.display())),
        None => refused.says(&format!("{}:", file.display())),
    };
    let refused = match damage.case {
        Some(case) => refused
            .says(&format!(" in {case}."))
            .says(&format!("Nothing of this case was taken in; {} cases before it were.", damage.before)),
        None => refused.says(&format!("{} cases before it were taken in.", damage.before)),
    };
    let summary = refused.json();
    assert_eq!(summary["dossiers"], damage.before);
    place.verifies();
    let began = place.history();
    let wanted: Vec<String> =
        small().cases.iter().take(damage.before).map(|case| format!("dossier.{}", case.name)).collect();
    let of_cases_before = undamaged().clone().of_streams(|stream| wanted.iter().any(|one| one == stream));
    began.expect_same_as(&of_cases_before);

    let again = place.import(&file).refused(2, damage.code).json();
    assert_eq!((&again["admitted"], &again["already_known"]), (&0.into(), &began.len().into()));
    let repaired = place.log("repaired.xes.gz", &small());
    let summary = place.import(&repaired).expect_code(0).json();
    assert_eq!(summary["already_known"], began.len());
    place.history().expect_same_as(undamaged());
    place.verifies();
}

/// The place, from 0, of the case that is damaged.
const DAMAGED: usize = 23;

/// The small log with one event of its 24th case edited.
struct Edited {
    log: Log,
    case: String,
}

impl Edited {
    fn new(edit: impl FnOnce(&mut String)) -> Self {
        let mut log = small();
        let case = log.cases[DAMAGED].name.clone();
        edit(&mut log.cases[DAMAGED].events[1].text);
        Self { log, case }
    }

    /// Number of the first line, in the damaged event, that contains the text.
    fn line(&self, text: &str) -> usize {
        let whole = self.log.text();
        let event = &self.log.cases[DAMAGED].events[1].text;
        let at = whole.find(event.as_str()).expect("it is there");
        assert_eq!(whole.matches(event.as_str()).count(), 1, "the event stands once");
        let within = event.find(text).unwrap_or_else(|| panic!("no {text:?} in {event}"));
        whole[..at + within].matches('\n').count() + 1
    }

    #[track_caller]
    fn damages(&self, code: &str, named: &str, what: &str) {
        stays_and_is_completed(&Damage {
            name: "damaged.xes.gz",
            bytes: gzipped(&self.log.text()),
            before: DAMAGED,
            code,
            line: Some(self.line(named)),
            case: Some(&self.case),
            what,
            remedy: REPAIR,
        });
    }
}

fn without_line(text: &mut String, with: &str) {
    let before = text.len();
    *text = text.split_inclusive('\n').filter(|line| !line.contains(with)).collect();
    assert!(text.len() < before, "there was a line with {with}");
}

fn replace(text: &mut String, from: &str, to: &str) {
    assert!(text.contains(from), "no {from} in {text}");
    *text = text.replacen(from, to, 1);
}

/// The value of the line with this key, replaced.
fn set(text: &mut String, key: &str, value: &str) {
    let at = text.find(&format!("key=\"{key}\" value=\"")).expect("the key is there");
    let from = at + format!("key=\"{key}\" value=\"").len();
    let to = from + text[from..].find('"').expect("the value ends");
    text.replace_range(from..to, value);
}

#[test]
fn a_compressed_file_that_is_cut_off() {
    let whole = gzipped(&small().text());
    let cut = &whole[..whole.len() * 9 / 10];
    let mut text = Vec::new();
    // What can be unpacked of it, by another reader than ours.
    let _ = GzDecoder::new(cut).read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text);
    let before = text.matches("</trace>").count();
    assert!(before > 5 && before < 35, "{before}");
    let begun = text.rsplit("<trace>").next().unwrap_or_default();
    let case = small().cases[before].name.clone();
    stays_and_is_completed(&Damage {
        name: "cut.xes.gz",
        bytes: cut.to_vec(),
        before,
        code: "LT0110",
        line: Some(text.matches('\n').count() + 1),
        case: begun.contains("concept:name").then_some(&case),
        what: "the compressed file is cut off",
        remedy: FETCH,
    });
}

#[test]
fn a_compressed_file_whose_checksum_differs() {
    let mut bytes = gzipped(&small().text());
    let checksum = bytes.len() - 8;
    bytes[checksum] ^= 1;
    stays_and_is_completed(&Damage {
        name: "damaged.xes.gz",
        bytes,
        before: small().cases.len(),
        code: "LT0115",
        line: None,
        case: None,
        what: "the compressed file is damaged",
        remedy: FETCH,
    });
}

#[test]
fn a_tag_that_is_no_xml() {
    let edited = Edited::new(|event| replace(event, "key=\"org:resource\"", "key=org:resource"));
    edited.damages("LT0111", "key=org:resource", "");
}

#[test]
fn a_byte_that_is_no_text() {
    let edited = Edited::new(|event| set(event, "org:resource", "Resource-in-latin-1-~"));
    let mut bytes = edited.log.text().into_bytes();
    let at = edited.log.text().find("latin-1-~").expect("it is there") + "latin-1-".len();
    bytes[at] = 0xe9;
    stays_and_is_completed(&Damage {
        name: "latin.xes",
        bytes,
        before: DAMAGED,
        code: "LT0111",
        line: Some(edited.line("latin-1-~")),
        case: Some(&edited.case),
        what: "UTF-8",
        remedy: REPAIR,
    });
}

#[test]
fn something_after_the_end() {
    let text = format!("{}<log/>\n", small().text());
    stays_and_is_completed(&Damage {
        name: "more.xes",
        before: small().cases.len(),
        code: "LT0111",
        line: Some(text.lines().count()),
        bytes: text.into_bytes(),
        case: None,
        what: "<log> after </log>",
        remedy: REPAIR,
    });
}

#[test]
fn a_reference_to_an_entity() {
    // A document type is refused before the first case, so no entity is ever declared.
    let edited = Edited::new(|event| set(event, "org:resource", "&bomb;"));
    edited.damages("LT0111", "&bomb;", "bomb");
}

#[test]
fn a_document_type_in_the_middle() {
    let edited = Edited::new(|event| {
        event.insert_str(0, "\t\t<!DOCTYPE log SYSTEM \"file:///etc/passwd\">\n");
    });
    edited.damages("LT0111", "<!DOCTYPE", "document type");
}

#[test]
fn an_event_without_its_instant() {
    let edited = Edited::new(|event| without_line(event, "time:timestamp"));
    edited.damages("LT0112", "<event>", "event without time:timestamp");
}

#[test]
fn an_event_without_its_activity() {
    let edited = Edited::new(|event| without_line(event, "concept:name"));
    edited.damages("LT0112", "<event>", "event without concept:name");
}

#[test]
fn an_instant_that_is_none() {
    let edited = Edited::new(|event| set(event, "time:timestamp", "yesterday at noon"));
    edited.damages("LT0112", "yesterday", "date `yesterday at noon` is not an instant");
}

#[test]
fn an_instant_that_no_command_can_carry() {
    let edited = Edited::new(|event| set(event, "time:timestamp", "-000044-03-15T12:00:00+01:00"));
    edited.damages("LT0112", "<event>", "-000044-03-15T12:00:00+01:00");
}

#[test]
fn a_name_that_no_command_can_carry() {
    let edited = Edited::new(|event| set(event, "org:resource", "Resource&#9;17"));
    edited.damages("LT0112", "<event>", "org:resource");
}

#[test]
fn an_id_that_no_command_can_carry() {
    let edited = Edited::new(|event| set(event, "concept:instance", &"x".repeat(1001)));
    edited.damages("LT0112", "<event>", "concept:instance");
}

#[test]
fn a_text_longer_than_is_held_in_memory() {
    let mut log = small();
    let case = log.cases[DAMAGED].name.clone();
    set(&mut log.cases[DAMAGED].events[1].text, "org:resource", &"9".repeat(3 << 20));
    stays_and_is_completed(&Damage {
        name: "long.xes",
        bytes: log.text().into_bytes(),
        before: DAMAGED,
        code: "LT0114",
        line: None,
        case: Some(&case),
        what: "more than 1048576 bytes in one piece of XML",
        remedy: "Split the case or shorten the text, and import the file again.",
    });
}

#[test]
fn a_file_that_ends_before_the_log_does() {
    let whole = small().text();
    let end = whole.rfind("</log>").expect("it ends");
    stays_and_is_completed(&Damage {
        name: "ends.xes",
        bytes: whole.as_bytes()[..end].to_vec(),
        before: small().cases.len(),
        code: "LT0111",
        line: Some(whole[..end].matches('\n').count() + 1),
        case: None,
        what: "the file ends before </log>",
        remedy: REPAIR,
    });
}

/// What [`Damage::before`] rests on.
#[test]
fn the_small_log_is_what_these_tests_take_it_for() {
    let log = small();
    assert_eq!((log.cases.len(), undamaged().streams().len()), (40, 40));
    assert!(log.cases[DAMAGED].events.len() > 2 && log.cases.iter().any(|case| case.has("T08")));
    assert!(Path::new(&lienthong_tests::lienthong_bin()).exists());
}

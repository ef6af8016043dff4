//! Every fault of a log: its code, its line, its case.

use crate::support::{log, mapping, read, read_within, receipt_gz, receipt_xml, survey_of, trace};
use flate2::Compression;
use flate2::write::GzEncoder;
use lienthong_interop::xes::{Case, Limits, Survey, XesError, XesReader, survey};
use std::io::Write;
use std::path::Path;

const RECEIVED: (&str, &str) = ("Confirmation of receipt", "Group 1");

fn gz(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn survey_bytes(bytes: &[u8]) -> Survey {
    let reader = XesReader::new("receipt.xes.gz", bytes, Limits::default()).unwrap();
    survey("receipt.xes.gz", reader, &mapping())
}

/// Everything a message must say, for a fault in a small log.
fn says(error: &XesError, message: &str) {
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_cut_off_gz_gives_what_stood_before() {
    let whole = receipt_gz();
    let survey = survey_bytes(&whole[..whole.len() / 2]);
    let damage = survey.damage.clone().unwrap();
    assert_eq!(damage.code(), "LT0110");
    assert!(damage.line > 1000, "{damage}");
    assert!(survey.cases > 100 && survey.cases < 1434, "{}", survey.cases);
    assert_eq!(survey.refusal(), None, "the cases before are good");
    assert!(damage.told(survey.cases).ends_with("Fetch the file again and import it again."), "{damage}");
    // Only the last byte of the checksum is missing: every case is there, and the file still is not whole.
    let nearly = survey_bytes(&whole[..whole.len() - 1]);
    assert_eq!((nearly.damage.unwrap().code(), nearly.cases), ("LT0110", 1434));
}

#[test]
fn damaged_gz_is_told_from_a_cut_one() {
    let mut bytes = receipt_gz();
    let checksum = bytes.len() - 8;
    bytes[checksum] ^= 1;
    assert_eq!(survey_bytes(&bytes).damage.unwrap().code(), "LT0115");
}

#[test]
fn broken_xml_names_the_line() {
    let xml = log("case-1", &[RECEIVED, ("T02 Check confirmation of receipt", "Group 4")]);
    let at = xml.lines().position(|line| line.contains("T02")).unwrap() + 1;
    let rows = [
        (xml.replace("<string key=\"concept:name\" value=\"T02", "<string key=concept:name value=\"T02"), at),
        (xml.replace("T02 Check", "T02 &check;"), at),
        (
            xml.replace(
                "<string key=\"concept:name\" value=\"T02",
                "<strong key=\"concept:name\" value=\"T02",
            ),
            at,
        ),
        (
            xml.replace(
                "<string key=\"concept:name\" value=\"T02",
                "text <string key=\"concept:name\" value=\"T02",
            ),
            at,
        ),
    ];
    for (broken, line) in rows {
        let error = read(broken.as_bytes()).unwrap_err();
        assert_eq!(
            (error.code(), error.line, error.case.as_deref()),
            ("LT0111", line as u64, Some("case-1")),
            "{error}"
        );
    }
    let unclosed = read(xml.replace("</trace>\n", "").as_bytes()).unwrap_err();
    assert_eq!(unclosed.code(), "LT0111", "{unclosed}");
    let ends = xml.replace("</log>\n", "");
    says(
        &read(ends.as_bytes()).unwrap_err(),
        &format!("LT0111 a.xes:{}: the file ends before </log>.", ends.lines().count() + 1),
    );
    let doctype = format!("<!DOCTYPE log [<!ENTITY a \"b\">]>\n{xml}");
    assert_eq!(read(doctype.as_bytes()).unwrap_err().code(), "LT0118");
    let more = format!("{xml}<log/>");
    assert_eq!(read(more.as_bytes()).unwrap_err().code(), "LT0111");
    let mark = "\u{feff}<?xml version=\"1.0\"?>\n";
    assert!(read(format!("{mark}{xml}").as_bytes()).is_ok());
    assert_eq!(read(format!("\n{mark}{xml}").as_bytes()).unwrap_err().code(), "LT0118");
    let latin = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n{xml}");
    assert!(read(latin.as_bytes()).unwrap_err().to_string().contains("only UTF-8"));
}

#[test]
fn something_else_than_a_log_is_said_to_be() {
    for bytes in [&b""[..], b"case;activity\n1;a\n", b"<html/>", b"\x89PNG\r\n\x1a\n"] {
        assert_eq!(read(bytes).unwrap_err().code(), "LT0118", "{bytes:?}");
    }
    let none = XesReader::open(Path::new("/nowhere/a.xes"), Limits::default()).err().unwrap();
    assert_eq!((none.code(), none.line), ("LT0116", 0));
}

#[test]
fn an_event_lacks_its_instant() {
    let mut xml = log("case-1", &[RECEIVED]).replace("</log>\n", "");
    xml.push_str(&trace("case-9289", &[RECEIVED]));
    xml.push_str("</log>\n");
    let last = xml.rfind("<date").unwrap();
    let end = last + xml[last..].find('\n').unwrap();
    let line = xml[..xml.rfind("<event>").unwrap()].matches('\n').count() + 1;
    let without = format!("{}{}", &xml[..last], &xml[end..]);
    let survey = survey_of(&without);
    let damage = survey.damage.clone().unwrap();
    says(&damage, &format!("LT0112 a.xes:{line}: event without time:timestamp in case-9289."));
    assert_eq!((survey.cases, survey.refusal()), (1, None));
    assert!(damage.told(1).contains("Nothing of this case was taken in; the one before it was."));
}

#[test]
fn a_malformed_value_names_itself() {
    let rows = [
        (
            "2011-01-01T10:00:00.000+01:00",
            "2011-01-01T10:00:00",
            "LT0112",
            "is not an instant with an offset",
        ),
        ("2011-01-01T10:00:00.000+01:00", "yesterday", "LT0112", "`yesterday`"),
        (
            "key=\"org:group\" value",
            "key=\"lifecycle:transition\" value",
            "LT0112",
            "`Group 1` is not `complete`",
        ),
        ("Confirmation of receipt", "", "LT0112", "event without concept:name"),
        ("case-1", "case 1", "LT0112", "the character ' '"),
        (
            "key=\"concept:name\" value=\"case-1\"",
            "key=\"name\" value=\"case-1\"",
            "LT0117",
            "case without concept:name",
        ),
    ];
    for (good, bad, code, word) in rows {
        let damage = survey_of(&log("case-1", &[RECEIVED]).replace(good, bad)).damage.unwrap();
        assert_eq!(damage.code(), code, "{damage}");
        assert!(damage.to_string().contains(word), "{damage}");
    }
    let empty = survey_of(&log("case-1", &[])).damage.unwrap();
    says(&empty, "LT0117 a.xes:2: case without events in case-1.");
}

#[test]
fn a_case_may_stand_once() {
    let xml = receipt_xml();
    let start = xml.rfind("\t<trace>").unwrap();
    let end = xml.rfind("</log>").unwrap();
    let twice = format!("{}{}{}", &xml[..end], &xml[start..end], &xml[end..]);
    let line = |at: usize| xml[..at].matches('\n').count() + 1;
    let survey = survey_bytes(&gz(&twice));
    let damage = survey.refusal().expect("which of the two is meant is not known: nothing may be taken in");
    let name = damage.case.clone().unwrap();
    says(
        damage,
        &format!(
            "LT0113 receipt.xes.gz:{}: a second case of this name, the first is in line {} in {name}.",
            line(end),
            line(start)
        ),
    );
}

#[test]
fn words_that_the_mapping_lacks_stop_everything() {
    let xml = log("case-1", &[RECEIVED]);
    let fax = "case-1\"/>\n<string key=\"channel\" value=\"Fax\"/>\n<string key=\"more\" value=\"";
    let survey = survey_of(&xml.replace("case-1", fax));
    says(survey.refusal().unwrap(), "LT0125 a.xes:2: channel `Fax` is not in the mapping in case-1.");
    let two = survey_of(&log("case-1", &[RECEIVED, ("x", "Group-1")]));
    let clash = two.refusal().unwrap();
    assert_eq!(clash.code(), "LT0119");
    assert!(
        clash.to_string().contains("groups `Group 1` and `Group-1` would both get the id `Group-1`"),
        "{clash}"
    );
}

#[test]
fn hostile_input_meets_a_limit() {
    let small = Limits { piece: 1000, bytes: 200_000, events: 10, attributes: 50, depth: 3 };
    let deep = |n: usize| format!("{}{}", "<string key=\"a\" value=\"b\">".repeat(n), "</string>".repeat(n));
    let rows = [
        // A text: the reader gives up at the end of the buffer that passes the limit.
        (log(&"x".repeat(200_000), &[]), "LT0114", "1000 bytes in one piece of XML"),
        (format!("<log><!--{}--></log>", "x".repeat(200_000)), "LT0114", "1000 bytes in one piece of XML"),
        (format!("<log><trace>{}</trace></log>", "<event/>".repeat(11)), "LT0114", "10 events"),
        (
            format!("<log><trace><event>{}</event></trace></log>", deep(1).repeat(51)),
            "LT0114",
            "50 attributes",
        ),
        (format!("<log><trace>{}</trace></log>", deep(4)), "LT0114", "3 attributes within one another"),
        (format!("<log>{}</log>", deep(1).repeat(51)), "LT0114", "50 attributes"),
        (
            format!(
                "<log><trace>{}{}</trace></log>",
                " ".repeat(150_000),
                deep(1).repeat(49) + &"<!-- -->".repeat(9000) + &deep(1)
            ),
            "LT0114",
            "200000 bytes in one case or header",
        ),
        (
            format!("<log {}/>", (0..40).map(|i| format!("a{i}=\"\" ")).collect::<String>()),
            "LT0114",
            "32 XML attributes",
        ),
    ];
    for (xml, code, word) in rows {
        let limits = Limits { piece: if word.starts_with("1000") { 1000 } else { 1 << 20 }, ..small };
        let error = read_within(xml.as_bytes(), limits).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(word), "{error}");
    }
    assert!(read_within(format!("<log><trace>{}</trace></log>", deep(3)).as_bytes(), small).is_ok());
}

#[test]
fn a_bomb_is_read_in_little_memory_and_refused() {
    // 64 MiB of spaces in 64 KiB.
    let bomb =
        gz(&format!("<log><trace><string key=\"a\" value=\"{}\"/></trace></log>", " ".repeat(64 << 20)));
    assert!(bomb.len() < 128 * 1024);
    assert_eq!(read(&bomb).unwrap_err().code(), "LT0114");
}

#[test]
fn after_an_error_the_log_has_ended() {
    let xml = log("case-1", &[RECEIVED]).replace("2011-01-01T10:00:00.000+01:00", "x");
    let mut reader = XesReader::new("a.xes", xml.as_bytes(), Limits::default()).unwrap();
    assert!(reader.next().unwrap().is_err());
    assert!(reader.next().is_none());
}

#[test]
fn a_trace_is_understood_whole_or_not_at_all() {
    let xml = log("case-1", &[RECEIVED, ("", "Group 1")]);
    let traces = read(xml.as_bytes()).unwrap();
    assert!(Case::read("a.xes", &traces[0], &mapping()).is_err());
}

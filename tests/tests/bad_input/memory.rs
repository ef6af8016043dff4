//! However long a log is, it is read in the memory of its largest case; only the names of its cases are kept.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use lienthong_tests::Background;
use lienthong_tests::history::import_command;
use lienthong_tests::xes_edit::Log;

use crate::place::Place;

/// A log of so many cases, streamed to disk: those of the published log over and over, each under a name of its own. Its
/// last case stands twice, so that it is read to its end and then refused: what is measured is the reading alone.
fn write_log(path: &Path, cases: usize) {
    let log = Log::published();
    let whole = log.text();
    let (head, _) = whole.split_once("\t<trace>").expect("a trace");
    let bodies: Vec<String> = log
        .cases
        .iter()
        .map(|case| log.clone().with_cases(|other| other.name == case.name).text()[head.len()..].to_owned())
        .map(|text| text[..text.rfind("</trace>").expect("its end")].to_owned() + "</trace>\n")
        .take(100)
        .collect();
    let mut out = BufWriter::new(File::create(path).expect("a writable directory"));
    out.write_all(head.as_bytes()).expect("room");
    for number in 0..=cases {
        let place = number % bodies.len();
        let name = format!("value=\"{}\"", log.cases[place].name);
        let new = format!("value=\"case-{}\"", number.min(cases - 1));
        out.write_all(bodies[place].replace(&name, &new).as_bytes()).expect("room");
    }
    out.write_all(b"</log>\n").and_then(|()| out.flush()).expect("room");
}

/// The most memory that reading the log took, in KiB.
fn peak_of_reading(cases: usize) -> u64 {
    let place = Place::new();
    let file = place.path("long.xes");
    write_log(&file, cases);
    let size = std::fs::metadata(&file).expect("it was written").len() >> 20;
    let mut program = Background::spawn(&mut import_command(&file, &place.house()));
    let peak = peak(&mut program);
    let refused = program.stderr();
    assert!(
        refused.starts_with("LT0113 ") && refused.contains(&format!(" in case-{}.", cases - 1)),
        "{refused}"
    );
    place.has_no_house();
    eprintln!("{cases} cases, {size} MiB: at most {peak} KiB");
    peak
}

/// The most memory (`VmHWM`, in KiB) that a program ever had, as long as it could be asked.
fn peak(program: &mut Background) -> u64 {
    let status = format!("/proc/{}/status", program.id());
    let mut peak = 0;
    while program.wait(Duration::from_millis(5)).is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now.unwrap_or_default());
    }
    peak
}

#[test]
fn a_log_is_read_in_little_memory_however_long_it_is() {
    let cases = 60_000;
    let (few, many) = (peak_of_reading(1434), peak_of_reading(cases));
    // A name of a case with its line, in a tree: some 100 bytes.
    let names = 60_000 * 128 / 1024;
    assert!(many < few + names + 4096, "{few} KiB for 1434 cases, {many} KiB for {cases}");
}

/// A text of 100 MiB in one attribute: 100 KiB of a compressed file, and never in memory.
#[test]
fn a_line_of_100_mib_is_not_held() {
    use flate2::{Compression, write::GzEncoder};
    let place = Place::new();
    let file = place.path("bomb.xes.gz");
    let mut out = GzEncoder::new(File::create(&file).expect("a writable directory"), Compression::fast());
    out.write_all(b"<log>\n<trace>\n<string key=\"concept:name\" value=\"").expect("room");
    for _ in 0..100 {
        out.write_all(&vec![b'9'; 1 << 20]).expect("room");
    }
    out.write_all(b"\"/>\n</trace>\n</log>\n").and_then(|()| out.finish().map(drop)).expect("room");
    let mut program = Background::spawn(&mut import_command(&file, &place.house()));
    let peak = peak(&mut program);
    let said = program.stderr();
    assert!(said.starts_with("LT0114 ") && said.contains(":3: more than 1048576 bytes"), "{said}");
    assert!(peak < 64 * 1024, "{peak} KiB");
    place.has_no_house();
}

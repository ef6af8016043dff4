//! The shipped mapping, the real log, and small logs written by hand.

use flate2::read::GzDecoder;
use lienthong_interop::mapping::Mapping;
use lienthong_interop::xes::{Case, Limits, Plan, Survey, Trace, XesError, XesReader, plan, survey};
use std::fs::{self, File};
use std::io::Read;
use std::path::PathBuf;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn mapping_text() -> String {
    fs::read_to_string(root().join("deploy/mappings/coselog-receipt.toml")).unwrap()
}

pub fn mapping() -> Mapping {
    Mapping::load(&root().join("deploy/mappings/coselog-receipt.toml")).unwrap()
}

pub fn receipt() -> XesReader<'static> {
    XesReader::open(&root().join("tests/data/receipt.xes.gz"), Limits::default()).unwrap()
}

pub fn receipt_gz() -> Vec<u8> {
    fs::read(root().join("tests/data/receipt.xes.gz")).unwrap()
}

pub fn receipt_xml() -> String {
    let mut xml = String::new();
    let file = File::open(root().join("tests/data/receipt.xes.gz")).unwrap();
    GzDecoder::new(file).read_to_string(&mut xml).unwrap();
    xml
}

/// Reads a log of a name to its end or its first error.
pub fn read(bytes: &[u8]) -> Result<Vec<Trace>, XesError> {
    read_within(bytes, Limits::default())
}

pub fn read_within(bytes: &[u8], limits: Limits) -> Result<Vec<Trace>, XesError> {
    XesReader::new("a.xes", bytes, limits)?.collect()
}

pub fn survey_of(xml: &str) -> Survey {
    let reader = XesReader::new("a.xes", xml.as_bytes(), Limits::default()).unwrap();
    survey("a.xes", reader, &mapping())
}

/// Plans of every case.
pub fn plans(traces: &[Trace]) -> Vec<Plan> {
    let mapping = mapping();
    traces
        .iter()
        .map(|trace| plan(&Case::read("a.xes", trace, &mapping).unwrap(), &mapping).unwrap())
        .collect()
}

/// A log of one trace of events, a minute apart: (activity, group).
pub fn log(case: &str, events: &[(&str, &str)]) -> String {
    let mut xml = String::from("<log xes.version=\"1.0\">\n");
    xml.push_str(&trace(case, events));
    xml.push_str("</log>\n");
    xml
}

pub fn trace(case: &str, events: &[(&str, &str)]) -> String {
    let mut xml = format!("<trace>\n<string key=\"concept:name\" value=\"{case}\"/>\n");
    for (i, (activity, group)) in events.iter().enumerate() {
        xml.push_str(&format!(
            "<event>\n<string key=\"concept:name\" value=\"{activity}\"/>\n<string key=\"concept:instance\" \
             value=\"task-{i}\"/>\n<string key=\"org:group\" value=\"{group}\"/>\n<string key=\"org:resource\" \
             value=\"Resource01\"/>\n<date key=\"time:timestamp\" value=\"2011-01-01T10:{i:02}:00.000+01:00\"/>\n</event>\n"
        ));
    }
    xml.push_str("</trace>\n");
    xml
}

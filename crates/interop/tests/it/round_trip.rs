//! What is written is what is read.

use crate::support::root;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_interop::xes::{
    Attribute, Classifier, Date, Event, Extension, Global, Limits, LogHeader, Trace, Value, XesReader,
    XesWriter,
};
use proptest::prelude::*;

/// Any text XML can hold, with what it must escape.
fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z:]{1,12}", "[ \t\r\n<>&'\"a-zà-ỹ€𝒳]{0,20}",]
}

fn dates() -> impl Strategy<Value = Date> {
    let zones = prop::sample::select(vec!["Europe/Amsterdam", "Asia/Ho_Chi_Minh", "America/St_Johns", "UTC"]);
    (0_i64..4_000_000_000_000, zones).prop_map(|(ms, zone)| {
        Date::in_zone(Timestamp::from_millisecond(ms).unwrap(), &TimeZone::get(zone).unwrap())
    })
}

fn plain() -> impl Strategy<Value = Value> {
    prop_oneof![
        words().prop_map(Value::String),
        words().prop_map(Value::Id),
        dates().prop_map(Value::Date),
        any::<i64>().prop_map(Value::Int),
        prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY), -1e300..1e300].prop_map(Value::Float),
        any::<bool>().prop_map(Value::Boolean),
    ]
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let leaf = (words(), plain()).prop_map(|(key, value)| Attribute { key, value, nested: vec![] });
    leaf.prop_recursive(3, 12, 3, |inner| {
        let many = || prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            (words(), plain(), many()).prop_map(|(key, value, nested)| Attribute { key, value, nested }),
            (words(), many(), many()).prop_map(|(key, values, nested)| Attribute {
                key,
                value: Value::List(values),
                nested
            }),
            (words(), many()).prop_map(|(key, values)| Attribute {
                key,
                value: Value::Container(values),
                nested: vec![]
            }),
        ]
    })
}

fn attributes() -> impl Strategy<Value = Vec<Attribute>> {
    prop::collection::vec(attribute(), 0..4)
}

fn header() -> impl Strategy<Value = LogHeader> {
    let extension =
        (words(), words(), words()).prop_map(|(name, prefix, uri)| Extension { name, prefix, uri });
    let global = (words(), attributes()).prop_map(|(scope, attributes)| Global { scope, attributes });
    let classifier = (words(), words()).prop_map(|(name, keys)| Classifier { name, keys });
    let some = 0..3_usize;
    (
        prop::collection::vec(extension, some.clone()),
        prop::collection::vec(global, some.clone()),
        prop::collection::vec(classifier, some),
        attributes(),
    )
        .prop_map(|(extensions, globals, classifiers, attributes)| LogHeader {
            extensions,
            globals,
            classifiers,
            attributes,
        })
}

fn traces() -> impl Strategy<Value = Vec<Trace>> {
    let events = prop::collection::vec(attributes(), 0..4);
    let trace = (attributes(), events).prop_map(|(attributes, events)| Trace {
        line: 0,
        attributes,
        events: events
            .into_iter()
            .zip(0..)
            .map(|(attributes, index)| Event { line: 0, index, attributes })
            .collect(),
    });
    prop::collection::vec(trace, 0..4)
}

fn without_lines(mut trace: Trace) -> Trace {
    trace.line = 0;
    trace.events.iter_mut().for_each(|event| event.line = 0);
    trace
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_log_written_is_the_log_read(header in header(), traces in traces(), compress in any::<bool>()) {
        let mut out = XesWriter::new(Vec::new(), compress, &header).unwrap();
        for trace in &traces {
            out.trace(trace).unwrap();
        }
        let bytes = out.finish().unwrap();
        let reader = XesReader::new("a.xes", bytes.as_slice(), Limits::default()).unwrap();
        prop_assert_eq!(reader.compressed(), compress);
        prop_assert_eq!(reader.header(), &header);
        let read: Result<Vec<_>, _> = reader.map(|trace| trace.map(without_lines)).collect();
        prop_assert_eq!(read.unwrap(), traces);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0..2000_usize) {
        let _ = XesReader::new("a.xes", bytes.as_slice(), Limits::default()).map(Iterator::count);
        // And a log with a piece overwritten.
        let mut log = std::fs::read(root().join("deploy/mappings/coselog-receipt.toml")).unwrap();
        log.splice(0..0, b"<log><trace>".iter().copied());
        let at = cut.min(log.len());
        log.splice(at..at, bytes);
        let _ = XesReader::new("a.xes", log.as_slice(), Limits::default()).map(Iterator::count);
    }
}

#[test]
fn an_instant_in_a_zone_is_written_to_the_millisecond() {
    let at: Timestamp = "2011-10-11T11:45:40.276Z".parse().unwrap();
    let date = Date::in_zone(at, &TimeZone::get("Europe/Amsterdam").unwrap());
    assert_eq!(date.text, "2011-10-11T13:45:40.276+02:00");
    assert_eq!(Date::parse(&date.text).unwrap().at, at);
}

#[test]
fn the_name_says_whether_a_file_is_compressed() {
    let dir = tempfile::tempdir().unwrap();
    for (name, compressed) in [("a.xes", false), ("a.xes.gz", true), ("A.XES.GZ", true)] {
        let path = dir.path().join(name);
        XesWriter::create(&path, &LogHeader::default()).unwrap().finish().unwrap();
        assert_eq!(XesReader::open(&path, Limits::default()).unwrap().compressed(), compressed, "{name}");
    }
}

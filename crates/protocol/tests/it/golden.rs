//! The bytes of one command and one record of each kind, as they were when this schema was fixed: whoever changes an encoding
//! sees it here, and needs a new schema version and an upcast.

use lienthong_names::Act;
use lienthong_protocol::testing::examples;
use lienthong_protocol::{Command, DecodeError, RawRecord, Record, SCHEMA_VERSION};

const COMMANDS: &str = include_str!("../golden/commands-v1.hex");
const RECORDS: &str = include_str!("../golden/records-v1.hex");
const RECORDS_OF_SCHEMA_0: &str = include_str!("../golden/records-v0.hex");

/// Lines of `<kind> <hex>`.
fn parse(text: &str) -> Vec<(&str, Vec<u8>)> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(' ').unwrap())
        .map(|(kind, bytes)| (kind, hex::decode(bytes).unwrap()))
        .collect()
}

fn records() -> Vec<Record> {
    let command = examples::commands().swap_remove(0);
    examples::events().into_iter().map(|event| examples::record(&command, vec![event])).collect()
}

#[test]
fn commands_have_their_bytes() {
    let golden = parse(COMMANDS);
    let commands = examples::commands();
    assert_eq!(golden.len(), commands.len(), "a line a kind");
    for (kind, bytes) in golden {
        let read = Command::decode(&bytes).unwrap_or_else(|errors| panic!("{kind}: {errors:?}"));
        let example = commands.iter().find(|command| command.kind_name() == kind).expect("an example");
        // An example's number is its place in the list, which grows.
        let (id, occurred_at) = (read.act.id, read.act.occurred_at);
        let act = Act { id, occurred_at, ..example.act.clone() };
        assert_eq!(read, Command { act, body: example.body.clone() }, "{kind}");
        assert_eq!(hex::encode(read.encode()), hex::encode(&bytes), "{kind}");
    }
}

#[test]
fn records_have_their_bytes() {
    let golden = parse(RECORDS);
    let records = records();
    assert_eq!(golden.len(), records.len(), "a line a kind");
    for (kind, bytes) in golden {
        let record =
            records.iter().find(|record| record.events()[0].kind_name() == kind).expect("an example");
        assert_eq!(hex::encode(record.encode()), hex::encode(&bytes), "{kind}");
        assert_eq!(Record::decode(&bytes).as_ref(), Ok(record), "{kind}");
    }
}

#[test]
fn a_record_of_schema_0_reads_as_if_of_today() {
    let golden = parse(RECORDS_OF_SCHEMA_0);
    let (kind, bytes) = &golden[0];
    let raw = RawRecord::decode(bytes).unwrap();
    let today = records().into_iter().find(|record| record.events()[0].kind_name() == *kind).unwrap();
    assert_eq!(raw.record, Record { schema_version: 0, ..today.clone() }, "round and version are filled in");
    // What is hashed is what was stored, not what it would be written as today.
    assert_eq!(raw.leaf, lienthong_merkle::leaf_hash(bytes));
    assert!(bytes.len() < today.encode().len());
}

#[test]
fn a_record_of_tomorrow_is_not_guessed_at() {
    let record = Record { schema_version: SCHEMA_VERSION + 1, ..records().swap_remove(0) };
    let newer = DecodeError::Newer { found: SCHEMA_VERSION + 1, known: SCHEMA_VERSION };
    assert_eq!(Record::decode(&record.encode()), Err(newer.clone()));
    // Even where nothing else is as it is today: field 2 is a number here.
    assert_eq!(Record::decode(&[0x08, 0x02, 0x10, 0x01]), Err(newer));
}

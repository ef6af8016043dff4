//! The fields of `Command` that stand before its body.

use super::{Fields, Value, id, instant};
use crate::command::Command;
use crate::convert;
use crate::form::Form;
use crate::proto;
use lienthong_names::{Act, Clerk, CommandId, Source};
use prost::Message as _;

/// The last field before the body.
const LAST: u64 = 10;

/// Reads a command whose form is as it must be; `None`: it is read the longer way.
pub(crate) fn read(bytes: &[u8]) -> Option<Command> {
    let mut form = Form::incoming();
    let mut fields = Fields::of(bytes);
    let (mut command_id, mut agency, mut officer, mut unit) = (None, None, None, None);
    let (mut entered_by, mut occurred_at, mut derived, mut source) = (None, None, false, None);
    let (mut group_id, mut dossier, mut body) = (None, "", fields.left());
    while let Some((number, value)) = fields.next(&[])? {
        match (number, value) {
            (1, Value::Bytes(bytes)) => command_id = Some(CommandId::from_bytes(bytes).ok()?),
            (2, Value::Bytes(text)) => agency = Some(id(text)?),
            (3, Value::Bytes(text)) => officer = Some(id(text)?),
            (4, Value::Bytes(text)) => unit = Some(id(text)?),
            (5, Value::Bytes(bytes)) => entered_by = Some(clerk(bytes)?),
            (6, Value::Bytes(at)) => occurred_at = Some(instant(&mut form, at)?),
            (7, Value::Number(number)) => derived = number != 0,
            (8, Value::Bytes(bytes)) => source = Some(read_source(&mut form, bytes)?),
            (9, Value::Bytes(text)) => group_id = form.optional_line("group_id", line(text)?)?,
            (LAST, Value::Bytes(text)) => dossier = std::str::from_utf8(text).ok()?,
            (number, _) if number > LAST => break,
            _ => return None,
        }
        body = fields.left();
    }
    let message = proto::Command::decode(body).ok()?;
    // What prost passed over in silence is found by whoever has more patience.
    if message.encode_to_vec() != body {
        return None;
    }
    let body = convert::command::read_whole(&mut form, dossier, &message.drafted_by, message.body?)?;
    let act = Act {
        id: command_id?,
        agency: agency?,
        officer: officer?,
        unit,
        entered_by,
        occurred_at: occurred_at?,
        derived,
        source,
        group_id,
    };
    form.is_clean().then_some(Command { act, body })
}

fn clerk(bytes: &[u8]) -> Option<Clerk> {
    let mut fields = Fields::of(bytes);
    let (mut agency, mut officer) = (None, None);
    while let Some((number, value)) = fields.next(&[])? {
        match (number, value) {
            (1, Value::Bytes(text)) => agency = Some(id(text)?),
            (2, Value::Bytes(text)) => officer = Some(id(text)?),
            _ => return None,
        }
    }
    Some(Clerk { agency: agency?, officer: officer? })
}

fn read_source(form: &mut Form, bytes: &[u8]) -> Option<Source> {
    let mut fields = Fields::of(bytes);
    let mut source = Source {
        index: 0,
        event_id: "".into(),
        activity: "".into(),
        resource: "".into(),
        group: "".into(),
        timestamp: "".into(),
    };
    while let Some((number, value)) = fields.next(&[])? {
        match (number, value) {
            (1, Value::Number(number)) => source.index = u32::try_from(number).ok()?,
            (2, Value::Bytes(text)) => source.activity = form.line("activity", line(text)?)?,
            (3, Value::Bytes(text)) => source.resource = form.line("resource", line(text)?)?,
            (4, Value::Bytes(text)) => source.group = form.line("group", line(text)?)?,
            (5, Value::Bytes(text)) => source.event_id = form.line("event_id", line(text)?)?,
            (6, Value::Bytes(text)) => source.timestamp = form.line("timestamp", line(text)?)?,
            _ => return None,
        }
    }
    Some(source)
}

fn line(text: &[u8]) -> Option<String> {
    std::str::from_utf8(text).ok().map(str::to_owned)
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::any_command;
    use proptest::prelude::*;

    const GOLDEN: &str = include_str!("../../tests/golden/commands-v1.hex");

    fn golden() -> Vec<Vec<u8>> {
        GOLDEN.lines().filter_map(|line| hex::decode(line.split_whitespace().last()?).ok()).collect()
    }

    /// It says nothing, or what the longer way says; whether it said something.
    fn agrees(bytes: &[u8]) -> bool {
        let read = read(bytes);
        if let Some(command) = &read {
            assert_eq!(Command::decode_message(bytes).as_ref(), Ok(command));
        }
        read.is_some()
    }

    #[test]
    fn every_golden_command_is_read_straight() {
        let golden = golden();
        assert!(golden.len() > 50, "{}", golden.len());
        assert!(golden.iter().all(|bytes| agrees(bytes)));
    }

    #[test]
    fn every_changed_byte_of_a_command_reads_as_the_longer_way_says() {
        for good in golden() {
            for at in 0..good.len() {
                for change in [0x01, 0x08, 0x80] {
                    let mut bytes = good.clone();
                    bytes[at] ^= change;
                    agrees(&bytes);
                }
                agrees(&good[..at]);
            }
        }
    }

    #[test]
    fn a_field_that_nobody_knows_is_left_to_the_longer_way_wherever_it_stands() {
        // Number 2047, of no bytes.
        let unknown = [0xfa, 0x7f, 0x00];
        for good in golden().iter().take(5) {
            for at in 0..=good.len() {
                let bytes = [&good[..at], &unknown, &good[at..]].concat();
                agrees(&bytes);
            }
            let bytes = [good, &unknown[..]].concat();
            assert!(!agrees(&bytes));
            assert_eq!(Command::decode(&bytes).unwrap_err()[0].code, crate::form::code::UNKNOWN_FIELD);
        }
    }

    proptest! {
        #[test]
        fn any_command_is_read_straight(command in any_command()) {
            prop_assert_eq!(read(&command.encode()), Some(command));
        }

        #[test]
        fn any_bytes_at_all_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            agrees(&bytes);
        }
    }
}

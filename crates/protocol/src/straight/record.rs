//! The fields of `Record`, `Signed` and `DecidedOn`.

use super::{Fields, Value, id, instant};
use crate::convert::{event, record as parts};
use crate::form::Form;
use crate::keys::Signature;
use crate::proto;
use crate::record::{DecidedOn, Decision, EncryptedField, Record, SCHEMA_VERSION, Signed};
use lienthong_merkle::Hash;
use prost::Message as _;

/// The number of the events.
const EVENTS: u64 = 11;

/// Reads a record of the current schema; `None`: it is read the longer way.
pub(crate) fn read(bytes: &[u8]) -> Option<Record> {
    let mut form = Form::recorded();
    let mut fields = Fields::of(bytes);
    let (mut schema_version, mut revision, mut previous) = (0, 0, None);
    let (mut origin, mut stream, mut recorder, mut recorded_at) = (None, None, None, None);
    let (mut command, mut signed, mut decided_on): (&[u8], _, _) = (&[], None, None);
    let (mut events, mut rejection, mut encrypted) = (Vec::new(), None, Vec::new());
    while let Some((number, value)) = fields.next(&[EVENTS, 13])? {
        match (number, value) {
            (1, Value::Number(version)) => schema_version = version,
            (2, Value::Bytes(text)) => origin = Some(id(text)?),
            (3, Value::Bytes(text)) => stream = Some(id(text)?),
            (4, Value::Number(number)) => revision = number,
            (5, Value::Bytes(hash)) => previous = Some(Hash::try_from(hash).ok()?),
            (6, Value::Bytes(at)) => recorded_at = Some(instant(&mut form, at)?),
            (7, Value::Bytes(text)) => recorder = Some(id(text)?),
            (8, Value::Bytes(bytes)) => command = bytes,
            (9, Value::Bytes(bytes)) => signed = Some(read_signed(bytes)?),
            (10, Value::Bytes(bytes)) => decided_on = Some(read_decided_on(&mut form, bytes)?),
            (EVENTS, Value::Bytes(bytes)) => {
                if events.is_empty() {
                    // Nearly always one, and an event is large.
                    events.reserve_exact(1 + fields.more_of(EVENTS));
                }
                events.push(event::read(&mut form, proto::Event::decode(bytes).ok()?)?);
            }
            (12, Value::Bytes(bytes)) => {
                rejection = Some(parts::read_rejection(&mut form, proto::Rejection::decode(bytes).ok()?)?);
            }
            (13, Value::Bytes(bytes)) => {
                let proto::EncryptedField { field, ciphertext } =
                    proto::EncryptedField::decode(bytes).ok()?;
                encrypted.push(EncryptedField { field: form.personal_field("field", &field)?, ciphertext });
            }
            _ => return None,
        }
    }
    if schema_version != u64::from(SCHEMA_VERSION) || revision == 0 {
        return None;
    }
    let decision = match (events.is_empty(), rejection) {
        (false, None) => Decision::Admitted(events),
        (true, Some(rejection)) => Decision::Rejected(rejection),
        _ => return None,
    };
    let record = Record {
        schema_version: SCHEMA_VERSION,
        origin: origin?,
        stream: stream?,
        revision,
        previous,
        recorded_at: recorded_at?,
        recorder: recorder?,
        command: command.to_vec(),
        signed: signed?,
        decided_on: decided_on?,
        decision,
        fields: encrypted,
    };
    // A fault that was noted is a fault, whatever was read beside it.
    form.is_clean().then_some(record)
}

fn read_signed(bytes: &[u8]) -> Option<Signed> {
    let mut fields = Fields::of(bytes);
    let (mut service, mut agency, mut key_id, mut signature) = (None, None, None, None);
    let (mut index, mut count, mut path) = (0, 0, Vec::new());
    while let Some((number, value)) = fields.next(&[7])? {
        match (number, value) {
            (1, Value::Bytes(text)) => service = Some(id(text)?),
            (2, Value::Bytes(text)) => agency = Some(id(text)?),
            (3, Value::Bytes(text)) => key_id = Some(id(text)?),
            (4, Value::Bytes(bytes)) => signature = Some(Signature::try_from(bytes).ok()?),
            (5, Value::Number(number)) => index = u32::try_from(number).ok()?,
            (6, Value::Number(number)) => count = u32::try_from(number).ok()?,
            (7, Value::Bytes(hash)) => {
                if path.is_empty() {
                    // As many as are left, if they are all there is: nearly always so.
                    path.reserve_exact(fields.left().len() / (Fields::HEAD + 32) + 1);
                }
                path.push(Hash::try_from(hash).ok()?);
            }
            _ => return None,
        }
    }
    Some(Signed {
        service: service?,
        agency: agency?,
        key_id: key_id?,
        signature: signature?,
        index,
        count,
        path,
    })
}

fn read_decided_on(form: &mut Form, bytes: &[u8]) -> Option<DecidedOn> {
    let mut fields = Fields::of(bytes);
    let (mut revision, mut dossier, mut catalogue_position) = (0, None, 0);
    let (mut effective_at, mut rules_version) = (None, 0);
    while let Some((number, value)) = fields.next(&[])? {
        match (number, value) {
            (1, Value::Number(number)) => revision = number,
            (2, Value::Bytes(text)) => dossier = Some(id(text)?),
            (3, Value::Number(number)) => catalogue_position = number,
            (4, Value::Bytes(at)) => effective_at = Some(instant(form, at)?),
            (5, Value::Number(number)) => rules_version = u32::try_from(number).ok()?,
            _ => return None,
        }
    }
    Some(DecidedOn { revision, dossier, catalogue_position, effective_at: effective_at?, rules_version })
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::any_record;
    use proptest::prelude::*;

    const GOLDEN: [&str; 2] = [
        include_str!("../../tests/golden/records-v0.hex"),
        include_str!("../../tests/golden/records-v1.hex"),
    ];

    fn golden() -> impl Iterator<Item = Vec<u8>> {
        let lines = GOLDEN.into_iter().flat_map(str::lines);
        lines.filter_map(|line| hex::decode(line.split_whitespace().last()?).ok())
    }

    /// It says nothing, or what the longer way says; whether it said something.
    fn agrees(bytes: &[u8]) -> bool {
        let read = read(bytes);
        if let Some(record) = &read {
            assert_eq!(Record::decode_message(bytes).as_ref(), Ok(record));
        }
        read.is_some()
    }

    #[test]
    fn every_golden_record_of_today_is_read_straight() {
        let mut straight = 0;
        for bytes in golden() {
            let current = Record::decode_message(&bytes).unwrap().schema_version == SCHEMA_VERSION;
            assert_eq!(agrees(&bytes), current);
            straight += usize::from(current);
        }
        assert!(straight > 50, "{straight}");
    }

    #[test]
    fn every_changed_byte_of_a_record_reads_as_the_longer_way_says() {
        let all: Vec<_> = golden().collect();
        for good in [all.first(), all.get(all.len() / 2), all.last()].into_iter().flatten() {
            for at in 0..good.len() {
                for change in [0x01, 0x08, 0x80, 0xff] {
                    let mut bytes = good.clone();
                    bytes[at] ^= change;
                    agrees(&bytes);
                }
                agrees(&good[..at]);
            }
        }
    }

    #[test]
    fn what_protobuf_allows_besides_is_left_to_the_longer_way() {
        let good = golden().last().unwrap();
        assert!(agrees(&good));
        // The schema a second time; a field of tomorrow; the same fields in another order.
        for more in [&[0x08, 0x01][..], &[0xa2, 0x06, 0x00]] {
            let bytes = [&good, more].concat();
            assert!(Record::decode_message(&bytes).is_ok());
            assert!(!agrees(&bytes));
        }
        assert_eq!(good[..2], [0x08, 0x01]);
        let turned = [&good[2..], &good[..2]].concat();
        assert!(Record::decode_message(&turned).is_ok());
        assert!(!agrees(&turned));
        // A number in more bytes than it needs is the same number.
        let long = [&[0x08, 0x81, 0x00], &good[2..]].concat();
        assert!(agrees(&long));
    }

    proptest! {
        #[test]
        fn any_record_is_read_straight(record in any_record()) {
            prop_assert_eq!(read(&record.encode()), Some(record));
        }

        #[test]
        fn any_bytes_at_all_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            agrees(&bytes);
        }
    }
}

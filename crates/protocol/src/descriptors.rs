//! The description of our own messages, and the search for what it does not describe.
//!
//! Belongs here: the embedded descriptor set; walking bytes along it. Does not: values (`convert`), JSON (`json`).

use crate::form::{FormError, code, join};
use prost::bytes::Buf as _;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
use prost_reflect::{DescriptorPool, Kind, MessageDescriptor};
use std::sync::LazyLock;

/// Written by `cargo xtask codegen` beside the Rust source.
static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    // A set that did not decode would be an empty pool, which the first test of this module would find.
    DescriptorPool::decode(include_bytes!("generated/lienthong.v1.bin").as_slice()).unwrap_or_default()
});

/// The description of a message by its full name, `lienthong.v1.Command`.
pub(crate) fn message(name: &str) -> Option<MessageDescriptor> {
    POOL.get_message_by_name(name)
}

/// Every field in the bytes that the message does not have, at any depth, in order.
///
/// prost passes over such fields. They would be signed and recorded without anyone having read them, so a sender is told.
pub(crate) fn unknown_fields(name: &str, bytes: &[u8]) -> Vec<FormError> {
    let Some(message) = message(name) else { return vec![unreadable(name)] };
    let mut found = Vec::new();
    if walk(&message, bytes, "", &mut found) == Err(Torn) {
        found.push(unreadable(name));
    }
    found
}

fn unreadable(name: &str) -> FormError {
    let vi = format!("không đọc được {name}");
    FormError::new(code::MALFORMED, "", vi, format!("this is no {name}"))
}

/// The bytes end, or are of another shape, where a field should be.
#[derive(Debug, PartialEq)]
struct Torn;

impl From<prost::DecodeError> for Torn {
    fn from(_: prost::DecodeError) -> Self {
        Self
    }
}

fn walk(
    message: &MessageDescriptor,
    mut bytes: &[u8],
    path: &str,
    found: &mut Vec<FormError>,
) -> Result<(), Torn> {
    let mut seen = std::collections::BTreeMap::<u32, usize>::new();
    while bytes.has_remaining() {
        let (number, wire) = decode_key(&mut bytes)?;
        let field = message.get_field(number);
        let Some(field) = field else {
            found.push(unknown(message, number, path));
            skip_field(wire, number, &mut bytes, DecodeContext::default())?;
            continue;
        };
        match field.kind() {
            Kind::Message(inner) if wire == WireType::LengthDelimited => {
                let nth = seen.entry(number).or_default();
                let place =
                    if field.is_list() { format!("{}[{nth}]", field.name()) } else { field.name().into() };
                *nth += 1;
                walk(&inner, take(&mut bytes)?, &join(path, &place), found)?;
            }
            _ => skip_field(wire, number, &mut bytes, DecodeContext::default())?,
        }
    }
    Ok(())
}

/// The bytes of a length-delimited field.
fn take<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], Torn> {
    let length = usize::try_from(decode_varint(bytes)?).map_err(|_| Torn)?;
    let (part, rest) = bytes.split_at_checked(length).ok_or(Torn)?;
    *bytes = rest;
    Ok(part)
}

fn unknown(message: &MessageDescriptor, number: u32, path: &str) -> FormError {
    let name = message.name();
    let vi = format!("{name} không có trường số {number}");
    FormError::new(
        code::UNKNOWN_FIELD,
        join(path, &number.to_string()),
        vi,
        format!("{name} has no field {number}"),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_embedded_set_has_the_messages_that_are_spoken_of() {
        for name in ["Command", "Record", "Submission", "Answer", "Receipt"] {
            assert!(message(&format!("lienthong.v1.{name}")).is_some(), "{name}");
        }
    }

    #[test]
    fn bytes_that_are_no_message_are_said_to_be_none() {
        // Field 24 (a message) of five bytes, of which there are none.
        let found = unknown_fields("lienthong.v1.Command", &[0xc2, 0x01, 0x05]);
        assert_eq!(found.first().unwrap().code, code::MALFORMED);
    }
}

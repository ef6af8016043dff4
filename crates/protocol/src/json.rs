//! JSON by the protobuf JSON mapping, from the descriptors: no message has JSON code of its own.
//!
//! Belongs here: a command from a line of NDJSON, any of our messages to JSON, faults with the field named.
//! Does not: signing and sending what was read (the edges), other JSON (`gateway`, `reports`).
//!
//! The mapping as it stands: names in `camelCase` (as the proto file spells them are read too), bytes in base64, instants in
//! RFC 3339, 64-bit numbers as strings, enumerations by name. A field the message does not have is a fault.

use crate::descriptors;
use crate::form::{FormError, code, join};
use crate::proto;
use crate::record::DecodeError;
use jiff::Timestamp;
use lienthong_names::CommandId;
use prost::Message as _;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value};

/// A command as typed in: its id and instant may still be missing.
#[derive(Debug, Clone, PartialEq)]
pub struct CommandDraft {
    message: proto::Command,
}

impl CommandDraft {
    /// Reads one line.
    ///
    /// # Errors
    /// What is not JSON, what is not a command's JSON, each with its field. Whether it is a good command shows in
    /// [`crate::Command::decode`] of [`CommandDraft::encode`].
    pub fn parse(line: &str) -> Result<Self, Vec<FormError>> {
        let value = serde_json::from_str(line).map_err(|error| {
            let vi = format!("không phải là JSON: {error}");
            vec![FormError::new(code::JSON, "", vi, format!("this is not JSON: {error}"))]
        })?;
        Self::from_value(&value)
    }

    /// The same of JSON that was parsed already.
    ///
    /// # Errors
    /// As [`CommandDraft::parse`].
    pub fn from_value(value: &Value) -> Result<Self, Vec<FormError>> {
        let message = read("Command", value)?;
        let message = message
            .transcode_to()
            .map_err(|error| vec![crate::command::malformed("lệnh", "command", &error)])?;
        Ok(Self { message })
    }

    /// Gives it an id if it has none.
    pub fn fill_id(&mut self, id: CommandId) {
        if self.message.id.is_empty() {
            self.message.id = id.as_bytes().to_vec();
        }
    }

    /// Says when it happened if it does not.
    pub fn fill_occurred_at(&mut self, at: Timestamp) {
        self.message.occurred_at.get_or_insert_with(|| crate::convert::time::write(at));
    }

    /// The command's bytes, ready to be checked and signed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.message.encode_to_vec()
    }
}

/// A line of NDJSON as a command's bytes, nothing filled in.
///
/// # Errors
/// As [`CommandDraft::parse`].
pub fn command_from_json(line: &str) -> Result<Vec<u8>, Vec<FormError>> {
    CommandDraft::parse(line).map(|draft| draft.encode())
}

/// Bytes of one of our messages (`Command`, `Record`, `Submission`, `Receipt`, `Answer`, …) as JSON.
///
/// # Errors
/// [`DecodeError::Malformed`] if there is no such message, or the bytes are none.
pub fn to_json(message: &str, bytes: &[u8]) -> Result<Value, DecodeError> {
    let descriptor = descriptor(message)?;
    let decoded = DynamicMessage::decode(descriptor, bytes)
        .map_err(|error| vec![crate::command::malformed("thông điệp", message, &error)])?;
    serde_json::to_value(&decoded).map_err(|error| {
        let vi = format!("không viết được thành JSON: {error}");
        vec![FormError::new(code::JSON, "", vi, format!("it has no JSON: {error}"))].into()
    })
}

/// JSON of one of our messages as its bytes. Whether it is a good one shows when they are decoded.
///
/// # Errors
/// As [`CommandDraft::parse`].
pub fn from_json(message: &str, value: &Value) -> Result<Vec<u8>, Vec<FormError>> {
    read(message, value).map(|message| message.encode_to_vec())
}

fn descriptor(message: &str) -> Result<MessageDescriptor, Vec<FormError>> {
    descriptors::message(&format!("lienthong.v1.{message}")).ok_or_else(|| {
        let vi = format!("không có thông điệp {message}");
        vec![FormError::new(code::JSON, "", vi, format!("there is no message {message}"))]
    })
}

/// JSON as a message of ours.
fn read(message: &str, value: &Value) -> Result<DynamicMessage, Vec<FormError>> {
    let descriptor = descriptor(message)?;
    let mut unknown = Vec::new();
    find_unknown(&descriptor, value, "", &mut unknown);
    if !unknown.is_empty() {
        return Err(unknown);
    }
    DynamicMessage::deserialize(descriptor.clone(), value)
        .map_err(|error| vec![locate(&descriptor, value, "").unwrap_or_else(|| wrong("", &error))])
}

fn wrong(field: &str, error: &serde_json::Error) -> FormError {
    let vi = format!("không đúng ánh xạ JSON của giao thức: {error}");
    FormError::new(code::JSON, field, vi, format!("it does not follow the protocol's JSON mapping: {error}"))
}

/// The field of a JSON name: either spelling is read.
fn field_of(message: &MessageDescriptor, name: &str) -> Option<FieldDescriptor> {
    message.get_field_by_json_name(name).or_else(|| message.get_field_by_name(name))
}

/// The parts of a value that are messages of ours themselves, each with its path.
fn parts<'v>(
    field: &FieldDescriptor,
    value: &'v Value,
    path: &str,
) -> Vec<(MessageDescriptor, &'v Value, String)> {
    let Kind::Message(inner) = field.kind() else { return Vec::new() };
    // Instants are texts in JSON; what is wrong with one is found when it is read.
    if !inner.full_name().starts_with("lienthong.") {
        return Vec::new();
    }
    match value {
        Value::Array(items) if field.is_list() => items
            .iter()
            .enumerate()
            .map(|(index, item)| (inner.clone(), item, format!("{path}[{index}]")))
            .collect(),
        _ => vec![(inner, value, path.to_owned())],
    }
}

fn find_unknown(message: &MessageDescriptor, value: &Value, path: &str, found: &mut Vec<FormError>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let place = join(path, name);
        match field_of(message, name) {
            Some(field) => {
                for (inner, value, place) in parts(&field, value, &place) {
                    find_unknown(&inner, value, &place, found);
                }
            }
            None => {
                let message = message.name();
                let vi = format!("{message} không có trường `{name}`");
                let en = format!("{message} has no field `{name}`");
                found.push(FormError::new(code::UNKNOWN_FIELD, place, vi, en));
            }
        }
    }
}

/// The innermost field that alone does not read: serde's errors do not say where.
fn locate(message: &MessageDescriptor, value: &Value, path: &str) -> Option<FormError> {
    let fields = value.as_object().into_iter().flatten();
    fields.into_iter().find_map(|(name, value)| {
        let field = field_of(message, name)?;
        let alone = Value::Object(Map::from_iter([(name.clone(), value.clone())]));
        let error = DynamicMessage::deserialize(message.clone(), &alone).err()?;
        let place = join(path, name);
        let inner = parts(&field, value, &place).into_iter().find_map(|(m, v, place)| locate(&m, v, &place));
        Some(inner.unwrap_or_else(|| wrong(&place, &error)))
    })
}

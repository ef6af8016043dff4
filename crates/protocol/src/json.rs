//! JSON by the protobuf JSON mapping, from the descriptors: no message has JSON code of its own.
//!
//! Belongs here: a command from a line of NDJSON, any of our messages to JSON, faults with the field named.
//! Does not: signing and sending what was read (the edges), other JSON (`gateway`, `reports`).
//!
//! The mapping as it stands: names in `camelCase` (as the proto file spells them are read too), bytes in base64, instants in
//! RFC 3339, 64-bit numbers as strings, enumerations by name. A field the message does not have is a fault.

use crate::commitment::{SaltKey, commit};
use crate::descriptors;
use crate::form::{FormError, code, join};
use crate::proto;
use crate::record::DecodeError;
use crate::submission::Disclosure;
use jiff::Timestamp;
use lienthong_dossier::PersonalField;
use lienthong_names::CommandId;
use prost::Message as _;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Beside the fields of a command, a line may give personal values in the clear under this name.
const PERSONAL: &str = "personal";

/// A command as typed in: its id and instant may still be missing, and personal values stand in the clear.
#[derive(Debug, Clone, PartialEq)]
pub struct CommandDraft {
    message: proto::Command,
    personal: Personal,
}

/// Values by their fields, as they are committed to.
type Personal = BTreeMap<PersonalField, Zeroizing<Vec<u8>>>;

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
        let mut value = value.clone();
        let personal = match value.as_object_mut().and_then(|fields| fields.remove(PERSONAL)) {
            Some(values) => personal_values(values)?,
            None => BTreeMap::new(),
        };
        let message = read("Command", &value)?;
        let message = message
            .transcode_to()
            .map_err(|error| vec![crate::command::malformed("lệnh", "command", &error)])?;
        Ok(Self { message, personal })
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

    /// Puts commitments to the personal values into the command, which must have its id by now, and gives back what travels
    /// beside it. With the same key a line sent again makes the same bytes.
    ///
    /// # Errors
    /// `LT0019` when the command has no personal fields, or already commits to one that is given.
    pub fn commit(&mut self, salts: &SaltKey) -> Result<Vec<Disclosure>, Vec<FormError>> {
        if self.personal.is_empty() {
            return Ok(Vec::new());
        }
        let id = CommandId::from_bytes(&self.message.id)
            .map_err(|error| vec![FormError::new(code::FORM, "id", error.to_string(), error.to_string())])?;
        let mut disclosures = Vec::new();
        for (field, value) in std::mem::take(&mut self.personal) {
            let place = place(&mut self.message.body, field).ok_or_else(|| {
                let (vi, en) =
                    ("lệnh này không có trường cá nhân này", "this command has no such personal field");
                vec![FormError::new(code::DISCLOSURE, join(PERSONAL, field.as_str()), vi, en)]
            })?;
            if place.is_some() {
                let (vi, en) = ("trường này đã có cam kết", "the command already commits to this field");
                return Err(vec![FormError::new(code::DISCLOSURE, join(PERSONAL, field.as_str()), vi, en)]);
            }
            let salt = salts.salt(&id, field);
            *place = Some(proto::Commitment { hash: commit(field, &salt, &value).0.to_vec() });
            disclosures.push(Disclosure { command: 0, field, salt, value });
        }
        Ok(disclosures)
    }

    /// The command's bytes, ready to be checked and signed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.message.encode_to_vec()
    }
}

/// Where a command commits to a personal field; `None` where it has no such field.
fn place(
    body: &mut Option<proto::command::Body>,
    field: PersonalField,
) -> Option<&mut Option<proto::Commitment>> {
    use proto::command::Body;
    match (body, field) {
        (Some(Body::RegisterDossier(body)), PersonalField::Applicant) => Some(&mut body.applicant),
        (Some(Body::RegisterDossier(body)), PersonalField::Submitter) => Some(&mut body.submitter),
        (Some(Body::RegisterDossier(body)), PersonalField::Contact) => Some(&mut body.contact),
        (Some(Body::FileComplaint(body)), PersonalField::Complaint) => Some(&mut body.text),
        (Some(Body::GiveOpinion(body)), PersonalField::Opinion) => Some(&mut body.closed),
        (Some(Body::AmendOpinion(body)), PersonalField::Opinion) => Some(&mut body.closed),
        _ => None,
    }
}

/// What stands under `personal`: texts by the name of their field; of an opinion an object, an `OpinionWords`.
fn personal_values(values: Value) -> Result<Personal, Vec<FormError>> {
    let wrong = |field: &str, vi: &str, en: &str| FormError::new(code::JSON, join(PERSONAL, field), vi, en);
    let Value::Object(values) = values else {
        return Err(vec![wrong("", "phải là một đối tượng", "an object is expected, a text for each field")]);
    };
    let (mut read, mut faults) = (BTreeMap::new(), Vec::new());
    for (name, value) in values {
        match (PersonalField::named(&name), value) {
            (Some(field @ PersonalField::Opinion), words @ Value::Object(_)) => {
                match from_json("OpinionWords", &words) {
                    Ok(words) => {
                        read.insert(field, Zeroizing::new(words));
                    }
                    Err(errors) => {
                        let place = join(PERSONAL, field.as_str());
                        faults.extend(errors.into_iter().map(|error| error.within(&place)));
                    }
                }
            }
            (Some(PersonalField::Opinion), _) => {
                let en = "an object is expected: stance, text, documents";
                faults.push(wrong(&name, "phải là một đối tượng: stance, text, documents", en));
            }
            (Some(field), Value::String(text)) => {
                read.insert(field, Zeroizing::new(text.into_bytes()));
            }
            (Some(_), _) => faults.push(wrong(&name, "phải là một chuỗi", "a text is expected")),
            (None, _) => {
                let known =
                    PersonalField::ALL.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
                let en = format!("there is no such personal field; there are {known}");
                faults.push(wrong(&name, &format!("không có trường cá nhân này; có {known}"), &en));
            }
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

/// A line of NDJSON as a command's bytes, nothing filled in. Personal values in the clear are refused: here is nobody who
/// could keep their salts.
///
/// # Errors
/// As [`CommandDraft::parse`]; `LT0019`.
pub fn command_from_json(line: &str) -> Result<Vec<u8>, Vec<FormError>> {
    let draft = CommandDraft::parse(line)?;
    if draft.personal.is_empty() {
        return Ok(draft.encode());
    }
    let (vi, en) = ("giá trị cá nhân phải được cam kết trước", "personal values must be committed to first");
    Err(vec![FormError::new(code::DISCLOSURE, PERSONAL, vi, en)])
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

//! A log as XES has it: attributes in a tree, nothing interpreted.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Everything before the traces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogHeader {
    /// Extensions the log declares.
    pub extensions: Vec<Extension>,
    /// Attributes that every trace or every event is declared to have.
    pub globals: Vec<Global>,
    /// Ways to tell events apart.
    pub classifiers: Vec<Classifier>,
    /// Attributes of the log itself.
    pub attributes: Vec<Attribute>,
}

/// A declared extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// `Concept`.
    pub name: String,
    /// `concept`.
    pub prefix: String,
    /// Where it is defined.
    pub uri: String,
}

/// Declared attributes with the values they have by default.
#[derive(Debug, Clone, PartialEq)]
pub struct Global {
    /// `trace` or `event`.
    pub scope: String,
    /// The attributes.
    pub attributes: Vec<Attribute>,
}

/// A way to tell events apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classifier {
    /// Its name.
    pub name: String,
    /// Keys of attributes, as written.
    pub keys: String,
}

/// One case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// Line of its start, from 1; 0 if it was not read from a file.
    pub line: u64,
    /// Its own attributes.
    pub attributes: Vec<Attribute>,
    /// Its events, in the order of the file.
    pub events: Vec<Event>,
}

/// One event of a case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    /// Line of its start, from 1; 0 if it was not read from a file.
    pub line: u64,
    /// Place within its case, from 0.
    pub index: u32,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// A key with a typed value, and attributes of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// `concept:name`.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// Attributes about this attribute.
    pub nested: Vec<Attribute>,
}

/// What an attribute says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    String(String),
    /// An instant.
    Date(Date),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Boolean(bool),
    /// An identifier.
    Id(String),
    /// Values in order.
    List(Vec<Attribute>),
    /// Values without an order of their own.
    Container(Vec<Attribute>),
}

/// An instant, and how it was written: the offset is not in the instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// The instant.
    pub at: Timestamp,
    /// As written, with its offset.
    pub text: String,
}

impl Date {
    /// Reads ISO 8601 with an offset.
    ///
    /// # Errors
    /// Why it is not an instant; one without an offset is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.parse::<Timestamp>() {
            Ok(at) => Ok(Self { at, text: text.to_owned() }),
            Err(error) => Err(format!("is not an instant with an offset: {error}")),
        }
    }

    /// An instant as it is written in a zone, to the millisecond, which is what XES readers agree on.
    #[must_use]
    pub fn in_zone(at: Timestamp, zone: &TimeZone) -> Self {
        let text = at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string();
        Self { at, text }
    }
}

impl Attribute {
    /// A text attribute.
    #[must_use]
    pub fn string(key: &str, text: &str) -> Self {
        Self::new(key, Value::String(text.to_owned()))
    }

    /// A date attribute.
    #[must_use]
    pub fn date(key: &str, date: Date) -> Self {
        Self::new(key, Value::Date(date))
    }

    /// An attribute with nothing nested.
    #[must_use]
    pub fn new(key: &str, value: Value) -> Self {
        Self { key: key.to_owned(), value, nested: Vec::new() }
    }
}

/// The first attribute with a key.
#[must_use]
pub fn find<'a>(attributes: &'a [Attribute], key: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.key == key)
}

/// The text of the first attribute with a key, if it is a text or an identifier.
#[must_use]
pub fn text<'a>(attributes: &'a [Attribute], key: &str) -> Option<&'a str> {
    match &find(attributes, key)?.value {
        Value::String(text) | Value::Id(text) => Some(text),
        _ => None,
    }
}

/// The first attribute with a key, if it is a date.
#[must_use]
pub fn date<'a>(attributes: &'a [Attribute], key: &str) -> Option<&'a Date> {
    match &find(attributes, key)?.value {
        Value::Date(date) => Some(date),
        _ => None,
    }
}

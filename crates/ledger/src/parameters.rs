//! What whoever asks a question gives along.

use crate::ports::QueryError;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// Named texts; numbers and booleans count as their text.
#[derive(Debug, Clone)]
pub struct Parameters(Map<String, Value>);

impl Parameters {
    /// What was given.
    ///
    /// # Errors
    /// [`QueryError::Malformed`]: it is no object, holds a control character, or its `now` is no instant.
    pub fn new(value: &Value) -> Result<Self, QueryError> {
        match value {
            Value::Object(map) => {
                let parameters = Self(map.clone());
                // Keys of rows are made of these, with a control character between the parts.
                if let Some(name) = parameters
                    .names()
                    .find(|name| parameters.text(name).is_some_and(|text| text.contains(char::is_control)))
                {
                    return Err(malformed(&format!("{name}: it holds a control character")));
                }
                // An instant that is none is said at once, whatever the question.
                if parameters.text("now").is_some() && parameters.stated_now().is_none() {
                    return Err(malformed("now: an instant such as 2020-10-05T07:00:00Z is expected"));
                }
                Ok(parameters)
            }
            Value::Null => Ok(Self(Map::new())),
            _ => Err(malformed("parameters are named: an object is expected")),
        }
    }

    /// The text of a name; `None` where it is missing or empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::Null => None,
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// The same of one that must be there.
    ///
    /// # Errors
    /// [`QueryError::Malformed`].
    pub fn must(&self, name: &str) -> Result<String, QueryError> {
        self.text(name).ok_or_else(|| malformed(&format!("{name} is missing")))
    }

    /// A number, or what it is if it is not given.
    ///
    /// # Errors
    /// [`QueryError::Malformed`].
    pub fn number(&self, name: &str, default: u64) -> Result<u64, QueryError> {
        match self.text(name) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| malformed(&format!("{name}: `{text}` is no number"))),
        }
    }

    /// Which page is asked for, and how many there are of `all` at `size` a page; both from 1, and never a page too far.
    ///
    /// # Errors
    /// [`QueryError::Malformed`].
    pub fn page(&self, all: usize, size: usize) -> Result<(usize, usize), QueryError> {
        let pages = all.div_ceil(size).max(1);
        Ok((usize::try_from(self.number("page", 1)?).unwrap_or(usize::MAX).clamp(1, pages), pages))
    }

    /// The `now` that was given.
    #[must_use]
    pub fn stated_now(&self) -> Option<Timestamp> {
        self.text("now")?.parse().ok()
    }

    /// The `now` that was given; without one nothing is late.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.stated_now().unwrap_or(Timestamp::MIN)
    }

    /// That nothing but these, and `now`, is given: a mistyped filter must not widen an answer in silence.
    ///
    /// # Errors
    /// [`QueryError::Malformed`].
    pub fn only(&self, known: &[&str]) -> Result<(), QueryError> {
        match self.names().find(|name| *name != "now" && !known.contains(name)) {
            None => Ok(()),
            Some(name) => Err(malformed(&format!("there is no parameter `{name}` here"))),
        }
    }

    /// All names that were given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// That a question is none.
#[must_use]
pub fn malformed(what: &str) -> QueryError {
    QueryError::Malformed { what: what.to_owned() }
}

//! What is wrong with the form of what came in, and the reader that collects all of it at once.
//!
//! Belongs here: [`FormError`] and its codes, [`Form`], which turns loose fields into typed ones and remembers where each
//! fault stood. Does not: which fields a message has (`convert`), what the rules say (a rejection, not a fault).
//!
//! Texts must be UTF-8 without control characters (tab and newline may stand in a longer text). That they are NFC is asked of
//! senders but not checked here: nothing here compares texts, and identifiers are ASCII. Of opinions, which digests quote by their bytes,
//! a rule asks it; of those that are given closed, who takes them in ([`crate::OpinionWords`]).

use lienthong_names::NameError;
use std::fmt::{self, Display, Write as _};
use std::ops::RangeInclusive;

/// The codes of form errors; `lienthong explain` says more of each.
pub mod code {
    /// The bytes are not the message they should be.
    pub const MALFORMED: &str = "LT0010";
    /// A field that the protocol does not have.
    pub const UNKNOWN_FIELD: &str = "LT0011";
    /// A field that must be there is not.
    pub const MISSING: &str = "LT0012";
    /// A value of another form: an identifier, a date, an instant, a digest.
    pub const FORM: &str = "LT0013";
    /// Too long, too many, or a number out of its range.
    pub const LIMIT: &str = "LT0014";
    /// A value that its enumeration does not have.
    pub const WORD: &str = "LT0015";
    /// A control character in a text.
    pub const CONTROL: &str = "LT0016";
    /// Two fields that contradict each other.
    pub const CONTRADICTION: &str = "LT0017";
    /// Too many commands, too many bytes, or none.
    pub const SUBMISSION: &str = "LT0018";
    /// A personal value that does not belong to its commitment, or is missing.
    pub const DISCLOSURE: &str = "LT0019";
    /// Not JSON, or not this message's JSON.
    pub const JSON: &str = "LT0020";
}

/// One fault in the form of a command or submission: answered at once, never recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {}{en}", Place(field))]
pub struct FormError {
    /// One of [`code`].
    pub code: &'static str,
    /// Where: `register_dossier.documents[2].sha256`; empty for the whole.
    pub field: String,
    /// What is wrong, Vietnamese.
    pub vi: String,
    /// What is wrong, English.
    pub en: String,
}

/// The first of what is wrong, in words: of a command that was sealed one thing is enough to say that it cannot be read.
#[must_use]
pub fn first_of(errors: &[FormError]) -> String {
    errors.first().map(ToString::to_string).unwrap_or_default()
}

struct Place<'a>(&'a str);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{}: ", self.0) }
    }
}

impl FormError {
    /// A fault at a field.
    #[must_use]
    pub fn new(
        code: &'static str,
        field: impl Into<String>,
        vi: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { code, field: field.into(), vi: vi.into(), en: en.into() }
    }

    /// The same fault, seen from outside: `commands[3]` put before its field.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.field = join(outer, &self.field);
        self
    }
}

/// Path of a field within another.
pub(crate) fn join(outer: &str, field: &str) -> String {
    match (outer.is_empty(), field.is_empty()) {
        (true, _) => field.to_owned(),
        (_, true) => outer.to_owned(),
        _ => format!("{outer}.{field}"),
    }
}

/// Reads loose fields into typed ones. Every method answers `None` after it has noted why; a reader calls them for all
/// fields first and only then looks at the answers, so that all faults are found at once.
pub(crate) struct Form {
    path: String,
    errors: Vec<FormError>,
    limited: bool,
}

impl Form {
    /// For what comes in: limits hold.
    pub(crate) fn incoming() -> Self {
        Self { path: String::new(), errors: Vec::new(), limited: true }
    }

    /// For what is recorded: only what the types need.
    pub(crate) fn recorded() -> Self {
        Self { limited: false, ..Self::incoming() }
    }

    /// What was read, or everything that is wrong with it.
    pub(crate) fn finish<T>(mut self, value: Option<T>) -> Result<T, Vec<FormError>> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => {
                if self.errors.is_empty() {
                    self.refuse("", code::MALFORMED, "không đọc được", "it cannot be read");
                }
                Err(self.errors)
            }
        }
    }

    /// Whether nothing was found wrong so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// Notes a fault at a field of the message at hand; an empty field is the message itself.
    pub(crate) fn refuse(
        &mut self,
        field: &str,
        code: &'static str,
        vi: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.errors.push(FormError::new(code, join(&self.path, field), vi, en));
    }

    /// Notes that a field must be there.
    pub(crate) fn missing<T>(&mut self, field: &str) -> Option<T> {
        self.refuse(field, code::MISSING, "bắt buộc phải có", "it is required");
        None
    }

    /// Reads a part with its name before every fault found in it.
    pub(crate) fn within<T>(&mut self, field: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.path.len();
        self.enter(field);
        let value = read(self);
        self.path.truncate(before);
        value
    }

    /// The same of an item of a list.
    fn at<T>(&mut self, field: &str, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.path.len();
        self.enter(field);
        // Into a text nothing is written in vain.
        let _ = write!(self.path, "[{index}]");
        let value = read(self);
        self.path.truncate(before);
        value
    }

    fn enter(&mut self, field: &str) {
        if !self.path.is_empty() && !field.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(field);
    }

    /// A message that must be there.
    pub(crate) fn message<M, T>(
        &mut self,
        field: &str,
        message: Option<M>,
        read: impl FnOnce(&mut Self, M) -> Option<T>,
    ) -> Option<T> {
        match message {
            Some(message) => self.within(field, |form| read(form, message)),
            None => self.missing(field),
        }
    }

    /// A message that may be absent.
    pub(crate) fn optional<M, T>(
        &mut self,
        field: &str,
        message: Option<M>,
        read: impl FnOnce(&mut Self, M) -> Option<T>,
    ) -> Option<Option<T>> {
        match message {
            Some(message) => self.within(field, |form| read(form, message)).map(Some),
            None => Some(None),
        }
    }

    /// A list; every item's faults are found.
    pub(crate) fn list<M, T>(
        &mut self,
        field: &str,
        items: Vec<M>,
        max: usize,
        mut read: impl FnMut(&mut Self, M) -> Option<T>,
    ) -> Option<Vec<T>> {
        if self.limited && items.len() > max {
            let count = items.len();
            let vi = format!("có {count} mục, tối đa {max}");
            self.refuse(field, code::LIMIT, vi, format!("it has {count} items, at most {max} are allowed"));
            return None;
        }
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            values.push(self.at(field, index, |form| read(form, item)));
        }
        values.into_iter().collect()
    }

    /// An identifier that must be there.
    pub(crate) fn id<T: std::str::FromStr<Err = NameError>>(&mut self, field: &str, text: &str) -> Option<T> {
        if text.is_empty() {
            return self.missing(field);
        }
        match text.parse() {
            Ok(id) => Some(id),
            Err(error) => {
                let vi = in_vietnamese(&error);
                self.refuse(field, code::FORM, vi, error.to_string());
                None
            }
        }
    }

    /// An identifier, absent where the text is empty.
    pub(crate) fn optional_id<T: std::str::FromStr<Err = NameError>>(
        &mut self,
        field: &str,
        text: &str,
    ) -> Option<Option<T>> {
        if text.is_empty() { Some(None) } else { self.id(field, text).map(Some) }
    }

    /// A text of one line; may be empty.
    pub(crate) fn line(&mut self, field: &str, text: String) -> Option<Box<str>> {
        self.checked(field, text, crate::limits::LINE, |_| false)
    }

    /// A text of one line that must be there.
    pub(crate) fn required_line(&mut self, field: &str, text: String) -> Option<Box<str>> {
        if text.is_empty() { self.missing(field) } else { self.line(field, text) }
    }

    /// A text of one line, absent where it is empty.
    pub(crate) fn optional_line(&mut self, field: &str, text: String) -> Option<Option<Box<str>>> {
        if text.is_empty() { Some(None) } else { self.line(field, text).map(Some) }
    }

    /// A longer text, with newlines and tabs; may be empty.
    pub(crate) fn text(&mut self, field: &str, text: String, max: usize) -> Option<Box<str>> {
        self.checked(field, text, max, |c| matches!(c, '\n' | '\t'))
    }

    fn checked(
        &mut self,
        field: &str,
        text: String,
        max: usize,
        allowed: fn(char) -> bool,
    ) -> Option<Box<str>> {
        if self.limited && text.len() > max {
            let len = text.len();
            let vi = format!("dài {len} byte, tối đa {max}");
            self.refuse(field, code::LIMIT, vi, format!("it has {len} bytes, at most {max} are allowed"));
            return None;
        }
        match text.chars().find(|c| self.limited && c.is_control() && !allowed(*c)) {
            Some(found) => {
                let vi = format!("có ký tự điều khiển {found:?}");
                self.refuse(field, code::CONTROL, vi, format!("it has the control character {found:?}"));
                None
            }
            None => Some(text.into()),
        }
    }

    /// A number that must lie in a range.
    pub(crate) fn number<N: PartialOrd + Display>(
        &mut self,
        field: &str,
        number: N,
        range: RangeInclusive<N>,
    ) -> Option<N> {
        if range.contains(&number) {
            return Some(number);
        }
        let (low, high) = range.into_inner();
        let vi = format!("là {number}, phải từ {low} đến {high}");
        self.refuse(field, code::LIMIT, vi, format!("it is {number}, and must be from {low} to {high}"));
        None
    }

    /// 32 bytes: a digest, a salt, a key.
    pub(crate) fn bytes32(&mut self, field: &str, bytes: &[u8]) -> Option<[u8; 32]> {
        if bytes.is_empty() {
            return self.missing(field);
        }
        let value = bytes.try_into().ok();
        if value.is_none() {
            let len = bytes.len();
            let vi = format!("dài {len} byte, phải đúng 32");
            self.refuse(field, code::FORM, vi, format!("it has {len} bytes, and must have 32"));
        }
        value
    }

    /// 32 bytes, absent where there are none.
    pub(crate) fn optional_bytes32(&mut self, field: &str, bytes: &[u8]) -> Option<Option<[u8; 32]>> {
        if bytes.is_empty() { Some(None) } else { self.bytes32(field, bytes).map(Some) }
    }
}

fn in_vietnamese(error: &NameError) -> String {
    match error {
        NameError::Empty { .. } => "bắt buộc phải có".to_owned(),
        NameError::TooLong { len, max, .. } => format!("dài {len} ký tự, tối đa {max}"),
        NameError::Character { text, character, .. } => {
            format!("`{text}` có ký tự {character:?}, không được dùng ở đây")
        }
        NameError::Form { text, form, .. } => format!("`{text}` không đúng dạng ({form})"),
    }
}

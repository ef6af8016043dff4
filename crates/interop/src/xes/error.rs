//! What can be wrong with a log, each with its code, its place and what to do.

use lienthong_dossier::grouped;
use std::fmt;

/// A fault of a log, placed. [`fmt::Display`] says code, place and fault; [`XesError::told`] the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XesError {
    /// The log, as its reader was given it.
    pub file: Box<str>,
    /// Line of the fault, from 1; 0 where the file has none (it could not be opened).
    pub line: u64,
    /// The case it is in, once its name was read.
    pub case: Option<Box<str>>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The compressed file ends too early.
    #[error("the compressed file is cut off")]
    Truncated,
    /// Not well-formed, or not built as a log is.
    #[error("{0}")]
    Xml(Box<str>),
    /// An event without something every event needs.
    #[error("event without {0}")]
    EventWithout(&'static str),
    /// An attribute whose value is not of its type, or that cannot be taken in.
    #[error("{what} `{text}` {why}")]
    Value {
        /// Which attribute or element.
        what: Box<str>,
        /// Its text, shortened.
        text: Box<str>,
        /// What is the matter.
        why: Box<str>,
    },
    /// A case whose name an earlier case has.
    #[error("a second case of this name, the first is in line {first}")]
    CaseTwice {
        /// Line of the first.
        first: u64,
    },
    /// More than the reader holds in memory.
    #[error("more than {limit} {what}")]
    Limit {
        /// Of what.
        what: &'static str,
        /// How many are allowed.
        limit: u64,
    },
    /// The compressed bytes are damaged.
    #[error("the compressed file is damaged: {0}")]
    Compressed(Box<str>),
    /// The operating system could not read.
    #[error("cannot be read: {0}")]
    Unreadable(Box<str>),
    /// A trace without a name or without events.
    #[error("case without {0}")]
    CaseWithout(&'static str),
    /// Something else than a log.
    #[error("not an XES log: {0}")]
    NotXes(Box<str>),
    /// Two of the source's names would become one id.
    #[error("{what} `{one}` and `{other}` would both get the id `{id}`")]
    OneIdForTwo {
        /// Units or officers.
        what: &'static str,
        /// The name seen first.
        one: Box<str>,
        /// The name seen now.
        other: Box<str>,
        /// The id of both.
        id: Box<str>,
    },
    /// A value for which the mapping has no word.
    #[error("{attribute} `{value}` is not in the mapping")]
    NotInMapping {
        /// Which attribute.
        attribute: Box<str>,
        /// Its value.
        value: Box<str>,
    },
}

impl Fault {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Truncated => "LT0110",
            Self::Xml(_) => "LT0111",
            Self::EventWithout(_) | Self::Value { .. } => "LT0112",
            Self::CaseTwice { .. } => "LT0113",
            Self::Limit { .. } => "LT0114",
            Self::Compressed(_) => "LT0115",
            Self::Unreadable(_) => "LT0116",
            Self::CaseWithout(_) => "LT0117",
            Self::NotXes(_) => "LT0118",
            Self::OneIdForTwo { .. } => "LT0119",
            Self::NotInMapping { .. } => "LT0125",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Truncated | Self::Compressed(_) => "Fetch the file again and import it again.",
            Self::Xml(_) | Self::EventWithout(_) | Self::Value { .. } | Self::CaseWithout(_) => {
                "Repair the line and import the file again."
            }
            Self::CaseTwice { .. } => "Rename or join one of the two and import the file again.",
            Self::Limit { .. } => "Split the case or shorten the text, and import the file again.",
            Self::Unreadable(_) => "Check the path and its permissions.",
            Self::NotXes(_) => "Give an XES file, compressed or not.",
            Self::OneIdForTwo { .. } => "Rename one of the two in the file and import it again.",
            Self::NotInMapping { .. } => "Add the value to the mapping and import the file again.",
        }
    }

    /// Whether the cases before the place are as good as without it.
    #[must_use]
    pub const fn leaves_the_cases_before(&self) -> bool {
        match self {
            Self::Truncated
            | Self::Xml(_)
            | Self::EventWithout(_)
            | Self::Value { .. }
            | Self::Limit { .. }
            | Self::Compressed(_)
            | Self::Unreadable(_)
            | Self::CaseWithout(_) => true,
            Self::CaseTwice { .. }
            | Self::NotXes(_)
            | Self::OneIdForTwo { .. }
            | Self::NotInMapping { .. } => false,
        }
    }

    /// A [`Fault::Value`]; long texts are cut, so that a message stays a message.
    #[must_use]
    pub fn value(what: &str, text: &str, why: impl Into<Box<str>>) -> Self {
        Self::Value { what: what.into(), text: shown(text, 60).into(), why: why.into() }
    }
}

impl XesError {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// The whole message, for an import that had taken in `before` cases when it met the fault.
    #[must_use]
    pub fn told(&self, before: u64) -> String {
        let taken = match (before, &self.case) {
            (0, _) => "Nothing was taken in.".to_owned(),
            (1, Some(_)) => "Nothing of this case was taken in; the one before it was.".to_owned(),
            (n, Some(_)) => {
                format!("Nothing of this case was taken in; {} cases before it were.", grouped(n, ','))
            }
            (1, None) => "One case before it was taken in.".to_owned(),
            (n, None) => format!("{} cases before it were taken in.", grouped(n, ',')),
        };
        format!("{self} {taken} {}", self.fault.remedy())
    }
}

impl fmt::Display for XesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        // What is quoted comes from the file, whatever stands there.
        write!(f, ": {}", shown(&self.fault.to_string(), 400))?;
        if let Some(case) = &self.case {
            write!(f, " in {}", shown(case, 64))?;
        }
        f.write_str(".")
    }
}

impl std::error::Error for XesError {}

/// A text as it can stand in a message: one line, and no more than so many characters of it.
fn shown(text: &str, characters: usize) -> String {
    let mut rest = text.chars();
    let mut out: String =
        rest.by_ref().take(characters).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if rest.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_where_why_and_what_next() {
        let error = XesError {
            file: "receipt.xes.gz".into(),
            line: 20417,
            case: Some("case-9289".into()),
            fault: Fault::EventWithout("time:timestamp"),
        };
        assert_eq!(
            error.told(1002),
            "LT0112 receipt.xes.gz:20417: event without time:timestamp in case-9289. Nothing of this case was taken \
             in; 1,002 cases before it were. Repair the line and import the file again."
        );
        let unopened =
            XesError { line: 0, case: None, fault: Fault::Unreadable("no such file".into()), ..error };
        assert_eq!(
            unopened.told(0),
            "LT0116 receipt.xes.gz: cannot be read: no such file. Nothing was taken in. Check the path and its \
             permissions."
        );
    }

    #[test]
    fn numbers_are_grouped_and_long_texts_cut() {
        assert_eq!(
            [0, 12, 123, 1234, 1_234_567].map(|n| grouped(n, ',')),
            ["0", "12", "123", "1,234", "1,234,567"]
        );
        let long = Fault::value("string", &"ế".repeat(100), "is long");
        assert_eq!(long.to_string(), format!("string `{}…` is long", "ế".repeat(60)));
    }

    #[test]
    fn a_message_is_one_line_whatever_the_file_says() {
        let fault =
            Fault::NotInMapping { attribute: "channel".into(), value: "a\n[error] b\u{1b}[2J".into() };
        let error = XesError { file: "a.xes".into(), line: 2, case: Some("x\n".repeat(100).into()), fault };
        let told = error.told(0);
        assert!(!told.contains(char::is_control), "{told:?}");
        assert!(told.len() < 600, "{told}");
    }
}

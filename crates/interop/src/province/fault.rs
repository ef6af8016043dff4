//! What can be wrong with a province's files, each with its code, its place and what to do.

use crate::toml_file;
use std::fmt;
use std::ops::Range;

/// What kind of mistake it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Not TOML, without something that must be there, or with a key that nobody knows.
    Form,
    /// A value that cannot stand there.
    Value,
    /// An agency that no file registers.
    NoAgency,
    /// A step that the process does not have.
    NoStep,
    /// No way leads to a step.
    Unreachable,
    /// No way leads from a step to an end.
    NoExit,
    /// The parts take longer than the whole may.
    TooShort,
    /// Nothing says by when.
    NoDeadline,
    /// A process in which nobody receives, examines or approves.
    NoRole,
    /// One thing said twice.
    Twice,
    /// A file that is missing, or cannot be read.
    Unreadable,
    /// A case that the procedure does not have.
    NoCase,
    /// A case is to be named, and there is none.
    NoCases,
}

impl Mistake {
    /// Every one.
    pub const ALL: [Self; 13] = [
        Self::Form,
        Self::Value,
        Self::NoAgency,
        Self::NoStep,
        Self::Unreachable,
        Self::NoExit,
        Self::TooShort,
        Self::NoDeadline,
        Self::NoRole,
        Self::Twice,
        Self::Unreadable,
        Self::NoCase,
        Self::NoCases,
    ];

    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "LT0130",
            Self::Value => "LT0131",
            Self::NoAgency => "LT0132",
            Self::NoStep => "LT0133",
            Self::Unreachable => "LT0134",
            Self::NoExit => "LT0135",
            Self::TooShort => "LT0136",
            Self::NoDeadline => "LT0137",
            Self::NoRole => "LT0138",
            Self::Twice => "LT0139",
            Self::Unreadable => "LT0140",
            Self::NoCase => "LT0141",
            Self::NoCases => "LT0142",
        }
    }

    const fn what_to_do(self) -> &'static str {
        match self {
            Self::Form => "Compare deploy/provinces/ha-giang-2020, which explains every part",
            Self::Value => "Correct the value",
            Self::NoAgency => "Correct the code, or register the agency in agencies.toml",
            Self::NoStep => "Correct the name, or add the step",
            Self::Unreachable => {
                "Name it under `next` of a step before it, or take it out; the first step says `starts = true`"
            }
            Self::NoExit => "Name under `next` a step that leads to the end",
            Self::TooShort => "Shorten the parts, or lengthen the term",
            Self::NoDeadline => "Say within what term, for example `term = \"10 working days\"`",
            Self::NoRole => "Add the step: receiver, examiner and approver are different officers (R11)",
            Self::Twice => "Take one out, or rename it",
            Self::Unreadable => "Check the path and its permissions",
            Self::NoCase => "Correct the name, or add the case under `[[cases]]`",
            Self::NoCases => "Add its cases under `[[cases]]`, or take `case-required` out",
        }
    }
}

/// A mistake, placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Of which kind.
    pub mistake: Mistake,
    /// In which file.
    pub file: String,
    /// On which line, from 1; `None`: on none.
    pub line: Option<usize>,
    /// Of which field: `process.steps[2].next`; may be empty.
    pub field: String,
    /// What is the matter.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.mistake.code(), self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        let colon = if self.field.is_empty() { "" } else { ": " };
        write!(f, "{colon}{}: {}. {}.", self.field, self.what, self.mistake.what_to_do())
    }
}

/// A file that is being read, and what was found wrong with it so far.
pub(super) struct Reading<'a> {
    pub(super) file: &'a str,
    text: &'a str,
    pub(super) faults: Vec<Fault>,
}

impl<'a> Reading<'a> {
    pub(super) const fn of(file: &'a str, text: &'a str) -> Self {
        Self { file, text, faults: Vec::new() }
    }

    /// The line, from 1, of a place in bytes.
    pub(super) fn line(&self, at: usize) -> usize {
        toml_file::place(self.text, at).0
    }

    pub(super) fn fault(
        &mut self,
        mistake: Mistake,
        at: Option<Range<usize>>,
        field: impl Into<String>,
        what: impl Into<String>,
    ) {
        let line = at.map(|span| self.line(span.start));
        self.faults.push(Fault {
            mistake,
            file: self.file.to_owned(),
            line,
            field: field.into(),
            what: what.into(),
        });
    }

    /// The file as a type of [`super::raw`].
    pub(super) fn parse<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.fault(Mistake::Form, error.span(), "", toml_file::said(&error));
                None
            }
        }
    }
}

//! What the columns of a register mean, as a mapping file says it. `deploy/registers/tt01-2018-mau-06.toml` explains every part.

use super::cells::Wanted;
use super::check;
use super::date::DateFormat;
use jiff::tz::TimeZone;
use lienthong_dossier::BookSide;
use lienthong_names::AgencyId;
use std::fmt;
use std::fs;
use std::path::Path;

/// A mapping of a register, checked.
#[derive(Debug, Clone)]
pub struct RegisterMapping {
    /// Whose register it is, where the mapping is for one agency's.
    pub agency: Option<AgencyId>,
    /// Where its days are days.
    pub time_zone: TimeZone,
    /// Which book it is.
    pub book: Book,
    /// The first row below the headers; `None`: that below the lowest header that is named.
    pub(super) first: Option<u64>,
    /// Rows whose first cell that is read begins like this are no rows of the register.
    pub(super) skip: Vec<String>,
    pub(super) formats: Vec<DateFormat>,
    pub(super) columns: Columns,
}

/// A book, and what it lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Which way what it lists goes.
    pub side: BookSide,
    /// What it lists.
    pub lists: Lists,
    /// What it is called where the agency declares its days; may be empty.
    pub name: Box<str>,
}

/// What a book lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// What was taken in at the agency's own desk.
    Receptions,
    /// What came from other agencies, or went out to them.
    Legs,
}

/// What a register means by finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// The result is there; of a leg, it is answered.
    Resolved,
    /// The citizen has it.
    Returned,
}

/// How a register names procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProcedureBy {
    /// By code.
    Code,
    /// By name.
    Name,
}

/// Where what stands.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) number: Option<Column>,
    pub(super) code: Option<Column>,
    pub(super) received: Column,
    pub(super) due: Option<Column>,
    pub(super) finished: Option<(Column, Finished)>,
    pub(super) procedure: Option<(Column, ProcedureBy)>,
}

/// A column that is read.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// The key of the mapping that names it.
    pub(super) key: &'static str,
    /// Its place, from 0.
    pub(super) at: usize,
    /// Its letters.
    pub(super) letters: Box<str>,
    /// What stands above it.
    pub(super) header: Option<Box<str>>,
}

impl Columns {
    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Column> {
        let optional = [
            self.number.as_ref(),
            self.code.as_ref(),
            Some(&self.received),
            self.due.as_ref(),
            self.finished.as_ref().map(|(column, _)| column),
            self.procedure.as_ref().map(|(column, _)| column),
        ];
        optional.into_iter().flatten()
    }
}

impl RegisterMapping {
    /// Reads a file.
    ///
    /// # Errors
    /// [`RegisterMappingError`] with file, line and column.
    pub fn load(path: &Path) -> Result<Self, RegisterMappingError> {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, &text),
            Err(error) => {
                let fault = RegisterMappingFault::Unreadable(error.to_string().into());
                Err(RegisterMappingError { file: file.into(), at: None, fault })
            }
        }
    }

    /// Reads the text of a file; `file` is its name in messages.
    ///
    /// # Errors
    /// [`RegisterMappingError`] with file, line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, RegisterMappingError> {
        check::parse(file, text)
    }

    /// What its rows say of when a dossier was done with.
    #[must_use]
    pub fn finished(&self) -> Option<Finished> {
        self.columns.finished.as_ref().map(|(_, means)| *means)
    }

    /// How its rows name procedures.
    #[must_use]
    pub fn procedure(&self) -> Option<ProcedureBy> {
        self.columns.procedure.as_ref().map(|(_, by)| *by)
    }

    /// Whether its rows have numbers.
    #[must_use]
    pub const fn has_numbers(&self) -> bool {
        self.columns.number.is_some()
    }

    /// Whether its rows say when the result is promised.
    #[must_use]
    pub const fn has_due(&self) -> bool {
        self.columns.due.is_some()
    }

    pub(super) fn wanted(&self) -> Wanted {
        Wanted::of(self.columns.all().map(|column| column.at))
    }
}

/// A fault of a mapping of a register, placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterMappingError {
    /// The file.
    pub file: Box<str>,
    /// Line and column in characters, from 1; `None` where the fault is in none.
    pub at: Option<(usize, usize)>,
    /// What is wrong.
    pub fault: RegisterMappingFault,
}

/// What is wrong with a mapping of a register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterMappingFault {
    /// The operating system could not read.
    #[error("cannot be read: {0}. Check the path and its permissions")]
    Unreadable(Box<str>),
    /// Not TOML, with a key that no mapping has, or without something every mapping has.
    #[error("{0}. Compare deploy/registers/tt01-2018-mau-06.toml")]
    Form(Box<str>),
    /// A value that cannot stand there.
    #[error("{key}: {why}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What is the matter.
        why: Box<str>,
    },
}

impl RegisterMappingError {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.fault {
            RegisterMappingFault::Unreadable(_) => "LT0990",
            RegisterMappingFault::Form(_) => "LT0993",
            RegisterMappingFault::Value { .. } => "LT0994",
        }
    }
}

impl fmt::Display for RegisterMappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.file)?;
        if let Some((line, column)) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}.", self.fault)
    }
}

impl std::error::Error for RegisterMappingError {}

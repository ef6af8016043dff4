//! What can be wrong with a mapping file, each with its code and its place.

use std::fmt;

/// A fault of a mapping file, placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingError {
    /// The file.
    pub file: Box<str>,
    /// Line and column in characters, from 1; `None` where the fault is in none.
    pub at: Option<(usize, usize)>,
    /// What is wrong.
    pub fault: MappingFault,
}

/// What is wrong with a mapping file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// A key that no mapping has.
    #[error("{0}. Correct the key or take it out")]
    UnknownKey(Box<str>),
    /// Whose history it is, is not said.
    #[error("the mapping names no agency. Add [agency] with an id and a name")]
    NoAgency,
    /// Not TOML, or without something every mapping has.
    #[error("{0}. Compare deploy/mappings/coselog-receipt.toml")]
    Form(Box<str>),
    /// A value that cannot stand there.
    #[error("{key}: {why}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What is the matter.
        why: Box<str>,
    },
    /// Two places of the mapping contradict each other.
    #[error("{0}")]
    Contradiction(Box<str>),
    /// The operating system could not read.
    #[error("cannot be read: {0}. Check the path and its permissions")]
    Unreadable(Box<str>),
}

impl MappingError {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.fault {
            MappingFault::UnknownKey(_) => "LT0120",
            MappingFault::NoAgency => "LT0121",
            MappingFault::Form(_) => "LT0122",
            MappingFault::Value { .. } => "LT0123",
            MappingFault::Contradiction(_) => "LT0124",
            MappingFault::Unreadable(_) => "LT0126",
        }
    }
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.file)?;
        if let Some((line, column)) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}.", self.fault)
    }
}

impl std::error::Error for MappingError {}

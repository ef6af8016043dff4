//! What can be wrong with a register, each with its code, its place and what to do.

use std::fmt;

/// More faults than these are not looked for: who repairs so many reads the file again.
pub const MOST: usize = 20;

/// A fault of a register, placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterError {
    /// The file.
    pub file: Box<str>,
    /// The line, or the row of the sheet, from 1; `None` where the fault is in none.
    pub at: Option<u64>,
    /// The column, by its letters; `None` where the fault is in none.
    pub column: Option<Box<str>>,
    /// What is wrong.
    pub fault: RegisterFault,
}

/// What is wrong with a register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterFault {
    /// The operating system could not read.
    #[error("cannot be read: {0}. Check the path and its permissions")]
    Unreadable(Box<str>),
    /// A workbook whose end is missing.
    #[error("the workbook is cut off: its end is missing. Fetch the file again")]
    CutOff,
    /// A workbook that is damaged.
    #[error(
        "the workbook is damaged: {0}. Open it in a spreadsheet, save it as a new file, or fetch it again"
    )]
    Damaged(Box<str>),
    /// Something else than a register.
    #[error("{0}")]
    Other(&'static str),
    /// Text that cannot be taken apart.
    #[error("{0}")]
    Text(Box<str>),
    /// The sheet that was asked for is not there, or which one is not said.
    #[error("{what}; there are: {}. Say which with --sheet", sheets.join(", "))]
    Sheet {
        /// What is the matter.
        what: Box<str>,
        /// The sheets that there are.
        sheets: Vec<String>,
    },
    /// A sheet was asked for of a file that has none.
    #[error("this is no workbook, so it has no sheets. Leave --sheet out")]
    NoSheets,
    /// The columns are not headed as the mapping says.
    #[error(
        "the mapping says that {key} is headed “{header}”, and no row above the register's first says so. Check that this is the register that the \
         mapping is for, or correct the mapping"
    )]
    Header {
        /// Which key of the mapping.
        key: &'static str,
        /// How the mapping says that it is headed.
        header: Box<str>,
    },
    /// A cell that cannot be taken for what the mapping says it is.
    #[error("{key} {why}")]
    Cell {
        /// Which key of the mapping.
        key: &'static str,
        /// What is the matter, and what to do.
        why: Box<str>,
    },
    /// Nothing stands in it.
    #[error("there is no row below the headers. Check that this is the register, and the right sheet of it")]
    NoRows,
}

impl RegisterFault {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "LT0990",
            Self::CutOff | Self::Damaged(_) | Self::Other(_) => "LT0991",
            Self::Text(_) => "LT0992",
            Self::Sheet { .. } | Self::NoSheets => "LT0996",
            Self::Header { .. } => "LT0995",
            Self::Cell { .. } => "LT0997",
            Self::NoRows => "LT0999",
        }
    }
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.fault.code(), self.file)?;
        if let Some(at) = self.at {
            write!(f, ":{at}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}.", self.fault)
    }
}

impl std::error::Error for RegisterError {}

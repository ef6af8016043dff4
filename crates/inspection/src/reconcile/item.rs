//! One thing that is not as it should be between a register and the ledger.

use crate::told::Place;
use jiff::civil::Date;
use lienthong_names::DossierCode;

/// What is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// The register has it, and the ledger does not say that this agency received it.
    MissingHere {
        /// Its row.
        row: u64,
        /// The code, as it is written there.
        code: Box<str>,
        /// What the ledger says instead.
        why: Missing,
    },
    /// The ledger says that this agency received it in the period, and the register does not name it.
    MissingThere {
        /// Which dossier.
        code: DossierCode,
        /// When, by the ledger.
        received: Date,
        /// The record that says so.
        record: Place,
    },
    /// Both have it, and say something differently.
    Differs {
        /// Its row.
        row: u64,
        /// Which dossier.
        code: DossierCode,
        /// What is said differently.
        field: Field,
        /// What the register says; `None`: nothing.
        register: Option<String>,
        /// What the ledger says; `None`: nothing.
        ledger: Option<String>,
        /// The record that says when it was received.
        record: Place,
    },
    /// The code of a row is one that nobody ever registered, and one character away from the only dossier that is missing in the register and
    /// like it otherwise.
    LikelyTypo {
        /// Its row.
        row: u64,
        /// What is written there.
        written: Box<str>,
        /// What was meant.
        code: DossierCode,
        /// The record that says that the agency received it.
        record: Place,
    },
    /// The register names it once more.
    Double {
        /// The row.
        row: u64,
        /// The row that counts.
        first: u64,
        /// The code, as it is written there.
        code: Box<str>,
    },
    /// Numbers of the book that no row has.
    NumbersSkipped {
        /// Of which year's book.
        year: i16,
        /// The first of them.
        first: u32,
        /// The last of them.
        last: u32,
        /// The row with the number before them.
        after: u64,
        /// The row with the number behind them.
        before: u64,
    },
    /// A number of the book that an earlier row has.
    NumberTwice {
        /// The row.
        row: u64,
        /// The earlier row.
        first: u64,
        /// Of which year's book.
        year: i16,
        /// The number.
        number: u32,
    },
    /// A number that does not stand where the numbers around it say that it should.
    OutOfOrder {
        /// The row.
        row: u64,
        /// Of which year's book.
        year: i16,
        /// The number.
        number: u32,
    },
    /// The agency declared that a number of this book concerns a dossier, and the register does not have that number.
    DeclaredAbsent {
        /// Of which year's book.
        year: i16,
        /// The number.
        number: u32,
        /// Which dossier.
        code: DossierCode,
        /// Of which day it was declared.
        day: Date,
    },
}

/// What the ledger says of a dossier that a register has and that this agency did not receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Nothing: it has never seen it. It went around the system.
    NeverSeen,
    /// It has it, and this agency never had a part in it.
    NoPart,
    /// This agency had another part in it.
    OtherPart,
    /// It was registered, and nobody took it in.
    NotTakenIn,
}

/// What two sides can say differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// When it was received.
    Received,
    /// When its result is promised.
    Due,
    /// When it was done with.
    Finished,
    /// Of which procedure it is.
    Procedure,
}

impl Field {
    /// The word used in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Due => "due",
            Self::Finished => "finished",
            Self::Procedure => "procedure",
        }
    }
}

/// Of which side something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// A row of the register.
    Register(u64),
    /// The ledger alone.
    Ledger,
}

impl Item {
    /// The word that counts of it go by.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::MissingHere { why: Missing::NeverSeen, .. } => "never_seen",
            Self::MissingHere { why: Missing::NoPart, .. } => "no_part",
            Self::MissingHere { why: Missing::OtherPart, .. } => "other_part",
            Self::MissingHere { why: Missing::NotTakenIn, .. } => "not_taken_in",
            Self::MissingThere { .. } => "not_in_register",
            Self::Differs { .. } => "differs",
            Self::LikelyTypo { .. } => "likely_typo",
            Self::Double { .. } => "double",
            Self::NumbersSkipped { .. } => "numbers_skipped",
            Self::NumberTwice { .. } => "number_twice",
            Self::OutOfOrder { .. } => "out_of_order",
            Self::DeclaredAbsent { .. } => "declared_absent",
        }
    }

    /// Where it is told of: at a row, or of the ledger alone.
    #[must_use]
    pub const fn side(&self) -> Side {
        match self {
            Self::MissingHere { row, .. }
            | Self::Differs { row, .. }
            | Self::LikelyTypo { row, .. }
            | Self::Double { row, .. }
            | Self::NumberTwice { row, .. }
            | Self::OutOfOrder { row, .. }
            | Self::NumbersSkipped { before: row, .. } => Side::Register(*row),
            Self::MissingThere { .. } | Self::DeclaredAbsent { .. } => Side::Ledger,
        }
    }

    /// The dossier, as its side writes it.
    #[must_use]
    pub fn dossier(&self) -> Option<&str> {
        match self {
            Self::MissingHere { code, .. } | Self::Double { code, .. } => Some(code),
            Self::MissingThere { code, .. }
            | Self::Differs { code, .. }
            | Self::LikelyTypo { code, .. }
            | Self::DeclaredAbsent { code, .. } => Some(code.as_str()),
            Self::NumbersSkipped { .. } | Self::NumberTwice { .. } | Self::OutOfOrder { .. } => None,
        }
    }

    /// The record of the ledger that it is held against.
    #[must_use]
    pub const fn record(&self) -> Option<&Place> {
        match self {
            Self::MissingThere { record, .. }
            | Self::Differs { record, .. }
            | Self::LikelyTypo { record, .. } => Some(record),
            _ => None,
        }
    }

    /// In the order of the register, then by what the ledger alone says.
    pub(super) fn order(&self) -> (Side, Option<Date>, Option<Box<str>>, Option<Field>) {
        let field = if let Self::Differs { field, .. } = self { Some(*field) } else { None };
        let day = match self {
            Self::MissingThere { received: day, .. } | Self::DeclaredAbsent { day, .. } => Some(*day),
            _ => None,
        };
        (self.side(), day, self.dossier().map(Into::into), field)
    }
}

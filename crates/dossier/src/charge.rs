//! Money that a citizen is asked for in a dossier.
//!
//! Belongs here: fees and financial obligations as they stand in the state. Does not: what may be asked for (R13 in `routing`).

use jiff::Timestamp;

/// A fee of the schedule, or a financial obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Đồng.
    pub amount: u64,
    /// Whether it is owed to the State on land, and holds the clock; else a fee of the procedure.
    pub obligation: bool,
    /// When it was demanded.
    pub demanded_at: Timestamp,
    /// By when it is to be paid, where that was said.
    pub until: Option<Timestamp>,
    /// What came of it.
    pub state: ChargeState,
}

/// What came of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChargeState {
    /// To be paid.
    Open,
    /// Paid.
    Paid {
        /// When.
        at: Timestamp,
    },
    /// Need not be paid.
    Exempted {
        /// When.
        at: Timestamp,
    },
    /// Paid, and given back.
    Refunded {
        /// When.
        at: Timestamp,
    },
}

impl ChargeState {
    /// The word used in APIs.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid { .. } => "paid",
            Self::Exempted { .. } => "exempted",
            Self::Refunded { .. } => "refunded",
        }
    }
}

//! Who answers for an agency: its head, their deputies field by field, and who acts while the seat is empty; each from when until when.

use crate::entry::{Decision, Validity};
use jiff::Timestamp;
use lienthong_names::{AgencyId, OfficerId};

/// As what someone answers for an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// Người đứng đầu.
    Head,
    /// Cấp phó, for some fields.
    Deputy,
    /// Phụ trách, quyền: while the head is away or there is none.
    Acting,
}

impl Seat {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Head, Self::Deputy, Self::Acting];

    /// The word used in APIs and tests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Acting => "acting",
        }
    }
}

/// An officer's time in a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// Of which agency.
    pub agency: AgencyId,
    /// Who.
    pub officer: OfficerId,
    /// Their name, as the decision writes it: who answers does so in public.
    pub name: Box<str>,
    /// From when until when; one that is ended ends earlier.
    pub validity: Validity,
    /// Under which decision.
    pub decision: Decision,
}

/// A deputy's time, and what they answer for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deputyship {
    /// Who and when.
    pub tenure: Tenure,
    /// Fields (lĩnh vực) in the words of the procedures.
    pub fields: Vec<Box<str>>,
}

/// A tenure ends before its time, or one without an end does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenureEnd {
    /// Of which agency.
    pub agency: AgencyId,
    /// Whose tenure.
    pub officer: OfficerId,
    /// In which seat.
    pub seat: Seat,
    /// The first instant no longer.
    pub from: Timestamp,
    /// Under which decision.
    pub decision: Decision,
}

/// Someone in a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seated {
    /// As what.
    pub seat: Seat,
    /// Who and when.
    pub tenure: Tenure,
    /// What a deputy answers for; of the other seats none.
    pub fields: Vec<Box<str>>,
}

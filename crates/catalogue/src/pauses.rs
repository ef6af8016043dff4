//! What a procedure says of pauses.

/// How a clock goes on after a pause (NĐ 61/2018 Art. 19 [U]; both are in use).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resume {
    /// With what was left of the term.
    Remaining,
    /// With the whole term.
    Anew,
}

impl Resume {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Remaining, Self::Anew];

    /// The word used in APIs and tests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Remaining => "remaining",
            Self::Anew => "anew",
        }
    }
}

/// What a procedure says of pauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PausePolicy {
    /// After papers were brought or corrected.
    pub after_supplement: Resume,
    /// After everything else.
    pub after_other: Resume,
    /// Reasons for which papers may be asked for a second time (R05); empty: for none.
    pub repeat_reasons: Vec<Box<str>>,
}

impl Default for PausePolicy {
    fn default() -> Self {
        Self { after_supplement: Resume::Anew, after_other: Resume::Remaining, repeat_reasons: Vec::new() }
    }
}

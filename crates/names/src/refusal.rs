//! The engine's own "no".

use std::borrow::Cow;

/// In which order reasons are looked for; a clerk gets all reasons of the first kind that has any (DOMAIN section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precedence {
    /// What the command speaks of is not there.
    Existence,
    /// Who asks may not.
    Capacity,
    /// Not now.
    State,
    /// What it says is wrong.
    Content,
}

impl Precedence {
    /// All of them, in the order of looking.
    pub const ALL: [Self; 4] = [Self::Existence, Self::Capacity, Self::State, Self::Content];

    /// Its word: `capacity`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Existence => "existence",
            Self::Capacity => "capacity",
            Self::State => "state",
            Self::Content => "content",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precedence| precedence.as_str() == word)
    }
}

/// One reason of a rejection. Two are the same if they say the same: the precedence only orders the looking and is not
/// recorded.
#[derive(Debug, Clone, Eq)]
pub struct Refusal {
    /// What kind of reason.
    pub precedence: Precedence,
    /// `LT0303`; `lienthong explain LT0303` says more.
    pub code: Cow<'static, str>,
    /// Rule id of DOMAIN section 5: `R03`. Empty where no rule of the field stands behind it.
    pub rule: Cow<'static, str>,
    /// The law.
    pub article: Cow<'static, str>,
    /// Field of the command at fault; empty if it is not about one.
    pub field: String,
    /// Reason, Vietnamese.
    pub vi: String,
    /// Reason, English.
    pub en: String,
}

impl PartialEq for Refusal {
    fn eq(&self, other: &Self) -> bool {
        let said = |r: &'_ Self| (r.code.clone(), r.rule.clone(), r.article.clone());
        said(self) == said(other) && self.field == other.field && self.vi == other.vi && self.en == other.en
    }
}

/// The rules say no: recorded, final for the command's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    refusals: Vec<Refusal>,
}

impl Rejection {
    /// All reasons of the first precedence that has any. `None` when there is no reason at all.
    #[must_use]
    pub fn from_refusals(mut refusals: Vec<Refusal>) -> Option<Self> {
        let first = refusals.iter().map(|r| r.precedence).min()?;
        refusals.retain(|r| r.precedence == first);
        Some(Self { refusals })
    }

    /// As read back from a record: nothing is judged again.
    #[must_use]
    pub fn as_recorded(refusals: Vec<Refusal>) -> Self {
        Self { refusals }
    }

    /// The reasons, at least one for a rejection made by a rule.
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// Whether some reason carries this code.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.refusals.iter().any(|r| r.code == code)
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self { refusals: vec![refusal] }
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, refusal) in self.refusals.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{} {} {}", refusal.code, refusal.rule, refusal.en)?;
        }
        Ok(())
    }
}

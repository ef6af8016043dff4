//! What the Office says of agencies and officers beside that they are there: who succeeds whom, from when an agency works with the
//! system, who acts for whom, which numbers a desk has been given.

use crate::entry::{Decision, Validity};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_names::{AgencyId, DossierCode, NameError, OfficerId};

/// An agency takes another's place from an instant, for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Who ceases.
    pub predecessor: AgencyId,
    /// Who takes its place.
    pub successor: AgencyId,
    /// From when.
    pub from: Timestamp,
    /// Under which decision.
    pub decision: Decision,
}

/// From when an agency works with the system: what it did before may be imported, what it does from then on may not (R24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoLive {
    /// Which agency.
    pub agency: AgencyId,
    /// From when.
    pub from: Timestamp,
    /// Under which decision.
    pub decision: Decision,
}

/// An officer may do what another one may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// In which agency.
    pub agency: AgencyId,
    /// Whose authority it is.
    pub from: OfficerId,
    /// Who may use it.
    pub to: OfficerId,
    /// Names of the commands it is for; empty: for all.
    pub scope: Vec<Box<str>>,
    /// From when until when.
    pub validity: Validity,
    /// The document that says so.
    pub document: Box<str>,
}

/// An officer is away, and does not act; a deputy may in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Of which agency.
    pub agency: AgencyId,
    /// Who is away.
    pub officer: OfficerId,
    /// From when until when.
    pub validity: Validity,
    /// Who acts in their place.
    pub deputy: Option<OfficerId>,
}

/// Numbers of dossiers that only one desk gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Which desk's agency.
    pub desk: AgencyId,
    /// The codes' first part.
    pub series: Box<str>,
    /// The first day whose numbers they are.
    pub first_day: Date,
    /// The last one.
    pub last_day: Date,
    /// The first number.
    pub first: u32,
    /// The last one.
    pub last: u32,
}

impl Lease {
    /// Whether a number is one of them.
    #[must_use]
    pub fn covers(&self, number: &Number<'_>) -> bool {
        *self.series == *number.series
            && (self.first_day..=self.last_day).contains(&number.day)
            && (self.first..=self.last).contains(&number.number)
    }

    /// Whether some number is in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.series == other.series
            && self.first_day <= other.last_day
            && other.first_day <= self.last_day
            && self.first <= other.last
            && other.first <= self.last
    }
}

/// A dossier's code in its parts: `H56.14-240823-0001` (DOMAIN section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number<'a> {
    /// Before the day.
    pub series: &'a str,
    /// The day.
    pub day: Date,
    /// The number of the day.
    pub number: u32,
}

impl<'a> Number<'a> {
    /// The parts of a code; `None` for codes of another form, whose numbers nobody leases.
    #[must_use]
    pub fn of(code: &'a DossierCode) -> Option<Self> {
        let (rest, number) = code.as_str().rsplit_once('-')?;
        let (series, day) = rest.rsplit_once('-')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if day.len() != 6 || !digits(day) || !digits(number) {
            return None;
        }
        let part = |range: std::ops::Range<usize>| day.get(range)?.parse::<i8>().ok();
        let day = Date::new(2000 + i16::from(part(0..2)?), part(2..4)?, part(4..6)?).ok()?;
        Some(Self { series, day, number: number.parse().ok()? })
    }

    /// What the codes of a series begin with on a day, up to the number.
    #[must_use]
    pub fn beginning(series: &str, day: Date) -> String {
        format!("{series}-{}-", day.strftime("%y%m%d"))
    }

    /// The code.
    ///
    /// # Errors
    /// [`NameError`] where the series begins no code.
    pub fn code(&self) -> Result<DossierCode, NameError> {
        DossierCode::new(&format!("{}{:04}", Self::beginning(self.series, self.day), self.number))
    }
}

/// A desk that works without a line: what it says happened within the tolerance counts as of then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accreditation {
    /// Which desk's agency.
    pub desk: AgencyId,
    /// How much later it may be recorded, in minutes.
    pub tolerance_minutes: u32,
    /// From when until when.
    pub validity: Validity,
    /// Under which decision.
    pub decision: Decision,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_number_is_written_as_it_is_read() {
        for text in ["H56.14-240823-0092", "000.17.22.H56-210531-0001", "H22.02-201005-12345"] {
            let code = DossierCode::new(text).unwrap();
            assert_eq!(Number::of(&code).unwrap().code(), Ok(code));
        }
        assert!(Number { series: "a b", day: Date::constant(2020, 10, 5), number: 1 }.code().is_err());
    }

    #[test]
    fn a_code_is_taken_apart_from_its_end() {
        let parts = |text: &str| {
            let code = DossierCode::new(text).unwrap();
            Number::of(&code).map(|n| (n.series.to_owned(), n.day.to_string(), n.number))
        };
        let read = |series: &str, day: &str, number| Some((series.to_owned(), day.to_owned(), number));
        assert_eq!(parts("000.17.22.H56-210531-0001"), read("000.17.22.H56", "2021-05-31", 1));
        assert_eq!(parts("H56-14-240823-0092"), read("H56-14", "2024-08-23", 92));
        for other in ["G09.20-20260609-0092637", "H56.14", "H56.14-241323-0001", "H56.14-240823-x1"] {
            assert_eq!(parts(other), None, "{other}");
        }
    }
}

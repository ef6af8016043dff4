//! Terms as people write them: `13 working days`; `15 calendar days, then 10 working days`.

use crate::{Phase, Term};
use std::fmt;
use std::str::FromStr;

/// A text that is no term.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no term: write for example `13 working days`, `0.5 working days`, `8 working hours`, `15 calendar days`, \
     or several with `, then ` between them"
)]
pub struct NoTerm(Box<str>);

impl FromStr for Term {
    type Err = NoTerm;

    fn from_str(text: &str) -> Result<Self, NoTerm> {
        let no_term = || NoTerm(text.into());
        let phases: Option<Vec<Phase>> = text.split(", then ").map(phase).collect();
        Term::new(phases.ok_or_else(no_term)?).map_err(|_| no_term())
    }
}

fn phase(text: &str) -> Option<Phase> {
    let (count, unit) = text.trim().split_once(' ')?;
    let whole = || count.parse::<u32>().ok();
    match unit.trim() {
        "working day" | "working days" => Some(Phase::WorkingHalfDays(halves(count)?)),
        "calendar day" | "calendar days" => Some(Phase::CalendarDays(whole()?)),
        "working hour" | "working hours" => Some(Phase::WorkingMinutes(whole()?.checked_mul(60)?)),
        "working minute" | "working minutes" => Some(Phase::WorkingMinutes(whole()?)),
        _ => None,
    }
}

/// Days and half days, in halves.
fn halves(count: &str) -> Option<u32> {
    let (whole, half) = match count.split_once('.') {
        Some((whole, "5")) => (whole, 1),
        Some((whole, "0")) => (whole, 0),
        Some(_) => return None,
        None => (count, 0),
    };
    whole.parse::<u32>().ok()?.checked_mul(2)?.checked_add(half)
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, phase) in self.phases().iter().enumerate() {
            if at > 0 {
                f.write_str(", then ")?;
            }
            match *phase {
                Phase::WorkingHalfDays(halves) if halves % 2 == 1 => {
                    write!(f, "{}.5 working days", halves / 2)?;
                }
                Phase::WorkingHalfDays(halves) => write!(f, "{} working days", halves / 2)?,
                Phase::CalendarDays(days) => write!(f, "{days} calendar days")?,
                Phase::WorkingMinutes(minutes) if minutes % 60 == 0 => {
                    write!(f, "{} working hours", minutes / 60)?;
                }
                Phase::WorkingMinutes(minutes) => write!(f, "{minutes} working minutes")?,
            }
        }
        Ok(())
    }
}

impl Term {
    /// The same in Vietnamese: `13 ngày làm việc`.
    #[must_use]
    pub fn vi(&self) -> String {
        let phase = |phase: &Phase| match *phase {
            Phase::WorkingHalfDays(halves) if halves % 2 == 1 => format!("{},5 ngày làm việc", halves / 2),
            Phase::WorkingHalfDays(halves) => format!("{} ngày làm việc", halves / 2),
            Phase::CalendarDays(days) => format!("{days} ngày theo lịch"),
            Phase::WorkingMinutes(minutes) if minutes % 60 == 0 => format!("{} giờ làm việc", minutes / 60),
            Phase::WorkingMinutes(minutes) => format!("{minutes} phút làm việc"),
        };
        self.phases().iter().map(phase).collect::<Vec<_>>().join(", rồi ")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_term_is_refused_with_what_one_looks_like() {
        for text in [
            "",
            "13",
            "13 days",
            "-1 working days",
            "1.2 working days",
            "1.5 calendar days",
            "99999999999 working days",
        ] {
            let error = text.parse::<Term>().unwrap_err();
            assert!(error.to_string().starts_with(&format!("`{text}` is no term")), "{error}");
        }
        assert_eq!("1 working day".parse(), Ok(Term::working_days(1)));
    }

    #[test]
    fn a_term_is_told_in_vietnamese_too() {
        let rows = [
            ("13 working days", "13 ngày làm việc"),
            ("1.5 working days", "1,5 ngày làm việc"),
            ("8 working hours", "8 giờ làm việc"),
            ("30 working minutes", "30 phút làm việc"),
            ("15 calendar days, then 10 working days", "15 ngày theo lịch, rồi 10 ngày làm việc"),
        ];
        for (written, vi) in rows {
            assert_eq!(written.parse::<Term>().unwrap().vi(), vi);
        }
    }

    proptest! {
        #[test]
        fn a_term_reads_as_it_is_written(phases in prop::collection::vec((0..3_u8, 0..100_000_u32), 1..4)) {
            let phases = phases.into_iter().map(|(unit, count)| match unit {
                0 => Phase::WorkingHalfDays(count),
                1 => Phase::CalendarDays(count),
                _ => Phase::WorkingMinutes(count),
            });
            let term = Term::new(phases).unwrap();
            prop_assert_eq!(term.to_string().parse(), Ok(term));
        }
    }
}

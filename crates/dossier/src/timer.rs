//! What falls due of itself: clocks that run out without anybody's doing.
//!
//! Belongs here: how such a clock is named, and the fact that one has a due instant ([`Timer`]). Does not: which clocks of a
//! dossier run (the rules crate whose clocks they are), who watches them (`service`).

use crate::words::TimerCause;
use jiff::Timestamp;
use lienthong_names::{AgencyId, ConsultationId, LegId, NameError, StepName};
use std::fmt;
use std::str::FromStr;

/// A clock of a dossier that can run out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimedClock {
    /// The dossier's own.
    Dossier,
    /// That of papers asked for: one request is open at a time.
    Papers,
    /// That of a leg.
    Leg(LegId),
    /// The end of an agency, whose place another one takes.
    Agency(AgencyId),
    /// The wait for a consultation's last answer.
    Consultation(ConsultationId),
    /// That of a step: an agency has each step open once.
    Step {
        /// Whose.
        agency: AgencyId,
        /// Which.
        step: StepName,
    },
}

/// What stands before a leg's id.
const LEG: &str = "leg:";
/// What stands before an agency's.
const AGENCY: &str = "agency:";
/// What stands before a consultation's id.
const CONSULTATION: &str = "consultation:";
/// What stands before a step's agency; a colon stands before its name.
const STEP: &str = "step:";

impl fmt::Display for TimedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dossier => f.write_str("dossier"),
            Self::Papers => f.write_str("papers"),
            Self::Leg(leg) => write!(f, "{LEG}{leg}"),
            Self::Agency(agency) => write!(f, "{AGENCY}{agency}"),
            Self::Consultation(consultation) => write!(f, "{CONSULTATION}{consultation}"),
            Self::Step { agency, step } => write!(f, "{STEP}{agency}:{step}"),
        }
    }
}

impl FromStr for TimedClock {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let what = "clock";
        if let Some(leg) = text.strip_prefix(LEG) {
            return LegId::new(leg).map(Self::Leg);
        }
        if let Some(agency) = text.strip_prefix(AGENCY) {
            return AgencyId::new(agency).map(Self::Agency);
        }
        if let Some(consultation) = text.strip_prefix(CONSULTATION) {
            return ConsultationId::new(consultation).map(Self::Consultation);
        }
        if let Some((agency, step)) = text.strip_prefix(STEP).and_then(|step| step.split_once(':')) {
            return Ok(Self::Step { agency: AgencyId::new(agency)?, step: StepName::new(step)? });
        }
        match text {
            "" => Err(NameError::Empty { what }),
            "dossier" => Ok(Self::Dossier),
            "papers" => Ok(Self::Papers),
            _ => {
                let form = "`dossier`, `papers`, `leg:` and a leg's id, `step:`, an agency, `:` and its step, `agency:` and an \
                    agency's, or `consultation:` and a consultation's";
                Err(NameError::Form { what, text: text.to_owned(), form })
            }
        }
    }
}

/// One clock that runs, and when it runs out. Ordered as they are recorded: by the instant, then by the cause, then by the
/// clock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timer {
    /// The last instant that is in time. What is done at it is not late.
    pub due: Timestamp,
    /// What its running out means.
    pub cause: TimerCause,
    /// Which clock.
    pub clock: TimedClock,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_clock_is_read_as_it_is_written() {
        let (agency, step) = (AgencyId::new("H22.14").unwrap(), StepName::new("Thẩm định: lần 2").unwrap());
        let clocks = [
            TimedClock::Dossier,
            TimedClock::Papers,
            TimedClock::Leg(LegId::new("l-1").unwrap()),
            TimedClock::Agency(AgencyId::new("H22.05").unwrap()),
            TimedClock::Consultation(ConsultationId::new("c1").unwrap()),
            TimedClock::Step { agency, step },
        ];
        for clock in clocks {
            assert_eq!(clock.to_string().parse::<TimedClock>(), Ok(clock));
        }
        for text in
            ["", "leg:", "leg:a b", "agency:", "consultation:", "step:x", "step::x", "step:H22.14:", "l1"]
        {
            assert!(text.parse::<TimedClock>().is_err(), "{text}");
        }
    }
}

//! What is to be otherwise: a term, a step, a day; as a person writes it.
//!
//! `procedure=1.009974 term=8d` · `procedure=1.009974 case=sửa chữa term=8d` · `procedure=1.009974 receiving=3d` ·
//! `procedure=1.009974 leg=opinion to=H22.15 term=2d` (with `named=yes` also where the sender named another term) · `procedure=1.009974 step=tham-dinh term=2d` ·
//! `procedure=1.009974 without-step=tham-dinh` · `calendar=default off=2020-10-15` · `calendar=default worked=2020-09-02`. A setting of a
//! procedure is for every version of it, or of its process, unless it says `version=2`. Terms: `8d` working days, `0.5d`, `8h` working
//! hours, `30m` working minutes, `15c` calendar days; `3d+15c` one after the other.

use jiff::civil::Date;
use lienthong_calendar::{Phase, Term};
use lienthong_dossier::Purpose;
use lienthong_names::{AgencyId, CaseName, ProcedureCode, StepName};
use std::fmt;
use std::str::FromStr;

/// Of which procedure, and which of its versions and cases, something is to be otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Which procedure.
    pub procedure: ProcedureCode,
    /// Which version, of the procedure or of its process; `None`: every one.
    pub version: Option<u32>,
    /// Which case; `None`: what is published for none.
    pub case: Option<CaseName>,
}

/// One thing that is to be otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The term of a procedure, or of a case of it.
    Term {
        /// Of which.
        about: About,
        /// The term.
        term: Term,
    },
    /// The term of the receiving agency's own part.
    Receiving {
        /// Of which.
        about: About,
        /// The term.
        term: Term,
    },
    /// The term of legs, or of asks for an opinion.
    Leg {
        /// Of which.
        about: About,
        /// What they are sent for.
        purpose: Purpose,
        /// To whom; `None`: to anybody.
        to: Option<AgencyId>,
        /// The term.
        term: Term,
        /// Also of those whose sender named a term other than the process.
        even_named: bool,
    },
    /// The term of a step.
    Step {
        /// Of which.
        about: About,
        /// Which step.
        step: StepName,
        /// The term.
        term: Term,
    },
    /// A step that is not there: what followed it follows what came before it.
    WithoutStep {
        /// Of which.
        about: About,
        /// Which step.
        step: StepName,
    },
    /// A day off.
    Off {
        /// In which calendar.
        calendar: Box<str>,
        /// Which day.
        day: Date,
    },
    /// A day off that is worked.
    Worked {
        /// In which calendar.
        calendar: Box<str>,
        /// Which day.
        day: Date,
    },
}

/// A text that is no setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("LT0982 `{text}` is no setting: {why}")]
pub struct NoSetting {
    text: String,
    why: String,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term { about, term } => write!(f, "{about} term={}", Short(term)),
            Self::Receiving { about, term } => write!(f, "{about} receiving={}", Short(term)),
            Self::Leg { about, purpose, to, term, even_named } => {
                write!(f, "{about} leg={purpose}")?;
                if let Some(to) = to {
                    write!(f, " to={to}")?;
                }
                write!(f, " term={}{}", Short(term), if *even_named { " named=yes" } else { "" })
            }
            Self::Step { about, step, term } => write!(f, "{about} step={step} term={}", Short(term)),
            Self::WithoutStep { about, step } => write!(f, "{about} without-step={step}"),
            Self::Off { calendar, day } => write!(f, "calendar={calendar} off={day}"),
            Self::Worked { calendar, day } => write!(f, "calendar={calendar} worked={day}"),
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "procedure={}", self.procedure)?;
        if let Some(version) = self.version {
            write!(f, " version={version}")?;
        }
        self.case.as_ref().map_or(Ok(()), |case| write!(f, " case={case}"))
    }
}

/// A term as settings write it.
struct Short<'a>(&'a Term);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, phase) in self.0.phases().iter().enumerate() {
            if at > 0 {
                f.write_str("+")?;
            }
            match *phase {
                Phase::WorkingHalfDays(halves) if halves % 2 == 1 => write!(f, "{}.5d", halves / 2)?,
                Phase::WorkingHalfDays(halves) => write!(f, "{}d", halves / 2)?,
                Phase::CalendarDays(days) => write!(f, "{days}c")?,
                Phase::WorkingMinutes(minutes) if minutes % 60 == 0 => write!(f, "{}h", minutes / 60)?,
                Phase::WorkingMinutes(minutes) => write!(f, "{minutes}m")?,
            }
        }
        Ok(())
    }
}

/// `8d`, `3d+15c`.
fn term(text: &str) -> Option<Term> {
    let spelled: Option<Vec<String>> = text
        .split('+')
        .map(|phase| {
            let (place, _) = phase.char_indices().last()?;
            let (count, unit) = phase.split_at_checked(place)?;
            let unit = match unit {
                "d" => "working days",
                "h" => "working hours",
                "m" => "working minutes",
                "c" => "calendar days",
                _ => return None,
            };
            Some(format!("{count} {unit}"))
        })
        .collect();
    spelled?.join(", then ").parse().ok()
}

impl FromStr for Setting {
    type Err = NoSetting;

    fn from_str(text: &str) -> Result<Self, NoSetting> {
        Words::of(text).setting().map_err(|why| NoSetting { text: text.to_owned(), why })
    }
}

/// `name=value` by `name=value`; what holds no `=` goes on with the value before it, so that a case of several words needs no quotes.
struct Words(Vec<(String, String)>);

impl Words {
    fn of(text: &str) -> Self {
        let mut words: Vec<(String, String)> = Vec::new();
        for word in text.split_whitespace() {
            match (word.split_once('='), words.last_mut()) {
                (Some((name, value)), _) => words.push((name.to_owned(), value.to_owned())),
                (None, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(word);
                }
                (None, None) => words.push((word.to_owned(), String::new())),
            }
        }
        Self(words)
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let place = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(place).1)
    }

    fn term(&mut self, name: &str) -> Result<Option<Term>, String> {
        let Some(text) = self.take(name) else { return Ok(None) };
        let why = || format!("`{text}` is no term; write for example 8d, 0.5d, 8h, 30m, 15c, or 3d+15c");
        term(&text).map(Some).ok_or_else(why)
    }

    fn named<T, E: fmt::Display>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        self.take(name).map(|text| read(&text).map_err(|why| format!("{name}: {why}"))).transpose()
    }

    fn setting(mut self) -> Result<Setting, String> {
        let setting = match self.take("calendar") {
            Some(calendar) => self.of_calendar(calendar.into()),
            None => self.of_procedure(),
        }?;
        match self.0.first() {
            None => Ok(setting),
            Some((name, _)) => Err(format!("`{name}` does not go with the rest")),
        }
    }

    fn of_calendar(&mut self, calendar: Box<str>) -> Result<Setting, String> {
        let day = |text: &str| text.parse::<Date>();
        let (off, worked) = (self.named("off", day)?, self.named("worked", day)?);
        match (off, worked) {
            (Some(day), None) => Ok(Setting::Off { calendar, day }),
            (None, Some(day)) => Ok(Setting::Worked { calendar, day }),
            _ => Err("of a calendar say one: off=DATE, or worked=DATE".to_owned()),
        }
    }

    fn of_procedure(&mut self) -> Result<Setting, String> {
        let procedure = self.named("procedure", ProcedureCode::new)?;
        let procedure = procedure.ok_or("it begins with procedure=CODE, or with calendar=ID")?;
        let version = self.named("version", str::parse::<u32>)?;
        let about = About { procedure, version, case: self.named("case", CaseName::new)? };
        let (leg, step) = (self.take("leg"), self.named("step", StepName::new)?);
        let (without, receiving) = (self.named("without-step", StepName::new)?, self.term("receiving")?);
        let term = self.term("term")?;
        let needs = || "it needs term=…".to_owned();
        match (leg, step, without, receiving) {
            (None, None, None, None) => Ok(Setting::Term { about, term: term.ok_or_else(needs)? }),
            (None, None, None, Some(receiving)) if term.is_none() => {
                Ok(Setting::Receiving { about, term: receiving })
            }
            (Some(leg), None, None, None) => {
                let purpose = Purpose::named(&leg)
                    .ok_or_else(|| format!("leg: `{leg}` is none of opinion, appraisal, resolution"))?;
                let to = self.named("to", AgencyId::new)?;
                let even_named = match self.take("named").as_deref() {
                    None => false,
                    Some("yes") => true,
                    Some(other) => return Err(format!("named: `{other}` is not yes")),
                };
                Ok(Setting::Leg { about, purpose, to, term: term.ok_or_else(needs)?, even_named })
            }
            (None, Some(step), None, None) => {
                Ok(Setting::Step { about, step, term: term.ok_or_else(needs)? })
            }
            (None, None, Some(step), None) if term.is_none() => Ok(Setting::WithoutStep { about, step }),
            _ => Err("say one thing at a time: --set may be given several times".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_written_is_read_and_written_the_same() {
        for text in [
            "procedure=1.009974 term=8d",
            "procedure=1.009974 version=2 case=sửa chữa nhỏ term=0.5d",
            "procedure=1.009974 receiving=3d+15c",
            "procedure=1.009974 leg=opinion to=H22.15 term=16h",
            "procedure=1.009974 leg=appraisal term=90m named=yes",
            "procedure=1.009974 step=tham-dinh term=2d",
            "procedure=1.009974 without-step=tham-dinh",
            "calendar=default off=2020-10-15",
            "calendar=H22.15 worked=2020-09-02",
        ] {
            assert_eq!(text.parse::<Setting>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (text, why) in [
            ("", "begins with procedure=CODE"),
            ("term=8d", "begins with procedure=CODE"),
            ("procedure=1.009974", "needs term"),
            ("procedure=1.009974 term=8 days", "is no term"),
            ("procedure=1.009974 term=8d colour=red", "`colour` does not go"),
            ("procedure=1.009974 leg=stroll term=8d", "none of"),
            ("procedure=1.009974 leg=opinion term=8d named=no", "is not yes"),
            ("procedure=1.009974 step=a without-step=b term=1d", "one thing at a time"),
            ("calendar=default", "say one"),
            ("calendar=default off=tomorrow", "off: "),
        ] {
            let error = text.parse::<Setting>().unwrap_err().to_string();
            assert!(error.starts_with("LT0982") && error.contains(why), "{error}");
        }
    }
}

//! Rules that the Office has switched off, or on again, for a procedure or an agency.

use crate::entry::{Decision, Validity};
use lienthong_names::{AgencyId, ProcedureCode};

/// A rule is off, or on again, from a date (DOMAIN section 5: the Office can switch one, by decision).
///
/// A one-officer commune's exemption from R11 is one of these, for that agency, with its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// Which rule: `R05`.
    pub rule: Box<str>,
    /// Whether it is off.
    pub off: bool,
    /// For which procedure; `None`: for every one.
    pub procedure: Option<ProcedureCode>,
    /// For acts of which agency; `None`: of every one.
    pub agency: Option<AgencyId>,
    /// From when until when.
    pub validity: Validity,
    /// Under which decision.
    pub decision: Decision,
}

impl Switch {
    /// Whether it speaks of this act.
    #[must_use]
    pub fn is_about(&self, rule: &str, procedure: Option<&ProcedureCode>, agency: &AgencyId) -> bool {
        *self.rule == *rule
            && self.procedure.as_ref().is_none_or(|named| Some(named) == procedure)
            && self.agency.as_ref().is_none_or(|named| named == agency)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Catalogue, Entry};
    use jiff::Timestamp;
    use jiff::civil::Date;

    fn switch(rule: &str, off: bool, procedure: Option<&str>, from: i64, until: Option<i64>) -> Switch {
        let at = |second| Timestamp::from_second(second).unwrap();
        Switch {
            rule: rule.into(),
            off,
            procedure: procedure.map(|code| ProcedureCode::new(code).unwrap()),
            agency: None,
            validity: Validity { from: at(from), until: until.map(at) },
            decision: Decision { number: "1".into(), date: Date::constant(2020, 1, 1), signer: "CT".into() },
        }
    }

    #[test]
    fn loosened_rules_are_those_that_are_off_and_not_taken_back() {
        let said = [
            switch("R05", true, Some("1.1"), 10, None),
            switch("R05", true, Some("1.2"), 10, None),
            switch("R10", true, None, 20, Some(40)),
            switch("R05", false, Some("1.1"), 30, None),
            switch("R05", false, None, 50, None),
        ];
        let mut catalogue = Catalogue::default();
        for (sequence, switch) in (1..).zip(&said) {
            catalogue.evolve(sequence, &Entry::RuleSwitched(switch.clone()));
        }
        let at = |second| Timestamp::from_second(second).unwrap();
        let loosened = |second| {
            let of = |switch: &Switch| {
                (switch.rule.to_string(), switch.procedure.as_ref().map(ToString::to_string))
            };
            catalogue.now().switches(at(second)).into_iter().map(of).collect::<Vec<_>>()
        };
        let r05 = |code: &str| ("R05".to_owned(), Some(code.to_owned()));
        assert_eq!(loosened(5), []);
        assert_eq!(loosened(10), [r05("1.1"), r05("1.2")]);
        assert_eq!(loosened(25), [r05("1.1"), r05("1.2"), ("R10".to_owned(), None)]);
        assert_eq!(loosened(30), [r05("1.2"), ("R10".to_owned(), None)]);
        assert_eq!(loosened(50), []);
        // As it was known before the last two were said.
        assert_eq!(catalogue.as_known(3).switches(at(50)).len(), 2);

        let agency = AgencyId::new("H22.14").unwrap();
        let code = ProcedureCode::new("1.2").unwrap();
        let is_off = |rule, second| catalogue.now().is_off(rule, Some(&code), &agency, at(second));
        assert!(is_off("R05", 30) && !is_off("R05", 50));
        assert!(is_off("R10", 39) && !is_off("R10", 40));
    }
}

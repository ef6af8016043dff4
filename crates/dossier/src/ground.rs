//! Why the engine may say no: each reason stands once, with its code, its rule and its law.
//!
//! Belongs here: the form of such a reason ([`Ground`]), and the gathering of all that speak against a command
//! ([`Refusals`]). Does not: any reason itself; each rules crate lists its own and exports them.

use crate::sabotage;
use lienthong_names::{Precedence, Refusal, Rejection};

/// What a rule answers: a value to go on with, or the reasons against it.
pub type Check<T = ()> = Result<T, Rejection>;

/// One reason for which a command can be rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// `LT0303`.
    pub code: &'static str,
    /// Rule id of DOMAIN section 5; empty where no rule of the field stands behind it.
    pub rule: &'static str,
    /// The law; empty where the rule has none of its own.
    pub article: &'static str,
    /// When it is looked for.
    pub precedence: Precedence,
}

impl Ground {
    /// What is spoken of is not there.
    #[must_use]
    pub const fn existence(code: &'static str, rule: &'static str, article: &'static str) -> Self {
        Self { code, rule, article, precedence: Precedence::Existence }
    }

    /// Who asks may not.
    #[must_use]
    pub const fn capacity(code: &'static str, rule: &'static str, article: &'static str) -> Self {
        Self { code, rule, article, precedence: Precedence::Capacity }
    }

    /// Not now.
    #[must_use]
    pub const fn state(code: &'static str, rule: &'static str, article: &'static str) -> Self {
        Self { code, rule, article, precedence: Precedence::State }
    }

    /// What it says is wrong.
    #[must_use]
    pub const fn content(code: &'static str, rule: &'static str, article: &'static str) -> Self {
        Self { code, rule, article, precedence: Precedence::Content }
    }

    /// Code and rule: what a list of codes shows.
    #[must_use]
    pub const fn code_and_rule(&self) -> (&'static str, &'static str) {
        (self.code, self.rule)
    }

    /// This reason, about a field of the command (empty: about none), in both languages.
    #[must_use]
    pub fn refusal(&self, field: &str, vi: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal {
            precedence: self.precedence,
            code: self.code.into(),
            rule: self.rule.into(),
            article: self.article.into(),
            field: field.to_owned(),
            vi: vi.into(),
            en: en.into(),
        }
    }

    /// A rejection for this reason alone.
    ///
    /// # Errors
    /// Always: it is the "no" of a rule.
    pub fn refuse<T>(&self, field: &str, vi: impl Into<String>, en: impl Into<String>) -> Check<T> {
        Err(self.refusal(field, vi, en).into())
    }
}

/// Everything that speaks against a command, gathered before an answer is given: a clerk gets all reasons of one kind at
/// once, not the first.
#[derive(Debug, Default)]
pub struct Refusals(Vec<Refusal>);

impl Refusals {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a rule's answer; its reasons are kept, its value handed on.
    pub fn ask<T>(&mut self, answer: Check<T>) -> Option<T> {
        match answer {
            Ok(value) => Some(value),
            Err(rejection) => {
                self.0.extend_from_slice(rejection.refusals());
                None
            }
        }
    }

    /// Adds reasons that come as a list.
    pub fn extend(&mut self, refusals: Vec<Refusal>) {
        self.0.extend(refusals);
    }

    /// The answer: nothing spoke against it, or all reasons of the first kind.
    ///
    /// # Errors
    /// The rejection.
    pub fn settle(mut self) -> Check {
        self.0.retain(|refusal| !sabotage::is_off(&refusal.rule));
        Rejection::from_refusals(self.0).map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MISSING: Ground = Ground::existence("LT0001", "R19", "");
    const WRONG: Ground = Ground::content("LT0002", "", "");

    #[test]
    fn all_reasons_of_the_first_kind_are_given_and_no_other() {
        let mut no = Refusals::new();
        no.ask(WRONG.refuse::<()>("a", "sai", "wrong"));
        no.ask(MISSING.refuse::<()>("b", "thiếu", "missing"));
        no.ask(MISSING.refuse::<()>("c", "thiếu", "missing"));
        let rejection = no.settle().unwrap_err();
        let fields: Vec<&str> = rejection.refusals().iter().map(|r| r.field.as_str()).collect();
        assert_eq!(fields, ["b", "c"]);
    }

    #[test]
    fn nothing_against_it_is_a_yes_and_values_are_handed_on() {
        let mut no = Refusals::new();
        assert_eq!(no.ask(Ok(7)), Some(7));
        assert!(no.settle().is_ok());
    }
}

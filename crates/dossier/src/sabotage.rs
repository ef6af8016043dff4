//! Rules of the field switched off, one at a time, to see which rows of the scenarios turn on each.
//!
//! The switch is compiled only under the feature `sabotage`, which nothing that ships asks for: without it no rule is ever off.
//! The Office's own switch, by decision and from a date, is a fact of the catalogue and something else.

use crate::ground::Check;
use lienthong_names::{Refusal, Rejection};

#[cfg(feature = "sabotage")]
thread_local! {
    static OFF: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
}

/// Whether a rule (`R08`) is switched off.
#[cfg(feature = "sabotage")]
#[must_use]
pub fn is_off(rule: &str) -> bool {
    OFF.get() == Some(rule)
}

/// Whether a rule is switched off: never.
#[cfg(not(feature = "sabotage"))]
#[must_use]
pub const fn is_off(_rule: &str) -> bool {
    false
}

/// Does something on this thread with a rule switched off.
#[cfg(feature = "sabotage")]
pub fn without<T>(rule: &'static str, work: impl FnOnce() -> T) -> T {
    let before = OFF.replace(Some(rule));
    let done = work();
    OFF.set(before);
    done
}

/// What a service answers where the rule that says no hands on what the decision goes on with (R19: the registration; R12: the
/// version of a procedure): with that rule off there is nothing to go on with, so it is admitted and nothing happens.
///
/// # Errors
/// The rejection, without what a rule says that is off.
pub fn spared<T: Default>(answer: Check<T>) -> Check<T> {
    answer.or_else(|rejection| {
        let is_heard = |refusal: &&Refusal| !is_off(&refusal.rule);
        let heard: Vec<_> = rejection.refusals().iter().filter(is_heard).cloned().collect();
        if heard.len() == rejection.refusals().len() {
            return Err(rejection);
        }
        Rejection::from_refusals(heard).map_or_else(|| Ok(T::default()), Err)
    })
}

#[cfg(all(test, feature = "sabotage"))]
mod tests {
    use super::*;
    use crate::ground::{Ground, Refusals};

    const MISSING: Ground = Ground::existence("LT0001", "R19", "");

    #[test]
    fn a_rule_that_is_off_says_nothing_and_only_while_it_is_off() {
        let asked = || {
            let mut no = Refusals::new();
            no.ask(MISSING.refuse::<()>("a", "thiếu", "missing"));
            no.settle()
        };
        assert_eq!((asked().is_err(), without("R19", asked).is_ok()), (true, true));
        assert!(without("R08", asked).is_err(), "another rule");
        assert!(asked().is_err(), "on again");
        let direct = || spared(MISSING.refuse::<Vec<u8>>("a", "thiếu", "missing"));
        assert_eq!((direct().is_err(), without("R19", direct)), (true, Ok(Vec::new())));
    }
}

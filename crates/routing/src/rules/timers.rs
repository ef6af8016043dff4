//! What a service says of a clock is true: it runs, to that instant, and has run out. No article stands behind it; that it is the
//! service that says so is R02's and R12's.

use crate::case::Case;
use crate::grounds::{NO_CLOCK, NOT_DUE, R12_ACTOR};
use crate::rules::{r02_capacity, r03_part};
use crate::timers::timers;
use lienthong_dossier::{Check, Refusals, Timer};
use lienthong_service::{check_run_out, no_such_clock};

/// R02, R12: a service says it, with its own key.
pub(crate) fn ask_service(case: &Case<'_>, no: &mut Refusals) {
    if !case.facts.is_service() {
        let standing = case.standing();
        no.ask(r03_part::check(case, standing));
        no.ask(r02_capacity::check(case, standing));
    } else {
        no.ask(case.facts.check_service_key(&R12_ACTOR));
    }
}

/// The clock runs to that instant, and nobody has recorded yet that it ran out.
pub(crate) fn runs(case: &Case<'_>, timer: &Timer) -> Check {
    if timers(case.dossier, case.facts.catalogue).contains(timer) {
        return Ok(());
    }
    no_such_clock(&NO_CLOCK, case.code, timer)
}

/// It has run out.
pub(crate) fn has_run_out(case: &Case<'_>, timer: &Timer) -> Check {
    check_run_out(&NOT_DUE, timer, case.now())
}

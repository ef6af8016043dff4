//! RaiseTimer: the term of an ask ran out, and no opinion came.

use super::Decided;
use crate::case::Case;
use crate::rules::{r19_known, timers};
use lienthong_dossier::{Refusals, Timer};

/// Recorded once, by the service itself; what the silence means was said when it was asked.
pub(crate) fn lapse(case: &Case<'_>, timer: &Timer) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    timers::ask_service(case, &mut no);
    let running = no.ask(timers::runs(case, timer));
    no.ask(timers::has_run_out(case, timer));
    no.settle()?;
    Ok(running.map(|running| running.ran_out()).unwrap_or_default())
}

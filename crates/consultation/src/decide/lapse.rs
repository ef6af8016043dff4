//! RaiseTimer: the term of an ask ran out, and no opinion came; nobody's answer is waited for any more, and what is closed is opened.

use super::Decided;
use crate::case::Case;
use crate::rules::{closed, r19_known, timers};
use lienthong_dossier::{Event, Refusals, Timer};

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

/// Opened once, by the service itself, for everybody at once. What each says it does not read, and does not say: whoever shows it opens
/// it with the dossier's key.
pub(crate) fn open(case: &Case<'_>, timer: &Timer) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    timers::ask_service(case, &mut no);
    let consultation = no.ask(closed::waits_no_more(case, timer));
    no.ask(timers::has_run_out(case, timer));
    no.settle()?;
    let opened = consultation.map(|id| Event::OpinionsOpened { consultation: id.clone(), since: timer.due });
    Ok(opened.into_iter().collect())
}

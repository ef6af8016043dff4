//! The verb of clocks that run out, for what nobody but a service may say, and a service only when it is so. What really runs out
//! is told by a row of its own: `(time passes)`.
//!
//! `raises CAUSE CLOCK until`

use super::when;
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_dossier::{Command, TimedClock, TimerCause};
use lienthong_names::Service;

/// The command, and the service whose clock it is.
pub(super) fn command(act: &Phrases) -> Result<Option<(Command, Service)>, Trouble> {
    let ["raises", cause, clock] = *act.head().as_slice() else { return Ok(None) };
    let Some(cause) = TimerCause::named(cause) else {
        return act.trouble(format!("`{cause}` is no cause"));
    };
    let clock: TimedClock = clock.parse().map_err(|e| Trouble::at(act.line(), format!("{e}")))?;
    let Some(due) = when(act, "until")? else { return act.trouble("raises it as of when?") };
    let service = match cause {
        TimerCause::OpinionLapsed | TimerCause::OpinionsOpened => Service::Consultation,
        _ => Service::Routing,
    };
    Ok(Some((Command::RaiseTimer { clock, cause, due }, service)))
}

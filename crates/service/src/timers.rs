//! A clock that has run out, as the command by which its service says so.
//!
//! Belongs here: the command, its id, the key it is signed with. Does not: which clocks run ([`Rules::timers`]), when a service
//! looks at them (`machine`).

use crate::Rules;
use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_dossier::{Check, Command as About, Ground, Timer};
use lienthong_names::{Act, AgencyId, CommandId, DossierCode, NameError, OfficerId, Service};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command, derived_id};

/// Stands before everything hashed, so that no other digest of ours can be taken for one of these.
const LABEL: &str = "lienthong timer v1";

/// How a service says that clocks have run out.
#[derive(Debug, Clone)]
pub struct Timers {
    /// The service's key; while it is not registered in the catalogue, no clock is looked at.
    pub key: SigningKey,
    /// Whether to look at dossiers to which nobody sends a command; if not, a dossier's clocks are looked at before each
    /// command about it, and only then.
    pub watch: bool,
}

/// The id of the command that says so: UUIDv8 of (dossier, clock, due instant, cause), each after its length. Whoever says it,
/// it is one command.
#[must_use]
pub fn timer_id(code: &DossierCode, timer: &Timer) -> CommandId {
    let (clock, due) = (timer.clock.to_string(), timer.due.as_nanosecond().to_string());
    derived_id(LABEL, &[code.as_str(), &clock, &due, timer.cause.as_str()])
}

/// The command: by the service, in the name of the agency whose key it holds, as of the instant at which the clock ran out.
///
/// # Errors
/// [`NameError`]: never, for the services there are.
pub fn timer_command(
    code: &DossierCode,
    timer: &Timer,
    service: Service,
    agency: &AgencyId,
) -> Result<Command, NameError> {
    let act = Act::new(timer_id(code, timer), agency.clone(), OfficerId::new(service.as_str())?, timer.due);
    let command = About::RaiseTimer { clock: timer.clock.clone(), cause: timer.cause, due: timer.due };
    Ok(Command { act, body: Body::Dossier { code: code.clone(), command } })
}

/// The clocks of a state that ran out before an instant, in the order in which they are recorded.
#[must_use]
pub fn run_out<R: Rules>(state: &R::State, catalogue: View<'_>, before: Timestamp) -> Vec<Timer> {
    let mut timers: Vec<Timer> =
        R::timers(state, catalogue).into_iter().filter(|timer| timer.due < before).collect();
    timers.sort();
    timers
}

/// What a service says of a clock: that it ran out. It has.
///
/// # Errors
/// Not yet, on the service's own ground.
pub fn check_run_out(ground: &Ground, timer: &Timer, now: Timestamp) -> Check {
    if timer.due <= now {
        return Ok(());
    }
    ground.refuse("due", "chưa đến hạn", "it has not run out yet")
}

/// No such clock of a dossier runs, or it was recorded already that it ran out.
///
/// # Errors
/// Always, on the service's own ground.
pub fn no_such_clock<T>(ground: &Ground, code: &DossierCode, timer: &Timer) -> Check<T> {
    ground.refuse(
        "clock",
        format!("hồ sơ {code} không có đồng hồ {} nào chạy đến thời điểm này", timer.clock),
        format!("no clock {} of dossier {code} runs to this instant", timer.clock),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_dossier::{TimedClock, TimerCause};
    use lienthong_names::LegId;

    #[test]
    fn an_id_says_dossier_clock_instant_and_cause() {
        let code = |code| DossierCode::new(code).unwrap();
        let leg = |id| TimedClock::Leg(LegId::new(id).unwrap());
        let due: Timestamp = "2020-10-20T10:00:00Z".parse().unwrap();
        let first = Timer { due, cause: TimerCause::LegOverdue, clock: leg("l1") };
        let id = timer_id(&code("A-1"), &first);
        // Computed by another program from the description above.
        assert_eq!(id.to_string(), "fbf60ece-6159-8016-b831-ff21d33df84e");
        assert_eq!(timer_id(&code("A-1"), &first), id, "whoever says it");
        let others = [
            (code("A-2"), first.clone()),
            (code("A-1"), Timer { clock: leg("l2"), ..first.clone() }),
            (code("A-1"), Timer { cause: TimerCause::LegUnacknowledged, ..first.clone() }),
            (code("A-1"), Timer { due: due + jiff::SignedDuration::from_secs(1), ..first }),
        ];
        assert!(others.iter().all(|(code, timer)| timer_id(code, timer) != id));
    }
}

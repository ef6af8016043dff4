//! What a dossier waits for at an instant.

use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_dossier::{Dossier, PauseCause, Purpose};
use lienthong_names::{AgencyId, LegId, OfficerId, StepName};
use lienthong_service::process_of;

/// One thing that it waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaitsFor {
    /// Its clock stands still.
    Pause {
        /// Why.
        cause: PauseCause,
        /// Since when.
        since: Timestamp,
    },
    /// A leg's answer.
    Leg {
        /// Which.
        leg: LegId,
        /// Whose.
        agency: AgencyId,
        /// What for.
        purpose: Purpose,
        /// By when.
        due: Option<Timestamp>,
    },
    /// A step that is open.
    Step {
        /// Which.
        step: StepName,
        /// Whose.
        agency: AgencyId,
        /// Whose officer's, where one is named.
        officer: Option<OfficerId>,
        /// By when.
        due: Option<Timestamp>,
    },
    /// Nothing of all that: that its custodian begins the next step, one of these by the process.
    Next {
        /// Who is to begin.
        agency: AgencyId,
        /// Steps that may begin; none, where no process says which.
        steps: Vec<StepName>,
    },
}

/// Everything that it waits for; never empty while it is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits(pub Vec<WaitsFor>);

impl Waits {
    /// Of a dossier as it stands.
    pub(super) fn of(dossier: &Dossier, view: View<'_>) -> Self {
        let pause =
            dossier.clock.pause.map(|pause| WaitsFor::Pause { cause: pause.cause, since: pause.since });
        let legs = dossier.open_legs().map(|(id, leg)| WaitsFor::Leg {
            leg: id.clone(),
            agency: leg.to.clone(),
            purpose: leg.purpose,
            due: leg.due,
        });
        // Who has it by a leg that took custody along does not wait for itself: it works, or begins.
        let own = |waits: &WaitsFor| matches!(waits, WaitsFor::Leg { agency, .. } if Some(agency) == dossier.custodian());
        let asks = dossier.holding_up().map(|(asked, ask)| WaitsFor::Leg {
            leg: ask.leg.clone(),
            agency: asked.agency.clone(),
            purpose: Purpose::Opinion,
            due: ask.due,
        });
        let steps = dossier.steps_open.iter().map(|open| WaitsFor::Step {
            step: open.step.clone(),
            agency: open.agency.clone(),
            officer: dossier.officer_of(&open.agency).cloned(),
            due: open.due,
        });
        let mut all: Vec<WaitsFor> =
            pause.into_iter().chain(legs.filter(|leg| !own(leg))).chain(asks).chain(steps).collect();
        if all.is_empty()
            && let Some(agency) = dossier.custodian()
        {
            all.push(WaitsFor::Next { agency: agency.clone(), steps: next(dossier, view) });
        }
        Self(all)
    }
}

/// Steps that may begin by its process.
fn next(dossier: &Dossier, view: View<'_>) -> Vec<StepName> {
    let Some(process) = process_of(view, dossier) else { return Vec::new() };
    let last = process.last_of(dossier.steps_done.iter().map(|done| &done.step));
    let may_begin = process.steps.iter().filter(|step| process.may_begin(&step.id, last));
    may_begin.map(|step| step.id.clone()).collect()
}

//! HandOver and CompleteStep: how it goes from hand to hand inside an agency.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::grounds::TO_NOBODY;
use crate::rules::{r12_in_force, r19_known, stage};
use lienthong_dossier::{Event, Refusals};
use lienthong_names::{OfficerId, StepName, UnitId};

/// Giao nhận: a unit, an officer, or both have it from now on; a step may begin with it.
pub(crate) fn decide(
    case: &Case<'_>,
    unit: Option<&UnitId>,
    officer: Option<&OfficerId>,
    step: Option<&StepName>,
) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    if let Some(unit) = unit {
        no.ask(r12_in_force::unit(case, "to_unit", unit));
    }
    if let Some(officer) = officer {
        no.ask(r12_in_force::officer(case, "to_officer", officer));
    }
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    if unit.is_none() && officer.is_none() {
        no.ask(TO_NOBODY.refuse::<()>(
            "to_unit",
            "giao nhận phải nêu đơn vị hoặc cán bộ nhận",
            "a hand-over names the unit or the officer that gets it",
        ));
    }
    no.settle()?;

    let assigned = Event::OfficerAssigned {
        agency: case.agency().clone(),
        unit: unit.cloned(),
        officer: officer.cloned(),
    };
    let started = step.map(|step| Event::StepStarted { step: step.clone() });
    Ok(std::iter::once(assigned).chain(started).collect())
}

/// A step is done. Whether it was its turn is R10's to say, once processes are published with their order.
pub(crate) fn complete(case: &Case<'_>, step: &StepName, note: &str) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.settle()?;
    Ok(vec![Event::StepCompleted { step: step.clone(), note: note.into() }])
}

//! HandOver, ReassignOfficer and CompleteStep: how it goes from hand to hand inside an agency.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::grounds::TO_NOBODY;
use crate::rules::{r07_reason, r10_process, r11_officers, r12_in_force, r19_known, r21_centre, stage};
use crate::{clock, version};
use lienthong_dossier::{Event, Refusals};
use lienthong_names::{OfficerId, StepName, UnitId};

/// Giao nhận: a unit, an officer, or both have it from now on; a step may begin with it, which ends the one that the agency was at
/// (one step at a time). A step that is open goes on in other hands: its clock is not started again.
pub(crate) fn decide(
    case: &Case<'_>,
    unit: Option<&UnitId>,
    officer: Option<&OfficerId>,
    step: Option<&StepName>,
) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_hands(case, &mut no, ("to_unit", unit), ("to_officer", officer));
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    let mut due = None;
    let own = || case.dossier.steps_open.iter().filter(|open| open.agency == *case.agency());
    let begins = step.filter(|step| !own().any(|open| open.step == **step));
    if let Some(step) = step {
        let process = version::process_of(case);
        no.ask(r10_process::begin(case, process, step));
        let term = process.and_then(|process| process.step(step)).and_then(|step| step.term.as_ref());
        due = no.ask(clock::due(case, case.agency(), case.now(), term)).flatten();
    }
    no.settle()?;

    let assigned = assigned(case, unit, officer);
    let started = begins.map(|step| Event::StepStarted { step: step.clone(), due });
    let done = own().filter(|_| begins.is_some()).map(|open| Event::StepCompleted {
        step: open.step.clone(),
        note: "".into(),
        at_centre: false,
    });
    Ok(done.chain([assigned]).chain(started).collect())
}

/// Into other hands of the same agency, for a reason.
pub(crate) fn reassign(
    case: &Case<'_>,
    unit: Option<&UnitId>,
    officer: Option<&OfficerId>,
    reason: &str,
) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_hands(case, &mut no, ("unit", unit), ("officer", officer));
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(r07_reason::check("reason", [reason]));
    no.settle()?;
    Ok(vec![assigned(case, unit, officer)])
}

/// The hands it goes into: somebody's, and of the acting agency.
pub(super) fn ask_hands(
    case: &Case<'_>,
    no: &mut Refusals,
    (unit_field, unit): (&str, Option<&UnitId>),
    (officer_field, officer): (&str, Option<&OfficerId>),
) {
    if let Some(unit) = unit {
        no.ask(r12_in_force::unit(case, unit_field, unit));
    }
    if let Some(officer) = officer {
        no.ask(r12_in_force::officer(case, officer_field, officer));
    }
    if unit.is_none() && officer.is_none() {
        no.ask(TO_NOBODY.refuse::<()>(
            unit_field,
            "phải nêu đơn vị hoặc cán bộ nhận",
            "it names the unit or the officer that gets it",
        ));
    }
}

fn assigned(case: &Case<'_>, unit: Option<&UnitId>, officer: Option<&OfficerId>) -> Event {
    Event::OfficerAssigned { agency: case.agency().clone(), unit: unit.cloned(), officer: officer.cloned() }
}

/// A step is done, by whom and where the process says.
pub(crate) fn complete(case: &Case<'_>, step: &StepName, note: &str, at_centre: bool) -> Decided {
    r19_known::check(case)?;
    let process = version::process_of(case);
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(r11_officers::check(case, process, step));
    no.ask(stage::running(case));
    no.ask(r10_process::complete(case, process, step));
    no.ask(r21_centre::check(case, process, step, at_centre));
    no.settle()?;
    Ok(vec![Event::StepCompleted { step: step.clone(), note: note.into(), at_centre }])
}

//! PublishProcess, SwitchRule: how a procedure is worked, and which rules are off for it.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::grounds::NOT_SWITCHED;
use crate::rules::{cases, form, known, process as works, r22_office};
use lienthong_catalogue::{Entry, Process, Switch};
use lienthong_dossier::Refusals;

/// The next version. A running dossier keeps the one of its reception, so no version is ever withdrawn.
pub(crate) fn decide(case: &Case<'_>, process: &Process) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::procedure(catalogue, "procedure", &process.procedure));
    no.extend(known::agencies(catalogue, "legs.to", process.legs.iter().filter_map(|leg| leg.to.as_ref())));
    no.ask(cases::known(catalogue, process));
    ask_office(case, &mut no);
    no.ask(r22_office::decision(&process.decision));
    no.extend(form::each_once("steps", process.steps.iter().map(|step| step.id.as_str())));
    no.extend(works::can_be_worked(process));
    no.extend(works::purposes(process));
    no.settle()?;
    let version = catalogue.process_versions(&process.procedure) + 1;
    Ok(Entry::ProcessPublished { version, process: process.clone() })
}

/// Rules that the Office may switch off: what a dossier must go through. Not who may speak (R02, R03, R12), what is there (R19),
/// that a reason is given (R07), what money is asked for (R13), or what must never be (R08).
pub(crate) const SWITCHABLE: &[&str] = &["R01", "R04", "R05", "R10", "R11", "R21"];

/// A rule is off, or on again.
pub(crate) fn switch(case: &Case<'_>, switch: &Switch) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.extend(known::agencies(catalogue, "agency", &switch.agency));
    if let Some(procedure) = &switch.procedure {
        no.ask(known::procedure(catalogue, "procedure", procedure));
    }
    ask_office(case, &mut no);
    no.ask(r22_office::decision(&switch.decision));
    no.ask(form::validity("validity", &switch.validity));
    if !SWITCHABLE.contains(&&*switch.rule) {
        no.ask(NOT_SWITCHED.refuse::<()>(
            "rule",
            format!("quy tắc {} không được tắt hoặc bật", switch.rule),
            format!("rule {} cannot be switched: {} can", switch.rule, SWITCHABLE.join(", ")),
        ));
    }
    no.settle()?;
    Ok(Entry::RuleSwitched(switch.clone()))
}

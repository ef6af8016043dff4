//! PublishProcess, SwitchRule, AdoptRules: how a procedure is worked, which rules are off for it, and by which version of them services decide.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::grounds::{NOT_NEXT, NOT_SWITCHED};
use crate::rules::{cases, form, known, process as works, r22_office};
use lienthong_catalogue::{Entry, Process, RulesVersion, Switch};
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

/// A service decides by the next version of its rules: none is left out, and none comes back.
///
/// Whether a release has that version is not asked: it would be decided otherwise by another release. A service that lacks it decides nothing
/// until one is installed that has it.
pub(crate) fn adopt(case: &Case<'_>, adopted: &RulesVersion) -> Decided {
    let mut no = Refusals::new();
    ask_office(case, &mut no);
    no.ask(r22_office::decision(&adopted.decision));
    let (service, holds) = (adopted.service, case.facts.catalogue.rules_version(adopted.service));
    if Some(adopted.version) != holds.checked_add(1) {
        no.ask(NOT_NEXT.refuse::<()>(
            "version",
            format!(
                "dịch vụ {service} đang quyết định theo phiên bản {holds}; chỉ chuyển sang phiên bản kế tiếp"
            ),
            format!("{service} decides by version {holds}: only the next one can be adopted"),
        ));
    }
    no.settle()?;
    Ok(Entry::RulesAdopted(adopted.clone()))
}

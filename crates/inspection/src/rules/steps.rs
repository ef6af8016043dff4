//! R10, R11, R21 where a process is not strict: what does not follow it is admitted, and found. Directive 1đ; separation of duties.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use lienthong_catalogue::{Place as At, Process, StepKind};
use lienthong_dossier::{Command, Event};
use lienthong_names::StepName;

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    if !seen.is_live() {
        return;
    }
    match seen.asked {
        // Handed over within a step that is open, none begins.
        Command::HandOver { step: Some(step), .. } if begins(seen, step) => {
            found.extend(out_of_order(seen, step))
        }
        Command::CompleteStep { step, at_centre, .. } => {
            if !seen.dossier().steps_open.iter().any(|open| open.step == *step) {
                found.extend(out_of_order(seen, step));
            }
            found.extend(same_officer(seen, step));
            if !at_centre {
                found.extend(elsewhere(seen, step));
            }
        }
        Command::ResolveDossier { .. } => found.extend(resolved_early(seen)),
        _ => {}
    }
}

fn begins(seen: &Seen<'_>, step: &StepName) -> bool {
    seen.events.iter().any(|event| matches!(event, Event::StepStarted { step: begun, .. } if begun == step))
}

/// The step that is open, and the one of the process that was done last.
fn stands<'a>(seen: &Seen<'a>, process: &Process) -> (Option<&'a StepName>, Option<&'a StepName>) {
    let dossier = seen.dossier();
    let open = dossier.steps_open.first().map(|open| &open.step);
    (open, process.last_of(dossier.steps_done.iter().map(|done| &done.step)))
}

fn out_of_order(seen: &Seen<'_>, step: &StepName) -> Option<Finding> {
    let process = seen.loose_process("R10")?;
    let (open, last) = stands(seen, process);
    // Handing the result out is not done by naming the step.
    if open.is_none() && process.may_begin(step, last) && !process.returns(step) {
        return None;
    }
    let at = open.or(last).map_or("-", StepName::as_str);
    Some(at_version(seen, Rule::OutOfOrder).says(
        format!("bước “{step}” sau “{at}” không theo quy trình đã công bố"),
        format!("step “{step}” after “{at}” does not follow the published process"),
    ))
}

/// Nothing is decided before the process comes to handing it out.
fn resolved_early(seen: &Seen<'_>) -> Option<Finding> {
    let process = seen.loose_process("R10")?;
    let (open, last) = stands(seen, process);
    if process.comes_to_return(open, last) {
        return None;
    }
    let at = open.or(last).map_or("-", StepName::as_str);
    Some(at_version(seen, Rule::OutOfOrder).says(
        format!("giải quyết khi quy trình mới đến “{at}”"),
        format!("decided when the process had come to “{at}”"),
    ))
}

fn same_officer(seen: &Seen<'_>, step: &StepName) -> Option<Finding> {
    let process = seen.loose_process("R11")?;
    let kind = process.kind_apart(step)?;
    let (agency, officer) = (&seen.act().agency, &seen.act().officer);
    let dossier = seen.dossier();
    let own = dossier.steps_done.iter().filter(|done| done.agency == *agency && done.officer == *officer);
    let appraises = dossier.appraisals.values().any(|of| of.is_appraiser(agency, officer));
    let done =
        own.filter_map(|done| process.kind_apart(&done.step)).chain(appraises.then_some(StepKind::Appraise));
    let other = done.into_iter().find(|done| *done != kind)?;
    Some(at_version(seen, Rule::SameOfficer).says(
        format!("cán bộ {officer} làm cả việc loại {} và loại {}", other.as_str(), kind.as_str()),
        format!("officer {officer} did both {} and {}", other.as_str(), kind.as_str()),
    ))
}

fn elsewhere(seen: &Seen<'_>, step: &StepName) -> Option<Finding> {
    let process = seen.loose_process("R21")?;
    let belongs = process.step(step).is_some_and(|step| step.place == At::Centre);
    belongs.then(|| {
        at_version(seen, Rule::Elsewhere).says(
            format!("bước “{step}” phải làm tại Trung tâm Phục vụ hành chính công"),
            format!("step “{step}” is done at the Public Administration Service Centre"),
        )
    })
}

/// With the reception, which says what version of the process counts.
fn at_version(seen: &Seen<'_>, rule: Rule) -> Finding {
    seen.found(rule).after(seen.before.received.as_ref())
}

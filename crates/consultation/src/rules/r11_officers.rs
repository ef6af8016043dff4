//! R11: who receives, who appraises and who approves are different officers. Separation of duties.
//!
//! Who sits in a council, and who alone concludes an appraisal, appraises. Routing keeps the other side: such an officer does no step
//! of receiving or approving any more.

use crate::case::Case;
use crate::grounds::R11_OFFICERS;
use lienthong_catalogue::{Process, StepKind};
use lienthong_dossier::{Appraisal, Check, Council, Member};
use lienthong_names::Refusal;

/// No member of the council received or approved this dossier. Where the process is not strict it is found by inspection.
pub(crate) fn members(case: &Case<'_>, council: Option<&Council>) -> Vec<Refusal> {
    let Some(process) = strict(case) else { return Vec::new() };
    let seats = council.into_iter().flat_map(|council| council.members.iter().enumerate());
    let refused = seats.filter_map(|(at, member)| {
        did(case, process, member).map(|kind| refusal(&format!("council.members[{at}]"), member, kind))
    });
    refused.collect()
}

/// The officer who concludes what no council appraised did not receive or approve it.
pub(crate) fn alone(case: &Case<'_>, appraisal: &Appraisal) -> Check {
    let process = strict(case).filter(|_| appraisal.council.is_none());
    let acting = Member { agency: case.agency().clone(), officer: case.act.officer.clone() };
    match process.and_then(|process| did(case, process, &acting)) {
        Some(kind) => Err(refusal("officer", &acting, kind).into()),
        None => Ok(()),
    }
}

fn strict<'a>(case: &Case<'a>) -> Option<&'a Process> {
    let registered = case.dossier.registration.as_ref().map(|registration| &registration.procedure);
    let off = || case.facts.catalogue.is_off(R11_OFFICERS.rule, registered, case.agency(), case.now());
    case.facts.process_of(case.dossier).filter(|process| process.strict && !off())
}

/// The step of receiving or approving that an officer did.
fn did(case: &Case<'_>, process: &Process, who: &Member) -> Option<StepKind> {
    let own = case.dossier.steps_done.iter();
    let own = own.filter(|done| done.agency == who.agency && done.officer == who.officer);
    own.filter_map(|done| process.step(&done.step))
        .map(|step| step.kind)
        .find(|kind| matches!(kind, StepKind::Receive | StepKind::Approve))
}

fn refusal(field: &str, who: &Member, kind: StepKind) -> Refusal {
    let (officer, agency, kind) = (&who.officer, &who.agency, kind.as_str());
    R11_OFFICERS.refusal(
        field,
        format!(
            "{officer} ({agency}) đã thực hiện bước loại {kind} của hồ sơ này: người tiếp nhận, thẩm định và phê duyệt phải khác nhau"
        ),
        format!(
            "{officer} of {agency} did a step of kind {kind} of this dossier: who receives, appraises and approves are different officers"
        ),
    )
}

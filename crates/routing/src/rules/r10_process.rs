//! R10: steps follow the published process; one is skipped, or gone back to, only where it allows. Directive 1đ.
//!
//! Where the process is not strict what happens is admitted, and found by inspection.

use crate::case::Case;
use crate::grounds::R10_PROCESS;
use lienthong_catalogue::{Process, StepKind};
use lienthong_dossier::Check;
use lienthong_names::StepName;

/// The step may begin: nothing else is open, and the step that was done last lets it follow.
pub(crate) fn begin(case: &Case<'_>, process: Option<&Process>, step: &StepName) -> Check {
    let Some(process) = strict(case, process) else { return Ok(()) };
    if let Some(open) = case.dossier.steps_open.first() {
        return R10_PROCESS.refuse(
            "step",
            format!("bước “{}” chưa xong: chưa được bắt đầu bước “{step}”", open.step),
            format!("step “{}” is not done yet: “{step}” may not begin", open.step),
        );
    }
    let last = last_done(case);
    if process.may_begin(step, last) {
        return Ok(());
    }
    match last {
        Some(last) => R10_PROCESS.refuse(
            "step",
            format!("quy trình không cho phép bước “{step}” sau bước “{last}”"),
            format!("the process does not let step “{step}” follow “{last}”"),
        ),
        None => R10_PROCESS.refuse(
            "step",
            format!("quy trình không bắt đầu bằng bước “{step}”"),
            format!("the process does not begin with step “{step}”"),
        ),
    }
}

/// The step may be done: it was begun, or may begin now.
pub(crate) fn complete(case: &Case<'_>, process: Option<&Process>, step: &StepName) -> Check {
    if case.dossier.steps_open.iter().any(|open| open.step == *step) {
        return Ok(());
    }
    begin(case, process, step)
}

/// The result is handed out where the process has come to that.
pub(crate) fn hand_out(case: &Case<'_>, process: Option<&Process>) -> Check {
    let Some(process) = strict(case, process) else { return Ok(()) };
    let has_such = process.steps.iter().any(|step| step.kind == StepKind::Return);
    let open = case.dossier.steps_open.first().map(|open| &open.step);
    if !has_such || (open.is_none() && process.next_of(StepKind::Return, last_done(case)).is_some()) {
        return Ok(());
    }
    let at = open.or(last_done(case)).map_or("", StepName::as_str);
    R10_PROCESS.refuse(
        "dossier",
        format!("quy trình chưa đến bước trả kết quả (đang ở “{at}”)"),
        format!("the process has not come to handing the result out (it is at “{at}”)"),
    )
}

/// The step that was done last.
pub(crate) fn last_done<'a>(case: &Case<'a>) -> Option<&'a StepName> {
    case.dossier.steps_done.last().map(|done| &done.step)
}

fn strict<'a>(case: &Case<'_>, process: Option<&'a Process>) -> Option<&'a Process> {
    process.filter(|process| process.strict && !case.is_off(R10_PROCESS.rule))
}

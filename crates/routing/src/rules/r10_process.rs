//! R10: steps follow the published process; one is skipped, or gone back to, only where it allows. Directive 1đ.
//!
//! Where the process is not strict what happens is admitted, and found by inspection.

use crate::case::Case;
use crate::grounds::R10_PROCESS;
use lienthong_catalogue::Process;
use lienthong_dossier::Check;
use lienthong_names::StepName;

/// The step may begin: nothing else is open, and the step that was done last lets it follow.
pub(crate) fn begin(case: &Case<'_>, process: Option<&Process>, step: &StepName) -> Check {
    let Some(process) = strict(case, process) else { return Ok(()) };
    if process.returns(step) {
        return R10_PROCESS.refuse(
            "step",
            format!("bước “{step}” được hoàn thành khi trả kết quả cho công dân (ReturnResult)"),
            format!("step “{step}” is done by handing the result out (ReturnResult)"),
        );
    }
    if let Some(open) = case.dossier.steps_open.first() {
        return R10_PROCESS.refuse(
            "step",
            format!("bước “{}” chưa xong: chưa được bắt đầu bước “{step}”", open.step),
            format!("step “{}” is not done yet: “{step}” may not begin", open.step),
        );
    }
    let last = last_done(case, process);
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

/// The process has come to handing the result out: it is decided there, since no step is done after the decision; and again where
/// it was handed out before (a dossier that was reopened).
pub(crate) fn come_to_return(case: &Case<'_>, process: Option<&Process>) -> Check {
    let Some(process) = strict(case, process) else { return Ok(()) };
    let open = case.dossier.steps_open.first().map(|open| &open.step);
    let last = last_done(case, process);
    if process.comes_to_return(open, last) {
        return Ok(());
    }
    let at = open.or(last).map_or("", StepName::as_str);
    R10_PROCESS.refuse(
        "dossier",
        format!("quy trình chưa đến bước trả kết quả (đang ở “{at}”)"),
        format!("the process has not come to handing the result out (it is at “{at}”)"),
    )
}

/// The step of the process that was done last.
pub(crate) fn last_done<'a>(case: &Case<'a>, process: &Process) -> Option<&'a StepName> {
    process.last_of(case.dossier.steps_done.iter().map(|done| &done.step))
}

fn strict<'a>(case: &Case<'_>, process: Option<&'a Process>) -> Option<&'a Process> {
    process.filter(|process| process.strict && !case.is_off(R10_PROCESS.rule))
}

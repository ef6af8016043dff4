//! What a process must be so that every dossier can go through it to an end.

use crate::grounds::{NO_EXIT, NO_START, NO_STEP, PURPOSE, UNREACHABLE};
use lienthong_catalogue::Process;
use lienthong_dossier::Purpose;
use lienthong_names::{Refusal, StepName};

/// It begins somewhere, each step can be reached, and from each an end can be.
pub(crate) fn can_be_worked(process: &Process) -> Vec<Refusal> {
    let mut refusals: Vec<Refusal> = process
        .unknown_next()
        .map(|(step, next)| {
            NO_STEP.refusal(
                "steps.next",
                format!("bước “{next}” (sau “{step}”) không có trong quy trình"),
                format!("step “{next}”, which follows “{step}”, is not in the process"),
            )
        })
        .collect();
    if !process.steps.iter().any(|step| step.starts) {
        // Then no step can be reached: said once.
        refusals.push(NO_START.refusal(
            "steps",
            "quy trình phải có bước bắt đầu",
            "the process has no step that it begins with",
        ));
        return refusals;
    }
    if let Some(steps) = list(process.unreachable()) {
        refusals.push(UNREACHABLE.refusal(
            "steps",
            format!("không có đường nào dẫn đến bước: {steps}"),
            format!("no way leads to: {steps}"),
        ));
    }
    if let Some(steps) = list(process.without_exit()) {
        refusals.push(NO_EXIT.refusal(
            "steps",
            format!("từ các bước này không thể kết thúc quy trình: {steps}"),
            format!("no way leads from these to an end: {steps}"),
        ));
    }
    refusals
}

/// Every purpose word is one of ours.
pub(crate) fn purposes(process: &Process) -> Vec<Refusal> {
    let is_known = |word: &str| Purpose::named(word).is_some();
    let unknown = process.legs.iter().map(|leg| &*leg.purpose).filter(|word| !is_known(word));
    let refusal = |word: &str| {
        PURPOSE.refusal(
            "legs.purpose",
            format!("không có mục đích `{word}`"),
            format!("there is no purpose `{word}`"),
        )
    };
    unknown.map(refusal).collect()
}

fn list(steps: Vec<&StepName>) -> Option<String> {
    let names: Vec<&str> = steps.into_iter().map(StepName::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

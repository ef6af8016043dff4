//! R21: "5 tại chỗ": steps that the process puts at the Centre happen there. Directive 1đ.

use crate::case::Case;
use crate::grounds::R21_CENTRE;
use lienthong_catalogue::{Place, Process};
use lienthong_dossier::Check;
use lienthong_names::StepName;

/// A step at the Centre is done at the Centre. Where the process is not strict it is found by inspection.
pub(crate) fn check(case: &Case<'_>, process: Option<&Process>, step: &StepName, at_centre: bool) -> Check {
    let belongs = process
        .filter(|process| process.strict)
        .and_then(|process| process.step(step))
        .is_some_and(|step| step.place == Place::Centre);
    if !belongs || at_centre || case.is_off(R21_CENTRE.rule) {
        return Ok(());
    }
    R21_CENTRE.refuse(
        "at_centre",
        format!("bước “{step}” phải được thực hiện tại Trung tâm Phục vụ hành chính công"),
        format!("step “{step}” is done at the Public Administration Service Centre"),
    )
}

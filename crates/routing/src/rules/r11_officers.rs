//! R11: who receives, who appraises and who approves are different officers. Separation of duties.
//!
//! A commune with one officer has an exemption, which is this rule switched off for that agency until a date.

use crate::case::Case;
use crate::grounds::R11_OFFICERS;
use lienthong_catalogue::{Process, StepKind};
use lienthong_dossier::Check;
use lienthong_names::StepName;

/// The acting officer has done none of the other two. Where the process is not strict it is found by inspection.
pub(crate) fn check(case: &Case<'_>, process: Option<&Process>, step: &StepName) -> Check {
    let Some(process) = process.filter(|process| process.strict && !case.is_off(R11_OFFICERS.rule)) else {
        return Ok(());
    };
    let Some(kind) = process.kind_apart(step) else { return Ok(()) };
    let (agency, officer) = (case.agency(), &case.act.officer);
    let own =
        case.dossier.steps_done.iter().filter(|done| done.agency == *agency && done.officer == *officer);
    // Who sits in the council of an appraisal, or concluded one alone, appraises.
    let appraises = case.dossier.appraisals.values().any(|of| of.is_appraiser(agency, officer));
    let done =
        own.filter_map(|done| process.kind_apart(&done.step)).chain(appraises.then_some(StepKind::Appraise));
    let Some(other) = done.into_iter().find(|done| *done != kind) else {
        return Ok(());
    };
    R11_OFFICERS.refuse(
        "officer",
        format!(
            "cán bộ {officer} đã thực hiện bước loại {} của hồ sơ này: người tiếp nhận, thẩm định và phê duyệt phải khác nhau",
            other.as_str()
        ),
        format!(
            "officer {officer} did a step of kind {} of this dossier: who receives, appraises and approves are different officers",
            other.as_str()
        ),
    )
}

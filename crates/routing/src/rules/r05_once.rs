//! R05: papers are asked for once, all of them, with reasons; a second time only for a reason that the procedure names.
//! Decree 61/2018/ND-CP, Article 17.

use crate::case::Case;
use crate::grounds::R05_ONCE;
use lienthong_catalogue::Procedure;
use lienthong_dossier::Check;

/// A first request; or `again` is one of the reasons for which the procedure lets the desk ask a second time.
pub(crate) fn check(case: &Case<'_>, procedure: &Procedure, again: &str) -> Check {
    let asked_before = case.dossier.supplements.iter().any(|supplement| !supplement.revision);
    let may_again = procedure.pauses.repeat_reasons.iter().any(|reason| **reason == *again);
    if !asked_before || may_again || case.is_off(R05_ONCE.rule) {
        return Ok(());
    }
    R05_ONCE.refuse(
        "again",
        format!(
            "hồ sơ {} đã được yêu cầu bổ sung một lần; yêu cầu lại phải có lý do mà thủ tục quy định",
            case.code
        ),
        format!(
            "papers were asked for once in dossier {}; asking again needs a reason that the procedure names",
            case.code
        ),
    )
}

/// Something is asked for.
pub(crate) fn something(field: &str, asked: &[Box<str>]) -> Check {
    if !asked.is_empty() {
        return Ok(());
    }
    R05_ONCE.refuse(
        field,
        "phải nêu đầy đủ giấy tờ cần bổ sung",
        "it names the papers that are asked for, all of them",
    )
}

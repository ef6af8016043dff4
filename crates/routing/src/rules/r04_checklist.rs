//! R04: only what the published checklist names may be asked for. Directive 1d.

use crate::case::Case;
use crate::grounds::R04_CHECKLIST;
use lienthong_catalogue::Procedure;
use lienthong_names::Refusal;

/// What of the things asked for is not on the checklist.
///
/// The version that counts is the one in force at reception, not today's; of its items those for the dossier's case. A procedure that publishes no checklist lets nothing be
/// asked for.
pub(crate) fn check(case: &Case<'_>, procedure: &Procedure, field: &str, asked: &[Box<str>]) -> Vec<Refusal> {
    if case.is_off(R04_CHECKLIST.rule) {
        return Vec::new();
    }
    let of_case = case.dossier.case();
    let is_listed = |item: &str| procedure.checklist_for(of_case).any(|listed| *listed.id == *item);
    let refusal = |item: &str| {
        R04_CHECKLIST.refusal(
            field,
            format!("`{item}` không có trong thành phần hồ sơ của thủ tục {} đã công bố", procedure.code),
            format!("`{item}` is not on the published checklist of procedure {}", procedure.code),
        )
    };
    asked.iter().map(|item| &**item).filter(|item| !is_listed(item)).map(refusal).collect()
}

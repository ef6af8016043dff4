//! R08: no resolution while a mandatory opinion or appraisal is open. Directive 1b, 1đ.

use crate::case::Case;
use crate::grounds::R08_MANDATORY;
use lienthong_dossier::Check;
use lienthong_names::AgencyId;

/// Nothing mandatory is still out.
pub(crate) fn check(case: &Case<'_>) -> Check {
    let dossier = case.dossier;
    let awaited: Vec<&str> = dossier
        .holding_up()
        .map(|(participant, _)| &participant.agency)
        .chain(dossier.open_appraisals().map(|(_, leg)| &leg.to))
        .map(AgencyId::as_str)
        .collect();
    if awaited.is_empty() {
        return Ok(());
    }
    let awaited = awaited.join(", ");
    R08_MANDATORY.refuse(
        "",
        format!("chưa có ý kiến hoặc kết quả thẩm định bắt buộc của: {awaited}"),
        format!("a mandatory opinion or appraisal is still open with: {awaited}"),
    )
}

//! R20: lack of the paper original is no reason to refuse or delay a leg, unless the checklist says original first. Directive
//! 1đ.

use crate::case::Case;
use crate::grounds::R20_ORIGINAL;
use lienthong_catalogue::{ChecklistItem, Procedure};
use lienthong_dossier::{Check, Leg, LegGround};

/// The leg is not given back for want of paper; or a paper that has to come first has not come to its agency.
pub(crate) fn check(case: &Case<'_>, procedure: &Procedure, leg: &Leg, ground: Option<LegGround>) -> Check {
    let awaited =
        |item: &ChecklistItem| item.original_first && case.dossier.paper_holder(&item.id) != Some(&leg.to);
    if ground != Some(LegGround::LacksOriginal) || procedure.checklist_for(case.dossier.case()).any(awaited) {
        return Ok(());
    }
    R20_ORIGINAL.refuse(
        "ground",
        "chưa có bản giấy gốc không phải là lý do từ chối hoặc làm chậm lượt liên thông",
        "lack of the paper original is no reason to refuse or delay a leg",
    )
}

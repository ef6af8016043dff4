//! Who votes, how often, and what the votes carry.

use crate::case::Case;
use crate::grounds::{AGAINST_VOTES, NO_QUORUM, R03_SEATED, VOTED};
use lienthong_dossier::{Appraisal, Check, Conclusion, Council, Member, Round, carries};

/// R03 once more: a part in the dossier is not enough, nor is the agency's; the officer who acts was named a member. Of an agency
/// that has none R02 speaks.
pub(crate) fn seated(case: &Case<'_>, appraisal: &Appraisal) -> Check {
    let (agency, officer) = (case.agency(), &case.act.officer);
    let sends = |council: &Council| council.members.iter().any(|member| member.agency == *agency);
    match &appraisal.council {
        Some(council) if sends(council) && !council.seats(agency, officer) => R03_SEATED.refuse(
            "officer",
            format!("{officer} ({agency}) không phải là thành viên hội đồng thẩm định"),
            format!("{officer} of {agency} is no member of this council"),
        ),
        _ => Ok(()),
    }
}

/// The member has not voted in this round.
pub(crate) fn once(round: &Round, member: &Member) -> Check {
    if !round.votes.iter().any(|vote| vote.member == *member) {
        return Ok(());
    }
    VOTED.refuse(
        "officer",
        format!("{} ({}) đã biểu quyết ở vòng này", member.officer, member.agency),
        format!("{} of {} has voted in this round", member.officer, member.agency),
    )
}

/// As many have voted as the council needs. A past council's votes may not be known.
pub(crate) fn quorum(case: &Case<'_>, council: &Council, round: &Round) -> Check {
    let voted = round.votes.len();
    if case.is_history() || u32::try_from(voted).is_ok_and(|voted| voted >= council.quorum) {
        return Ok(());
    }
    NO_QUORUM.refuse(
        "appraisal",
        format!("mới có {voted} phiếu, cần ít nhất {}", council.quorum),
        format!("{voted} have voted, and {} must have", council.quorum),
    )
}

/// The majority of the votes cast carries the conclusion ([`carries`]).
pub(crate) fn carried(case: &Case<'_>, council: &Council, round: &Round, conclusion: Conclusion) -> Check {
    if case.is_history() || carries(&round.votes, &council.president, conclusion) {
        return Ok(());
    }
    let count = |said: Conclusion| round.votes.iter().filter(|vote| vote.vote == said).count();
    let [approve, with_changes, reject] =
        [Conclusion::Approve, Conclusion::WithChanges, Conclusion::Reject].map(count);
    AGAINST_VOTES.refuse(
        "conclusion",
        format!(
            "kết luận trái với đa số phiếu: {approve} thông qua, {with_changes} thông qua có chỉnh sửa, {reject} không thông qua"
        ),
        format!(
            "the votes do not carry {conclusion}: {approve} approve, {with_changes} with changes, {reject} reject"
        ),
    )
}

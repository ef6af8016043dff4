//! What a list of paper originals allows: it goes once, from who has them to who has a part, and arrives once.

use crate::case::Case;
use crate::grounds::{
    MANIFEST, NO_PAPERS, NOT_ON_LIST, PAPER_ELSEWHERE, PAPERS_HERE, TO_ITSELF, TO_STRANGER,
};
use lienthong_dossier::{Check, Papers};
use lienthong_names::{AgencyId, Refusal};

/// The list has a number of its own, and something is on it.
pub(crate) fn listed(case: &Case<'_>, manifest: &str, items: &[Box<str>]) -> Check {
    let used = case.dossier.papers.iter().any(|papers| *papers.manifest == *manifest);
    if !manifest.trim().is_empty() && !used && !items.is_empty() {
        return Ok(());
    }
    MANIFEST.refuse(
        "manifest",
        "phiếu giao nhận phải có số riêng và có ít nhất một giấy tờ",
        "a list of papers has a number of its own, and something on it",
    )
}

/// It goes to another agency, which has a part in the dossier.
pub(crate) fn worth_sending(case: &Case<'_>, to: &AgencyId) -> Check {
    if to == case.agency() {
        return TO_ITSELF.refuse(
            "to",
            "không thể gửi bản giấy cho chính mình",
            "an agency does not send papers to itself",
        );
    }
    has_part(case, "to", to)
}

/// The agency that is spoken of has a part in the dossier.
pub(crate) fn has_part(case: &Case<'_>, field: &str, agency: &AgencyId) -> Check {
    if case.dossier.has_part(agency) {
        return Ok(());
    }
    TO_STRANGER.refuse(
        field,
        format!("{agency} không tham gia giải quyết hồ sơ {}", case.code),
        format!("{agency} has no part in dossier {}", case.code),
    )
}

/// Who sends them has them: one refusal for each that is elsewhere.
pub(crate) fn held(case: &Case<'_>, items: &[Box<str>]) -> Vec<Refusal> {
    let elsewhere = |item: &&str| case.dossier.paper_holder(item) != Some(case.agency());
    let refusal = |item: &str| {
        PAPER_ELSEWHERE.refusal(
            "items",
            format!("bản giấy `{item}` không ở {}", case.agency()),
            format!("the paper original of `{item}` is not with {}", case.agency()),
        )
    };
    items.iter().map(|item| &**item).filter(elsewhere).map(refusal).collect()
}

/// Papers were sent by this list.
pub(crate) fn known<'a>(case: &Case<'a>, manifest: &str) -> Check<&'a Papers> {
    match case.dossier.papers.iter().find(|papers| *papers.manifest == *manifest) {
        Some(papers) => Ok(papers),
        None => NO_PAPERS.refuse(
            "manifest",
            format!("không có phiếu giao nhận bản giấy số {manifest}"),
            format!("no papers were sent by list {manifest}"),
        ),
    }
}

/// They have not arrived before.
pub(crate) fn awaited(papers: &Papers) -> Check {
    if papers.received_at.is_none() {
        return Ok(());
    }
    PAPERS_HERE.refuse(
        "manifest",
        format!("bản giấy theo phiếu {} đã được nhận", papers.manifest),
        format!("the papers of list {} have arrived before", papers.manifest),
    )
}

/// Nothing came that was not sent.
pub(crate) fn on_list(papers: &Papers, items: &[Box<str>]) -> Check {
    if items.iter().all(|item| papers.items.contains(item)) {
        return Ok(());
    }
    NOT_ON_LIST.refuse(
        "items",
        format!("có giấy tờ không có trong phiếu {}", papers.manifest),
        format!("something is named that is not on list {}", papers.manifest),
    )
}

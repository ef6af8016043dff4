//! The rules that several commands about findings and tasks share.

use super::Case;
use super::grounds::{
    DAY_PASSED, NO_AGENCY, NO_WORDS, OWN_CASE, R02_CAPACITY, R07_REASON, R12_ACTOR, R18_AHEAD,
};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::{Check, Refusals};
use lienthong_names::AgencyId;
use lienthong_supervision::capacity::{Capacity, Standing, asked_for, concerned, holds_one};

/// R02, R12, R18: who speaks is valid, may say this, and says it of what has been.
pub(super) fn actor(case: &Case<'_>, no: &mut Refusals) {
    no.extend(case.facts.refuse_actor(case.act, case.asked.kind().as_str(), R12_ACTOR.code));
    no.ask(capacity(case));
    no.ask(not_ahead(case, "occurred_at", case.act.occurred_at));
}

/// R02: the table of capacities. Nobody remembers these for anybody, so history has none of them.
fn capacity(case: &Case<'_>) -> Check {
    let (agency, kind) = (&case.act.agency, case.asked.kind());
    let concerned = concerned(case.matter, case.asked);
    let supervises = asked_for(kind).iter().any(|capacity| {
        matches!(capacity, Capacity::Inspector | Capacity::Supervisor | Capacity::Office | Capacity::Asker)
    });
    if supervises && concerned == Some(agency) {
        return OWN_CASE.refuse(
            "agency",
            format!("{agency} không được tự xem xét, tự giao việc cho chính mình"),
            format!("{agency} neither judges itself nor asks itself: who stands above it, or an inspectorate, does"),
        );
    }
    let standing = Standing {
        inspectorate: case.facts.catalogue.agency(agency, case.now()).is_some_and(|known| known.inspectorate),
        superior: concerned.is_some_and(|below| stands_above(case, agency, below)),
        office: case.facts.standing(agency).office,
        head: concerned.is_some_and(|of| answers_for(case, of)),
    };
    if !case.facts.is_history() && holds_one(case.matter, agency, case.asked, standing) {
        return Ok(());
    }
    let words = |word: fn(Capacity) -> &'static str| {
        asked_for(kind).iter().map(|capacity| word(*capacity)).collect::<Vec<_>>()
    };
    R02_CAPACITY.refuse(
        "agency",
        format!("{}: chỉ {}", kind.as_str(), words(Capacity::vi).join(", hoặc ")),
        format!("{}: only {}", kind.as_str(), words(Capacity::as_str).join(", or ")),
    )
}

/// Whether an agency stands above another, however far.
pub(super) fn stands_above(case: &Case<'_>, above: &AgencyId, below: &AgencyId) -> bool {
    case.facts.catalogue.superiors(below).any(|superior| superior == above)
}

/// Whether the acting officer answers for an agency now (R26). Where the catalogue names nobody, any officer of the agency does.
fn answers_for(case: &Case<'_>, agency: &AgencyId) -> bool {
    let answerable = case.facts.catalogue.answerable(agency, case.now());
    if answerable.is_empty() {
        return case.act.agency == *agency;
    }
    let is_actor = |officer: &_, of: &AgencyId| *officer == case.act.officer && *of == case.act.agency;
    answerable.iter().any(|seated| is_actor(&seated.tenure.officer, &seated.tenure.agency))
}

/// R18: nothing has happened that is yet to come.
pub(super) fn not_ahead(case: &Case<'_>, field: &str, claimed: Timestamp) -> Check {
    case.facts.check_not_ahead(&R18_AHEAD, field, claimed)
}

/// R07: it is said why.
pub(super) fn reason(field: &str, reason: &str) -> Check {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    R07_REASON.refuse(field, "phải nêu rõ lý do", "it is said why")
}

/// What has to be said is said.
pub(super) fn words(field: &str, text: &str) -> Check {
    if !text.trim().is_empty() {
        return Ok(());
    }
    NO_WORDS.refuse(field, "không được để trống", "it may not be empty")
}

/// An agency that is to do something is in force.
pub(super) fn in_force(case: &Case<'_>, agency: &AgencyId) -> Check {
    if case.facts.catalogue.agency(agency, case.now()).is_some() {
        return Ok(());
    }
    NO_AGENCY.refuse(
        "agency",
        format!("cơ quan {agency} không có trong danh mục đang có hiệu lực"),
        format!("agency {agency} is not in force in the catalogue"),
    )
}

/// The day on the wall.
pub(super) fn today(case: &Case<'_>) -> Date {
    crate::local::offset(case.facts.catalogue).to_datetime(case.now()).date()
}

/// The last day for something is still to come: nobody is given until today.
pub(super) fn ahead(case: &Case<'_>, field: &str, day: Date) -> Check {
    let today = today(case);
    if day > today {
        return Ok(());
    }
    DAY_PASSED.refuse(
        field,
        format!("ngày {day} không còn ở phía trước (hôm nay là {today})"),
        format!("{day} is not ahead: today is {today}"),
    )
}

//! Findings: opened, explained, judged, remedied, closed.

use super::grounds::{
    CLOSED, JUDGED_SO, MEASURE, NO_AGENCY, NO_RULE, NOT_JUDGED, NOT_THERE, REPLY_RUNS, STILL_TO_DO, THERE,
};
use super::{Case, rules};
use crate::rule::{ATTEMPTS, Rule};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::{Check, Refusals};
use lienthong_names::AgencyId;
use lienthong_supervision::{Ground, Judgement};

/// What was found is named by what it stands on, so that what is opened can be found again by anyone.
pub(super) fn open(
    case: &Case<'_>,
    no: &mut Refusals,
    ground: &Ground,
    at: Timestamp,
    text: &str,
    explain_until: Date,
) {
    if case.facts.catalogue.agency_ever(&ground.agency).is_none() {
        no.ask(NO_AGENCY.refuse::<()>(
            "ground.agency",
            format!("cơ quan {} không có trong danh mục", ground.agency),
            format!("agency {} is not in the catalogue", ground.agency),
        ));
    }
    rules::actor(case, no);
    if case.matter.opened.is_some() {
        no.ask(THERE.refuse::<()>(
            "ground",
            format!("phát hiện {} đã được lập", ground.id()),
            format!("finding {} is on record already", ground.id()),
        ));
    }
    no.ask(rule(ground));
    if *ground.rule == *Ground::OBSERVED {
        no.ask(rules::words("text", text));
    }
    no.ask(rules::not_ahead(case, "at", at));
    no.ask(rules::ahead(case, "explain_until", explain_until));
}

/// The rule is one of the engine's and breaks what it says; or a person saw it, and says what was broken.
fn rule(ground: &Ground) -> Check {
    if *ground.rule == *Ground::OBSERVED {
        return rules::words("ground.broken", &ground.broken);
    }
    let known = Rule::ALL.iter().find(|rule| rule.name() == *ground.rule);
    let fits = match known {
        Some(Rule::Attempt) => ATTEMPTS.contains(&&*ground.broken),
        Some(rule) => rule.said().id == &*ground.broken,
        None => false,
    };
    if fits {
        return Ok(());
    }
    NO_RULE.refuse(
        "ground.rule",
        format!(
            "không có quy tắc `{}` về {}; `lienthong inspect rules` liệt kê các quy tắc",
            ground.rule, ground.broken
        ),
        format!(
            "there is no rule `{}` of {}; `lienthong inspect rules` lists them, and what a person saw is `observed`",
            ground.rule, ground.broken
        ),
    )
}

/// The head's right of reply: until the finding is closed, also after it was judged.
pub(super) fn explain(case: &Case<'_>, no: &mut Refusals, text: &str) {
    standing(case, no);
    no.ask(rules::words("text", text));
}

/// It holds: once its head has explained, or had the time to.
pub(super) fn confirm(case: &Case<'_>, no: &mut Refusals, reason: &str) {
    standing(case, no);
    not_judged_so(case, no, Judgement::Confirmed);
    if let Some(opened) = &case.matter.opened
        && case.matter.explanations.is_empty()
        && rules::today(case) <= opened.explain_until
    {
        let (agency, until) = (&opened.ground.agency, opened.explain_until);
        no.ask(REPLY_RUNS.refuse::<()>(
            "",
            format!("người đứng đầu {agency} được giải trình đến hết ngày {until}"),
            format!("the head of {agency} may explain until {until}, and has not"),
        ));
    }
    no.ask(rules::reason("reason", reason));
}

/// It does not hold.
pub(super) fn dismiss(case: &Case<'_>, no: &mut Refusals, reason: &str) {
    standing(case, no);
    not_judged_so(case, no, Judgement::Dismissed);
    no.ask(rules::reason("reason", reason));
}

/// Something is to be done about what holds.
pub(super) fn order(case: &Case<'_>, no: &mut Refusals, agency: &AgencyId, what: &str, due: Date) {
    no.ask(rules::in_force(case, agency));
    standing(case, no);
    holds(case, no);
    no.ask(rules::words("what", what));
    no.ask(rules::ahead(case, "due", due));
}

/// Who answers for what holds is dealt with, under a decision.
pub(super) fn measure(
    case: &Case<'_>,
    no: &mut Refusals,
    agency: &AgencyId,
    decision: &str,
    decided_on: Date,
) {
    no.ask(rules::in_force(case, agency));
    standing(case, no);
    holds(case, no);
    if decision.trim().is_empty() {
        let vi = "phải nêu số quyết định";
        no.ask(MEASURE.refuse::<()>("decision", vi, "it names the number of its decision"));
    }
    let today = rules::today(case);
    if decided_on > today {
        no.ask(MEASURE.refuse::<()>(
            "decided_on",
            format!("ngày quyết định {decided_on} chưa đến (hôm nay là {today})"),
            format!("its decision is of {decided_on}, and today is {today}"),
        ));
    }
}

/// Nothing is left to be done about it.
pub(super) fn close(case: &Case<'_>, no: &mut Refusals, reason: &str) {
    standing(case, no);
    if case.matter.opened.is_some() && case.matter.judged.is_none() {
        no.ask(NOT_JUDGED.refuse::<()>(
            "",
            "phát hiện chưa được kết luận là đúng hay không",
            "it was not judged yet whether it holds",
        ));
    }
    let open: Vec<String> =
        case.matter.charges.iter().filter(|c| c.is_open()).map(|c| c.number.to_string()).collect();
    if !open.is_empty() {
        no.ask(STILL_TO_DO.refuse::<()>(
            "",
            format!("biện pháp khắc phục số {} chưa xong", open.join(", ")),
            format!("what was ordered is not done: {}", open.join(", ")),
        ));
    }
    no.ask(rules::reason("reason", reason));
}

/// It is on record, and not closed; who speaks may.
fn standing(case: &Case<'_>, no: &mut Refusals) {
    if case.matter.opened.is_none() {
        no.ask(NOT_THERE.refuse::<()>(
            "finding",
            format!("chưa có {}", case.asked.about()),
            format!("there is no {}: it was never put on record", case.asked.about()),
        ));
    }
    rules::actor(case, no);
    if let Some((at, _)) = &case.matter.closed {
        no.ask(CLOSED.refuse::<()>(
            "finding",
            format!("phát hiện đã khép lại lúc {at}"),
            format!("it was closed at {at}"),
        ));
    }
}

fn holds(case: &Case<'_>, no: &mut Refusals) {
    if case.matter.opened.is_some() && !case.matter.is_confirmed() {
        no.ask(NOT_JUDGED.refuse::<()>(
            "finding",
            "phát hiện chưa được kết luận là đúng",
            "it was not confirmed that it holds",
        ));
    }
}

fn not_judged_so(case: &Case<'_>, no: &mut Refusals, judgement: Judgement) {
    if let Some(judged) = case.matter.judged.as_ref().filter(|judged| judged.judgement == judgement) {
        no.ask(JUDGED_SO.refuse::<()>(
            "finding",
            format!("{} đã kết luận như vậy lúc {}", judged.by, judged.at),
            format!("{} judged it so at {}", judged.by, judged.at),
        ));
    }
}

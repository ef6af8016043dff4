//! Two versions of a procedure, compared.

use super::{Difference, Field, Found, Said, text, word};
use crate::cases::ProcedureCase;
use crate::entry::{
    AppraisalPolicy, ChecklistItem, EscalationPolicy, Fee, OpinionPolicy, Procedure, ResultItem,
};
use crate::pauses::{PausePolicy, Resume};
use lienthong_names::CaseName;

/// What `after` says otherwise than `before`, in the order of the fields; nothing only where they are equal.
#[must_use]
pub fn between_procedures(before: &Procedure, after: &Procedure) -> Vec<Difference> {
    let mut found = Found::default();
    let Procedure {
        code,
        name,
        field,
        decision,
        drafted_in,
        in_force_from,
        desks,
        competent,
        term,
        checklist,
        steps,
        channels,
        pauses,
        fees,
        results,
        online_term,
        escalation,
        opinions,
        fictitious,
        legal_bases,
        appraisal,
        cases,
        case_required,
    } = before;
    found.one(Field::Code, code, &after.code, |code| text(code.as_str()));
    found.text(Field::Name, name, &after.name);
    found.text(Field::Domain, field, &after.field);
    found.one(Field::Decision, decision, &after.decision, |one| Some(Said::Decision(one.clone())));
    found.one(Field::DraftedIn, drafted_in, &after.drafted_in, |one| {
        one.as_ref().and_then(|code| text(code.as_str()))
    });
    found.one(Field::InForceFrom, in_force_from, &after.in_force_from, |at| Some(Said::At(*at)));
    found.all(Field::Desks, desks, &after.desks, |desk| Said::Agency(desk.clone()));
    found.one(Field::Competent, competent, &after.competent, |one| one.clone().map(Said::Agency));
    found.term(Field::Term, term.as_ref(), after.term.as_ref());
    found.term(Field::OnlineTerm, online_term.as_ref(), after.online_term.as_ref());
    found.each(
        Field::Checklist,
        checklist,
        &after.checklist,
        |item| item.id.to_string(),
        whole_paper,
        papers,
    );
    found.all(Field::StepNames, steps, &after.steps, |step| Said::Text(step.as_str().into()));
    found.all(Field::Channels, channels, &after.channels, |one| Said::Word("channel", one.clone()));
    pauses_differ(&mut found, pauses, &after.pauses);
    found.each(Field::Fees, fees, &after.fees, |fee| fee.id.to_string(), whole_fee, fees_differ);
    found.each(
        Field::Results,
        results,
        &after.results,
        |result| result.id.to_string(),
        whole_result,
        results_differ,
    );
    escalations(&mut found, escalation, &after.escalation);
    opinions_differ(&mut found, opinions, &after.opinions);
    found.flag(Field::Fictitious, *fictitious, after.fictitious);
    found.all(Field::LegalBases, legal_bases, &after.legal_bases, |id| Said::Text(id.as_str().into()));
    appraisals(&mut found, appraisal, &after.appraisal);
    found.each(Field::Cases, cases, &after.cases, |case| case.name.to_string(), whole_case, cases_differ);
    found.flag(Field::CaseRequired, *case_required, after.case_required);
    found.differences
}

/// Everything that a procedure says: what it says otherwise than one that says nothing.
#[must_use]
pub fn said_by(procedure: &Procedure) -> Vec<Difference> {
    let nothing =
        Procedure::blank(procedure.code.clone(), procedure.decision.clone(), procedure.in_force_from);
    between_procedures(&nothing, procedure)
}

fn named(case: &CaseName) -> Said {
    Said::Text(case.as_str().into())
}

fn whole_case(case: &ProcedureCase) -> Said {
    let terms = case.term.iter().chain(&case.online_term).cloned().map(Said::Term);
    Said::All(std::iter::once(Said::Text(case.title.clone())).chain(terms).collect())
}

fn cases_differ(found: &mut Found, before: &ProcedureCase, after: &ProcedureCase) {
    let ProcedureCase { name: _, title, term, online_term } = before;
    found.text(Field::CaseTitle, title, &after.title);
    found.term(Field::CaseTerm, term.as_ref(), after.term.as_ref());
    found.term(Field::CaseOnlineTerm, online_term.as_ref(), after.online_term.as_ref());
}

fn whole_paper(item: &ChecklistItem) -> Said {
    let required = if item.required { "required" } else { "optional" };
    let original = item.original_first.then(|| Said::Word("paper", "original_first".into()));
    let said = [Said::Text(item.name.clone()), Said::Word("paper", required.into())];
    Said::All(said.into_iter().chain(original).chain(item.cases.iter().map(named)).collect())
}

fn papers(found: &mut Found, before: &ChecklistItem, after: &ChecklistItem) {
    let ChecklistItem { id: _, name, required, original_first, cases } = before;
    found.text(Field::ChecklistName, name, &after.name);
    found.flag(Field::ChecklistRequired, *required, after.required);
    found.flag(Field::ChecklistOriginalFirst, *original_first, after.original_first);
    found.all(Field::ChecklistCases, cases, &after.cases, named);
}

fn pauses_differ(found: &mut Found, before: &PausePolicy, after: &PausePolicy) {
    let PausePolicy { after_supplement, after_other, repeat_reasons } = before;
    let resume = |resume: &Resume| word("resume", resume.as_str());
    found.one(Field::AfterSupplement, after_supplement, &after.after_supplement, resume);
    found.one(Field::AfterOther, after_other, &after.after_other, resume);
    found.all(Field::RepeatReasons, repeat_reasons, &after.repeat_reasons, |one| Said::Text(one.clone()));
}

fn whole_fee(fee: &Fee) -> Said {
    let online =
        fee.online_amount.map(|amount| [Said::Word("channel", "online".into()), Said::Money(amount)]);
    let said = [Said::Text(fee.name.clone()), Said::Money(fee.amount)];
    let online = online.into_iter().flatten();
    Said::All(said.into_iter().chain(online).chain(fee.cases.iter().map(named)).collect())
}

fn fees_differ(found: &mut Found, before: &Fee, after: &Fee) {
    let Fee { id: _, name, amount, online_amount, cases } = before;
    found.text(Field::FeeName, name, &after.name);
    found.one(Field::FeeAmount, amount, &after.amount, |amount| Some(Said::Money(*amount)));
    found.one(Field::FeeOnlineAmount, online_amount, &after.online_amount, |amount| amount.map(Said::Money));
    found.all(Field::FeeCases, cases, &after.cases, named);
}

fn whole_result(result: &ResultItem) -> Said {
    let required = if result.required { "required" } else { "optional" };
    Said::All(vec![Said::Text(result.name.clone()), Said::Word("paper", required.into())])
}

fn results_differ(found: &mut Found, before: &ResultItem, after: &ResultItem) {
    let ResultItem { id: _, name, required } = before;
    found.text(Field::ResultName, name, &after.name);
    found.flag(Field::ResultRequired, *required, after.required);
}

fn escalations(found: &mut Found, before: &EscalationPolicy, after: &EscalationPolicy) {
    let EscalationPolicy { to_head, to_parent } = before;
    found.term(Field::EscalationHead, Some(to_head), Some(&after.to_head));
    found.term(Field::EscalationParent, Some(to_parent), Some(&after.to_parent));
}

fn opinions_differ(found: &mut Found, before: &OpinionPolicy, after: &OpinionPolicy) {
    let OpinionPolicy { silence, article, escalates, closed } = before;
    found.one(Field::Silence, silence, &after.silence, |silence| word("silence", silence));
    found.text(Field::SilenceArticle, article, &after.article);
    found.flag(Field::SilenceEscalates, *escalates, after.escalates);
    found.flag(Field::OpinionsClosed, *closed, after.closed);
}

fn appraisals(found: &mut Found, before: &AppraisalPolicy, after: &AppraisalPolicy) {
    let AppraisalPolicy { minimum_members, term } = before;
    found.one(Field::CouncilMembers, minimum_members, &after.minimum_members, |n| Some(Said::Count(*n)));
    found.term(Field::AppraisalTerm, term.as_ref(), after.term.as_ref());
}

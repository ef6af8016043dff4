//! RegisterLegalBasis, RepealProcedure, ProposeCut, DecideCut: what procedures stand on, and what becomes of them when they are
//! reviewed. Directive 1a, 1c.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::grounds::{
    CUT_DECIDED, CUT_KNOWN, NO_CUT, NO_EVIDENCE, NOTHING_TO_CUT, R02_OWN_KEY, REPEALED, UNREASONED,
};
use crate::rules::{form, known, prescriptions, r12_actor, r22_office};
use lienthong_catalogue::{
    CutDecision, CutKind, CutProposal, Entry, KeyUse, LegalBasis, Procedure, Process, Repeal,
};
use lienthong_dossier::{Check, Refusals};

/// A document, with its own number and what it prescribes; again with other words is its new version. Procedures that it prescribes
/// something of need not be published: they stand on it, and not it on them.
pub(crate) fn register_basis(case: &Case<'_>, basis: &LegalBasis) -> Decided {
    let mut no = Refusals::new();
    no.ask(known::agency(case.facts.catalogue, "responsible", &basis.responsible));
    ask_office(case, &mut no);
    no.ask(form::named("number", &basis.number));
    no.ask(form::named("title", &basis.title));
    no.extend(prescriptions::said(&basis.prescribes));
    no.settle()?;
    Ok(Entry::LegalBasisRegistered(basis.clone()))
}

/// Of what is in force until then. Nothing is received under it afterwards (R12); what runs keeps the version of its reception.
pub(crate) fn repeal(case: &Case<'_>, repeal: &Repeal) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::procedure(catalogue, "procedure", &repeal.procedure));
    no.extend(known::legal_bases(catalogue, "legal_basis", &repeal.legal_basis));
    ask_office(case, &mut no);
    if catalogue.procedure(&repeal.procedure, repeal.from).is_none() {
        no.ask(REPEALED.refuse::<()>(
            "from",
            format!("tại thời điểm đó thủ tục {} không có hiệu lực", repeal.procedure),
            format!("procedure {} is not in force then", repeal.procedure),
        ));
    }
    no.ask(r22_office::decision(&repeal.decision));
    no.ask(reasoned(&repeal.reason));
    no.settle()?;
    Ok(Entry::ProcedureRepealed(repeal.clone()))
}

/// By any agency with its own key: to propose is not to publish (R22). Evidence stands on ledgers of dossiers, which this service
/// does not read; who decides opens it.
pub(crate) fn propose(case: &Case<'_>, proposal: &CutProposal) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::procedure(catalogue, "procedure", &proposal.procedure));
    no.extend(r12_actor::check(case.act, case.asked.kind().as_str(), case.facts));
    no.ask(own_key(case));
    if catalogue.cut(&proposal.id).is_some() {
        no.ask(CUT_KNOWN.refuse::<()>(
            "id",
            format!("đã có đề xuất {}", proposal.id),
            format!("there is a proposal {} already", proposal.id),
        ));
    }
    no.ask(there(case, proposal));
    if proposal.evidence.is_empty() {
        no.ask(NO_EVIDENCE.refuse::<()>(
            "evidence",
            "đề xuất phải kèm chứng cứ: hồ sơ hoặc bản ghi",
            "a proposal names its evidence: dossiers or records",
        ));
    }
    no.ask(reasoned(&proposal.reason));
    no.settle()?;
    Ok(Entry::CutProposed { by: case.act.agency.clone(), proposal: proposal.clone() })
}

/// Once. That it is cut follows by its own publication.
pub(crate) fn decide_cut(case: &Case<'_>, decided: &CutDecision) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    if catalogue.cut(&decided.id).is_none() {
        no.ask(NO_CUT.refuse::<()>(
            "id",
            format!("không có đề xuất {}", decided.id),
            format!("there is no proposal {}", decided.id),
        ));
    }
    ask_office(case, &mut no);
    if let Some(before) = catalogue.cut_decision(&decided.id) {
        no.ask(CUT_DECIDED.refuse::<()>(
            "id",
            format!("đề xuất này đã được quyết định ({})", before.decision.number),
            format!("it was decided before: {} ({})", before.outcome.as_str(), before.decision.number),
        ));
    }
    no.ask(r22_office::decision(&decided.decision));
    no.ask(reasoned(&decided.reason));
    no.settle()?;
    Ok(Entry::CutDecided(decided.clone()))
}

/// Not with a key that was granted for history.
fn own_key(case: &Case<'_>) -> Check {
    match case.facts.signer.key.usage {
        KeyUse::Agency | KeyUse::Office => Ok(()),
        KeyUse::Service | KeyUse::Historian { .. } => R02_OWN_KEY.refuse(
            "key_id",
            "đề xuất phải được ký bằng khóa của chính cơ quan",
            "a proposal is signed with the agency's own key",
        ),
    }
}

fn reasoned(reason: &str) -> Check {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    UNREASONED.refuse("reason", "phải nêu lý do", "it says why")
}

/// What is to be cut is there today.
fn there(case: &Case<'_>, proposal: &CutProposal) -> Check {
    let (catalogue, now) = (case.facts.catalogue, case.facts.effective_at);
    let procedure = catalogue.procedure(&proposal.procedure, now).map(|(_, procedure)| procedure);
    let worked = |procedure: &Procedure| {
        let cases = procedure.cases.iter().map(|case| Some(&case.name));
        let processes = cases.chain([None]).filter_map(|case| catalogue.process(&procedure.code, case, now));
        processes.map(|(_, process)| process).collect::<Vec<_>>()
    };
    if procedure.is_some_and(|procedure| has(procedure, &worked(procedure), proposal)) {
        return Ok(());
    }
    NOTHING_TO_CUT.refuse(
        "item",
        format!("thủ tục {} hiện không có nội dung này", proposal.procedure),
        format!("procedure {} has no such {} today", proposal.procedure, proposal.kind.as_str()),
    )
}

fn has(procedure: &Procedure, processes: &[&Process], proposal: &CutProposal) -> bool {
    let item = &*proposal.item;
    match proposal.kind {
        CutKind::Paper => procedure.checklist.iter().any(|paper| *paper.id == *item),
        CutKind::Fee => procedure.fees.iter().any(|fee| *fee.id == *item),
        CutKind::Step => {
            let worked = processes.iter().flat_map(|process| process.steps.iter().map(|step| &step.id));
            procedure.steps.iter().chain(worked).any(|step| step.as_str() == item)
        }
        // The procedure's own, or a case's, which is named.
        CutKind::Term if item.is_empty() => procedure.term.is_some() || procedure.online_term.is_some(),
        CutKind::Term => procedure
            .cases
            .iter()
            .any(|case| case.name.as_str() == item && (case.term.is_some() || case.online_term.is_some())),
        CutKind::Procedure => item.is_empty(),
    }
}

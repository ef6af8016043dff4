//! What procedures stand on, their repeal, and what is proposed to be cut from them. Whether it can be is a rule's question; here
//! only the form.

use super::catalogue::{read_decision, write_decision};
use super::prescription::{read_prescription, write_prescription};
use super::time::read_date;
use super::words::Word;
use super::{name, time};
use crate::form::{Form, code};
use crate::{limits, proto};
use lienthong_catalogue::{CutDecision, CutProposal, Entry, Evidence, LegalBasis, Repeal};

pub(crate) fn read_basis(form: &mut Form, m: proto::RegisterLegalBasis) -> Option<LegalBasis> {
    let id = form.id("id", &m.id);
    let number = form.line("number", m.number);
    let title = form.line("title", m.title);
    let effective_on = read_date(form, "effective_on", &m.effective_on);
    let responsible = form.id("responsible", &m.responsible);
    let publication_due = if m.publication_due.is_empty() {
        Some(None)
    } else {
        read_date(form, "publication_due", &m.publication_due).map(Some)
    };
    let prescribes = form.list("prescribes", m.prescribes, limits::PRESCRIPTIONS, read_prescription);
    Some(LegalBasis {
        id: id?,
        number: number?,
        title: title?,
        effective_on: effective_on?,
        responsible: responsible?,
        publication_due: publication_due?,
        prescribes: prescribes?,
    })
}

pub(super) fn write_basis(basis: &LegalBasis) -> proto::RegisterLegalBasis {
    proto::RegisterLegalBasis {
        id: basis.id.to_string(),
        number: basis.number.to_string(),
        title: basis.title.to_string(),
        effective_on: basis.effective_on.to_string(),
        responsible: basis.responsible.to_string(),
        publication_due: name(basis.publication_due.as_ref()),
        prescribes: basis.prescribes.iter().map(write_prescription).collect(),
    }
}

pub(crate) fn read_repeal(form: &mut Form, m: proto::RepealProcedure) -> Option<Repeal> {
    let procedure = form.id("procedure", &m.procedure);
    let from = time::read(form, "from", m.from);
    let reason = form.text("reason", m.reason, limits::TEXT);
    let legal_basis = form.optional_id("legal_basis", &m.legal_basis);
    let decision = form.message("decision", m.decision, read_decision);
    Some(Repeal {
        procedure: procedure?,
        from: from?,
        reason: reason?,
        legal_basis: legal_basis?,
        decision: decision?,
    })
}

pub(super) fn write_repeal(repeal: &Repeal) -> proto::RepealProcedure {
    proto::RepealProcedure {
        procedure: repeal.procedure.to_string(),
        from: Some(time::write(repeal.from)),
        reason: repeal.reason.to_string(),
        legal_basis: name(repeal.legal_basis.as_ref()),
        decision: Some(write_decision(&repeal.decision)),
    }
}

pub(crate) fn read_proposal(form: &mut Form, m: proto::ProposeCut) -> Option<CutProposal> {
    let id = form.id("id", &m.id);
    let procedure = form.id("procedure", &m.procedure);
    let kind = form.word("kind", m.kind);
    let item = form.line("item", m.item);
    let evidence = form.list("evidence", m.evidence, limits::EVIDENCE, read_evidence);
    let reason = form.text("reason", m.reason, limits::TEXT);
    Some(CutProposal {
        id: id?,
        procedure: procedure?,
        kind: kind?,
        item: item?,
        evidence: evidence?,
        reason: reason?,
    })
}

pub(super) fn write_proposal(proposal: &CutProposal) -> proto::ProposeCut {
    proto::ProposeCut {
        id: proposal.id.to_string(),
        procedure: proposal.procedure.to_string(),
        kind: proposal.kind.number(),
        item: proposal.item.to_string(),
        evidence: proposal.evidence.iter().map(write_evidence).collect(),
        reason: proposal.reason.to_string(),
    }
}

fn read_evidence(form: &mut Form, m: proto::Evidence) -> Option<Evidence> {
    if m.dossier.is_empty() {
        let origin = form.id("origin", &m.origin);
        let sequence = form.number("sequence", m.sequence, 1..=u64::MAX);
        return Some(Evidence::Record { origin: origin?, sequence: sequence? });
    }
    if !m.origin.is_empty() || m.sequence != 0 {
        let vi = "chứng cứ là một hồ sơ hoặc một bản ghi, không phải cả hai";
        form.refuse("", code::CONTRADICTION, vi, "evidence is a dossier or a record, not both");
        return None;
    }
    form.id("dossier", &m.dossier).map(Evidence::Dossier)
}

fn write_evidence(evidence: &Evidence) -> proto::Evidence {
    match evidence {
        Evidence::Dossier(code) => {
            proto::Evidence { dossier: code.to_string(), origin: String::new(), sequence: 0 }
        }
        Evidence::Record { origin, sequence } => {
            proto::Evidence { dossier: String::new(), origin: origin.to_string(), sequence: *sequence }
        }
    }
}

pub(crate) fn read_cut_decision(form: &mut Form, m: proto::DecideCut) -> Option<CutDecision> {
    let id = form.id("id", &m.id);
    let outcome = form.word("outcome", m.outcome);
    let reason = form.text("reason", m.reason, limits::TEXT);
    let decision = form.message("decision", m.decision, read_decision);
    Some(CutDecision { id: id?, outcome: outcome?, reason: reason?, decision: decision? })
}

pub(super) fn write_cut_decision(decided: &CutDecision) -> proto::DecideCut {
    proto::DecideCut {
        id: decided.id.to_string(),
        outcome: decided.outcome.number(),
        reason: decided.reason.to_string(),
        decision: Some(write_decision(&decided.decision)),
    }
}

pub(super) fn cut_proposed(form: &mut Form, m: proto::CutProposed) -> Option<Entry> {
    let by = form.id("by", &m.by);
    let proposal = form.message("proposal", m.proposal, read_proposal);
    Some(Entry::CutProposed { by: by?, proposal: proposal? })
}

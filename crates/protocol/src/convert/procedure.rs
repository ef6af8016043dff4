//! A procedure as it is published, and what it consists of.

use super::appraisal::{read_policy, write_policy};
use super::catalogue::{read_decision, write_decision};
use super::consultation::{read_on_silence, write_on_silence};
use super::words::{Word, write_term};
use super::{name, names, time};
use crate::form::Form;
use crate::{limits, proto};
use lienthong_catalogue::{
    ChecklistItem, EscalationPolicy, Fee, OpinionPolicy, PausePolicy, Procedure, ProcedureCase, ResultItem,
};
use lienthong_dossier::{Channel, OnSilence, Silence};
use lienthong_names::CaseName;
use prost::Message as _;
use sha2::{Digest as _, Sha256};

pub(super) fn read_procedure(form: &mut Form, m: proto::PublishProcedure) -> Option<Procedure> {
    let code = form.id("code", &m.code);
    let name = form.line("name", m.name);
    let field = form.line("field", m.field);
    let decision = form.message("decision", m.decision, read_decision);
    let drafted_in = form.optional_id("drafted_in", &m.drafted_in);
    let in_force_from = time::read(form, "in_force_from", m.in_force_from);
    let desks = form.list("desks", m.desks, limits::AGENCIES, |form, id| form.id("", &id));
    let competent = form.optional_id("competent", &m.competent);
    let term = form.term("term", m.term);
    let checklist = form.list("checklist", m.checklist, limits::CHECKLIST, read_checklist_item);
    let steps = form.list("steps", m.steps, limits::STEPS, |form, step| form.id("", &step));
    let channels = form.list("channels", m.channels, limits::CHANNELS, |form, number| {
        form.word::<Channel>("", number).map(|channel| Box::from(channel.as_str()))
    });
    let pauses = form.optional("pauses", m.pauses, read_pauses);
    let escalation = form.optional("escalation", m.escalation, read_escalation);
    let appraisal = form.optional("appraisal", m.appraisal, read_policy);
    let fees = form.list("fees", m.fees, limits::FEES, read_fee);
    let results = form.list("results", m.results, limits::RESULTS, read_result_item);
    let online_term = form.term("online_term", m.online_term);
    let opinions = read_on_silence(form, "opinions", m.opinions);
    let legal_bases =
        form.list("legal_bases", m.legal_bases, limits::LEGAL_BASES, |form, id| form.id("", &id));
    let cases = form.list("cases", m.cases, limits::CASES, read_case);
    Some(Procedure {
        code: code?,
        name: name?,
        field: field?,
        decision: decision?,
        drafted_in: drafted_in?,
        in_force_from: in_force_from?,
        desks: desks?,
        competent: competent?,
        term: term?,
        checklist: checklist?,
        steps: steps?,
        channels: channels?,
        pauses: pauses?.unwrap_or_default(),
        escalation: Box::new(escalation?.unwrap_or_default()),
        fees: fees?,
        results: results?,
        online_term: online_term?,
        opinions: Box::new(opinion_policy(opinions?, m.closed_opinions)),
        appraisal: Box::new(appraisal?.unwrap_or_default()),
        fictitious: m.fictitious,
        legal_bases: legal_bases?,
        cases: cases?,
        case_required: m.case_required,
    })
}

fn read_escalation(form: &mut Form, m: proto::EscalationPolicy) -> Option<EscalationPolicy> {
    let to_head = form.term("to_head", m.to_head);
    let to_parent = form.term("to_parent", m.to_parent);
    let usual = EscalationPolicy::default();
    Some(EscalationPolicy {
        to_head: to_head?.unwrap_or(usual.to_head),
        to_parent: to_parent?.unwrap_or(usual.to_parent),
    })
}

/// The usual terms are said by silence.
fn write_escalation(escalation: &EscalationPolicy) -> Option<proto::EscalationPolicy> {
    (*escalation != EscalationPolicy::default()).then(|| proto::EscalationPolicy {
        to_head: write_term(Some(&escalation.to_head)),
        to_parent: write_term(Some(&escalation.to_parent)),
    })
}

/// The catalogue holds the dossiers' words; nothing for what is usual.
fn opinion_policy(said: OnSilence, closed: bool) -> OpinionPolicy {
    let silence = if said.means == Silence::Waits { "" } else { said.means.as_str() };
    OpinionPolicy { silence: silence.into(), article: said.article, escalates: said.escalates, closed }
}

fn on_silence(policy: &OpinionPolicy) -> OnSilence {
    OnSilence {
        means: Silence::named(&policy.silence).unwrap_or(Silence::Waits),
        article: policy.article.clone(),
        escalates: policy.escalates,
    }
}

fn read_pauses(form: &mut Form, m: proto::PausePolicy) -> Option<PausePolicy> {
    let after_supplement = form.optional_word("after_supplement", m.after_supplement);
    let after_other = form.optional_word("after_other", m.after_other);
    let repeat_reasons =
        form.list("repeat_reasons", m.repeat_reasons, limits::REASONS, |form, reason| form.line("", reason));
    let usual = PausePolicy::default();
    Some(PausePolicy {
        after_supplement: after_supplement?.unwrap_or(usual.after_supplement),
        after_other: after_other?.unwrap_or(usual.after_other),
        repeat_reasons: repeat_reasons?,
    })
}

/// The usual policy is said by silence, as it was before there was another.
fn write_pauses(pauses: &PausePolicy) -> Option<proto::PausePolicy> {
    (*pauses != PausePolicy::default()).then(|| proto::PausePolicy {
        after_supplement: pauses.after_supplement.number(),
        after_other: pauses.after_other.number(),
        repeat_reasons: names(&pauses.repeat_reasons),
    })
}

pub(super) fn read_checklist_item(form: &mut Form, item: proto::ChecklistItem) -> Option<ChecklistItem> {
    let id = form.required_line("id", item.id);
    let name = form.line("name", item.name);
    let cases = read_case_names(form, item.cases);
    Some(ChecklistItem {
        id: id?,
        name: name?,
        required: item.required,
        original_first: item.original_first,
        cases: cases?,
    })
}

pub(super) fn write_checklist_item(item: &ChecklistItem) -> proto::ChecklistItem {
    proto::ChecklistItem {
        id: item.id.to_string(),
        name: item.name.to_string(),
        required: item.required,
        original_first: item.original_first,
        cases: names(&item.cases),
    }
}

pub(super) fn write_procedure(procedure: &Procedure) -> proto::PublishProcedure {
    // The catalogue holds words; one that is no channel becomes "unspecified", which no reader lets through.
    let channel = |word: &str| Channel::named(word).map_or(0, Channel::number);
    proto::PublishProcedure {
        code: procedure.code.to_string(),
        name: procedure.name.to_string(),
        field: procedure.field.to_string(),
        decision: Some(write_decision(&procedure.decision)),
        drafted_in: name(procedure.drafted_in.as_ref()),
        in_force_from: Some(time::write(procedure.in_force_from)),
        desks: names(&procedure.desks),
        competent: name(procedure.competent.as_ref()),
        term: write_term(procedure.term.as_ref()),
        checklist: procedure.checklist.iter().map(write_checklist_item).collect(),
        steps: names(&procedure.steps),
        channels: procedure.channels.iter().map(|word| channel(word)).collect(),
        pauses: write_pauses(&procedure.pauses),
        escalation: write_escalation(&procedure.escalation),
        appraisal: write_policy(&procedure.appraisal),
        fees: procedure.fees.iter().map(write_fee).collect(),
        results: procedure.results.iter().map(write_result_item).collect(),
        online_term: write_term(procedure.online_term.as_ref()),
        opinions: write_on_silence(&on_silence(&procedure.opinions)),
        closed_opinions: procedure.opinions.closed,
        fictitious: procedure.fictitious,
        legal_bases: names(&procedure.legal_bases),
        cases: procedure.cases.iter().map(write_case).collect(),
        case_required: procedure.case_required,
    }
}

/// SHA-256 of what a procedure says: of its publication without what it is published under, the decision, the dossier it was drafted in
/// and from when it counts. A draft of it goes by this digest.
#[must_use]
pub fn procedure_sha256(procedure: &Procedure) -> [u8; 32] {
    let said = proto::PublishProcedure {
        decision: None,
        drafted_in: String::new(),
        in_force_from: None,
        ..write_procedure(procedure)
    };
    Sha256::digest(said.encode_to_vec()).into()
}

pub(super) fn read_fee(form: &mut Form, fee: proto::Fee) -> Option<Fee> {
    let id = form.required_line("id", fee.id);
    let name = form.line("name", fee.name);
    let amount = form.number("amount", fee.amount, 1..=limits::MONEY);
    let online_amount = match fee.online_amount {
        Some(amount) => form.number("online_amount", amount, 0..=limits::MONEY).map(Some),
        None => Some(None),
    };
    let cases = read_case_names(form, fee.cases);
    Some(Fee { id: id?, name: name?, amount: amount?, online_amount: online_amount?, cases: cases? })
}

pub(super) fn write_fee(fee: &Fee) -> proto::Fee {
    proto::Fee {
        id: fee.id.to_string(),
        name: fee.name.to_string(),
        amount: fee.amount,
        online_amount: fee.online_amount,
        cases: names(&fee.cases),
    }
}

fn read_case(form: &mut Form, case: proto::ProcedureCase) -> Option<ProcedureCase> {
    let name = form.id("name", &case.name);
    let title = form.line("title", case.title);
    let term = form.term("term", case.term);
    let online_term = form.term("online_term", case.online_term);
    Some(ProcedureCase { name: name?, title: title?, term: term?, online_term: online_term? })
}

fn write_case(case: &ProcedureCase) -> proto::ProcedureCase {
    proto::ProcedureCase {
        name: case.name.to_string(),
        title: case.title.to_string(),
        term: write_term(case.term.as_ref()),
        online_term: write_term(case.online_term.as_ref()),
    }
}

/// For which cases something is.
fn read_case_names(form: &mut Form, cases: Vec<String>) -> Option<Vec<CaseName>> {
    form.list("cases", cases, limits::CASES, |form, name| form.id("", &name))
}

fn read_result_item(form: &mut Form, item: proto::ResultItem) -> Option<ResultItem> {
    let id = form.required_line("id", item.id);
    let name = form.line("name", item.name);
    Some(ResultItem { id: id?, name: name?, required: item.required })
}

fn write_result_item(item: &ResultItem) -> proto::ResultItem {
    proto::ResultItem { id: item.id.to_string(), name: item.name.to_string(), required: item.required }
}

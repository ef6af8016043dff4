//! Strategies for what procedures stand on, and what becomes of them.

use super::catalogue::{any_checklist_item, any_decision, any_fee};
use super::words::{
    any_agency, any_case, any_cut, any_date, any_dossier_code, any_legal_basis, any_line, any_origin,
    any_procedure_code, any_term, any_text, any_timestamp, one_of,
};
use lienthong_catalogue::{
    CaseTerm, CutDecision, CutKind, CutOutcome, CutProposal, Evidence, LegalBasis, Prescription, Repeal,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

pub(super) fn any_basis() -> impl Strategy<Value = LegalBasis> {
    let prescribes = vec(any_prescription(), 0..3);
    let days = (any_date(), option::of(any_date()));
    (any_legal_basis(), any_line(), any_line(), days, any_agency(), prescribes).prop_map(
        |(id, number, title, (effective_on, publication_due), responsible, prescribes)| LegalBasis {
            id,
            number,
            title,
            effective_on,
            responsible,
            publication_due,
            prescribes,
        },
    )
}

fn any_prescription() -> impl Strategy<Value = Prescription> {
    let case_term = (any_case(), any_term())
        .prop_filter_map("a case's term is a term", |(case, term)| Some(CaseTerm { case, term: term? }));
    (
        any_procedure_code(),
        any_term(),
        vec(case_term, 0..3),
        option::of(vec(any_checklist_item(), 0..3)),
        option::of(vec(any_fee(), 0..3)),
    )
        .prop_map(|(procedure, term, case_terms, papers, fees)| Prescription {
            procedure,
            term,
            case_terms,
            papers,
            fees,
        })
}

pub(super) fn any_repeal() -> impl Strategy<Value = Repeal> {
    (any_procedure_code(), any_timestamp(), any_text(), option::of(any_legal_basis()), any_decision())
        .prop_map(|(procedure, from, reason, legal_basis, decision)| Repeal {
            procedure,
            from,
            reason,
            legal_basis,
            decision,
        })
}

pub(super) fn any_proposal() -> impl Strategy<Value = CutProposal> {
    let evidence = prop_oneof![
        any_dossier_code().prop_map(Evidence::Dossier),
        (any_origin(), 1..=u64::MAX).prop_map(|(origin, sequence)| Evidence::Record { origin, sequence }),
    ];
    (any_cut(), any_procedure_code(), one_of(CutKind::ALL), any_line(), vec(evidence, 0..3), any_text())
        .prop_map(|(id, procedure, kind, item, evidence, reason)| CutProposal {
            id,
            procedure,
            kind,
            item,
            evidence,
            reason,
        })
}

pub(super) fn any_cut_decision() -> impl Strategy<Value = CutDecision> {
    (any_cut(), one_of(CutOutcome::ALL), any_text(), any_decision())
        .prop_map(|(id, outcome, reason, decision)| CutDecision { id, outcome, reason, decision })
}

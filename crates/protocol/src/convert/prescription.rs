//! What a document prescribes of a procedure: a part that is absent is one that nothing is said of, and an empty one says that there is none.

use super::procedure::{read_checklist_item, read_fee, write_checklist_item, write_fee};
use super::words::write_term;
use crate::form::Form;
use crate::{limits, proto};
use lienthong_catalogue::{CaseTerm, Prescription};

pub(super) fn read_prescription(form: &mut Form, m: proto::Prescription) -> Option<Prescription> {
    let procedure = form.id("procedure", &m.procedure);
    let term = form.term("term", m.term);
    let case_terms = form.list("case_terms", m.case_terms, limits::CASES, read_case_term);
    let papers = form.optional("papers", m.papers, |form, papers| {
        form.list("items", papers.items, limits::CHECKLIST, read_checklist_item)
    });
    let fees =
        form.optional("fees", m.fees, |form, fees| form.list("items", fees.items, limits::FEES, read_fee));
    Some(Prescription {
        procedure: procedure?,
        term: term?,
        case_terms: case_terms?,
        papers: papers?,
        fees: fees?,
    })
}

fn read_case_term(form: &mut Form, m: proto::CaseTerm) -> Option<CaseTerm> {
    let case = form.id("case", &m.case);
    let term = form.term("term", m.term).and_then(|term| term.or_else(|| form.missing("term")));
    Some(CaseTerm { case: case?, term: term? })
}

pub(super) fn write_prescription(prescription: &Prescription) -> proto::Prescription {
    let case_term =
        |own: &CaseTerm| proto::CaseTerm { case: own.case.to_string(), term: write_term(Some(&own.term)) };
    proto::Prescription {
        procedure: prescription.procedure.to_string(),
        term: write_term(prescription.term.as_ref()),
        case_terms: prescription.case_terms.iter().map(case_term).collect(),
        papers: prescription.papers.as_ref().map(|papers| proto::PrescribedPapers {
            items: papers.iter().map(write_checklist_item).collect(),
        }),
        fees: prescription
            .fees
            .as_ref()
            .map(|fees| proto::PrescribedFees { items: fees.iter().map(write_fee).collect() }),
    }
}

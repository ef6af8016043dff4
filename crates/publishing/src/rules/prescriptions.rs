//! What a document prescribes of procedures is something, and says each thing once.

use super::form;
use crate::grounds::PRESCRIBES_NOTHING;
use lienthong_catalogue::Prescription;
use lienthong_names::Refusal;

/// Each procedure stands there once and with something that is prescribed of it; papers, fees and cases each once.
pub(crate) fn said(prescriptions: &[Prescription]) -> Vec<Refusal> {
    let procedures = prescriptions.iter().map(|said| said.procedure.as_str());
    let mut refusals = form::each_once("prescribes.procedure", procedures);
    refusals.extend(prescriptions.iter().flat_map(of_one));
    refusals
}

fn of_one(said: &Prescription) -> Vec<Refusal> {
    let papers = said.papers.iter().flatten().map(|paper| &*paper.id);
    let fees = said.fees.iter().flatten().map(|fee| &*fee.id);
    let cases = said.case_terms.iter().map(|own| own.case.as_str());
    let mut refusals = form::each_once("prescribes.papers", papers);
    refusals.extend(form::each_once("prescribes.fees", fees));
    refusals.extend(form::each_once("prescribes.case_terms", cases));
    if said.is_empty() {
        refusals.push(PRESCRIBES_NOTHING.refusal(
            "prescribes",
            format!("không quy định gì về thủ tục {}", said.procedure),
            format!("it prescribes nothing of procedure {}", said.procedure),
        ));
    }
    refusals
}

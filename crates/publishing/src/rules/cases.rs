//! What papers, fees and processes say of a procedure's cases (trường hợp) fits the cases that it has.

use super::form;
use crate::grounds::{NO_CASE, NO_CASES};
use lienthong_catalogue::{Procedure, Process, View};
use lienthong_dossier::Check;
use lienthong_names::{CaseName, Refusal};

/// Each case stands there once and has a title; papers and fees are for cases that stand there; and where each dossier is to name
/// one, there is one.
pub(crate) fn listed(procedure: &Procedure) -> Vec<Refusal> {
    let mut refusals = form::each_once("cases", procedure.cases.iter().map(|case| case.name.as_str()));
    let titles = procedure.cases.iter().filter_map(|case| form::named("cases.title", &case.title).err());
    refusals.extend(titles.flat_map(|rejection| rejection.refusals().to_vec()));
    let of_papers =
        procedure.checklist.iter().flat_map(|item| &item.cases).map(|case| ("checklist.cases", case));
    let of_fees = procedure.fees.iter().flat_map(|fee| &fee.cases).map(|case| ("fees.cases", case));
    let unknown = of_papers.chain(of_fees).filter(|(_, case)| procedure.case(case).is_none());
    refusals.extend(unknown.map(|(field, case)| no_case(field, case)));
    if procedure.case_required && procedure.cases.is_empty() {
        refusals.push(NO_CASES.refusal(
            "case_required",
            "mỗi hồ sơ phải nêu trường hợp nhưng thủ tục không có trường hợp nào",
            "each dossier is to name a case, and the procedure has none",
        ));
    }
    refusals
}

/// A process is for a case that some version of the procedure has: things are published before they hold.
pub(crate) fn known(catalogue: View<'_>, process: &Process) -> Check {
    match &process.case {
        Some(case) if !catalogue.has_case(&process.procedure, case) => Err(no_case("case", case).into()),
        _ => Ok(()),
    }
}

fn no_case(field: &str, case: &CaseName) -> Refusal {
    NO_CASE.refusal(
        field,
        format!("thủ tục không có trường hợp `{case}`"),
        format!("the procedure has no case `{case}`"),
    )
}

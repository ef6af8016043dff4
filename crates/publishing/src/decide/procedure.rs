//! PublishProcedure: a version of a procedure, in force from its date, under a decision.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::rules::{cases, form, known, r22_office};
use lienthong_catalogue::{Entry, Procedure};
use lienthong_dossier::Refusals;

/// The next version. A running dossier keeps the one of its reception (R17), so no version is ever withdrawn.
pub(crate) fn decide(case: &Case<'_>, procedure: &Procedure) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.extend(known::agencies(catalogue, "desks", &procedure.desks));
    no.extend(known::agencies(catalogue, "competent", &procedure.competent));
    no.extend(known::legal_bases(catalogue, "legal_bases", &procedure.legal_bases));
    ask_office(case, &mut no);
    no.ask(r22_office::decision(&procedure.decision));
    no.ask(form::named("name", &procedure.name));
    no.extend(form::each_once("checklist", procedure.checklist.iter().map(|item| &*item.id)));
    no.extend(form::each_once("fees", procedure.fees.iter().map(|fee| &*fee.id)));
    no.extend(form::each_once("results", procedure.results.iter().map(|item| &*item.id)));
    no.extend(form::each_once("steps", procedure.steps.iter().map(|step| step.as_str())));
    no.extend(form::each_once("legal_bases", procedure.legal_bases.iter().map(|id| id.as_str())));
    no.extend(form::each_once("desks", procedure.desks.iter().map(|desk| desk.as_str())));
    no.extend(cases::listed(procedure));
    no.extend(form::channels(&procedure.channels));
    no.settle()?;
    let version = catalogue.procedure_versions(&procedure.code) + 1;
    Ok(Entry::ProcedurePublished { version, procedure: Box::new(procedure.clone()) })
}

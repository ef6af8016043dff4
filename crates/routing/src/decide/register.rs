//! RegisterDossier: a dossier gets its code, at a desk.

use super::{Decided, ask_actor};
use crate::case::Case;
use crate::rules::{cases, ledgers, numbers, r01_desk, r12_in_force, stage};
use lienthong_dossier::{Channel, Commitment, Document, Event, PersonalField, Refusals};
use lienthong_names::{CaseName, ProcedureCode};
use std::collections::BTreeMap;

/// The code is free, the procedure is handed in here, and it has the case.
///
/// Which personal fields there are is said in the clear; what they hold is not, and no rule asks for it.
pub(crate) fn decide(
    case: &Case<'_>,
    procedure: &ProcedureCode,
    variant: Option<&CaseName>,
    channel: Channel,
    documents: &[Document],
    personal: &BTreeMap<PersonalField, Commitment>,
) -> Decided {
    let version = r12_in_force::procedure(case, procedure)?;
    let mut no = Refusals::new();
    ask_actor(case, &mut no);
    no.ask(r01_desk::check(case, version.procedure, version.procedure.competent.as_ref()));
    no.ask(ledgers::takes(case));
    no.ask(stage::code_free(case));
    no.ask(numbers::not_anothers(case));
    no.ask(cases::check(version.procedure, variant));
    no.ask(r01_desk::check_channel(case, version.procedure, channel));
    no.settle()?;
    Ok(vec![Event::DossierRegistered {
        procedure: procedure.clone(),
        case: variant.cloned(),
        channel,
        documents: documents.to_vec(),
        personal_fields: personal.keys().copied().collect(),
    }])
}

//! The version of a procedure that counts for a dossier: that of its reception (R17); and what it says of
//! opinions that do not come.

use crate::case::Case;
use lienthong_catalogue::Procedure;
use lienthong_dossier::{OnSilence, Silence, sabotage};

/// What becomes of an ask whose term runs out. Each ask says so itself: who is asked knows what silence will mean.
pub(crate) fn on_silence(case: &Case<'_>) -> OnSilence {
    let policy = procedure(case).map(|procedure| &procedure.opinions);
    policy.map_or_else(OnSilence::default, |policy| OnSilence {
        means: Silence::named(&policy.silence).unwrap_or(Silence::Waits),
        article: policy.article.clone(),
        escalates: policy.escalates,
    })
}

/// The procedure, before reception as it is today; `None` where none is in force, and where history does not know it.
pub(crate) fn procedure<'a>(case: &Case<'a>) -> Option<&'a Procedure> {
    let code = &case.dossier.registration.as_ref()?.procedure;
    let catalogue = case.facts.catalogue;
    match case.dossier.reception.as_ref().filter(|_| !sabotage::is_off("R17")) {
        Some(reception) => catalogue.procedure_version(code, reception.procedure_version),
        None => catalogue.procedure(code, case.now()).map(|(_, procedure)| procedure),
    }
}

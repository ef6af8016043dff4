//! ResolveDossier: it is decided, and the clock stops.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{dates, legs, pauses, r08_mandatory, r10_process, r19_known, results, stage};
use crate::version;
use lienthong_dossier::{Document, Event, Outcome, Refusals};

/// The decision as its document says it.
pub(crate) struct Decision<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) number: &'a str,
    pub(crate) date: &'a str,
    pub(crate) signer: &'a str,
    pub(crate) results: &'a [Document],
}

/// Decided by whoever holds it or is competent, with nothing mandatory open, the dossier with nobody else, and the process as far as
/// it goes before the result is handed out.
///
/// Where it had come for resolution, the decision is the answer to that leg.
pub(crate) fn decide(case: &Case<'_>, decision: Decision<'_>) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(pauses::running(case));
    no.ask(r08_mandatory::check(case, decision.outcome));
    no.ask(legs::with_nobody_else(case));
    no.ask(legs::none_planned(case));
    no.ask(r10_process::come_to_return(case, version::process_of(case)));
    no.extend(results::complete(case, procedure, decision.outcome));
    no.ask(results::agree(case, decision.outcome));
    let texts = [("number", decision.number), ("signer", decision.signer)];
    no.extend(dates::document(case, texts, ("date", decision.date)));
    no.settle()?;

    let resolved = Event::DossierResolved {
        outcome: decision.outcome,
        number: decision.number.into(),
        date: decision.date.into(),
        signer: decision.signer.into(),
        results: decision.results.to_vec(),
        // Measured when everything that goes before it is known: `follow`.
        lateness: None,
    };
    let answered = case.dossier.open_resolutions().map(|(leg, _)| Event::LegAnswered {
        leg: leg.clone(),
        text: "".into(),
        documents: decision.results.to_vec(),
    });
    Ok(answered.chain([resolved]).collect())
}

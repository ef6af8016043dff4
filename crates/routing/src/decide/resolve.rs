//! ResolveDossier: it is decided, and the clock stops.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::grounds::DECISION;
use crate::rules::{legs, r08_mandatory, r19_known, stage};
use jiff::civil::Date;
use lienthong_dossier::{Document, Event, Outcome, Refusals};
use lienthong_names::Refusal;

/// The decision as its document says it.
pub(crate) struct Decision<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) number: &'a str,
    pub(crate) date: &'a str,
    pub(crate) signer: &'a str,
    pub(crate) results: &'a [Document],
}

/// Decided by whoever holds it or is competent, with nothing mandatory open and the dossier with nobody else.
///
/// Where it had come for resolution, the decision is the answer to that leg.
pub(crate) fn decide(case: &Case<'_>, decision: Decision<'_>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(r08_mandatory::check(case));
    no.ask(legs::with_nobody_else(case));
    no.extend(incomplete(case, &decision));
    no.settle()?;

    let resolved = Event::DossierResolved {
        outcome: decision.outcome,
        number: decision.number.into(),
        date: decision.date.into(),
        signer: decision.signer.into(),
        results: decision.results.to_vec(),
    };
    let answered = case.dossier.open_resolutions().map(|(leg, _)| Event::LegAnswered {
        leg: leg.clone(),
        text: "".into(),
        documents: decision.results.to_vec(),
    });
    Ok(answered.chain([resolved]).collect())
}

/// A decision has a number, a date and a signer. History may not know them; a date that is given must be one.
fn incomplete(case: &Case<'_>, decision: &Decision<'_>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let fields = [("number", decision.number), ("date", decision.date), ("signer", decision.signer)];
    for (field, text) in fields {
        if text.trim().is_empty() && !case.is_history() {
            refusals.push(DECISION.refusal(
                field,
                format!("kết quả giải quyết thiếu {field}"),
                format!("the decision lacks its {field}"),
            ));
        }
    }
    // Ten characters: the parser alone would take an instant or the short form too.
    if !decision.date.is_empty() && (decision.date.len() != 10 || decision.date.parse::<Date>().is_err()) {
        refusals.push(DECISION.refusal(
            "date",
            format!("`{}` không phải là ngày (yyyy-mm-dd)", decision.date),
            format!("`{}` is not a date (yyyy-mm-dd)", decision.date),
        ));
    }
    refusals
}

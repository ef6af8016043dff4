//! AcknowledgeLeg, RefuseLeg, AnswerLeg: what the agency that a leg was sent to does with it.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{legs, r07_reason, r19_known, stage};
use lienthong_dossier::{Document, Event, Leg, Refusals};
use lienthong_names::LegId;

/// It has arrived and is taken.
pub(crate) fn acknowledge(case: &Case<'_>, id: &LegId) -> Decided {
    r19_known::check(case)?;
    let leg = legs::known(case, id)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(legs::untouched(id, leg));
    no.settle()?;
    Ok(vec![Event::LegAccepted { leg: id.clone() }])
}

/// It is not taken, for a reason; custody that came with it goes back. What was taken is answered, not refused.
pub(crate) fn refuse(case: &Case<'_>, id: &LegId, reason: &str) -> Decided {
    r19_known::check(case)?;
    let leg = legs::known(case, id)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(legs::untouched(id, leg));
    no.ask(legs::not_gone_on(case, id, leg));
    no.ask(r07_reason::check("reason", [reason]));
    no.settle()?;
    let refused = Event::LegRefused { leg: id.clone(), reason: reason.into() };
    Ok(std::iter::once(refused).chain(custody_back(id, leg)).collect())
}

/// It is answered; custody that came with it goes back. Who answers without a word before has taken it.
pub(crate) fn answer(case: &Case<'_>, id: &LegId, text: &str, documents: &[Document]) -> Decided {
    r19_known::check(case)?;
    let leg = legs::known(case, id)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(legs::open(id, leg));
    no.ask(legs::not_gone_on(case, id, leg));
    no.settle()?;
    let answered = Event::LegAnswered { leg: id.clone(), text: text.into(), documents: documents.to_vec() };
    Ok(std::iter::once(answered).chain(custody_back(id, leg)).collect())
}

fn custody_back(id: &LegId, leg: &Leg) -> Option<Event> {
    leg.moved_custody.then(|| Event::CustodyMoved {
        from: leg.to.clone(),
        to: leg.from.clone(),
        leg: Some(id.clone()),
    })
}

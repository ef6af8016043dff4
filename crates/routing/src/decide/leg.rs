//! RecordArrival, AcknowledgeLeg, ReadLeg, AssignLeg, RefuseLeg, SendBackLeg, AnswerLeg: what the agency that a leg was sent to does with it;
//! RecallLeg: what its sender still can.

use super::{Decided, ask_party, hand_over};
use crate::case::Case;
use crate::rules::{legs, r07_reason, r19_known, r20_original, r27_competence, stage};
use crate::version;
use lienthong_dossier::{Check, Document, Event, Leg, LegGround, Refusals};
use lienthong_names::{LegId, OfficerId, UnitId};

/// It has arrived and is taken.
pub(crate) fn acknowledge(case: &Case<'_>, id: &LegId) -> Decided {
    let (leg, mut no) = begin(case, id)?;
    no.ask(legs::untouched(id, leg));
    no.settle()?;
    Ok(vec![Event::LegAccepted { leg: id.clone() }])
}

/// It is in the receiver's system: said once, before anybody there opened or took it.
pub(crate) fn arrive(case: &Case<'_>, id: &LegId) -> Decided {
    let (leg, mut no) = begin(case, id)?;
    no.ask(legs::untouched(id, leg));
    no.ask(legs::not_arrived(id, leg));
    no.settle()?;
    Ok(vec![Event::LegArrived { leg: id.clone() }])
}

/// It was opened: said once, and never taken back.
pub(crate) fn read(case: &Case<'_>, id: &LegId) -> Decided {
    let (leg, mut no) = begin(case, id)?;
    no.ask(legs::open(id, leg));
    no.ask(legs::unread(id, leg));
    no.settle()?;
    Ok(vec![Event::LegRead { leg: id.clone() }])
}

/// A unit or an officer of the receiver has it. Who gives it to somebody has opened it.
pub(crate) fn assign(
    case: &Case<'_>,
    id: &LegId,
    unit: Option<&UnitId>,
    officer: Option<&OfficerId>,
) -> Decided {
    r19_known::check(case)?;
    let leg = legs::known(case, id)?;
    let mut no = Refusals::new();
    hand_over::ask_hands(case, &mut no, ("unit", unit), ("officer", officer));
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(legs::open(id, leg));
    no.settle()?;
    let read = leg.read_at.is_none().then(|| Event::LegRead { leg: id.clone() });
    let assigned = Event::LegAssigned { leg: id.clone(), unit: unit.cloned(), officer: officer.cloned() };
    Ok(read.into_iter().chain([assigned]).collect())
}

/// The sender takes it back: until it is opened or taken; so no part of it was sent on. Custody that went with it comes back.
pub(crate) fn recall(case: &Case<'_>, id: &LegId, reason: &str) -> Decided {
    if case.dossier.planned.contains_key(id) {
        return give_up(case, id, reason);
    }
    let (leg, mut no) = begin(case, id)?;
    no.ask(legs::untouched(id, leg));
    no.ask(legs::unread(id, leg));
    no.ask(legs::not_gone_on(case, id, leg));
    no.ask(r07_reason::check("reason", [reason]));
    no.settle()?;
    Ok(close(id, leg, Event::LegRecalled { leg: id.clone(), reason: reason.into() }))
}

/// A leg that was planned will not go out.
fn give_up(case: &Case<'_>, id: &LegId, reason: &str) -> Decided {
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(r07_reason::check("reason", [reason]));
    no.settle()?;
    Ok(vec![Event::LegRecalled { leg: id.clone(), reason: reason.into() }])
}

/// Given back without an answer, for a reason, by who had taken it.
pub(crate) fn send_back(case: &Case<'_>, id: &LegId, reason: &str, ground: Option<LegGround>) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let (leg, mut no) = begin(case, id)?;
    no.ask(r20_original::check(case, procedure, leg, ground));
    no.ask(legs::taken(id, leg));
    no.ask(legs::not_gone_on(case, id, leg));
    no.ask(legs::whole(case, id));
    no.ask(r07_reason::check("reason", [reason]));
    no.settle()?;
    Ok(close(id, leg, Event::LegSentBack { leg: id.clone(), reason: reason.into(), ground }))
}

/// It is not taken, for a reason; custody that came with it goes back. What was taken is answered, not refused.
pub(crate) fn refuse(case: &Case<'_>, id: &LegId, reason: &str, ground: Option<LegGround>) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let (leg, mut no) = begin(case, id)?;
    no.ask(r20_original::check(case, procedure, leg, ground));
    no.ask(r27_competence::open(case, leg, ground));
    no.ask(legs::untouched(id, leg));
    no.ask(legs::not_gone_on(case, id, leg));
    no.ask(legs::whole(case, id));
    no.ask(r07_reason::check("reason", [reason]));
    no.settle()?;
    Ok(close(id, leg, Event::LegRefused { leg: id.clone(), reason: reason.into(), ground }))
}

/// It is answered; custody that came with it goes back. Who answers without a word before has taken it.
pub(crate) fn answer(case: &Case<'_>, id: &LegId, text: &str, documents: &[Document]) -> Decided {
    let (leg, mut no) = begin(case, id)?;
    no.ask(legs::open(id, leg));
    no.ask(legs::not_gone_on(case, id, leg));
    no.ask(legs::whole(case, id));
    no.settle()?;
    Ok(close(
        id,
        leg,
        Event::LegAnswered { leg: id.clone(), text: text.into(), documents: documents.to_vec() },
    ))
}

/// The leg, and what speaks against who acts on it and when.
fn begin<'a>(case: &Case<'a>, id: &LegId) -> Check<(&'a Leg, Refusals)> {
    r19_known::check(case)?;
    let leg = legs::known(case, id)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    Ok((leg, no))
}

/// The leg's last event, and custody back the way it came, if it went along.
fn close(id: &LegId, leg: &Leg, last: Event) -> Vec<Event> {
    let back = || Event::CustodyMoved { from: leg.to.clone(), to: leg.from.clone(), leg: Some(id.clone()) };
    std::iter::once(last).chain(leg.moved_custody.then(back)).collect()
}

//! TransferDossier: the custodian sends it to another agency, for an opinion, for appraisal or for resolution; or who has a leg
//! for an opinion or for appraisal sends a part of that on. Legs in order are planned, and go out one after the other's answer.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{legs, r12_in_force, r19_known, stage};
use crate::{clock, version};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_catalogue::ForeseenLeg;
use lienthong_dossier::{Check, Document, Event, PlannedLeg, Purpose, Refusals};
use lienthong_names::{AgencyId, LegId};

/// What goes out.
pub(crate) struct Letter<'a> {
    pub(crate) leg: &'a LegId,
    pub(crate) from: &'a AgencyId,
    pub(crate) to: &'a AgencyId,
    pub(crate) purpose: Purpose,
    pub(crate) documents: &'a [Document],
    pub(crate) term: Option<&'a Term>,
    pub(crate) note: &'a str,
}

/// Sent; or, where another leg is to be answered `after` which it goes, planned. A part of a leg, its `parent`, takes no custody along,
/// and its time is that leg's time: it stops no clock of its own.
pub(crate) fn decide(
    case: &Case<'_>,
    letter: &Letter<'_>,
    parent: Option<&LegId>,
    after: Option<&LegId>,
) -> Decided {
    r19_known::check(case)?;
    let of_leg = parent.map(|id| legs::known_as(case, "parent", id).map(|leg| (id, leg))).transpose()?;
    r12_in_force::agency(case, "to", letter.to)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(legs::unused(case, letter.leg));
    let terms = Terms::of(case, letter);
    if let Some((id, leg)) = of_leg {
        no.ask(legs::sent_on(id, leg, terms.moves_custody));
    }
    if let Some(after) = after {
        no.ask(legs::to_come(case, after));
        no.ask(legs::not_a_part(parent));
    }
    no.ask(legs::worth_sending(case, letter.to, terms.moves_custody));
    let due = no.ask(terms.due(case, letter));
    no.settle()?;

    if let Some(after) = after {
        return Ok(vec![Event::LegPlanned {
            leg: letter.leg.clone(),
            from: letter.from.clone(),
            to: letter.to.clone(),
            purpose: letter.purpose,
            term: letter.term.cloned(),
            documents: letter.documents.to_vec(),
            note: letter.note.into(),
            after: after.clone(),
        }]);
    }
    Ok(sent(case, letter, parent, &terms, due.flatten()))
}

/// A leg that was planned goes out, if it can: its sender still has the dossier, its receiver is there and does not wait for it. Nobody
/// whose answer lets it go is refused for what speaks against it; it stays planned.
pub(crate) fn next(case: &Case<'_>, leg: &LegId, planned: &PlannedLeg) -> Option<Vec<Event>> {
    if case.dossier.custodian() != Some(&planned.from) {
        return None;
    }
    let letter = Letter {
        leg,
        from: &planned.from,
        to: &planned.to,
        purpose: planned.purpose,
        documents: &planned.documents,
        term: planned.term.as_ref(),
        note: &planned.note,
    };
    let terms = Terms::of(case, &letter);
    r12_in_force::agency(case, "to", letter.to).ok()?;
    legs::not_waiting(case, letter.to, terms.moves_custody).ok()?;
    let due = terms.due(case, &letter).ok()?;
    Some(sent(case, &letter, None, &terms, due))
}

/// What the process says of a leg like this.
struct Terms<'a> {
    foreseen: Option<&'a ForeseenLeg>,
    /// For resolution custody goes along, and for appraisal where the process says so.
    moves_custody: bool,
}

impl<'a> Terms<'a> {
    fn of(case: &Case<'a>, letter: &Letter<'_>) -> Self {
        let foreseen = version::foreseen(case, letter.to, letter.purpose);
        let appraised_there =
            letter.purpose == Purpose::Appraisal && foreseen.is_some_and(|leg| leg.moves_custody);
        Self { foreseen, moves_custody: letter.purpose.moves_custody() || appraised_there }
    }

    /// A term that is not named is the one that the process foresees; it runs from now by the receiver's calendar, since a sender who
    /// types it in late must not use up the receiver's days.
    fn due(&self, case: &Case<'_>, letter: &Letter<'_>) -> Check<Option<Timestamp>> {
        let term = letter.term.or_else(|| self.foreseen.and_then(|leg| leg.term.as_ref()));
        clock::due(case, letter.to, case.now(), term)
    }
}

fn sent(
    case: &Case<'_>,
    letter: &Letter<'_>,
    parent: Option<&LegId>,
    terms: &Terms<'_>,
    due: Option<Timestamp>,
) -> Vec<Event> {
    let sent = Event::LegSent {
        leg: letter.leg.clone(),
        from: letter.from.clone(),
        to: letter.to.clone(),
        purpose: letter.purpose,
        due,
        acknowledge_by: clock::acknowledge_by(case, letter.to),
        outside_term: parent.is_none() && terms.foreseen.is_some_and(|leg| leg.outside_term),
        documents: letter.documents.to_vec(),
        note: letter.note.into(),
        parent: parent.cloned(),
    };
    let moved = terms.moves_custody.then(|| Event::CustodyMoved {
        from: letter.from.clone(),
        to: letter.to.clone(),
        leg: Some(letter.leg.clone()),
    });
    std::iter::once(sent).chain(moved).collect()
}

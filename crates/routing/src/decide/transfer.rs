//! TransferDossier: the custodian sends it to another agency, for an opinion, for appraisal or for resolution; or who has a leg
//! for an opinion or for appraisal sends a part of that on.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{legs, r12_in_force, r19_known, stage};
use crate::{clock, version};
use lienthong_calendar::Term;
use lienthong_dossier::{Document, Event, Purpose, Refusals};
use lienthong_names::{AgencyId, LegId};

/// What goes out.
pub(crate) struct Letter<'a> {
    pub(crate) leg: &'a LegId,
    pub(crate) to: &'a AgencyId,
    pub(crate) purpose: Purpose,
    pub(crate) documents: &'a [Document],
    pub(crate) term: Option<&'a Term>,
    pub(crate) note: &'a str,
    pub(crate) parent: Option<&'a LegId>,
}

/// Sent. For resolution custody goes along, and for appraisal where the process says so. A term that is not named is the one that
/// the process foresees; the leg's term runs from now by the receiver's calendar, since a sender who
/// types it in late must not use up the receiver's days. A part of a leg takes no custody along, and its time is that leg's time: it
/// stops no clock of its own.
pub(crate) fn decide(case: &Case<'_>, letter: Letter<'_>) -> Decided {
    r19_known::check(case)?;
    let parent =
        letter.parent.map(|id| legs::known_as(case, "parent", id).map(|leg| (id, leg))).transpose()?;
    r12_in_force::agency(case, "to", letter.to)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(legs::unused(case, letter.leg));
    let foreseen = version::foreseen(case, letter.to, letter.purpose);
    let moves_custody = letter.purpose.moves_custody()
        || (letter.purpose == Purpose::Appraisal && foreseen.is_some_and(|leg| leg.moves_custody));
    if let Some((id, leg)) = parent {
        no.ask(legs::sent_on(id, leg, moves_custody));
    }
    no.ask(legs::worth_sending(case, letter.to, moves_custody));
    let term = letter.term.or_else(|| foreseen.and_then(|leg| leg.term.as_ref()));
    let due = no.ask(clock::due(case, letter.to, case.now(), term));
    no.settle()?;

    let sent = Event::LegSent {
        leg: letter.leg.clone(),
        from: case.agency().clone(),
        to: letter.to.clone(),
        purpose: letter.purpose,
        due: due.flatten(),
        acknowledge_by: clock::acknowledge_by(case, letter.to),
        outside_term: letter.parent.is_none() && foreseen.is_some_and(|leg| leg.outside_term),
        documents: letter.documents.to_vec(),
        note: letter.note.into(),
        parent: letter.parent.cloned(),
    };
    let moved = moves_custody.then(|| Event::CustodyMoved {
        from: case.agency().clone(),
        to: letter.to.clone(),
        leg: Some(letter.leg.clone()),
    });
    Ok(std::iter::once(sent).chain(moved).collect())
}

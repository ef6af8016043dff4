//! DecideCompetence: the common superior says whose it is (R27).

use super::{Decided, ask_actor};
use crate::case::Case;
use crate::rules::{dates, legs, r07_reason, r12_in_force, r19_known, r27_competence, stage};
use crate::{clock, version};
use lienthong_calendar::Term;
use lienthong_dossier::{Event, Refusals};
use lienthong_names::{AgencyId, LegId};

/// The decision.
pub(crate) struct Ruling<'a> {
    pub(crate) leg: &'a LegId,
    pub(crate) competent: &'a AgencyId,
    pub(crate) new_leg: &'a LegId,
    pub(crate) term: Option<&'a Term>,
    pub(crate) reason: &'a str,
    pub(crate) number: &'a str,
    pub(crate) date: &'a str,
}

/// What was asked by the refused leg is asked of the agency that it is decided for, in the sender's name; where that is the
/// sender itself, it stays there. The dossier's clock runs on through all of it.
pub(crate) fn decide(case: &Case<'_>, ruling: &Ruling<'_>) -> Decided {
    r19_known::check(case)?;
    let refused = legs::known(case, ruling.leg)?;
    r12_in_force::agency(case, "competent", ruling.competent)?;
    let mut no = Refusals::new();
    ask_actor(case, &mut no);
    no.ask(r27_competence::superior(case));
    no.ask(stage::running(case));
    no.ask(r27_competence::refused_twice(case, ruling.leg));
    no.ask(legs::back_with_sender(case, refused));
    let goes_on = *ruling.competent != refused.from;
    if goes_on {
        no.ask(legs::unused(case, ruling.new_leg));
        no.ask(legs::not_waiting(case, ruling.competent, refused.purpose.moves_custody()));
    }
    no.ask(r07_reason::check("reason", [ruling.reason]));
    no.extend(dates::document(case, [("number", ruling.number)], ("date", ruling.date)));
    let due = no.ask(clock::due(case, ruling.competent, case.now(), ruling.term));
    no.settle()?;

    let decided = Event::CompetenceDecided {
        leg: ruling.leg.clone(),
        competent: ruling.competent.clone(),
        reason: ruling.reason.into(),
        number: ruling.number.into(),
        date: ruling.date.into(),
    };
    let foreseen = version::foreseen(case, ruling.competent, refused.purpose);
    let sent = goes_on.then(|| Event::LegSent {
        leg: ruling.new_leg.clone(),
        from: refused.from.clone(),
        to: ruling.competent.clone(),
        purpose: refused.purpose,
        due: due.flatten(),
        acknowledge_by: clock::acknowledge_by(case, ruling.competent),
        outside_term: refused.parent.is_none() && foreseen.is_some_and(|leg| leg.outside_term),
        documents: Vec::new(),
        note: ruling.reason.into(),
        parent: refused.parent.clone(),
    });
    let moved = (goes_on && refused.purpose.moves_custody()).then(|| Event::CustodyMoved {
        from: refused.from.clone(),
        to: ruling.competent.clone(),
        leg: Some(ruling.new_leg.clone()),
    });
    Ok(std::iter::once(decided).chain(sent).chain(moved).collect())
}

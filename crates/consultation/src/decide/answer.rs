//! GiveOpinion, AmendOpinion, DeclineOpinion, ObjectToDigest: what those who were asked do.
//!
//! R03 here is stricter than the table of capacities: a part in the dossier is not enough, this very ask must be open.

use super::Decided;
use crate::case::Case;
use crate::grounds::NOTHING_GIVEN;
use crate::rules::{
    closed, objection, opinion, r03_asked, r07_reason, r12_in_force, r19_known, r25_secret, stage,
};
use jiff::Timestamp;
use lienthong_dossier::{
    Check, Commitment, Document, Event, Opinion, PaperReference, Participant, ParticipantState, Refusals,
    Request, RequestState, Stance,
};
use lienthong_names::ConsultationId;

/// An opinion as it comes in.
pub(crate) struct Said<'a> {
    pub(crate) from: &'a Participant,
    pub(crate) stance: Stance,
    pub(crate) text: &'a str,
    pub(crate) documents: &'a [Document],
    pub(crate) secret: Option<&'a PaperReference>,
    pub(crate) closed: Option<Commitment>,
}

/// An answer to the open ask, late or not: a late one counts and is shown as late.
pub(crate) fn give(case: &Case<'_>, id: &ConsultationId, said: Said<'_>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    no.extend(r12_in_force::actor(case));
    let request = no.ask(r03_asked::now(case, id, said.from));
    ask_time_and_words(case, id, &said, &mut no);
    no.settle()?;
    let given = request.map(|request| Event::OpinionGiven {
        consultation: id.clone(),
        leg: request.leg.clone(),
        from: said.from.clone(),
        round: request.round,
        version: 1,
        stance: said.stance,
        text: said.text.into(),
        documents: said.documents.to_vec(),
        late: is_late(request, case.now()),
        secret: said.secret.cloned(),
        closed: said.closed,
    });
    Ok(given.into_iter().collect())
}

/// A new version beside the old one, until the digest is made.
pub(crate) fn amend(case: &Case<'_>, id: &ConsultationId, said: Said<'_>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    no.extend(r12_in_force::actor(case));
    let asked = no.ask(r03_asked::ever(case, id, said.from));
    let standing = asked.and_then(|asked| no.ask(last_given(asked)));
    ask_time_and_words(case, id, &said, &mut no);
    no.settle()?;
    let amended = standing.map(|(request, last)| Event::OpinionAmended {
        consultation: id.clone(),
        leg: request.leg.clone(),
        from: said.from.clone(),
        round: request.round,
        version: last.version + 1,
        stance: said.stance,
        text: said.text.into(),
        documents: said.documents.to_vec(),
        late: is_late(request, case.now()),
        secret: said.secret.cloned(),
        closed: said.closed,
    });
    Ok(amended.into_iter().collect())
}

/// No opinion will come, for a reason; the ask is closed all the same.
pub(crate) fn decline(case: &Case<'_>, id: &ConsultationId, from: &Participant, reason: &str) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    no.extend(r12_in_force::actor(case));
    let request = no.ask(r03_asked::now(case, id, from));
    no.ask(stage::running(case));
    no.ask(stage::not_concluded(case, id));
    no.ask(r07_reason::check(reason));
    no.settle()?;
    let declined = request.map(|request| Event::OpinionDeclined {
        consultation: id.clone(),
        leg: request.leg.clone(),
        from: from.clone(),
        reason: reason.into(),
    });
    Ok(declined.into_iter().collect())
}

/// One who stands in the digest says, for the record, that it is not as it was meant. It changes nothing in it.
pub(crate) fn object(case: &Case<'_>, id: &ConsultationId, from: &Participant, text: &str) -> Decided {
    r19_known::check(case)?;
    let consultation = stage::known(case, id)?;
    let mut no = Refusals::new();
    no.extend(r12_in_force::actor(case));
    no.ask(r03_asked::ever(case, id, from));
    no.ask(objection::quoted(consultation, from));
    no.ask(objection::says(text));
    no.settle()?;
    Ok(vec![Event::DigestObjected { consultation: id.clone(), from: from.clone(), text: text.into() }])
}

fn ask_time_and_words(case: &Case<'_>, id: &ConsultationId, said: &Said<'_>, no: &mut Refusals) {
    no.ask(stage::running(case));
    no.ask(stage::not_concluded(case, id));
    closed::said(case, id, said, no);
    match (said.secret, said.closed) {
        (Some(_), _) => no.extend(r25_secret::check(said)),
        // What it says was looked at where it came in, and is not to be seen here.
        (None, Some(_)) => {}
        (None, None) => {
            no.ask(opinion::stance(case, said.stance));
        }
    }
    no.ask(opinion::text(said.text));
    no.ask(opinion::composed(said.text));
}

/// The opinion that stands: the latest version given to the latest ask. An ask that is open wants an answer first; of one that was
/// taken back nothing is said any more.
fn last_given(asked: &ParticipantState) -> Check<(&Request, &Opinion)> {
    let stands = asked.latest().filter(|request| request.revoked.is_none());
    let latest = stands.and_then(|request| match &request.state {
        RequestState::Given(versions) => versions.last().map(|opinion| (request, opinion)),
        RequestState::Open | RequestState::Declined { .. } => None,
    });
    match latest {
        Some(given) => Ok(given),
        None => NOTHING_GIVEN.refuse(
            "from",
            "chưa có ý kiến nào để sửa",
            "there is no opinion to amend: the last ask was not answered with one, or was taken back",
        ),
    }
}

/// After the instant it was due; without a due date nothing is late.
fn is_late(request: &Request, at: Timestamp) -> bool {
    request.due.is_some_and(|due| at > due)
}

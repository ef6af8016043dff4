//! RemindOpinion, RevokeOpinionRequest, DecideWithoutOpinion: what becomes of an ask that is not answered.

use super::{Decided, begin};
use crate::case::Case;
use crate::rules::{open_ask, r07_reason};
use lienthong_dossier::{Event, Participant};
use lienthong_names::ConsultationId;

/// The chair reminds one who can still answer; how often is told.
pub(crate) fn remind(case: &Case<'_>, id: &ConsultationId, to: &Participant, note: &str) -> Decided {
    let (consultation, mut no) = begin(case, id)?;
    let request = no.ask(open_ask::to_answer(consultation, to));
    no.settle()?;
    let reminded = request.map(|request| Event::OpinionReminded {
        consultation: id.clone(),
        leg: request.leg.clone(),
        to: to.clone(),
        number: request.reminders.saturating_add(1),
        note: note.into(),
    });
    Ok(reminded.into_iter().collect())
}

/// The chair takes an ask back: nothing waits for it, and nobody answers it any more. What was answered stays, and stands in the digest.
pub(crate) fn revoke(case: &Case<'_>, id: &ConsultationId, of: &Participant, reason: &str) -> Decided {
    let (consultation, mut no) = begin(case, id)?;
    let request = no.ask(open_ask::to_revoke(consultation, of));
    no.ask(r07_reason::check(reason));
    no.settle()?;
    let revoked = request.map(|request| Event::OpinionRequestRevoked {
        consultation: id.clone(),
        leg: request.leg.clone(),
        of: of.clone(),
        round: request.round,
        reason: reason.into(),
    });
    Ok(revoked.into_iter().collect())
}

/// Who resolves the dossier goes on without an opinion that holds it up, once its term ran out. Who is silent stays answerable.
pub(crate) fn waive(
    case: &Case<'_>,
    id: &ConsultationId,
    of: &Participant,
    reason: &str,
    article: &str,
) -> Decided {
    let (consultation, mut no) = begin(case, id)?;
    let request = no.ask(open_ask::that_holds_up(consultation, of));
    if let Some(request) = request {
        no.ask(open_ask::ran_out(case, of, request));
    }
    no.ask(r07_reason::check(reason));
    no.ask(r07_reason::article(article));
    no.settle()?;
    let waived = request.map(|request| Event::OpinionWaived {
        consultation: id.clone(),
        leg: request.leg.clone(),
        of: of.clone(),
        round: request.round,
        reason: reason.into(),
        article: article.into(),
    });
    Ok(waived.into_iter().collect())
}

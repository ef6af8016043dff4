//! OpenConsultation, AskAgain, ConcludeConsultation: what the chair does.

use super::{Decided, begin};
use crate::asks;
use crate::case::Case;
use crate::rules::{ask_party, closed, confidential, r08_mandatory, r09_digest, r19_known, stage};
use lienthong_dossier::{Ask, DigestItem, Document, Event, Refusals};
use lienthong_names::ConsultationId;

/// What goes out to everyone asked.
pub(crate) struct Letter<'a> {
    pub(crate) question: &'a str,
    pub(crate) documents: &'a [Document],
    pub(crate) asks: &'a [Ask],
    pub(crate) addressee_inferred: bool,
    pub(crate) closed: bool,
    pub(crate) confidential: bool,
}

/// The custodian asks; all at once, each with its own term.
pub(crate) fn open(case: &Case<'_>, id: &ConsultationId, letter: Letter<'_>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(stage::unused(case, id));
    no.ask(confidential::not_closed_too(letter.confidential, letter.closed));
    no.ask(closed::demanded(case, letter.closed));
    let requested = no.ask(asks::request(case, id, None, letter.asks, letter.addressee_inferred));
    no.settle()?;

    let opened = Event::ConsultationOpened {
        consultation: id.clone(),
        chair: case.agency().clone(),
        question: letter.question.into(),
        documents: letter.documents.to_vec(),
        addressee_inferred: letter.addressee_inferred,
        closed: letter.closed,
        confidential: letter.confidential,
    };
    Ok(std::iter::once(opened).chain(requested.into_iter().flatten()).collect())
}

/// The chair asks once more, after an answer; or someone new. What was said before stays.
pub(crate) fn ask_again(
    case: &Case<'_>,
    id: &ConsultationId,
    asks: &[Ask],
    addressee_inferred: bool,
) -> Decided {
    let (consultation, mut no) = begin(case, id)?;
    no.extend(stage::none_still_open(consultation, asks));
    let requested = no.ask(asks::request(case, id, Some(consultation), asks, addressee_inferred));
    no.settle()?;
    Ok(requested.unwrap_or_default())
}

/// The chair closes it with the digest. Asks that are not mandatory and still open end with it; where answers are closed, none is open
/// by then.
pub(crate) fn conclude(case: &Case<'_>, id: &ConsultationId, digest: &[DigestItem]) -> Decided {
    let (consultation, mut no) = begin(case, id)?;
    no.ask(r08_mandatory::check(consultation));
    no.ask(closed::opened(consultation));
    no.extend(r09_digest::check(consultation, digest));
    no.extend(confidential::repeated(consultation, digest));
    no.settle()?;
    Ok(vec![Event::ConsultationConcluded { consultation: id.clone(), digest: digest.to_vec() }])
}

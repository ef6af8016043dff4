//! From those who are to be asked to the legs they get: due dates, rounds and ids.
//!
//! Belongs here: what OpenConsultation and AskAgain share. Does not: who may ask (`rules`).

use crate::case::Case;
use crate::grounds::{ID_USED, NO_DUE};
use crate::rules::participants;
use crate::version;
use jiff::Timestamp;
use lienthong_dossier::{Ask, Check, Consultation, Event, Refusals};
use lienthong_names::{ConsultationId, LegId};

/// Turns asks into events: each participant gets a leg of its own, with its own clock.
///
/// `open` is the consultation as it stands; `None` when it opens with these asks.
pub(crate) fn request(
    case: &Case<'_>,
    id: &ConsultationId,
    open: Option<&Consultation>,
    asks: &[Ask],
    addressee_inferred: bool,
) -> Check<Vec<Event>> {
    let mut no = Refusals::new();
    no.ask(participants::someone(case, asks));
    no.extend(participants::each_once(asks));
    let mut events = Vec::with_capacity(asks.len());
    let mut newcomers = 0;
    for ask in asks {
        no.ask(participants::askable(case, &ask.participant));
        let known = open.and_then(|c| c.participants.iter().position(|p| p.participant == ask.participant));
        let round =
            known.and_then(|at| open?.participants.get(at)?.latest()).map_or(1, |last| last.round + 1);
        let place = known.unwrap_or_else(|| {
            newcomers += 1;
            open.map_or(0, |c| c.participants.len()) + newcomers - 1
        });
        let due = no.ask(due(case, ask));
        let leg = no.ask(leg_id(case, id, place + 1, round));
        if let (Some(due), Some(leg)) = (due, leg) {
            events.push(Event::OpinionRequested {
                consultation: id.clone(),
                leg,
                to: ask.participant.clone(),
                mandatory: ask.mandatory,
                due,
                round,
                addressee_inferred,
                on_silence: version::on_silence(case),
            });
        }
    }
    no.settle()?;
    Ok(events)
}

/// By when: the term runs from now by the calendar of who is asked, since a chair that types it in late must not use up
/// the other's days. Only history knows asks without a term.
fn due(case: &Case<'_>, ask: &Ask) -> Check<Option<Timestamp>> {
    let agency = &ask.participant.agency;
    match &ask.term {
        Some(term) => match case.facts.catalogue.due(agency, case.now(), term) {
            Ok(due) => Ok(Some(due)),
            Err(why) => NO_DUE.refuse("asks.term", why.vi(), why.to_string()),
        },
        None if case.is_history() => Ok(None),
        None => NO_DUE.refuse(
            "asks.term",
            format!("phải nêu thời hạn cho ý kiến của {agency}"),
            format!("an opinion asked of {agency} needs a term"),
        ),
    }
}

/// The ask's leg: consultation, place of the participant, round; made unique where a sender of another leg took that name.
fn leg_id(case: &Case<'_>, id: &ConsultationId, place: usize, round: u32) -> Check<LegId> {
    let base = format!("{id}-{place}-{round}");
    let numbered = (2_u32..).map(|n| format!("{base}.{n}"));
    let free = std::iter::once(base.clone())
        .chain(numbered)
        .map_while(|text| LegId::new(&text).ok())
        .find(|leg| !case.dossier.is_leg_known(leg));
    match free {
        Some(leg) => Ok(leg),
        None => ID_USED.refuse(
            "consultation",
            format!("không tạo được mã lượt từ `{base}`"),
            format!("no leg id can be made of `{base}`"),
        ),
    }
}

//! What the ledger says of an agency's books, of every scenario that is told: beside what the same events add up to, folded by the dossier itself.

use crate::{one, place};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_dossier::{BookSide, Dossier, Ending, Event, Fact, LegState, RequestState};
use lienthong_inspection::reconcile::{Book, Entry, Known, Lists, Recorded};
use lienthong_names::{AgencyId, DossierCode, StreamKind};
use lienthong_protocol::{Decision, Event as Happened};
use lienthong_scenario::{Taped, reference};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a dossier by its own fold.
#[derive(Default)]
struct Folded {
    state: Dossier,
    /// When it was received in an old book; its state does not keep that.
    adopted: Option<jiff::Timestamp>,
}

fn folded(tape: &[Taped]) -> BTreeMap<DossierCode, Folded> {
    let mut dossiers: BTreeMap<DossierCode, Folded> = BTreeMap::new();
    for taped in tape.iter().filter(|taped| taped.stream.kind() == StreamKind::Dossier) {
        let Decision::Admitted(events) = &taped.decision else { continue };
        let folded = dossiers.entry(taped.stream.dossier_code().unwrap()).or_default();
        for event in events {
            let Happened::Dossier(event) = event else { continue };
            if let Event::DossierAdopted { received_at, .. } = event {
                folded.adopted = Some(*received_at);
            }
            let act = &taped.command.act;
            let (agency, officer) = (&act.agency, &act.officer);
            folded.state.take(Fact {
                at: taped.effective_at,
                agency,
                officer,
                revision: taped.revision,
                event,
            });
        }
    }
    dossiers
}

fn book(tape: &[Taped], agency: &AgencyId, lists: Lists) -> Book {
    let mut recorded = Recorded::new(agency.clone(), lists, "".into());
    tape.iter().for_each(|taped| recorded.take(&one(&place(taped), taped)));
    recorded.book(&zone())
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

fn day(at: jiff::Timestamp) -> Date {
    zone().to_datetime(at).date()
}

/// What a desk received.
fn receptions(of: &Folded, agency: &AgencyId, entries: &[Entry]) {
    let state = &of.state;
    let here = state.reception.as_ref().filter(|reception| reception.received_by == *agency);
    assert_eq!(entries.len(), usize::from(here.is_some()));
    let (Some(reception), [entry]) = (here, entries) else { return };
    assert_eq!(entry.received, day(of.adopted.unwrap_or(reception.clock_from)));
    if let Some(appointment) = reception.appointment {
        assert_eq!(entry.due.first(), Some(&day(appointment)));
    }
    assert_eq!(entry.procedure.as_ref(), state.registration.as_ref().map(|known| &known.procedure));
    let ended = state.ended.as_ref().map(|ended| ended.how);
    assert_eq!(entry.required, ended != Some(Ending::Annulled));
    if state.history.is_none() && ended.is_none_or(|how| how == Ending::Annulled) {
        let said = |at: Option<jiff::Timestamp>, days: &[Date]| match at {
            Some(at) => assert!(days.contains(&day(at)), "{days:?}"),
            None => assert!(days.is_empty(), "{days:?}"),
        };
        said(state.resolution.as_ref().map(|resolution| resolution.at), &entry.resolved);
        said(state.returned_at, &entry.returned);
    } else {
        assert!(!entry.resolved.is_empty() || state.history.is_some());
    }
}

/// The legs that came in, or went out.
fn legs(of: &Folded, agency: &AgencyId, side: BookSide, entries: &[Entry]) {
    let state = &of.state;
    let ours = |from: &AgencyId, to: &AgencyId| {
        if side == BookSide::Incoming { to == agency } else { from == agency }
    };
    let legs: Vec<_> = state.legs.values().filter(|leg| ours(&leg.from, &leg.to)).collect();
    let asks = state.consultations.values().flat_map(|consultation| {
        let chair = &consultation.chair;
        let of = consultation.participants.iter().filter(move |one| one.participant.agency != *chair);
        of.filter(move |one| ours(chair, &one.participant.agency)).flat_map(|one| &one.requests)
    });
    let asks: Vec<_> = asks.collect();
    assert_eq!(entries.len(), legs.len() + asks.len());
    let answers = |state: &LegState| {
        matches!(state, LegState::Answered { .. } | LegState::Refused { .. } | LegState::SentBack { .. })
    };
    let answered = legs.iter().filter(|leg| answers(&leg.state)).count()
        + asks.iter().filter(|ask| !matches!(ask.state, RequestState::Open)).count();
    assert_eq!(entries.iter().filter(|entry| !entry.resolved.is_empty()).count(), answered);
    let came = legs.iter().filter(|leg| {
        leg.arrived_at.is_some() || answers(&leg.state) || matches!(leg.state, LegState::Accepted { .. })
    });
    let required = entries.iter().filter(|entry| entry.required).count();
    match side {
        BookSide::Incoming => assert!(required >= came.count(), "{entries:?}"),
        BookSide::Outgoing => assert_eq!(required, entries.len()),
    }
}

#[test]
fn of_every_scenario_the_books_say_what_its_dossiers_say() {
    let playbook = reference::playbook().unwrap();
    let (mut received, mut came) = (0, 0);
    for title in playbook.titles() {
        let (world, _) =
            playbook.world_after(title).unwrap_or_else(|failures| panic!("{title}: {}", failures.len()));
        let tape = world.tape().decided();
        let dossiers = folded(tape);
        let agencies: BTreeSet<&AgencyId> =
            dossiers.values().flat_map(|folded| &folded.state.parts).collect();
        for agency in agencies {
            let desk = book(tape, agency, Lists::Receptions);
            let incoming = book(tape, agency, Lists::Legs(BookSide::Incoming));
            let outgoing = book(tape, agency, Lists::Legs(BookSide::Outgoing));
            for (code, of) in &dossiers {
                let entries = |book: &Book| book.entries.get(code).cloned().unwrap_or_default();
                receptions(of, agency, &entries(&desk));
                received += entries(&desk).len();
                // Where one agency takes another's place, the dossier's legs are the successor's; a book keeps what came to it.
                if of.state.successions.is_empty() {
                    legs(of, agency, BookSide::Incoming, &entries(&incoming));
                    legs(of, agency, BookSide::Outgoing, &entries(&outgoing));
                    came += entries(&incoming).len();
                }
                // Whoever is in one of the books had a part in it.
                if let Some(known) = desk.others.get(code) {
                    assert!(
                        *known != Known::NoPart || entries(&incoming).is_empty(),
                        "{title}: {agency} {code}"
                    );
                }
            }
        }
    }
    assert!(received > 300 && came > 200, "{received} receptions, {came} legs");
}

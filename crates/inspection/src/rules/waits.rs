//! R15, R16 (I06), I07: what is to be done within a time from an act, and was not. It is found where the time began to run.

use crate::finding::Finding;
use crate::local::{local, offset};
use crate::rule::Rule;
use crate::seen::Seen;
use crate::told::Place;
use crate::watched::{For, Mark, Wait, Watched};
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Term};
use lienthong_dossier::{Channel, Command, Event, Leg};
use lienthong_names::{AgencyId, DossierCode};

/// What an act begins to wait for, in order.
pub(crate) fn begun(seen: &Seen<'_>) -> Vec<Wait> {
    if seen.is_history() {
        return Vec::new();
    }
    let mut waits = Vec::new();
    for event in seen.events {
        waits.extend(match event {
            Event::DossierRegistered { channel: Channel::Online, .. } => {
                begin(seen, Rule::AnsweredLate, For::Answer, &seen.act().agency, |calendar, at| {
                    calendar.add_working_minutes(at, seen.numbers.answered).ok()
                })
            }
            Event::DossierReceived { desk, .. } if matches!(seen.asked, Command::ReceiveDossier { .. }) => {
                begin(seen, Rule::HandedOverLate, For::Hand, desk, handed_over_by)
            }
            Event::LegRead { leg } => leg_of(seen, leg).and_then(|known| {
                begin(seen, Rule::ReadNotAccepted, For::Leg(leg.clone()), &known.to, |calendar, at| {
                    calendar.add_working_minutes(at, seen.numbers.unaccepted).ok()
                })
            }),
            Event::DossierResolved { .. } => seen.desk().and_then(|desk| {
                begin(seen, Rule::Uncollected, For::Collection, desk, |_, at| {
                    at.checked_add(seen.numbers.uncollected).ok()
                })
            }),
            _ => None,
        });
    }
    waits
}

fn begin(
    seen: &Seen<'_>,
    rule: Rule,
    what: For,
    agency: &AgencyId,
    until: impl Fn(&Calendar, Timestamp) -> Option<Timestamp>,
) -> Option<Wait> {
    let until = until(seen.calendar(agency)?, seen.now())?;
    let offset = offset(seen.view);
    Some(Wait { rule, what, from: Mark::of(seen.told), until, offset, agency: agency.clone() })
}

/// Neither taken nor given back yet.
fn leg_of<'a>(seen: &Seen<'a>, leg: &lienthong_names::LegId) -> Option<&'a Leg> {
    let known = seen.dossier().legs.get(leg)?;
    (known.state == lienthong_dossier::LegState::Sent).then_some(known)
}

/// The minute of the day after which what is received is handed over on the next morning: 15:00.
const AFTERNOON: i32 = 15 * 60;

/// By the close of the day of reception; received after 15:00, by the end of the next working morning.
fn handed_over_by(calendar: &Calendar, at: Timestamp) -> Option<Timestamp> {
    let local = calendar.data().offset.to_datetime(at);
    let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
    if minute > AFTERNOON && calendar.is_working_instant(at).ok()? {
        return calendar.due(at, &Term::half_days(1)).ok();
    }
    let day = calendar.local_date(if calendar.is_working_instant(at).ok()? {
        at
    } else {
        calendar.next_opening(at).ok()?
    });
    calendar.closing_of(day).ok()?
}

/// Ends what an act is the answer to; what came too late is found.
pub(crate) fn ended(watched: &mut Watched, seen: &Ended<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let takes_in_hand = takes_in_hand(seen.asked);
    for event in seen.events {
        let ended = match event {
            Event::DossierReceived { .. }
            | Event::DossierRefused { .. }
            | Event::SupplementRequested { .. } => watched.end(|what| *what == For::Answer),
            Event::LegAccepted { leg }
            | Event::LegRefused { leg, .. }
            | Event::LegSentBack { leg, .. }
            | Event::LegAnswered { leg, .. } => watched.end(|what| *what == For::Leg(leg.clone())),
            Event::ResultReturned { partial: false, .. } | Event::DossierReopened { .. } => {
                watched.end(|what| *what == For::Collection)
            }
            _ => None,
        };
        found.extend(ended.and_then(|wait| too_late(&wait, seen)));
    }
    if takes_in_hand {
        found.extend(watched.end(|what| *what == For::Hand).and_then(|wait| too_late(&wait, seen)));
    }
    if seen.has_ended {
        while let Some(wait) = watched.end(|what| *what != For::Collection) {
            found.extend(too_late(&wait, seen));
        }
    }
    found
}

/// An act that may end a wait.
pub(crate) struct Ended<'a> {
    pub(crate) code: &'a DossierCode,
    pub(crate) asked: &'a Command,
    pub(crate) events: &'a [&'a Event],
    pub(crate) place: &'a Place,
    pub(crate) at: Timestamp,
    /// The dossier has ended with it, or before.
    pub(crate) has_ended: bool,
}

const fn takes_in_hand(asked: &Command) -> bool {
    matches!(
        asked,
        Command::HandOver { .. }
            | Command::ReassignOfficer { .. }
            | Command::CompleteStep { .. }
            | Command::TransferDossier { .. }
            | Command::OpenConsultation { .. }
            | Command::OpenAppraisal { .. }
            | Command::ProposeSupplement { .. }
            | Command::RequestSupplement { .. }
            | Command::PauseDossier { .. }
            | Command::ResolveDossier { .. }
            | Command::RecordResult { .. }
            | Command::StopDossier { .. }
            | Command::AnnulReception { .. }
            | Command::DecideWithdrawal { .. }
    )
}

fn too_late(wait: &Wait, seen: &Ended<'_>) -> Option<Finding> {
    (seen.at > wait.until).then(|| finding(wait, seen.code, seen.place, Some(seen.at)))
}

/// That it was done too late, by the act at this place; or not at all up to there.
pub(crate) fn finding(wait: &Wait, code: &DossierCode, last: &Place, done: Option<Timestamp>) -> Finding {
    let said = wait.rule.said();
    let until = local(wait.offset, wait.until);
    let (vi, en) = match done.map(|at| local(wait.offset, at)) {
        Some(at) => (format!("hạn {until}, thực hiện {at}"), format!("by {until}; done at {at}")),
        None => (format!("hạn {until}, chưa thực hiện"), format!("by {until}; not done yet")),
    };
    let finding = Finding::at(wait.rule, &wait.from.place, &wait.agency, wait.until);
    let finding = Finding { dossier: Some(code.clone()), ..finding }
        .says(format!("{}: {vi}", said.vi), format!("{}: {en}", said.en));
    match done {
        Some(_) => finding.cites([last]),
        None => finding.missing_until(last),
    }
}

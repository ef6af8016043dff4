//! When it is said to have happened (R18), and with which key that was signed (R12).

use super::sheet::Sheet;
use super::{Notes, Place, Seen};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::{Entry, KeyUse, View};
use lienthong_dossier::{Channel, Command, Participant, Purpose};
use lienthong_names::{ConsultationId, KeyId, LegId};
use std::collections::BTreeMap;

/// Working minutes after which what is recorded is recorded late.
const LATE: i64 = 4 * 60;
/// So far two machines' clocks may differ.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);
/// The night, local time: from this hour to that.
const NIGHT: (i8, i8) = (22, 5);

/// What each key signed, until it is known that it was good.
#[derive(Debug, Default)]
pub(super) struct Times {
    signed: BTreeMap<KeyId, Vec<(Place, Timestamp)>>,
}

impl Times {
    /// Every admitted act was signed with some key.
    pub(super) fn signed(&mut self, seen: &Seen<'_>) {
        self.signed.entry(seen.key.clone()).or_default().push((seen.place(), seen.effective_at));
    }

    pub(super) fn saw(
        &self,
        seen: &Seen<'_>,
        sheet: &Sheet,
        command: &Command,
        known: View<'_>,
        notes: &mut Notes,
    ) {
        let history =
            known.key_ever(seen.key).is_some_and(|key| matches!(key.usage, KeyUse::Historian { .. }));
        if seen.is_clock() || history {
            return;
        }
        let from_a_book = matches!(command, Command::RegulariseDossier { .. } | Command::AdoptDossier { .. });
        if !from_a_book && is_recorded_late(seen, known) == Some(true) {
            notes.here("R18.recorded_late", seen);
        }
        if !is_anybodys(command) && is_improbable(seen, known) == Some(true) {
            notes.here("R18.improbable_hour", seen);
        }
        let cause = cause(sheet, command);
        if !from_a_book
            && cause.is_some_and(|cause| cause.duration_since(seen.act.occurred_at) > CLOCKS_DIFFER)
        {
            notes.here("R18.before_cause", seen);
        }
        if let Command::RecordResult { date, .. } | Command::ResolveDossier { date, .. } = command
            && is_dated_before(seen, sheet, date, known) == Some(true)
        {
            notes.here("R18.dated_before_transfer", seen);
        }
    }

    /// What the catalogue says of a key from an instant on makes what it signed since a breach.
    pub(super) fn catalogue(&self, entry: &Entry, notes: &mut Notes) {
        let Entry::KeyRevoked(revoked) = entry else { return };
        let signed = self.signed.get(&revoked.key).into_iter().flatten();
        for (place, _) in signed.filter(|(_, at)| revoked.from <= *at) {
            notes.write("R12.revoked_key", place.clone());
        }
    }
}

fn is_recorded_late(seen: &Seen<'_>, known: View<'_>) -> Option<bool> {
    let (said, recorded) = (seen.act.occurred_at, seen.recorded_at);
    let tolerance = known.tolerance(&seen.act.agency, recorded);
    let tolerated = tolerance.is_some_and(|most| recorded.duration_since(said) <= most);
    let minutes = known.calendar(&seen.act.agency)?.working_minutes_between(said, recorded).ok()?;
    Some(minutes > LATE && !tolerated)
}

fn is_improbable(seen: &Seen<'_>, known: View<'_>) -> Option<bool> {
    let calendar = known.calendar(&seen.act.agency)?;
    let wall = calendar.data().offset.to_datetime(seen.act.occurred_at);
    let night = wall.hour() >= NIGHT.0 || wall.hour() < NIGHT.1;
    Some(night || !calendar.is_working_day(wall.date()).ok()?)
}

/// What a citizen, the post or a machine does at any hour.
const fn is_anybodys(command: &Command) -> bool {
    matches!(
        command,
        Command::RegisterDossier { channel: Channel::Online, .. }
            | Command::ProvideSupplement { .. }
            | Command::AskWithdrawal { .. }
            | Command::RateService { .. }
            | Command::FileComplaint { .. }
            | Command::RecordPayment { .. }
            | Command::PostSent { .. }
            | Command::PostArrived { .. }
            | Command::PostFailed { .. }
            | Command::ReturnResult { channel: Channel::Post, .. }
            | Command::RecordArrival { .. }
    )
}

/// When what an act turns on is said to have happened: the leg or the ask was sent, or else the dossier registered.
fn cause(sheet: &Sheet, command: &Command) -> Option<Timestamp> {
    let leg = |leg: &LegId| sheet.legs.get(leg).map(|leg| leg.said);
    let ask = |consultation: &ConsultationId, of: &Participant| {
        sheet.asks.get(&(consultation.clone(), of.clone())).copied()
    };
    let own = match command {
        Command::RegisterDossier { .. } => return None,
        Command::AcknowledgeLeg { leg: id }
        | Command::RefuseLeg { leg: id, .. }
        | Command::RecordArrival { leg: id }
        | Command::ReadLeg { leg: id }
        | Command::AssignLeg { leg: id, .. }
        | Command::RecallLeg { leg: id, .. }
        | Command::SendBackLeg { leg: id, .. }
        | Command::AnswerLeg { leg: id, .. } => leg(id),
        Command::GiveOpinion { consultation, from, .. }
        | Command::AmendOpinion { consultation, from, .. }
        | Command::DeclineOpinion { consultation, from, .. } => ask(consultation, from),
        _ => None,
    };
    own.or(sheet.registered)
}

/// The document bears a day before the one on which it was last sent to who decides.
fn is_dated_before(seen: &Seen<'_>, sheet: &Sheet, date: &str, known: View<'_>) -> Option<bool> {
    let written: Date = date.parse().ok()?;
    let came = sheet.legs.values().filter(|leg| {
        leg.to == seen.act.agency && matches!(leg.purpose, Purpose::Resolution | Purpose::Appraisal)
    });
    let sent = came.map(|leg| leg.sent).max()?;
    Some(written < known.calendar(&seen.act.agency)?.local_date(sent))
}

//! What goes wrong at the desk: past it (R01, R06), too late (R15), or entered too late from an old book (R24).

use super::sheet::Sheet;
use super::{Notes, Place, Seen};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_catalogue::View;
use lienthong_dossier::{Channel, Command, Event};
use lienthong_names::StreamName;
use std::collections::BTreeMap;

/// Working minutes within which an online application is answered.
const ANSWER: u32 = 8 * 60;
/// What is received after this hour is handed over the next morning.
const AFTERNOON: i8 = 15;

/// Something that is to be done by an instant.
#[derive(Debug)]
struct Awaited {
    place: Place,
    until: Timestamp,
}

/// What waits at desks.
#[derive(Debug, Default)]
pub(super) struct Intake {
    unanswered: BTreeMap<StreamName, Awaited>,
    on_the_desk: BTreeMap<StreamName, Awaited>,
}

impl Intake {
    pub(super) fn saw(
        &mut self,
        seen: &Seen<'_>,
        sheet: &Sheet,
        event: &Event,
        known: View<'_>,
        notes: &mut Notes,
    ) {
        match event {
            Event::IrregularityNoted { .. } => notes.here("R01.off_desk", seen),
            Event::DossierAdopted { desk, received_at, .. }
                if known.go_live(desk).is_some_and(|live| live <= *received_at) =>
            {
                notes.here("R24.late_entry", seen);
            }
            Event::DossierRegistered { channel: Channel::Online, .. } => {
                let calendar = known.calendar(&seen.act.agency);
                let until = calendar.and_then(|c| c.add_working_minutes(seen.effective_at, ANSWER).ok());
                if let Some(until) = until {
                    self.unanswered.insert(seen.stream.clone(), Awaited { place: seen.place(), until });
                }
            }
            _ => {}
        }
        let answers = matches!(
            event,
            Event::DossierReceived { .. }
                | Event::DossierAdopted { .. }
                | Event::DossierRefused { .. }
                | Event::SupplementRequested { .. }
                | Event::SupplementLapsed { .. }
                | Event::DossierWithdrawn {}
        );
        if answers && let Some(awaited) = self.unanswered.remove(seen.stream) {
            late(&awaited, seen.effective_at, "R15.answered_late", notes);
        }
        if let Event::DossierReceived { .. } = event
            && !matches!(command(seen), Some(Command::RegulariseDossier { .. }))
        {
            let until = in_hand_by(seen.effective_at, sheet, known);
            let awaited = until.map(|until| Awaited { place: seen.place(), until });
            self.on_the_desk.extend(awaited.map(|awaited| (seen.stream.clone(), awaited)));
        }
    }

    /// What was admitted, as it was asked.
    pub(super) fn asked(
        &mut self,
        seen: &Seen<'_>,
        sheet: &Sheet,
        command: &Command,
        known: View<'_>,
        notes: &mut Notes,
    ) {
        let to_the_citizen = matches!(
            command,
            Command::IssueApology { .. } | Command::StopDossier { .. } | Command::NotifyApplicant { .. }
        );
        // Before any desk received it there is none that it goes past.
        let received = sheet.desk.is_some();
        if to_the_citizen && received && !sheet.is_desk(&seen.act.agency, known, seen.effective_at) {
            notes.here("R06.issued_alone", seen);
        }
        let in_hand = matches!(
            command,
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
        );
        if in_hand && let Some(awaited) = self.on_the_desk.remove(seen.stream) {
            late(&awaited, seen.effective_at, "R15.handed_over_late", notes);
        }
    }

    pub(super) fn by(&self, now: Timestamp, notes: &mut Notes) {
        self.unanswered.values().for_each(|awaited| late(awaited, now, "R15.answered_late", notes));
        self.on_the_desk.values().for_each(|awaited| late(awaited, now, "R15.handed_over_late", notes));
    }
}

fn late(awaited: &Awaited, done: Timestamp, rule: &'static str, notes: &mut Notes) {
    if done > awaited.until {
        notes.write(rule, awaited.place.clone());
    }
}

const fn command<'a>(seen: &Seen<'a>) -> Option<&'a Command> {
    match seen.body {
        lienthong_protocol::Body::Dossier { command, .. } => Some(command),
        _ => None,
    }
}

/// The close of the day of reception, or, after three, the end of the first span of the working day after.
fn in_hand_by(received: Timestamp, sheet: &Sheet, known: View<'_>) -> Option<Timestamp> {
    let calendar = sheet.calendar(known)?;
    let wall = calendar.data().offset.to_datetime(received);
    let minute = (wall.hour(), wall.minute());
    let closing = calendar.closing_of(wall.date()).ok()?;
    let open = closing.is_some_and(|closing| {
        let close = calendar.data().offset.to_datetime(closing);
        minute <= (close.hour(), close.minute())
    });
    let term = if open && minute > (AFTERNOON, 0) { Term::half_days(1) } else { Term::working_days(0) };
    calendar.due(received, &term).ok()
}

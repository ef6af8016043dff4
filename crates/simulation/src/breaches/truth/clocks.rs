//! What comes too late: opinions, legs, steps, dossiers, results (R16), what was read and not taken (I07), apologies and new days (R14);
//! and what nobody wants (R27).

use super::sheet::Sheet;
use super::{Notes, Place, Seen};
use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::View;
use lienthong_dossier::{Event, LegGround};
use lienthong_names::{LegId, StreamName};
use std::collections::{BTreeMap, BTreeSet};

/// Working minutes within which what was read is taken.
const TAKEN: u32 = 8 * 60;
/// How long a result may lie at the desk.
const FETCHED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What runs, and what was said.
#[derive(Debug, Default)]
pub(super) struct Clocks {
    read: BTreeMap<(StreamName, LegId), (Place, Timestamp)>,
    /// Legs that were taken, or given back.
    taken: BTreeSet<(StreamName, LegId)>,
    /// Dossiers that have ended: nobody waits for anything there.
    ended: BTreeSet<StreamName>,
    decided: BTreeMap<StreamName, (Place, Timestamp)>,
    apologised: BTreeSet<StreamName>,
    new_days: BTreeSet<StreamName>,
    /// How often a dossier was refused for competence since that was last decided.
    refused: BTreeMap<StreamName, u32>,
}

impl Clocks {
    pub(super) fn saw(
        &mut self,
        seen: &Seen<'_>,
        sheet: &Sheet,
        event: &Event,
        known: View<'_>,
        notes: &mut Notes,
    ) {
        let ended = matches!(
            event,
            Event::DossierResolved { .. }
                | Event::DossierStopped { .. }
                | Event::DossierWithdrawn {}
                | Event::ReceptionAnnulled { .. }
                | Event::SupplementLapsed { .. }
        );
        if ended {
            self.ends(seen, notes);
        }
        if let Event::DossierReopened { .. } = event {
            self.ended.remove(seen.stream);
        }
        match event {
            Event::OpinionLapsed { .. } => notes.here("R16.opinion_late", seen),
            Event::LegOverdue { .. } => notes.here("R16.leg_late", seen),
            Event::StepOverdue { .. } => notes.here("R16.step_late", seen),
            Event::DossierOverdue { .. } => {
                notes.here("R16.dossier_late", seen);
                if !self.apologised.contains(seen.stream) {
                    notes.here("R16.no_apology", seen);
                }
            }
            Event::ApologyIssued { .. } => {
                self.apologised.insert(seen.stream.clone());
                if apology_is_late(seen, sheet, known) == Some(true) {
                    notes.here("R14.apology_late", seen);
                }
            }
            Event::Reappointed { .. } if !self.new_days.insert(seen.stream.clone()) => {
                notes.here("R14.reappointed_again", seen);
            }
            Event::DossierResolved { .. } => {
                self.decided.insert(seen.stream.clone(), (seen.place(), seen.effective_at + FETCHED));
            }
            Event::ResultReturned { partial: false, .. } | Event::DossierReopened { .. } => {
                let decided = self.decided.remove(seen.stream);
                past(decided, seen.effective_at, "R16.uncollected", notes);
            }
            Event::LegRead { leg } => self.reads(seen, sheet, leg, known),
            Event::LegRefused { leg, ground, .. } | Event::LegSentBack { leg, ground, .. } => {
                self.taken(seen, leg, notes);
                self.refused_for(seen, *ground, notes);
            }
            Event::LegAccepted { leg } | Event::LegAnswered { leg, .. } => self.taken(seen, leg, notes),
            Event::CompetenceDecided { .. } => {
                self.refused.remove(seen.stream);
            }
            _ => {}
        }
    }

    fn reads(&mut self, seen: &Seen<'_>, sheet: &Sheet, leg: &LegId, known: View<'_>) {
        let Some(sent) = sheet.legs.get(leg).filter(|_| !sheet.ask_legs.contains(leg)) else { return };
        if self.ended.contains(seen.stream) || self.taken.contains(&(seen.stream.clone(), leg.clone())) {
            return;
        }
        let until = known
            .calendar(&sent.to)
            .and_then(|calendar| calendar.add_working_minutes(seen.effective_at, TAKEN).ok());
        if let Some(until) = until {
            self.read.insert((seen.stream.clone(), leg.clone()), (seen.place(), until));
        }
    }

    /// Who has read a leg of a dossier that has ended need not take it any more.
    fn ends(&mut self, seen: &Seen<'_>, notes: &mut Notes) {
        self.ended.insert(seen.stream.clone());
        let of_it = |(stream, _): &(StreamName, LegId)| stream == seen.stream;
        let legs: Vec<_> = self.read.keys().filter(|key| of_it(key)).cloned().collect();
        for leg in legs {
            past(self.read.remove(&leg), seen.effective_at, "I07.read_not_accepted", notes);
        }
    }

    fn taken(&mut self, seen: &Seen<'_>, leg: &LegId, notes: &mut Notes) {
        let leg = (seen.stream.clone(), leg.clone());
        let read = self.read.remove(&leg);
        self.taken.insert(leg);
        past(read, seen.effective_at, "I07.read_not_accepted", notes);
    }

    fn refused_for(&mut self, seen: &Seen<'_>, ground: Option<LegGround>, notes: &mut Notes) {
        if ground != Some(LegGround::Competence) {
            return;
        }
        let times = self.refused.entry(seen.stream.clone()).or_default();
        *times += 1;
        if *times > 1 {
            notes.here("R27.ping_pong", seen);
        }
    }

    pub(super) fn by(&mut self, now: Timestamp, notes: &mut Notes) {
        for decided in std::mem::take(&mut self.decided).into_values() {
            past(Some(decided), now, "R16.uncollected", notes);
        }
        for read in std::mem::take(&mut self.read).into_values() {
            past(Some(read), now, "I07.read_not_accepted", notes);
        }
    }
}

fn past(awaited: Option<(Place, Timestamp)>, done: Timestamp, rule: &'static str, notes: &mut Notes) {
    if let Some((place, _)) = awaited.filter(|(_, until)| done > *until) {
        notes.write(rule, place);
    }
}

/// No working day from the day of the letter to the day promised: the new one, or else the clock's.
fn apology_is_late(seen: &Seen<'_>, sheet: &Sheet, known: View<'_>) -> Option<bool> {
    let promised = sheet.new_day.or(sheet.due)?;
    let calendar = sheet.calendar(known)?;
    let (day, until) = (calendar.local_date(seen.effective_at), calendar.local_date(promised));
    Some(calendar.working_days_between(day, until).ok()? < 1)
}

//! What is done so that a figure looks better (R28): pausing, withdrawing, annulling, closing just before the day; pausing again and again;
//! emptying the list of what is overdue.

use super::sheet::Sheet;
use super::{Notes, Seen};
use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::Calendar;
use lienthong_catalogue::View;
use lienthong_dossier::{Event, PauseCause};
use lienthong_names::{AgencyId, OfficerId, StreamName};
use std::collections::BTreeMap;

/// Working minutes before the due instant that are close to it.
const CLOSE: i64 = 8 * 60;
/// So many closed by one officer, within so long.
const BULK: usize = 10;
const BULK_WITHIN: SignedDuration = SignedDuration::from_mins(15);
/// The pause that is one too many.
const PAUSES: u32 = 3;
/// So many overdue ones withdrawn by one agency, within so many working days.
const EMPTIED: usize = 5;
const DAYS: i64 = 5;

/// Instants at which somebody did something of one kind, and whether that was noted for this run of them.
#[derive(Debug, Default)]
pub(super) struct Run {
    at: Vec<Timestamp>,
    noted: bool,
}

impl Run {
    /// One more; `within` says which of the earlier ones are still of the same run. Whether it makes the run as long as that.
    pub(super) fn grows_to(
        &mut self,
        length: usize,
        at: Timestamp,
        within: impl Fn(Timestamp) -> bool,
    ) -> bool {
        self.at.retain(|earlier| within(*earlier));
        self.at.push(at);
        if self.at.len() < length {
            self.noted = false;
        }
        let reached = self.at.len() >= length && !self.noted;
        self.noted |= reached;
        reached
    }
}

/// Who did what how often.
#[derive(Debug, Default)]
pub(super) struct Suspicions {
    pauses: BTreeMap<StreamName, u32>,
    closings: BTreeMap<(AgencyId, OfficerId), Run>,
    withdrawals: BTreeMap<AgencyId, Run>,
}

impl Suspicions {
    pub(super) fn saw(
        &mut self,
        seen: &Seen<'_>,
        sheet: &Sheet,
        event: &Event,
        known: View<'_>,
        notes: &mut Notes,
    ) {
        let close = || is_close(seen, sheet, known).unwrap_or(false);
        match event {
            Event::ClockPaused { cause, .. } if *cause != PauseCause::OutsideLeg => {
                let pauses = self.pauses.entry(seen.stream.clone()).or_default();
                *pauses += 1;
                if *pauses >= PAUSES {
                    notes.here("R28.paused_again", seen);
                }
                if close() && !seen.is_clock() {
                    notes.here("R28.paused_close", seen);
                }
            }
            Event::WithdrawalAsked { .. } if close() => notes.here("R28.withdrawn_close", seen),
            Event::ReceptionAnnulled { .. } if close() => notes.here("R28.annulled_close", seen),
            _ => {}
        }
        let closes = matches!(
            event,
            Event::DossierResolved { .. } | Event::DossierStopped { .. } | Event::DossierWithdrawn {}
        );
        if closes && close() && !seen.is_clock() {
            let at = seen.effective_at;
            let run = self.closings.entry((seen.act.agency.clone(), seen.act.officer.clone())).or_default();
            if run.grows_to(BULK, at, |earlier| at.duration_since(earlier) <= BULK_WITHIN) {
                notes.here("R28.bulk_closing", seen);
            }
        }
        if let Event::DossierWithdrawn {} = event {
            self.withdrawn(seen, sheet, known, notes);
        }
    }

    fn withdrawn(&mut self, seen: &Seen<'_>, sheet: &Sheet, known: View<'_>, notes: &mut Notes) {
        if !sheet.overdue {
            return;
        }
        let run = self.withdrawals.entry(seen.act.agency.clone()).or_default();
        let calendar = known.calendar(&seen.act.agency);
        let within =
            |earlier| calendar.is_some_and(|calendar| same_days(calendar, earlier, seen.effective_at));
        if run.grows_to(EMPTIED, seen.effective_at, within) {
            notes.here("R28.overdue_emptied", seen);
        }
    }
}

/// Both within five working days, the first and the last counted.
pub(super) fn same_days(calendar: &Calendar, earlier: Timestamp, at: Timestamp) -> bool {
    let between = calendar.working_days_between(calendar.local_date(earlier), calendar.local_date(at));
    between.is_ok_and(|days| days < DAYS)
}

/// Within the last eight working hours before it is due, both ends in. What stands still is due at no time.
fn is_close(seen: &Seen<'_>, sheet: &Sheet, known: View<'_>) -> Option<bool> {
    let (due, calendar) = (sheet.due?, sheet.calendar(known)?);
    let left = calendar.working_minutes_between(seen.effective_at, due).ok()?;
    Some(!sheet.still && seen.effective_at <= due && left <= CLOSE)
}

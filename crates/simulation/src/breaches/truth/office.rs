//! What the Office publishes too late (R23), and agencies for which not exactly one person answers (R26).

use super::{Notes, Place, Seen};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use lienthong_catalogue::{Absence, Entry, Tenure, TenureEnd, Validity, View};
use lienthong_names::{AgencyId, LegalBasisId, ProcedureCode};
use std::collections::{BTreeMap, BTreeSet};

/// Who is, or was to be, at the head of an agency: a head before one who acts.
#[derive(Debug)]
struct Seat {
    acting: bool,
    tenure: Tenure,
}

/// What was said of one agency.
#[derive(Debug, Default)]
struct Said {
    above: Option<AgencyId>,
    live: Option<Timestamp>,
    seats: Vec<Seat>,
    ends: Vec<TenureEnd>,
    away: Vec<Absence>,
    /// The records of its stream, and when each was said.
    records: Vec<(Timestamp, Place)>,
}

/// What was published.
#[derive(Debug, Default)]
pub(super) struct Publications {
    /// The last day on which what a document demands is published in time.
    demands: BTreeMap<LegalBasisId, Option<Date>>,
    /// On what earlier versions of a procedure stood.
    stood_on: BTreeMap<ProcedureCode, BTreeSet<LegalBasisId>>,
    agencies: BTreeMap<AgencyId, Said>,
    replaced: BTreeMap<AgencyId, (Timestamp, AgencyId)>,
}

impl Publications {
    pub(super) fn saw(&mut self, seen: &Seen<'_>, entry: &Entry, _: View<'_>, notes: &mut Notes) {
        match entry {
            Entry::LegalBasisRegistered(basis) => {
                self.demands.insert(basis.id.clone(), basis.publication_due);
            }
            Entry::ProcedurePublished { procedure, .. } => {
                let before = self.stood_on.entry(procedure.code.clone()).or_default();
                let new = procedure.legal_bases.iter().filter(|basis| !before.contains(*basis));
                let due = new.filter_map(|basis| self.demands.get(basis).copied().flatten()).min();
                if due.is_some_and(|due| due < procedure.decision.date) {
                    notes.here("R23.published_late", seen);
                }
                before.extend(procedure.legal_bases.iter().cloned());
            }
            _ => self.of_agencies(seen, entry),
        }
    }

    fn of_agencies(&mut self, seen: &Seen<'_>, entry: &Entry) {
        let of = match entry {
            Entry::LedgerOpened(opening) => {
                self.agencies.entry(opening.office.id.clone()).or_default();
                return;
            }
            Entry::AgencyRegistered(agency) => &agency.id,
            Entry::DeskRegistered(desk) => &desk.agency,
            Entry::RoleGranted(grant) => &grant.agency,
            Entry::AgencySucceeded(said) => &said.predecessor,
            Entry::GoLiveSet(live) => &live.agency,
            Entry::AuthorityDelegated(delegation) => &delegation.agency,
            Entry::AbsenceRegistered(absence) => &absence.agency,
            Entry::NumbersLeased(lease) => &lease.desk,
            Entry::OfflineDeskAccredited(accredited) => &accredited.desk,
            Entry::HeadAppointed(tenure) | Entry::ActingAppointed(tenure) => &tenure.agency,
            Entry::DeputyAppointed(deputy) => &deputy.tenure.agency,
            Entry::TenureEnded(end) => &end.agency,
            _ => return,
        };
        let said = self.agencies.entry(of.clone()).or_default();
        said.records.push((seen.recorded_at, seen.place()));
        match entry {
            Entry::AgencyRegistered(agency) => said.above.clone_from(&agency.parent),
            Entry::GoLiveSet(live) => said.live = Some(live.from),
            Entry::HeadAppointed(tenure) => said.seats.push(Seat { acting: false, tenure: tenure.clone() }),
            Entry::ActingAppointed(tenure) => said.seats.push(Seat { acting: true, tenure: tenure.clone() }),
            Entry::TenureEnded(end) => said.ends.push(end.clone()),
            Entry::AbsenceRegistered(absence) => said.away.push(absence.clone()),
            Entry::AgencySucceeded(succession) => {
                let successor = (succession.from, succession.successor.clone());
                self.replaced.insert(succession.predecessor.clone(), successor);
            }
            _ => {}
        }
    }

    /// Every working day of every agency that works with the system, up to a day.
    pub(super) fn by(&self, now: Timestamp, known: View<'_>, notes: &mut Notes) {
        for (agency, said) in &self.agencies {
            let (Some(live), Some(calendar)) = (said.live, known.calendar(agency)) else { continue };
            let (mut day, today) = (calendar.local_date(live), calendar.local_date(now));
            let mut before = true;
            while day < today {
                if calendar.is_working_day(day).unwrap_or(false) {
                    let noon = calendar.data().offset.to_timestamp(day.at(12, 0, 0, 0)).unwrap_or(now);
                    let one = noon < live || self.answering(agency, noon) == 1;
                    if before && !one {
                        let last = said.records.iter().rfind(|(at, _)| calendar.local_date(*at) <= day);
                        last.into_iter().for_each(|(_, at)| notes.write("R26.not_one_answers", at.clone()));
                    }
                    before = one;
                }
                day = day.saturating_add(1.day());
            }
        }
    }

    /// How many answer for an agency: its heads, else those who act, else those of the agency above.
    fn answering(&self, agency: &AgencyId, at: Timestamp) -> usize {
        let mut here = agency;
        for _ in 0..=self.agencies.len() {
            if let Some((_, there)) = self.replaced.get(here).filter(|(from, _)| *from <= at) {
                here = there;
                continue;
            }
            let Some(said) = self.agencies.get(here) else { return 0 };
            for acting in [false, true] {
                let seats = said.seats.iter().filter(|seat| seat.acting == acting);
                let count = seats.filter(|seat| said.is_there(seat, at)).count();
                if count > 0 {
                    return count;
                }
            }
            match &said.above {
                Some(above) => here = above,
                None => return 0,
            }
        }
        0
    }
}

impl Said {
    /// In the seat, not ended, and not away.
    fn is_there(&self, seat: &Seat, at: Timestamp) -> bool {
        let Tenure { officer, validity, .. } = &seat.tenure;
        let word =
            if seat.acting { lienthong_catalogue::Seat::Acting } else { lienthong_catalogue::Seat::Head };
        let ended = self.ends.iter().any(|end| {
            end.officer == *officer && end.seat == word && validity.from <= end.from && end.from <= at
        });
        let away = self.away.iter().any(|away| away.officer == *officer && holds(&away.validity, at));
        holds(validity, at) && !ended && !away
    }
}

fn holds(validity: &Validity, at: Timestamp) -> bool {
    validity.from <= at && validity.until.is_none_or(|until| at < until)
}

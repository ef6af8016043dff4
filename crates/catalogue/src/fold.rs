//! Folding the catalogue ledger: nothing is overwritten, so that what was known at any position can still be asked.

use crate::cut::{CutDecision, ProposedCut};
use crate::entry::{Agency, CalendarEntry, Desk, Entry, Grant, Key, Opening, Procedure, Revocation};
use crate::ledgers::{LedgerBeginning, LedgerClosing, LedgerFinish};
use crate::legal_basis::{LegalBasis, Repeal};
use crate::process::Process;
use crate::rules::RulesVersion;
use crate::standing::{Absence, Accreditation, Delegation, GoLive, Lease, Succession};
use crate::switch::Switch;
use crate::tenure::{Seat, Seated, Tenure, TenureEnd};
use crate::view::View;
use lienthong_calendar::Calendar;
use lienthong_names::{AgencyId, CutId, KeyId, LegalBasisId, OfficerId, Origin, ProcedureCode};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One value with the position from which it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known<T> {
    /// Sequence of the record that said it.
    pub(crate) from: u64,
    /// What it said.
    pub(crate) value: T,
}

/// Everything a catalogue ledger has said, with the sequence at which it said it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    pub(crate) position: u64,
    pub(crate) opening: Option<Known<Opening>>,
    pub(crate) agencies: BTreeMap<AgencyId, Vec<Known<Agency>>>,
    pub(crate) desks: BTreeMap<AgencyId, Vec<Known<Desk>>>,
    pub(crate) grants: BTreeMap<(AgencyId, OfficerId), Vec<Known<Grant>>>,
    pub(crate) keys: BTreeMap<KeyId, Vec<Known<Key>>>,
    pub(crate) revocations: BTreeMap<KeyId, Vec<Known<Revocation>>>,
    pub(crate) procedures: BTreeMap<ProcedureCode, Vec<Known<(u32, Procedure)>>>,
    pub(crate) processes: BTreeMap<ProcedureCode, Vec<Known<(u32, Process)>>>,
    pub(crate) calendars: BTreeMap<Box<str>, Vec<Known<SetCalendar>>>,
    pub(crate) switches: Vec<Known<Switch>>,
    pub(crate) rules: Vec<Known<RulesVersion>>,
    pub(crate) begun_ledgers: BTreeMap<Origin, Vec<Known<LedgerBeginning>>>,
    pub(crate) closed_ledgers: BTreeMap<Origin, Vec<Known<LedgerClosing>>>,
    pub(crate) finished_ledgers: BTreeMap<Origin, Vec<Known<LedgerFinish>>>,
    pub(crate) successions: BTreeMap<AgencyId, Vec<Known<Succession>>>,
    pub(crate) go_lives: BTreeMap<AgencyId, Vec<Known<GoLive>>>,
    pub(crate) delegations: BTreeMap<(AgencyId, OfficerId), Vec<Known<Delegation>>>,
    pub(crate) absences: BTreeMap<AgencyId, Vec<Known<Absence>>>,
    pub(crate) leases: BTreeMap<Box<str>, Vec<Known<Lease>>>,
    pub(crate) accreditations: BTreeMap<AgencyId, Vec<Known<Accreditation>>>,
    pub(crate) tenures: BTreeMap<AgencyId, Vec<Known<Seated>>>,
    pub(crate) tenure_ends: BTreeMap<AgencyId, Vec<Known<TenureEnd>>>,
    pub(crate) legal_bases: BTreeMap<LegalBasisId, Vec<Known<LegalBasis>>>,
    pub(crate) repeals: BTreeMap<ProcedureCode, Vec<Known<Repeal>>>,
    pub(crate) cuts: BTreeMap<CutId, Vec<Known<ProposedCut>>>,
    pub(crate) cut_decisions: BTreeMap<CutId, Vec<Known<CutDecision>>>,
}

/// A calendar entry and what it builds, if it builds: publishing admits only those that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SetCalendar {
    pub(crate) entry: CalendarEntry,
    pub(crate) calendar: Option<Arc<Calendar>>,
}

impl Catalogue {
    /// The sequence of the last record folded in: what a decision that uses it writes as `catalogue_position`.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Folds one fact that the record at `sequence` carries. Total.
    pub fn evolve(&mut self, sequence: u64, entry: &Entry) {
        self.position = self.position.max(sequence);
        match entry {
            Entry::LedgerOpened(opening) => {
                push(&mut self.agencies, opening.office.id.clone(), sequence, opening.office.clone());
                for key in &opening.keys {
                    push(&mut self.keys, key.id.clone(), sequence, key.clone());
                }
                for grant in &opening.grants {
                    let officer = (grant.agency.clone(), grant.officer.clone());
                    push(&mut self.grants, officer, sequence, grant.clone());
                }
                if self.opening.is_none() {
                    self.opening = Some(Known { from: sequence, value: opening.clone() });
                }
            }
            Entry::AgencyRegistered(agency) => {
                push(&mut self.agencies, agency.id.clone(), sequence, agency.clone());
            }
            Entry::DeskRegistered(desk) => push(&mut self.desks, desk.agency.clone(), sequence, desk.clone()),
            Entry::RoleGranted(grant) => {
                let officer = (grant.agency.clone(), grant.officer.clone());
                push(&mut self.grants, officer, sequence, grant.clone());
            }
            Entry::KeyRegistered(key) => push(&mut self.keys, key.id.clone(), sequence, key.clone()),
            Entry::KeyRevoked(revocation) => {
                push(&mut self.revocations, revocation.key.clone(), sequence, revocation.clone());
            }
            Entry::ProcedurePublished { version, procedure } => {
                let value = (*version, (**procedure).clone());
                push(&mut self.procedures, procedure.code.clone(), sequence, value);
            }
            Entry::ProcessPublished { version, process } => {
                let value = (*version, process.clone());
                push(&mut self.processes, process.procedure.clone(), sequence, value);
            }
            Entry::RuleSwitched(switch) => {
                self.switches.push(Known { from: sequence, value: switch.clone() });
            }
            Entry::RulesAdopted(adopted) => {
                self.rules.push(Known { from: sequence, value: adopted.clone() });
            }
            Entry::LedgerBegun(said) => {
                push(&mut self.begun_ledgers, said.ledger.clone(), sequence, said.clone());
            }
            Entry::LedgerClosed(said) => {
                push(&mut self.closed_ledgers, said.ledger.clone(), sequence, said.clone());
            }
            Entry::LedgerFinished(said) => {
                push(&mut self.finished_ledgers, said.ledger.clone(), sequence, said.clone());
            }
            Entry::AgencySucceeded(said) => {
                push(&mut self.successions, said.predecessor.clone(), sequence, said.clone());
            }
            Entry::GoLiveSet(said) => push(&mut self.go_lives, said.agency.clone(), sequence, said.clone()),
            Entry::AuthorityDelegated(said) => {
                push(&mut self.delegations, (said.agency.clone(), said.to.clone()), sequence, said.clone());
            }
            Entry::AbsenceRegistered(said) => {
                push(&mut self.absences, said.agency.clone(), sequence, said.clone());
            }
            Entry::NumbersLeased(said) => {
                push(&mut self.leases, said.series.clone(), sequence, said.clone());
            }
            Entry::OfflineDeskAccredited(said) => {
                push(&mut self.accreditations, said.desk.clone(), sequence, said.clone());
            }
            Entry::HeadAppointed(tenure) => self.seat(sequence, Seat::Head, tenure, &[]),
            Entry::ActingAppointed(tenure) => self.seat(sequence, Seat::Acting, tenure, &[]),
            Entry::DeputyAppointed(said) => self.seat(sequence, Seat::Deputy, &said.tenure, &said.fields),
            Entry::TenureEnded(end) => {
                push(&mut self.tenure_ends, end.agency.clone(), sequence, end.clone());
            }
            Entry::LegalBasisRegistered(basis) => {
                push(&mut self.legal_bases, basis.id.clone(), sequence, basis.clone());
            }
            Entry::ProcedureRepealed(repeal) => {
                push(&mut self.repeals, repeal.procedure.clone(), sequence, repeal.clone());
            }
            Entry::CutProposed { by, proposal } => {
                let proposed = ProposedCut { by: by.clone(), proposal: proposal.clone() };
                push(&mut self.cuts, proposal.id.clone(), sequence, proposed);
            }
            Entry::CutDecided(decision) => {
                push(&mut self.cut_decisions, decision.id.clone(), sequence, decision.clone());
            }
            Entry::CalendarSet(entry) => {
                let calendar = Calendar::new(entry.data.clone()).ok().map(Arc::new);
                let value = SetCalendar { entry: entry.clone(), calendar };
                push(&mut self.calendars, entry.id.clone(), sequence, value);
            }
        }
    }

    fn seat(&mut self, sequence: u64, seat: Seat, tenure: &Tenure, fields: &[Box<str>]) {
        let seated = Seated { seat, tenure: tenure.clone(), fields: fields.to_vec() };
        push(&mut self.tenures, tenure.agency.clone(), sequence, seated);
    }

    /// Notes that a record without a fact (a rejection) stands at `sequence`.
    pub fn pass(&mut self, sequence: u64) {
        self.position = self.position.max(sequence);
    }

    /// The catalogue as it was known when its ledger had `position` records.
    #[must_use]
    pub const fn as_known(&self, position: u64) -> View<'_> {
        View::new(self, position)
    }

    /// The catalogue as it is known now.
    #[must_use]
    pub const fn now(&self) -> View<'_> {
        View::new(self, self.position)
    }
}

fn push<K: Ord, T>(map: &mut BTreeMap<K, Vec<Known<T>>>, key: K, from: u64, value: T) {
    map.entry(key).or_default().push(Known { from, value });
}

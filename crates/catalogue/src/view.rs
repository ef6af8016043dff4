//! Look-ups on two axes: in force at an instant, as known at a position.

use crate::entry::{Agency, Desk, Grant, Key, KeyUse, Opening, Procedure, Revocation};
use crate::fold::{Catalogue, Known};
use crate::process::Process;
use crate::switch::Switch;
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Term, Undecided};
use lienthong_names::{AgencyId, CaseName, KeyId, OfficerId, ProcedureCode};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why the end of a term cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDue {
    /// Neither a calendar of its own nor a default one is set.
    #[error("no calendar is set for {agency}")]
    NoCalendar {
        /// Who is held to the term.
        agency: AgencyId,
    },
    /// The term runs into days that nobody has decided yet.
    #[error("the term of {agency} cannot be counted: {undecided}")]
    Undecided {
        /// Who is held to the term.
        agency: AgencyId,
        /// Which day.
        undecided: Undecided,
    },
}

impl NoDue {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::NoCalendar { agency } => format!("chưa có lịch làm việc cho {agency}"),
            Self::Undecided { agency, undecided } => {
                format!(
                    "không tính được hạn của {agency}: ngày nghỉ của {} chưa được quyết định",
                    undecided.date
                )
            }
        }
    }
}

/// The catalogue as it was known at a position of its ledger.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(crate) catalogue: &'a Catalogue,
    position: u64,
}

impl<'a> View<'a> {
    pub(crate) const fn new(catalogue: &'a Catalogue, position: u64) -> Self {
        Self { catalogue, position }
    }

    /// The position whose knowledge this is.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// How the ledger began; `None` before it did.
    #[must_use]
    pub fn opening(&self) -> Option<&'a Opening> {
        self.catalogue.opening.as_ref().filter(|known| known.from <= self.position).map(|known| &known.value)
    }

    /// The agency as in force at an instant: the last thing said of it that holds then. One that was succeeded is no more.
    #[must_use]
    pub fn agency(&self, id: &AgencyId, at: Timestamp) -> Option<&'a Agency> {
        let known = self.last(self.catalogue.agencies.get(id));
        known.filter(|agency| agency.validity.holds_at(at) && self.acting(id, at) == id)
    }

    /// The agency whatever its validity: its name can always be shown.
    #[must_use]
    pub fn agency_ever(&self, id: &AgencyId) -> Option<&'a Agency> {
        self.last(self.catalogue.agencies.get(id))
    }

    /// Those that stand above an agency, the nearest first, as each was published last; a chain that goes round ends where it closes.
    pub fn superiors(&self, agency: &AgencyId) -> impl Iterator<Item = &'a AgencyId> + use<'a> {
        let (view, mut seen) = (*self, BTreeSet::new());
        let parent = move |id: &AgencyId| view.agency_ever(id).and_then(|known| known.parent.as_ref());
        std::iter::successors(parent(agency), move |id| parent(id)).take_while(move |id| seen.insert(*id))
    }

    /// Since when there is an agency: the earliest instant that anything said of it holds from.
    #[must_use]
    pub fn agency_since(&self, id: &AgencyId) -> Option<Timestamp> {
        self.known(self.catalogue.agencies.get(id)).map(|agency| agency.validity.from).min()
    }

    /// Every agency known, in order of id.
    pub fn agencies(&self) -> impl Iterator<Item = &'a Agency> + use<'a> {
        let view = *self;
        self.catalogue.agencies.values().filter_map(move |known| view.last(Some(known)))
    }

    /// The agency's one-stop desk as in force at an instant.
    #[must_use]
    pub fn desk(&self, agency: &AgencyId, at: Timestamp) -> Option<&'a Desk> {
        let known = self.last(self.catalogue.desks.get(agency));
        known.filter(|desk| desk.validity.holds_at(at) && self.acting(agency, at) == agency)
    }

    /// Every desk in force at an instant.
    pub fn desks(&self, at: Timestamp) -> impl Iterator<Item = &'a Desk> + use<'a> {
        let view = *self;
        let all = self.catalogue.desks.values().filter_map(move |known| view.last(Some(known)));
        all.filter(move |desk| view.desk(&desk.agency, at).is_some())
    }

    /// The officer's place in an agency as in force at an instant.
    #[must_use]
    pub fn officer(&self, agency: &AgencyId, officer: &OfficerId, at: Timestamp) -> Option<&'a Grant> {
        self.last(self.catalogue.grants.get(&(agency.clone(), officer.clone())))
            .filter(|grant| grant.validity.holds_at(at))
    }

    /// The officer's place whatever its validity: a name can always be shown.
    #[must_use]
    pub fn officer_ever(&self, agency: &AgencyId, officer: &OfficerId) -> Option<&'a Grant> {
        self.last(self.catalogue.grants.get(&(agency.clone(), officer.clone())))
    }

    /// The key, if it may sign at an instant: registered, within its validity, not revoked by then.
    #[must_use]
    pub fn key(&self, id: &KeyId, at: Timestamp) -> Option<&'a Key> {
        let key = self.key_ever(id).filter(|key| key.validity.holds_at(at))?;
        let revoked = self.known(self.catalogue.revocations.get(id)).any(|revocation| revocation.from <= at);
        if revoked { None } else { Some(key) }
    }

    /// That a key was revoked, from the earliest instant that was said.
    #[must_use]
    pub fn revocation(&self, id: &KeyId) -> Option<&'a Revocation> {
        self.known(self.catalogue.revocations.get(id)).min_by_key(|said| said.from)
    }

    /// A service's key, if it is registered and nobody has revoked it, from whatever instant. Not held to an instant, since it
    /// also says when clocks of history ran out.
    #[must_use]
    pub fn service_key(&self, id: &KeyId) -> Option<&'a Key> {
        let revoked = self.known(self.catalogue.revocations.get(id)).next().is_some();
        self.key_ever(id).filter(|key| key.usage == KeyUse::Service && !revoked)
    }

    /// The key whatever its validity: what a signature is checked against before anyone asks whether it may sign.
    #[must_use]
    pub fn key_ever(&self, id: &KeyId) -> Option<&'a Key> {
        self.last(self.catalogue.keys.get(id))
    }

    /// Every key known, in order of id.
    pub fn keys(&self) -> impl Iterator<Item = &'a Key> + use<'a> {
        let view = *self;
        self.catalogue.keys.values().filter_map(move |known| view.last(Some(known)))
    }

    /// The version of a procedure in force at an instant: the latest whose date has come; of two with one date, the one
    /// said last. `None` also where it was repealed by then, and no later version put it in force again.
    #[must_use]
    pub fn procedure(&self, code: &ProcedureCode, at: Timestamp) -> Option<(u32, &'a Procedure)> {
        let said = self.catalogue.procedures.get(code);
        let (version, procedure) = in_force(self.known(said), at, |procedure| procedure.in_force_from)?;
        let known_from = said?.iter().find(|known| known.value.0 == version)?.from;
        let repeals = self.catalogue.repeals.get(code).into_iter().flatten();
        let repealed = repeals
            .filter(|known| known.from <= self.position && known.value.from <= at)
            .any(|known| (known.value.from, known.from) > (procedure.in_force_from, known_from));
        (!repealed).then_some((version, procedure))
    }

    /// One version of a procedure, in force or not: a running dossier keeps the version of its reception.
    #[must_use]
    pub fn procedure_version(&self, code: &ProcedureCode, version: u32) -> Option<&'a Procedure> {
        self.version(self.catalogue.procedures.get(code), version)
    }

    /// How many versions of a procedure are known.
    #[must_use]
    pub fn procedure_versions(&self, code: &ProcedureCode) -> u32 {
        self.versions(self.catalogue.procedures.get(code))
    }

    /// Every procedure in force at an instant, in order of code.
    pub fn procedures(&self, at: Timestamp) -> impl Iterator<Item = (u32, &'a Procedure)> + use<'a> {
        let view = *self;
        self.catalogue.procedures.keys().filter_map(move |code| view.procedure(code, at))
    }

    /// How dossiers of a case of a procedure, or of none, are worked: by what is published for that case, else by what is
    /// published for all; of each in the version in force at an instant, chosen as [`Self::procedure`] is.
    #[must_use]
    pub fn process(
        &self,
        code: &ProcedureCode,
        case: Option<&CaseName>,
        at: Timestamp,
    ) -> Option<(u32, &'a Process)> {
        let published = |case: Option<&CaseName>| {
            let all = self.known(self.catalogue.processes.get(code));
            in_force(all.filter(|(_, process)| process.case.as_ref() == case), at, |process| {
                process.in_force_from
            })
        };
        case.and_then(|case| published(Some(case))).or_else(|| published(None))
    }

    /// The last version before one of how dossiers of a case, or of none, are worked, and which it is.
    #[must_use]
    pub fn process_before(
        &self,
        code: &ProcedureCode,
        case: Option<&CaseName>,
        version: u32,
    ) -> Option<(u32, &'a Process)> {
        let all = self.known(self.catalogue.processes.get(code));
        let of_case = all.filter(|(known, process)| *known < version && process.case.as_ref() == case);
        of_case.max_by_key(|(known, _)| *known).map(|(known, process)| (*known, process))
    }

    /// One version of how a procedure is worked: a running dossier keeps the version of its reception.
    #[must_use]
    pub fn process_version(&self, code: &ProcedureCode, version: u32) -> Option<&'a Process> {
        self.version(self.catalogue.processes.get(code), version)
    }

    /// How many versions of how a procedure is worked are known.
    #[must_use]
    pub fn process_versions(&self, code: &ProcedureCode) -> u32 {
        self.versions(self.catalogue.processes.get(code))
    }

    /// Whether a rule is off for acts of an agency about a procedure: the last thing said of it that holds then.
    #[must_use]
    pub fn is_off(
        &self,
        rule: &str,
        procedure: Option<&ProcedureCode>,
        agency: &AgencyId,
        at: Timestamp,
    ) -> bool {
        let about = self.known(Some(&self.catalogue.switches)).filter(|switch| switch.validity.holds_at(at));
        about
            .filter(|switch| switch.is_about(rule, procedure, agency))
            .last()
            .is_some_and(|switch| switch.off)
    }

    /// The rules that are loosened at an instant: every switch that holds then, is off, and was not taken back for the same
    /// rule, procedure and agency; in the order in which they were said.
    #[must_use]
    pub fn switches(&self, at: Timestamp) -> Vec<&'a Switch> {
        let mut loosened: Vec<&Switch> = Vec::new();
        for switch in self.known(Some(&self.catalogue.switches)).filter(|s| s.validity.holds_at(at)) {
            loosened.retain(|known| {
                // What is said of all takes back what was said of one.
                *known.rule != *switch.rule
                    || switch.procedure.as_ref().is_some_and(|named| known.procedure.as_ref() != Some(named))
                    || switch.agency.as_ref().is_some_and(|named| known.agency.as_ref() != Some(named))
            });
            if switch.off {
                loosened.push(switch);
            }
        }
        loosened
    }

    /// The calendar an agency works by: its own, or `default`.
    #[must_use]
    pub fn calendar(&self, agency: &AgencyId) -> Option<&'a Arc<Calendar>> {
        self.last(self.catalogue.calendars.get(agency.as_str()))
            .or_else(|| self.last(self.catalogue.calendars.get("default")))
            .and_then(|set| set.calendar.as_ref())
    }

    /// The same as it was set.
    pub(crate) fn calendar_of(&self, agency: &AgencyId) -> Option<&'a crate::CalendarEntry> {
        self.calendar_set(agency).map(|(_, entry)| entry)
    }

    /// The calendar an agency works by as it was set, and the sequence of the record that set it.
    #[must_use]
    pub fn calendar_set(&self, agency: &AgencyId) -> Option<(u64, &'a crate::CalendarEntry)> {
        let last = |id: &str| {
            let said = self.catalogue.calendars.get(id)?;
            said.iter().rfind(|known| known.from <= self.position)
        };
        last(agency.as_str()).or_else(|| last("default")).map(|known| (known.from, &known.value.entry))
    }

    /// When a term that is promised at `from` ends for an agency, by its calendar.
    ///
    /// # Errors
    /// [`NoDue`]: never a guess, since a guess would bind someone.
    pub fn due(&self, agency: &AgencyId, from: Timestamp, term: &Term) -> Result<Timestamp, NoDue> {
        let calendar = self.calendar(agency).ok_or_else(|| NoDue::NoCalendar { agency: agency.clone() })?;
        calendar
            .promised(from, term)
            .map_err(|undecided| NoDue::Undecided { agency: agency.clone(), undecided })
    }

    /// The calendar entry with an id, as it was set.
    #[must_use]
    pub fn calendar_entry(&self, id: &str) -> Option<&'a crate::CalendarEntry> {
        self.last(self.catalogue.calendars.get(id)).map(|set| &set.entry)
    }

    fn version<T>(&self, said: Option<&'a Vec<Known<(u32, T)>>>, version: u32) -> Option<&'a T> {
        self.known(said).find(|(known, _)| *known == version).map(|(_, value)| value)
    }

    fn versions<T>(&self, said: Option<&'a Vec<Known<(u32, T)>>>) -> u32 {
        self.known(said).map(|(version, _)| *version).max().unwrap_or(0)
    }

    pub(crate) fn known<T>(
        &self,
        versions: Option<&'a Vec<Known<T>>>,
    ) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let position = self.position;
        versions.into_iter().flatten().filter(move |known| known.from <= position).map(|known| &known.value)
    }

    pub(crate) fn last<T>(&self, versions: Option<&'a Vec<Known<T>>>) -> Option<&'a T> {
        self.known(versions).last()
    }
}

/// Of numbered versions the latest whose date has come; of two with one date, the one said last.
fn in_force<'a, T>(
    versions: impl Iterator<Item = &'a (u32, T)>,
    at: Timestamp,
    from: impl Fn(&T) -> Timestamp,
) -> Option<(u32, &'a T)> {
    versions
        .filter(|(_, value)| from(value) <= at)
        .max_by_key(|(version, value)| (from(value), *version))
        .map(|(version, value)| (*version, value))
}

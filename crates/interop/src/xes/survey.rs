//! The first of two readings of a log: everything that must be known before the first record.

use super::case::{Case, CaseEvent};
use super::error::{Fault, XesError};
use super::model::Trace;
use crate::mapping::Mapping;
use jiff::Timestamp;
use lienthong_names::{OfficerId, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Attributes that a survey names at most; a person looks at a few.
const UNNAMED_MOST: usize = 100;

/// A group or a resource of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its name in the source's words; empty where it states none.
    pub name: Box<str>,
    /// Its first event.
    pub first: Timestamp,
}

/// What a log holds, up to its end or to its first damage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// Cases that can be taken in.
    pub cases: u64,
    /// Their events.
    pub events: u64,
    /// Instant of the earliest event.
    pub first: Option<Timestamp>,
    /// Instant of the latest event.
    pub last: Option<Timestamp>,
    /// Units of the agency.
    pub units: BTreeMap<UnitId, Seen>,
    /// Officers of the agency.
    pub officers: BTreeMap<OfficerId, Seen>,
    /// Activities that the mapping names and no event has: perhaps a slip in the mapping.
    pub absent_activities: BTreeSet<Box<str>>,
    /// Attributes of cases that the mapping does not name, the first hundred.
    pub unnamed_attributes: BTreeSet<Box<str>>,
    /// Where the log cannot be read on. Nothing behind it was looked at.
    pub damage: Option<XesError>,
}

impl Survey {
    /// Why nothing at all may be taken in, if so. A damaged place leaves the cases before it as good as they are; a fault
    /// that puts those in doubt as well (two cases of one name, a word the mapping lacks) does not.
    #[must_use]
    pub fn refusal(&self) -> Option<&XesError> {
        self.damage.as_ref().filter(|error| !error.fault.leaves_the_cases_before())
    }
}

/// Reads a log through. Holds the names of its cases, and nothing else that grows with it.
pub fn survey(
    file: &str,
    traces: impl IntoIterator<Item = Result<Trace, XesError>>,
    mapping: &Mapping,
) -> Survey {
    let mut survey =
        Survey { absent_activities: mapping.activities.keys().cloned().collect(), ..Survey::default() };
    let mut lines = BTreeMap::new();
    let mut all = traces.into_iter();
    survey.damage = all.try_for_each(|trace| survey.add(file, &trace?, mapping, &mut lines)).err();
    survey
}

impl Survey {
    fn add(
        &mut self,
        file: &str,
        trace: &Trace,
        mapping: &Mapping,
        lines: &mut BTreeMap<Box<str>, u64>,
    ) -> Result<(), XesError> {
        let case = Case::read(file, trace, mapping)?;
        let name = case.code.as_str();
        let fault =
            |line, fault| XesError { file: file.into(), line, case: Some(case.code.as_str().into()), fault };
        if let Some(first) = lines.insert(name.into(), case.line) {
            return Err(fault(case.line, Fault::CaseTwice { first }));
        }
        for event in &case.events {
            self.add_event(event).map_err(|what| fault(event.line, what))?;
        }
        for attribute in trace.attributes.iter().filter(|attribute| !mapping.knows(&attribute.key)) {
            // A log with a key of its own in every case must not be held for that.
            if self.unnamed_attributes.len() < UNNAMED_MOST {
                self.unnamed_attributes.insert(attribute.key.as_str().into());
            }
        }
        self.cases += 1;
        self.events += case.events.len() as u64;
        Ok(())
    }

    fn add_event(&mut self, event: &CaseEvent) -> Result<(), Fault> {
        let at = event.at.at;
        note("resources", &mut self.officers, &event.officer, &event.resource, at)?;
        if let Some(unit) = &event.unit {
            note("groups", &mut self.units, unit, &event.group, at)?;
        }
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        self.last = Some(self.last.map_or(at, |last| last.max(at)));
        self.absent_activities.remove(event.activity.as_str());
        Ok(())
    }
}

/// Notes a name under its id; two names under one id are a fault, for acts of two would become acts of one.
fn note<Id: Ord + Clone + Display>(
    what: &'static str,
    known: &mut BTreeMap<Id, Seen>,
    id: &Id,
    name: &str,
    at: Timestamp,
) -> Result<(), Fault> {
    let seen = known.entry(id.clone()).or_insert_with(|| Seen { name: name.into(), first: at });
    if *seen.name != *name {
        let (one, other) = (seen.name.clone(), name.into());
        return Err(Fault::OneIdForTwo { what, one, other, id: id.to_string().into() });
    }
    seen.first = seen.first.min(at);
    Ok(())
}

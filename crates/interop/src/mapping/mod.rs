//! Mapping files: what a source's words mean here.
//!
//! Belongs here: the language of a mapping and its checks, and the translation of single words (a group, a resource, a
//! channel). Does not: what follows from their order in a case (`xes::plan`).

mod check;
mod error;
mod raw;

pub use error::{MappingError, MappingFault};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_dossier::Channel;
use lienthong_names::{AgencyId, ConsultationId, NameError, OfficerId, Origin, ProcedureCode, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Consultations of outside parties are `outside-1`, `outside-2`, …; those of units are called as their aspect.
pub(crate) const OUTSIDE: &str = "outside-";

/// A mapping file, checked. `deploy/mappings/coselog-receipt.toml` explains every part.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Name of the source; goes into every id.
    pub source: Box<str>,
    /// The ledger that holds the history.
    pub ledger: Origin,
    /// The zone of its dates.
    pub time_zone: TimeZone,
    /// Whose history it is.
    pub agency: Named,
    /// The officer where none is stated.
    pub officer_unstated: OfficerId,
    /// The procedure every case is of.
    pub procedure: MappedProcedure,
    /// The outside agencies, in the order of the file.
    pub parties: Vec<Party>,
    /// What is asked of them.
    pub question: Box<str>,
    /// What the activities are; any other is a step.
    pub activities: BTreeMap<Box<str>, Meaning>,
    /// Where the source's claims stand.
    pub history: HistoryKeys,
    pub(crate) no_units: BTreeSet<Box<str>>,
    pub(crate) hands_over: bool,
}

/// An agency with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: AgencyId,
    /// What it is called.
    pub name: Box<str>,
}

/// An outside agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The agency.
    pub agency: Named,
    /// Who acts for it, since the source does not say.
    pub officer: OfficerId,
}

/// The procedure of a history: it has no term and no checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedProcedure {
    /// Its code.
    pub code: ProcedureCode,
    /// What it is called.
    pub name: Box<str>,
    /// Its field.
    pub field: Box<str>,
    /// From when it counts.
    pub in_force_from: Timestamp,
    /// Number of the decision behind it.
    pub decision_number: Box<str>,
    /// Its date.
    pub decision_date: Date,
    /// Who signed it.
    pub decision_signer: Box<str>,
}

/// What an activity is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The desk takes the dossier in.
    Reception,
    /// Outside agencies are asked.
    Ask,
    /// An outside agency's opinion came.
    Opinion(AgencyId),
    /// A unit's opinion on an aspect.
    InsideOpinion(ConsultationId),
}

/// Keys of the trace's attributes that hold the source's claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryKeys {
    /// Of its deadline.
    pub deadline: Option<Box<str>>,
    /// Of its end.
    pub ended: Option<Box<str>>,
    /// Of the channel.
    pub channel: Box<str>,
    /// The channel of a case that does not say.
    pub channel_unstated: Channel,
    /// What the channel's words mean.
    pub channels: BTreeMap<Box<str>, Channel>,
    /// Attributes that are left where they are.
    pub left_out: BTreeSet<Box<str>>,
}

impl Mapping {
    /// Reads a file.
    ///
    /// # Errors
    /// [`MappingError`] with file, line and column.
    pub fn load(path: &Path) -> Result<Self, MappingError> {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, &text),
            Err(error) => {
                let fault = MappingFault::Unreadable(error.to_string().into());
                Err(MappingError { file: file.into(), at: None, fault })
            }
        }
    }

    /// Reads the text of a file; `file` is its name in messages.
    ///
    /// # Errors
    /// [`MappingError`] with file, line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, MappingError> {
        check::parse(file, text)
    }

    /// The unit that a group is; `None` where the source states none.
    ///
    /// # Errors
    /// [`NameError`] when no id can be made of the name.
    pub fn unit(&self, group: &str) -> Result<Option<UnitId>, NameError> {
        if group.trim().is_empty() || self.no_units.contains(group) {
            return Ok(None);
        }
        UnitId::new(&id_of(group)).map(Some)
    }

    /// The officer that a resource is.
    ///
    /// # Errors
    /// [`NameError`] when no id can be made of the name.
    pub fn officer(&self, resource: &str) -> Result<OfficerId, NameError> {
        if resource.trim().is_empty() {
            return Ok(self.officer_unstated.clone());
        }
        OfficerId::new(&id_of(resource))
    }

    /// The party with an id.
    #[must_use]
    pub fn party(&self, id: &AgencyId) -> Option<&Party> {
        self.parties.iter().find(|party| &party.agency.id == id)
    }

    /// Whether an attribute of a trace is named somewhere in the mapping.
    #[must_use]
    pub fn knows(&self, key: &str) -> bool {
        let history = &self.history;
        key == "concept:name"
            || *history.channel == *key
            || history.deadline.as_deref() == Some(key)
            || history.ended.as_deref() == Some(key)
            || history.left_out.contains(key)
    }
}

/// The id that a name of the source gets: what an id cannot have becomes `-`. Two names of one id are found when the log
/// is surveyed.
fn id_of(name: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    name.trim().chars().map(|c| if allowed(c) { c } else { '-' }).collect()
}

//! What counts for a dossier: its procedure and process in their versions, the calendar.

use super::Cite;
use jiff::civil::Date;
use lienthong_calendar::Term;
use lienthong_catalogue::{Decision, View};
use lienthong_dossier::{Channel, Dossier};
use lienthong_names::{AgencyId, CaseName, Origin, ProcedureCode};

/// Procedure, case and process, in the versions of a dossier's reception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Which procedure; `None`: nobody registered it.
    pub procedure: Option<ProcedureCode>,
    /// What it is called.
    pub name: Box<str>,
    /// Which version of it.
    pub version: u32,
    /// Under which decision; `None`: that version is not known here.
    pub decision: Option<Decision>,
    /// Which case of it.
    pub case: Option<CaseName>,
    /// Which version of its process; `None`: none was published.
    pub process: Option<u32>,
    /// The term that is published for such a dossier.
    pub term: Option<Term>,
}

impl Versions {
    pub(super) fn of(dossier: &Dossier, view: View<'_>) -> Self {
        let reception = dossier.reception.as_ref();
        let code = dossier.registration.as_ref().map(|registration| &registration.procedure);
        let version = reception.map_or(0, |reception| reception.procedure_version);
        let procedure = code.and_then(|code| view.procedure_version(code, version));
        let online = reception.is_some_and(|reception| reception.channel == Channel::Online);
        Self {
            procedure: code.cloned(),
            name: procedure.map(|procedure| procedure.name.clone()).unwrap_or_default(),
            version,
            decision: procedure.map(|procedure| procedure.decision.clone()),
            case: dossier.case().cloned(),
            process: reception.and_then(|reception| reception.process_version),
            term: procedure.and_then(|procedure| procedure.term_by(dossier.case(), online)).cloned(),
        }
    }
}

/// A calendar by which minutes are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    /// Its id: an agency's, or `default`.
    pub id: Box<str>,
    /// Under which decision it was set.
    pub decision: Option<Decision>,
    /// The last day whose days off were decided.
    pub decided_until: Date,
    /// The record that set it.
    pub set_by: Option<Cite>,
}

impl Counting {
    /// The one an agency works by.
    pub(super) fn of(view: View<'_>, agency: &AgencyId, unit: &str) -> Option<Self> {
        let (sequence, set) = view.calendar_set(agency)?;
        let catalogue = Origin::new(&format!("{unit}/catalogue")).ok();
        Some(Self {
            id: set.id.clone(),
            decision: set.decision.clone(),
            decided_until: set.data.decided_until,
            set_by: catalogue.map(|origin| Cite { origin, sequence }),
        })
    }
}

//! The answer to `overview`: the province at a glance, every figure with the query behind it.

use super::{AsOf, Drill, Figure, TimelineEntry};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The province at a glance.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Overview {
    /// What the figures that depend on the time were computed at, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The ledger in which a new dossier is registered now, where the Office has said so.
    pub register_in: Option<String>,
    /// Dossiers, imported history included.
    pub dossiers: Figure,
    /// Dossiers that run.
    pub open: Figure,
    /// Of these, after their appointment.
    pub open_late: Figure,
    /// Of these, with an appointment today.
    pub due_today: Figure,
    /// Dossiers decided.
    pub resolved: Resolved,
    /// Opinions asked for.
    pub consultations: Consultations,
    /// Dossiers by status.
    pub by_status: Vec<WordFigure>,
    /// Dossiers by channel.
    pub by_channel: Vec<WordFigure>,
    /// Dossiers by the agency that holds them.
    pub by_agency: Vec<AgencyFigures>,
    /// Dossiers received and resolved, day by day, oldest first.
    pub by_day: Vec<DayFigures>,
    /// What sources of imported dossiers say of themselves: counted apart.
    pub history: Option<History>,
    /// Events by kind.
    pub events: Vec<WordFigure>,
    /// Records by verdict.
    pub records: Records,
    /// What just happened, newest first.
    pub recent: Vec<TimelineEntry>,
}

/// Dossiers decided, by whether the appointment was kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Resolved {
    /// Decided by the date of the appointment.
    pub on_time: Figure,
    /// Decided after it.
    pub late: Figure,
}

/// Consultations not concluded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Consultations {
    /// Not concluded.
    pub open: Figure,
    /// Of these, with an opinion overdue.
    pub late: Figure,
}

/// A figure for one word of the protocol.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WordFigure {
    /// The word: `received`, `online`, `OpinionGiven`; or an agency's code.
    pub word: String,
    /// Its name, if it is an agency's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its name in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// How many.
    pub value: u64,
    /// The query behind it.
    #[serde(default)]
    pub drill: Drill,
}

/// Figures of one agency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AgencyFigures {
    /// Its code.
    pub agency: String,
    /// Its name.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// All that it holds or held last.
    pub dossiers: Figure,
    /// Open ones.
    pub open: Figure,
    /// Open ones after their appointment.
    pub open_late: Figure,
}

/// Figures of one day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DayFigures {
    /// `yyyy-MM-dd` in Vietnam.
    pub day: String,
    /// Received on it.
    pub received: Figure,
    /// Resolved on it.
    pub resolved: Figure,
}

/// What sources claim of the dossiers imported from them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct History {
    /// Dossiers imported.
    pub dossiers: Figure,
    /// With an end date, as the source claims.
    pub claimed_ended: Figure,
    /// Of these, ended after the source's deadline, to the instant.
    pub late_by_instant: Figure,
    /// Of these, ended on a later date than the source's deadline.
    pub late_by_date: Figure,
    /// Opinions of outside agencies, by agency.
    pub opinions_by_party: Vec<WordFigure>,
    /// Opinions of units of the chairing agency.
    pub inside_given: Figure,
    /// Amendments of these.
    pub inside_amended: Figure,
}

/// Records by verdict.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Records {
    /// Commands admitted.
    pub admitted: Figure,
    /// Of these, derived by a mapping.
    pub derived: Figure,
    /// Commands rejected, and recorded.
    pub rejected: Figure,
}

//! The answer about one procedure: what it says, how it is worked, what its versions say otherwise than one another.

use super::AsOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ProcedureAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// What is published of it.
    pub procedure: PublishedProcedure,
}

/// A procedure as in force at an instant, or in its last version where none is in force then.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PublishedProcedure {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When it is looked at, RFC 3339.
    pub at: String,
    /// The version that is shown.
    pub version: u64,
    /// Whether that one is in force then.
    pub in_force: bool,
    /// From when it is in force no longer, RFC 3339; absent: it was not repealed by then.
    pub repealed_from: Option<String>,
    /// Made up for a demonstration.
    pub fictitious: bool,
    /// What it says, field by field.
    pub says: Vec<FieldTold>,
    /// How it is worked: dossiers of no case that has a process of its own, and then those cases; none: no process is published.
    pub processes: Vec<ProcessShown>,
    /// Every version of it, the newest first.
    pub versions: Vec<VersionRow>,
    /// Every version of how it is worked, the newest first.
    pub process_versions: Vec<VersionRow>,
}

/// One version of a procedure or of its process.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct VersionRow {
    /// From 1.
    pub version: u64,
    /// For dossiers of which case it is, by its title; absent: for all.
    pub case: Option<String>,
    /// Number of the decision that published it.
    pub decision: String,
    /// The day of it, yyyy-mm-dd.
    pub decided_on: String,
    /// Who signed it.
    pub signer: String,
    /// From when it counts, RFC 3339.
    pub in_force_from: String,
    /// Whether it is the one in force.
    pub in_force: bool,
    /// The version before it, of the same case; absent: it is the first.
    pub after: Option<u64>,
    /// What it says otherwise than that one.
    pub differences: Vec<FieldTold>,
    /// SHA-256 of what a version of a procedure says, in hexadecimal: what a draft of it goes by; absent: it is a process.
    pub says_sha256: Option<String>,
    /// How many days too late it was published, by the documents that it stands on.
    pub late_days: u64,
    /// The dossier in which it was drafted.
    pub draft: Option<DraftShown>,
}

/// The dossier in which a version was drafted, asked about, appraised and decided.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DraftShown {
    /// Its code.
    pub dossier: String,
    /// Whether the version says what was decided in it: `as_decided`, `otherwise`, `undecided`, or `unknown`: there is no such
    /// dossier. Absent: nobody has looked.
    pub said: Option<String>,
}

/// What stands in a field: of one version, or of two of which they differ.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FieldTold {
    /// The field: `term`, `checklist`, `fee_amount`.
    pub field: String,
    /// Of which one of a list, by its id.
    pub item: Option<String>,
    /// What stood there; none: nothing.
    pub before: Vec<Part>,
    /// What stands there; none: nothing.
    pub after: Vec<Part>,
}

/// A value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Part {
    /// `text`, `flag`, `count`, `money` (đồng), `term`, `instant`, `agency`; else the group whose word `text` is: `channel`.
    pub kind: String,
    /// What it is; names and terms in Vietnamese.
    pub text: String,
    /// Names and terms in English; empty: as `text`.
    pub en: String,
}

/// How a procedure is worked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ProcessShown {
    /// From 1.
    pub version: u64,
    /// For dossiers of which case it is, by its title; absent: for all that have none of their own.
    pub case: Option<String>,
    /// Whether a step that does not follow it is rejected.
    pub strict: bool,
    /// Within what term the agency that received is done with its part.
    pub receiving_term: Option<Part>,
    /// Its steps, in order.
    pub steps: Vec<StepShown>,
    /// The legs it foresees.
    pub legs: Vec<LegShown>,
}

/// A step.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct StepShown {
    /// Its id.
    pub id: String,
    /// `receive`, `verify`, `appraise`, `approve`, `number`, `stamp`, `digitise` or `return`.
    pub kind: String,
    /// `centre` or `agency`.
    pub place: String,
    /// Within what term.
    pub term: Option<Part>,
    /// Whether a dossier may begin with it.
    pub starts: bool,
    /// Whether it may end with it.
    pub ends: bool,
    /// What may follow.
    pub next: Vec<String>,
}

/// A leg.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct LegShown {
    /// Word of what it is for.
    pub purpose: String,
    /// To whom; absent: to any agency.
    pub to: Option<Part>,
    /// Within what term.
    pub term: Option<Part>,
    /// Whether that lies outside the dossier's.
    pub outside_term: bool,
    /// Whether custody goes along.
    pub moves_custody: bool,
}

//! The answers about verdicts: where those on a command stand, and what the rules did not let through.

use super::AsOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the verdicts on a command stand. What it says is proved before it is passed on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerdictsAnswer {
    /// As of which records.
    pub as_of: AsOf,
    /// One for each stream, in each ledger, that a command with this id was about.
    pub verdicts: Vec<VerdictPlace>,
}

/// The record of a verdict.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerdictPlace {
    /// Its ledger.
    pub origin: String,
    /// The stream the command was about.
    pub about: String,
    /// The command's name.
    pub command: String,
    /// The stream the record stands in: another one for a stranger's rejection.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
    /// Its sequence in the ledger.
    pub sequence: u64,
    /// Its leaf hash, hexadecimal.
    pub leaf: String,
    /// When it was recorded.
    pub recorded_at: String,
    /// Whether the rules let the command through.
    pub admitted: bool,
    /// Why not.
    pub rejection: Option<Vec<RefusalRow>>,
}

/// One reason of a rejection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RefusalRow {
    /// What kind of reason: `existence`, `capacity`, `state`, `content`.
    pub precedence: String,
    /// `lienthong explain <code>` says more.
    #[schema(example = "LT0303")]
    pub code: String,
    /// The rule: `R03`; may be empty.
    pub rule: String,
    /// The law; may be empty.
    pub article: String,
    /// Field of the command at fault; empty if it is not about one.
    pub field: String,
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// A page of rejected commands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RejectionsAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// How many pages.
    pub pages: u64,
    /// Newest first.
    pub rejections: Vec<RejectionRow>,
}

/// A rejected command in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RejectionRow {
    /// The ledger of its record.
    pub origin: String,
    /// The stream of its record: the dossier's, or the stranger's own.
    pub stream: String,
    /// Revision of its record.
    pub revision: u64,
    /// Sequence of its record.
    pub sequence: u64,
    /// When it was recorded.
    pub recorded_at: String,
    /// When the agency says that it happened.
    pub occurred_at: String,
    /// Whose command.
    pub agency: String,
    /// Their name.
    pub agency_name: String,
    /// Their name in English.
    pub agency_name_en: String,
    /// Which officer.
    pub officer: String,
    /// Their name; empty where nobody knows.
    pub officer_name: String,
    /// The command's name: `GiveOpinion`.
    pub command: String,
    /// Its id.
    pub command_id: String,
    /// The dossier it was about.
    pub code: Option<String>,
    /// Whether there is such a dossier: a code that nobody registered opens nothing.
    pub exists: bool,
    /// Why not: all reasons of the first kind that has any.
    pub reasons: Vec<RefusalRow>,
}

//! The answer about who was shown what citizens say of themselves.

use super::AsOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who was shown the personal values of a dossier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AccessesAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The dossier.
    pub code: String,
    /// Newest first.
    pub accesses: Vec<Access>,
}

/// An officer who was.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Access {
    /// Code of the agency.
    pub agency: String,
    /// Its name.
    pub agency_name: String,
    /// Its name in English.
    pub agency_name_en: String,
    /// The officer.
    pub officer: String,
    /// Their name.
    pub officer_name: String,
    /// What for.
    pub reason: String,
    /// When, RFC 3339: it is written before anything is shown.
    pub at: String,
    /// The ledger it is recorded in.
    pub origin: String,
    /// The stream of its record.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
}

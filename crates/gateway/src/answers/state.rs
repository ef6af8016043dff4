//! The answers about the read side itself: every number that it keeps, and how it fares.

use super::AsOf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Every number that is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CountsAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// Dossiers by day, agency, channel and status; only cells with any.
    pub cells: Vec<CountCell>,
    /// Dossiers, or what they have of it: `live` or `history`, facet, value.
    pub facets: BTreeMap<String, BTreeMap<String, BTreeMap<String, u64>>>,
    /// Records and events of each ledger, whatever they are about: `admitted`, `rejected`, `derived`, `event <kind>`.
    pub ledgers: BTreeMap<String, BTreeMap<String, u64>>,
}

/// Dossiers that have all of these in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CountCell {
    /// Came on this day of Vietnam, `yyyy-MM-dd`.
    pub day: String,
    /// Held by this agency; empty: by none.
    pub agency: String,
    /// By this channel.
    pub channel: String,
    /// In this status.
    pub status: String,
    /// How many.
    pub dossiers: u64,
}

/// How the read side fares.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct HealthAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// `ok`, `rebuilding`, `stopped`.
    pub state: String,
    /// The particulars.
    pub health: Health,
}

/// What is not as it should be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Health {
    /// The set of rows that is being built, while one is.
    pub rebuilding: Option<String>,
    /// Folders that were set aside as damaged since the start.
    pub damaged: Vec<String>,
    /// Why a ledger is not followed any more, by ledger.
    pub stopped: BTreeMap<String, String>,
    /// Rows are damaged and about to be set aside.
    pub broken: Option<String>,
}

//! The answers about what documents say: which the records name, and what became of one that was handed in.

use super::AsOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which documents the records of a dossier name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AttachmentsAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The dossier.
    pub code: String,
    /// The ledger it lives in.
    pub origin: String,
    /// When what is personal in it was erased, RFC 3339, if it was.
    pub erased_at: Option<String>,
    /// In the order in which they were named. What comes with confidential opinions is not among them.
    pub documents: Vec<NamedDocument>,
}

/// A document that a record names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NamedDocument {
    /// Revision of the record that names it.
    pub revision: u64,
    /// In which event.
    pub event: String,
    /// Its id within the dossier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// `held`, `missing`, `damaged`, `erased`; absent where the store is not open to the read side.
    pub state: Option<String>,
}

/// What became of a document that was handed in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct TakenIn {
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// `new`: it was taken in; `held`: it was here.
    pub taken: String,
}

//! The bundle's file: one JSON object, and nothing in it that nobody checks.
//!
//! Unknown members are refused, and a hash or a text in base64 has one spelling: what was not checked is not there.

use super::failure::{Failure, Kind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::Hash;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What the file says that it is.
pub const FORMAT: &str = "lienthong bundle v1";

/// Bytes, in base64.
#[derive(Clone, PartialEq, Eq)]
pub struct Base64(pub Vec<u8>);

impl std::fmt::Debug for Base64 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It may be a personal value.
        write!(f, "Base64({} bytes)", self.0.len())
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(Self).map_err(de::Error::custom)
    }
}

impl Base64 {
    /// A hash as it stands in a path.
    #[must_use]
    pub fn hash(hash: Hash) -> Self {
        Self(hash.0.to_vec())
    }
}

/// A bundle as it lies in its file. Nothing in it may be believed before [`super::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// [`FORMAT`].
    pub format: String,
    /// The unit whose ledgers these are, e.g. `H22`.
    pub unit: String,
    /// Leaf hash of the catalogue's record 1, 64 hexadecimal digits.
    pub fingerprint: String,
    /// Of what it is the proof.
    pub about: About,
    /// The records that are proved.
    pub ledger: Part,
    /// The catalogue's records that say whose the keys are.
    pub catalogue: Part,
    /// The applicant's own values, where the bundle was made for the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openings: Option<Vec<Opening>>,
}

/// Of what it is the proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum About {
    /// A dossier's records from the first to the last.
    Dossier(String),
    /// The records of a finding or a task from the first to the last, by its stream: `finding.<id>`.
    OnRecord(String),
    /// One record of the ledger, by its sequence.
    Record(u64),
}

/// Records of one ledger, and what the log has signed of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Which ledger.
    pub origin: String,
    /// C2SP verifier key of its log.
    pub log_key: String,
    /// The signed note over its first n records.
    pub checkpoint: String,
    /// What the log has signed of where streams end at n: see [`super::Heads`]. Only who holds the log's key can put it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heads: Option<String>,
    /// In order of sequence.
    pub records: Vec<Proved>,
}

/// One record with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proved {
    /// Its place in the ledger, from 1.
    pub sequence: u64,
    /// As sealed.
    pub bytes: Base64,
    /// RFC 6962 inclusion path to the checkpoint's root, from the leaf up.
    pub path: Vec<Base64>,
}

/// What opens a commitment in the command of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The record, by its sequence.
    pub sequence: u64,
    /// Which field, e.g. `applicant`.
    pub field: String,
    /// 32 bytes.
    pub salt: Base64,
    /// As the agency sent it.
    pub value: Base64,
}

impl Bundle {
    /// Reads a bundle's file without believing it.
    ///
    /// # Errors
    /// [`Kind::Malformed`], with line and column.
    pub fn parse(bytes: &[u8]) -> Result<Self, Failure> {
        let bundle: Self = serde_json::from_slice(bytes)
            .map_err(|e| Failure::whole(Kind::Malformed, format!("this is not a bundle: {e}")))?;
        if bundle.format == FORMAT {
            return Ok(bundle);
        }
        let what = format!("it says that it is `{}`, and this release reads `{FORMAT}`", bundle.format);
        Err(Failure::whole(Kind::Malformed, what))
    }
}

impl std::fmt::Display for Bundle {
    /// The text of the file, as [`Bundle::parse`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = serde_json::to_string_pretty(self).map_err(|_| std::fmt::Error)?;
        writeln!(f, "{text}")
    }
}

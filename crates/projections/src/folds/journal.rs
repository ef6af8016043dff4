//! `journal`: which record stands at which sequence. It exists only for that, so it is not in the state root.
//!
//! Rows: `origin·sequence` → [`JournalRow`].

use crate::key::{key, number, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Journal;

/// A record's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRow {
    /// Its stream.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
    /// Its dossier, if it stands in a dossier's stream.
    pub dossier: Option<String>,
    /// The command's name.
    pub command: String,
    /// Its leaf hash, in hexadecimal.
    pub leaf: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it was sealed.
    pub sealed_at: Timestamp,
}

pub(crate) fn journal_key(origin: &str, sequence: u64) -> Vec<u8> {
    key(&[origin, &number(sequence)])
}

pub(crate) fn of_ledger(origin: &str) -> Vec<u8> {
    under(&[origin])
}

impl Projection for Journal {
    const NAME: &'static str = "journal";
    const VERSION: u32 = 1;
    const ROOTED: bool = false;

    fn fold(writer: &mut Writer<'_, '_>, sealed: &SealedRecord<'_>) -> Result<(), FoldError> {
        let record = &sealed.raw.record;
        let row = JournalRow {
            stream: record.stream.to_string(),
            revision: record.revision,
            dossier: record.stream.dossier_code().map(|code| code.to_string()),
            command: sealed.command.kind_name().to_owned(),
            leaf: sealed.raw.leaf.to_string(),
            recorded_at: record.recorded_at,
            sealed_at: sealed.sealed_at,
        };
        writer.put(journal_key(sealed.origin.as_str(), sealed.sequence), &row)
    }
}

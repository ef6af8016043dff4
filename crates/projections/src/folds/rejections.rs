//! `rejections`: every command that the rules did not let through, a stranger's too.
//!
//! Rows: `origin·stream·revision` → [`RejectionRow`].

use crate::key::{key, number};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::timeline::{RefusalEntry, refusal};
use crate::writer::Writer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Rejections;

/// A rejected command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectionRow {
    /// The ledger it is recorded in.
    pub origin: String,
    /// The stream: the dossier's, or the stranger's own.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
    /// The dossier it was about.
    pub dossier: Option<String>,
    /// Whose command.
    pub agency: String,
    /// The officer's.
    pub officer: String,
    /// Its name.
    pub command: String,
    /// Its id.
    pub command_id: String,
    /// When the agency says that it happened. The instant of the decision is not content: it is its recording.
    pub occurred_at: Timestamp,
    /// Why not.
    pub reasons: Vec<RefusalEntry>,
}

/// The row of a record.
pub(crate) fn rejection_key(origin: &str, stream: &str, revision: u64) -> Vec<u8> {
    key(&[origin, stream, &number(revision)])
}

impl Projection for Rejections {
    const NAME: &'static str = "rejections";
    const VERSION: u32 = 2;

    fn fold(writer: &mut Writer<'_, '_>, sealed: &SealedRecord<'_>) -> Result<(), FoldError> {
        let record = &sealed.raw.record;
        let Some(rejection) = record.rejection() else { return Ok(()) };
        let act = &sealed.command.act;
        let row = RejectionRow {
            origin: sealed.origin.to_string(),
            stream: record.stream.to_string(),
            revision: record.revision,
            dossier: sealed.command.dossier().map(ToString::to_string),
            agency: act.agency.to_string(),
            officer: act.officer.to_string(),
            command: sealed.command.kind_name().to_owned(),
            command_id: act.id.to_string(),
            occurred_at: act.occurred_at,
            reasons: rejection.refusals().iter().map(refusal).collect(),
        };
        writer.put(rejection_key(&row.origin, &row.stream, row.revision), &row)
    }
}

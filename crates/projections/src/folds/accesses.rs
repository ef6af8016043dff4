//! `accesses`: who asked to be shown what citizens say of themselves, dossier by dossier.
//!
//! Rows: `dossier·agency·id·origin` → [`AccessRow`], one a dossier that a command names.

use crate::key::{key, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;
use jiff::Timestamp;
use lienthong_dossier::BooksEvent;
use lienthong_protocol::Event;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Accesses;

/// An officer asked to be shown the personal values of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRow {
    /// Of which agency.
    pub agency: String,
    /// Which officer.
    pub officer: String,
    /// What for.
    pub reason: String,
    /// When: from then on they are shown for some minutes.
    pub at: Timestamp,
    /// The ledger it is recorded in.
    pub origin: String,
    /// The stream of its record.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
}

/// All rows of a dossier.
pub(crate) fn accesses_of(dossier: &str) -> Vec<u8> {
    under(&[dossier])
}

/// Those of one command.
pub(crate) fn access_by(dossier: &str, agency: &str, command: &str) -> Vec<u8> {
    under(&[dossier, agency, command])
}

impl Projection for Accesses {
    const NAME: &'static str = "accesses";
    const VERSION: u32 = 1;

    fn fold(writer: &mut Writer<'_, '_>, sealed: &SealedRecord<'_>) -> Result<(), FoldError> {
        let (record, act) = (&sealed.raw.record, &sealed.command.act);
        for event in record.events() {
            let Event::Books(BooksEvent::PersonalDataRead { dossiers, reason }) = event else { continue };
            let row = AccessRow {
                agency: act.agency.to_string(),
                officer: act.officer.to_string(),
                reason: reason.to_string(),
                at: record.decided_on.effective_at,
                origin: sealed.origin.to_string(),
                stream: record.stream.to_string(),
                revision: record.revision,
            };
            let id = act.id.to_string();
            for dossier in dossiers {
                writer.put(key(&[dossier.as_str(), &row.agency, &id, &row.origin]), &row)?;
            }
        }
        Ok(())
    }
}

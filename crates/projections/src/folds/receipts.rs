//! `receipts`: where the verdict on a command stands, by its id.
//!
//! Rows: `agency·id·origin·about` → [`ReceiptRow`]. An id has one verdict for each stream that a command with it was about, in
//! each ledger: so the row's key is what no ledger takes twice. Sequence and leaf differ from one recording to the next; they
//! are found through the row's meta and the `journal`.

use crate::key::{key, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;
use lienthong_protocol::Decision;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Receipts;

/// The place of a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// The command's name.
    pub command: String,
    /// The stream its record stands in: the one it is about, but for a stranger's rejection.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
    /// Whether it was let through; why not stands in `rejections`.
    pub admitted: bool,
}

/// The rows of a command's id.
pub(crate) fn of_command(agency: &str, id: &str) -> Vec<u8> {
    under(&[agency, id])
}

impl Projection for Receipts {
    const NAME: &'static str = "receipts";
    const VERSION: u32 = 1;

    fn fold(writer: &mut Writer<'_, '_>, sealed: &SealedRecord<'_>) -> Result<(), FoldError> {
        let record = &sealed.raw.record;
        let act = &sealed.command.act;
        let row = ReceiptRow {
            command: sealed.command.kind_name().to_owned(),
            stream: record.stream.to_string(),
            revision: record.revision,
            admitted: matches!(record.decision, Decision::Admitted(_)),
        };
        let about = sealed.command.stream().to_string();
        writer.put(key(&[act.agency.as_str(), &act.id.to_string(), sealed.origin.as_str(), &about]), &row)
    }
}

//! `timeline`: every record of every dossier, told.
//!
//! Rows: `code·origin·revision` → [`Entry`](crate::timeline::Entry).

use crate::key::{key, number};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;

/// See the module.
pub struct Timelines;

impl Projection for Timelines {
    const NAME: &'static str = "timeline";
    const VERSION: u32 = 8;

    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
        let Some(change) = record.change else { return Ok(()) };
        let view = &change.after;
        writer.put(key(&[&view.code, &view.origin, &number(change.entry.revision)]), &change.entry)
    }
}

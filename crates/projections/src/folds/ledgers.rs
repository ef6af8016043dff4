//! When each ledger takes registrations, as the Office has said it: `ledger·name` → [`LedgerRow`], among the rows of the catalogue.
//!
//! The same words as in `catalogue`, for who asks the read side: rules never ask here.

use crate::key::{key, under};
use crate::projection::FoldError;
use crate::writer::Writer;
use jiff::Timestamp;
use lienthong_catalogue::{LedgerBeginning, LedgerClosing, Registering};
use serde::{Deserialize, Serialize};

const LEDGER: &str = "ledger";

/// A ledger of which something was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Which.
    pub ledger: String,
    /// From when it takes registrations.
    pub from: Timestamp,
    /// Until when; `None`: open.
    pub until: Option<Timestamp>,
}

impl LedgerRow {
    /// Whether it takes one at an instant.
    pub(crate) fn takes_at(&self, at: Timestamp) -> bool {
        Registering { from: self.from, until: self.until }.takes_at(at)
    }
}

/// Every ledger of which something was said.
pub(crate) fn ledgers() -> Vec<u8> {
    under(&[LEDGER])
}

pub(super) fn begun(writer: &mut Writer<'_, '_>, said: &LedgerBeginning) -> Result<(), FoldError> {
    let key = key(&[LEDGER, said.ledger.as_str()]);
    let known: Option<LedgerRow> = writer.get(&key)?;
    let until = known.and_then(|known| known.until);
    writer.put(key, &LedgerRow { ledger: said.ledger.to_string(), from: said.from, until })
}

pub(super) fn closed(writer: &mut Writer<'_, '_>, said: &LedgerClosing) -> Result<(), FoldError> {
    let key = key(&[LEDGER, said.ledger.as_str()]);
    // Publishing closes none that did not begin.
    let Some(known) = writer.get::<LedgerRow>(&key)? else { return Ok(()) };
    writer.put(key, &LedgerRow { until: Some(said.at), ..known })
}

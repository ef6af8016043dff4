//! Receipts held against the ledger: each is the log's signed promise that a record stands at its sequence.

use super::LedgerFiles;
use super::files::scan_failure;
use super::report::Failure;
use lienthong_ledger::embedded::{Scan, ScanError};
use lienthong_ledger::placing::place;
use lienthong_merkle::leaf_hash;
use lienthong_protocol::{RawRecord, Receipt};
use std::collections::BTreeMap;

/// A promise that the ledger does not keep, or that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Which of the receipts that were given, from 0.
    pub index: usize,
    /// What is wrong.
    pub what: String,
}

/// Looks every receipt up: which of them the log did not sign, and which of those that it did the ledger does not keep, in their order.
///
/// # Errors
/// [`Failure`]: the files cannot be read.
pub fn broken_promises(ledgers: &[LedgerFiles], receipts: &[Receipt]) -> Result<Vec<Broken>, Box<Failure>> {
    let mut broken = BTreeMap::new();
    for ledger in ledgers {
        let of_ledger = receipts.iter().enumerate().filter(|(_, receipt)| receipt.origin == ledger.origin);
        let mut promised: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (index, receipt) in of_ledger {
            match receipt.verify(&ledger.log) {
                Ok(_) => promised.entry(receipt.sequence).or_default().push(index),
                Err(why) => {
                    broken.insert(index, format!("it is no promise of this log: {why}"));
                }
            }
        }
        if promised.is_empty() {
            continue;
        }
        let size = look_up(ledger, receipts, &mut promised, &mut broken)?;
        // What is left stands nowhere.
        for index in promised.into_values().flatten() {
            broken
                .insert(index, format!("the ledger ends with record {size}: the promised one is not there"));
        }
    }
    for (index, receipt) in receipts.iter().enumerate() {
        if !ledgers.iter().any(|ledger| ledger.origin == receipt.origin) {
            broken.insert(index, format!("ledger {} is not here", receipt.origin));
        }
    }
    Ok(broken.into_iter().map(|(index, what)| Broken { index, what }).collect())
}

/// Compares what stands at each promised sequence, and takes it from the list; how many records there are.
fn look_up(
    ledger: &LedgerFiles,
    receipts: &[Receipt],
    promised: &mut BTreeMap<u64, Vec<usize>>,
    broken: &mut BTreeMap<usize, String>,
) -> Result<u64, Box<Failure>> {
    let mut size = 0;
    let opened = |error| scan_failure(&ledger.origin, ScanError::Open(error));
    for scanned in Scan::open(&ledger.directory).map_err(opened)? {
        let batch = scanned.map_err(|error| scan_failure(&ledger.origin, error))?.batch;
        size = batch.size_after();
        for (sequence, bytes) in (batch.first..).zip(&batch.records) {
            for index in promised.remove(&sequence).unwrap_or_default() {
                let Some(receipt) = receipts.get(index) else { continue };
                if let Some(what) = differs(receipt, bytes) {
                    broken.insert(index, what);
                }
            }
        }
    }
    Ok(size)
}

/// What a record is otherwise than its receipt says; `None`: nothing.
fn differs(receipt: &Receipt, bytes: &[u8]) -> Option<String> {
    if leaf_hash(bytes) != receipt.leaf {
        return Some(format!("record {} is another than the promised one", receipt.sequence));
    }
    // The leaf is what was promised; what the receipt says beside it is not signed, and may be told wrongly.
    let (Ok(raw), Ok(placed)) = (RawRecord::decode(bytes), place(bytes)) else {
        return Some(format!("record {} cannot be read", receipt.sequence));
    };
    let record = &raw.record;
    let same = placed.stream == receipt.stream
        && placed.revision == receipt.revision
        && record.signed.agency == receipt.agency
        && record.rejection() == receipt.rejection.as_ref();
    (!same).then(|| format!("record {} says another stream, revision, agency or verdict", receipt.sequence))
}

//! What a ledger says, without where and when it was written down: what must be equal between two runs over the same acts.

use std::collections::BTreeMap;
use std::path::Path;

use lienthong_ledger::embedded::Scan;
use lienthong_protocol::{Decision, RawRecord};

/// Stream by stream, revision by revision: the command's bytes, and what was decided.
pub type Said = BTreeMap<(String, u64), (Vec<u8>, Decision)>;

/// Everything that a ledger in a directory says; fails the test where a byte is wrong.
pub fn said(ledger: &Path) -> Said {
    let mut said = Said::new();
    for found in Scan::open(ledger).unwrap_or_else(|e| panic!("{e}")) {
        for bytes in &found.unwrap_or_else(|e| panic!("{e}")).batch.records {
            let record =
                RawRecord::decode(bytes).unwrap_or_else(|e| panic!("{}: {e}", ledger.display())).record;
            said.insert((record.stream.to_string(), record.revision), (record.command, record.decision));
        }
    }
    said
}

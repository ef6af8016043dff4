//! The state root: a digest of what the rows say, the same for the same acts, wherever and whenever they were recorded.

use crate::folds;
use crate::projector::SetLabel;
use crate::rows::{Page, Rows, RowsError};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Rows read at once.
const AT_ONCE: usize = 500;

/// The roots of a set of tables, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateRoots {
    /// Of each projection.
    pub projections: BTreeMap<String, String>,
    /// Of all of them: SHA-256 over a line each, `<name> <root>`, in order of name.
    pub root: String,
}

impl StateRoots {
    /// Reads every row of a set.
    ///
    /// # Errors
    /// [`RowsError`].
    pub fn of(rows: &dyn Rows, set: &SetLabel) -> Result<Self, RowsError> {
        let rooted = folds::ALL.iter().filter(|projection| projection.rooted);
        let projections = rooted
            .map(|projection| {
                Ok((projection.name.to_owned(), table_root(rows, &set.table(projection.name))?))
            })
            .collect::<Result<BTreeMap<_, _>, RowsError>>()?;
        let mut all = Sha256::new();
        for (name, root) in &projections {
            all.update(format!("{name} {root}\n"));
        }
        Ok(Self { projections, root: hex::encode(all.finalize()) })
    }
}

/// SHA-256 over key and content of every row, each with its length before it, in order of key.
fn table_root(rows: &dyn Rows, table: &str) -> Result<String, RowsError> {
    let mut digest = Sha256::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = Page { table, prefix: b"", after: after.as_deref(), backwards: false, limit: AT_ONCE };
        let read = rows.page(page)?;
        for (key, row) in &read {
            for part in [key, &row.content] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
        }
        match read.last() {
            Some((key, _)) if read.len() == AT_ONCE => after = Some(key.clone()),
            _ => return Ok(hex::encode(digest.finalize())),
        }
    }
}

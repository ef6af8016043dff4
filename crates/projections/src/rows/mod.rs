//! Where rows are kept: ordered keys in named tables, written in atomic batches.
//!
//! Belongs here: the port ([`Rows`]), its adapters in memory and in sled, the form of a value on disk.
//! Does not: what a row says (`folds`), when it is written (`projector`).

mod codec;
mod memory;
mod sled_rows;

pub use memory::MemoryRows;
pub use sled_rows::SledRows;

use jiff::Timestamp;
use std::path::PathBuf;

/// A row: what it says, and apart from it what depends on where and when the records were written down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Goes into the state root: the same for the same acts, wherever they were recorded.
    pub content: Vec<u8>,
    /// Stands outside of it: sequence and `recorded_at` of the record that wrote the row last.
    pub meta: Vec<u8>,
}

/// One row put, or taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In which table.
    pub table: String,
    /// At which key.
    pub key: Vec<u8>,
    /// The new row; `None` takes it away.
    pub row: Option<Row>,
}

/// A stretch of a table's rows.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Of which table.
    pub table: &'a str,
    /// Keys that begin with this.
    pub prefix: &'a [u8],
    /// Only rows beyond this key, in the direction of reading.
    pub after: Option<&'a [u8]>,
    /// From the last row to the first.
    pub backwards: bool,
    /// At most so many.
    pub limit: usize,
}

/// Why rows cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowsError {
    /// The store is not there for us now: another process has it, the disk is full.
    #[error("LT0801 the rows cannot be used: {what}")]
    Unavailable {
        /// What is wrong, and where.
        what: String,
    },
    /// What is stored is not what was written. Nothing is lost: [`Rows::start_over`] and fold again.
    #[error("LT0802 the rows are damaged: {what}")]
    Damaged {
        /// What is wrong, and where.
        what: String,
    },
}

/// Keys and rows in order, named tables, atomic batches.
pub trait Rows: Send + Sync {
    /// One row.
    ///
    /// # Errors
    /// [`RowsError`].
    fn get(&self, table: &str, key: &[u8]) -> Result<Option<Row>, RowsError>;

    /// Some rows in the order of their keys.
    ///
    /// # Errors
    /// [`RowsError`].
    fn page(&self, page: Page<'_>) -> Result<Vec<(Vec<u8>, Row)>, RowsError>;

    /// Writes all of it or nothing, and returns when it would survive a power cut.
    ///
    /// # Errors
    /// [`RowsError`].
    fn write(&self, changes: Vec<Change>) -> Result<(), RowsError>;

    /// Takes every row of a table away. Not atomic: for tables nobody reads any more.
    ///
    /// # Errors
    /// [`RowsError`].
    fn drop_table(&self, table: &str) -> Result<(), RowsError> {
        const AT_ONCE: usize = 1_000;
        loop {
            let page = Page { table, prefix: b"", after: None, backwards: false, limit: AT_ONCE };
            let rows = self.page(page)?;
            if rows.is_empty() {
                return Ok(());
            }
            let gone = rows.into_iter().map(|(key, _)| Change { table: table.to_owned(), key, row: None });
            self.write(gone.collect())?;
        }
    }

    /// Sets what is stored aside and begins with nothing. `now` goes into the name of what was set aside, which is returned.
    ///
    /// # Errors
    /// [`RowsError::Unavailable`] when it cannot be set aside.
    fn start_over(&self, now: Timestamp) -> Result<Option<PathBuf>, RowsError>;

    /// What was set aside as damaged since the store was opened.
    fn set_aside(&self) -> Vec<PathBuf>;
}

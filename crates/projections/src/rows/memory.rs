//! Rows in memory: for tests, for the seeded runner, and for who wants nothing on disk.

use super::{Change, Page, Row, Rows, RowsError};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

type Table = BTreeMap<Vec<u8>, Row>;

/// [`Rows`] in maps.
#[derive(Debug, Default)]
pub struct MemoryRows {
    tables: RwLock<BTreeMap<String, Table>>,
}

impl MemoryRows {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    // A batch is applied by moves that cannot fail half-way, so a poisoned lock guards whole batches all the same.
    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Table>> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn locked(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Table>> {
        self.tables.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows for MemoryRows {
    fn get(&self, table: &str, key: &[u8]) -> Result<Option<Row>, RowsError> {
        Ok(self.read().get(table).and_then(|rows| rows.get(key)).cloned())
    }

    fn page(&self, page: Page<'_>) -> Result<Vec<(Vec<u8>, Row)>, RowsError> {
        let tables = self.read();
        let Some(rows) = tables.get(page.table) else { return Ok(Vec::new()) };
        let inside = rows.range(page.prefix.to_vec()..).take_while(|(key, _)| key.starts_with(page.prefix));
        let row = |(key, row): (&Vec<u8>, &Row)| (key.clone(), row.clone());
        if page.backwards {
            let mut all: Vec<_> = inside.collect();
            all.reverse();
            let beyond =
                all.into_iter().filter(|(key, _)| page.after.is_none_or(|after| key.as_slice() < after));
            return Ok(beyond.take(page.limit).map(row).collect());
        }
        let beyond = inside.filter(|(key, _)| page.after.is_none_or(|after| key.as_slice() > after));
        Ok(beyond.take(page.limit).map(row).collect())
    }

    fn write(&self, changes: Vec<Change>) -> Result<(), RowsError> {
        let mut tables = self.locked();
        for Change { table, key, row } in changes {
            let rows = tables.entry(table).or_default();
            match row {
                Some(row) => rows.insert(key, row),
                None => rows.remove(&key),
            };
        }
        Ok(())
    }

    fn start_over(&self, _now: Timestamp) -> Result<Option<PathBuf>, RowsError> {
        self.locked().clear();
        Ok(None)
    }

    fn set_aside(&self) -> Vec<PathBuf> {
        Vec::new()
    }
}

//! What the folds of some records want written, kept in memory until all of it is written at once.

use crate::projection::FoldError;
use crate::rows::{Change, Row, Rows, RowsError};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The record that wrote a row last: stands outside the state root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Its sequence.
    pub sequence: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Rows of a set over what is stored.
pub(crate) struct Staged<'a> {
    rows: &'a dyn Rows,
    changes: BTreeMap<(String, Vec<u8>), Option<Row>>,
}

impl<'a> Staged<'a> {
    pub(crate) const fn new(rows: &'a dyn Rows) -> Self {
        Self { rows, changes: BTreeMap::new() }
    }

    pub(crate) fn get(&self, table: &str, key: &[u8]) -> Result<Option<Row>, RowsError> {
        match self.changes.get(&(table.to_owned(), key.to_vec())) {
            Some(changed) => Ok(changed.clone()),
            None => self.rows.get(table, key),
        }
    }

    pub(crate) fn put(&mut self, table: &str, key: Vec<u8>, row: Option<Row>) {
        self.changes.insert((table.to_owned(), key), row);
    }

    pub(crate) fn into_changes(self) -> Vec<Change> {
        self.changes.into_iter().map(|((table, key), row)| Change { table, key, row }).collect()
    }
}

/// What a projection writes through: its own table, for one record.
pub struct Writer<'w, 'a> {
    staged: &'w mut Staged<'a>,
    table: String,
    meta: Vec<u8>,
}

/// Rows that follow from something by a pure function: key and content.
pub(crate) type Derived = BTreeMap<Vec<u8>, Vec<u8>>;

impl<'w, 'a> Writer<'w, 'a> {
    pub(crate) fn new(staged: &'w mut Staged<'a>, table: String, meta: Meta) -> Result<Self, FoldError> {
        Ok(Self { staged, table, meta: to_bytes(&meta)? })
    }

    /// The content of a row.
    ///
    /// # Errors
    /// [`FoldError`].
    pub fn get<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, FoldError> {
        let row = self.staged.get(&self.table, key)?;
        row.map(|row| from_bytes(key, &row.content)).transpose()
    }

    /// Puts a row.
    ///
    /// # Errors
    /// [`FoldError`].
    pub fn put<T: Serialize>(&mut self, key: Vec<u8>, content: &T) -> Result<(), FoldError> {
        let content = to_bytes(content)?;
        self.put_bytes(key, content);
        Ok(())
    }

    /// Takes a row away.
    pub fn delete(&mut self, key: Vec<u8>) {
        self.staged.put(&self.table, key, None);
    }

    /// Adds to a number, which is 0 where there is no row; a row of 0 is taken away.
    ///
    /// # Errors
    /// [`FoldError`].
    pub fn add(&mut self, key: Vec<u8>, by: i64) -> Result<(), FoldError> {
        if by == 0 {
            return Ok(());
        }
        let number = self.get::<i64>(&key)?.unwrap_or(0) + by;
        if number == 0 {
            self.delete(key);
            return Ok(());
        }
        self.put(key, &number)
    }

    /// Puts and takes away what differs between two sets of derived rows.
    pub(crate) fn replace(&mut self, before: &Derived, after: Derived) {
        for key in before.keys().filter(|key| !after.contains_key(*key)) {
            self.delete(key.clone());
        }
        for (key, content) in after {
            if before.get(&key) != Some(&content) {
                self.put_bytes(key, content);
            }
        }
    }

    fn put_bytes(&mut self, key: Vec<u8>, content: Vec<u8>) {
        self.staged.put(&self.table, key, Some(Row { content, meta: self.meta.clone() }));
    }
}

/// Content as it is stored: the fields in the order of their declaration, so that equal values are equal bytes.
pub(crate) fn to_bytes<T: Serialize>(content: &T) -> Result<Vec<u8>, FoldError> {
    serde_json::to_vec(content).map_err(|error| FoldError::Content { what: error.to_string() })
}

pub(crate) fn from_bytes<T: DeserializeOwned>(key: &[u8], bytes: &[u8]) -> Result<T, FoldError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let what = format!("row {}: {error}", String::from_utf8_lossy(key));
        FoldError::Rows(RowsError::Damaged { what })
    })
}

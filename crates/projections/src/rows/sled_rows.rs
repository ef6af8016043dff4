//! Rows in sled 0.34: beta, and known to be unable to open what it wrote after an abrupt stop, or to panic over it. So nothing
//! rests on it: what is damaged is set aside and built again (docs/decisions/0006).

use super::{Change, Page, Row, Rows, RowsError, codec};
use jiff::Timestamp;
use sled::{Batch, Config, Db, IVec};
use std::fs;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

/// Pages that sled keeps in memory.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// [`Rows`] in a folder.
pub struct SledRows {
    dir: PathBuf,
    // `None` only while it is being set aside, or after that failed.
    db: RwLock<Option<Db>>,
    set_aside: Mutex<Vec<PathBuf>>,
}

impl SledRows {
    /// Opens the folder, and makes it if there is none. Every row is checked; if one is damaged, or sled cannot open the
    /// folder, the folder is renamed to `<dir>.damaged-<now>` and an empty one takes its place.
    ///
    /// # Errors
    /// [`RowsError::Unavailable`]: another process has it, or it cannot be made.
    pub fn open(dir: &Path, now: Timestamp) -> Result<Self, RowsError> {
        let store = Self { dir: dir.to_owned(), db: RwLock::new(None), set_aside: Mutex::default() };
        match open_checked(dir) {
            Ok(db) => store.put_back(db),
            Err(RowsError::Damaged { what }) => {
                tracing::warn!(dir = %dir.display(), %what, "LT0802 the rows are damaged: set aside, to be built again");
                store.start_over(now)?;
            }
            Err(unavailable) => return Err(unavailable),
        }
        Ok(store)
    }

    fn put_back(&self, db: Db) {
        *self.db.write().unwrap_or_else(PoisonError::into_inner) = Some(db);
    }

    fn with<T>(&self, work: impl FnOnce(&Db) -> Result<T, RowsError>) -> Result<T, RowsError> {
        let db = self.db.read().unwrap_or_else(PoisonError::into_inner);
        let db = db.as_ref().ok_or_else(|| RowsError::Unavailable {
            what: format!("{}: it was set aside, and no new one could be made", self.dir.display()),
        })?;
        calmly(&self.dir, || work(db))
    }

    fn trouble(&self, error: sled::Error) -> RowsError {
        trouble(&self.dir, error)
    }
}

impl Rows for SledRows {
    fn get(&self, table: &str, key: &[u8]) -> Result<Option<Row>, RowsError> {
        let key = full_key(table, key);
        self.with(|db| {
            let value = db.get(&key).map_err(|error| self.trouble(error))?;
            value.map(|value| codec::decode(&key, &value)).transpose()
        })
    }

    fn page(&self, page: Page<'_>) -> Result<Vec<(Vec<u8>, Row)>, RowsError> {
        let first = full_key(page.table, page.prefix);
        let own = page.table.len() + 1;
        let read = |entry: sled::Result<(IVec, IVec)>| {
            let (key, value) = entry.map_err(|error| self.trouble(error))?;
            let row = codec::decode(&key, &value)?;
            Ok((key.get(own..).unwrap_or_default().to_vec(), row))
        };
        let after = page.after.map(|after| full_key(page.table, after));
        self.with(|db| {
            let all = db.scan_prefix(&first);
            match (page.backwards, after) {
                (false, None) => all.take(page.limit).map(read).collect(),
                (true, None) => all.rev().take(page.limit).map(read).collect(),
                (false, Some(after)) => {
                    let beyond = db.range((
                        std::ops::Bound::Excluded(after.max(first.clone())),
                        std::ops::Bound::Unbounded,
                    ));
                    beyond.take_while(|entry| inside(entry, &first)).take(page.limit).map(read).collect()
                }
                (true, Some(after)) => {
                    let beyond = db.range(first.clone()..after).rev();
                    beyond.take_while(|entry| inside(entry, &first)).take(page.limit).map(read).collect()
                }
            }
        })
    }

    fn write(&self, changes: Vec<Change>) -> Result<(), RowsError> {
        let mut batch = Batch::default();
        for Change { table, key, row } in changes {
            let key = full_key(&table, &key);
            match row {
                Some(row) => {
                    let value = codec::encode(&key, &row)?;
                    batch.insert(key, value);
                }
                None => batch.remove(key),
            }
        }
        self.with(|db| {
            db.apply_batch(batch).map_err(|error| self.trouble(error))?;
            db.flush().map(|_| ()).map_err(|error| self.trouble(error))
        })
    }

    fn start_over(&self, now: Timestamp) -> Result<Option<PathBuf>, RowsError> {
        let mut place = self.db.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(db) = place.take() {
            // What sled still wants to write as it closes goes into the old folder.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(db)));
        }
        let aside = set_aside(&self.dir, now)?;
        self.set_aside.lock().unwrap_or_else(PoisonError::into_inner).extend(aside.clone());
        *place = Some(calmly(&self.dir, || open(&self.dir))?);
        Ok(aside)
    }

    fn set_aside(&self) -> Vec<PathBuf> {
        self.set_aside.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Tables share one tree: only so is a batch over several of them atomic.
fn full_key(table: &str, key: &[u8]) -> Vec<u8> {
    let mut full = Vec::with_capacity(table.len() + 1 + key.len());
    full.extend_from_slice(table.as_bytes());
    full.push(0);
    full.extend_from_slice(key);
    full
}

/// An error is inside, so that it is read and said.
fn inside(entry: &sled::Result<(IVec, IVec)>, prefix: &[u8]) -> bool {
    entry.as_ref().map_or(true, |(key, _)| key.starts_with(prefix))
}

fn open(dir: &Path) -> Result<Db, RowsError> {
    Config::new()
        .path(dir)
        .cache_capacity(CACHE_BYTES)
        .flush_every_ms(None)
        .open()
        .map_err(|error| trouble(dir, error))
}

fn open_checked(dir: &Path) -> Result<Db, RowsError> {
    calmly(dir, || {
        let db = open(dir)?;
        for entry in db.iter() {
            let (key, value) = entry.map_err(|error| trouble(dir, error))?;
            codec::decode(&key, &value)?;
        }
        Ok(db)
    })
}

/// sled panics over some damage: that is an answer like another.
fn calmly<T>(dir: &Path, work: impl FnOnce() -> Result<T, RowsError>) -> Result<T, RowsError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(RowsError::Damaged { what: format!("{}: sled panicked over it", dir.display()) })
    })
}

fn trouble(dir: &Path, error: sled::Error) -> RowsError {
    let what = format!("{}: {error}", dir.display());
    match error {
        sled::Error::Io(io) if !matches!(io.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData) => {
            RowsError::Unavailable { what }
        }
        _ => RowsError::Damaged { what },
    }
}

fn set_aside(dir: &Path, now: Timestamp) -> Result<Option<PathBuf>, RowsError> {
    if !dir.exists() {
        return Ok(None);
    }
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut name = dir.as_os_str().to_owned();
    name.push(format!(".damaged-{stamp}"));
    let mut aside = PathBuf::from(&name);
    for nth in 2_u32.. {
        if !aside.exists() {
            break;
        }
        let mut next = name.clone();
        next.push(format!("-{nth}"));
        aside = PathBuf::from(next);
    }
    fs::rename(dir, &aside)
        .map_err(|error| RowsError::Unavailable { what: format!("{}: {error}", dir.display()) })?;
    Ok(Some(aside))
}

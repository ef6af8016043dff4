//! The baseline of whatever seals: the same bytes into a bare file, batch by batch, each with one fdatasync.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use lienthong_ledger::embedded::{Scan, Scanned};

/// The bytes of a log, as it was sealed.
#[derive(Debug, Default)]
pub struct Sealed {
    /// Each batch's bytes, as they lie in the segment.
    pub batches: Vec<Vec<u8>>,
    /// Records in all of them.
    pub records: u64,
}

impl Sealed {
    /// What the segments of a ledger's directory hold.
    pub fn of_ledger(directory: &Path) -> io::Result<Self> {
        let mut sealed = Self::default();
        let mut file = (PathBuf::new(), Vec::new());
        for scanned in Scan::open(directory).map_err(io::Error::other)? {
            let Scanned { batch, file: path, offset, end, .. } = scanned.map_err(io::Error::other)?;
            if file.0 != path {
                file = (path.clone(), std::fs::read(&path)?);
            }
            let cut = || io::Error::other(format!("{}: it became shorter", path.display()));
            sealed.batches.push(file.1.get(offset as usize..end as usize).ok_or_else(cut)?.to_vec());
            sealed.records += batch.records.len() as u64;
        }
        Ok(sealed)
    }

    /// What the ledgers of a house hold, one after the other.
    pub fn of_house(house: &Path) -> io::Result<Self> {
        let mut sealed = Self::default();
        for directory in ledgers(house)? {
            let Self { batches, records } = Self::of_ledger(&directory)?;
            sealed.batches.extend(batches);
            sealed.records += records;
        }
        Ok(sealed)
    }

    /// Bytes of all batches.
    pub fn bytes(&self) -> u64 {
        self.batches.iter().map(|batch| batch.len() as u64).sum()
    }

    /// Writes them into a new file, and says how many seconds that took. The file's own name is made durable before the clock
    /// runs, as a ledger's is when it is made.
    pub fn write(&self, path: &Path) -> io::Result<f64> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.sync_all()?;
        let started = Instant::now();
        for batch in &self.batches {
            file.write_all(batch)?;
            file.sync_data()?;
        }
        let took = started.elapsed().as_secs_f64();
        std::fs::remove_file(path)?;
        Ok(took)
    }
}

/// The directories of a house that hold segments, by name.
pub fn ledgers(house: &Path) -> io::Result<Vec<PathBuf>> {
    let mut ledgers = Vec::new();
    for entry in std::fs::read_dir(house)? {
        let path = entry?.path();
        if path.is_dir() && holds_segments(&path)? {
            ledgers.push(path);
        }
    }
    ledgers.sort();
    Ok(ledgers)
}

fn holds_segments(directory: &Path) -> io::Result<bool> {
    for entry in std::fs::read_dir(directory)? {
        if entry?.path().extension().is_some_and(|extension| extension == "seg") {
            return Ok(true);
        }
    }
    Ok(false)
}

//! A ledger's directory read from its first byte to its last, without an index: for opening it, and for who verifies it.
//!
//! What the iterator checks: checksums, forms, file names, that sequences follow each other without a gap. What it leaves to
//! its caller: the tree and the signatures (`SealedBatch::verify`). It changes nothing, and may run beside a writer.

use super::error::{OpenError, Records};
use super::segment::{self, Found, Segment};
use crate::batch::{DecodeError, SealedBatch};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A batch as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// The batch.
    pub batch: SealedBatch,
    /// In which file.
    pub file: PathBuf,
    /// The first sequence of that file: see [`segment_file`].
    pub segment: u64,
    /// Its first byte in the file.
    pub offset: u64,
    /// The byte after its last.
    pub end: u64,
}

/// The file of a ledger's directory that begins with this sequence.
#[must_use]
pub fn segment_file(directory: &Path, first: u64) -> PathBuf {
    directory.join(segment::file_name(first))
}

impl Scanned {
    /// The first byte in the file of the batch's record with this index.
    #[must_use]
    pub fn record_offset(&self, index: usize) -> u64 {
        let within = self.batch.record_offsets().get(index).copied().unwrap_or_default();
        self.offset + within as u64
    }
}

/// A last batch that was never wholly written: nobody was ever told of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "LT0513 {} at byte {offset}, after record {after}: the tail is torn, {what}. No receipt was given for it; the next \
     writer cuts it off", file.display()
)]
pub struct Torn {
    /// In which file.
    pub file: PathBuf,
    /// Where it begins.
    pub offset: u64,
    /// The last whole record before it.
    pub after: u64,
    /// How it is known.
    pub what: String,
}

/// What ends a scan early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// An unfinished batch at the very end.
    #[error(transparent)]
    Torn(#[from] Torn),
    /// Damage, or the system refused.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// The batches of a directory in order; after an error it ends.
#[derive(Debug)]
pub struct Scan {
    segments: Vec<Arc<Segment>>,
    at: Position,
    ended: bool,
}

/// A batch that was passed over, as it was asked for.
struct Step<B> {
    batch: B,
    segment: Arc<Segment>,
    offset: u64,
    end: u64,
}

/// Where a scan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// Index of the segment, by its first sequence.
    pub(super) segment: usize,
    pub(super) offset: u64,
    /// Sequence of the last record before it.
    pub(super) size: u64,
}

impl Position {
    pub(super) const START: Self = Self { segment: 0, offset: 0, size: 0 };
}

impl Scan {
    /// From the beginning, over the files that are there now.
    ///
    /// # Errors
    /// [`OpenError`] when there is no ledger in the directory.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        Self::from(directory, Position::START)
    }

    /// From where another one stood. What was read before must still be there.
    pub(super) fn from(directory: &Path, at: Position) -> Result<Self, OpenError> {
        let segments = segment::list(directory)?;
        let scan = Self { segments, at, ended: false };
        match scan.segments.first() {
            Some(first) if first.first != 1 => {
                let what = "the segment with record 1 is missing".to_owned();
                Err(first.damage(0, Records::After(0), what))
            }
            _ => Ok(scan),
        }
    }

    /// The sequence of the last record that was read; 0 before the first.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.at.size
    }

    pub(super) const fn position(&self) -> Position {
        self.at
    }

    pub(super) fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// Passes over the next batch, having checked of it what is checked of one that is read: the sequence of its last record. After an
    /// error the scan ends.
    ///
    /// # Errors
    /// [`ScanError`].
    pub fn look(&mut self) -> Result<Option<u64>, ScanError> {
        if self.ended {
            return Ok(None);
        }
        let looked = self.step(SealedBatch::look, |header| (header.first, header.last()));
        self.ended = looked.is_err();
        Ok(looked?.map(|found| found.batch.last()))
    }

    fn step<B>(
        &mut self,
        read: impl Fn(&[u8]) -> Result<B, DecodeError>,
        range: impl Fn(&B) -> (u64, u64),
    ) -> Result<Option<Step<B>>, ScanError> {
        loop {
            let Some(segment) = self.segments.get(self.at.segment) else { return Ok(None) };
            let is_last = self.at.segment + 1 == self.segments.len();
            if self.at.offset == 0 && segment.first != self.at.size + 1 {
                let what = format!("the file should begin with record {}", self.at.size + 1);
                return Err(segment.damage(0, Records::After(self.at.size), what).into());
            }
            let length = segment.length()?;
            if length < self.at.offset {
                let what = format!("the file has {length} bytes only: it was longer before");
                return Err(segment.damage(length, Records::After(self.at.size), what).into());
            }
            match segment.at(self.at.offset, length, self.at.size, &read)? {
                Found::Batch(batch, end) => {
                    let offset = self.at.offset;
                    let (first, last) = range(&batch);
                    if first != self.at.size + 1 {
                        let what = format!("record {} should follow", self.at.size + 1);
                        return Err(segment.damage(offset, Records::Batch { first, last }, what).into());
                    }
                    let segment = Arc::clone(segment);
                    self.at = Position { offset: end, size: last, ..self.at };
                    return Ok(Some(Step { batch, segment, offset, end }));
                }
                Found::End if is_last => return Ok(None),
                Found::End => self.at = Position { segment: self.at.segment + 1, offset: 0, ..self.at },
                Found::Torn(what) if is_last => {
                    let (file, offset, after) = (segment.path.clone(), self.at.offset, self.at.size);
                    return Err(Torn { file, offset, after, what }.into());
                }
                Found::Torn(what) => {
                    let what = format!("the file ends within a batch, and another file follows: {what}");
                    return Err(segment.damage(self.at.offset, Records::After(self.at.size), what).into());
                }
            }
        }
    }
}

impl Iterator for Scan {
    type Item = Result<Scanned, ScanError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let step = self.step(SealedBatch::decode, |batch| (batch.first, batch.size_after()));
        // Not after a plain end: a reader scans on when the writer has written more.
        self.ended = step.is_err();
        let scanned = |Step { batch, segment, offset, end }: Step<_>| {
            let (file, segment) = (segment.path.clone(), segment.first);
            Scanned { batch, file, segment, offset, end }
        };
        step.map(|step| step.map(scanned)).transpose()
    }
}

//! One segment file: its name, and its bytes read batch by batch.
//!
//! Here it is decided what is a *torn tail* (the machine died while it was written, nobody was told of it) and what is
//! *damage*. Torn: the file ends before the batch's stated end, or reads as zero from some point of the batch on to its end.
//! Everything else is damage.

use super::error::{Damage, OpenError, Records};
use crate::batch::{DecodeError, HEADER_BYTES, Header, TRAILER_BYTES};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a segment's file name ends with.
const EXTENSION: &str = "seg";

/// A segment file, open for reading.
#[derive(Debug)]
pub(super) struct Segment {
    /// Sequence of its first record, as its name says.
    pub(super) first: u64,
    pub(super) path: PathBuf,
    pub(super) file: File,
}

/// What stands at an offset of a segment.
pub(super) enum Found<B> {
    /// A whole batch, as it was asked for, and where it ends. Whether it is the next of the log is not checked.
    Batch(B, u64),
    /// Nothing: the file ends here.
    End,
    /// A batch that was never wholly written.
    Torn(String),
}

/// The file name of the segment that begins with this sequence.
pub(super) fn file_name(first: u64) -> String {
    format!("{first:012}.{EXTENSION}")
}

/// The segments of a directory, by their first sequence.
///
/// # Errors
/// [`OpenError::Io`]; [`OpenError::NotHere`] when there is no such directory, or none in it.
pub(super) fn list(directory: &Path) -> Result<Vec<Arc<Segment>>, OpenError> {
    let not_here = |what| OpenError::NotHere { directory: directory.to_owned(), what };
    if !directory.is_dir() {
        return Err(not_here("there is no such directory"));
    }
    let mut segments = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(OpenError::io(directory))? {
        let path = entry.map_err(OpenError::io(directory))?.path();
        if let Some(first) = first_of(&path) {
            let file = File::open(&path).map_err(OpenError::io(&path))?;
            segments.push(Arc::new(Segment { first, path, file }));
        }
    }
    if segments.is_empty() {
        return Err(not_here("there is no ledger in this directory; check the path"));
    }
    segments.sort_by_key(|segment| segment.first);
    Ok(segments)
}

/// The sequence in a segment's file name; `None` for other files.
fn first_of(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?;
    let first = name.strip_suffix(EXTENSION)?.strip_suffix('.')?.parse().ok()?;
    // One spelling only: `1.seg` is not ours.
    if file_name(first) == name { Some(first) } else { None }
}

impl Segment {
    /// Bytes in the file now.
    pub(super) fn length(&self) -> Result<u64, OpenError> {
        self.file.metadata().map(|metadata| metadata.len()).map_err(OpenError::io(&self.path))
    }

    /// What stands at an offset, in a file of `length` bytes. `before` is the sequence before it, for naming the place; `read` reads a batch.
    pub(super) fn at<B>(
        &self,
        offset: u64,
        length: u64,
        before: u64,
        read: impl FnOnce(&[u8]) -> Result<B, DecodeError>,
    ) -> Result<Found<B>, OpenError> {
        let left = length.saturating_sub(offset);
        if left == 0 {
            return Ok(Found::End);
        }
        if left < HEADER_BYTES as u64 {
            return Ok(Found::Torn(format!("only {left} bytes of a header are there")));
        }
        let header = match Header::decode(&self.bytes(offset, HEADER_BYTES)?) {
            Ok(header) => header,
            Err(_) if self.zero_from(offset, length)? < offset + HEADER_BYTES as u64 => {
                return Ok(Found::Torn("the header reads as zero from some point on".to_owned()));
            }
            Err(error) => {
                let at = offset + error.offset as u64;
                return Err(self.damage(at, Records::After(before), error.wrong.to_string()));
            }
        };
        let needed = header.batch_bytes();
        if left < needed as u64 {
            return Ok(Found::Torn(format!("only {left} of its {needed} bytes are there")));
        }
        let end = offset + needed as u64;
        match read(&self.bytes(offset, needed)?) {
            Ok(batch) => Ok(Found::Batch(batch, end)),
            Err(_) if self.zero_from(offset, length)? <= end - TRAILER_BYTES as u64 => {
                Ok(Found::Torn("the batch reads as zero from some point on".to_owned()))
            }
            Err(error) => {
                let records = Records::Batch { first: header.first, last: header.last() };
                Err(self.damage(offset + error.offset as u64, records, error.wrong.to_string()))
            }
        }
    }

    /// Exactly so many bytes.
    pub(super) fn bytes(&self, offset: u64, length: usize) -> Result<Vec<u8>, OpenError> {
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, offset).map_err(OpenError::io(&self.path))?;
        Ok(bytes)
    }

    pub(super) fn damage(&self, offset: u64, records: Records, what: String) -> OpenError {
        OpenError::Damaged(Damage { file: self.path.clone(), offset, records, what })
    }

    /// The offset from which on the file reads as zero, not before `from`; its length if its last byte is not zero.
    fn zero_from(&self, from: u64, length: u64) -> Result<u64, OpenError> {
        const CHUNK: u64 = 64 * 1024;
        let mut end = length;
        while end > from {
            let start = end.saturating_sub(CHUNK).max(from);
            // At most CHUNK.
            let bytes = self.bytes(start, (end - start) as usize)?;
            if let Some(last) = bytes.iter().rposition(|byte| *byte != 0) {
                return Ok(start + last as u64 + 1);
            }
            end = start;
        }
        Ok(from)
    }
}

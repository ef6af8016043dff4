//! Text with separators (CSV, RFC 4180), as spreadsheets write it: with a byte order mark or without, lines ended either way, a comma, a semicolon
//! or a tabulator between the cells, quotes over several lines.

use super::cells::{Cell, Cells, Grid, Wanted};
use super::fault::RegisterFault;
use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use std::cell::Cell as Shared;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

/// So much may one row hold: a quote that is never closed would take all that comes after it.
const LONGEST_ROW: u64 = 1 << 20;
/// So much is looked at to see what stands between the cells.
const LOOKED_AT: usize = 1 << 16;
/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The rows of a file; of each only the columns that are wanted.
pub(super) fn grid<'a>(path: &Path, wanted: &'a Wanted) -> Result<impl Grid + use<'a>, RegisterFault> {
    let unreadable = |error: io::Error| RegisterFault::Unreadable(error.to_string().into());
    let mut file = BufReader::with_capacity(LOOKED_AT, File::open(path).map_err(unreadable)?);
    let begins = file.fill_buf().map_err(unreadable)?;
    let separator = separator(begins);
    if begins.starts_with(BYTE_ORDER_MARK) {
        file.consume(BYTE_ORDER_MARK.len());
    }
    let left = Rc::new(Shared::new(LONGEST_ROW));
    let limited = Limited { file, left: Rc::clone(&left), after_return: false };
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(limited);
    let (mut record, mut row, mut has_failed) = (ByteRecord::new(), 0, false);
    Ok(std::iter::from_fn(move || {
        if has_failed {
            return None;
        }
        left.set(LONGEST_ROW);
        let line = reader.position().line();
        let came = match reader.read_byte_record(&mut record) {
            Ok(false) => return None,
            Ok(true) => {
                row += 1;
                let line = record.position().map_or(line, csv::Position::line);
                cells(&record, wanted)
                    .map(|cells| Cells { place: line, row, cells })
                    .map_err(|fault| (line, fault))
            }
            Err(error) => Err((line, fault(&error))),
        };
        has_failed = came.is_err();
        Some(came.map_err(|(line, fault)| (Some(line), fault)))
    }))
}

fn cells(record: &ByteRecord, wanted: &Wanted) -> Result<Vec<Cell>, RegisterFault> {
    let cell = |(place, bytes): (usize, &[u8])| {
        if !wanted.has(place) {
            return Ok(Cell::empty());
        }
        let text = std::str::from_utf8(bytes).map_err(|_| {
            RegisterFault::Text("the text is not UTF-8. Save it as “CSV UTF-8”, or as .xlsx".into())
        })?;
        Ok(Cell::Text(text.trim().into()))
    };
    record.iter().take(wanted.width()).enumerate().map(cell).collect()
}

fn fault(error: &csv::Error) -> RegisterFault {
    match error.kind() {
        ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => RegisterFault::Text(
            "from here on one row would be longer than a mebibyte: most likely a quote is opened and never closed. Close it, or take it out"
                .into(),
        ),
        ErrorKind::Io(io) => RegisterFault::Unreadable(io.to_string().into()),
        _ => RegisterFault::Text(format!("{error}. Correct the line").into()),
    }
}

/// What stands between the cells: what comes most often outside quotes in the lines at the beginning.
fn separator(begins: &[u8]) -> u8 {
    let (mut counts, mut quoted) = ([0_u32; SEPARATORS.len()], false);
    for byte in begins {
        if *byte == b'"' {
            quoted = !quoted;
        } else if let Some(place) = SEPARATORS.iter().position(|separator| separator == byte && !quoted)
            && let Some(count) = counts.get_mut(place)
        {
            *count += 1;
        }
    }
    let most = SEPARATORS.iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(separator, _)| *separator)
}

/// A file of which no more is read than one row may be long, until it is let go on. Every line ends the same way: what counts lines counts them
/// right then.
struct Limited<R> {
    file: R,
    left: Rc<Shared<u64>>,
    /// The last byte was a carriage return, and a line feed behind it belongs to it.
    after_return: bool,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.file.read(into)?;
            match self.left.get().checked_sub(count as u64) {
                Some(left) => self.left.set(left),
                None => return Err(io::ErrorKind::FileTooLarge.into()),
            }
            let kept = self.one_end(into.get_mut(..count).unwrap_or_default());
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
    }
}

impl<R> Limited<R> {
    /// Makes every end of a line a line feed; how many bytes are left.
    fn one_end(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let Some(byte) = bytes.get(at).copied() else { break };
            let is_second = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !is_second && let Some(place) = bytes.get_mut(kept) {
                *place = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

//! Workbooks (xlsx), cell by cell: a sheet of a million rows is never held whole.

use super::cells::{Cell, Cells, Grid, Wanted};
use super::fault::RegisterFault;
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx, XlsxCellReader, XlsxError};
use jiff::civil::Date;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use zip::ZipArchive;

/// An open workbook.
pub(super) type Workbook = Xlsx<BufReader<File>>;

/// What the archive around a workbook ends with.
const END: &[u8] = b"PK\x05\x06";
/// Within so many bytes of its end: behind it stands a comment at most.
const END_WITHIN: u64 = 22 + 65_535;
/// More than this a register is not, unpacked.
const MOST_BYTES: u64 = 8 << 30;

/// Opens one.
pub(super) fn open(path: &Path) -> Result<Workbook, RegisterFault> {
    let unreadable = |error: std::io::Error| RegisterFault::Unreadable(error.to_string().into());
    let mut file = File::open(path).map_err(unreadable)?;
    if !has_end(&mut file).map_err(unreadable)? {
        return Err(RegisterFault::CutOff);
    }
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let file = whole(file)?;
    guarded(|| Xlsx::new(BufReader::new(file)))
}

/// The same, once everything in it was read and has its checksum: what is damaged is said so, and not taken for what it never was.
fn whole(file: File) -> Result<File, RegisterFault> {
    let damaged = |error: &dyn std::fmt::Display| RegisterFault::Damaged(error.to_string().into());
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let mut left = MOST_BYTES;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| damaged(&error))?;
        let read = std::io::copy(&mut part.take(left.saturating_add(1)), &mut std::io::sink());
        left = left.checked_sub(read.map_err(|error| damaged(&error))?).ok_or(RegisterFault::Other(
            "unpacked, the workbook is larger than 8 GiB: that is no register. Split it",
        ))?;
    }
    let mut file = archive.into_inner().into_inner();
    file.seek(SeekFrom::Start(0)).map_err(|error| RegisterFault::Unreadable(error.to_string().into()))?;
    Ok(file)
}

/// What the library does with what nobody's program writes is not in our hands: where it falls over, the workbook is damaged.
fn guarded<T>(read: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, RegisterFault> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(came) => came.map_err(damaged),
        Err(_) => Err(RegisterFault::Damaged("what it says of its cells cannot be".into())),
    }
}

fn has_end(file: &mut File) -> std::io::Result<bool> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(END_WITHIN)))?;
    let mut end = Vec::new();
    file.take(END_WITHIN).read_to_end(&mut end)?;
    Ok(end.windows(END.len()).any(|bytes| bytes == END))
}

fn damaged(error: XlsxError) -> RegisterFault {
    match error {
        XlsxError::Password => {
            RegisterFault::Other("the workbook is under a password. Open it and save it without one")
        }
        other => RegisterFault::Damaged(other.to_string().replace('\n', " ").into()),
    }
}

/// The sheet that is named, or the only one that is shown.
pub(super) fn sheet(book: &Workbook, named: Option<&str>) -> Result<String, RegisterFault> {
    let all = book.sheets_metadata();
    let names = || all.iter().map(|sheet| sheet.name.clone()).collect();
    let Some(named) = named else {
        let mut shown = all.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
        return match (shown.next(), shown.next()) {
            (Some(only), None) => Ok(only.name.clone()),
            _ => {
                let what = "which sheet is the register is not said".into();
                Err(RegisterFault::Sheet { what, sheets: names() })
            }
        };
    };
    let is_there = all.iter().any(|sheet| sheet.name == named);
    let what = || format!("there is no sheet “{named}”").into();
    if is_there { Ok(named.to_owned()) } else { Err(RegisterFault::Sheet { what: what(), sheets: names() }) }
}

/// The rows of a sheet; of each only the columns that are wanted.
pub(super) fn grid<'a>(
    book: &'a mut Workbook,
    sheet: &str,
    wanted: &'a Wanted,
) -> Result<impl Grid + use<'a>, RegisterFault> {
    let reader = guarded(|| book.worksheet_cells_reader(sheet))?;
    Ok(Rows { reader, wanted, next: None, has_ended: false })
}

/// Puts cells together to rows.
struct Rows<'a> {
    reader: XlsxCellReader<'a, BufReader<File>>,
    wanted: &'a Wanted,
    /// The first cell of the next row.
    next: Option<Placed>,
    has_ended: bool,
}

/// A cell, with row and column from 0.
type Placed = (u32, u32, Cell);

impl Rows<'_> {
    /// The next cell that is wanted and holds anything.
    fn cell(&mut self) -> Result<Option<Placed>, XlsxError> {
        // Behind its end the sheet must not be asked again.
        while let Some(cell) = if self.has_ended { None } else { self.reader.next_cell()? } {
            let (row, column) = cell.get_position();
            if !self.wanted.has(column as usize) {
                continue;
            }
            let value = value(cell.get_value());
            if !value.is_empty() {
                return Ok(Some((row, column, value)));
            }
        }
        self.has_ended = true;
        Ok(None)
    }

    fn row(&mut self) -> Result<Option<Cells>, XlsxError> {
        let first = match self.next.take() {
            Some(first) => Some(first),
            None => self.cell()?,
        };
        let Some((row, column, value)) = first else { return Ok(None) };
        let mut cells = Vec::with_capacity(self.wanted.width());
        put(&mut cells, column, value);
        while let Some((at, column, value)) = self.cell()? {
            if at != row {
                self.next = Some((at, column, value));
                break;
            }
            put(&mut cells, column, value);
        }
        let place = u64::from(row) + 1;
        Ok(Some(Cells { place, row: place, cells }))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Cells, (Option<u64>, RegisterFault)>;

    fn next(&mut self) -> Option<Self::Item> {
        match guarded(|| self.row()) {
            Ok(row) => row.map(Ok),
            Err(fault) => {
                (self.has_ended, self.next) = (true, None);
                Some(Err((None, fault)))
            }
        }
    }
}

/// Puts a cell where it belongs.
fn put(cells: &mut Vec<Cell>, column: u32, value: Cell) {
    let column = column as usize;
    while cells.len() <= column {
        cells.push(Cell::empty());
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = value;
    }
}

fn value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Text(number.to_string().into()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.trim().into())
        }
        DataRef::SharedString(text) => Cell::Text(text.trim().into()),
        DataRef::Bool(is) => Cell::Text(is.to_string().into()),
        DataRef::DateTime(at) if at.is_datetime() => day(at),
        DataRef::DateTime(time) => Cell::Number(time.as_f64()),
        DataRef::Error(_) | DataRef::Empty => Cell::empty(),
    }
}

/// The day of an instant, by whichever calendar the workbook counts; one that never was (29 February 1900) stays a number.
fn day(at: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    let of = |year, month, day| {
        let number = |part: u8| i8::try_from(part).ok();
        Date::new(i16::try_from(year).ok()?, number(month)?, number(day)?).ok()
    };
    of(year, month, day).map_or(Cell::Number(at.as_f64()), Cell::Day)
}

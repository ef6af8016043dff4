//! A register as rows of cells, whichever kind of file it comes from.

use super::fault::RegisterFault;
use jiff::civil::Date;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A text, or a number as it is written; empty: nothing.
    Text(Box<str>),
    /// A number of a workbook.
    Number(f64),
    /// A day of a workbook, or an instant of it.
    Day(Date),
}

impl Cell {
    /// Nothing.
    pub(super) fn empty() -> Self {
        Self::Text("".into())
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    /// As people would write it: a whole number without a fraction.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// The columns that the mapping names: what stands in others is not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted(Vec<bool>);

impl Wanted {
    /// Of their places, from 0.
    pub(super) fn of(places: impl IntoIterator<Item = usize>) -> Self {
        let mut wanted = Vec::new();
        for place in places {
            if wanted.len() <= place {
                wanted.resize(place + 1, false);
            }
            if let Some(is) = wanted.get_mut(place) {
                *is = true;
            }
        }
        Self(wanted)
    }

    pub(super) fn has(&self, place: usize) -> bool {
        self.0.get(place).copied().unwrap_or(false)
    }

    /// Behind this place none is.
    pub(super) fn width(&self) -> usize {
        self.0.len()
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cells {
    /// Where it stands, for who looks for it: the line, or the row of the sheet.
    pub(super) place: u64,
    /// Which row it is, from 1: of a sheet its own number, of a text the how-many-eth, since one row can be several lines.
    pub(super) row: u64,
    /// Its cells.
    pub(super) cells: Vec<Cell>,
}

/// What gives out one row after the other.
pub(super) trait Grid: Iterator<Item = Result<Cells, (Option<u64>, RegisterFault)>> {}

impl<T: Iterator<Item = Result<Cells, (Option<u64>, RegisterFault)>>> Grid for T {}

/// Which kind of file it is.
pub(super) enum Kind {
    /// A workbook (xlsx).
    Workbook,
    /// Text with separators.
    Text,
}

/// How a file of this kind begins, whatever it is called.
const ZIP: &[u8] = b"PK\x03\x04";
/// Old workbooks (xls), and new ones under a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
/// Text of two bytes a character, either way round.
const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Which kind a file is, by how it begins.
pub(super) fn kind_of(path: &Path) -> Result<Kind, RegisterFault> {
    let unreadable = |error: std::io::Error| RegisterFault::Unreadable(error.to_string().into());
    let mut begins = Vec::new();
    File::open(path).map_err(unreadable)?.take(4).read_to_end(&mut begins).map_err(unreadable)?;
    if begins.starts_with(ZIP) {
        return Ok(Kind::Workbook);
    }
    if begins.starts_with(OLE) {
        return Err(RegisterFault::Other(
            "this is a workbook of the old kind (.xls), or one under a password. Open it and save it as .xlsx, without a password",
        ));
    }
    if UTF_16.iter().any(|mark| begins.starts_with(mark)) {
        return Err(RegisterFault::Text("the text is UTF-16. Save it as “CSV UTF-8”, or as .xlsx".into()));
    }
    let is_called_workbook = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if is_called_workbook {
        return Err(RegisterFault::Other(
            "it is called .xlsx and does not begin as a workbook does. Fetch the file again, or give it the name of what it is",
        ));
    }
    Ok(Kind::Text)
}

//! From rows of cells to what a register says, as its mapping reads them.

use super::cells::{Cell, Cells, Grid};
use super::date;
use super::fault::{MOST, RegisterError, RegisterFault};
use super::mapping::{Column, RegisterMapping};
use icu_normalizer::ComposingNormalizerBorrowed;
use jiff::civil::Date;

/// So many rows are looked through for headers.
const HEADERS_WITHIN: u64 = 100;
/// No code or name of the register is longer.
const LONGEST: usize = 1000;

/// What a row of a register says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The line, or the row of the sheet.
    pub place: u64,
    /// The dossier's code, as it is written; `None`: the register has no such column.
    pub code: Option<Box<str>>,
    /// The number in the book.
    pub number: Option<Number>,
    /// When it was received.
    pub received: Option<Date>,
    /// When its result is promised.
    pub due: Option<Date>,
    /// When it was done with.
    pub finished: Option<Date>,
    /// Its procedure.
    pub procedure: Option<Box<str>>,
}

/// A number in a book: `12`, or `12/2020`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Of which year's book, where it says so.
    pub year: Option<i16>,
    /// The number.
    pub number: u32,
}

/// How much was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Rows of the register.
    pub rows: u64,
    /// Rows that the mapping says to pass over.
    pub skipped: u64,
}

/// Reads all rows; every fault of cells together, up to [`MOST`].
pub(super) fn all(
    file: &str,
    grid: impl Grid,
    mapping: &RegisterMapping,
    mut take: impl FnMut(Row),
) -> Result<Counted, Vec<RegisterError>> {
    let error = |at, fault| RegisterError { file: file.into(), at, column: None, fault };
    let (mut counted, mut faults) = (Counted::default(), Vec::new());
    let mut headers = Headers::of(mapping);
    for cells in grid {
        let cells = match cells {
            Ok(cells) => cells,
            Err((at, fault)) => {
                faults.push(error(at, fault));
                return Err(faults);
            }
        };
        if headers.is_above(&cells, mapping.first) {
            headers.look(&cells);
            continue;
        }
        if let Some((column, header)) = headers.missing() {
            return Err(vec![of_column(file, None, column, header)]);
        }
        if mapping.columns.all().all(|column| cell(&cells, column).is_none()) {
            continue;
        }
        if is_skipped(&cells, mapping) {
            counted.skipped += 1;
            continue;
        }
        let mut reading = Reading { file, mapping, cells: &cells, faults: &mut faults };
        let row = reading.row();
        counted.rows += 1;
        if faults.len() >= MOST {
            return Err(faults);
        }
        take(row);
    }
    if let Some((column, header)) = headers.missing() {
        return Err(vec![of_column(file, None, column, header)]);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if counted.rows == 0 { Err(vec![error(None, RegisterFault::NoRows)]) } else { Ok(counted) }
}

fn of_column(file: &str, at: Option<u64>, column: &Column, header: &str) -> RegisterError {
    let fault = RegisterFault::Header { key: column.key, header: header.into() };
    RegisterError { file: file.into(), at, column: Some(column.letters.clone()), fault }
}

/// What stands above the columns, as far as it was found: headers may be several rows, merged or not.
struct Headers<'a> {
    left: Vec<(&'a Column, &'a str)>,
    looked_at: u64,
}

impl<'a> Headers<'a> {
    fn of(mapping: &'a RegisterMapping) -> Self {
        let headed = |column: &'a Column| Some((column, column.header.as_deref()?));
        Self { left: mapping.columns.all().filter_map(headed).collect(), looked_at: 0 }
    }

    /// Whether a row is still above the register's first.
    fn is_above(&self, cells: &Cells, first: Option<u64>) -> bool {
        match first {
            Some(first) => cells.row < first,
            None => !self.left.is_empty() && self.looked_at < HEADERS_WITHIN,
        }
    }

    fn look(&mut self, cells: &Cells) {
        self.looked_at += 1;
        self.left.retain(|(column, header)| {
            cell(cells, column).is_none_or(|cell| alike(&cell.text()) != alike(header))
        });
    }

    fn missing(&self) -> Option<(&'a Column, &'a str)> {
        self.left.first().copied()
    }
}

/// What stands in a column, if anything does.
fn cell<'a>(cells: &'a Cells, column: &Column) -> Option<&'a Cell> {
    cells.cells.get(column.at).filter(|cell| !cell.is_empty())
}

/// A text without what is written differently without meaning anything: how accents are made up, capitals, how many spaces, new lines.
pub(super) fn alike(text: &str) -> String {
    composed(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// With each accented letter as one character: some programs write them as two.
fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Whether the first thing that stands in a row says that it is none of the register.
fn is_skipped(cells: &Cells, mapping: &RegisterMapping) -> bool {
    let filled = mapping.columns.all().filter_map(|column| Some((column.at, cell(cells, column)?)));
    let Some((_, first)) = filled.min_by_key(|(at, _)| *at) else { return false };
    let text = if mapping.skip.is_empty() { return false } else { alike(&first.text()) };
    mapping.skip.iter().any(|skip| text.starts_with(&**skip))
}

/// One row that is read.
struct Reading<'a> {
    file: &'a str,
    mapping: &'a RegisterMapping,
    cells: &'a Cells,
    faults: &'a mut Vec<RegisterError>,
}

impl Reading<'_> {
    fn row(&mut self) -> Row {
        let columns = &self.mapping.columns;
        let code = columns.code.as_ref();
        let number = columns.number.as_ref();
        let row = Row {
            place: self.cells.place,
            code: code.and_then(|column| self.text(column)),
            number: number.and_then(|column| self.number(column)),
            received: self.day(&columns.received),
            due: columns.due.as_ref().and_then(|column| self.day(column)),
            finished: columns.finished.as_ref().and_then(|(column, _)| self.day(column)),
            procedure: columns.procedure.as_ref().and_then(|(column, _)| self.text(column)),
        };
        // By one of the two a row says which dossier it is about.
        if let Some(column) = code.or(number)
            && cell(self.cells, column).is_none()
        {
            let why = "is empty, and other cells of the row are not. Fill it in; if it is no row of the register, name how it begins in rows.skip";
            self.fault(column, why.to_owned());
        }
        row
    }

    fn text(&mut self, column: &Column) -> Option<Box<str>> {
        let text = composed(&cell(self.cells, column)?.text());
        if text.chars().count() > LONGEST {
            self.fault(column, format!("is longer than {LONGEST} characters. Shorten it"));
            return None;
        }
        Some(text.into())
    }

    fn number(&mut self, column: &Column) -> Option<Number> {
        let text = cell(self.cells, column)?.text();
        let number = number_of(&text);
        if number.is_none() {
            let text = shortened(&text);
            self.fault(column, format!("“{text}” is no number such as 12 or 12/2020. Correct it"));
        }
        number
    }

    fn day(&mut self, column: &Column) -> Option<Date> {
        let cell = cell(self.cells, column)?;
        let day = date::day(cell, &self.mapping.formats, &self.mapping.time_zone);
        if day.is_none() {
            let text = shortened(&cell.text());
            let why = format!(
                "“{text}” is no day in any of the ways that dates.formats names. Correct it, or name the way in which it is written"
            );
            self.fault(column, why);
        }
        day
    }

    fn fault(&mut self, column: &Column, why: String) {
        self.faults.push(RegisterError {
            file: self.file.into(),
            at: Some(self.cells.place),
            column: Some(column.letters.clone()),
            fault: RegisterFault::Cell { key: column.key, why: why.into() },
        });
    }
}

fn number_of(text: &str) -> Option<Number> {
    let (number, year) = text.split_once('/').map_or((text, None), |(number, year)| (number, Some(year)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, year) = (number.trim(), year.map(str::trim));
    let year = match year {
        None => None,
        Some(year) if year.len() == 4 && digits(year) => Some(year.parse().ok()?),
        Some(_) => return None,
    };
    let number = digits(number).then(|| number.parse().ok())??;
    Some(Number { year, number })
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}

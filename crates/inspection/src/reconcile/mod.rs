//! An agency's own register held against the ledger: what stands in one and not in the other, and what they say differently.
//!
//! Belongs here: what the ledger says of one book of one agency ([`Recorded`]), the comparison of a register's rows with it ([`reconcile`]), and
//! what comes of it in words ([`Item::told`]). Does not: files and their columns (`interop`), which files and ledgers (`lienthong`).
//!
//! What left no trace in either is not seen here, nor anywhere: [`LIMITS`] says so with every answer.

mod item;
mod matching;
mod recorded;
mod series;
mod typos;
mod words;

pub use item::{Field, Item, Missing, Side};
pub use recorded::{Entry, Known, Lists, Recorded};

use jiff::civil::Date;
use lienthong_names::{DossierCode, ProcedureCode};
use std::collections::{BTreeMap, BTreeSet};

/// A number in a book, and of which year's book it says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The year, where the number says it.
    pub year: Option<i16>,
    /// The number.
    pub number: u32,
}

/// One row of a register. What is not there was not written, or the register has no such column ([`Columns`]).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in its file: a line, or a row of a sheet.
    pub place: u64,
    /// The dossier's code, as it is written; `None`: the register knows dossiers by the agency's own numbers only.
    pub code: Option<Box<str>>,
    /// Its number in the book.
    pub number: Option<Number>,
    /// When it was received.
    pub received: Option<Date>,
    /// When its result is promised.
    pub due: Option<Date>,
    /// When it was done with.
    pub finished: Option<Date>,
    /// Its procedure, by code or by name.
    pub procedure: Option<Box<str>>,
}

/// What the columns of a register say, beside the code and the day of reception.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    /// Whether rows have numbers.
    pub number: bool,
    /// Whether they say when the result is promised.
    pub due: bool,
    /// Whether they say when it was done with, and what that means.
    pub finished: Option<Finished>,
    /// Whether they name the procedure, and how.
    pub procedure: Option<ProcedureBy>,
}

/// What a register means by done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// Decided: the result is there. Of a leg: answered.
    Resolved,
    /// In the citizen's hands.
    Returned,
}

/// How a register names procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProcedureBy {
    /// By code, with the province's suffix or without.
    Code,
    /// By any name under which one was ever published.
    Name,
}

/// A register, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// What its columns say.
    pub columns: Columns,
    /// Its rows, in their order.
    pub rows: Vec<Row>,
}

/// The days that are looked at, both ends among them; an end that is not said is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// From this day on.
    pub from: Option<Date>,
    /// To this day.
    pub to: Option<Date>,
}

impl Period {
    /// From the first day to the last on which a row of a register says that something was received.
    #[must_use]
    pub fn of(rows: &[Row]) -> Self {
        let days = || rows.iter().filter_map(|row| row.received);
        Self { from: days().min(), to: days().max() }
    }

    /// Whether a day is one of them.
    #[must_use]
    pub fn has(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether a row is looked at: what has no day always is.
    fn has_row(self, row: &Row) -> bool {
        row.received.is_none_or(|day| self.has(day))
    }
}

/// What the ledger says of one agency's book: what the comparison is held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// What the agency received, or sent, by dossier, oldest first.
    pub entries: BTreeMap<DossierCode, Vec<Entry>>,
    /// Every other dossier that the ledger has ever seen.
    pub others: BTreeMap<DossierCode, Known>,
    /// Which dossiers a number of the book concerns, as the agency declared, and of which day.
    pub tied: BTreeMap<(i16, u32), BTreeMap<DossierCode, Date>>,
    /// Under which names procedures were published, the first one first.
    pub procedures: BTreeMap<ProcedureCode, Vec<Box<str>>>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Rows that were looked at, each dossier once.
    pub rows: u64,
    /// Of these: tied to what the ledger says the agency received, the likely slips of the pen among them.
    pub in_ledger: u64,
    /// Of those in the ledger: with nothing said differently.
    pub agreeing: u64,
    /// Rows that were left out, since their day is outside the period.
    pub left_out: u64,
    /// Rows whose number concerns no dossier, as far as the agency declared.
    pub untied: u64,
    /// What is not as it should be, in the order of the register, then of the ledger.
    pub items: Vec<Item>,
}

impl Reconciled {
    /// Rows of which the ledger does not say that this agency received them.
    #[must_use]
    pub const fn outside(&self) -> u64 {
        self.rows.saturating_sub(self.in_ledger)
    }

    /// How many of a kind there are, by its word; kinds of which there is none are left out.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&'static str, u64> {
        let mut counts = BTreeMap::new();
        for item in &self.items {
            *counts.entry(item.kind()).or_default() += 1;
        }
        counts
    }
}

/// Holds a register against the ledger.
#[must_use]
pub fn reconcile(register: &Register, book: &Book, period: Period) -> Reconciled {
    let mut came = Reconciled::default();
    let unmatched = matching::rows(register, book, period, &mut came);
    let left = typos::find(register, book, &unmatched, &mut came);
    matching::missing_there(book, &left, &mut came);
    if register.columns.number {
        series::look(&register.rows, period, &mut came.items);
        declared(register, book, period, &mut came.items);
    }
    came.items.sort_by_cached_key(Item::order);
    came
}

/// Numbers that the agency declared to concern a dossier that it received in the period, and that its register does not have.
fn declared(register: &Register, book: &Book, period: Period, items: &mut Vec<Item>) {
    let years = series::years(&register.rows);
    let there: BTreeSet<(i16, u32)> =
        register.rows.iter().zip(years).filter_map(|(row, year)| Some((year?, row.number?.number))).collect();
    for ((year, number), dossiers) in &book.tied {
        for (code, day) in dossiers.iter().filter(|(_, day)| period.has(**day)) {
            if !there.contains(&(*year, *number)) {
                items.push(Item::DeclaredAbsent {
                    year: *year,
                    number: *number,
                    code: code.clone(),
                    day: *day,
                });
            }
        }
    }
}

/// A name without what people write differently without meaning anything by it: capitals, and how many spaces.
fn spelled(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What this cannot show, in Vietnamese and in English.
pub const LIMITS: [(&str, &str); 3] = [
    (
        "Việc không để lại dấu vết trong cả sổ theo dõi lẫn sổ cái thì không thấy được ở đây.",
        "What left no trace in the register nor in the ledger cannot be seen here.",
    ),
    (
        "Sổ theo dõi do chính cơ quan lập: dòng không ghi vào sổ và không nhập vào hệ thống thì không ai biết.",
        "The register is the agency's own: a row that was never written, of a dossier that was never entered, is missed by nobody.",
    ),
    (
        "Nhầm lẫn khi ghi mã là suy đoán từ một ký tự khác nhau; cần người đối chiếu.",
        "That a code was mistyped is concluded from one character that differs; people have to look.",
    ),
];

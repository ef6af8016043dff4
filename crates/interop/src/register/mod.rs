//! Registers that agencies keep of their own (sổ theo dõi hồ sơ), as CSV or as workbooks.
//!
//! Belongs here: the mapping that says which column holds what ([`RegisterMapping`]), and reading a file row by row ([`read`]). Does not: what
//! the ledger says of the same dossiers (`inspection`). Who applied, where they live and what they signed is never read: no mapping can name such
//! a column, and what stands in it is passed over unseen.

mod cells;
mod check;
mod date;
mod fault;
mod mapping;
mod raw;
mod rows;
mod text;
mod workbook;

pub use fault::{RegisterError, RegisterFault};
pub use mapping::{
    Book, Finished, Lists, ProcedureBy, RegisterMapping, RegisterMappingError, RegisterMappingFault,
};
pub use rows::{Counted, Number, Row};

use std::path::Path;

/// Reads a register to its end, a row at a time; what was passed over.
///
/// `sheet` names the sheet of a workbook; without it, it must have only one that is shown.
///
/// # Errors
/// Everything that cannot be read as the mapping says, up to [`fault::MOST`] places of it; what was taken until then is of no use.
pub fn read(
    path: &Path,
    sheet: Option<&str>,
    mapping: &RegisterMapping,
    take: impl FnMut(Row),
) -> Result<Counted, Vec<RegisterError>> {
    let file: Box<str> = path.display().to_string().into();
    let alone = |fault| vec![RegisterError { file: file.clone(), at: None, column: None, fault }];
    let wanted = mapping.wanted();
    match cells::kind_of(path).map_err(alone)? {
        cells::Kind::Workbook => {
            let mut book = workbook::open(path).map_err(alone)?;
            let name = workbook::sheet(&book, sheet).map_err(alone)?;
            let grid = workbook::grid(&mut book, &name, &wanted).map_err(alone)?;
            rows::all(&file, grid, mapping, take)
        }
        cells::Kind::Text if sheet.is_some() => Err(alone(RegisterFault::NoSheets)),
        cells::Kind::Text => {
            let grid = text::grid(path, &wanted).map_err(alone)?;
            rows::all(&file, grid, mapping, take)
        }
    }
}

//! A register from its file, in the words that the comparison takes.

use crate::cli::Reconcile;
use crate::failure::{Exit, Failure, Outcome};
use crate::output;
use lienthong_inspection::reconcile as compared;
use lienthong_interop::register::{self, Counted, Finished, Lists, ProcedureBy, RegisterMapping};

/// A register, and how much of its file is none of it.
pub(super) struct Read {
    pub(super) register: compared::Register,
    pub(super) counted: Counted,
}

/// Reads it; of several faults all are said, the last as the failure.
pub(super) fn read(asked: &Reconcile, mapping: &RegisterMapping) -> Outcome<Read> {
    let mut rows = Vec::new();
    let take = |row: register::Row| rows.push(of_row(row));
    let counted =
        register::read(&asked.file, asked.sheet.as_deref(), mapping, take).map_err(|mut faults| {
            let last = faults.pop();
            faults.iter().for_each(|fault| output::say(&fault.to_string()));
            last.map_or_else(
                || Failure::usage("LT0991", format!("{}: cannot be read", asked.file.display())),
                |last| Failure::coded(Exit::Usage, last.fault.code(), &last),
            )
        })?;
    let columns = compared::Columns {
        number: mapping.has_numbers(),
        due: mapping.has_due(),
        finished: mapping.finished().map(|means| match means {
            Finished::Resolved => compared::Finished::Resolved,
            Finished::Returned => compared::Finished::Returned,
        }),
        procedure: mapping.procedure().map(|by| match by {
            ProcedureBy::Code => compared::ProcedureBy::Code,
            ProcedureBy::Name => compared::ProcedureBy::Name,
        }),
    };
    Ok(Read { register: compared::Register { columns, rows }, counted })
}

fn of_row(row: register::Row) -> compared::Row {
    let register::Row { place, code, number, received, due, finished, procedure } = row;
    let number = number.map(|register::Number { year, number }| compared::Number { year, number });
    compared::Row { place, code, number, received, due, finished, procedure }
}

/// What the register's book lists.
pub(super) const fn lists(mapping: &RegisterMapping) -> compared::Lists {
    match mapping.book.lists {
        Lists::Receptions => compared::Lists::Receptions,
        Lists::Legs => compared::Lists::Legs(mapping.book.side),
    }
}

//! The cases (trường hợp) of a procedure, each with what it has of its own; and what papers and fees say for which of them they are.

use super::fault::{Mistake, Reading};
use super::procedure::Common;
use super::process;
use super::raw::{self, Text, at};
use super::words::{Known, said};
use lienthong_catalogue::{ProcedureCase, Process};
use lienthong_names::CaseName;

/// Reads them, and the processes that are theirs alone, each with its line; what is wrong with one is told, and the others are read.
pub(super) fn read(
    reading: &mut Reading<'_>,
    known: &Known,
    of: &Common<'_>,
    raw: &raw::Procedure,
) -> (Vec<ProcedureCase>, Vec<(Process, usize)>) {
    reading.once("cases", raw.cases.iter().map(|case| &case.name));
    if let Some(required) = raw.case_required.as_ref().filter(|said| *said.get_ref() && raw.cases.is_empty())
    {
        let what = "each dossier is to name a case, and there is none";
        reading.fault(Mistake::NoCases, Some(required.span()), "case-required", what);
    }
    let read = raw.cases.iter().enumerate().map(|(n, case)| self::case(reading, known, of, case, n));
    let (cases, processes): (Vec<_>, Vec<_>) = read.unzip();
    (cases.into_iter().flatten().collect(), processes.into_iter().flatten().collect())
}

fn case(
    reading: &mut Reading<'_>,
    known: &Known,
    of: &Common<'_>,
    raw: &raw::Case,
    n: usize,
) -> (Option<ProcedureCase>, Option<(Process, usize)>) {
    let field = |name: &str| format!("cases[{n}].{name}");
    let name: Option<CaseName> = reading.word(&field("name"), &raw.name);
    let term = reading.term(&field("term"), raw.term.as_ref());
    let online_term = reading.term(&field("online-term"), raw.online_term.as_ref());
    let process = raw.process.as_ref().and_then(|process| {
        let own = raw.term.as_ref().map(|written| (field("term"), written));
        let whole = process::Whole {
            field: field("process"),
            case: Some(name.as_ref()?),
            term_field: own.as_ref().map_or("term", |(field, _)| field),
            written_term: own.as_ref().map(|(_, written)| *written).or(of.written_term),
            term: term.as_ref().or(of.term),
        };
        let read = process::read(reading, known, of, &whole, process)?;
        Some((read, reading.line(process.span().start)))
    });
    let case = name.map(|name| ProcedureCase { name, title: said(&raw.title), term, online_term });
    (case, process)
}

/// For which cases a paper or a fee is: of those that the procedure has.
pub(super) fn of_item(
    reading: &mut Reading<'_>,
    field: &str,
    cases: &[raw::Case],
    named: &[Text],
) -> Vec<CaseName> {
    let mut read = Vec::with_capacity(named.len());
    for name in named {
        if cases.iter().any(|case| case.name.get_ref() == name.get_ref()) {
            read.extend(reading.word(field, name));
        } else {
            let what = format!("the procedure has no case `{}`", name.get_ref());
            reading.fault(Mistake::NoCase, at(name), field, what);
        }
    }
    read
}

//! How the cases (trường hợp) of a procedure are written, in what publishes it.
//!
//! `cases CASE [TERM[/ONLINE TERM]], …` · `for-case ITEM CASE|CASE, …` (a paper or a fee) · `without common` (each dossier is of one)
//! · `without title`

use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_calendar::Term;
use lienthong_catalogue::ProcedureCase;
use lienthong_names::CaseName;

/// The cases that a procedure has.
pub(super) fn cases(act: &Phrases) -> Result<Vec<ProcedureCase>, Trouble> {
    let untitled = act.names("without", "title");
    let case = |text: &String| {
        let (name, terms) = text.split_once(' ').unwrap_or((text, ""));
        let (term, online_term) = terms.split_once('/').unwrap_or((terms, ""));
        Ok(ProcedureCase {
            name: named(act, name)?,
            title: if untitled { "".into() } else { name.into() },
            term: term_of(act, term)?,
            online_term: term_of(act, online_term)?,
        })
    };
    act.list("cases").iter().map(case).collect()
}

/// The cases that a paper or a fee is for.
pub(super) fn for_item(act: &Phrases, id: &str) -> Result<Vec<CaseName>, Trouble> {
    let said = act.list("for-case");
    let mut of_item = said.iter().filter_map(|text| text.split_once(' ')).filter(|(item, _)| *item == id);
    let names = of_item.next().map_or("", |(_, names)| names);
    names.split('|').filter(|name| !name.is_empty()).map(|name| named(act, name)).collect()
}

fn named(act: &Phrases, name: &str) -> Result<CaseName, Trouble> {
    CaseName::new(name).map_err(|error| Trouble::at(act.line(), error.to_string()))
}

fn term_of(act: &Phrases, text: &str) -> Result<Option<Term>, Trouble> {
    let term = (!text.is_empty()).then(|| text.parse::<Term>()).transpose();
    term.map_err(|error| Trouble::at(act.line(), error.to_string()))
}

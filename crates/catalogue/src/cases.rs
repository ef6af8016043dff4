//! Cases (trường hợp) of a procedure: what of it differs for which dossiers.

use crate::entry::{ChecklistItem, Fee, Procedure};
use crate::view::View;
use lienthong_calendar::Term;
use lienthong_names::{CaseName, ProcedureCode};

/// A case of a procedure. Which papers and which money it asks for is said by these themselves; a process may be published for
/// it ([`crate::Process::case`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureCase {
    /// What dossiers, papers, fees and processes name it by.
    pub name: CaseName,
    /// What it is called.
    pub title: Box<str>,
    /// Within what term; `None`: as the procedure says.
    pub term: Option<Term>,
    /// Within what term, where it is handed in online; `None`: as for the others of this case.
    pub online_term: Option<Term>,
}

impl Procedure {
    /// The case that it has by this name.
    #[must_use]
    pub fn case(&self, name: &CaseName) -> Option<&ProcedureCase> {
        self.cases.iter().find(|case| case.name == *name)
    }

    /// The term of a dossier of a case, or of none, that is handed in online or not: the case's own before the procedure's.
    #[must_use]
    pub fn term_by(&self, case: Option<&CaseName>, online: bool) -> Option<&Term> {
        let own = case.and_then(|name| self.case(name));
        let own = own.and_then(|case| term_of(case.online_term.as_ref(), case.term.as_ref(), online));
        own.or_else(|| term_of(self.online_term.as_ref(), self.term.as_ref(), online))
    }

    /// What a dossier of a case, or of none, is asked for.
    pub fn checklist_for(&self, case: Option<&CaseName>) -> impl Iterator<Item = &ChecklistItem> {
        self.checklist.iter().filter(move |item| item.is_for(case))
    }

    /// The money that a dossier of a case, or of none, is asked for.
    pub fn fees_for(&self, case: Option<&CaseName>) -> impl Iterator<Item = &Fee> {
        self.fees.iter().filter(move |fee| fee.is_for(case))
    }
}

fn term_of<'a>(online_term: Option<&'a Term>, term: Option<&'a Term>, online: bool) -> Option<&'a Term> {
    online_term.filter(|_| online).or(term)
}

/// What names no case is for every dossier.
pub(crate) fn is_for(cases: &[CaseName], case: Option<&CaseName>) -> bool {
    cases.is_empty() || case.is_some_and(|case| cases.contains(case))
}

impl View<'_> {
    /// Whether any version of a procedure has a case, in force or not.
    #[must_use]
    pub fn has_case(&self, code: &ProcedureCode, case: &CaseName) -> bool {
        self.known(self.catalogue.procedures.get(code)).any(|(_, procedure)| procedure.case(case).is_some())
    }
}

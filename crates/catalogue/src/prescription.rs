//! What a document prescribes of the procedures that stand on it, and of each part of a version whose word holds.

use crate::cases::is_for;
use crate::entry::{ChecklistItem, Fee};
use crate::legal_basis::LegalBasis;
use crate::view::View;
use lienthong_calendar::Term;
use lienthong_names::{CaseName, LegalBasisId, ProcedureCode};

/// What a document says of one procedure, part by part. Papers and fees go by the ids that the procedure has for them: a document's own words
/// for a paper are nobody's to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prescription {
    /// Of which procedure; it may be published later, and mostly is.
    pub procedure: ProcedureCode,
    /// Within what term dossiers are decided, of every case that has none of its own here; `None`: nothing is said of them.
    pub term: Option<Term>,
    /// The terms of single cases, each case once.
    pub case_terms: Vec<CaseTerm>,
    /// The papers that are asked for, and no others; `None`: nothing is said of papers.
    pub papers: Option<Vec<ChecklistItem>>,
    /// The money that is asked for, and no other; `None`: nothing is said of money.
    pub fees: Option<Vec<Fee>>,
}

/// The term that a document sets for dossiers of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTerm {
    /// Of which.
    pub case: CaseName,
    /// Within what term.
    pub term: Term,
}

impl Prescription {
    /// Whether it says anything of the term.
    #[must_use]
    pub const fn sets_term(&self) -> bool {
        self.term.is_some() || !self.case_terms.is_empty()
    }

    /// Whether it says nothing at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        !self.sets_term() && self.papers.is_none() && self.fees.is_none()
    }

    /// The term that it sets for a dossier of a case, or of none.
    #[must_use]
    pub fn term_for(&self, case: Option<&CaseName>) -> Option<&Term> {
        let own = self.case_terms.iter().find(|own| Some(&own.case) == case).map(|own| &own.term);
        own.or(self.term.as_ref())
    }
}

impl ChecklistItem {
    /// Whether a dossier of a case, or of none, is asked for it.
    #[must_use]
    pub fn is_for(&self, case: Option<&CaseName>) -> bool {
        is_for(&self.cases, case)
    }
}

impl Fee {
    /// Whether a dossier of a case, or of none, is asked for it.
    #[must_use]
    pub fn is_for(&self, case: Option<&CaseName>) -> bool {
        is_for(&self.cases, case)
    }

    /// How much it is for what is handed in online.
    #[must_use]
    pub fn amount_online(&self) -> u64 {
        self.online_amount.unwrap_or(self.amount)
    }
}

/// Of each part of a version, the document whose word holds, and that word; `None`: no document that it stands on says anything of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prescribed<'a> {
    /// Of the term.
    pub term: Option<(&'a LegalBasis, &'a Prescription)>,
    /// Of the papers.
    pub papers: Option<(&'a LegalBasis, &'a [ChecklistItem])>,
    /// Of the money.
    pub fees: Option<(&'a LegalBasis, &'a [Fee])>,
}

impl<'a> View<'a> {
    /// What the documents that a version stands on prescribe of it. Where several say something of one part, the word of the one holds that came
    /// into effect last; of two of one day, of the one that the version names last. One that is not in effect yet counts too: the version
    /// says that it stands on it.
    #[must_use]
    pub fn prescribed(&self, code: &ProcedureCode, version: u32) -> Prescribed<'a> {
        let Some(procedure) = self.procedure_version(code, version) else { return Prescribed::default() };
        let said = |id: &LegalBasisId| {
            let basis = self.legal_basis(id)?;
            basis.prescribes.iter().find(|said| said.procedure == *code).map(|said| (basis, said))
        };
        let mut said: Vec<_> = procedure.legal_bases.iter().filter_map(said).collect();
        said.sort_by_key(|(basis, _)| basis.effective_on);
        let last_first = || said.iter().rev().copied();
        Prescribed {
            term: last_first().find(|(_, said)| said.sets_term()),
            papers: last_first().find_map(|(basis, said)| Some((basis, said.papers.as_deref()?))),
            fees: last_first().find_map(|(basis, said)| Some((basis, said.fees.as_deref()?))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Catalogue, Decision, Entry, Procedure};
    use jiff::Timestamp;
    use jiff::civil::{Date, date};
    use lienthong_names::AgencyId;

    fn code() -> ProcedureCode {
        ProcedureCode::new("1.1").unwrap()
    }

    fn prescription() -> Prescription {
        Prescription { procedure: code(), term: None, case_terms: Vec::new(), papers: None, fees: None }
    }

    fn registered(id: &str, effective_on: Date, said: Prescription) -> Entry {
        Entry::LegalBasisRegistered(LegalBasis {
            id: LegalBasisId::new(id).unwrap(),
            number: id.into(),
            title: id.into(),
            effective_on,
            responsible: AgencyId::new("H22.14").unwrap(),
            publication_due: None,
            prescribes: vec![said],
        })
    }

    fn published(version: u32, bases: &[&str]) -> Entry {
        let decision = Decision { number: "1".into(), date: date(2020, 1, 1), signer: "CT".into() };
        let procedure = Procedure {
            legal_bases: bases.iter().map(|id| LegalBasisId::new(id).unwrap()).collect(),
            ..Procedure::blank(code(), decision, Timestamp::UNIX_EPOCH)
        };
        Entry::ProcedurePublished { version, procedure: Box::new(procedure) }
    }

    #[test]
    fn of_each_part_the_word_of_the_document_in_effect_last_holds() {
        let terms = |days| Prescription { term: Some(Term::working_days(days)), ..prescription() };
        let free = Prescription { fees: Some(Vec::new()), ..terms(9) };
        let entries = [
            registered("old", date(2018, 1, 1), free),
            registered("new", date(2020, 7, 1), terms(5)),
            registered("same-day", date(2020, 7, 1), terms(6)),
            registered(
                "other",
                date(2021, 1, 1),
                Prescription { procedure: ProcedureCode::new("2.2").unwrap(), ..terms(1) },
            ),
            published(1, &["new", "old"]),
            published(2, &["new", "same-day", "other"]),
            published(3, &["other"]),
        ];
        let mut catalogue = Catalogue::default();
        for (sequence, entry) in (1..).zip(&entries) {
            catalogue.evolve(sequence, entry);
        }
        let view = catalogue.now();
        let told = |version| {
            let prescribed = view.prescribed(&code(), version);
            let term = prescribed.term.and_then(|(_, said)| said.term_for(None).cloned());
            let fees = prescribed.fees.map(|(basis, _)| basis.id.to_string());
            (term, fees, prescribed.papers.is_some())
        };
        assert_eq!(told(1), (Some(Term::working_days(5)), Some("old".to_owned()), false));
        assert_eq!(told(2), (Some(Term::working_days(6)), None, false));
        assert_eq!(told(3), (None, None, false));
        assert_eq!(told(4), (None, None, false), "there is no such version");
    }

    #[test]
    fn a_case_has_the_term_that_is_set_for_it_or_that_of_all() {
        let case = |name: &str| CaseName::new(name).unwrap();
        let own = CaseTerm { case: case("a"), term: Term::working_days(2) };
        let said = Prescription { case_terms: vec![own], ..prescription() };
        assert_eq!(said.term_for(Some(&case("a"))), Some(&Term::working_days(2)));
        assert_eq!((said.term_for(Some(&case("b"))), said.term_for(None)), (None, None));
        assert!(said.sets_term() && !said.is_empty() && prescription().is_empty());
        let all = Prescription { term: Some(Term::working_days(9)), ..said };
        assert_eq!(all.term_for(Some(&case("a"))), Some(&Term::working_days(2)));
        assert_eq!(all.term_for(Some(&case("b"))), Some(&Term::working_days(9)));
    }
}

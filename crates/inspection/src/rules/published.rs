//! R23: procedures that were published late, or otherwise than the documents say that they stand on. Directive 1c.

use super::departures::{Departure, of_version};
use crate::finding::Finding;
use crate::rule::Rule;
use crate::told::{Place, Told};
use jiff::Timestamp;
use lienthong_catalogue::{Catalogue, Entry, LegalBasis, Procedure, View};
use lienthong_names::{AgencyId, LegalBasisId, ProcedureCode};
use std::collections::BTreeMap;

/// Where documents and versions were recorded, so that what is found cites both.
#[derive(Debug, Default)]
pub(crate) struct Publications {
    /// Each document as it was registered last.
    bases: BTreeMap<LegalBasisId, Place>,
    versions: BTreeMap<(ProcedureCode, u32), Place>,
}

/// A version that says something otherwise, and what.
struct Otherwise<'a> {
    code: &'a ProcedureCode,
    version: u32,
    departures: Vec<Departure<'a>>,
}

impl Publications {
    /// Takes an entry in that the catalogue has taken in already, and says what is found by it.
    pub(crate) fn look(&mut self, told: &Told<'_>, entry: &Entry, catalogue: &Catalogue) -> Vec<Finding> {
        let view = catalogue.as_known(told.place.sequence);
        match entry {
            Entry::ProcedurePublished { version, procedure } => {
                self.versions.insert((procedure.code.clone(), *version), told.place.clone());
                let departures = of_version(view, &procedure.code, *version);
                let otherwise = Otherwise { code: &procedure.code, version: *version, departures };
                let late = self.late(told, procedure, *version, view);
                late.into_iter().chain(self.otherwise(told, &[otherwise])).collect()
            }
            Entry::LegalBasisRegistered(basis) => {
                self.bases.insert(basis.id.clone(), told.place.clone());
                let before = catalogue.as_known(told.place.sequence.saturating_sub(1));
                self.otherwise(told, &shown_by(basis, before, view, told.effective_at))
            }
            _ => Vec::new(),
        }
    }

    /// Published later than what it stands on asks.
    fn late(&self, told: &Told<'_>, procedure: &Procedure, version: u32, view: View<'_>) -> Option<Finding> {
        let days = view.published_late(&procedure.code, version);
        let due = view.publication_due(&procedure.code, version).filter(|_| days > 0)?;
        let bases = procedure.legal_bases.iter().filter_map(|id| view.legal_basis(id));
        let basis = bases.into_iter().find(|basis| basis.publication_due == Some(due))?;
        let finding = Finding::at(Rule::PublishedLate, told.place, &basis.responsible, told.effective_at);
        Some(finding.cites(self.bases.get(&basis.id)).says(
            format!("thủ tục {} công bố chậm {days} ngày, hạn {due} theo {}", procedure.code, basis.number),
            format!(
                "procedure {} was published {days} days late: {} asks for it by {due}",
                procedure.code, basis.number
            ),
        ))
    }

    /// One finding for each agency that answers for a document, however many procedures are published otherwise than its documents say: a finding
    /// is named by its record and its agency.
    fn otherwise(&self, told: &Told<'_>, all: &[Otherwise<'_>]) -> Vec<Finding> {
        let departures = all.iter().flat_map(|one| &one.departures);
        let mut agencies: Vec<&AgencyId> = departures.map(|departure| &departure.basis.responsible).collect();
        agencies.sort();
        agencies.dedup();
        agencies.into_iter().map(|agency| self.of_agency(told, all, agency)).collect()
    }

    fn of_agency(&self, told: &Told<'_>, all: &[Otherwise<'_>], agency: &AgencyId) -> Finding {
        let mut finding = Finding::at(Rule::PublishedOtherwise, told.place, agency, told.effective_at);
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        for Otherwise { code, version, departures } in all {
            let its: Vec<_> = departures.iter().filter(|one| one.basis.responsible == *agency).collect();
            for of_one in its.chunk_by(|one, other| one.basis.id == other.basis.id) {
                let basis = of_one[0].basis;
                let version_at = self.versions.get(&((*code).clone(), *version));
                finding = finding.cites(self.bases.get(&basis.id)).cites(version_at);
                let vi_words: Vec<&str> = of_one.iter().map(|one| &*one.words.0).collect();
                let en_words: Vec<&str> = of_one.iter().map(|one| &*one.words.1).collect();
                vi.push(format!(
                    "thủ tục {code} (phiên bản {version}) công bố khác {}: {}",
                    basis.number,
                    vi_words.join("; ")
                ));
                en.push(format!(
                    "procedure {code} (version {version}) was published otherwise than {} says: {}",
                    basis.number,
                    en_words.join("; ")
                ));
            }
        }
        finding.says(vi.join(". "), en.join(". "))
    }
}

/// What a registration shows of versions that stand on the document and are in force, or will be: a procedure does not equal its legal basis
/// whether that was published first or what it prescribes was recorded first; else who registers late what a document prescribes would not
/// be found. Not of versions that others have taken the place of, and of the rest only what was not to be seen before it.
fn shown_by<'a>(basis: &LegalBasis, before: View<'a>, view: View<'a>, at: Timestamp) -> Vec<Otherwise<'a>> {
    let counts = |(code, version): &(&ProcedureCode, u32)| {
        let from = view.procedure_version(code, *version).map(|procedure| procedure.in_force_from.max(at));
        from.and_then(|from| view.procedure(code, from)).is_some_and(|(in_force, _)| in_force == *version)
    };
    let shown = |(code, version): (&'a ProcedureCode, u32)| {
        let known = of_version(before, code, version);
        let is_new = |one: &Departure<'_>| {
            !known.iter().any(|known| (&known.basis.id, &known.words) == (&one.basis.id, &one.words))
        };
        let departures = of_version(view, code, version).into_iter().filter(is_new).collect();
        Otherwise { code, version, departures }
    };
    view.standing_on(&basis.id).filter(counts).map(shown).collect()
}

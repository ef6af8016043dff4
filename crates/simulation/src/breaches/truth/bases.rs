//! What is published otherwise than the documents prescribe that it stands on (R23).

use super::{Notes, Seen};
use jiff::civil::date;
use lienthong_calendar::{Calendar, Term};
use lienthong_catalogue::{Entry, LegalBasis, Prescription, Procedure, View};
use lienthong_names::{CaseName, LegalBasisId, ProcedureCode};
use std::collections::{BTreeMap, BTreeSet};

/// A version, and what was to be seen of it that is otherwise.
#[derive(Debug)]
struct Version {
    number: u32,
    says: Procedure,
    otherwise: BTreeSet<String>,
}

/// Documents and what stands on them.
#[derive(Debug, Default)]
pub(super) struct Bases {
    documents: BTreeMap<LegalBasisId, LegalBasis>,
    versions: BTreeMap<ProcedureCode, Vec<Version>>,
}

impl Bases {
    pub(super) fn saw(&mut self, seen: &Seen<'_>, entry: &Entry, known: View<'_>, notes: &mut Notes) {
        match entry {
            Entry::ProcedurePublished { version, procedure } => {
                let otherwise = self.otherwise(procedure);
                if !otherwise.is_empty() {
                    notes.here("R23.published_otherwise", seen);
                }
                let version = Version { number: *version, says: (**procedure).clone(), otherwise };
                self.versions.entry(procedure.code.clone()).or_default().push(version);
            }
            Entry::LegalBasisRegistered(basis) => {
                self.documents.insert(basis.id.clone(), basis.clone());
                let mut versions = std::mem::take(&mut self.versions);
                for (code, version) in
                    versions.iter_mut().flat_map(|(code, all)| all.iter_mut().map(move |one| (code, one)))
                {
                    let today = self.otherwise(&version.says);
                    let day = version.says.in_force_from.max(seen.effective_at);
                    let holds =
                        known.procedure(code, day).is_some_and(|(number, _)| number == version.number);
                    if holds && !today.is_subset(&version.otherwise) {
                        notes.here("R23.published_otherwise", seen);
                    }
                    version.otherwise = today;
                }
                self.versions = versions;
            }
            _ => {}
        }
    }

    /// What a version says and its documents do not, and the other way round; a line each.
    fn otherwise(&self, procedure: &Procedure) -> BTreeSet<String> {
        let common = if procedure.case_required { None } else { Some(None) };
        let cases = common.into_iter().chain(procedure.cases.iter().map(|case| Some(&case.name)));
        cases.flat_map(|case| self.for_one(procedure, case)).collect()
    }

    /// The same for dossiers of one case.
    fn for_one(&self, procedure: &Procedure, case: Option<&CaseName>) -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        let of = |what: &str, line: &str| format!("{} {what} {line}", case.map_or("", |case| case.as_str()));
        if let Some(said) = self.says(procedure, |said| said.term.is_some() || !said.case_terms.is_empty()) {
            let own = said.case_terms.iter().find(|own| case == Some(&own.case)).map(|own| &own.term);
            if let Some(asked) = own.or(said.term.as_ref()) {
                let desk = procedure.term_by(case, false);
                if desk != Some(asked) {
                    lines.insert(of("term", &format!("{asked} {desk:?}")));
                }
                let online = procedure.term_by(case, true).filter(|online| Some(*online) != desk);
                if let Some(online) = online.filter(|online| lasts_longer(online, asked)) {
                    lines.insert(of("online", &format!("{asked} {online}")));
                }
            }
        }
        let is_for = |cases: &[CaseName]| cases.is_empty() || case.is_some_and(|case| cases.contains(case));
        if let Some(asked) = self.says(procedure, |said| said.papers.is_some()) {
            let sheet = |list: &[lienthong_catalogue::ChecklistItem]| -> BTreeSet<String> {
                let items = list.iter().filter(|item| is_for(&item.cases));
                items.map(|item| format!("{} {} {}", item.id, item.required, item.original_first)).collect()
            };
            let (asked, published) =
                (sheet(asked.papers.as_deref().unwrap_or_default()), sheet(&procedure.checklist));
            lines.extend(asked.difference(&published).map(|line| of("paper missing", line)));
            lines.extend(published.difference(&asked).map(|line| of("paper more", line)));
        }
        if let Some(asked) = self.says(procedure, |said| said.fees.is_some()) {
            let sheet = |list: &[lienthong_catalogue::Fee]| -> BTreeSet<String> {
                let fees = list.iter().filter(|fee| is_for(&fee.cases));
                fees.map(|fee| {
                    format!("{} {} {}", fee.id, fee.amount, fee.online_amount.unwrap_or(fee.amount))
                })
                .collect()
            };
            let (asked, published) =
                (sheet(asked.fees.as_deref().unwrap_or_default()), sheet(&procedure.fees));
            lines.extend(asked.difference(&published).map(|line| of("fee missing", line)));
            lines.extend(published.difference(&asked).map(|line| of("fee more", line)));
        }
        lines
    }

    /// What the document prescribes that speaks of something and is in effect since last.
    fn says(&self, procedure: &Procedure, speaks: impl Fn(&Prescription) -> bool) -> Option<&Prescription> {
        let mut holds: Option<(&LegalBasis, &Prescription)> = None;
        for basis in procedure.legal_bases.iter().filter_map(|id| self.documents.get(id)) {
            let said = basis.prescribes.iter().find(|said| said.procedure == procedure.code && speaks(said));
            let Some(said) = said else { continue };
            if holds.is_none_or(|(before, _)| before.effective_on <= basis.effective_on) {
                holds = Some((basis, said));
            }
        }
        holds.map(|(_, said)| said)
    }
}

/// Counted from a Monday with no day off near it.
fn lasts_longer(one: &Term, other: &Term) -> bool {
    let calendar = Calendar::vietnam_default();
    let Ok(from) = calendar.data().offset.to_timestamp(date(2020, 10, 5).at(8, 0, 0, 0)) else { return true };
    match (calendar.due(from, one), calendar.due(from, other)) {
        (Ok(one), Ok(other)) => one > other,
        _ => true,
    }
}

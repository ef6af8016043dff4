//! One procedure: what it says on a day, how it is worked, and what each version says otherwise than the one before.

use super::dossier::one;
use super::tables::Tables;
use super::{damaged, unreadable};
use crate::folds::BasisRow;
use crate::folds::keys::{bases, said_key};
use crate::projection::FoldError;
use crate::published::{AgainstDraft, published};
use crate::view::{DocumentView, DossierView, ResolutionView};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_catalogue::{Catalogue, Entry, LegalBasis};
use lienthong_dossier::Outcome;
use lienthong_ledger::parameters::{Parameters, malformed};
use lienthong_ledger::ports::QueryError;
use lienthong_names::{NameError, ProcedureCode};
use lienthong_protocol::Event;
use serde_json::{Value, json};

pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let code = parameters.must("code")?;
    let code = ProcedureCode::new(&code).map_err(|error| malformed(&format!("code: {error}")))?;
    let at = match parameters.text("on") {
        Some(day) => beginning(tables, &day)?,
        None => parameters.now(),
    };
    let catalogue = everything_said(tables, &code)?;
    let shown = published(catalogue.now(), tables, &code, at);
    let mut shown = shown.ok_or_else(|| QueryError::NotFound { what: format!("procedure {code}") })?;
    for version in &mut shown.versions {
        let Some(draft) = &mut version.draft else { continue };
        let dossier = match one(tables, &draft.dossier) {
            Ok(dossier) => Some(dossier),
            Err(QueryError::NotFound { .. }) => None,
            Err(error) => return Err(error),
        };
        draft.said = Some(compared(dossier.as_ref(), version.says_sha256.as_deref()));
    }
    Ok(json!({ "procedure": shown }))
}

/// Whether what was published is what was decided in the dossier of its draft: one of the documents put to it, by their digests.
fn compared(dossier: Option<&DossierView>, published: Option<&str>) -> AgainstDraft {
    let Some(dossier) = dossier else { return AgainstDraft::Unknown };
    let granted = |resolution: &ResolutionView| resolution.outcome == Outcome::Granted.as_str();
    if !dossier.resolution.as_ref().is_some_and(granted) {
        return AgainstDraft::Undecided;
    }
    let handed_in = dossier.registration.iter().flat_map(|registration| &registration.documents);
    let is_it = |document: &DocumentView| document.sha256.as_deref() == published;
    if handed_in.chain(&dossier.attached).any(is_it) {
        AgainstDraft::AsDecided
    } else {
        AgainstDraft::Otherwise
    }
}

/// The first instant of a day.
fn beginning(tables: &Tables<'_>, day: &str) -> Result<Timestamp, QueryError> {
    let no_day = || malformed(&format!("on: `{day}` is no day such as 2025-07-01"));
    let date: Date = day.parse().map_err(|_| no_day())?;
    let zoned = date.at(0, 0, 0, 0).to_zoned_datetime(tables.zone().clone());
    zoned.map(|zoned| zoned.timestamp()).map_err(|_| no_day())
}

/// A document that procedures stand on, as it was registered.
fn legal_basis(row: BasisRow) -> Result<LegalBasis, QueryError> {
    let wrong = |what: &dyn std::fmt::Display| unreadable(&FoldError::Content { what: what.to_string() });
    let day = |text: &str| text.parse::<Date>().map_err(|error| wrong(&error));
    Ok(LegalBasis {
        id: row.id.parse().map_err(|error: NameError| wrong(&error))?,
        number: row.number.into(),
        title: row.title.into(),
        effective_on: day(&row.effective_on)?,
        responsible: row.responsible.parse().map_err(|error: NameError| wrong(&error))?,
        publication_due: row.publication_due.as_deref().map(day).transpose()?,
        // Nothing that is shown of a procedure is measured by it: who inspects reads it in the records.
        prescribes: Vec::new(),
    })
}

/// The catalogue as far as it is about one procedure, put together again from what was published.
fn everything_said(tables: &Tables<'_>, code: &ProcedureCode) -> Result<Catalogue, QueryError> {
    let events: Vec<String> = tables.get("catalogue", &said_key(code.as_str()))?.unwrap_or_default();
    let mut catalogue = Catalogue::default();
    for (_, basis) in tables.all::<BasisRow>("catalogue", &bases())? {
        catalogue.evolve(0, &Entry::LegalBasisRegistered(legal_basis(basis)?));
    }
    for (at, event) in (1..).zip(&events) {
        let what = |error: String| unreadable(&FoldError::Content { what: error });
        let bytes = hex::decode(event).map_err(|error| what(error.to_string()))?;
        match Event::decode(&bytes).map_err(|error| what(error.to_string()))? {
            Event::Catalogue(entry) => catalogue.evolve(at, &entry),
            Event::Dossier(_) | Event::Books(_) | Event::Supervision(_) => {
                return Err(damaged("what was published is of a dossier"));
            }
        }
    }
    Ok(catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_is_a_document_of_the_granted_dossier_or_is_told_apart() {
        let mut dossier = DossierView::new("H22.TT-201102-0001", "H22/2020");
        let published = Some("aa");
        assert_eq!(compared(None, published), AgainstDraft::Unknown);
        let document = |sha256: Option<&str>| DocumentView {
            id: "du-thao".to_owned(),
            name: "Dự thảo".to_owned(),
            sha256: sha256.map(ToOwned::to_owned),
            size: 1,
        };
        dossier.attached = vec![document(None), document(Some("bb")), document(Some("aa"))];
        assert_eq!(compared(Some(&dossier), published), AgainstDraft::Undecided);
        let resolved = |outcome: Outcome| ResolutionView {
            outcome: outcome.as_str().to_owned(),
            at: Timestamp::UNIX_EPOCH,
            by: "H22.01".to_owned(),
        };
        dossier.resolution = Some(resolved(Outcome::RejectedOnMerits));
        assert_eq!(compared(Some(&dossier), published), AgainstDraft::Undecided);
        dossier.resolution = Some(resolved(Outcome::Granted));
        assert_eq!(compared(Some(&dossier), published), AgainstDraft::AsDecided);
        dossier.attached.pop();
        assert_eq!(compared(Some(&dossier), published), AgainstDraft::Otherwise);
    }
}

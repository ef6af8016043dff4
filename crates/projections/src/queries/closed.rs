//! What an opinion says, so far as it is shown: one that was given closed not before it is opened, and then by the dossier's key.
//!
//! Belongs here: which key is needed, and opening with it. Does not: when it is opened (`consultation`), where keys are (`ledger`).

use super::dossier::one;
use super::tables::Tables;
use crate::folds::keys::{ClosedRow, closed_key};
use crate::view::{ConsultationView, DocumentView, DossierView, OpinionView, show_document};
use lienthong_ledger::parameters::Parameters;
use lienthong_ledger::ports::{KeyOf, KeyScope, QueryError};
use lienthong_names::{DossierCode, Origin, StreamName};
use lienthong_protocol::OpinionWords;

/// It is closed still.
const CLOSED: &str = "closed";
/// It was closed, and is opened.
const OPENED: &str = "opened";
/// It was opened, and cannot be read: its key was erased, or is away.
const UNREADABLE: &str = "unreadable";

/// What of an opinion is shown.
pub(super) struct Said {
    /// In a word; `not_stated` where it is not shown.
    pub(super) stance: String,
    /// What it says; nothing where it is not shown.
    pub(super) text: String,
    /// What came along.
    pub(super) documents: Vec<DocumentView>,
    /// Where it was given closed: `closed`, `opened`, `unreadable`.
    pub(super) closed: Option<&'static str>,
}

/// The key that is needed to show what was opened of the dossier that is asked about; `None` where nothing was.
pub(super) fn scope(tables: &Tables<'_>, parameters: &Parameters) -> Result<Option<KeyScope>, QueryError> {
    let view = one(tables, &parameters.must("code")?)?;
    let opened = view.consultations.iter().any(|asked| asked.opinions_opened_at.is_some());
    Ok(if opened { key_scope(&view, KeyOf::Opinions) } else { None })
}

/// One of the keys of a dossier; `None` where the row of the dossier is none.
pub(super) fn key_scope(view: &DossierView, of: KeyOf) -> Option<KeyScope> {
    let (origin, code) = (Origin::new(&view.origin).ok()?, DossierCode::new(&view.code).ok()?);
    Some(KeyScope::new(&origin, &StreamName::dossier(&code), of))
}

/// What of an opinion is shown now.
pub(super) fn said(
    tables: &Tables<'_>,
    dossier: &DossierView,
    asked: &ConsultationView,
    opinion: &OpinionView,
) -> Said {
    let plain = |closed| Said {
        stance: opinion.stance.clone(),
        text: opinion.text.clone(),
        documents: opinion.documents.clone(),
        closed,
    };
    let Some(commitment) = &opinion.closed else { return plain(None) };
    if asked.is_closed() {
        return plain(Some(CLOSED));
    }
    match opened(tables, dossier, opinion, commitment) {
        Some(words) => Said {
            stance: words.stance.to_string(),
            text: words.text.to_string(),
            documents: words.documents.iter().map(show_document).collect(),
            closed: Some(OPENED),
        },
        None => plain(Some(UNREADABLE)),
    }
}

/// The words under a commitment: whoever opens them sees that they are those that were committed to.
fn opened(
    tables: &Tables<'_>,
    dossier: &DossierView,
    opinion: &OpinionView,
    commitment: &str,
) -> Option<OpinionWords> {
    let place = closed_key(&dossier.code, &dossier.origin, opinion.revision);
    let row: ClosedRow = tables.get("dossiers", &place).ok().flatten()?;
    let said = tables.opened(dossier, commitment, row.field()?)?;
    OpinionWords::decode(&said.value).ok()
}

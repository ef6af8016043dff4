//! Legs that go out once another is answered, as they are shown; and the way back.

use super::DocumentView;
use super::clock::{self, PhaseView};
use super::restore::{self, Restored, id};
use super::show;
use super::words::Word;
use jiff::Timestamp;
use lienthong_dossier::PlannedLeg;
use lienthong_names::LegId;
use serde::{Deserialize, Serialize};

/// A leg that waits for another, and is not sent before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLegView {
    /// Which.
    pub leg: String,
    /// Who sends it.
    pub from: String,
    /// To whom.
    pub to: String,
    /// What for.
    pub purpose: String,
    /// Within what term; `None`: as the process says.
    pub term: Option<Vec<PhaseView>>,
    /// What goes along.
    pub documents: Vec<DocumentView>,
    /// A covering note.
    pub note: String,
    /// The leg that is to be answered first.
    pub after: String,
    /// When it was planned.
    pub at: Timestamp,
}

pub(super) fn show(id: &LegId, planned: &PlannedLeg) -> PlannedLegView {
    let PlannedLeg { from, to, purpose, term, documents, note, after, at } = planned;
    PlannedLegView {
        leg: id.to_string(),
        from: from.to_string(),
        to: to.to_string(),
        purpose: purpose.to_string(),
        term: term.as_ref().map(clock::show_term),
        documents: documents.iter().map(show::show_document).collect(),
        note: note.to_string(),
        after: after.to_string(),
        at: *at,
    }
}

pub(super) fn restore(view: &PlannedLegView) -> Restored<(LegId, PlannedLeg)> {
    let planned = PlannedLeg {
        from: id("agency", &view.from)?,
        to: id("agency", &view.to)?,
        purpose: Word::read(&view.purpose)?,
        term: view.term.as_deref().map(clock::restore_term).transpose()?,
        documents: view.documents.iter().map(restore::document).collect::<Restored<_>>()?,
        note: view.note.as_str().into(),
        after: id("leg", &view.after)?,
        at: view.at,
    };
    Ok((id("leg", &view.leg)?, planned))
}

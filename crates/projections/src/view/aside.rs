//! What goes beside a dossier's way, as it is shown; and the way back.

use super::restore::{Restored, id, optional};
use jiff::Timestamp;
use lienthong_dossier::{Competence, Complaint, Papers, Succeeded};
use serde::{Deserialize, Serialize};

/// Whose competence it is, where that was in question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompetenceView {
    /// Legs that were refused for competence since it was last decided.
    pub refused: Vec<String>,
    /// For whom it was decided.
    pub decided_for: Option<String>,
}

/// An agency took another's place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SucceededView {
    /// Who ceased.
    pub predecessor: String,
    /// Who stands in its place.
    pub successor: String,
    /// Since when.
    pub at: Timestamp,
}

/// Paper originals on one list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PapersView {
    /// Number of the list.
    pub manifest: String,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// What went.
    pub items: Vec<String>,
    /// When.
    pub sent_at: Timestamp,
    /// When they arrived.
    pub received_at: Option<Timestamp>,
    /// What of the list did not.
    pub missing: Vec<String>,
}

/// The citizen complained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintView {
    /// Of whom.
    pub against: String,
    /// When.
    pub filed_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

pub(super) fn show_competence(competence: &Competence) -> CompetenceView {
    let Competence { refused, decided_for } = competence;
    CompetenceView {
        refused: refused.iter().map(ToString::to_string).collect(),
        decided_for: decided_for.as_ref().map(ToString::to_string),
    }
}

pub(super) fn show_succeeded(succeeded: &Succeeded) -> SucceededView {
    let Succeeded { predecessor, successor, at } = succeeded;
    SucceededView { predecessor: predecessor.to_string(), successor: successor.to_string(), at: *at }
}

pub(super) fn restore_succeeded(view: &SucceededView) -> Restored<Succeeded> {
    Ok(Succeeded {
        predecessor: id("agency", &view.predecessor)?,
        successor: id("agency", &view.successor)?,
        at: view.at,
    })
}

pub(super) fn show_papers(papers: &Papers) -> PapersView {
    let Papers { manifest, from, to, items, sent_at, received_at, missing } = papers;
    PapersView {
        manifest: manifest.to_string(),
        from: from.to_string(),
        to: to.to_string(),
        items: items.iter().map(ToString::to_string).collect(),
        sent_at: *sent_at,
        received_at: *received_at,
        missing: missing.iter().map(ToString::to_string).collect(),
    }
}

pub(super) fn show_complaint(complaint: &Complaint) -> ComplaintView {
    let Complaint { against, filed_at, answered_at } = complaint;
    ComplaintView { against: against.to_string(), filed_at: *filed_at, answered_at: *answered_at }
}

pub(super) fn restore_competence(view: &CompetenceView) -> Restored<Competence> {
    Ok(Competence {
        refused: view.refused.iter().map(|leg| id("leg", leg)).collect::<Restored<_>>()?,
        decided_for: optional("agency", view.decided_for.as_ref())?,
    })
}

pub(super) fn restore_papers(view: &PapersView) -> Restored<Papers> {
    let items = |items: &[String]| items.iter().map(|item| item.as_str().into()).collect();
    Ok(Papers {
        manifest: view.manifest.as_str().into(),
        from: id("agency", &view.from)?,
        to: id("agency", &view.to)?,
        items: items(&view.items),
        sent_at: view.sent_at,
        received_at: view.received_at,
        missing: items(&view.missing),
    })
}

pub(super) fn restore_complaint(view: &ComplaintView) -> Restored<Complaint> {
    Ok(Complaint {
        against: id("agency", &view.against)?,
        filed_at: view.filed_at,
        answered_at: view.answered_at,
    })
}

//! Who entered what, and what was corrected, as it is shown; and the way back.

use super::restore::{Restored, id, optional};
use super::words::Word;
use jiff::Timestamp;
use lienthong_dossier::{Correction, Entry};
use serde::{Deserialize, Serialize};

/// An admitted record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// Its revision.
    pub revision: u64,
    /// Whose act it was.
    pub agency: String,
    /// What it led to.
    pub events: Vec<String>,
}

/// What is right in place of a field of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionView {
    /// Revision of the record.
    pub revision: u64,
    /// Which event of it.
    pub event: String,
    /// Which field of the event.
    pub field: String,
    /// What is right.
    pub value: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// The second officer.
    pub confirmed_by: Option<String>,
    /// When.
    pub at: Timestamp,
}

pub(super) fn show_entry(revision: u64, entry: &Entry) -> EntryView {
    let Entry { agency, events } = entry;
    EntryView {
        revision,
        agency: agency.to_string(),
        events: events.iter().map(|kind| kind.as_str().to_owned()).collect(),
    }
}

pub(super) fn show_correction(correction: &Correction) -> CorrectionView {
    let Correction { revision, event, field, value, reason, by, confirmed_by, at } = correction;
    CorrectionView {
        revision: *revision,
        event: event.to_string(),
        field: field.to_string(),
        value: value.to_string(),
        reason: reason.to_string(),
        by: by.to_string(),
        confirmed_by: confirmed_by.as_ref().map(ToString::to_string),
        at: *at,
    }
}

pub(super) fn restore_entry(view: &EntryView) -> Restored<(u64, Entry)> {
    let events = view.events.iter().map(|text| Word::read(text)).collect::<Restored<_>>()?;
    Ok((view.revision, Entry { agency: id("agency", &view.agency)?, events }))
}

pub(super) fn restore_correction(view: &CorrectionView) -> Restored<Correction> {
    Ok(Correction {
        revision: view.revision,
        event: view.event.as_str().into(),
        field: view.field.as_str().into(),
        value: view.value.as_str().into(),
        reason: view.reason.as_str().into(),
        by: id("agency", &view.by)?,
        confirmed_by: optional("officer", view.confirmed_by.as_ref())?,
        at: view.at,
    })
}

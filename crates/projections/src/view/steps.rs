//! Steps of a dossier's process, as they are shown; and the way back.

use super::clock::{self, ResumedView};
use super::restore::{Restored, id};
use jiff::Timestamp;
use lienthong_dossier::{DoneStep, OpenStep};
use serde::{Deserialize, Serialize};

/// A step begun and not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenStepView {
    /// Which.
    pub step: String,
    /// Whose.
    pub agency: String,
    /// Since when.
    pub since: Timestamp,
    /// By when, where the process gives it a term: as it began, or as it last went on.
    pub due: Option<Timestamp>,
    /// How it went on after its clock last stood still.
    pub resumed: Option<ResumedView>,
    /// Since when its clock stands still.
    pub stands_since: Option<Timestamp>,
    /// The due instant at which it was recorded as not done in time.
    pub overdue: Option<Timestamp>,
}

/// A step done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneStepView {
    /// Which.
    pub step: String,
    /// Whose.
    pub agency: String,
    /// Who did it.
    pub officer: String,
}

pub(super) fn show_open(open: &OpenStep) -> OpenStepView {
    let OpenStep { step, agency, since, due, resumed, stands_since, overdue } = open;
    OpenStepView {
        step: step.to_string(),
        agency: agency.to_string(),
        since: *since,
        due: *due,
        resumed: resumed.as_ref().map(clock::show_resumed),
        stands_since: *stands_since,
        overdue: *overdue,
    }
}

pub(super) fn show_done(done: &DoneStep) -> DoneStepView {
    let DoneStep { step, agency, officer } = done;
    DoneStepView { step: step.to_string(), agency: agency.to_string(), officer: officer.to_string() }
}

pub(super) fn restore_open(view: &OpenStepView) -> Restored<OpenStep> {
    Ok(OpenStep {
        step: id("step", &view.step)?,
        agency: id("agency", &view.agency)?,
        since: view.since,
        due: view.due,
        resumed: view.resumed.as_ref().map(clock::restore_resumed).transpose()?,
        stands_since: view.stands_since,
        overdue: view.overdue,
    })
}

pub(super) fn restore_done(view: &DoneStepView) -> Restored<DoneStep> {
    Ok(DoneStep {
        step: id("step", &view.step)?,
        agency: id("agency", &view.agency)?,
        officer: id("officer", &view.officer)?,
    })
}

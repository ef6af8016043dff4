//! What those who supervise put on record, and what is answered to it: findings, remedies, measures, tasks, reminders.
//!
//! Belongs here: [`Command`], [`Event`], what the records of one finding or task add up to ([`Matter`]), how a finding is called
//! ([`Ground`]), and who may say what ([`capacity`]). Folding is total, as a dossier's is.
//! Does not: what the law asks and whether it was broken, and whether something may be recorded (`inspection`), bytes (`protocol`).

pub mod capacity;
mod command;
mod event;
mod ground;
mod matter;
mod subject;

pub use command::{Command, CommandKind};
pub use event::{Event, EventKind};
pub use ground::Ground;
pub use matter::{
    Charge, ChargeState, Explanation, Judged, Judgement, Matter, Measure, Opened, Report, Urge,
};
pub use subject::{MeasureForm, SubjectId};

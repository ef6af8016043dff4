//! One dossier, folded from its records: the same function serves the projections and who reads a stream straight from the
//! ledger.
//!
//! Belongs here: the fold of a stream into view and timeline, and which of its records are looked at. Does not: rows.

use crate::annex::{Annexes, annexes_of};
use crate::timeline::{Entry, Names, Placed, Timeline};
use crate::view::{DossierView, Unrestorable};
use jiff::Timestamp;
use lienthong_dossier::{Dossier, Fact, evolve};
use lienthong_protocol::form::first_of;
use lienthong_protocol::{Command, Decision, Event, RawRecord, Record};

/// Why records are not the history of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no record at all.
    #[error("LT0804 there is no record of it")]
    Nothing,
    /// They are of another stream.
    #[error("LT0806 {stream} is no dossier, or not the one that was read before")]
    OtherStream {
        /// Which.
        stream: String,
    },
    /// A record is missing, or stands twice.
    #[error("LT0806 {stream}: revision {found} stands where {expected} should")]
    Revision {
        /// Of which stream.
        stream: String,
        /// What should come.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// Its command cannot be read.
    #[error("LT0806 {stream}: the command of revision {revision} cannot be read: {why}")]
    Command {
        /// Of which stream.
        stream: String,
        /// Which record.
        revision: u64,
        /// Why not.
        why: String,
    },
}

/// Which records of a stream are looked at: a dossier *at* an instant, as *known at* another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// What had happened by then, by `effective_at`.
    pub at: Option<Timestamp>,
    /// What was recorded by then, by `recorded_at`.
    pub known_at: Option<Timestamp>,
}

impl Selection {
    /// Everything.
    pub const ALL: Self = Self { at: None, known_at: None };

    /// The records of a stream that are looked at: neither instant goes back within a stream, so they are its beginning.
    #[must_use]
    pub fn of<'a>(&self, records: &'a [RawRecord]) -> &'a [RawRecord] {
        let looked_at = |raw: &RawRecord| {
            self.at.is_none_or(|at| raw.record.decided_on.effective_at <= at)
                && self.known_at.is_none_or(|known_at| raw.record.recorded_at <= known_at)
        };
        let end = records.iter().position(|raw| !looked_at(raw)).unwrap_or(records.len());
        records.get(..end).unwrap_or(records)
    }
}

/// A dossier in the middle of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFold {
    state: Dossier,
    view: DossierView,
}

impl DossierFold {
    /// Before its first record.
    #[must_use]
    pub fn new(code: &str, origin: &str) -> Self {
        let mut view = DossierView::new(code, origin);
        let state = Dossier::default();
        view.show(&state);
        Self { state, view }
    }

    /// Where a view stands.
    ///
    /// # Errors
    /// [`Unrestorable`].
    pub fn resume(view: DossierView) -> Result<Self, Unrestorable> {
        Ok(Self { state: view.restore()?, view })
    }

    /// What it adds up to so far.
    #[must_use]
    pub const fn view(&self) -> &DossierView {
        &self.view
    }

    /// The state, as the rules know it.
    #[must_use]
    pub const fn state(&self) -> &Dossier {
        &self.state
    }

    /// Takes the next record in and tells it.
    ///
    /// # Errors
    /// [`ReadError`]; nothing is changed then.
    pub fn apply(&mut self, record: &Record, command: &Command) -> Result<Entry, ReadError> {
        let stream = || record.stream.to_string();
        let same = record.stream.dossier_code().is_some_and(|code| code.as_str() == self.view.code)
            && record.origin.as_str() == self.view.origin;
        if !same {
            return Err(ReadError::OtherStream { stream: stream() });
        }
        let expected = self.view.revision + 1;
        if record.revision != expected {
            return Err(ReadError::Revision { stream: stream(), expected, found: record.revision });
        }
        if let Decision::Admitted(events) = &record.decision {
            for event in events {
                self.evolve(record, command, event);
            }
        }
        self.view.revision = record.revision;
        self.view.tallies.count(record, command, &self.state);
        self.view.show(&self.state);
        Ok(Entry::of(record, command, &self.state))
    }

    fn evolve(&mut self, record: &Record, command: &Command, event: &Event) {
        let Event::Dossier(event) = event else { return };
        let fact = Fact {
            at: record.decided_on.effective_at,
            agency: &command.act.agency,
            officer: &command.act.officer,
            revision: record.revision,
            event,
        };
        self.state = evolve(std::mem::take(&mut self.state), fact);
    }
}

/// The command inside a record.
pub(crate) fn command_of(record: &Record) -> Result<Command, ReadError> {
    Command::decode(&record.command).map_err(|errors| ReadError::Command {
        stream: record.stream.to_string(),
        revision: record.revision,
        why: first_of(&errors),
    })
}

/// Folds a stream from revision 1, calling `see` after each record.
fn walk(
    records: &[RawRecord],
    mut see: impl FnMut(&RawRecord, Entry, &DossierFold),
) -> Result<DossierFold, ReadError> {
    let first = &records.first().ok_or(ReadError::Nothing)?.record;
    let code = first.stream.dossier_code();
    let code = code.ok_or_else(|| ReadError::OtherStream { stream: first.stream.to_string() })?;
    let mut fold = DossierFold::new(code.as_str(), first.origin.as_str());
    for raw in records {
        let entry = fold.apply(&raw.record, &command_of(&raw.record)?)?;
        see(raw, entry, &fold);
    }
    Ok(fold)
}

/// The view of a dossier after the last of these records, which are its first ones, in order, as it is shown to all.
///
/// # Errors
/// [`ReadError`].
pub fn dossier_view_of(records: &[RawRecord]) -> Result<DossierView, ReadError> {
    walk(records, |_, _, _| {}).map(|fold| fold.view.for_all())
}

/// The annexes of a dossier after the last of these records, which are its first ones, in order: for whoever may read them.
///
/// # Errors
/// [`ReadError`].
pub fn annexes_in(
    records: &[RawRecord],
    names: &dyn Names,
    is_for: impl Fn(&str) -> bool,
) -> Result<Annexes, ReadError> {
    walk(records, |_, _, _| {}).map(|fold| annexes_of(&fold.view, names, is_for))
}

/// The view after each of these records: a replay.
///
/// # Errors
/// [`ReadError`].
pub fn views_of(records: &[RawRecord]) -> Result<Vec<DossierView>, ReadError> {
    let mut views = Vec::with_capacity(records.len());
    walk(records, |_, _, fold| views.push(fold.view.clone().for_all()))?;
    Ok(views)
}

/// The timeline of a dossier over these records, which are its first ones, in order; `names` tells what agencies are called.
///
/// # Errors
/// [`ReadError`].
pub fn timeline_of(records: &[RawRecord], names: &dyn Names) -> Result<Timeline, ReadError> {
    let mut placed = Vec::with_capacity(records.len());
    let fold = walk(records, |raw, entry, _| {
        placed.push(Placed { entry, sequence: None, recorded_at: raw.record.recorded_at });
    })?;
    Ok(Timeline::new(&fold.view.code, &fold.view.origin, &placed, names))
}

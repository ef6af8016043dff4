//! The read side as one thing: the set of tables that is served, the one that is being built beside it, and how both fare.
//!
//! A reader holds the model for the time of one question, a writer for the time of one write: an answer is true as of one
//! position of each ledger, and says which.

use crate::projector::{Position, ProjectError, Projector, SetLabel};
use crate::root::StateRoots;
use crate::rows::{Change, Row, Rows, RowsError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_ledger::batch::SealedBatch;
use lienthong_names::Origin;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Table that says which set is served.
const SETS: &str = "sets";
const SERVED: &[u8] = b"served";

/// The read side.
pub struct ReadModel {
    pub(crate) rows: Arc<dyn Rows>,
    pub(crate) zone: TimeZone,
    served: RwLock<Served>,
    writers: Mutex<Writers>,
}

/// What a question is answered from.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub(crate) set: SetLabel,
    pub(crate) positions: BTreeMap<Origin, Position>,
    pub(crate) health: Health,
}

struct Writers {
    /// Keeps the served set up to date; `None` while an older release's rows are served.
    running: Option<Projector>,
    /// Fills the next set.
    building: Option<Projector>,
}

/// How the read side fares.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Health {
    /// The set that is being built, while one is.
    pub rebuilding: Option<String>,
    /// Folders that were set aside as damaged since the start: what is served was built again.
    pub damaged: Vec<String>,
    /// Why a ledger is not followed any more, by ledger.
    pub stopped: BTreeMap<String, String>,
    /// Rows are damaged and are about to be set aside.
    pub broken: Option<String>,
}

impl Health {
    /// `ok`, `rebuilding`, `stopped`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if !self.stopped.is_empty() {
            "stopped"
        } else if self.rebuilding.is_some() || self.broken.is_some() {
            "rebuilding"
        } else {
            "ok"
        }
    }
}

/// Whether the set that was built took the place of the one that was served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switched {
    /// It did, or none was being built.
    Done,
    /// It is behind what is served, in these ledgers.
    Behind(Vec<Origin>),
}

impl ReadModel {
    /// Opens the rows. What an older release built is served until [`crate::rebuild`] has built anew.
    ///
    /// # Errors
    /// [`RowsError`].
    pub fn open(rows: Arc<dyn Rows>, zone: TimeZone) -> Result<Self, RowsError> {
        let ours = SetLabel::first(&zone);
        let set = match served_set(rows.as_ref())? {
            Some(set) => set,
            None => serve(rows.as_ref(), ours.clone())?,
        };
        let projector = Projector::open(Arc::clone(&rows), set.clone(), zone.clone())?;
        let positions = projector.positions().clone();
        let running = (set.form == ours.form).then_some(projector);
        let health = Health { damaged: set_aside(rows.as_ref()), ..Health::default() };
        let served = RwLock::new(Served { set, positions, health });
        Ok(Self { rows, zone, served, writers: Mutex::new(Writers { running, building: None }) })
    }

    /// Whether what is served was built by another release, or for the days of another time zone.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.writers().running.is_none()
    }

    /// Sequence of the last record of a ledger in what is served; 0 for none.
    #[must_use]
    pub fn position(&self, origin: &Origin) -> u64 {
        self.served().positions.get(origin).map_or(0, |position| position.sequence)
    }

    /// How far each ledger was folded.
    #[must_use]
    pub fn positions(&self) -> BTreeMap<Origin, u64> {
        self.served().positions.iter().map(|(origin, position)| (origin.clone(), position.sequence)).collect()
    }

    /// How it fares.
    #[must_use]
    pub fn health(&self) -> Health {
        self.served().health.clone()
    }

    /// The state roots of what is served. Reads every row.
    ///
    /// # Errors
    /// [`RowsError`].
    pub fn state_roots(&self) -> Result<StateRoots, RowsError> {
        let served = self.served();
        StateRoots::of(self.rows.as_ref(), &served.set)
    }

    /// Folds batches of one ledger into what is served: see [`Projector::apply`]. While an older release's rows are served,
    /// nothing is folded, and the position stays.
    ///
    /// # Errors
    /// [`ProjectError`]. Damaged rows are noted in [`Health::broken`]: what is left then is [`start_over`](Self::start_over).
    pub fn apply(&self, origin: &Origin, batches: &[Arc<SealedBatch>]) -> Result<u64, ProjectError> {
        let mut writers = self.writers();
        let Some(running) = writers.running.as_mut() else { return Ok(self.position(origin)) };
        let applied = running.stage(origin, batches).and_then(|staging| {
            let Some(staging) = staging else { return Ok(()) };
            // Nobody reads while this is written, so that no answer mixes two positions.
            let mut served = self.change_served();
            running.commit(staging)?;
            served.positions.clone_from(running.positions());
            Ok(())
        });
        if let Err(ProjectError::Rows(RowsError::Damaged { what })) = &applied {
            self.note_broken(what);
        }
        applied.map(|()| running.position(origin))
    }

    /// Begins to build a set beside the one that is served, which goes on.
    ///
    /// # Errors
    /// [`RowsError`].
    pub fn begin_rebuild(&self) -> Result<(), RowsError> {
        let mut writers = self.writers();
        let set = self.served().set.clone();
        let ours = SetLabel::first(&self.zone);
        let next = if set.form == ours.form { set.next() } else { ours };
        // What an interrupted building left is not known to be a beginning of this one.
        drop_set(self.rows.as_ref(), &next)?;
        writers.building = Some(Projector::open(Arc::clone(&self.rows), next.clone(), self.zone.clone())?);
        self.change_served().health.rebuilding = Some(next.to_string());
        Ok(())
    }

    /// Sequence of the last record of a ledger in the set that is being built; 0 for none.
    #[must_use]
    pub fn building_position(&self, origin: &Origin) -> u64 {
        self.writers().building.as_ref().map_or(0, |building| building.position(origin))
    }

    /// Folds batches into the set that is being built.
    ///
    /// # Errors
    /// [`ProjectError`].
    pub fn apply_building(&self, origin: &Origin, batches: &[Arc<SealedBatch>]) -> Result<u64, ProjectError> {
        let mut writers = self.writers();
        writers.building.as_mut().map_or(Ok(0), |building| building.apply(origin, batches))
    }

    /// Serves the set that was built, if it has caught up, and drops the other.
    ///
    /// # Errors
    /// [`RowsError`].
    pub fn switch(&self) -> Result<Switched, RowsError> {
        let mut writers = self.writers();
        let Some(built) = writers.building.take() else { return Ok(Switched::Done) };
        let old = self.served().set.clone();
        let behind: Vec<Origin> = self
            .positions()
            .into_iter()
            .filter(|(origin, sequence)| built.position(origin) < *sequence)
            .map(|(origin, _)| origin)
            .collect();
        if !behind.is_empty() {
            writers.building = Some(built);
            return Ok(Switched::Behind(behind));
        }
        {
            let mut served = self.change_served();
            served.set = serve(self.rows.as_ref(), built.set().clone())?;
            served.positions.clone_from(built.positions());
            served.health.rebuilding = None;
        }
        tracing::info!(set = %built.set(), "the rows that were built are served now");
        writers.running = Some(built);
        drop(writers);
        drop_set(self.rows.as_ref(), &old)?;
        Ok(Switched::Done)
    }

    /// Sets damaged rows aside and begins with none: following from position 0 builds them again.
    ///
    /// # Errors
    /// [`RowsError::Unavailable`].
    pub fn start_over(&self, now: Timestamp) -> Result<(), RowsError> {
        let mut writers = self.writers();
        let mut served = self.change_served();
        let aside = self.rows.start_over(now)?;
        tracing::warn!(?aside, "LT0802 the rows were damaged: set aside, and built again from the ledger");
        let set = serve(self.rows.as_ref(), SetLabel::first(&self.zone))?;
        writers.running = Some(Projector::open(Arc::clone(&self.rows), set.clone(), self.zone.clone())?);
        writers.building = None;
        served.set = set;
        served.positions.clear();
        served.health.damaged = set_aside(self.rows.as_ref());
        served.health.rebuilding = None;
        served.health.broken = None;
        Ok(())
    }

    /// Notes that a ledger is followed no more, and why; or that it is again.
    pub fn note_stopped(&self, origin: &Origin, why: Option<String>) {
        let mut served = self.change_served();
        match why {
            Some(why) => served.health.stopped.insert(origin.to_string(), why),
            None => served.health.stopped.remove(origin.as_str()),
        };
    }

    /// Notes that rows are damaged.
    pub(crate) fn note_broken(&self, what: &str) {
        self.change_served().health.broken = Some(what.to_owned());
    }

    pub(crate) fn served(&self) -> RwLockReadGuard<'_, Served> {
        self.served.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_served(&self) -> RwLockWriteGuard<'_, Served> {
        self.served.write().unwrap_or_else(PoisonError::into_inner)
    }

    // Always taken before `served`, so that two can never wait for each other.
    fn writers(&self) -> MutexGuard<'_, Writers> {
        self.writers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn served_set(rows: &dyn Rows) -> Result<Option<SetLabel>, RowsError> {
    let row = rows.get(SETS, SERVED)?;
    row.map(|row| {
        serde_json::from_slice(&row.content)
            .map_err(|error| RowsError::Damaged { what: format!("which set is served: {error}") })
    })
    .transpose()
}

fn serve(rows: &dyn Rows, set: SetLabel) -> Result<SetLabel, RowsError> {
    let content =
        serde_json::to_vec(&set).map_err(|error| RowsError::Unavailable { what: error.to_string() })?;
    let row = Some(Row { content, meta: Vec::new() });
    rows.write(vec![Change { table: SETS.to_owned(), key: SERVED.to_vec(), row }])?;
    Ok(set)
}

fn drop_set(rows: &dyn Rows, set: &SetLabel) -> Result<(), RowsError> {
    set.tables().iter().try_for_each(|table| rows.drop_table(table))
}

fn set_aside(rows: &dyn Rows) -> Vec<String> {
    rows.set_aside().iter().map(|path| path.display().to_string()).collect()
}

//! What sealed records tell agencies, record by record; no I/O. Whatever a record is about, it passes here once: so one place in a ledger
//! says of dossiers, findings and tasks alike up to where everything is told.

use crate::{ChainError, Decided, History, Rules};
use lienthong_ledger::inbox::{Delivery, DeliveryId};
use lienthong_ledger::ports::FollowError;
use lienthong_names::{AgencyId, Origin, StreamKind, StreamName};
use lienthong_protocol::{Decision, Event, RawRecord, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// Streams of one kind of rules that are kept in memory; beyond them they are read again.
const KEPT_MAX: usize = 4096;

/// Agencies, and which of a record's events each is told, by their places.
pub type Addressed = BTreeMap<AgencyId, Vec<usize>>;

/// Rules that say who is told of what is recorded.
pub trait Tells: Rules {
    /// Whether they say it of streams of this kind. Of each kind one set of rules does, at most.
    fn tells(kind: StreamKind) -> bool;

    /// Who is told which of a record's events: by whom it was done, the state before, the state after. It turns on nothing else, so
    /// that the same is told whenever it is told again.
    fn addressed(by: &AgencyId, before: &Self::State, after: &Self::State, events: &[Event]) -> Addressed;
}

/// The streams that one set of rules tells of, as far as they were followed.
pub trait Followed: Send {
    /// Whether the rules say who is told of streams of this kind.
    fn tells(&self, kind: StreamKind) -> bool;

    /// Whether the stream is known as it is before its record of this revision.
    fn is_before(&self, stream: &StreamName, revision: u64) -> bool;

    /// A stream from its beginning, up to the last of these records.
    ///
    /// # Errors
    /// [`ChainError`] where they do not follow each other.
    fn read_again(&mut self, stream: &StreamName, records: &[Decided]) -> Result<(), ChainError>;

    /// The next record of its stream, and who is told of it.
    ///
    /// # Errors
    /// [`ChainError`] when it is not the next one.
    fn next(&mut self, decided: &Decided) -> Result<Addressed, ChainError>;
}

/// [`Followed`] by the rules that the type names.
pub struct By<R: Tells> {
    // Looked up, never walked: its order does not matter.
    streams: HashMap<StreamName, History<R>>,
}

impl<R: Tells> Default for By<R> {
    fn default() -> Self {
        Self { streams: HashMap::new() }
    }
}

impl<R: Tells> By<R> {
    /// With nothing followed yet.
    #[must_use]
    pub fn rules() -> Box<dyn Followed> {
        Box::new(Self::default())
    }

    fn keep(&mut self, stream: &StreamName, history: History<R>) {
        if self.streams.len() >= KEPT_MAX {
            self.streams.clear();
        }
        self.streams.insert(stream.clone(), history);
    }
}

impl<R: Tells> Followed for By<R> {
    fn tells(&self, kind: StreamKind) -> bool {
        R::tells(kind)
    }

    fn is_before(&self, stream: &StreamName, revision: u64) -> bool {
        revision <= 1 || self.streams.get(stream).is_some_and(|history| history.revision + 1 == revision)
    }

    fn read_again(&mut self, stream: &StreamName, records: &[Decided]) -> Result<(), ChainError> {
        let mut history = History::default();
        records.iter().try_for_each(|decided| history.fold_on(decided))?;
        self.keep(stream, history);
        Ok(())
    }

    fn next(&mut self, decided: &Decided) -> Result<Addressed, ChainError> {
        let record = &decided.record;
        let known =
            self.streams.remove(&record.stream).filter(|history| history.revision + 1 == record.revision);
        let mut history = known.unwrap_or_default();
        let before = matches!(record.decision, Decision::Admitted(_)).then(|| history.state.clone());
        history.fold_on(decided)?;
        let addressed = match (&record.decision, &decided.command, before) {
            (Decision::Admitted(events), Ok(command), Some(before)) => {
                R::addressed(&command.act.agency, &before, &history.state, events)
            }
            // What was refused tells nobody.
            _ => Addressed::new(),
        };
        self.keep(&record.stream, history);
        Ok(addressed)
    }
}

impl<R: Tells> fmt::Debug for By<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "By({})", R::SERVICE)
    }
}

/// What the records of one ledger tell.
pub struct Telling {
    origin: Origin,
    followed: Vec<Box<dyn Followed>>,
}

impl Telling {
    /// With nothing followed yet.
    #[must_use]
    pub fn new(origin: Origin, followed: Vec<Box<dyn Followed>>) -> Self {
        Self { origin, followed }
    }

    /// Whether the stream of a record has to be [read again](Self::read_again) up to it before it can be told.
    #[must_use]
    pub fn lacks(&self, decided: &Decided) -> bool {
        let (stream, revision) = (&decided.record.stream, decided.record.revision);
        let telling = self.followed.iter().find(|followed| followed.tells(stream.kind()));
        telling.is_some_and(|followed| !followed.is_before(stream, revision))
    }

    /// A stream from its beginning, up to the last of these records.
    ///
    /// # Errors
    /// [`FollowError::Damaged`].
    pub fn read_again(&mut self, stream: &StreamName, records: &[Decided]) -> Result<(), FollowError> {
        let Some(followed) = self.followed.iter_mut().find(|followed| followed.tells(stream.kind())) else {
            return Ok(());
        };
        followed
            .read_again(stream, records)
            .map_err(|error| damaged(&self.origin, stream.to_string(), &error))
    }

    /// What one record tells, an agency each.
    ///
    /// # Errors
    /// [`FollowError::Damaged`].
    pub fn record(
        &mut self,
        sequence: u64,
        bytes: &[u8],
        decided: &Decided,
    ) -> Result<Vec<Delivery>, FollowError> {
        let Self { origin, followed } = self;
        let record = &decided.record;
        let wrong = |error: &dyn fmt::Display| damaged(origin, format!("record {sequence}"), error);
        let Some(followed) = followed.iter_mut().find(|followed| followed.tells(record.stream.kind())) else {
            return Ok(Vec::new());
        };
        let addressed = followed.next(decided).map_err(|error| wrong(&error))?;
        let Ok(command) = &decided.command else { return Ok(Vec::new()) };
        if addressed.is_empty() {
            return Ok(Vec::new());
        }
        let written = json::to_json("Record", bytes).map_err(|error| wrong(&error))?;
        let delivery = |(agency, places): (AgencyId, Vec<usize>)| Delivery {
            id: DeliveryId { origin: origin.clone(), sequence, agency },
            stream: record.stream.clone(),
            revision: record.revision,
            recorded_at: record.recorded_at,
            by: command.act.agency.clone(),
            events: places.into_iter().map(|place| written["events"][place].clone()).collect(),
        };
        Ok(addressed.into_iter().map(delivery).collect())
    }
}

/// A record as it is sealed, read.
///
/// # Errors
/// [`FollowError::Damaged`].
pub fn read(origin: &Origin, place: impl FnOnce() -> String, bytes: &[u8]) -> Result<Decided, FollowError> {
    let raw = RawRecord::decode(bytes).map_err(|error| damaged(origin, place(), &error))?;
    Ok(Decided::new(raw.record, raw.leaf))
}

fn damaged(origin: &Origin, place: String, why: &dyn fmt::Display) -> FollowError {
    FollowError::Damaged { origin: origin.clone(), place, what: why.to_string() }
}

//! Tells agencies what sealed records say: follows every ledger and puts deliveries into the inbox. Who is told what is the
//! rules' to say; nothing is told that is not sealed.

use crate::{History, Rules};
use futures::StreamExt as _;
use lienthong_ledger::inbox::{Delivery, DeliveryId, Told};
use lienthong_ledger::ports::{FollowError, Inbox, Ledger, Ledgers};
use lienthong_names::{AgencyId, StreamName};
use lienthong_protocol::{Command, Decision, Event, RawRecord, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Batches that are told at once when more than one is there.
const BATCHES_AT_ONCE: usize = 64;

/// Records that tell nobody anything, after which the place is kept all the same.
const KEEP_PLACE_EVERY: u64 = 1000;

/// How often new ledgers are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long to wait before trying again what was away.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(250);

/// Dossiers kept in memory; beyond them they are read again.
const KEPT_MAX: usize = 4096;

/// Who is told which of a record's events (by their places): by whom it was done, the state before, the state after.
pub type Addresses<S> = fn(&AgencyId, &S, &S, &[Event]) -> BTreeMap<AgencyId, Vec<usize>>;

/// Follows every ledger with dossiers, those that come later too, until it is dropped.
pub async fn run<R: Rules>(ledgers: Arc<dyn Ledgers>, inbox: Arc<dyn Inbox>, addresses: Addresses<R::State>) {
    let mut followed = BTreeSet::new();
    let mut followers = JoinSet::new();
    loop {
        match ledgers.origins().await {
            Ok(origins) => {
                for origin in origins.into_iter().filter(|origin| !origin.is_catalogue()) {
                    if followed.contains(&origin) {
                        continue;
                    }
                    let Ok(Some(ledger)) = ledgers.ledger(&origin).await else { continue };
                    followed.insert(origin);
                    followers.spawn(follow::<R>(ledger, Arc::clone(&inbox), addresses));
                }
            }
            Err(error) => tracing::warn!(%error, "the ledgers cannot be listed"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Tells everything that is sealed by now, and ends.
///
/// # Errors
/// [`FollowError`].
pub async fn catch_up<R: Rules>(
    ledgers: &dyn Ledgers,
    inbox: Arc<dyn Inbox>,
    addresses: Addresses<R::State>,
) -> Result<(), FollowError> {
    for origin in ledgers.origins().await?.into_iter().filter(|origin| !origin.is_catalogue()) {
        let Some(ledger) = ledgers.ledger(&origin).await? else { continue };
        let mut teller = Teller::<R>::new(ledger, Arc::clone(&inbox), addresses);
        while teller.tell(false).await? == End::Overtaken {}
    }
    Ok(())
}

/// Follows one ledger until something stands in the way that waiting does not mend.
async fn follow<R: Rules>(ledger: Arc<dyn Ledger>, inbox: Arc<dyn Inbox>, addresses: Addresses<R::State>) {
    let origin = ledger.origin().clone();
    let mut teller = Teller::<R>::new(ledger, inbox, addresses);
    loop {
        match teller.tell(true).await {
            Ok(_) => {}
            Err(FollowError::Unavailable(why)) => tracing::debug!(%origin, %why, "deliveries wait"),
            Err(error) => {
                tracing::error!(%origin, %error, "nobody is told any more of what this ledger says");
                return;
            }
        }
        tokio::time::sleep(TRY_AGAIN_AFTER).await;
    }
}

/// Why following came to an end without an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Everything is told.
    Told,
    /// Another has told since: on from where it is.
    Overtaken,
}

struct Teller<R: Rules> {
    ledger: Arc<dyn Ledger>,
    inbox: Arc<dyn Inbox>,
    addresses: Addresses<R::State>,
    dossiers: HashMap<StreamName, History<R>>,
}

impl<R: Rules> Teller<R> {
    fn new(ledger: Arc<dyn Ledger>, inbox: Arc<dyn Inbox>, addresses: Addresses<R::State>) -> Self {
        Self { ledger, inbox, addresses, dossiers: HashMap::new() }
    }

    /// From where the inbox is; for ever, or to the head.
    async fn tell(&mut self, for_ever: bool) -> Result<End, FollowError> {
        let origin = self.ledger.origin().clone();
        let mut after = self.inbox.told(&origin).await?;
        let from = after + 1;
        let batches = if for_ever { self.ledger.follow_sealed(from) } else { self.ledger.replay(from) };
        let mut batches = batches.ready_chunks(BATCHES_AT_ONCE);
        let mut seen = after;
        while let Some(ready) = batches.next().await {
            let mut deliveries = Vec::new();
            for batch in ready {
                let batch = batch?;
                for (sequence, bytes) in (batch.first..).zip(&batch.records).filter(|(n, _)| *n > seen) {
                    deliveries.extend(self.of_record(sequence, bytes).await?);
                }
                seen = seen.max(batch.size_after());
            }
            if deliveries.is_empty() && seen - after < KEEP_PLACE_EVERY {
                continue;
            }
            let told = Told { origin: origin.clone(), after, upto: seen, deliveries };
            if !self.inbox.tell(told).await? {
                return Ok(End::Overtaken);
            }
            after = seen;
        }
        Ok(End::Told)
    }

    async fn of_record(&mut self, sequence: u64, bytes: &[u8]) -> Result<Vec<Delivery>, FollowError> {
        let origin = self.ledger.origin().clone();
        let damaged = |what: String| FollowError::Damaged {
            origin: origin.clone(),
            place: format!("record {sequence}"),
            what,
        };
        let raw = RawRecord::decode(bytes).map_err(|error| damaged(error.to_string()))?;
        let Some(dossier) = raw.record.stream.dossier_code() else { return Ok(Vec::new()) };
        let mut history = self.before(&raw).await?;
        // What was refused tells nobody, and moves nothing.
        let before = matches!(raw.record.decision, Decision::Admitted(_)).then(|| history.state.clone());
        history.apply(&raw).map_err(|error| damaged(error.to_string()))?;
        let told = match (&raw.record.decision, before) {
            (Decision::Admitted(events), Some(before)) => {
                let command = Command::decode(&raw.record.command)
                    .map_err(|errors| damaged(errors.first().map(ToString::to_string).unwrap_or_default()))?;
                let by = command.act.agency;
                let addressed = (self.addresses)(&by, &before, &history.state, events);
                Some((by, addressed)).filter(|(_, addressed)| !addressed.is_empty())
            }
            _ => None,
        };
        self.keep(raw.record.stream.clone(), history);
        let Some((by, addressed)) = told else { return Ok(Vec::new()) };
        let written = json::to_json("Record", bytes).map_err(|error| damaged(error.to_string()))?;
        let delivery = |(agency, places): (AgencyId, Vec<usize>)| Delivery {
            id: DeliveryId { origin: origin.clone(), sequence, agency },
            dossier: dossier.clone(),
            revision: raw.record.revision,
            recorded_at: raw.record.recorded_at,
            by: by.clone(),
            events: places.into_iter().map(|place| written["events"][place].clone()).collect(),
        };
        Ok(addressed.into_iter().map(delivery).collect())
    }

    /// The dossier before this record: as it is remembered, or read again.
    async fn before(&mut self, raw: &RawRecord) -> Result<History<R>, FollowError> {
        let (stream, revision) = (&raw.record.stream, raw.record.revision);
        match self.dossiers.remove(stream) {
            Some(history) if history.revision + 1 == revision => return Ok(history),
            _ if revision == 1 => return Ok(History::default()),
            _ => {}
        }
        let mut history = History::default();
        // Records stand in order of revision, from 1.
        let earlier = usize::try_from(revision - 1).unwrap_or(usize::MAX);
        for stored in self.ledger.read(stream).await?.into_iter().take(earlier) {
            let earlier =
                RawRecord::decode(&stored.bytes).map_err(|error| self.unreadable(stream, &error))?;
            history.apply(&earlier).map_err(|error| self.unreadable(stream, &error))?;
        }
        Ok(history)
    }

    fn unreadable(&self, stream: &StreamName, why: &dyn std::fmt::Display) -> FollowError {
        let (origin, place) = (self.ledger.origin().clone(), stream.to_string());
        FollowError::Damaged { origin, place, what: why.to_string() }
    }

    fn keep(&mut self, stream: StreamName, history: History<R>) {
        if self.dossiers.len() >= KEPT_MAX {
            self.dossiers.clear();
        }
        self.dossiers.insert(stream, history);
    }
}

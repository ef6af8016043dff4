//! The ledgers and the inbox as a process sees them that tells in a world.

use super::super::Bug;
use super::super::founding::Founded;
use super::super::log::SimLog;
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::{BoxStream, iter};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::inbox::{AcknowledgeError, Delivery, DeliveryId, Taken, Told, Unacknowledged};
use lienthong_ledger::ports::{
    Append, AppendError, FollowError, Inbox, Ledger, Ledgers, SealedHead, Stored, Unavailable,
};
use lienthong_names::{AgencyId, Origin, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The logs as they are when a process begins.
pub(super) struct SimLedgers {
    ledgers: BTreeMap<Origin, Arc<SimLedger>>,
}

impl SimLedgers {
    pub(super) fn new(logs: &BTreeMap<Origin, SimLog>) -> Self {
        let ledger = |(origin, log): (&Origin, &SimLog)| {
            (origin.clone(), Arc::new(SimLedger { origin: origin.clone(), log: Mutex::new(log.clone()) }))
        };
        Self { ledgers: logs.iter().map(ledger).collect() }
    }
}

#[async_trait]
impl Ledgers for SimLedgers {
    async fn ledger(&self, origin: &Origin) -> Result<Option<Arc<dyn Ledger>>, Unavailable> {
        Ok(self.ledgers.get(origin).map(|ledger| -> Arc<dyn Ledger> { Arc::<SimLedger>::clone(ledger) }))
    }

    async fn origins(&self) -> Result<Vec<Origin>, Unavailable> {
        Ok(self.ledgers.keys().cloned().collect())
    }
}

struct SimLedger {
    origin: Origin,
    log: Mutex<SimLog>,
}

impl SimLedger {
    fn log(&self) -> MutexGuard<'_, SimLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Ledger for SimLedger {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn append(&self, append: Append) -> Result<(), AppendError> {
        self.log().append(append)
    }

    async fn read(&self, stream: &StreamName) -> Result<Vec<Stored>, Unavailable> {
        Ok(self.log().read(stream))
    }

    /// Nothing comes while a process looks: it is over before the world goes on.
    fn follow_sealed(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        self.replay(from)
    }

    fn replay(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        let is_after = |batch: &&Arc<SealedBatch>| batch.size_after() >= from;
        let batches: Vec<_> = self.log().batches.iter().filter(is_after).cloned().map(Ok).collect();
        iter(batches).boxed()
    }

    async fn sealed_head(&self) -> Result<Option<SealedHead>, Unavailable> {
        let last = self.log().batches.last().cloned();
        let Some(last) = last else { return Ok(None) };
        let signer = Founded::signer(&self.origin);
        let checkpoint = Checkpoint::open(&last.checkpoint, signer.verifier())
            .map_err(|error| Unavailable { code: "LT0510", what: error.to_string() })?;
        Ok(Some(SealedHead { checkpoint, note: Arc::clone(&last.checkpoint) }))
    }
}

/// An inbox that fails in the middle, and in which another process is faster, now and then.
pub(super) struct SimInbox {
    state: Mutex<State>,
}

struct State {
    rng: ChaCha8Rng,
    bug: Bug,
    told: BTreeMap<Origin, u64>,
    /// In the order they were put in; an agency with nothing waiting has no entry.
    waiting: BTreeMap<AgencyId, VecDeque<Delivery>>,
    known: BTreeMap<DeliveryId, Delivery>,
    /// The first that was told again as something else.
    changed: Option<DeliveryId>,
}

impl SimInbox {
    pub(super) fn new(seed: u64, bug: Bug) -> Self {
        let state = State {
            rng: ChaCha8Rng::seed_from_u64(seed),
            bug,
            told: BTreeMap::new(),
            waiting: BTreeMap::new(),
            known: BTreeMap::new(),
            changed: None,
        };
        Self { state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first delivery that was something else when it was told again.
    pub(super) fn changed(&self) -> Option<DeliveryId> {
        self.state().changed.clone()
    }
}

impl State {
    fn put(&mut self, delivery: Delivery) {
        let id = &delivery.id;
        if let Some(known) = self.known.get(id) {
            if *known != delivery {
                self.changed.get_or_insert_with(|| id.clone());
            }
            if self.bug != Bug::ToldTwice {
                return;
            }
        }
        self.known.insert(id.clone(), delivery.clone());
        self.waiting.entry(id.agency.clone()).or_default().push_back(delivery);
    }

    fn put_up_to(&mut self, deliveries: Vec<Delivery>, sequence: u64) {
        let until = deliveries.into_iter().take_while(|delivery| delivery.id.sequence <= sequence);
        until.for_each(|delivery| self.put(delivery));
    }
}

#[async_trait]
impl Inbox for SimInbox {
    async fn told(&self, origin: &Origin) -> Result<u64, Unavailable> {
        Ok(self.state().told.get(origin).copied().unwrap_or_default())
    }

    async fn tell(&self, told: Told) -> Result<bool, Unavailable> {
        let mut state = self.state();
        let Told { origin, after, upto, deliveries } = told;
        if state.told.get(&origin).copied().unwrap_or_default() != after {
            return Ok(false);
        }
        let middle = state.rng.random_range(after..=upto);
        match state.rng.random_range(0..4) {
            // Another process was faster, and is not as far.
            0 if middle < upto => {
                state.put_up_to(deliveries, middle);
                state.told.insert(origin, middle);
                Ok(false)
            }
            // It breaks off: some are in, and it is not kept that they are.
            1 => {
                state.put_up_to(deliveries, middle);
                Err(Unavailable { code: "LT0029", what: "it broke off".to_owned() })
            }
            _ => {
                state.put_up_to(deliveries, upto);
                state.told.insert(origin, upto);
                Ok(true)
            }
        }
    }

    async fn next(&self, agency: &AgencyId, _: Duration) -> Result<Option<Taken>, Unavailable> {
        let state = self.state();
        let taken = |delivery: &Delivery| Taken {
            delivery: delivery.clone(),
            attempt: 1,
            token: delivery.id.to_string(),
        };
        Ok(state.waiting.get(agency).and_then(VecDeque::front).map(taken))
    }

    async fn acknowledge(&self, agency: &AgencyId, token: &str) -> Result<(), AcknowledgeError> {
        let mut state = self.state();
        let Some(queue) = state.waiting.get_mut(agency) else { return Ok(()) };
        if queue.front().is_some_and(|delivery| delivery.id.to_string() == token) {
            queue.pop_front();
        }
        if queue.is_empty() {
            state.waiting.remove(agency);
        }
        Ok(())
    }

    async fn unacknowledged(&self) -> Result<Vec<Unacknowledged>, Unavailable> {
        let first = |(agency, queue): (&AgencyId, &VecDeque<Delivery>)| {
            queue.front().map(|oldest| Unacknowledged {
                agency: agency.clone(),
                count: queue.len() as u64,
                oldest: oldest.id.clone(),
                stream: oldest.stream.clone(),
                since: oldest.recorded_at,
                attempts: 0,
            })
        };
        Ok(self.state().waiting.iter().filter_map(first).collect())
    }
}

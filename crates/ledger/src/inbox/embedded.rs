//! The inbox of a house: what is told can be told again from the sealed records, so only what agencies did is kept.

use super::journal::{Act, Journal};
use super::{AcknowledgeError, Delivery, DeliveryId, Taken, Told, Unacknowledged};
use crate::ports::{Inbox, Unavailable};
use lienthong_names::{AgencyId, Origin};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often one who waits looks again.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Deliveries in memory, told anew by each process that opens the house; acknowledgements in a file that they share.
#[derive(Clone)]
pub struct EmbeddedInbox {
    state: Arc<Mutex<State>>,
}

struct State {
    journal: Journal,
    told: BTreeMap<Origin, u64>,
    /// In the order they were put in; an agency with nothing waiting has no entry.
    waiting: BTreeMap<AgencyId, VecDeque<Waiting>>,
    /// Of deliveries that this process was not told of yet.
    taken: BTreeMap<DeliveryId, u64>,
    acknowledged: BTreeSet<DeliveryId>,
}

struct Waiting {
    delivery: Delivery,
    attempts: u64,
}

impl EmbeddedInbox {
    /// The inbox whose acknowledgements stand in this file; it is made with the first of them.
    #[must_use]
    pub fn open(journal: PathBuf) -> Self {
        let state = State {
            journal: Journal::new(journal),
            told: BTreeMap::new(),
            waiting: BTreeMap::new(),
            taken: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
        };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Works on the state with what was written meanwhile, away from the runtime's threads: there is a disk in it.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T, Unavailable> + Send + 'static,
    ) -> Result<T, Unavailable> {
        let state = Arc::clone(&self.state);
        let worked = tokio::task::spawn_blocking(move || {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.catch_up()?;
            work(&mut state)
        });
        worked.await.map_err(|error| Unavailable { code: "LT0029", what: error.to_string() })?
    }
}

impl State {
    fn catch_up(&mut self) -> Result<(), Unavailable> {
        for (act, id) in self.journal.news()? {
            let place = self.place(&id);
            match (act, place) {
                (Act::Taken, Some(waiting)) => waiting.attempts += 1,
                (Act::Taken, None) => *self.taken.entry(id).or_default() += 1,
                (Act::Acknowledged, Some(_)) => self.remove(&id),
                (Act::Acknowledged, None) => {
                    self.taken.remove(&id);
                    self.acknowledged.insert(id);
                }
            }
        }
        Ok(())
    }

    fn place(&mut self, id: &DeliveryId) -> Option<&mut Waiting> {
        self.waiting.get_mut(&id.agency)?.iter_mut().find(|waiting| waiting.delivery.id == *id)
    }

    fn remove(&mut self, id: &DeliveryId) {
        let Some(queue) = self.waiting.get_mut(&id.agency) else { return };
        queue.retain(|waiting| waiting.delivery.id != *id);
        if queue.is_empty() {
            self.waiting.remove(&id.agency);
        }
    }

    fn put(&mut self, delivery: Delivery) {
        if self.acknowledged.remove(&delivery.id) {
            return;
        }
        let attempts = self.taken.remove(&delivery.id).unwrap_or_default();
        let agency = delivery.id.agency.clone();
        self.waiting.entry(agency).or_default().push_back(Waiting { delivery, attempts });
    }

    fn next(&mut self, agency: &AgencyId) -> Result<Option<Taken>, Unavailable> {
        let Some(first) = self.waiting.get(agency).and_then(VecDeque::front) else { return Ok(None) };
        let id = first.delivery.id.clone();
        self.journal.write(Act::Taken, &id)?;
        self.catch_up()?;
        Ok(self.place(&id).map(|waiting| Taken {
            delivery: waiting.delivery.clone(),
            attempt: waiting.attempts,
            token: id.to_string(),
        }))
    }
}

#[async_trait::async_trait]
impl Inbox for EmbeddedInbox {
    async fn told(&self, origin: &Origin) -> Result<u64, Unavailable> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(state.told.get(origin).copied().unwrap_or_default())
    }

    async fn tell(&self, told: Told) -> Result<bool, Unavailable> {
        self.with(move |state| {
            if state.told.get(&told.origin).copied().unwrap_or_default() != told.after {
                return Ok(false);
            }
            told.deliveries.into_iter().for_each(|delivery| state.put(delivery));
            state.told.insert(told.origin, told.upto);
            Ok(true)
        })
        .await
    }

    async fn next(&self, agency: &AgencyId, wait: Duration) -> Result<Option<Taken>, Unavailable> {
        let since = Instant::now();
        loop {
            let of = agency.clone();
            let taken = self.with(move |state| state.next(&of)).await?;
            let left = wait.saturating_sub(since.elapsed());
            if taken.is_some() || left.is_zero() {
                return Ok(taken);
            }
            tokio::time::sleep(LOOK_EVERY.min(left)).await;
        }
    }

    async fn acknowledge(&self, agency: &AgencyId, token: &str) -> Result<(), AcknowledgeError> {
        let id = token.parse().ok().filter(|id: &DeliveryId| id.agency == *agency);
        let id = id
            .ok_or_else(|| AcknowledgeError::NotAToken { token: token.to_owned(), agency: agency.clone() })?;
        let written = self.with(move |state| {
            state.journal.write(Act::Acknowledged, &id)?;
            state.catch_up()
        });
        Ok(written.await?)
    }

    async fn unacknowledged(&self) -> Result<Vec<Unacknowledged>, Unavailable> {
        self.with(|state| {
            let first = |(agency, queue): (&AgencyId, &VecDeque<Waiting>)| {
                let Waiting { delivery, attempts } = queue.front()?;
                Some(Unacknowledged {
                    agency: agency.clone(),
                    count: queue.len() as u64,
                    oldest: delivery.id.clone(),
                    stream: delivery.stream.clone(),
                    since: delivery.recorded_at,
                    attempts: *attempts,
                })
            };
            Ok(state.waiting.iter().filter_map(first).collect())
        })
        .await
    }
}

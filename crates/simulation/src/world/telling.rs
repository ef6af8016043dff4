//! Agencies are told what is sealed: by processes that begin with nothing in memory, break off, and overtake each other. Whoever must be
//! told of something is told exactly once, in order, and the same whoever tells.

mod ports;

use super::Bug;
use super::invariants::Violation;
use super::log::SimLog;
use futures::executor::block_on;
use lienthong_inspection::Inspection;
use lienthong_ledger::inbox::{Delivery, DeliveryId};
use lienthong_ledger::ports::{FollowError, Inbox};
use lienthong_names::{AgencyId, Origin, StreamKind, StreamName};
use lienthong_protocol::Decision;
use lienthong_routing::Routing;
use lienthong_service::delivering::{By, Followed, Telling, catch_up, read};
use lienthong_service::{Decided, History};
use lienthong_supervision::Matter;
use ports::{SimInbox, SimLedgers};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// In one world of so many agencies are told: each process reads streams again, which is dear.
const ONE_IN: u32 = 4;

/// Batches that are sealed between two processes, about.
const BATCHES_APART: u32 = 8;

/// Told apart from what decides the world's way, so that it stays as it is whoever tells.
const SALT: u64 = 0x7e11;

/// Processes after which an inbox that breaks off now and then has been told everything.
const PROCESSES_MAX: usize = 200;

/// Who tells, and the agencies' inboxes.
pub struct Tellers {
    rng: ChaCha8Rng,
    inbox: Option<Arc<SimInbox>>,
}

impl Tellers {
    /// Before anything is told.
    #[must_use]
    pub fn new(seed: u64, bug: Bug) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ SALT);
        let tells = bug == Bug::ToldTwice || rng.random_range(0..ONE_IN) == 0;
        let inbox = tells.then(|| Arc::new(SimInbox::new(rng.random(), bug)));
        Self { rng, inbox }
    }

    /// Something was sealed: now and then a process begins, and goes as far as it gets.
    ///
    /// # Errors
    /// What a process that tells must never come to.
    pub fn sealed(&mut self, logs: &BTreeMap<Origin, SimLog>) -> Result<(), Violation> {
        match &self.inbox {
            Some(inbox) if self.rng.random_range(0..BATCHES_APART) == 0 => tell(inbox, logs).map(drop),
            _ => Ok(()),
        }
    }

    /// Nothing is sealed any more: everything is told, and it is what had to be.
    ///
    /// # Errors
    /// What was told to nobody, twice, out of order, or to who has nothing to do with it.
    pub fn at_rest(&self, logs: &BTreeMap<Origin, SimLog>) -> Result<(), Violation> {
        let Some(inbox) = &self.inbox else { return Ok(()) };
        let mut processes = 0;
        while !tell(inbox, logs)? {
            processes += 1;
            if processes > PROCESSES_MAX {
                return Err(told_wrong("telling never comes to its end".to_owned()));
            }
        }
        if let Some(id) = inbox.changed() {
            return Err(told_wrong(format!("{id} was something else when it was told again")));
        }
        let told = block_on(taken(&**inbox))?;
        let mut expected = BTreeMap::new();
        for (origin, log) in logs.iter().filter(|(origin, _)| !origin.is_catalogue()) {
            expected.extend(of_ledger(origin, log)?);
            findings(origin, log, &told)?;
        }
        let differs = |id: &&DeliveryId| told.get(id) != expected.get(id);
        match told.keys().chain(expected.keys()).find(differs) {
            Some(id) => Err(told_wrong(format!(
                "{id}: {:?} was told, {:?} had to be",
                told.get(id),
                expected.get(id)
            ))),
            None => Ok(()),
        }
    }
}

/// Every agency takes and acknowledges what it is told: each once, those of a stream in order.
async fn taken(inbox: &dyn Inbox) -> Result<BTreeMap<DeliveryId, Delivery>, Violation> {
    let away = |error: &dyn std::fmt::Display| told_wrong(error.to_string());
    let mut all = BTreeMap::new();
    for waiting in inbox.unacknowledged().await.map_err(|e| away(&e))? {
        let agency = waiting.agency;
        let mut last: BTreeMap<(Origin, StreamName), u64> = BTreeMap::new();
        while let Some(taken) = inbox.next(&agency, Duration::ZERO).await.map_err(|e| away(&e))? {
            inbox.acknowledge(&agency, &taken.token).await.map_err(|e| away(&e))?;
            let delivery = taken.delivery;
            let stream = (delivery.id.origin.clone(), delivery.stream.clone());
            let before = last.insert(stream, delivery.revision).unwrap_or_default();
            if delivery.revision <= before {
                return Err(told_wrong(format!("{} is told after revision {before}", delivery.id)));
            }
            all.insert(delivery.id.clone(), delivery);
        }
    }
    Ok(all)
}

fn rules() -> Vec<Box<dyn Followed>> {
    vec![By::<Routing>::rules(), By::<Inspection>::rules()]
}

/// One process; whether it has told everything.
fn tell(inbox: &Arc<SimInbox>, logs: &BTreeMap<Origin, SimLog>) -> Result<bool, Violation> {
    let port: Arc<dyn Inbox> = Arc::<SimInbox>::clone(inbox);
    match block_on(catch_up(&SimLedgers::new(logs), port, rules)) {
        Ok(()) => Ok(true),
        Err(FollowError::Unavailable(_)) => Ok(false),
        Err(error) => Err(told_wrong(error.to_string())),
    }
}

/// What somebody tells who never breaks off.
fn of_ledger(origin: &Origin, log: &SimLog) -> Result<BTreeMap<DeliveryId, Delivery>, Violation> {
    let mut telling = Telling::new(origin.clone(), rules());
    let mut all = BTreeMap::new();
    for (sequence, bytes) in (1..).zip(log.batches.iter().flat_map(|batch| &batch.records)) {
        let decided = decided(origin, bytes)?;
        let told =
            telling.record(sequence, bytes, &decided).map_err(|error| told_wrong(error.to_string()))?;
        for delivery in told {
            if delivery.by == delivery.id.agency {
                return Err(told_wrong(format!("{} is told of what it did itself", delivery.id)));
            }
            all.insert(delivery.id.clone(), delivery);
        }
    }
    Ok(all)
}

/// Of each record of a finding or a task somebody is told, and nobody who has no part in it. That is all there is to say where two have a
/// part, as in these worlds: the other one is told.
fn findings(origin: &Origin, log: &SimLog, told: &BTreeMap<DeliveryId, Delivery>) -> Result<(), Violation> {
    let mut matters: BTreeMap<StreamName, History<Inspection>> = BTreeMap::new();
    for (sequence, bytes) in (1..).zip(log.batches.iter().flat_map(|batch| &batch.records)) {
        let decided = decided(origin, bytes)?;
        let stream = &decided.record.stream;
        if !matches!(stream.kind(), StreamKind::Finding | StreamKind::Task) {
            continue;
        }
        let matter = matters.entry(stream.clone()).or_default();
        matter.fold_on(&decided).map_err(|error| told_wrong(error.to_string()))?;
        let is_of = |id: &&DeliveryId| id.origin == *origin && id.sequence == sequence;
        let agencies: BTreeSet<&AgencyId> = told.keys().filter(is_of).map(|id| &id.agency).collect();
        let wrong = match &decided.record.decision {
            Decision::Rejected(_) => !agencies.is_empty(),
            Decision::Admitted(_) => {
                agencies.is_empty() || agencies.iter().any(|agency| !has_part(&matter.state, agency))
            }
        };
        if wrong {
            return Err(told_wrong(format!("{agencies:?} are told of record {sequence}, of {stream}")));
        }
    }
    Ok(())
}

fn has_part(matter: &Matter, agency: &AgencyId) -> bool {
    matter.has_part(agency) || matter.measures.iter().any(|measure| measure.agency == *agency)
}

fn decided(origin: &Origin, bytes: &[u8]) -> Result<Decided, Violation> {
    read(origin, || "a record".to_owned(), bytes).map_err(|error| told_wrong(error.to_string()))
}

fn told_wrong(what: String) -> Violation {
    Violation::new("told", 0, what)
}

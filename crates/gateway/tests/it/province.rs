//! A province behind the gateway's ports, in memory and in one thread: machines, logs, read side. Nothing waits for anything:
//! when a submission is answered, what came of it is sealed and counted.

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use jiff::Timestamp;
use lienthong_consultation::Consultation;
use lienthong_gateway::Positions;
use lienthong_inspection::Inspection;
use lienthong_inspection::live::{Live, LiveQuery};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::inbox::{EmbeddedInbox, InboxQuery};
use lienthong_ledger::ports::{
    Clock, DataKey, Intake, KeyScope, KeyStore, Proof, Query, Seals, Tiles, Unavailable,
};
use lienthong_merkle::Tree;
use lienthong_merkle::tiles::{self, Tile, push_entry, tile_bytes};
use lienthong_names::{AgencyId, Origin, Service, StreamName};
use lienthong_projections::queries::Queries;
use lienthong_projections::{MemoryRows, ReadModel, Rows};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Answer, Submission};
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
use lienthong_service::{Effect, Input, Machine, Rules, Ticket, Timers};
use lienthong_simulation::world::Bug;
use lienthong_simulation::world::founding::Founded;
use lienthong_simulation::world::log::SimLog;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// The province.
pub struct Province {
    /// Its catalogue, ledgers and keys.
    pub founded: Founded,
    inner: Mutex<Inner>,
    model: Arc<ReadModel>,
    live: Arc<Live>,
    /// What agencies were told: nothing, until a test tells them.
    pub inbox: EmbeddedInbox,
    positions: watch::Sender<Positions>,
}

struct Inner {
    now: Timestamp,
    logs: BTreeMap<Origin, SimLog>,
    routing: Machine<Routing>,
    consultation: Machine<Consultation>,
    publishing: Machine<Publishing>,
    inspection: Machine<Inspection>,
    tickets: u64,
}

/// Whose days its read side counts in.
pub fn zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

type Sealed = Vec<(Origin, Arc<SealedBatch>)>;

impl Province {
    /// With its catalogue published and nothing else; no clock that runs out is recorded.
    pub fn founded() -> Arc<Self> {
        Self::founded_in(Arc::new(MemoryRows::default()), false)
    }

    /// The same with its rows somewhere; and, where its services have clocks, [`Province::pass`] records those that ran out.
    pub fn founded_in(rows: Arc<dyn Rows>, clocks: bool) -> Arc<Self> {
        let founded = Founded::make().unwrap();
        let catalogue = founded.catalogue.clone();
        let timers = || Timers { key: founded.routing.clone(), watch: true };
        let mut consultation = Machine::new(catalogue.clone());
        if clocks {
            consultation = consultation.with_timers(timers());
        }
        let logs = founded.logs(Bug::None);
        let model = Arc::new(ReadModel::open(rows, zone()).unwrap());
        let mut inner = Inner {
            now: founded.now,
            logs,
            routing: Machine::new(catalogue.clone()),
            consultation,
            publishing: Machine::new(catalogue.clone()),
            inspection: Machine::new(catalogue.clone()),
            tickets: 0,
        };
        let published: Sealed = inner.logs[&catalogue]
            .batches
            .iter()
            .map(|batch| (catalogue.clone(), Arc::clone(batch)))
            .collect();
        inner.follow(&published);
        // Nobody acknowledges anything here, so there is no such file.
        let inbox = EmbeddedInbox::open("inbox of a province in memory".into());
        let positions = watch::Sender::default();
        let live = Arc::default();
        let province = Self { founded, inner: Mutex::new(inner), model, live, inbox, positions };
        province.count(&published);
        Arc::new(province)
    }

    /// Sets the clock.
    pub fn at(&self, instant: &str) {
        self.inner.lock().unwrap().now = instant.parse().unwrap();
    }

    /// The key of an agency, or the Office's.
    pub fn key(&self, agency: &str) -> SigningKey {
        // The Office's seed is the simulation's.
        let office = || SigningKey::from_seed(&[99; 32]);
        self.founded.keys.get(&AgencyId::new(agency).unwrap()).cloned().unwrap_or_else(office)
    }

    /// The read side.
    pub fn query(&self) -> Arc<dyn Query> {
        self.query_of(Queries::new(Arc::clone(&self.model)).with_keys(Arc::new(OneKey)))
    }

    /// The read side with the vault and a clock: as it answers an agency in its own name.
    pub fn query_by_clock(self: &Arc<Self>) -> Arc<dyn Query> {
        let clock: Arc<dyn Clock> = Arc::clone(self) as Arc<dyn Clock>;
        let queries = Queries::new(Arc::clone(&self.model)).with_keys(Arc::new(OneKey));
        self.query_of(queries.with_clock(clock))
    }

    /// The read side without the vault.
    pub fn query_without_keys(&self) -> Arc<dyn Query> {
        self.query_of(Queries::new(Arc::clone(&self.model)))
    }

    fn query_of(&self, queries: Queries) -> Arc<dyn Query> {
        let queries = LiveQuery::beside(Arc::clone(&self.live), Arc::new(queries));
        Arc::new(InboxQuery::beside(Arc::new(self.inbox.clone()), Arc::new(queries)))
    }

    /// Time passes until an instant, and consultation records what ran out by then.
    pub fn pass(&self, instant: &str) {
        let mut inner = self.inner.lock().unwrap();
        inner.now = instant.parse().unwrap();
        let (_, sealed) = inner.feed(|inner| &mut inner.consultation, Input::ClockMoved);
        drop(inner);
        self.count(&sealed);
    }

    /// Every record of the dossiers' ledger, as stored.
    pub fn stored(&self) -> Vec<u8> {
        let inner = self.inner.lock().unwrap();
        let batches = inner.logs[&self.founded.ledger].batches.iter();
        batches.flat_map(|batch| batch.records.iter().flat_map(|record| record.to_vec())).collect()
    }

    /// How far the read side has come.
    pub fn positions(&self) -> watch::Receiver<Positions> {
        self.positions.subscribe()
    }

    /// Has a submission decided.
    pub fn decide(&self, submission: Arc<Submission>) -> Vec<Answer> {
        let mut inner = self.inner.lock().unwrap();
        let (answers, sealed) = match submission.service {
            Service::Routing => inner.run(|inner| &mut inner.routing, submission),
            Service::Consultation => inner.run(|inner| &mut inner.consultation, submission),
            Service::Publishing => inner.run(|inner| &mut inner.publishing, submission),
            Service::Inspection => inner.run(|inner| &mut inner.inspection, submission),
        };
        drop(inner);
        self.count(&sealed);
        answers
    }

    /// How many records of a ledger are sealed.
    pub fn sealed(&self, origin: &Origin) -> u64 {
        self.inner.lock().unwrap().logs[origin].batches.last().map_or(0, |batch| batch.size_after())
    }

    fn count(&self, sealed: &Sealed) {
        for (origin, batch) in sealed {
            self.model.apply(origin, &[Arc::clone(batch)]).unwrap();
            assert!(self.live.take(origin, batch).unwrap(), "the catalogue comes first");
        }
        self.positions.send_replace(self.model.positions());
    }
}

impl Inner {
    /// Takes a submission through one service, performing each effect at once.
    fn run<R: Rules>(
        &mut self,
        machine: impl Fn(&mut Self) -> &mut Machine<R>,
        submission: Arc<Submission>,
    ) -> (Vec<Answer>, Sealed) {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.feed(machine, Input::Submit { ticket, submission })
    }

    fn feed<R: Rules>(
        &mut self,
        machine: impl Fn(&mut Self) -> &mut Machine<R>,
        input: Input,
    ) -> (Vec<Answer>, Sealed) {
        let now = self.now;
        let (mut answers, mut sealed) = (Vec::new(), Sealed::new());
        let mut inputs = std::collections::VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for effect in machine(self).step(now, input) {
                match effect {
                    Effect::Load { token, origin, stream } => {
                        let records = Ok(self.logs.get(&origin).map(|log| log.read(&stream)));
                        inputs.push_back(Input::Loaded { token, records });
                    }
                    Effect::Append { token, origin, append } => {
                        let log = self.logs.get_mut(&origin).unwrap();
                        inputs.push_back(Input::Appended { token, result: log.append(append) });
                        if let Some(batch) = log.seal(1, now) {
                            sealed.push((origin.clone(), Arc::clone(&batch)));
                            inputs.push_back(Input::Sealed { origin, batch });
                        }
                    }
                    Effect::Erase { .. } => {}
                    Effect::Key { token, .. } => {
                        inputs.push_back(Input::Key { token, result: Ok(one_key()) });
                    }
                    Effect::Prove { token, origin, stream, revision } => {
                        let proof = self.logs.get(&origin).and_then(|log| log.prove(&stream, revision));
                        inputs.push_back(Input::Proven { token, result: Ok(proof) });
                    }
                    Effect::Answer { verdicts, outstanding, .. } => {
                        answers.push(Answer { verdicts, outstanding });
                    }
                }
            }
        }
        // What a service has followed already it passes over.
        self.follow(&sealed);
        (answers, sealed)
    }

    /// Lets every service follow.
    fn follow(&mut self, sealed: &Sealed) {
        for (origin, batch) in sealed {
            let input = || Input::Sealed { origin: origin.clone(), batch: Arc::clone(batch) };
            self.routing.step(self.now, input());
            self.consultation.step(self.now, input());
            self.publishing.step(self.now, input());
            self.inspection.step(self.now, input());
        }
    }
}

/// The key of every dossier here.
fn one_key() -> DataKey {
    DataKey::new([7; 32])
}

/// A vault with that key.
struct OneKey;

#[async_trait::async_trait]
impl KeyStore for OneKey {
    async fn ensure(&self, _: &KeyScope) -> Result<DataKey, Unavailable> {
        Ok(one_key())
    }

    async fn get(&self, _: &KeyScope) -> Result<Option<DataKey>, Unavailable> {
        Ok(Some(one_key()))
    }

    async fn erase(&self, _: &KeyScope) -> Result<(), Unavailable> {
        Ok(())
    }
}

impl Clock for Province {
    fn now(&self) -> Timestamp {
        self.inner.lock().unwrap().now
    }
}

#[async_trait::async_trait]
impl Seals for Province {
    async fn prove(
        &self,
        origin: &Origin,
        stream: &StreamName,
        revision: u64,
    ) -> Result<Option<Proof>, Unavailable> {
        Ok(self.inner.lock().unwrap().logs.get(origin).and_then(|log| log.prove(stream, revision)))
    }
}

#[async_trait::async_trait]
impl Intake for Province {
    async fn submit(
        &self,
        submission: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        let answers = self.decide(submission);
        Ok(stream::iter(answers.into_iter().map(Ok)).boxed())
    }
}

impl Province {
    fn batches(&self, origin: &Origin) -> Vec<Arc<SealedBatch>> {
        self.inner.lock().unwrap().logs.get(origin).map_or_else(Vec::new, |log| log.batches.clone())
    }
}

#[async_trait::async_trait]
impl Tiles for Province {
    async fn checkpoint(&self, origin: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        Ok(self.batches(origin).last().map(|batch| Arc::clone(&batch.checkpoint)))
    }

    async fn tile(&self, origin: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        let batches = self.batches(origin);
        let tree: Tree = batches.iter().flat_map(|batch| batch.leaves()).collect();
        let Some(hashes) = tree.tile(tile) else { return Ok(None) };
        if tile.rows() != tiles::Rows::Entries {
            return Ok(Some(tile_bytes(&hashes)));
        }
        let mut bundle = Vec::new();
        let records = batches.iter().flat_map(|batch| &batch.records);
        for record in records.skip(usize::try_from(tile.first()).unwrap()).take(hashes.len()) {
            push_entry(&mut bundle, record).unwrap();
        }
        Ok(Some(bundle))
    }
}

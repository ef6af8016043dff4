//! One instance of a service: its machine, and the inputs and effects on their way.

use super::Bug;
use super::founding::Founded;
use super::log::SimLog;
use jiff::Timestamp;
use lienthong_consultation::Consultation;
use lienthong_inspection::Inspection;
use lienthong_ledger::batch::SealedBatch;
use lienthong_names::{Origin, Service, StreamName};
use lienthong_protocol::RawRecord;
use lienthong_protocol::keys::SigningKey;
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
#[cfg(feature = "sabotage")]
use lienthong_service::Sabotage;
use lienthong_service::{Effect, History, Input, Machine, Rules, Timers};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// A machine, whatever its rules.
trait Stepper {
    /// Whether it follows dossiers' ledgers, because clocks of its run in them.
    fn has_timers(&self) -> bool;
    fn step(&mut self, now: Timestamp, input: Input) -> Vec<Effect>;
    /// Whether the state it holds of a stream is that of its records, which are read only then; `None`: it holds none.
    fn agrees(
        &self,
        origin: &Origin,
        stream: &StreamName,
        records: &dyn Fn() -> Vec<RawRecord>,
    ) -> Option<bool>;
}

impl<R: Rules> Stepper for Machine<R> {
    fn has_timers(&self) -> bool {
        R::HAS_TIMERS
    }

    fn step(&mut self, now: Timestamp, input: Input) -> Vec<Effect> {
        Machine::step(self, now, input)
    }

    fn agrees(
        &self,
        origin: &Origin,
        stream: &StreamName,
        records: &dyn Fn() -> Vec<RawRecord>,
    ) -> Option<bool> {
        let (revision, state) = self.state(origin, stream)?;
        let records = records();
        let seen = records.get(..usize::try_from(revision).ok()?)?;
        Some(History::<R>::fold(seen).is_ok_and(|history| history.state == *state))
    }
}

/// An instance.
pub struct Node {
    /// Which service.
    pub service: Service,
    /// 0 or 1.
    pub instance: u32,
    /// What waits to be handed in.
    pub inputs: VecDeque<Input>,
    effects: VecDeque<Effect>,
    catalogue: Origin,
    /// The service's own key.
    key: SigningKey,
    machine: Option<Box<dyn Stepper>>,
    /// How many batches of each ledger were handed in.
    follows: BTreeMap<Origin, usize>,
}

impl Node {
    /// A running instance that has followed the catalogue.
    #[must_use]
    pub fn new(service: Service, instance: u32, founded: &Founded, bug: Bug) -> Self {
        let mut node = Self {
            service,
            instance,
            inputs: VecDeque::new(),
            effects: VecDeque::new(),
            catalogue: founded.catalogue.clone(),
            key: founded.routing.clone(),
            machine: None,
            follows: BTreeMap::new(),
        };
        node.start(founded.now, bug, &founded.logs(Bug::None));
        node
    }

    /// Starts it: the catalogue is followed to its sealed head first, and for those that have clocks the ledgers in which they
    /// run, as the runner does.
    pub fn start(&mut self, now: Timestamp, bug: Bug, logs: &BTreeMap<Origin, SimLog>) {
        let mut machine: Box<dyn Stepper> = match self.service {
            Service::Routing => machine::<Routing>(&self.catalogue, bug, &self.key),
            Service::Consultation => machine::<Consultation>(&self.catalogue, bug, &self.key),
            Service::Publishing => machine::<Publishing>(&self.catalogue, bug, &self.key),
            Service::Inspection => machine::<Inspection>(&self.catalogue, bug, &self.key),
        };
        self.follows.clear();
        let others = logs.keys().filter(|origin| **origin != self.catalogue);
        let has_timers = machine.has_timers();
        let watched = others.filter(|_| has_timers);
        for origin in std::iter::once(&self.catalogue).chain(watched) {
            let batches = logs.get(origin).map(|log| log.batches.as_slice()).unwrap_or_default();
            let read = bug != Bug::WatchNotRebuilt || *origin == self.catalogue;
            for batch in batches.iter().filter(|_| read) {
                let sealed = Input::Sealed { origin: origin.clone(), batch: Arc::clone(batch) };
                self.effects.extend(machine.step(now, sealed));
            }
            self.follows.insert(origin.clone(), batches.len());
        }
        self.machine = Some(machine);
    }

    /// Stops it between two effects: nothing of it is left.
    pub fn crash(&mut self) {
        self.machine = None;
        self.inputs.clear();
        self.effects.clear();
        self.follows.clear();
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.machine.is_some()
    }

    /// Whether an effect waits to be carried out.
    #[must_use]
    pub fn has_effects(&self) -> bool {
        !self.effects.is_empty()
    }

    /// Whether an input waits to be handed in.
    #[must_use]
    pub fn has_inputs(&self) -> bool {
        !self.inputs.is_empty()
    }

    /// Hands in one input.
    pub fn step(&mut self, now: Timestamp, input: Input) {
        if let Some(machine) = &mut self.machine {
            self.effects.extend(machine.step(now, input));
        }
    }

    /// One of the effects that wait: they do not wait for each other.
    pub fn take_effect(&mut self, rng: &mut ChaCha8Rng) -> Option<Effect> {
        pick(&mut self.effects, rng)
    }

    /// One of the inputs that wait: answers come in any order.
    pub fn take_input(&mut self, rng: &mut ChaCha8Rng) -> Option<Input> {
        pick(&mut self.inputs, rng)
    }

    /// Begins to follow a ledger from its sealed head, before anything of it is read.
    pub fn begin_to_follow(&mut self, origin: &Origin, logs: &BTreeMap<Origin, SimLog>) {
        if let Some(log) = logs.get(origin) {
            self.follows.entry(origin.clone()).or_insert(log.batches.len());
        }
    }

    /// The next sealed batch of one of the ledgers that it follows.
    pub fn next_batch(
        &mut self,
        logs: &BTreeMap<Origin, SimLog>,
        rng: &mut ChaCha8Rng,
    ) -> Option<(Origin, Arc<SealedBatch>)> {
        if self.follows.is_empty() {
            return None;
        }
        let which = rng.random_range(0..self.follows.len());
        let (origin, next) = self.follows.iter_mut().nth(which)?;
        let batch = logs.get(origin)?.batches.get(*next)?;
        *next += 1;
        Some((origin.clone(), Arc::clone(batch)))
    }

    /// Whether the state it holds of a stream is that of its records, which are read only then; `None`: it holds none.
    #[must_use]
    pub fn agrees(
        &self,
        origin: &Origin,
        stream: &StreamName,
        records: &dyn Fn() -> Vec<RawRecord>,
    ) -> Option<bool> {
        self.machine.as_ref()?.agrees(origin, stream, records)
    }
}

fn pick<T>(waiting: &mut VecDeque<T>, rng: &mut ChaCha8Rng) -> Option<T> {
    if waiting.is_empty() {
        return None;
    }
    waiting.remove(rng.random_range(0..waiting.len()))
}

fn machine<R: Rules>(catalogue: &Origin, bug: Bug, key: &SigningKey) -> Box<dyn Stepper> {
    let timers = Timers { key: key.clone(), watch: true };
    let machine = Machine::<R>::new(catalogue.clone()).with_timers(timers);
    #[cfg(feature = "sabotage")]
    let machine = match bug {
        Bug::ReceiptBeforeSeal => machine.with_sabotage(Sabotage::ReceiptBeforeSeal),
        Bug::IdSetLost => machine.with_sabotage(Sabotage::IdSetLost),
        Bug::TimersSkipped => machine.with_sabotage(Sabotage::TimersSkipped),
        Bug::None | Bug::NoExpectedRevision | Bug::WatchNotRebuilt | Bug::KeysKept | Bug::ToldTwice => {
            machine
        }
    };
    // Without the feature there is no bug to put in.
    let _ = bug;
    Box::new(machine)
}

//! The world in one thread, from one seed: two instances of each service, a log, a sealer, agencies that send until they have a
//! receipt. Any instance may crash between any two of its effects, and everything may be late.
//!
//! Belongs here: the scheduler ([`World::step`]), the log as a broker keeps it ([`log`]), the instances ([`node`]), the agencies
//! ([`client`], `books`), who tells them what others did ([`telling`]), and what must hold at every step ([`invariants`]).
//! Does not: how services decide. They are the machines that run in production; only what carries inputs and effects differs.

mod books;
pub mod client;
pub mod founding;
pub mod invariants;
pub mod log;
pub mod node;
pub mod telling;

use client::Client;
use founding::Founded;
use invariants::{Invariants, Look, Violation};
use jiff::{SignedDuration, Timestamp};
use lienthong_ledger::ports::{DataKey, KeyScope, Unavailable};
use lienthong_names::{Origin, Service};
use lienthong_service::{Effect, Input, Ticket};
use log::SimLog;
use node::Node;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use telling::Tellers;

/// Steps after which a world that has not come to rest is broken.
const STEPS_MAX: u64 = 60_000;

/// Steps between two nights without power, about.
const NIGHTS_APART: u32 = 1_000;

/// Steps within which what has run out is recorded, once nobody sends anything any more.
const SETTLE_STEPS: u32 = 20_000;

/// Deliberate bugs: each must be found, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// None.
    None,
    /// Receipts go out before the seal.
    ReceiptBeforeSeal,
    /// The log does not ask for the expected revision.
    NoExpectedRevision,
    /// Services and log forget ids.
    IdSetLost,
    /// Commands are decided without a look at the clocks.
    TimersSkipped,
    /// An instance that starts does not read what clocks run, nor what was erased.
    WatchNotRebuilt,
    /// What is erased by record is erased nowhere else.
    KeysKept,
    /// Who is told again is told twice.
    ToldTwice,
}

/// The world.
pub struct World {
    rng: ChaCha8Rng,
    now: Timestamp,
    logs: BTreeMap<Origin, SimLog>,
    /// Data keys; `None`: erased.
    keys: BTreeMap<KeyScope, Option<DataKey>>,
    nodes: Vec<Node>,
    clients: Vec<Client>,
    tickets: BTreeMap<(usize, Ticket), usize>,
    next_ticket: u64,
    invariants: Invariants,
    tellers: Tellers,
    bug: Bug,
    /// One line a step, when asked for.
    pub trace: Option<Vec<String>>,
}

/// What a run came to, or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rest {
    /// Steps it took.
    pub steps: u64,
    /// Records that were sealed.
    pub records: u64,
    /// Of them, rejections.
    pub rejected: u64,
    /// Crashes on the way.
    pub crashes: u64,
    /// Records of clocks that ran out.
    pub timers: u64,
    /// Of them, dossiers in which an agency took another's place.
    pub successions: u64,
    /// Papers shown whose numbers were drawn.
    pub shown: u64,
}

impl AddAssign for Rest {
    fn add_assign(&mut self, other: Self) {
        let Self { steps, records, rejected, crashes, timers, successions, shown } = other;
        self.steps += steps;
        self.records += records;
        self.rejected += rejected;
        self.crashes += crashes;
        self.timers += timers;
        self.successions += successions;
        self.shown += shown;
    }
}

/// Runs a world of each seed below a number, two at a time: what they came to together. A run that panics ends them all.
pub fn of_seeds(seeds: u64, run: impl Fn(u64) -> Rest + Sync) -> Rest {
    let next = AtomicU64::new(0);
    let runs = || {
        let mut sum = Rest::default();
        loop {
            match next.fetch_add(1, Ordering::Relaxed) {
                seed if seed < seeds => sum += run(seed),
                _ => return sum,
            }
        }
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(runs);
        let mut sum = runs();
        match other.join() {
            Ok(rest) => sum += rest,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        sum
    })
}

impl World {
    /// A world over a founded catalogue.
    ///
    /// # Errors
    /// [`Violation`] if what it was founded with breaks an invariant already.
    pub fn new(founded: &Founded, seed: u64, bug: Bug) -> Result<Self, Violation> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let clients = client::clients(founded, &mut rng);
        Self::of(founded, seed, rng, clients, bug)
    }

    /// A world in which others than the usual agencies want something recorded.
    ///
    /// # Errors
    /// [`Violation`] if what it was founded with breaks an invariant already.
    pub fn with(founded: &Founded, seed: u64, clients: Vec<Client>) -> Result<Self, Violation> {
        Self::of(founded, seed, ChaCha8Rng::seed_from_u64(seed), clients, Bug::None)
    }

    /// Looks at every admitted act on a dossier in one more way.
    pub fn look_also(&mut self, look: Look) {
        self.invariants.look_also(look);
    }

    fn of(
        founded: &Founded,
        seed: u64,
        rng: ChaCha8Rng,
        clients: Vec<Client>,
        bug: Bug,
    ) -> Result<Self, Violation> {
        let mut nodes = Vec::new();
        for service in Service::ALL {
            for instance in 0..2 {
                nodes.push(Node::new(service, instance, founded, bug));
            }
        }
        Ok(Self {
            rng,
            now: founded.now,
            logs: founded.logs(bug),
            keys: BTreeMap::new(),
            nodes,
            clients,
            tickets: BTreeMap::new(),
            next_ticket: 0,
            invariants: Invariants::new(founded)?,
            tellers: Tellers::new(seed, bug),
            bug,
            trace: None,
        })
    }

    /// Runs until every agency has a receipt for everything it sent.
    ///
    /// # Errors
    /// The first [`Violation`].
    pub fn run(&mut self) -> Result<Rest, Violation> {
        let (mut steps, mut crashes) = (0, 0);
        while !self.clients.iter().all(Client::is_done) {
            steps += 1;
            if steps > STEPS_MAX {
                return Err(Violation::new(
                    "rest",
                    0,
                    "agencies still wait for receipts: something is stuck".to_owned(),
                ));
            }
            crashes += u64::from(self.step()?);
        }
        crashes += self.settle()?;
        self.seal_all()?;
        self.invariants.at_rest(&self.logs)?;
        self.tellers.at_rest(&self.logs)?;
        let (records, rejected) = self.invariants.counted();
        let (timers, successions) = (self.invariants.timers(), self.invariants.successions());
        Ok(Rest { steps, records, rejected, crashes, timers, successions, shown: self.invariants.shown() })
    }

    /// The logs as they are.
    #[must_use]
    pub const fn logs(&self) -> &BTreeMap<Origin, SimLog> {
        &self.logs
    }

    /// Nobody sends anything any more, and months go by: every clock that still runs runs out, and is recorded.
    fn settle(&mut self) -> Result<u64, Violation> {
        self.pass(SignedDuration::from_hours(24 * 60));
        let mut crashes = 0;
        for step in 0..SETTLE_STEPS {
            if step % 20 == 0 {
                self.seal_all()?;
                if self.is_settled().is_ok() {
                    return Ok(crashes);
                }
                for at in 0..self.nodes.len() {
                    self.restart(at)?;
                    self.tick(at)?;
                }
            }
            crashes += u64::from(self.step()?);
        }
        self.is_settled().map(|()| crashes)
    }

    /// Every clock that could run out has, and what was erased is gone.
    fn is_settled(&self) -> Result<(), Violation> {
        self.invariants.nothing_is_due(self.now)?;
        self.invariants.erased_is_gone(&self.keys)
    }

    fn pass(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).unwrap_or(self.now);
    }

    /// One step of somebody; true if somebody crashed.
    fn step(&mut self) -> Result<bool, Violation> {
        let later = SignedDuration::from_millis(self.rng.random_range(0..4_000));
        self.pass(later);
        if self.rng.random_range(0..NIGHTS_APART) == 0 {
            let night = SignedDuration::from_mins(self.rng.random_range(60..2_400));
            self.pass(night);
        }
        match self.rng.random_range(0..400) {
            0..160 => self.some(Node::has_effects).map_or(Ok(()), |at| self.perform(at))?,
            160..248 => self.some(Node::has_inputs).map_or(Ok(()), |at| self.deliver(at))?,
            248..296 => self.some(Node::is_up).map_or(Ok(()), |at| self.follow(at))?,
            296..328 => self.seal()?,
            328..380 => self.send()?,
            380..384 => self.some(Node::is_up).map_or(Ok(()), |at| self.tick(at))?,
            384 => {
                if let Some(at) = self.some(Node::is_up) {
                    self.nodes[at].crash();
                    self.tell(|| format!("crash {at}"));
                    return Ok(true);
                }
            }
            _ => self.some(|node| !node.is_up()).map_or(Ok(()), |at| self.restart(at))?,
        }
        Ok(false)
    }

    /// One of the instances of which something is true.
    fn some(&mut self, is: impl Fn(&Node) -> bool) -> Option<usize> {
        let are: Vec<usize> = (0..self.nodes.len()).filter(|at| is(&self.nodes[*at])).collect();
        (!are.is_empty()).then(|| are[self.rng.random_range(0..are.len())])
    }

    /// Carries out one effect of an instance: which of those that wait is for chance to say.
    fn perform(&mut self, at: usize) -> Result<(), Violation> {
        let Some(effect) = self.nodes[at].take_effect(&mut self.rng) else { return Ok(()) };
        self.tell(|| format!("{at} does {}", short(&effect)));
        let input = match effect {
            Effect::Load { token, origin, stream } => {
                self.nodes[at].begin_to_follow(&origin, &self.logs);
                Input::Loaded { token, records: Ok(self.logs.get(&origin).map(|log| log.read(&stream))) }
            }
            Effect::Append { token, origin, append } => match self.logs.get_mut(&origin) {
                Some(log) => Input::Appended { token, result: log.append(append) },
                None => return Ok(()),
            },
            Effect::Key { token, scope } => {
                let made = DataKey::new(self.rng.random());
                let key = self.keys.entry(scope).or_insert(Some(made)).clone();
                let erased = Unavailable { code: "LT0523", what: "it was erased".to_owned() };
                Input::Key { token, result: key.ok_or(erased) }
            }
            Effect::Erase { scope } => {
                if self.bug != Bug::KeysKept {
                    self.keys.insert(scope, None);
                }
                return Ok(());
            }
            Effect::Prove { token, origin, stream, revision } => {
                let proof = self.logs.get(&origin).and_then(|log| log.prove(&stream, revision));
                Input::Proven { token, result: Ok(proof) }
            }
            Effect::Answer { ticket, verdicts, .. } => {
                if let Some(client) = self.tickets.get(&(at, ticket)).copied() {
                    for verdict in verdicts {
                        self.invariants.answered(&verdict, &self.logs)?;
                        self.clients[client].answered(verdict, &self.logs);
                    }
                }
                return Ok(());
            }
        };
        self.nodes[at].inputs.push_back(input);
        Ok(())
    }

    /// Hands an instance one of the inputs that wait for it.
    fn deliver(&mut self, at: usize) -> Result<(), Violation> {
        if let Some(input) = self.nodes[at].take_input(&mut self.rng) {
            self.nodes[at].step(self.now, input);
            // Folding every stream again is dear: one look in eight, and over a thousand seeds every kind of step.
            if self.rng.random_range(0..8) == 0 {
                self.invariants.agrees(&self.nodes[at], &self.logs)?;
            }
        }
        Ok(())
    }

    /// Hands an instance the next sealed batch of a ledger that it follows.
    fn follow(&mut self, at: usize) -> Result<(), Violation> {
        if let Some((origin, batch)) = self.nodes[at].next_batch(&self.logs, &mut self.rng) {
            self.nodes[at].step(self.now, Input::Sealed { origin, batch });
        }
        Ok(())
    }

    /// Seals some of what waits in a log.
    fn seal(&mut self) -> Result<(), Violation> {
        let origins: Vec<Origin> = self.logs.keys().cloned().collect();
        let origin = origins[self.rng.random_range(0..origins.len())].clone();
        let most = self.rng.random_range(1..6);
        let now = self.now;
        let Some(log) = self.logs.get_mut(&origin) else { return Ok(()) };
        if let Some(batch) = log.seal(most, now) {
            self.tell(|| format!("seal {origin} to #{}", batch.size_after()));
            self.invariants.sealed(&origin, &batch)?;
            self.tellers.sealed(&self.logs)?;
        }
        Ok(())
    }

    fn seal_all(&mut self) -> Result<(), Violation> {
        let now = self.now;
        for (origin, log) in &mut self.logs {
            while let Some(batch) = log.seal(100, now) {
                self.invariants.sealed(origin, &batch)?;
            }
        }
        Ok(())
    }

    /// An agency sends something that it has no receipt for: to one instance, or to both at once.
    fn send(&mut self) -> Result<(), Violation> {
        let waiting: Vec<usize> = (0..self.clients.len()).filter(|at| !self.clients[*at].is_done()).collect();
        if waiting.is_empty() {
            return Ok(());
        }
        let client = waiting[self.rng.random_range(0..waiting.len())];
        let Some(submission) = self.clients[client].next(self.now, &mut self.rng) else {
            self.skip_to_next_occasion();
            return Ok(());
        };
        let submission = Arc::new(submission);
        let both = self.rng.random_range(0..4) == 0;
        let first = self.rng.random_range(0..2);
        for (at, node) in self.nodes.iter_mut().enumerate() {
            if node.service != submission.service || !(both || node.instance == first) || !node.is_up() {
                continue;
            }
            self.next_ticket += 1;
            let ticket = Ticket(self.next_ticket);
            self.tickets.insert((at, ticket), client);
            node.inputs.push_back(Input::Submit { ticket, submission: Arc::clone(&submission) });
        }
        Ok(())
    }

    /// Where nobody has occasion to do anything yet, time goes by until somebody has.
    fn skip_to_next_occasion(&mut self) {
        let waiting = self.clients.iter().filter(|client| !client.is_done());
        let occasions: Option<Vec<Timestamp>> = waiting.map(|client| client.waits_for(self.now)).collect();
        if let Some(next) = occasions.and_then(|occasions| occasions.into_iter().min()) {
            self.now = next;
        }
    }

    fn tick(&mut self, at: usize) -> Result<(), Violation> {
        self.nodes[at].step(self.now, Input::Tick);
        Ok(())
    }

    fn restart(&mut self, at: usize) -> Result<(), Violation> {
        let (now, bug) = (self.now, self.bug);
        if !self.nodes[at].is_up() {
            self.nodes[at].start(now, bug, &self.logs);
            self.tell(|| format!("start {at}"));
        }
        Ok(())
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(line());
        }
    }
}

/// An effect on one line.
fn short(effect: &Effect) -> String {
    match effect {
        Effect::Load { stream, .. } => format!("load {stream}"),
        Effect::Append { append, .. } => {
            format!("append {} r{}", append.stream, append.expected_revision + 1)
        }
        Effect::Key { scope, .. } => format!("key of {scope}"),
        Effect::Erase { scope } => format!("erase {scope}"),
        Effect::Prove { stream, revision, .. } => format!("prove {stream} r{revision}"),
        Effect::Answer { ticket, verdicts, outstanding } => {
            format!("answer {} ({} verdicts, {outstanding} to come)", ticket.0, verdicts.len())
        }
    }
}

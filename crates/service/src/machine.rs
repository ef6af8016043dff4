//! The step machine: single-threaded, ordered, no clock, no randomness, no I/O.
//!
//! One submission's way through it: identity and signature at once; then each command into the *lane* of the stream it is
//! about; the lane reads what it needs, decides, appends with the expected revision; the receipt waits for the seal.

mod answers;
mod finished;
mod lane;
mod pressure;
mod rules;
mod timing;
mod watch;

use crate::identity::{check_agency, check_not_timer, check_origin, check_service, check_submission};
use crate::step::{Effect, Input, Ticket, Token};
use crate::{History, Rules, Timers};
use answers::Desk;
use jiff::Timestamp;
use lane::{Lane, LaneKey, Task};
use lienthong_catalogue::{Catalogue, Entry};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{KeyOf, KeyScope, Proof, Unavailable};
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::{Command, Decision, Event, FormError, RawRecord, Signed, Submission};
use pressure::Pressure;
use std::collections::BTreeMap;
use std::sync::Arc;
use watch::Watch;

/// Streams kept folded in memory; beyond it idle ones are forgotten and read again when needed.
const STREAMS_KEPT_MAX: usize = 20_000;

/// Ticks (about a second each) after which an unanswered command is given back as "not now".
const PATIENCE_TICKS: u64 = 60;

/// Deliberate bugs, for the tests that must catch them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// Receipts go out when the log has the record, before any seal.
    #[cfg(feature = "sabotage")]
    ReceiptBeforeSeal,
    /// Ids are not remembered.
    #[cfg(feature = "sabotage")]
    IdSetLost,
    /// Commands are decided without a look at the clocks.
    #[cfg(feature = "sabotage")]
    TimersSkipped,
}

/// One instance of a service.
pub struct Machine<R: Rules> {
    catalogue_origin: Origin,
    catalogue: Catalogue,
    histories: BTreeMap<(Origin, StreamName), History<R>>,
    lanes: BTreeMap<LaneKey, Lane>,
    asked: BTreeMap<Token, Asked>,
    loading: BTreeMap<(Origin, StreamName), Vec<LaneKey>>,
    desk: Desk,
    pressure: Pressure,
    /// Asked for again at the next tick.
    unproven: Vec<Unproven>,
    timers: Option<Timers>,
    watch: Watch<R>,
    /// Submissions whose senders have seen more of the catalogue than this instance.
    early: Vec<(Ticket, Arc<Submission>)>,
    next_token: u64,
    ticks: u64,
    effects: Vec<Effect>,
    sabotage: Option<Sabotage>,
}

/// What an outstanding effect is for.
enum Asked {
    Stream { origin: Origin, stream: StreamName },
    Append { lane: LaneKey, raw: Box<RawRecord> },
    Timer { lane: LaneKey, raw: Box<RawRecord> },
    Key { lane: LaneKey },
    Proof(Unproven),
}

/// A command that was recorded before, whose proof somebody is asked for.
struct Unproven {
    leaf: Hash,
    ticket: Ticket,
    index: u32,
    origin: Origin,
    stream: StreamName,
    revision: u64,
    /// What its seal has destroyed the key of.
    erases: Option<KeyOf>,
}

impl<R: Rules> Machine<R> {
    /// A machine that follows the catalogue with this name, from its beginning.
    #[must_use]
    pub fn new(catalogue_origin: Origin) -> Self {
        Self {
            catalogue_origin,
            catalogue: Catalogue::default(),
            histories: BTreeMap::new(),
            lanes: BTreeMap::new(),
            asked: BTreeMap::new(),
            loading: BTreeMap::new(),
            desk: Desk::default(),
            pressure: Pressure::default(),
            unproven: Vec::new(),
            timers: None,
            watch: Watch::default(),
            early: Vec::new(),
            next_token: 0,
            ticks: 0,
            effects: Vec::new(),
            sabotage: None,
        }
    }

    /// The same, with a key by which it says that clocks have run out.
    #[must_use]
    pub fn with_timers(mut self, timers: Timers) -> Self {
        self.timers = Some(timers).filter(|_| R::HAS_TIMERS);
        self
    }

    /// The same with a deliberate bug.
    #[cfg(feature = "sabotage")]
    #[must_use]
    pub fn with_sabotage(mut self, sabotage: Sabotage) -> Self {
        self.sabotage = Some(sabotage);
        self
    }

    /// The sealed size of the catalogue that was followed.
    #[must_use]
    pub const fn catalogue_position(&self) -> u64 {
        self.catalogue.position()
    }

    /// What this instance has appended and not seen sealed: of each ledger how many records, and for how many ticks (about a second each)
    /// the first of them has waited.
    pub fn unsealed(&self) -> impl Iterator<Item = (&Origin, usize, u64)> {
        let since = |first: Option<u64>| first.map_or(0, |first| self.ticks.saturating_sub(first));
        self.pressure.waiting().map(move |(origin, records, first)| (origin, records, since(first)))
    }

    /// The state this instance holds of a stream, if it holds one.
    #[must_use]
    pub fn state(&self, origin: &Origin, stream: &StreamName) -> Option<(u64, &R::State)> {
        let history = self.histories.get(&(origin.clone(), stream.clone()))?;
        Some((history.revision, &history.state))
    }

    /// Takes one input and says what is to be done, in order.
    pub fn step(&mut self, now: Timestamp, input: Input) -> Vec<Effect> {
        match input {
            Input::Submit { ticket, submission } => {
                let count = u32::try_from(submission.commands.len()).unwrap_or(u32::MAX);
                self.desk.open(ticket, count, self.ticks);
                self.early.push((ticket, submission));
                self.take_early(now);
            }
            Input::Loaded { token, records } => self.loaded(now, token, records),
            Input::Appended { token, result } => match self.asked.remove(&token) {
                Some(Asked::Append { lane, raw }) => self.appended(now, &lane, &raw, result),
                Some(Asked::Timer { lane, raw }) => self.timer_appended(now, &lane, &raw, result),
                _ => {}
            },
            Input::Key { token, result } => {
                if let Some(Asked::Key { lane }) = self.asked.remove(&token) {
                    self.keyed(now, &lane, result);
                }
            }
            Input::Proven { token, result } => {
                if let Some(Asked::Proof(asked)) = self.asked.remove(&token) {
                    self.proven(asked, result);
                }
            }
            Input::Sealed { origin, batch } => self.sealed(now, &origin, &batch),
            Input::Tick => {
                self.tick();
                self.fall_due(now);
            }
            Input::ClockMoved => self.fall_due(now),
        }
        self.desk.flush(&mut self.effects);
        std::mem::take(&mut self.effects)
    }

    /// Takes the submissions for which the catalogue is followed far enough.
    fn take_early(&mut self, now: Timestamp) {
        let position = self.catalogue.position();
        let (ready, early) =
            std::mem::take(&mut self.early).into_iter().partition(|(_, s)| s.catalogue_at_least <= position);
        self.early = early;
        let ready: Vec<(Ticket, Arc<Submission>)> = ready;
        for (ticket, submission) in ready {
            self.submit(now, ticket, &submission);
        }
    }

    fn submit(&mut self, now: Timestamp, ticket: Ticket, submission: &Submission) {
        let count = u32::try_from(submission.commands.len()).unwrap_or(u32::MAX);
        let decoded: Vec<Result<Command, Vec<FormError>>> =
            submission.commands.iter().map(|bytes| Command::decode(bytes)).collect();
        let brought = decoded
            .first()
            .and_then(|first| first.as_ref().ok())
            .and_then(|first| R::key_brought(first, &submission.key_id));
        let key = match check_submission(submission, R::SERVICE, self.catalogue.now(), brought) {
            Ok(key) => key,
            Err(fault) => {
                for index in 0..count {
                    self.desk.fault(ticket, index, fault.clone());
                }
                return;
            }
        };
        if let Some(what) = self.pressure.holds_back(&submission.origin, self.ticks) {
            self.desk.not_taken(ticket, count, &what);
            return;
        }
        let mut lanes = Vec::new();
        let parts = decoded.into_iter().zip(&submission.commands).zip(submission.signed_commands());
        for (index, ((command, bytes), signed)) in (0_u32..).zip(parts) {
            match self.task((ticket, index), command, bytes, submission, signed, &key) {
                Ok(task) => {
                    self.desk.name(ticket, index, task.command.act.id);
                    let lane = self.lane_key(&submission.origin, &task.command);
                    self.lanes.entry(lane.clone()).or_default().queue.push_back(task);
                    if !lanes.contains(&lane) {
                        lanes.push(lane);
                    }
                }
                Err(fault) => self.desk.fault(ticket, index, fault),
            }
        }
        for lane in lanes {
            self.work(now, &lane);
        }
    }

    fn task(
        &self,
        (ticket, index): (Ticket, u32),
        command: Result<Command, Vec<FormError>>,
        bytes: &[u8],
        submission: &Submission,
        signed: Signed,
        key: &lienthong_catalogue::Key,
    ) -> Result<Task, lienthong_protocol::Fault> {
        let command = command.map_err(|errors| lienthong_protocol::Fault::from_form(&errors))?;
        check_service(&command, R::SERVICE)?;
        check_not_timer(&command)?;
        check_origin(&command, &submission.origin, &self.catalogue_origin)?;
        check_agency(key, &command.act.agency)?;
        let disclosures =
            submission.disclosures_of(index).map_err(|e| lienthong_protocol::Fault::from_form(&[e]))?;
        Ok(Task::new(ticket, index, command, bytes.to_vec(), signed, disclosures, key.clone()))
    }

    fn lane_key(&self, origin: &Origin, command: &Command) -> LaneKey {
        let stream = if R::ONE_AT_A_TIME { None } else { Some(R::stream(command)) };
        LaneKey { origin: origin.clone(), stream }
    }

    fn ask(&mut self, what: Asked) -> Token {
        self.next_token += 1;
        let token = Token(self.next_token);
        self.asked.insert(token, what);
        token
    }

    fn ask_for_proof(&mut self, asked: Unproven) {
        let (origin, stream, revision) = (asked.origin.clone(), asked.stream.clone(), asked.revision);
        let token = self.ask(Asked::Proof(asked));
        self.effects.push(Effect::Prove { token, origin, stream, revision });
    }

    /// Nobody knows it yet: it is not sealed, and its seal will find it waiting; or whoever was asked is behind, and another look is due.
    fn proven(&mut self, asked: Unproven, result: Result<Option<Proof>, Unavailable>) {
        let unknown = matches!(result, Ok(None));
        if let (Some(of), Ok(Some(_))) = (asked.erases, &result) {
            // Whoever sealed it may have ended before the key was destroyed.
            self.effects.push(Effect::Erase { scope: KeyScope::new(&asked.origin, &asked.stream, of) });
        }
        self.desk.proven(asked.ticket, asked.index, &asked.leaf, result);
        if unknown && self.desk.is_open(asked.ticket, asked.index) {
            self.unproven.push(asked);
        }
    }

    /// A ledger was sealed further: the catalogue is folded, what was erased is destroyed, and only then receipts are released.
    fn sealed(&mut self, now: Timestamp, origin: &Origin, batch: &Arc<SealedBatch>) {
        let leaves: Vec<Hash> = batch.records.iter().map(|bytes| leaf_hash(bytes)).collect();
        if *origin == self.catalogue_origin {
            let successions = self.catalogue.now().successions();
            self.follow_catalogue(batch);
            if self.watches() && self.catalogue.now().successions() != successions {
                self.watch.look_again(self.catalogue.now());
            }
            self.take_early(now);
        } else {
            self.follow_sealed(batch);
        }
        self.pressure.sealed(origin, &leaves);
        self.desk.sealed(origin, batch, &leaves);
        let released: Vec<LaneKey> = self
            .lanes
            .iter()
            .filter(|(_, lane)| {
                lane.waits_for_one_of(&leaves) || lane.waits_for_catalogue(self.catalogue.position())
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in released {
            if let Some(lane) = self.lanes.get_mut(&key) {
                lane.release();
            }
            self.work(now, &key);
        }
    }

    fn follow_catalogue(&mut self, batch: &SealedBatch) {
        for (sequence, bytes) in (batch.first..).zip(&batch.records) {
            if sequence <= self.catalogue.position() {
                continue;
            }
            self.catalogue.pass(sequence);
            // A follower hands on only what it has checked; what cannot be read holds no fact that this release knows.
            let Ok(raw) = RawRecord::decode(bytes.as_ref()) else { continue };
            if let Decision::Admitted(events) = &raw.record.decision {
                for entry in events.iter().filter_map(catalogue_entry) {
                    self.catalogue.evolve(sequence, entry);
                }
            }
        }
    }

    fn tick(&mut self) {
        self.ticks += 1;
        self.desk.give_back(self.ticks.saturating_sub(PATIENCE_TICKS));
        self.pressure.give_up(self.ticks.saturating_sub(PATIENCE_TICKS));
        for asked in std::mem::take(&mut self.unproven) {
            if self.desk.is_open(asked.ticket, asked.index) {
                self.ask_for_proof(asked);
            }
        }
        let desk = &self.desk;
        self.early.retain(|(ticket, _)| desk.has(*ticket));
        self.lanes.retain(|_, lane| !lane.is_idle());
        if self.histories.len() > STREAMS_KEPT_MAX {
            let busy: Vec<(Origin, StreamName)> = self
                .lanes
                .keys()
                .filter_map(|key| key.stream.clone().map(|stream| (key.origin.clone(), stream)))
                .collect();
            self.histories.retain(|place, _| busy.contains(place));
        }
    }
}

/// The stream that a record was made for.
fn place_of(raw: &RawRecord) -> (Origin, StreamName) {
    (raw.record.origin.clone(), raw.record.stream.clone())
}

fn catalogue_entry(event: &Event) -> Option<&Entry> {
    match event {
        Event::Catalogue(entry) => Some(entry),
        Event::Dossier(_) | Event::Books(_) | Event::Supervision(_) => None,
    }
}

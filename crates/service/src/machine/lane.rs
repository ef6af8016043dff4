//! One stream's commands, one after the other: load, decide, append.

use super::answers::Promise;
use super::{Asked, Machine, Sabotage, Unproven, place_of};
use crate::deciding::{decide_command, dedupe_key, effective_at};
use crate::identity::fault;
use crate::step::{Effect, Ticket, Token};
use crate::{History, KnownId, Rules};
use jiff::Timestamp;
use lienthong_catalogue::Key;
use lienthong_ledger::ports::{Append, AppendError, DataKey, KeyOf, KeyScope, Stored, Unavailable};
use lienthong_merkle::Hash;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::{
    Command, DecidedOn, Decision, Disclosure, EncryptedField, MAX_RECORD_BYTES, RawRecord, Record,
    SCHEMA_VERSION, Signed,
};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;

/// Where commands queue: the stream they are about, or all of a ledger where one must be sealed before the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LaneKey {
    pub(super) origin: Origin,
    pub(super) stream: Option<StreamName>,
}

/// One command to be decided.
pub(super) struct Task {
    pub(super) ticket: Ticket,
    pub(super) index: u32,
    pub(super) command: Command,
    bytes: Vec<u8>,
    digest: [u8; 32],
    signed: Signed,
    disclosures: Vec<Disclosure>,
    key: Key,
    data_key: Option<DataKey>,
    /// The stream that it is about was read since it came, and not only kept from before.
    read_since: bool,
}

impl Task {
    pub(super) fn new(
        ticket: Ticket,
        index: u32,
        command: Command,
        bytes: Vec<u8>,
        signed: Signed,
        disclosures: Vec<Disclosure>,
        key: Key,
    ) -> Self {
        let digest = Sha256::digest(&bytes).into();
        Self {
            ticket,
            index,
            command,
            bytes,
            digest,
            signed,
            disclosures,
            key,
            data_key: None,
            read_since: false,
        }
    }
}

/// What a lane is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Doing {
    #[default]
    Nothing,
    /// Waits for streams to be read, a key, or an append.
    Asking,
    /// Waits until this leaf is sealed, because the next decision reads what it says.
    Sealing(Hash),
    /// Waits until the catalogue is followed to a position that a decision on this stream already used.
    Catalogue(u64),
}

/// The queue of one stream.
#[derive(Default)]
pub(super) struct Lane {
    pub(super) queue: VecDeque<Task>,
    /// Its stream's clocks are to be looked at, command or none.
    pub(super) look: bool,
    doing: Doing,
}

impl Lane {
    pub(super) fn is_idle(&self) -> bool {
        self.queue.is_empty() && !self.look && self.doing == Doing::Nothing
    }

    pub(super) fn waits_for_one_of(&self, leaves: &[Hash]) -> bool {
        matches!(self.doing, Doing::Sealing(leaf) if leaves.contains(&leaf))
    }

    pub(super) fn waits_for_catalogue(&self, position: u64) -> bool {
        matches!(self.doing, Doing::Catalogue(needed) if needed <= position)
    }

    pub(super) fn release(&mut self) {
        self.doing = Doing::Nothing;
    }
}

/// What one look at the head of a lane led to.
pub(super) enum Next {
    /// Answered or given back; look at the next one.
    Done,
    /// The lane waits.
    Wait(Doing),
}

impl Next {
    /// It waits for an answer.
    pub(super) const fn asking() -> Self {
        Self::Wait(Doing::Asking)
    }

    /// It waits for the catalogue to be followed so far.
    pub(super) const fn for_catalogue(position: u64) -> Self {
        Self::Wait(Doing::Catalogue(position))
    }
}

impl<R: Rules> Machine<R> {
    /// Works on a lane until it has to wait for something.
    pub(super) fn work(&mut self, now: Timestamp, key: &LaneKey) {
        loop {
            let Some(lane) = self.lanes.get_mut(key) else { return };
            if lane.doing != Doing::Nothing {
                return;
            }
            let Some(task) = lane.queue.pop_front() else {
                if !lane.look {
                    return;
                }
                lane.doing = Doing::Asking;
                let next = self.look(now, key);
                let Some(lane) = self.lanes.get_mut(key) else { return };
                (lane.doing, lane.look) = match next {
                    Next::Done => (Doing::Nothing, false),
                    Next::Wait(doing) => (doing, true),
                };
                continue;
            };
            // The lane is marked busy while the task is out of its queue: nothing else may start on it.
            lane.doing = Doing::Asking;
            let (next, task) = self.attempt(now, key, task);
            let Some(lane) = self.lanes.get_mut(key) else { return };
            if let Some(task) = task {
                lane.queue.push_front(task);
            }
            lane.doing = match next {
                Next::Done => Doing::Nothing,
                Next::Wait(doing) => doing,
            };
        }
    }

    /// One look at a task. Gives the task back when it must be looked at again.
    fn attempt(&mut self, now: Timestamp, lane: &LaneKey, task: Task) -> (Next, Option<Task>) {
        let stream = R::stream(&task.command);
        if !self.desk.is_open(task.ticket, task.index) {
            return (Next::Done, None);
        }
        if self.desk.is_stopped(task.ticket, &stream) {
            let what = Unavailable {
                code: "LT0009",
                what: "an earlier command of this stream was not tried".to_owned(),
            };
            self.desk.unavailable(task.ticket, task.index, &stream, &what);
            return (Next::Done, None);
        }
        let rejected = StreamName::rejected(&task.command.act.agency);
        let mut missing = false;
        for needed in [&stream, &rejected] {
            missing |= self.need(lane, needed);
        }
        if missing {
            return (Next::Wait(Doing::Asking), Some(task));
        }
        let place = (lane.origin.clone(), stream.clone());
        let id = (task.command.act.agency.clone(), task.command.act.id);
        let known = [&stream, &rejected].into_iter().find_map(|stream| {
            let history = self.histories.get(&(lane.origin.clone(), stream.clone()))?;
            Some((stream.clone(), history.ids.get(&id)?.clone()))
        });
        if let Some((stream, known)) = known {
            self.answer_known(lane, &task, stream, &known);
            return (Next::Done, None);
        }
        let Some(history) = self.histories.get(&place) else {
            return (Next::Wait(Doing::Asking), Some(task));
        };
        if history.catalogue_position > self.catalogue.position() {
            return (Next::Wait(Doing::Catalogue(history.catalogue_position)), Some(task));
        }
        if let Some(fault) = self.has_finished(&lane.origin) {
            self.desk.fault(task.ticket, task.index, fault);
            return (Next::Done, None);
        }
        if let Some(what) = self.lacks_rules(&task.command) {
            self.desk.unavailable(task.ticket, task.index, &stream, &what);
            return (Next::Done, None);
        }
        self.decide(now, lane, stream, rejected, task)
    }

    /// Asks for a stream that is not at hand; true if it has to be waited for.
    pub(super) fn need(&mut self, lane: &LaneKey, stream: &StreamName) -> bool {
        let place = (lane.origin.clone(), stream.clone());
        if self.histories.contains_key(&place) {
            return false;
        }
        let first = !self.loading.contains_key(&place);
        let waiting = self.loading.entry(place).or_default();
        if !waiting.contains(lane) {
            waiting.push(lane.clone());
        }
        if first {
            let token = self.ask(Asked::Stream { origin: lane.origin.clone(), stream: stream.clone() });
            self.effects.push(Effect::Load { token, origin: lane.origin.clone(), stream: stream.clone() });
        }
        true
    }

    fn answer_known(&mut self, lane: &LaneKey, task: &Task, stream: StreamName, known: &KnownId) {
        if known.digest != task.digest {
            let vi = "mã lệnh này đã được ghi với nội dung khác".to_owned();
            let en = "this command id is already recorded with other bytes".to_owned();
            self.desk.fault(task.ticket, task.index, fault("LT0007", "id", vi, en));
            return;
        }
        let promise = Promise {
            origin: lane.origin.clone(),
            stream: stream.clone(),
            agency: task.command.act.agency.clone(),
            command_id: task.command.act.id,
            rejection: known.rejection.clone(),
            revision: known.revision,
            already_known: true,
        };
        self.desk.await_seal(known.leaf, task.ticket, task.index, promise);
        self.ask_for_proof(Unproven {
            leaf: known.leaf,
            ticket: task.ticket,
            index: task.index,
            origin: lane.origin.clone(),
            stream,
            revision: known.revision,
            erases: known.erases,
        });
    }

    fn decide(
        &mut self,
        now: Timestamp,
        lane: &LaneKey,
        stream: StreamName,
        rejected: StreamName,
        mut task: Task,
    ) -> (Next, Option<Task>) {
        let place = (lane.origin.clone(), stream.clone());
        let Some(about) = self.histories.get(&place) else { return (Next::Wait(Doing::Asking), Some(task)) };
        let recorded = |history: &History<R>| history.recorded_at.map_or(now, |last| now.max(last));
        let mut recorded_at = recorded(about);
        let effective =
            effective_at(&task.command, &task.key, self.catalogue.now(), recorded_at, about.effective_at);
        if self.looks_first() && self.raise(now, lane, &place, effective) {
            return (Next::asking(), Some(task));
        }
        let Some(about) = self.histories.get(&place) else { return (Next::asking(), Some(task)) };
        let decision = self.decided(lane, about, &task, (recorded_at, effective));
        let dossier = stream.dossier_code();
        let mut target = (stream.clone(), about);
        if matches!(decision, Decision::Rejected(_)) && !R::has_part(&about.state, &task.command.act.agency) {
            // Its record stands in another stream, so that no expected revision would say that this one has moved on; and it is
            // final for its id. It is decided on the stream as it is, not as it was when somebody last had to do with it.
            if !task.read_since {
                task.read_since = true;
                self.histories.remove(&place);
                self.need(lane, &stream);
                return (Next::Wait(Doing::Asking), Some(task));
            }
            let Some(apart) = self.histories.get(&(lane.origin.clone(), rejected.clone())) else {
                return (Next::Wait(Doing::Asking), Some(task));
            };
            recorded_at = recorded(apart);
            target = (rejected, apart);
        }
        let apart = target.0 != stream;
        // A stranger's rejection is recorded in its own stream's time, and counts as of the instant that was decided on.
        let effective = if apart {
            effective_at(&task.command, &task.key, self.catalogue.now(), recorded_at, about.effective_at)
        } else {
            effective
        };
        let decision =
            if apart { self.decided(lane, about, &task, (recorded_at, effective)) } else { decision };
        if apart && matches!(decision, Decision::Admitted(_)) {
            // Time is further on in that stream than by this clock, and so far on the rules say yes: but nothing is admitted there.
            let what = Unavailable {
                code: "LT0009",
                what: "this clock is behind that of the agency's last rejection".to_owned(),
            };
            self.desk.unavailable(task.ticket, task.index, &stream, &what);
            return (Next::Done, None);
        }
        // Only what is admitted needs a key: what the rules refuse makes none, and is refused where there is none any more.
        if matches!(decision, Decision::Admitted(_))
            && !task.disclosures.is_empty()
            && task.data_key.is_none()
        {
            // A command carries citizens' words or an agency's, never both.
            let of = task.disclosures.first().map_or(KeyOf::Personal, |first| KeyOf::of(first.field));
            let token = self.ask(Asked::Key { lane: lane.clone() });
            self.effects.push(Effect::Key { token, scope: KeyScope::new(&lane.origin, &stream, of) });
            return (Next::asking(), Some(task));
        }
        let fields = match &decision {
            Decision::Admitted(_) => match encrypted(&task, &stream) {
                Ok(fields) => fields,
                Err(fault) => {
                    self.desk.fault(task.ticket, task.index, fault);
                    return (Next::Done, None);
                }
            },
            Decision::Rejected(_) => Vec::new(),
        };
        let rejection = match &decision {
            Decision::Admitted(_) => None,
            Decision::Rejected(rejection) => Some(rejection.clone()),
        };
        let record = Record {
            schema_version: SCHEMA_VERSION,
            origin: lane.origin.clone(),
            stream: target.0.clone(),
            revision: target.1.revision + 1,
            previous: target.1.head,
            recorded_at,
            recorder: R::SERVICE,
            command: task.bytes.clone(),
            signed: task.signed.clone(),
            decided_on: DecidedOn {
                revision: about.revision,
                dossier: if apart { dossier } else { None },
                catalogue_position: self.catalogue.position(),
                effective_at: effective,
                rules_version: self.rules_version(),
            },
            decision,
            fields,
        };
        let append = Append {
            stream: target.0.clone(),
            expected_revision: target.1.revision,
            expected_head: target.1.head,
            dedupe: dedupe_key(&task.command, &stream),
            bytes: record.encode(),
        };
        if append.bytes.len() > MAX_RECORD_BYTES {
            let vi = format!("bản ghi dài {} byte, tối đa {MAX_RECORD_BYTES}", append.bytes.len());
            let en = format!(
                "the record would have {} bytes, at most {MAX_RECORD_BYTES} are allowed",
                append.bytes.len()
            );
            self.desk.fault(task.ticket, task.index, fault("LT0006", "", vi, en));
            return (Next::Done, None);
        }
        let raw = Box::new(RawRecord::new(append.bytes.clone(), record));
        let promise = Promise {
            origin: lane.origin.clone(),
            stream: target.0.clone(),
            agency: task.command.act.agency.clone(),
            command_id: task.command.act.id,
            rejection,
            revision: raw.record.revision,
            already_known: false,
        };
        self.desk.await_seal(raw.leaf, task.ticket, task.index, promise);
        let token = self.ask(Asked::Append { lane: lane.clone(), raw });
        self.effects.push(Effect::Append { token, origin: lane.origin.clone(), append });
        (Next::Wait(Doing::Asking), Some(task))
    }

    fn decided(
        &self,
        lane: &LaneKey,
        about: &History<R>,
        task: &Task,
        instants: (Timestamp, Timestamp),
    ) -> Decision {
        decide_command::<R>(
            &lane.origin,
            &about.state,
            &task.command,
            self.catalogue.now(),
            instants,
            &task.key,
        )
    }

    pub(super) fn loaded(
        &mut self,
        now: Timestamp,
        token: Token,
        records: Result<Option<Vec<Stored>>, Unavailable>,
    ) {
        let Some(Asked::Stream { origin, stream }) = self.asked.remove(&token) else { return };
        let waiting = self.loading.remove(&(origin.clone(), stream.clone())).unwrap_or_default();
        let folded = match records {
            Ok(Some(records)) => {
                self.fold(&records).map_err(|what| Unanswerable::NotNow(damaged(&origin, &stream, what)))
            }
            Ok(None) => Err(Unanswerable::NoLedger),
            Err(what) => Err(Unanswerable::NotNow(what)),
        };
        let refused = match folded {
            Ok(history) => {
                self.histories.insert((origin.clone(), stream.clone()), history);
                None
            }
            Err(refused) => Some(refused),
        };
        for lane in waiting {
            if let Some(task) = self.lanes.get_mut(&lane).and_then(|lane| lane.queue.front_mut()) {
                task.read_since |= R::stream(&task.command) == stream;
            }
            if let Some(refused) = &refused {
                self.give_up_first(&lane, refused);
            }
            self.resume(now, &lane);
        }
    }

    fn fold(&self, records: &[Stored]) -> Result<History<R>, String> {
        let mut history = History::default();
        for stored in records {
            let raw = RawRecord::decode(&stored.bytes).map_err(|error| error.to_string())?;
            history.apply(&raw).map_err(|error| error.to_string())?;
        }
        #[cfg(feature = "sabotage")]
        if self.sabotage == Some(Sabotage::IdSetLost) {
            history.ids.clear();
        }
        let _: Option<Sabotage> = self.sabotage;
        Ok(history)
    }

    /// Nothing can be said about a lane's stream now: its first command is answered so, and its clocks are looked at later.
    pub(super) fn give_up(&mut self, lane: &LaneKey, what: Unavailable) {
        self.give_up_first(lane, &Unanswerable::NotNow(what));
    }

    /// The first command of a lane cannot be decided: it is answered, the later ones of its submission follow it.
    fn give_up_first(&mut self, lane: &LaneKey, refused: &Unanswerable) {
        if let (Some(waiting), Some(stream)) = (self.lanes.get_mut(lane), &lane.stream)
            && std::mem::take(&mut waiting.look)
        {
            self.watch.put_back(&(lane.origin.clone(), stream.clone()));
        }
        let Some(task) = self.lanes.get_mut(lane).and_then(|lane| lane.queue.pop_front()) else { return };
        match refused {
            Unanswerable::NotNow(what) => {
                let stream = R::stream(&task.command);
                self.desk.unavailable(task.ticket, task.index, &stream, what);
            }
            Unanswerable::NoLedger => {
                let vi = format!("không có sổ cái {}", lane.origin);
                let en = format!("there is no ledger {}", lane.origin);
                self.desk.fault(task.ticket, task.index, fault("LT0008", "origin", vi, en));
            }
        }
    }

    pub(super) fn resume(&mut self, now: Timestamp, key: &LaneKey) {
        if let Some(lane) = self.lanes.get_mut(key) {
            lane.release();
        }
        self.work(now, key);
    }

    pub(super) fn keyed(&mut self, now: Timestamp, lane: &LaneKey, result: Result<DataKey, Unavailable>) {
        match result {
            Ok(data_key) => {
                if let Some(task) = self.lanes.get_mut(lane).and_then(|lane| lane.queue.front_mut()) {
                    task.data_key = Some(data_key);
                }
            }
            Err(what) => self.give_up_first(lane, &Unanswerable::NotNow(what)),
        }
        self.resume(now, lane);
    }

    pub(super) fn appended(
        &mut self,
        now: Timestamp,
        lane: &LaneKey,
        raw: &RawRecord,
        result: Result<(), AppendError>,
    ) {
        let (place, leaf) = (place_of(raw), raw.leaf);
        let Some(task) = self.lanes.get_mut(lane).and_then(|lane| lane.queue.pop_front()) else { return };
        match result {
            Ok(()) => {
                let sealed_already = !self.desk.is_open(task.ticket, task.index);
                if !sealed_already {
                    self.pressure.appended(&lane.origin, leaf, self.ticks);
                }
                if self.histories.get_mut(&place).is_some_and(|history| history.apply(raw).is_err()) {
                    self.histories.remove(&place);
                }
                #[cfg(feature = "sabotage")]
                match self.sabotage {
                    Some(Sabotage::ReceiptBeforeSeal) => self.desk.promise_without_seal(&leaf),
                    Some(Sabotage::IdSetLost) => {
                        if let Some(history) = self.histories.get_mut(&place) {
                            history.ids.clear();
                        }
                    }
                    Some(Sabotage::TimersSkipped) | None => {}
                }
                if R::ONE_AT_A_TIME && !sealed_already {
                    if let Some(lane) = self.lanes.get_mut(lane) {
                        lane.doing = Doing::Sealing(leaf);
                    }
                    return;
                }
            }
            Err(AppendError::Conflict) => {
                // Someone was first, here or on the stream of rejections: both are read again, and it is decided again.
                self.desk.forget(&leaf, task.ticket, task.index);
                let rejected = StreamName::rejected(&task.command.act.agency);
                self.histories.remove(&(lane.origin.clone(), rejected));
                self.histories.remove(&(lane.origin.clone(), R::stream(&task.command)));
                self.histories.remove(&place);
                if let Some(lane) = self.lanes.get_mut(lane) {
                    lane.queue.push_front(task);
                }
            }
            Err(AppendError::Unavailable(what)) => {
                self.desk.forget(&leaf, task.ticket, task.index);
                self.histories.remove(&place);
                self.desk.unavailable(task.ticket, task.index, &R::stream(&task.command), &what);
            }
            Err(AppendError::TooLarge { size }) => {
                self.desk.forget(&leaf, task.ticket, task.index);
                let vi = format!("bản ghi dài {size} byte, tối đa {MAX_RECORD_BYTES}");
                let en =
                    format!("the record would have {size} bytes, at most {MAX_RECORD_BYTES} are allowed");
                self.desk.fault(task.ticket, task.index, fault("LT0006", "", vi, en));
            }
        }
        self.resume(now, lane);
    }
}

enum Unanswerable {
    NotNow(Unavailable),
    NoLedger,
}

fn damaged(origin: &Origin, stream: &StreamName, what: String) -> Unavailable {
    Unavailable { code: "LT0510", what: format!("{origin}: stream {stream} cannot be folded: {what}") }
}

/// The personal values of an admitted command, encrypted under the dossier's key.
fn encrypted(task: &Task, stream: &StreamName) -> Result<Vec<EncryptedField>, lienthong_protocol::Fault> {
    let Some(key) = &task.data_key else { return Ok(Vec::new()) };
    task.disclosures
        .iter()
        .map(|disclosure| EncryptedField::seal(key, stream, task.command.act.id, disclosure))
        .collect::<Result<_, _>>()
        .map_err(|error| lienthong_protocol::Fault::from_form(&[error]))
}

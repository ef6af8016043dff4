//! Clocks that ran out are recorded before the command that comes next, and when nobody sends one.

use super::lane::{LaneKey, Next};
use super::{Asked, Machine, place_of};
use crate::deciding::{decide_command, dedupe_key, effective_at};
use crate::step::Effect;
use crate::timers::{run_out, timer_command};
use crate::{Rules, Sabotage};
use jiff::Timestamp;
use lienthong_catalogue::{Key, KeyUse};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{Append, AppendError, KeyScope, Unavailable};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{DecidedOn, Decision, RawRecord, Record, SCHEMA_VERSION, Submission};

/// Streams looked at in one step; more wait for the next.
const LOOKS_AT_ONCE: usize = 1_000;

impl<R: Rules> Machine<R> {
    /// The service's key, as the catalogue knows it; `None`: it may not sign, and no clock is looked at.
    fn service_key(&self) -> Option<(SigningKey, Key)> {
        let signing = &self.timers.as_ref()?.key;
        let key = self.catalogue.now().service_key(&signing.key_id())?;
        Some((signing.clone(), key.clone()))
    }

    /// Time has passed: the streams whose next clock has run out are looked at.
    pub(super) fn fall_due(&mut self, now: Timestamp) {
        if self.service_key().is_none() {
            return;
        }
        for (origin, stream) in self.watch.take_due(now, LOOKS_AT_ONCE) {
            let lane = LaneKey { origin, stream: Some(stream) };
            self.lanes.entry(lane.clone()).or_default().look = true;
            self.work(now, &lane);
        }
    }

    /// Whether clocks of dossiers to which nobody sends a command are looked at: the index is kept then, and only then.
    pub(crate) fn watches(&self) -> bool {
        self.timers.as_ref().is_some_and(|timers| timers.watch)
    }

    /// What was sealed feeds the index, and what was erased is erased.
    pub(super) fn follow_sealed(&mut self, batch: &SealedBatch) {
        if !self.watches() && !R::ERASES {
            return;
        }
        for bytes in &batch.records {
            // A follower hands on only what it has checked; what cannot be read holds no fact that this release knows.
            let Ok(record) = Record::decode(bytes.as_ref()) else { continue };
            for of in record.events().iter().filter_map(R::erases) {
                let scope = KeyScope::new(&record.origin, &record.stream, of);
                self.effects.push(Effect::Erase { scope });
            }
            if self.watches() {
                let key = self.catalogue.now().key_ever(&record.signed.key_id);
                let historian = key.is_some_and(|key| matches!(key.usage, KeyUse::Historian { .. }));
                self.watch.follow(&record, historian, self.catalogue.now());
            }
        }
    }

    /// One look at the clocks of a lane's stream, for which nobody has sent a command.
    pub(super) fn look(&mut self, now: Timestamp, lane: &LaneKey) -> Next {
        let Some(stream) = &lane.stream else { return Next::Done };
        if self.need(lane, stream) {
            return Next::asking();
        }
        let place = (lane.origin.clone(), stream.clone());
        let (revision, needed) = self
            .histories
            .get(&place)
            .map_or((0, 0), |history| (history.revision, history.catalogue_position));
        if revision < self.watch.revision(&place) {
            // Others went on with it: what was kept of it may know nothing of the clock that ran out.
            self.histories.remove(&place);
            self.need(lane, stream);
            return Next::asking();
        }
        if needed > self.catalogue.position() {
            return Next::for_catalogue(needed);
        }
        if self.raise(now, lane, &place, now) { Next::asking() } else { Next::Done }
    }

    /// Appends the first of a stream's clocks that ran out before an instant; false if there is none to record.
    pub(super) fn raise(
        &mut self,
        now: Timestamp,
        lane: &LaneKey,
        place: &(Origin, StreamName),
        before: Timestamp,
    ) -> bool {
        // Whoever has the rules says so; of a ledger that was finished nobody does.
        if self.rules_version() > R::VERSIONS || self.has_finished(&lane.origin).is_some() {
            return false;
        }
        let Some(history) = self.histories.get(place) else { return false };
        let due = run_out::<R>(&history.state, self.catalogue.now(), before);
        if due.is_empty() {
            return false;
        }
        let stream = &place.1;
        let (Some((signing, key)), Some(code)) = (self.service_key(), stream.dossier_code()) else {
            return false;
        };
        let recorded_at = history.recorded_at.map_or(now, |last| now.max(last));
        let made = due.iter().find_map(|timer| {
            let command = timer_command(&code, timer, R::SERVICE, &key.agency).ok()?;
            let effective =
                effective_at(&command, &key, self.catalogue.now(), recorded_at, history.effective_at);
            let decision = decide_command::<R>(
                &lane.origin,
                &history.state,
                &command,
                self.catalogue.now(),
                (recorded_at, effective),
                &key,
            );
            // What the rules do not admit is not true, and is not recorded.
            matches!(decision, Decision::Admitted(_)).then_some((command, effective, decision))
        });
        let Some((command, effective_at, decision)) = made else { return false };
        let commands = vec![command.encode()];
        let submission =
            Submission::sign(&signing, lane.origin.clone(), R::SERVICE, key.agency, commands, Vec::new());
        let Some(signed) = submission.signed_commands().pop() else { return false };
        let record = Record {
            schema_version: SCHEMA_VERSION,
            origin: lane.origin.clone(),
            stream: stream.clone(),
            revision: history.revision + 1,
            previous: history.head,
            recorded_at,
            recorder: R::SERVICE,
            command: submission.commands.concat(),
            signed,
            decided_on: DecidedOn {
                revision: history.revision,
                dossier: None,
                catalogue_position: self.catalogue.position(),
                effective_at,
                rules_version: self.rules_version(),
            },
            decision,
            fields: Vec::new(),
        };
        let append = Append {
            stream: stream.clone(),
            expected_revision: history.revision,
            expected_head: history.head,
            dedupe: dedupe_key(&command, stream),
            bytes: record.encode(),
        };
        let raw = Box::new(RawRecord::new(append.bytes.clone(), record));
        let token = self.ask(Asked::Timer { lane: lane.clone(), raw });
        self.effects.push(Effect::Append { token, origin: lane.origin.clone(), append });
        true
    }

    /// Whether clocks are looked at before commands: always, but for a deliberate bug.
    pub(super) fn looks_first(&self) -> bool {
        #[cfg(feature = "sabotage")]
        if self.sabotage == Some(Sabotage::TimersSkipped) {
            return false;
        }
        let _: Option<Sabotage> = self.sabotage;
        true
    }

    /// What came of appending one.
    pub(super) fn timer_appended(
        &mut self,
        now: Timestamp,
        lane: &LaneKey,
        raw: &RawRecord,
        result: Result<(), AppendError>,
    ) {
        let place = place_of(raw);
        match result {
            Ok(()) => {
                if self.histories.get_mut(&place).is_some_and(|history| history.apply(raw).is_err()) {
                    self.histories.remove(&place);
                }
            }
            // Someone was first: it is read again, and what is still due then is recorded.
            Err(AppendError::Conflict) => {
                self.histories.remove(&place);
            }
            Err(AppendError::Unavailable(what)) => {
                self.histories.remove(&place);
                self.give_up(lane, what);
            }
            Err(AppendError::TooLarge { size }) => {
                let what = format!("the record of a timer would have {size} bytes");
                self.give_up(lane, Unavailable { code: "LT0503", what });
            }
        }
        self.resume(now, lane);
    }
}

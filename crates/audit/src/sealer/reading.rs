//! Where a sealer stands in the broker's log, and what of it is not sealed yet.
//!
//! Belongs here: judging what is read, comparing it with what is sealed already, and what waits to be sealed. Does not: sealing.

use super::error::{SealerError, Stop};
use super::judge::{Judge, Judged};
use super::known::Known;
use futures::StreamExt as _;
use futures::future::FutureExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::embedded::EmbeddedLedger;
use lienthong_ledger::placing::Placed;
use lienthong_ledger::ports::{FollowError, Tail, Unavailable, Unsealed};
use lienthong_ledger::seal::{Accepted, BATCH_BYTES_MAX, BATCH_RECORDS_MAX};
use lienthong_names::Origin;
use lienthong_protocol::MAX_RECORD_BYTES;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::time::Instant;

/// A standby reads so many records ahead of the seals that it follows.
const AHEAD_MAX: usize = 20_000;

/// Records that will be sealed together.
pub(super) type Next = Vec<(Placed, Accepted)>;

/// A record that waits to be sealed, since when this sealer has seen it.
struct Waiting {
    record: (Placed, Accepted),
    since: Instant,
}

/// Where a sealer stands in the log.
pub(super) struct Reading {
    tail: Arc<dyn Tail>,
    log: BoxStream<'static, Result<Unsealed, FollowError>>,
    judge: Judge,
    /// What is sealed, and not read yet.
    known: Known,
    /// What is read, and not sealed yet: one of the two is always empty.
    waiting: VecDeque<Waiting>,
    /// Cursor of the last record that was read.
    cursor: u64,
    /// How often nothing came although the log goes on.
    silences: u32,
}

impl Reading {
    /// From the log's beginning, against what a copy holds now.
    pub(super) fn new(tail: Arc<dyn Tail>, copy: &EmbeddedLedger, size: u64) -> Self {
        let log = tail.follow(0);
        let (judge, known) = (Judge::default(), Known::new(copy, size));
        Self { tail, log, judge, known, waiting: VecDeque::new(), cursor: 0, silences: 0 }
    }

    fn origin(&self) -> &Origin {
        self.tail.origin()
    }

    /// Whether it may read further: what waits is held in memory.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.len() < AHEAD_MAX
    }

    /// How many records were read that are not sealed.
    pub(super) fn waits(&self) -> usize {
        self.waiting.len()
    }

    /// Since when the first record that is not sealed waits; `None`: none does.
    pub(super) fn waits_since(&self) -> Option<Instant> {
        self.waiting.front().map(|first| first.since)
    }

    /// The next record of the log, which is then to be considered; waits for it, and may be dropped while it does.
    pub(super) async fn next(&mut self) -> Result<Unsealed, Stop> {
        Ok(self.log.next().await.ok_or_else(ended)??)
    }

    /// What waits, up to the limits of a batch, and with it what is there to be read without waiting.
    pub(super) async fn take(&mut self) -> Result<Next, Stop> {
        let (mut next, mut bytes) = (Next::new(), 0);
        while next.len() < BATCH_RECORDS_MAX && bytes + MAX_RECORD_BYTES <= BATCH_BYTES_MAX {
            if self.waiting.is_empty() {
                let Some(item) = tokio::task::unconstrained(self.log.next()).now_or_never() else { break };
                self.consider(item.ok_or_else(ended)??).await?;
                continue;
            }
            let Some(Waiting { record, .. }) = self.waiting.pop_front() else { break };
            bytes += record.1.bytes.len();
            next.push(record);
        }
        Ok(next)
    }

    /// These were sealed by another, and stand in the copy now from this sequence on: what waits, or is still to be read, must be the same.
    pub(super) fn sealed_elsewhere(&mut self, first: u64, records: &[Accepted]) -> Result<(), Stop> {
        for (sequence, record) in (first..).zip(records) {
            match self.waiting.pop_front() {
                None => self.known.add(record.leaf),
                Some(Waiting { record: (_, read), .. }) if read.leaf == record.leaf => {}
                Some(Waiting { record: (placed, _), .. }) => {
                    let (revision, stream) = (placed.revision, placed.stream);
                    let what = format!(
                        "the log has revision {revision} of {stream} where another record was sealed"
                    );
                    return Err(self.changed(sequence, what));
                }
            }
        }
        Ok(())
    }

    /// Judges a record. What is void, or sealed already as it stands, does not wait.
    pub(super) async fn consider(&mut self, unsealed: Unsealed) -> Result<(), Stop> {
        let cursor = unsealed.cursor;
        if cursor != self.cursor + 1 {
            let (from, to) = (self.cursor + 1, cursor - 1);
            tracing::warn!(origin = %self.origin(), from, to, "messages are missing in the broker's log");
        }
        (self.cursor, self.silences) = (cursor, 0);
        let (placed, accepted) = match self.judge.take(unsealed) {
            Judged::Next(placed, accepted) => (placed, accepted),
            Judged::Void { stream, why } => {
                tracing::warn!(origin = %self.origin(), cursor, %stream, why, "a void record was passed over");
                return Ok(());
            }
        };
        match self.known.next().await? {
            None => self.waiting.push_back(Waiting { record: (placed, accepted), since: Instant::now() }),
            Some(leaf) if leaf == accepted.leaf => {}
            Some(_) => {
                let what = format!(
                    "message {cursor} is revision {} of {}, which is not what was sealed there",
                    placed.revision, placed.stream
                );
                return Err(self.changed(self.known.position(), what));
            }
        }
        Ok(())
    }

    /// Nothing came for a while: has the log gone back, and is all there that was sealed?
    pub(super) async fn look_at_the_end(&mut self) -> Result<(), Stop> {
        let end = self.tail.end().await?;
        if end < self.cursor {
            let what = format!("the log ends with message {end}, {} was read before", self.cursor);
            return Err(Stop::Again(Unavailable { code: "LT0720", what }));
        }
        let Some(missing) = self.known.peek().await? else { return Ok(()) };
        self.silences += 1;
        // Numbers of lost messages may still stand at the end of a log; a slow broker gets a second chance.
        if end == self.cursor || self.silences > 1 {
            let what = format!("the log ends with message {}, and the record is not there", self.cursor);
            return Err(self.changed(missing, what));
        }
        Ok(())
    }

    fn changed(&self, sequence: u64, what: String) -> Stop {
        SealerError::LogChanged { origin: self.origin().clone(), sequence, what }.into()
    }
}

pub(super) fn ended() -> Unavailable {
    Unavailable { code: "LT0710", what: "the log is not followed any more".to_owned() }
}

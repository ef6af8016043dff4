//! Sealing a log that a broker puts in order.
//!
//! Belongs here: following the unsealed tail, judging what is next, the sealer's own durable copy, publishing each seal after
//! it lies there, and refusing to sign what would contradict anything signed or published before.
//! Does not: how a broker is spoken to (`Tail` and `SealOut` are ports), the seal itself (`ledger::seal`), sealing of the
//! embedded ledger, whose writer seals as it appends.
//!
//! At its start, and again whenever the broker was away, a sealer reads the whole log against its own copy: a record that was
//! sealed and is missing or another stops it. So no receipt ever rests on the broker.

mod all;
mod error;
mod judge;
mod known;

pub use all::{Sources, seal_all};
pub use error::SealerError;

use error::Stop;
use futures::future::FutureExt as _;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use judge::{Judge, Judged};
use known::Known;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::embedded::{EmbeddedLedger, OpenError, SealedCopy};
use lienthong_ledger::placing::Placed;
use lienthong_ledger::ports::{
    Clock, FollowError, Ledger as _, SealOut, SealOutError, SealedHead, Tail, Unavailable, Unsealed,
};
use lienthong_ledger::seal::{Accepted, BATCH_BYTES_MAX, BATCH_RECORDS_MAX};
use lienthong_names::Origin;
use lienthong_protocol::MAX_RECORD_BYTES;
use lienthong_protocol::note::NoteSigner;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// With nothing new for this long, the sealer looks whether what it has read still stands.
const SILENCE: Duration = Duration::from_secs(3);

/// How long to wait after the broker was away.
const AGAIN_AFTER: Duration = Duration::from_millis(250);

/// The sealer of one log.
pub struct Sealer {
    copy: Arc<Mutex<SealedCopy>>,
    ledger: EmbeddedLedger,
    tail: Arc<dyn Tail>,
    out: Arc<dyn SealOut>,
}

/// Where a sealer stands in the log.
struct Reading {
    tail: BoxStream<'static, Result<Unsealed, FollowError>>,
    judge: Judge,
    known: Known,
    /// Cursor of the last record that was read.
    cursor: u64,
    /// How often nothing came although the log goes on.
    silences: u32,
}

/// Records that will be sealed together.
type Next = Vec<(Placed, Accepted)>;

impl Sealer {
    /// Opens the sealer's copy in a directory, or begins one: every byte of it is checked first.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(
        directory: &Path,
        signer: NoteSigner,
        clock: Arc<dyn Clock>,
        tail: Arc<dyn Tail>,
        out: Arc<dyn SealOut>,
    ) -> Result<Self, OpenError> {
        let copy = SealedCopy::open(directory, tail.origin().clone(), signer, clock)?;
        let ledger = copy.ledger().clone();
        Ok(Self { copy: Arc::new(Mutex::new(copy)), ledger, tail, out })
    }

    /// The copy for reading: replay, proofs.
    #[must_use]
    pub const fn ledger(&self) -> &EmbeddedLedger {
        &self.ledger
    }

    /// Seals for ever; waits while the broker is away. Ends only with what nobody may sign over.
    pub async fn run(self) -> SealerError {
        loop {
            match self.session().await {
                Stop::For(error) => return error,
                Stop::Again(what) => {
                    tracing::warn!(origin = %self.origin(), %what, "the sealer reads the log again")
                }
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }

    fn origin(&self) -> &Origin {
        self.tail.origin()
    }

    async fn session(&self) -> Stop {
        match self.work().await {
            Ok(never) => match never {},
            Err(stop) => stop,
        }
    }

    async fn work(&self) -> Result<std::convert::Infallible, Stop> {
        self.meet_published().await?;
        let mut reading = Reading {
            tail: self.tail.follow(0),
            judge: Judge::default(),
            known: Known::new(&self.ledger),
            cursor: 0,
            silences: 0,
        };
        loop {
            let next = self.gather(&mut reading).await?;
            let batch = self.seal(next).await?;
            self.publish(&batch).await?;
        }
    }

    /// What is published must be a beginning of what this copy holds; what the copy holds beyond is published now.
    async fn meet_published(&self) -> Result<(), Stop> {
        let published = self.out.head().await?;
        let own = self.ledger.sealed_head().await?.map_or(0, |head| head.checkpoint.size);
        let size = published.as_ref().map_or(0, |head| head.checkpoint.size);
        if size > own {
            let origin = self.origin().clone();
            return Err(SealerError::Behind { origin, own, published: size }.into());
        }
        if let Some(head) = published {
            self.check_same(&head).await?;
        }
        let mut beyond = self.ledger.replay(size + 1);
        while let Some(batch) = beyond.try_next().await? {
            self.publish(&batch).await?;
        }
        Ok(())
    }

    async fn check_same(&self, published: &SealedHead) -> Result<(), Stop> {
        let size = published.checkpoint.size;
        let own = self.ledger.replay(size).try_next().await?;
        if own.is_some_and(|batch| {
            batch.size_after() == size && batch.proofs().root() == published.checkpoint.root
        }) {
            return Ok(());
        }
        Err(SealerError::Forked { origin: self.origin().clone(), size }.into())
    }

    /// The records to seal next: waits for one, and takes with it what is there already.
    async fn gather(&self, reading: &mut Reading) -> Result<Next, Stop> {
        let mut next = Vec::new();
        let mut bytes = 0;
        while next.is_empty() {
            match tokio::time::timeout(SILENCE, reading.tail.next()).await {
                Ok(item) => next.extend(self.consider(reading, item.ok_or_else(ended)??).await?),
                Err(_) => self.look_at_the_end(reading).await?,
            }
        }
        while let Some((_, last)) = next.last() {
            bytes += last.bytes.len();
            if next.len() >= BATCH_RECORDS_MAX || bytes + MAX_RECORD_BYTES > BATCH_BYTES_MAX {
                break;
            }
            match self.waiting(reading).await? {
                Some(record) => next.push(record),
                None => break,
            }
        }
        Ok(next)
    }

    /// A record to seal that need not be waited for.
    async fn waiting(&self, reading: &mut Reading) -> Result<Option<(Placed, Accepted)>, Stop> {
        while let Some(item) = tokio::task::unconstrained(reading.tail.next()).now_or_never() {
            let record = self.consider(reading, item.ok_or_else(ended)??).await?;
            if record.is_some() {
                return Ok(record);
            }
        }
        Ok(None)
    }

    /// Judges a record; `None` when it is void, or sealed already as it stands.
    async fn consider(
        &self,
        reading: &mut Reading,
        unsealed: Unsealed,
    ) -> Result<Option<(Placed, Accepted)>, Stop> {
        let cursor = unsealed.cursor;
        if cursor != reading.cursor + 1 {
            let (from, to) = (reading.cursor + 1, cursor - 1);
            tracing::warn!(origin = %self.origin(), from, to, "messages are missing in the broker's log");
        }
        (reading.cursor, reading.silences) = (cursor, 0);
        let (placed, accepted) = match reading.judge.take(unsealed) {
            Judged::Next(placed, accepted) => (placed, accepted),
            Judged::Void { stream, why } => {
                tracing::warn!(origin = %self.origin(), cursor, %stream, why, "a void record was passed over");
                return Ok(None);
            }
        };
        match reading.known.next().await? {
            None => Ok(Some((placed, accepted))),
            Some(leaf) if leaf == accepted.leaf => Ok(None),
            Some(_) => {
                let what = format!(
                    "message {cursor} is revision {} of {}, which is not what was sealed there",
                    placed.revision, placed.stream
                );
                Err(self.log_changed(reading.known.position(), what))
            }
        }
    }

    /// Nothing came for a while: has the log gone back, and is all there that was sealed?
    async fn look_at_the_end(&self, reading: &mut Reading) -> Result<(), Stop> {
        let end = self.tail.end().await?;
        if end < reading.cursor {
            let what = format!("the log ends with message {end}, {} was read before", reading.cursor);
            return Err(Stop::Again(Unavailable { code: "LT0720", what }));
        }
        let Some(missing) = reading.known.peek().await? else { return Ok(()) };
        reading.silences += 1;
        // Numbers of lost messages may still stand at the end of a log; a slow broker gets a second chance.
        if end == reading.cursor || reading.silences > 1 {
            let what = format!("the log ends with message {}, and the record is not there", reading.cursor);
            return Err(self.log_changed(missing, what));
        }
        Ok(())
    }

    fn log_changed(&self, sequence: u64, what: String) -> Stop {
        SealerError::LogChanged { origin: self.origin().clone(), sequence, what }.into()
    }

    /// Signs, and makes it durable here.
    async fn seal(&self, next: Next) -> Result<Arc<SealedBatch>, Stop> {
        let copy = Arc::clone(&self.copy);
        let sealed = tokio::task::spawn_blocking(move || {
            copy.lock().unwrap_or_else(PoisonError::into_inner).seal(&next)
        });
        match sealed.await {
            Ok(Ok(Some(batch))) => Ok(batch),
            Ok(Ok(None)) => Err(ended().into()),
            Ok(Err(why)) => Err(SealerError::Copy(why).into()),
            Err(_) => Err(ended().into()),
        }
    }

    async fn publish(&self, batch: &SealedBatch) -> Result<(), Stop> {
        match self.out.publish(batch).await {
            Ok(()) => Ok(()),
            // Whether the head went back, someone else signs, or only the answer was lost: the published head says.
            Err(SealOutError::Unavailable(what)) => Err(Stop::Again(what)),
            Err(SealOutError::LostLead) => {
                let what = "the published head moved".to_owned();
                Err(Stop::Again(Unavailable { code: "LT0722", what }))
            }
        }
    }
}

fn ended() -> Unavailable {
    Unavailable { code: "LT0710", what: "the log is not followed any more".to_owned() }
}

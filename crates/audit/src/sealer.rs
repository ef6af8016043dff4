//! Sealing a log that a broker puts in order.
//!
//! Belongs here: following the unsealed tail, judging what is next, the sealer's own durable copy, publishing each seal after
//! it lies there, standing by while another seals and taking over from it, and refusing to sign what would contradict anything signed or
//! published before.
//! Does not: how a broker is spoken to (`Tail` and `SealOut` are ports), the seal itself (`ledger::seal`), sealing of the
//! embedded ledger, whose writer seals as it appends.
//!
//! At its start, and again whenever the broker was away, a sealer reads the whole log against its own copy: a record that was
//! sealed and is missing or another stops it. So no receipt ever rests on the broker.
//!
//! Any number of sealers may work on one log, each with a copy of its own. What is next in it follows from the log alone, so that their
//! trees are one tree, wherever each cuts it into batches. One of them leads: the broker takes a seal only if it begins where the last one
//! ends. The others stand by: they take its seals over into their copies, and seal themselves when the log has waited for too long. Who was
//! held up and comes back finds that its seal is not taken, and stands by.

mod all;
mod error;
mod judge;
mod known;
mod reading;

pub use all::{Sources, seal_all};
pub use error::SealerError;

use error::Stop;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use jiff::SignedDuration;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::embedded::{AdoptError, EmbeddedLedger, OpenError, SealedCopy};
use lienthong_ledger::measures;
use lienthong_ledger::ports::{
    Clock, FollowError, Ledger as _, SealOut, SealOutError, Tail, Unavailable, Unsealed,
};
use lienthong_ledger::seal::Accepted;
use lienthong_names::Origin;
use lienthong_protocol::note::NoteSigner;
use reading::{Next, Reading, ended};
use std::convert::Infallible;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// With nothing new for this long, the sealer looks whether what it has read still stands.
const SILENCE: Duration = Duration::from_secs(3);

/// How long to wait after the broker was away.
const AGAIN_AFTER: Duration = Duration::from_millis(250);

/// How long a record waits for the sealer that leads before one that stands by seals it. Two that do so at once harm nobody: the broker
/// takes one seal.
const TAKE_OVER_AFTER: Duration = Duration::from_secs(3);

/// The sealer of one log.
pub struct Sealer {
    copy: Arc<Mutex<SealedCopy>>,
    clock: Arc<dyn Clock>,
    ledger: EmbeddedLedger,
    tail: Arc<dyn Tail>,
    out: Arc<dyn SealOut>,
}

/// Whether this sealer leads.
enum Role {
    /// What is read is sealed at once.
    Leads,
    /// Another's seals are taken over.
    StandsBy(Published),
}

/// The seals that are made public, from where they were looked at.
struct Published {
    seals: BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
    /// Since when this copy holds more than is published; `None`: it does not.
    beyond_since: Option<Instant>,
}

/// What happened first.
enum Met {
    Read(Result<Unsealed, Stop>),
    Sealed(Option<Result<Arc<SealedBatch>, FollowError>>),
    Waited,
}

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
        let copy = SealedCopy::open(directory, tail.origin().clone(), signer, Arc::clone(&clock))?;
        let ledger = copy.ledger().clone();
        Ok(Self { copy: Arc::new(Mutex::new(copy)), clock, ledger, tail, out })
    }

    /// The copy for reading: replay, proofs.
    #[must_use]
    pub const fn ledger(&self) -> &EmbeddedLedger {
        &self.ledger
    }

    /// Seals, or stands by, for ever; waits while the broker is away. Ends only with what nobody may sign over.
    pub async fn run(self) -> SealerError {
        loop {
            let stop = self.session().await;
            // Whoever leads now, it is not known to be this one.
            measures::leads(self.origin(), false);
            match stop {
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

    async fn size(&self) -> Result<u64, Stop> {
        Ok(self.ledger.sealed_head().await?.map_or(0, |head| head.checkpoint.size))
    }

    async fn session(&self) -> Stop {
        match self.work().await {
            Ok(never) => match never {},
            Err(stop) => stop,
        }
    }

    async fn work(&self) -> Result<Infallible, Stop> {
        let mut role = self.begin().await?;
        let mut reading = Reading::new(Arc::clone(&self.tail), &self.ledger, self.size().await?);
        self.measure(&reading);
        loop {
            measures::leads(self.origin(), matches!(role, Role::Leads));
            role = match role {
                Role::Leads => self.lead(&mut reading).await?,
                Role::StandsBy(published) => self.stand_by(&mut reading, published).await?,
            };
        }
    }

    /// Who holds all that is published leads, and publishes what it holds beyond; who finds more than it holds takes that over, and stands
    /// by: somebody else was at work.
    async fn begin(&self) -> Result<Role, Stop> {
        let (own, size) = (self.size().await?, self.published().await?);
        if size > own {
            let mut seals = self.out.follow(own + 1);
            while self.size().await? < size {
                self.adopt(seals.next().await.ok_or_else(ended)?.map_err(published_error)?).await?;
            }
            return Ok(self.standing_by(seals, None));
        }
        self.publish_beyond(size).await
    }

    /// Makes public what this copy holds beyond so many records.
    async fn publish_beyond(&self, size: u64) -> Result<Role, Stop> {
        let mut beyond = self.ledger.replay(size + 1);
        while let Some(batch) = beyond.try_next().await? {
            let Some(rest) = batch.rest_from(size + 1) else { continue };
            if !self.publish(&rest).await? {
                return self.lost().await;
            }
        }
        Ok(Role::Leads)
    }

    /// How many records are published. As far as this copy reaches, they must be those that it holds.
    async fn published(&self) -> Result<u64, Stop> {
        let Some(head) = self.out.head().await? else { return Ok(0) };
        let size = head.checkpoint.size;
        if self.ledger.root_at(size).is_some_and(|own| own != head.checkpoint.root) {
            return Err(SealerError::Forked { origin: self.origin().clone(), size }.into());
        }
        Ok(size)
    }

    /// Seals what is next, until a seal is not taken.
    async fn lead(&self, reading: &mut Reading) -> Result<Role, Stop> {
        loop {
            while reading.waits_since().is_none() {
                match timeout(SILENCE, reading.next()).await {
                    Ok(unsealed) => reading.consider(unsealed?).await?,
                    Err(_) => reading.look_at_the_end().await?,
                }
            }
            // Until it is published, however long that takes.
            self.measure(reading);
            let batch = self.seal(reading.take().await?).await?;
            if !self.publish(&batch).await? {
                return self.lost().await;
            }
            self.measure(reading);
        }
    }

    /// What waits, and since when by the clock on the wall.
    fn measure(&self, reading: &Reading) {
        let since = |first: Instant| {
            let waits = SignedDuration::try_from(first.elapsed()).unwrap_or(SignedDuration::MAX);
            self.clock.now().checked_sub(waits).ok()
        };
        measures::waiting(self.origin(), reading.waits(), reading.waits_since().and_then(since));
    }

    /// Another seal stands where this sealer's should: it stands by from now on.
    async fn lost(&self) -> Result<Role, Stop> {
        let (own, size) = (self.size().await?, self.published().await?);
        let seals = self.out.follow(own.min(size) + 1);
        Ok(self.standing_by(seals, (own > size).then(Instant::now)))
    }

    fn standing_by(
        &self,
        seals: BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>,
        beyond_since: Option<Instant>,
    ) -> Role {
        tracing::warn!(origin = %self.origin(), "another sealer leads: this one stands by");
        Role::StandsBy(Published { seals, beyond_since })
    }

    /// Takes over what another seals, until the log has waited for too long.
    async fn stand_by(&self, reading: &mut Reading, mut published: Published) -> Result<Role, Stop> {
        loop {
            let silent_from = Instant::now();
            let waits_since = [published.beyond_since, reading.waits_since()].into_iter().flatten().min();
            let patience = waits_since.map_or(silent_from + SILENCE, |since| since + TAKE_OVER_AFTER);
            let has_room = reading.has_room();
            self.measure(reading);
            let met = tokio::select! {
                biased;
                sealed = published.seals.next() => Met::Sealed(sealed),
                read = reading.next(), if has_room => Met::Read(read),
                () = sleep_until(patience) => Met::Waited,
            };
            match met {
                Met::Sealed(sealed) => {
                    let batch = sealed.ok_or_else(ended)?.map_err(published_error)?;
                    let (first, added) = self.adopt(Arc::clone(&batch)).await?;
                    reading.sealed_elsewhere(first, &added)?;
                    let is_beyond = self.size().await? > batch.size_after();
                    published.beyond_since = is_beyond.then(Instant::now);
                }
                Met::Read(unsealed) => reading.consider(unsealed?).await?,
                Met::Waited if waits_since.is_some() => {
                    tracing::warn!(origin = %self.origin(), "the log waits for its seal: this sealer takes over");
                    return self.take_over().await;
                }
                Met::Waited => reading.look_at_the_end().await?,
            }
        }
    }

    /// Publishes what this copy holds beyond what is published, and leads; unless somebody has come first.
    async fn take_over(&self) -> Result<Role, Stop> {
        let size = self.published().await?;
        if size > self.size().await? { self.lost().await } else { self.publish_beyond(size).await }
    }

    /// Signs, and makes it durable here.
    async fn seal(&self, next: Next) -> Result<Arc<SealedBatch>, Stop> {
        let sealed = self.on_copy(move |copy| copy.seal(&next)).await?;
        match sealed {
            Ok(Some(batch)) => Ok(batch),
            Ok(None) => Err(ended().into()),
            Err(why) => Err(SealerError::Copy(why).into()),
        }
    }

    /// Takes another's seal over, as far as it goes beyond this copy: the sequence of the first record that was added, and all of them.
    async fn adopt(&self, batch: Arc<SealedBatch>) -> Result<(u64, Vec<Accepted>), Stop> {
        let size = batch.size_after();
        let added = self.on_copy(move |copy| copy.adopt(&batch)).await?;
        match added {
            Ok(added) => Ok((size + 1 - added.len() as u64, added)),
            Err(AdoptError::Forked { size }) => {
                Err(SealerError::Forked { origin: self.origin().clone(), size }.into())
            }
            Err(AdoptError::Unavailable(why)) => Err(SealerError::Copy(why).into()),
            Err(other @ (AdoptError::Batch(_) | AdoptError::Record(_))) => {
                let what = format!("{}: {other}", self.origin());
                Err(SealerError::Copy(Unavailable { code: "LT0510", what }).into())
            }
        }
    }

    /// File work on the copy, where it may block.
    async fn on_copy<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut SealedCopy) -> T + Send + 'static,
    ) -> Result<T, Stop> {
        let copy = Arc::clone(&self.copy);
        let done = tokio::task::spawn_blocking(move || {
            work(&mut copy.lock().unwrap_or_else(PoisonError::into_inner))
        });
        done.await.map_err(|_| ended().into())
    }

    /// Whether it was taken: not, where another seal stands in its place.
    async fn publish(&self, batch: &SealedBatch) -> Result<bool, Stop> {
        match self.out.publish(batch).await {
            Ok(()) => Ok(true),
            Err(SealOutError::LostLead) => Ok(false),
            // Whether it is there, or only the answer was lost: the published head says.
            Err(SealOutError::Unavailable(what)) => Err(Stop::Again(what)),
        }
    }
}

/// Seals that the broker lost are published again from the copy; seals that are damaged are not signed over.
fn published_error(error: FollowError) -> Stop {
    match error {
        FollowError::WentBack { .. } => Stop::Again(Unavailable { code: "LT0722", what: error.to_string() }),
        other => other.into(),
    }
}

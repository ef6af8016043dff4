//! Tells agencies what sealed records say: follows every ledger and puts deliveries into the inbox. Who is told what is the
//! rules' to say; nothing is told that is not sealed.

mod telling;

pub use telling::{Addressed, By, Followed, Telling, Tells, read};

use futures::StreamExt as _;
use lienthong_ledger::following::{self, TRY_AGAIN_AFTER};
use lienthong_ledger::inbox::{Delivery, Told};
use lienthong_ledger::ports::{FollowError, Inbox, Ledger, Ledgers};
use lienthong_names::Origin;
use std::sync::Arc;

/// Batches that are told at once when more than one is there.
const BATCHES_AT_ONCE: usize = 64;

/// Records that tell nobody anything, after which the place is kept all the same.
const KEEP_PLACE_EVERY: u64 = 1000;

/// Whose rules say who is told of what, with nothing followed yet: each ledger is followed by some of its own.
pub type MakeFollowed = fn() -> Vec<Box<dyn Followed>>;

/// Nobody is told of what is published: dossiers, findings and tasks live in the other ledgers, those about the catalogue too (LT0008).
fn is_told_of(origin: &Origin) -> bool {
    !origin.is_catalogue()
}

/// Follows every ledger that agencies are told of, those that come later too, until it is dropped.
pub async fn run(ledgers: Arc<dyn Ledgers>, inbox: Arc<dyn Inbox>, rules: MakeFollowed) {
    following::each(ledgers, |ledger| follow(Teller::new(ledger, Arc::clone(&inbox), rules))).await;
}

/// Tells everything that is sealed by now, and ends.
///
/// # Errors
/// [`FollowError`].
pub async fn catch_up(
    ledgers: &dyn Ledgers,
    inbox: Arc<dyn Inbox>,
    rules: MakeFollowed,
) -> Result<(), FollowError> {
    for origin in ledgers.origins().await?.into_iter().filter(is_told_of) {
        let Some(ledger) = ledgers.ledger(&origin).await? else { continue };
        let mut teller = Teller::new(ledger, Arc::clone(&inbox), rules);
        while teller.tell(false).await? == End::Overtaken {}
    }
    Ok(())
}

/// Follows one ledger until something stands in the way that waiting does not mend.
async fn follow(mut teller: Teller) {
    let origin = teller.ledger.origin().clone();
    if !is_told_of(&origin) {
        return;
    }
    loop {
        match teller.tell(true).await {
            Ok(_) => {}
            Err(FollowError::Unavailable(why)) => tracing::debug!(%origin, %why, "deliveries wait"),
            Err(error) => {
                tracing::error!(%origin, %error, "nobody is told any more of what this ledger says");
                return;
            }
        }
        tokio::time::sleep(TRY_AGAIN_AFTER).await;
    }
}

/// Why following came to an end without an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Everything is told.
    Told,
    /// Another has told since: on from where it is.
    Overtaken,
}

struct Teller {
    ledger: Arc<dyn Ledger>,
    inbox: Arc<dyn Inbox>,
    telling: Telling,
}

impl Teller {
    fn new(ledger: Arc<dyn Ledger>, inbox: Arc<dyn Inbox>, rules: MakeFollowed) -> Self {
        let telling = Telling::new(ledger.origin().clone(), rules());
        Self { ledger, inbox, telling }
    }

    /// From where the inbox is; for ever, or to the head.
    async fn tell(&mut self, for_ever: bool) -> Result<End, FollowError> {
        let origin = self.ledger.origin().clone();
        let mut after = self.inbox.told(&origin).await?;
        let from = after + 1;
        let batches = if for_ever { self.ledger.follow_sealed(from) } else { self.ledger.replay(from) };
        let mut batches = batches.ready_chunks(BATCHES_AT_ONCE);
        let mut seen = after;
        while let Some(ready) = batches.next().await {
            let mut deliveries = Vec::new();
            for batch in ready {
                let batch = batch?;
                for (sequence, bytes) in (batch.first..).zip(&batch.records).filter(|(n, _)| *n > seen) {
                    deliveries.extend(self.of_record(sequence, bytes).await?);
                }
                seen = seen.max(batch.size_after());
            }
            if deliveries.is_empty() && seen - after < KEEP_PLACE_EVERY {
                continue;
            }
            let told = Told { origin: origin.clone(), after, upto: seen, deliveries };
            if !self.inbox.tell(told).await? {
                return Ok(End::Overtaken);
            }
            after = seen;
        }
        Ok(End::Told)
    }

    async fn of_record(&mut self, sequence: u64, bytes: &[u8]) -> Result<Vec<Delivery>, FollowError> {
        let origin = self.ledger.origin();
        let decided = read(origin, || format!("record {sequence}"), bytes)?;
        if self.telling.lacks(&decided) {
            let (stream, revision) = (&decided.record.stream, decided.record.revision);
            // Records stand in order of revision, from 1.
            let earlier = usize::try_from(revision - 1).unwrap_or(usize::MAX);
            let stored = self.ledger.read(stream).await?;
            let earlier = stored.iter().take(earlier);
            let earlier = earlier.map(|stored| read(origin, || stream.to_string(), &stored.bytes));
            self.telling.read_again(stream, &earlier.collect::<Result<Vec<_>, _>>()?)?;
        }
        self.telling.record(sequence, bytes, &decided)
    }
}

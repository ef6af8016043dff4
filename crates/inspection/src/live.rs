//! Inspection as records come: follows every ledger from its first record, keeps nothing on disk, and says at any time what was found.
//!
//! Belongs here: in which order the ledgers' records are taken in ([`run`]), what is asked of it ([`Live`], the questions [`FINDINGS`] and
//! [`FINDING`]). Does not: what a rule says (`rules`), who opens a finding by record (an inspectorate, decision 0026), pages (`gateway`).

mod answers;

pub use answers::{FINDING, FINDINGS, QUESTIONS};

use crate::finding::Finding;
use crate::inspector::Inspector;
use crate::numbers::Numbers;
use crate::told::{Place, Told};
use futures::StreamExt as _;
use jiff::Timestamp;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{FollowError, Ledger, Ledgers, Query, QueryError, Unavailable};
use lienthong_names::Origin;
use lienthong_protocol::{Command, RawRecord};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often it is looked whether more was sealed.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// What was found so far, for whoever asks.
#[derive(Debug, Default)]
pub struct Live(Mutex<Looked>);

/// What was taken in, and what it adds up to.
#[derive(Debug)]
struct Looked {
    inspector: Inspector,
    /// The last record of each ledger that was taken in.
    taken: BTreeMap<Origin, u64>,
    /// Records taken in, of all ledgers.
    records: u64,
    /// What was found as of a number of records and an instant: asked for again and again while nothing comes.
    found: Option<(u64, Timestamp, Arc<Vec<Finding>>)>,
}

impl Default for Looked {
    fn default() -> Self {
        Self {
            inspector: Inspector::new(Numbers::default()),
            taken: BTreeMap::new(),
            records: 0,
            found: None,
        }
    }
}

impl Looked {
    /// What was found as of the beginning of this minute: what time brings about is measured in no less.
    fn findings(&mut self, now: Timestamp) -> Arc<Vec<Finding>> {
        let minute = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now);
        if let Some((records, at, found)) = &self.found
            && (*records, *at) == (self.records, minute)
        {
            return Arc::clone(found);
        }
        let found = Arc::new(self.inspector.findings(minute));
        self.found = Some((self.records, minute, Arc::clone(&found)));
        found
    }

    /// Takes a batch in, as far as it rests on what is known of the catalogue; whether that was all of it.
    fn take(&mut self, origin: &Origin, batch: &SealedBatch) -> Result<bool, FollowError> {
        let taken = self.taken.get(origin).copied().unwrap_or_default();
        for (sequence, bytes) in (batch.first..).zip(&batch.records).filter(|(n, _)| *n > taken) {
            let damaged = |what: String| FollowError::Damaged {
                origin: origin.clone(),
                place: format!("record {sequence}"),
                what,
            };
            let raw = RawRecord::decode(bytes).map_err(|error| damaged(error.to_string()))?;
            let known = self.taken.iter().find(|(origin, _)| origin.is_catalogue()).map_or(0, |(_, n)| *n);
            if !origin.is_catalogue() && raw.record.decided_on.catalogue_position > known {
                return Ok(false);
            }
            let command = Command::decode(&raw.record.command)
                .map_err(|errors| damaged(errors.first().map(ToString::to_string).unwrap_or_default()))?;
            let place = Place::of(sequence, &raw.record);
            self.inspector.take(&Told::of(&place, &raw.record, &command));
            self.taken.insert(origin.clone(), sequence);
            self.records += 1;
        }
        Ok(true)
    }
}

impl Live {
    fn looked(&self) -> MutexGuard<'_, Looked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last record of each ledger that was taken in.
    #[must_use]
    pub fn taken(&self) -> BTreeMap<Origin, u64> {
        self.looked().taken.clone()
    }

    /// Takes a sealed batch in, of which it may have some already; false where it rests on more of the catalogue than was taken in: it is
    /// given again, then.
    ///
    /// # Errors
    /// [`FollowError::Damaged`]: a record cannot be read. What came before it is taken in.
    pub fn take(&self, origin: &Origin, batch: &SealedBatch) -> Result<bool, FollowError> {
        self.looked().take(origin, batch)
    }

    /// Takes in what is sealed of a ledger by now.
    async fn take_all(&self, ledger: &dyn Ledger) -> Result<(), FollowError> {
        let origin = ledger.origin().clone();
        let taken = self.looked().taken.get(&origin).copied().unwrap_or_default();
        let mut batches = ledger.replay(taken + 1);
        while let Some(batch) = batches.next().await {
            if !self.take(&origin, batch?.as_ref())? {
                // The catalogue is looked at first: next time it has gone far enough.
                return Ok(());
            }
            // A long history is taken in beside what others do.
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}

/// Takes in what comes, of every ledger, those that come later too, until it is dropped.
pub async fn run(live: Arc<Live>, ledgers: Arc<dyn Ledgers>) {
    let mut stopped = BTreeSet::new();
    loop {
        if let Err(error) = catch_up(&live, ledgers.as_ref(), &mut stopped).await {
            tracing::debug!(%error, "inspection waits for the ledgers");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Takes in what is sealed by now: the catalogue first, since what is looked at in the others rests on it.
async fn catch_up(
    live: &Live,
    ledgers: &dyn Ledgers,
    stopped: &mut BTreeSet<Origin>,
) -> Result<(), Unavailable> {
    for origin in ledgers.origins().await? {
        if stopped.contains(&origin) {
            continue;
        }
        let Some(ledger) = ledgers.ledger(&origin).await? else { continue };
        match live.take_all(ledger.as_ref()).await {
            Ok(()) => {}
            Err(FollowError::Unavailable(error)) => return Err(error),
            Err(error) => {
                tracing::error!(%origin, %error, "inspection looks at this ledger no more");
                stopped.insert(origin);
            }
        }
    }
    Ok(())
}

/// The questions of inspection beside another's.
pub struct LiveQuery {
    live: Arc<Live>,
    rest: Arc<dyn Query>,
}

impl LiveQuery {
    /// What inspection is asked goes to it, all else to the rest.
    #[must_use]
    pub fn beside(live: Arc<Live>, rest: Arc<dyn Query>) -> Self {
        Self { live, rest }
    }
}

#[async_trait::async_trait]
impl Query for LiveQuery {
    async fn query(
        &self,
        name: &str,
        parameters: serde_json::Value,
    ) -> Result<serde_json::Value, QueryError> {
        if !QUESTIONS.contains(&name) {
            return self.rest.query(name, parameters).await;
        }
        let (live, name) = (Arc::clone(&self.live), name.to_owned());
        // All that time has brought about is looked at: not on a thread that others wait for.
        let answered = tokio::task::spawn_blocking(move || live.answer(&name, &parameters)).await;
        answered.map_err(|error| Unavailable { code: "LT0801", what: error.to_string() })?
    }
}

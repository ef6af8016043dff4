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
use lienthong_ledger::following::{self, TRY_AGAIN_AFTER};
use lienthong_ledger::ports::{FollowError, Ledger, Ledgers, Query, QueryError, Unavailable};
use lienthong_names::Origin;
use lienthong_protocol::form::first_of;
use lienthong_service::delivering::read;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a ledger waits for the catalogue that its next record rests on.
const BEHIND: Duration = Duration::from_millis(50);

/// What was found so far, for whoever asks.
#[derive(Debug, Default)]
pub struct Live(Mutex<Looked>);

/// What was taken in, and what it adds up to.
#[derive(Debug)]
struct Looked {
    inspector: Inspector,
    /// The last record of each ledger that was taken in.
    taken: BTreeMap<Origin, u64>,
    /// What was asked for last: it is asked for again and again while nothing comes.
    found: Option<Found>,
}

/// What was found as of these records and an instant.
#[derive(Debug)]
struct Found {
    taken: BTreeMap<Origin, u64>,
    at: Timestamp,
    all: Arc<Vec<Finding>>,
}

impl Default for Looked {
    fn default() -> Self {
        Self { inspector: Inspector::new(Numbers::default()), taken: BTreeMap::new(), found: None }
    }
}

impl Looked {
    /// What was found as of the beginning of this minute: what time brings about is measured in no less.
    fn findings(&mut self, now: Timestamp) -> Arc<Vec<Finding>> {
        let minute = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now);
        if let Some(found) = &self.found
            && (&found.taken, found.at) == (&self.taken, minute)
        {
            return Arc::clone(&found.all);
        }
        let all = Arc::new(self.inspector.findings(minute));
        self.found = Some(Found { taken: self.taken.clone(), at: minute, all: Arc::clone(&all) });
        all
    }

    /// Takes a batch in, as far as it rests on what is known of the catalogue; whether that was all of it.
    fn take(&mut self, origin: &Origin, batch: &SealedBatch) -> Result<bool, FollowError> {
        let taken = self.taken.get(origin).copied().unwrap_or_default();
        for (sequence, bytes) in (batch.first..).zip(&batch.records).filter(|(n, _)| *n > taken) {
            let decided = read(origin, || format!("record {sequence}"), bytes)?;
            let record = &decided.record;
            let known = self.inspector.catalogue().position();
            if !origin.is_catalogue() && record.decided_on.catalogue_position > known {
                return Ok(false);
            }
            let command = decided.command.as_ref().map_err(|errors| FollowError::Damaged {
                origin: origin.clone(),
                place: format!("record {sequence}"),
                what: first_of(errors),
            })?;
            let place = Place::of(sequence, record);
            self.inspector.take(&Told::of(&place, record, command));
            self.taken.insert(origin.clone(), sequence);
        }
        Ok(true)
    }
}

impl Live {
    fn looked(&self) -> MutexGuard<'_, Looked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a sealed batch in, of which it may have some already; false where it rests on more of the catalogue than was taken in: it is
    /// given again, then.
    ///
    /// # Errors
    /// [`FollowError::Damaged`]: a record cannot be read. What came before it is taken in.
    pub fn take(&self, origin: &Origin, batch: &SealedBatch) -> Result<bool, FollowError> {
        self.looked().take(origin, batch)
    }

    /// Takes in what comes of a ledger, until something stands in the way.
    async fn follow_once(&self, ledger: &dyn Ledger) -> Result<(), FollowError> {
        let origin = ledger.origin();
        let taken = self.looked().taken.get(origin).copied().unwrap_or_default();
        let mut batches = ledger.follow_sealed(taken + 1);
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            while !self.take(origin, &batch)? {
                tokio::time::sleep(BEHIND).await;
            }
            // A long history is taken in beside what others do.
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}

/// Takes in what comes, of every ledger, those that come later too, until it is dropped.
pub async fn run(live: Arc<Live>, ledgers: Arc<dyn Ledgers>) {
    following::each(ledgers, |ledger| follow(Arc::clone(&live), ledger)).await;
}

/// Follows one ledger until something stands in the way that waiting does not mend.
async fn follow(live: Arc<Live>, ledger: Arc<dyn Ledger>) {
    let origin = ledger.origin().clone();
    loop {
        match live.follow_once(ledger.as_ref()).await {
            Ok(()) => {}
            Err(FollowError::Unavailable(why)) => tracing::debug!(%origin, %why, "inspection waits"),
            Err(error) => {
                tracing::error!(%origin, %error, "inspection looks at this ledger no more");
                return;
            }
        }
        tokio::time::sleep(TRY_AGAIN_AFTER).await;
    }
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

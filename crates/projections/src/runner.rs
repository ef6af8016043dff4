//! Carries sealed batches from ledgers into the read model, on tokio. Nothing is decided here.

use crate::model::{ReadModel, Switched};
use crate::projector::ProjectError;
use crate::rows::RowsError;
use futures::StreamExt;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::following::{self, LOOK_EVERY, TRY_AGAIN_AFTER};
use lienthong_ledger::measures;
use lienthong_ledger::ports::{Clock, FollowError, Ledger, Ledgers, Unavailable};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Batches that are written at once when more than one is there: a write costs as much for one as for some.
const BATCHES_AT_ONCE: usize = 64;

/// Why a rebuilding did not come to its end. What was served is served still.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// The ledger.
    #[error(transparent)]
    Follow(#[from] FollowError),
    /// The fold.
    #[error(transparent)]
    Project(#[from] ProjectError),
}

impl From<RowsError> for RebuildError {
    fn from(error: RowsError) -> Self {
        Self::Project(ProjectError::Rows(error))
    }
}

impl From<Unavailable> for RebuildError {
    fn from(error: Unavailable) -> Self {
        Self::Follow(FollowError::Unavailable(error))
    }
}

/// Follows every ledger, those that come later too, until it is dropped. What an older release built is built again first.
pub async fn run(model: Arc<ReadModel>, ledgers: Arc<dyn Ledgers>, clock: Arc<dyn Clock>) {
    while model.is_outdated() {
        match rebuild(&model, ledgers.as_ref()).await {
            Ok(()) => break,
            Err(error) => {
                tracing::warn!(%error, "the rows of an older release are served: building anew did not succeed yet");
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
    following::each(ledgers, |ledger| follow(Arc::clone(&model), ledger, Arc::clone(&clock))).await;
}

/// Follows one ledger until something stands in the way that waiting does not mend: it is noted in the model's health.
async fn follow(model: Arc<ReadModel>, ledger: Arc<dyn Ledger>, clock: Arc<dyn Clock>) {
    let origin = ledger.origin().clone();
    while let Err(error) = follow_once(&model, ledger.as_ref()).await {
        match error {
            RebuildError::Project(ProjectError::Rows(RowsError::Damaged { what })) => {
                tracing::warn!(%origin, %what, "LT0802 damaged rows");
                start_over(&model, clock.as_ref()).await;
            }
            RebuildError::Follow(FollowError::Unavailable(why)) => {
                tracing::debug!(%origin, %why, "the ledger is away");
            }
            // Another follower has started over: from its beginning, then.
            RebuildError::Project(ProjectError::Gap { .. }) => {}
            RebuildError::Project(ProjectError::Rows(RowsError::Unavailable { what })) => {
                tracing::warn!(%origin, %what, "LT0801 the rows cannot be written");
            }
            stop @ (RebuildError::Follow(_) | RebuildError::Project(_)) => {
                tracing::error!(%origin, error = %stop, "the ledger is followed no more");
                model.note_stopped(&origin, Some(stop.to_string()));
                return;
            }
        }
        tokio::time::sleep(TRY_AGAIN_AFTER).await;
    }
}

async fn follow_once(model: &Arc<ReadModel>, ledger: &dyn Ledger) -> Result<(), RebuildError> {
    let origin = ledger.origin().clone();
    measures::followed(&origin, model.position(&origin));
    let mut batches = ledger.follow_sealed(model.position(&origin) + 1).ready_chunks(BATCHES_AT_ONCE);
    while let Some(ready) = batches.next().await {
        let (good, error) = until_error(ready);
        if !good.is_empty() {
            let model = Arc::clone(model);
            let folded = origin.clone();
            let position = on_a_thread_of_its_own(move || model.apply(&folded, &good)).await?;
            measures::followed(&origin, position);
        }
        if let Some(error) = error {
            return Err(error.into());
        }
    }
    Ok(())
}

/// Only one of the followers that meet the damage starts over.
async fn start_over(model: &Arc<ReadModel>, clock: &dyn Clock) {
    if model.health().broken.is_none() {
        return;
    }
    let (model, now) = (Arc::clone(model), clock.now());
    let done = spawn_blocking(move || model.start_over(now)).await;
    if let Ok(Err(error)) = done {
        tracing::error!(%error, "damaged rows cannot be set aside");
    }
}

/// Builds every row anew from the ledgers, beside what is served, and serves it when it has caught up.
///
/// # Errors
/// [`RebuildError`]: what was served is served still.
pub async fn rebuild(model: &Arc<ReadModel>, ledgers: &dyn Ledgers) -> Result<(), RebuildError> {
    let beginning = Arc::clone(model);
    blocking(move || beginning.begin_rebuild()).await?;
    loop {
        for origin in ledgers.origins().await? {
            if let Some(ledger) = ledgers.ledger(&origin).await? {
                replay(model, ledger.as_ref()).await?;
            }
        }
        let switching = Arc::clone(model);
        match blocking(move || switching.switch()).await? {
            Switched::Done => return Ok(()),
            Switched::Behind(origins) => tracing::debug!(?origins, "built rows are behind: once more"),
        }
    }
}

async fn replay(model: &Arc<ReadModel>, ledger: &dyn Ledger) -> Result<(), RebuildError> {
    let origin = ledger.origin().clone();
    let from = model.building_position(&origin) + 1;
    let mut batches = ledger.replay(from).ready_chunks(BATCHES_AT_ONCE);
    while let Some(ready) = batches.next().await {
        let (good, error) = until_error(ready);
        if !good.is_empty() {
            let (model, origin) = (Arc::clone(model), origin.clone());
            on_a_thread_of_its_own(move || model.apply_building(&origin, &good)).await?;
        }
        if let Some(error) = error {
            return Err(error.into());
        }
    }
    Ok(())
}

type Ready = Vec<Result<Arc<SealedBatch>, FollowError>>;

fn until_error(ready: Ready) -> (Vec<Arc<SealedBatch>>, Option<FollowError>) {
    let mut good = Vec::with_capacity(ready.len());
    for batch in ready {
        match batch {
            Ok(batch) => good.push(batch),
            Err(error) => return (good, Some(error)),
        }
    }
    (good, None)
}

/// Rows are written with an fsync: not on a thread that others wait for.
async fn on_a_thread_of_its_own(
    work: impl FnOnce() -> Result<u64, ProjectError> + Send + 'static,
) -> Result<u64, RebuildError> {
    match spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(RowsError::Damaged { what: "a fold panicked over what it read".to_owned() }.into()),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, RowsError> + Send + 'static,
) -> Result<T, RebuildError> {
    match spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(RowsError::Unavailable { what: "the rebuilding was cut off".to_owned() }.into()),
    }
}

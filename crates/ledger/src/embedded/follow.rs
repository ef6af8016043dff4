//! Following and replaying what is sealed.

use super::shared::Shared;
use crate::batch::SealedBatch;
use crate::ports::{FollowError, Unavailable};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often a reader looks for what a writer in another process has added.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How a follower learns that there is more.
#[derive(Debug, Clone)]
pub(super) enum News {
    /// The writer of this process says so; when it is gone, the ledger is closed.
    Told(watch::Receiver<u64>),
    /// By looking.
    Looked,
}

type Item = Result<Arc<SealedBatch>, FollowError>;

struct Follower {
    shared: Arc<Shared>,
    news: News,
    next: u64,
    /// Where to end; `None`: never.
    until: Option<u64>,
    failed: bool,
}

/// Sealed batches from the one that holds `from`; see `Ledger::follow_sealed`.
pub(super) fn follow(shared: Arc<Shared>, news: News, from: u64) -> BoxStream<'static, Item> {
    stream_of(Follower { shared, news, next: from.max(1), until: None, failed: false })
}

/// The same up to the head that stands now; see `Ledger::replay`.
pub(super) fn replay(shared: Arc<Shared>, news: News, from: u64) -> BoxStream<'static, Item> {
    stream::once(async move {
        let head = refresh(&shared, &news).await.map(|()| shared.view().size());
        match head {
            Ok(head) => {
                stream_of(Follower { shared, news, next: from.max(1), until: Some(head), failed: false })
            }
            Err(error) => stream::iter([Err(error)]).boxed(),
        }
    })
    .flatten()
    .boxed()
}

fn stream_of(follower: Follower) -> BoxStream<'static, Item> {
    stream::unfold(follower, |mut follower| async move {
        let item = follower.next().await?;
        follower.failed = item.is_err();
        Some((item, follower))
    })
    .boxed()
}

impl Follower {
    async fn next(&mut self) -> Option<Item> {
        if self.failed {
            return None;
        }
        loop {
            if self.until.is_none()
                && let Err(error) = refresh(&self.shared, &self.news).await
            {
                return Some(Err(error));
            }
            let (head, at) = {
                let view = self.shared.view();
                (view.size(), view.batch_with(self.next))
            };
            if head + 1 < self.next {
                let (origin, seen) = (self.shared.origin.clone(), self.next - 1);
                return Some(Err(FollowError::WentBack { origin, head, seen }));
            }
            if self.until.is_some_and(|until| self.next > until) {
                return None;
            }
            if let Some(at) = at {
                let batch = blocking(move || at.read())
                    .await
                    .and_then(|read| read.map_err(|error| error.to_follower(&self.shared.origin)));
                if let Ok(batch) = &batch {
                    self.next = batch.size_after() + 1;
                }
                return Some(batch);
            }
            match &mut self.news {
                News::Looked => tokio::time::sleep(LOOK_EVERY).await,
                // The writer tells after the view has it: when it is gone, what it sealed last is still to be handed on.
                News::Told(sealed) => {
                    if sealed.changed().await.is_err() && self.shared.view().size() < self.next {
                        return None;
                    }
                }
            }
        }
    }
}

/// Takes in what another process has written, where nobody tells.
async fn refresh(shared: &Arc<Shared>, news: &News) -> Result<(), FollowError> {
    match news {
        News::Told(_) => Ok(()),
        News::Looked => {
            let looking = Arc::clone(shared);
            blocking(move || looking.refresh()).await?.map_err(|error| error.to_follower(&shared.origin))
        }
    }
}

/// Runs file work where it may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, FollowError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| FollowError::Unavailable(shutting_down()))
}

pub(super) fn shutting_down() -> Unavailable {
    Unavailable {
        code: "LT0502",
        what: "the program is shutting down; send the same command again".to_owned(),
    }
}

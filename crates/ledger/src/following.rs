//! Following every ledger there is, those that come later too: what all who follow have in common.

use crate::ports::{Ledger, Ledgers};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often new ledgers are looked for.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long to wait before trying again what was away.
pub const TRY_AGAIN_AFTER: Duration = Duration::from_millis(250);

/// Follows each ledger once, in a task of its own, until it is dropped: its followers end with it.
pub async fn each<F>(ledgers: Arc<dyn Ledgers>, follow: impl Fn(Arc<dyn Ledger>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut followed = BTreeSet::new();
    let mut followers = JoinSet::new();
    loop {
        match ledgers.origins().await {
            Ok(origins) => {
                for origin in origins {
                    if followed.contains(&origin) {
                        continue;
                    }
                    let Ok(Some(ledger)) = ledgers.ledger(&origin).await else { continue };
                    followed.insert(origin);
                    followers.spawn(follow(ledger));
                }
            }
            Err(error) => tracing::warn!(%error, "the ledgers cannot be listed"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

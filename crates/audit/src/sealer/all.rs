//! The sealers of a whole province: one a ledger, also of those that are made later.

use super::{Sealer, SealerError};
use lienthong_ledger::embedded::EmbeddedLedgers;
use lienthong_ledger::ports::{Clock, Ledgers, SealOut, Tail};
use lienthong_names::Origin;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often it is asked whether there is a new ledger.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Where ledgers are found, and each one's two ports.
pub struct Sources {
    /// The names.
    pub ledgers: Arc<dyn Ledgers>,
    /// The unsealed log of a ledger.
    #[allow(clippy::type_complexity)]
    pub tail: Box<dyn Fn(&Origin) -> Arc<dyn Tail> + Send + Sync>,
    /// Where its seals go; the signer's verifier is the key they are signed under.
    #[allow(clippy::type_complexity)]
    pub out: Box<dyn Fn(&Origin, &NoteSigner) -> Arc<dyn SealOut> + Send + Sync>,
}

/// Seals every ledger there is, each with its copy in a folder of its name under `directory`. The copies are put into `copies`,
/// which proves from them. Ends when one of the sealers must: nobody goes on beside a log that cannot be sealed.
pub async fn seal_all(
    directory: &Path,
    key: &SigningKey,
    clock: Arc<dyn Clock>,
    sources: Sources,
    copies: EmbeddedLedgers,
) -> SealerError {
    let mut sealers = JoinSet::new();
    let mut known = BTreeSet::new();
    loop {
        match sources.ledgers.origins().await {
            Ok(origins) => {
                for origin in origins.into_iter().filter(|origin| !known.contains(origin)).collect::<Vec<_>>()
                {
                    let signer = NoteSigner::for_log(&origin, key.clone());
                    let (tail, out) = ((sources.tail)(&origin), (sources.out)(&origin, &signer));
                    let sealer = match Sealer::open(
                        &directory.join(origin.name()),
                        signer,
                        Arc::clone(&clock),
                        tail,
                        out,
                    ) {
                        Ok(sealer) => sealer,
                        Err(error) => return error.into(),
                    };
                    copies.insert(sealer.ledger().clone());
                    sealers.spawn(sealer.run());
                    known.insert(origin);
                }
            }
            Err(what) => tracing::warn!(%what, "the ledgers cannot be listed now"),
        }
        tokio::select! {
            Some(ended) = sealers.join_next(), if !sealers.is_empty() => {
                match ended {
                    Ok(error) => return error,
                    Err(error) => tracing::error!(%error, "a sealer broke off"),
                }
            }
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

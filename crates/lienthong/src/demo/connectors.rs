//! The agencies' connectors: each takes what its agency is told and acknowledges it. That of the agency which answers nobody takes
//! and does not acknowledge, so that this can be seen.

use lienthong_ledger::ports::{Inbox, Unavailable};
use lienthong_names::AgencyId;
use lienthong_simulation::province::SILENT;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often they ask.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// Starts them; they run until they are aborted.
pub fn start(inbox: Arc<dyn Inbox>, agencies: Vec<AgencyId>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            for agency in &agencies {
                if let Err(why) = ask(&*inbox, agency).await {
                    tracing::debug!(%agency, %why, "a connector waits");
                }
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    })
}

async fn ask(inbox: &dyn Inbox, agency: &AgencyId) -> Result<(), Unavailable> {
    while let Some(taken) = inbox.next(agency, Duration::ZERO).await? {
        if agency.as_str() == SILENT {
            return Ok(());
        }
        if let Err(error) = inbox.acknowledge(agency, &taken.token).await {
            tracing::debug!(%agency, %error, "a connector waits");
            return Ok(());
        }
    }
    Ok(())
}

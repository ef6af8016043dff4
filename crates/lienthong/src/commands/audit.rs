//! `lienthong audit`: the log, asked by someone who does not take its word.

mod attachments;
mod restore;
mod seen;
mod verified;
mod verify;
mod witness;

use super::bundle;
use crate::cli::{Audit, Source};
use crate::failure::{Exit, Failure, Outcome};
use crate::output;
use crate::reading::{Reading, the_origin};
use lienthong_names::Origin;

/// Runs it.
pub async fn run(what: Audit) -> Outcome {
    match what {
        Audit::Verify(what) => verify::run(&what).await,
        Audit::Attachments(what) => attachments::run(&what).await,
        Audit::Publish(what) => super::publish::run(what).await,
        Audit::Restore(what) => restore::run(&what).await,
        Audit::Prove(what) => bundle::prove(what).await,
        Audit::Witness(what) => witness::run(what).await,
        Audit::Check(what) => bundle::check(&what),
        Audit::Checkpoint { from, origin } => checkpoint(&from, origin.as_deref()).await,
    }
}

/// The last signed checkpoint of each ledger, as it is.
async fn checkpoint(from: &Source, origin: Option<&str>) -> Outcome {
    let reading = Reading::open(from).await?;
    let origins: Vec<Origin> = match origin {
        Some(_) => vec![the_origin(&reading, origin).await?],
        None => reading.origins().await?,
    };
    for origin in origins {
        if let Some(head) = reading.site.ledger(&origin).await?.sealed_head().await? {
            let note = std::str::from_utf8(&head.note)
                .map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
            output::out(note)?;
            output::out("\n")?;
        }
    }
    Ok(())
}

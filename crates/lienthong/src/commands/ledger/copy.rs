//! `lienthong ledger copy`: sealed ledgers from a house to NATS, back, or to another house; the same records under the same checkpoints.
//!
//! Nothing is signed anew and nothing is decided: each batch is checked against the tree so far and the log's key, and goes over as it is.
//! What is there already must be a beginning of the source, so that a copy that was cut off goes on.

mod house;
mod nats;

use crate::cli::{CopyLedgers, Format};
use crate::failure::{Exit, Failure, Outcome};
use crate::home;
use crate::output;
use crate::reading::{Reading, named_origin};
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use indicatif::{ProgressBar, ProgressDrawTarget};
use lienthong_catalogue::Opening;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{FollowError, Ledger, SealedHead};
use lienthong_ledger::verified::verified;
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use serde_json::{Value, json};
use std::sync::Arc;

/// Somebody else writes to the destination.
const IN_USE: &str = "LT0962";

/// What a copy does not hold.
const NOT_COPIED: &str = "not copied: private keys (keys/), the vault that opens personal values and closed opinions (vault/), what documents \
                          say (attachments/), what agencies have acknowledged (inbox/), what witnesses have cosigned (cosigned/); see docs/operators.md, \"To move a ledger\"";

pub(super) async fn run(what: &CopyLedgers) -> Outcome {
    let reading = Reading::open(&what.from).await?;
    let opening = reading.site.opened().await?.opening;
    let sources = sources(&reading, &opening, what).await?;
    let mut destination = match (&what.to_ledger, &what.to_nats) {
        (Some(dir), None) => Destination::House(house::Copies::in_directory(dir, &opening)?),
        (None, Some(url)) => Destination::Nats(Box::new(nats::Streams::at(url, what).await?)),
        _ => return Err(Failure::usage("LT0914", "say where to: --to-ledger DIR or --to-nats URL")),
    };
    let mut told = Vec::new();
    for source in &sources {
        let there = destination.take(source).await?;
        told.push(json!({
            "origin": source.origin.as_str(),
            "there": there,
            "copied": source.size() - there,
            "records": source.size(),
            "root": source.head.as_ref().map(|head| head.checkpoint.root.to_string()),
        }));
    }
    let fingerprint = home::first_leaf(&*reading.site.ledger(&reading.site.catalogue).await?).await?;
    let fingerprint = fingerprint.unwrap_or_default();
    if let Destination::House(copies) = destination {
        copies.describe(&opening, &fingerprint, &sources)?;
    }
    output::say(&format!("the fingerprint stays {fingerprint}"));
    output::say(NOT_COPIED);
    tell(&fingerprint, &told, what.format)
}

/// Where the ledgers go.
enum Destination {
    House(house::Copies),
    Nats(Box<nats::Streams>),
}

impl Destination {
    /// Takes what it lacks of a ledger; says how many records were there.
    async fn take(&mut self, source: &Source) -> Outcome<u64> {
        match self {
            Self::House(copies) => copies.take(source).await,
            Self::Nats(streams) => streams.take(source).await,
        }
    }
}

/// A ledger as far as it is copied.
struct Source {
    origin: Origin,
    ledger: Arc<dyn Ledger>,
    log: NoteVerifier,
    /// `None`: nothing is recorded in it yet, and there is its name to be copied.
    head: Option<SealedHead>,
}

impl Source {
    fn size(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.checkpoint.size)
    }

    /// Its batches from the first on, checked on their way.
    fn batches(&self) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>> {
        let size = self.size();
        let all = verified(self.origin.clone(), self.log.clone(), self.ledger.replay(1));
        // Whoever writes there goes on meanwhile: what comes later rests on a catalogue that was not copied.
        let within = move |batch: &Arc<SealedBatch>| futures::future::ready(Ok(batch.size_after() <= size));
        all.try_take_while(within).boxed()
    }

    /// Something of it cannot be read, or is not what the log signed. Nothing after it was written.
    fn damaged(&self, error: FollowError) -> Failure {
        let exit = if matches!(error, FollowError::Damaged { .. }) { Exit::No } else { Exit::Unavailable };
        Failure::coded(exit, "LT0510", error)
    }

    fn progress(&self) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(self.size()), ProgressDrawTarget::stderr());
        bar.set_message(self.origin.to_string());
        bar
    }

    /// The destination holds something else, or more.
    fn no_beginning(&self, what: &str) -> Failure {
        let text = format!(
            "{}: the destination is no beginning of this ledger: {what}. Nothing was written; choose an empty one",
            self.origin
        );
        Failure::no("LT0961", text)
    }

    /// Somebody else writes there.
    fn in_use(&self) -> Failure {
        let text =
            format!("{}: somebody else writes to the destination; stop every service there", self.origin);
        Failure::no(IN_USE, text)
    }
}

/// The ledgers that are asked for, the catalogue first. Its head is looked at last: so it holds whatever the others rest on.
async fn sources(reading: &Reading, opening: &Opening, what: &CopyLedgers) -> Outcome<Vec<Source>> {
    let named = what.origin.as_deref().map(named_origin).transpose()?;
    let mut origins = reading.origins().await?;
    let is_asked =
        |origin: &Origin| named.as_ref().is_none_or(|named| named == origin) || origin.is_catalogue();
    if named.as_ref().is_some_and(|named| !origins.contains(named)) {
        return Err(Failure::usage("LT0909", "there is no such ledger in the source"));
    }
    origins.retain(is_asked);
    let mut sources = Vec::new();
    for origin in origins.into_iter().rev() {
        let ledger = reading.site.ledger(&origin).await?;
        let head = ledger.sealed_head().await?;
        let log = log_of(opening, &origin)?;
        sources.push(Source { origin, ledger, log, head });
    }
    sources.reverse();
    Ok(sources)
}

fn tell(fingerprint: &str, told: &[Value], format: Format) -> Outcome {
    if format == Format::Json {
        return output::json(&json!({ "fingerprint": fingerprint, "ledgers": told }));
    }
    output::columns(&["origin", "there", "copied", "records", "root"], told, format)
}

/// The opening names the key of every ledger of the unit.
fn log_of(opening: &Opening, origin: &Origin) -> Outcome<NoteVerifier> {
    let log: NoteVerifier =
        opening.log_key.parse().map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
    Ok(NoteVerifier::for_log(origin, *log.key()))
}

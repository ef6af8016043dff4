//! `lienthong audit publish`: each ledger as files of a C2SP log, in a directory of its own.

use crate::cli::{Format, PublishLog};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::reading::{Reading, among};
use crate::{output, shelf, stop, witnesses};
use lienthong_audit::publish::{PublishError, Publisher};
use lienthong_audit::witness::Cosigned;
use lienthong_ledger::embedded::EmbeddedLedgers;
use lienthong_ledger::ports::{Ledger, Ledgers};
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::subjects::ledger_token;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often it is asked whether there is a new ledger.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Where ledgers are read that may become more.
enum Shelf {
    House(PathBuf, EmbeddedLedgers),
    Province(Reading),
}

impl Shelf {
    async fn open(what: &PublishLog) -> Outcome<Self> {
        match &what.from.ledger {
            Some(dir) => Ok(Self::House(dir.clone(), EmbeddedLedgers::default())),
            None => Ok(Self::Province(Reading::open(&what.from).await?)),
        }
    }

    /// All ledgers that there are by now.
    fn all(&self) -> Outcome<&dyn Ledgers> {
        match self {
            Self::House(dir, open) => {
                shelf::open_more_for_reading(&House::open(dir)?, open)?;
                Ok(open)
            }
            Self::Province(reading) => Ok(&*reading.site.ledgers),
        }
    }

    /// The ledgers there are by now, or the one that is meant.
    async fn ledgers(&self, named: Option<&Origin>) -> Outcome<Vec<Arc<dyn Ledger>>> {
        let all = self.all()?;
        let mut ledgers = Vec::new();
        for origin in all.origins().await? {
            if named.is_none_or(|named| *named == origin) {
                ledgers.extend(all.ledger(&origin).await?);
            }
        }
        Ok(ledgers)
    }

    /// By what a ledger's checkpoints are checked.
    async fn verifier(&self, origin: &Origin) -> Outcome<NoteVerifier> {
        match self {
            Self::House(dir, _) => House::open(dir)?.verifier(origin),
            Self::Province(reading) => {
                let opening = reading.site.opened().await?.opening;
                let log: NoteVerifier =
                    opening.log_key.parse().map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
                Ok(NoteVerifier::for_log(origin, *log.key()))
            }
        }
    }
}

/// Runs it.
pub async fn run(what: PublishLog) -> Outcome {
    let shelf = Shelf::open(&what).await?;
    let named = match &what.origin {
        Some(origin) => Some(among(&shelf.all()?.origins().await?, origin)?),
        None => None,
    };
    if what.follow {
        tokio::select! {
            () = stop::asked() => Ok(()),
            ended = follow(&what, &shelf, named.as_ref()) => ended,
        }
    } else {
        let mut rows = Vec::new();
        for ledger in shelf.ledgers(named.as_ref()).await? {
            let origin = ledger.origin().clone();
            let mut publisher = publisher(&what.output, &origin, what.entries)?;
            let verifier = shelf.verifier(&origin).await?;
            match cosigned(&what) {
                None => publisher.catch_up(&*ledger).await,
                Some(cosigned) => publisher.catch_up_cosigned(&*ledger, &cosigned, &verifier).await,
            }
            .map_err(failure)?;
            rows.push((origin, publisher.size(), publisher.root().to_string(), verifier.to_string()));
        }
        tell(&rows, what.format)
    }
}

/// What is kept as cosigned beside the ledgers, where only that is published.
fn cosigned(what: &PublishLog) -> Option<Cosigned> {
    let dir = what.from.ledger.as_ref().filter(|_| what.cosigned)?;
    Some(Cosigned::new(&dir.join(witnesses::FOLDER)))
}

fn publisher(output: &Path, origin: &Origin, entries: bool) -> Outcome<Publisher> {
    Publisher::open(&output.join(ledger_token(origin)), origin.clone(), entries).map_err(failure)
}

/// A publisher a ledger, also of those that are made later. Ends when one must: somebody has to look.
async fn follow(what: &PublishLog, shelf: &Shelf, named: Option<&Origin>) -> Outcome {
    let mut publishing = JoinSet::new();
    let mut known = BTreeSet::new();
    output::say(&format!("publishing into {}", what.output.display()));
    loop {
        for ledger in shelf.ledgers(named).await? {
            let origin = ledger.origin().clone();
            if known.insert(origin.clone()) {
                let mut publisher = publisher(&what.output, &origin, what.entries)?;
                let (cosigned, verifier) = (cosigned(what), shelf.verifier(&origin).await?);
                publishing.spawn(async move {
                    match cosigned {
                        None => publisher.follow(&*ledger).await,
                        Some(cosigned) => publisher.follow_cosigned(&*ledger, &cosigned, &verifier).await,
                    }
                });
            }
        }
        tokio::select! {
            Some(ended) = publishing.join_next(), if !publishing.is_empty() => {
                ended.map_err(|e| Failure::unavailable("LT0874", e.to_string()))?.map_err(failure)?;
            }
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

fn tell(rows: &[(Origin, u64, String, String)], format: Format) -> Outcome {
    if format == Format::Json {
        let logs = rows.iter().map(|(origin, size, root, verifier)| {
            json!({
                "origin": origin.as_str(), "directory": ledger_token(origin), "size": size, "root": root,
                "verifier": verifier,
            })
        });
        return output::json(&json!({ "logs": logs.collect::<Vec<_>>() }));
    }
    let mut table = vec![["origin", "directory", "size", "root", "verifier"].map(str::to_owned).to_vec()];
    table.extend(rows.iter().map(|(origin, size, root, verifier)| {
        vec![origin.to_string(), ledger_token(origin), size.to_string(), root.clone(), verifier.clone()]
    }));
    output::rows(&table, format)
}

fn failure(error: PublishError) -> Failure {
    let exit = match &error {
        PublishError::Damaged { .. } | PublishError::Ahead { .. } | PublishError::Forked { .. } => Exit::No,
        PublishError::InUse { .. } | PublishError::Io { .. } | PublishError::Log(_) => Exit::Unavailable,
    };
    Failure::coded(exit, "LT0874", error)
}

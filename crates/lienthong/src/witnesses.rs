//! The log's side of witnesses, as `up` and `serve audit` put it together: a policy says whom to ask, the directory keeps what they signed.

use crate::cli::Source;
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::keyring::io;
use crate::remote::{agent, blocking};
use crate::{output, province};
use async_trait::async_trait;
use lienthong_audit::witness::{
    Asking, Cosigned, CosignedTiles, Policy, Reply, Seen, Witnesses, keep_cosigned,
};
use lienthong_ledger::ports::{Ledgers, Tiles, Unavailable};
use lienthong_names::Origin;
use lienthong_nats::query::{NatsQuery, NatsTiles};
use lienthong_protocol::keys::VerifyingKey;
use lienthong_protocol::note::Note;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long a witness may take to answer.
const LIMIT: Duration = Duration::from_secs(5);

/// More bytes than an answer has.
const BYTES_MAX: u64 = 64 * 1024;

/// Where cosigned checkpoints are kept, beside the ledgers.
pub const FOLDER: &str = "cosigned";

/// Reads a policy's file.
pub fn policy(path: &Path) -> Outcome<Policy> {
    let text = std::fs::read_to_string(path).map_err(|e| io(path, &e))?;
    Policy::parse(&text).map_err(|e| {
        let failure = Failure::coded(Exit::Usage, "LT0887", e);
        Failure { text: format!("{}: {}", path.display(), failure.text), ..failure }
    })
}

/// By whom something was seen, for programs.
pub fn seen(seen: &Seen) -> Value {
    let by = seen.by.iter().map(|by| json!({ "name": by.name, "at": by.at }));
    json!({ "by": by.collect::<Vec<_>>(), "of": seen.of, "needed": seen.needed, "enough": seen.enough })
}

/// The newest checkpoint of a ledger that witnesses have cosigned: beside the house's ledgers, or as the audit service shows it. `None`
/// where there is none, and where it cannot be had: then what is made says less.
pub async fn cosigned(from: &Source, origin: &Origin) -> Option<Arc<[u8]>> {
    let found = match &from.ledger {
        Some(dir) => cosigned_in(dir, origin),
        None => cosigned_over_nats(from, origin).await,
    };
    found.unwrap_or_else(|failure| {
        output::say(&format!("note: {origin}: what witnesses have cosigned cannot be read: {failure}"));
        None
    })
}

fn cosigned_in(dir: &Path, origin: &Origin) -> Outcome<Option<Arc<[u8]>>> {
    let cosigned = Cosigned::new(&dir.join(FOLDER));
    let kept = cosigned.read(&House::open(dir)?.verifier(origin)?);
    let kept = kept.map_err(|e| io(&cosigned.file(origin), &e))?;
    Ok(kept.map(|(_, note)| note.to_string().into_bytes().into()))
}

async fn cosigned_over_nats(from: &Source, origin: &Origin) -> Outcome<Option<Arc<[u8]>>> {
    let connection = province::connect(&from.nats, "historian").await?;
    let shown = NatsTiles::new(Arc::new(NatsQuery::new(connection))).checkpoint(origin).await?;
    // One that the log alone has signed is no newer than what was read.
    let others = |note: &[u8]| Note::parse(note).is_ok_and(|note| note.signatures().len() > 1);
    Ok(shown.filter(|note| others(note)))
}

/// Witnesses that are asked, or none.
pub struct Cosigning(Option<(Asking, Arc<Cosigned>)>);

impl Cosigning {
    /// By a policy, if there is one, for the ledgers of a directory.
    pub fn open(policy_file: Option<&Path>, dir: &Path) -> Outcome<Self> {
        let Some(path) = policy_file else { return Ok(Self(None)) };
        let policy = policy(path)?;
        if policy.witnesses().iter().all(|witness| witness.url.is_none()) {
            let text = format!(
                "{}: no witness has an address to be asked at: write `witness NAME KEY URL`",
                path.display()
            );
            return Err(Failure::usage("LT0887", text));
        }
        let cosigned = Arc::new(Cosigned::new(&dir.join(FOLDER)));
        Ok(Self(Some((Asking::new(policy, Arc::new(OverHttp)), cosigned))))
    }

    /// The tiles of these ledgers, with the checkpoint that witnesses have cosigned.
    pub fn shown(&self, tiles: Arc<dyn Tiles>) -> Arc<dyn Tiles> {
        match &self.0 {
            None => tiles,
            Some((asking, cosigned)) => {
                Arc::new(CosignedTiles::new(tiles, Arc::clone(cosigned), asking.policy().demands()))
            }
        }
    }

    /// Asks, for as long as the ledgers are what witnesses have seen.
    pub async fn keep(&self, ledgers: &dyn Ledgers, tiles: &dyn Tiles, log: VerifyingKey) -> Failure {
        match &self.0 {
            None => std::future::pending().await,
            Some((asking, cosigned)) => {
                let error = keep_cosigned(ledgers, tiles, log, asking, cosigned).await;
                Failure::coded(Exit::No, "LT0889", error)
            }
        }
    }
}

/// Witnesses at `http` addresses.
struct OverHttp;

#[async_trait]
impl Witnesses for OverHttp {
    async fn add_checkpoint(&self, prefix: &str, body: String) -> Result<Reply, Unavailable> {
        let url = format!("{}/add-checkpoint", prefix.trim_end_matches('/'));
        blocking(move || post(&url, &body)).await.map_err(|what| Unavailable { code: "LT0891", what })
    }
}

fn post(url: &str, body: &str) -> Result<Reply, String> {
    let mut answer = agent(LIMIT).post(url).send(body).map_err(|e| format!("{url}: {e}"))?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(BYTES_MAX).read_to_string();
    body.map(|body| Reply { status, body }).map_err(|e| format!("{url}: {e}"))
}

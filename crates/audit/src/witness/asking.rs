//! The log's side: asking the witnesses of a policy to cosign a checkpoint, each with the proof from where it stands.

use super::look::view_of;
use super::policy::{Policy, PolicyWitness, Seen};
use super::request::AddCheckpoint;
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use lienthong_ledger::ports::{Tiles, Unavailable};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::{Checkpoint, decimal};
use lienthong_protocol::cosignature::cosigned_at;
use lienthong_protocol::note::{Note, NoteSignature};
use std::collections::BTreeMap;
use std::mem::{Discriminant, discriminant};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Once enough have cosigned, how long the others are waited for.
const GRACE: Duration = Duration::from_millis(500);

/// How long a witness is left alone that did not answer, or refused.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// How long a witness may be ahead before it is told: of two audit services one asks for what the other has sealed a moment before.
const AHEAD_FOR: Duration = Duration::from_secs(30);

/// A witness may be told twice that it stands somewhere else: once because nothing was known of it, once because somebody else asked
/// in between.
const TRIES: u32 = 3;

/// How a witness is reached.
#[async_trait]
pub trait Witnesses: Send + Sync {
    /// `POST <prefix>/add-checkpoint` with a body.
    ///
    /// # Errors
    /// [`Unavailable`]: it did not answer.
    async fn add_checkpoint(&self, prefix: &str, body: String) -> Result<Reply, Unavailable>;
}

/// What a witness answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP's.
    pub status: u16,
    /// Its text.
    pub body: String,
}

/// Why a witness did not cosign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// It does not answer.
    #[error("LT0891 the witness {name} does not answer: {what}")]
    Away {
        /// What the policy calls it.
        name: String,
        /// Why.
        what: String,
    },
    /// It answered, and not by a cosignature of its key.
    #[error("LT0891 the witness {name} answers with what is no cosignature of its key: {what}")]
    NoCosignature {
        /// What the policy calls it.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// It has cosigned more than there is here.
    #[error(
        "LT0890 the witness {name} has cosigned {seen} records of {origin}, and {size} are here: this log went back, or it is another"
    )]
    Ahead {
        /// What the policy calls it.
        name: String,
        /// Of which log.
        origin: Origin,
        /// The checkpoint's size.
        size: u64,
        /// The size that it has cosigned.
        seen: u64,
    },
    /// It says no.
    #[error("LT0890 the witness {name} does not cosign {size} records of {origin}: {what}")]
    Refused {
        /// What the policy calls it.
        name: String,
        /// Of which log.
        origin: Origin,
        /// The checkpoint's size.
        size: u64,
        /// What it says.
        what: String,
    },
}

/// What is known of a witness and a log.
#[derive(Debug, Clone, Default)]
struct Standing {
    /// The size that it cosigned last.
    size: u64,
    again_at: Option<Instant>,
    /// Since when it has cosigned more than there is here.
    ahead_since: Option<Instant>,
    /// What was said of it last: nobody is told the same each second.
    said: Option<Discriminant<AskError>>,
}

/// What all are asked for: the checkpoint, as its log signed it, and where the proofs to it come from.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    tiles: &'a dyn Tiles,
    checkpoint: &'a Checkpoint,
    note: &'a Note,
}

/// The witnesses of a policy, as they are asked.
pub struct Asking {
    policy: Policy,
    port: Arc<dyn Witnesses>,
    known: Mutex<BTreeMap<(Origin, String), Standing>>,
}

impl Asking {
    /// The witnesses of a policy that have an address.
    #[must_use]
    pub fn new(policy: Policy, port: Arc<dyn Witnesses>) -> Self {
        Self { policy, port, known: Mutex::default() }
    }

    /// How many are enough.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Asks those that have not cosigned a checkpoint yet, all at once: the note with what they signed. Returns soon after there are
    /// enough, or when each has answered or was given up.
    ///
    /// # Errors
    /// [`Unavailable`]: the log's own tiles do not come.
    pub async fn gather(&self, tiles: &dyn Tiles, note: Note) -> Result<Note, Unavailable> {
        let Ok(checkpoint) = Checkpoint::from_text(note.unverified_text()) else { return Ok(note) };
        let wanted = Wanted { tiles, checkpoint: &checkpoint, note: &note };
        let mut gathered = note.clone();
        let mut asked: FuturesUnordered<_> = self
            .policy
            .witnesses()
            .iter()
            .filter_map(|witness| Some((witness, witness.url.as_deref()?)))
            .filter(|(witness, _)| {
                cosigned_at(&gathered, &witness.key) == Ok(None) && self.is_due(&checkpoint.origin, witness)
            })
            .map(|(witness, url)| self.ask(wanted, witness, url))
            .collect();
        let mut until = None;
        loop {
            let next = match until {
                None => asked.next().await,
                Some(until) => timeout_at(until, asked.next()).await.ok().flatten(),
            };
            let Some(answer) = next else { return Ok(gathered) };
            if let Some(line) = answer? {
                gathered = gathered.with(line);
            }
            if until.is_none() && self.is_enough(&gathered) {
                until = Some(Instant::now() + GRACE);
            }
        }
    }

    /// Whether a note carries what the policy needs, and somebody's cosignature.
    pub(super) fn is_enough(&self, note: &Note) -> bool {
        self.policy.seen(note).is_ok_and(|Seen { enough, by, .. }| enough && !by.is_empty())
    }

    /// Whether all that have an address have cosigned a note.
    pub(super) fn is_complete(&self, note: &Note) -> bool {
        let mut asked = self.policy.witnesses().iter().filter(|witness| witness.url.is_some());
        asked.all(|witness| matches!(cosigned_at(note, &witness.key), Ok(Some(_))))
    }

    fn is_due(&self, origin: &Origin, witness: &PolicyWitness) -> bool {
        self.standing(origin, witness).again_at.is_none_or(|at| at <= Instant::now())
    }

    fn standing(&self, origin: &Origin, witness: &PolicyWitness) -> Standing {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(origin.clone(), witness.name.clone())).cloned().unwrap_or_default()
    }

    fn note_standing(&self, origin: &Origin, witness: &PolicyWitness, standing: Standing) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((origin.clone(), witness.name.clone()), standing);
    }

    /// Asks one; `None` if it does not cosign now, which is told once.
    async fn ask(
        &self,
        wanted: Wanted<'_>,
        witness: &PolicyWitness,
        url: &str,
    ) -> Result<Option<NoteSignature>, Unavailable> {
        let Checkpoint { origin, size, .. } = wanted.checkpoint;
        let standing = self.standing(origin, witness);
        match self.cosignature(wanted, witness, url, standing.size).await? {
            Ok(line) => {
                if standing.said.is_some() {
                    tracing::info!(%origin, witness = witness.name, "cosigns again");
                }
                self.note_standing(origin, witness, Standing { size: *size, ..Standing::default() });
                Ok(Some(line))
            }
            Err(error) => {
                let (now, mut said) = (Instant::now(), standing.said);
                let ahead_since = match error {
                    AskError::Ahead { .. } => standing.ahead_since.or(Some(now)),
                    _ => None,
                };
                let is_news = said != Some(discriminant(&error));
                if is_news && ahead_since.is_none_or(|since| now >= since + AHEAD_FOR) {
                    tracing::warn!(%origin, "{error}");
                    said = Some(discriminant(&error));
                }
                let again_at = Some(now + AGAIN_AFTER);
                self.note_standing(origin, witness, Standing { size: 0, again_at, ahead_since, said });
                Ok(None)
            }
        }
    }

    async fn cosignature(
        &self,
        Wanted { tiles, checkpoint, note }: Wanted<'_>,
        witness: &PolicyWitness,
        url: &str,
        mut old: u64,
    ) -> Result<Result<NoteSignature, AskError>, Unavailable> {
        let name = || witness.name.clone();
        let refused = |what: String| AskError::Refused {
            name: name(),
            origin: checkpoint.origin.clone(),
            size: checkpoint.size,
            what,
        };
        for _ in 0..TRIES {
            let path = path(tiles, &checkpoint.origin, old, checkpoint.size).await?;
            let body = AddCheckpoint { old, path, note: note.clone() }.to_string();
            let reply = match self.port.add_checkpoint(url, body).await {
                Ok(reply) => reply,
                Err(away) => return Ok(Err(AskError::Away { name: name(), what: away.what })),
            };
            match reply.status {
                200 => return Ok(line_of(witness, note, &reply.body)),
                409 => match decimal(reply.body.trim_end_matches('\n')) {
                    Some(size) if size <= checkpoint.size && size != old => old = size,
                    Some(seen) if seen > checkpoint.size => {
                        let (origin, size) = (checkpoint.origin.clone(), checkpoint.size);
                        return Ok(Err(AskError::Ahead { name: name(), origin, size, seen }));
                    }
                    _ => {
                        return Ok(Err(refused(format!(
                            "it has seen another history: {}",
                            reply.body.trim()
                        ))));
                    }
                },
                status => return Ok(Err(refused(format!("{status} {}", reply.body.trim())))),
            }
        }
        Ok(Err(refused("others ask it for this log at the same time".to_owned())))
    }
}

/// The line of a witness's key in its answer; others are passed over.
fn line_of(witness: &PolicyWitness, note: &Note, body: &str) -> Result<NoteSignature, AskError> {
    let wrong = |what: String| AskError::NoCosignature { name: witness.name.clone(), what };
    for line in body.lines() {
        let line = NoteSignature::parse(line).map_err(|e| wrong(e.to_string()))?;
        match cosigned_at(&note.clone().with(line.clone()), &witness.key) {
            Ok(Some(_)) => return Ok(line),
            Ok(None) => {}
            Err(error) => return Err(wrong(error.to_string())),
        }
    }
    Err(wrong(format!("no line is of {}", witness.key)))
}

/// The proof from the log's own tiles.
async fn path(
    tiles: &dyn Tiles,
    origin: &Origin,
    old: u64,
    size: u64,
) -> Result<Vec<lienthong_merkle::Hash>, Unavailable> {
    let damaged = |what: String| Unavailable { code: "LT0510", what: format!("{origin}: {what}") };
    let view = view_of(tiles, origin, old, size)
        .await?
        .ok_or_else(|| damaged(format!("tiles of {size} records are not there")))?
        .map_err(|e| damaged(e.to_string()))?;
    view.consistency_path(old).map_err(|e| damaged(e.to_string()))
}

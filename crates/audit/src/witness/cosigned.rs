//! What witnesses have cosigned, kept beside the ledger and shown in place of its newest checkpoint.
//!
//! Where the policy demands witnesses, the checkpoint that is shown is the newest that enough of them have cosigned, never a newer
//! one: whoever takes only such finds one, and nobody is shown a history that no witness has seen. It may stand still where witnesses
//! are away; receipts and proofs do not wait for it. A log that no witness has cosigned yet shows what it has.

use super::asking::Asking;
use super::look::view_of;
use async_trait::async_trait;
use futures::future::try_join_all;
use lienthong_ledger::files;
use lienthong_ledger::measures;
use lienthong_ledger::ports::{Ledgers, Tiles, Unavailable};
use lienthong_merkle::tiles::Tile;
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::keys::VerifyingKey;
use lienthong_protocol::note::{Note, NoteVerifier};
use lienthong_protocol::subjects::ledger_token;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// How often it is looked whether there is more to cosign.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A log that is not the one of which witnesses have cosigned a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "LT0889 {origin}: witnesses have cosigned {cosigned} records, as {} says, and the ledger here {what}: it went back, or it is another; \
     nothing goes on beside what others have seen",
    file.display()
)]
pub struct NotOfThisLog {
    /// Which log.
    pub origin: Origin,
    /// What was cosigned.
    pub cosigned: u64,
    /// The file that says so.
    pub file: PathBuf,
    /// What the ledger has.
    pub what: String,
}

/// The newest checkpoints that witnesses have cosigned, in a directory, a file a log.
#[derive(Debug)]
pub struct Cosigned {
    directory: PathBuf,
    /// Those that the ledger was found to have.
    shown: RwLock<BTreeMap<Origin, Shown>>,
}

/// A checkpoint that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// How many records it is over.
    pub size: u64,
    /// The note with the lines of those who cosigned it.
    pub note: Arc<[u8]>,
}

impl Cosigned {
    /// In a directory; what is there is shown once the ledger was found to have it.
    #[must_use]
    pub fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), shown: RwLock::default() }
    }

    /// The file of a log.
    #[must_use]
    pub fn file(&self, origin: &Origin) -> PathBuf {
        self.directory.join(ledger_token(origin))
    }

    /// What is kept of a log, if it is signed by its key; whether its ledger has it, is not looked at.
    ///
    /// # Errors
    /// The system's; `InvalidData`: it is no checkpoint of this log.
    pub fn read(&self, log: &NoteVerifier) -> io::Result<Option<(Checkpoint, Note)>> {
        let invalid = |e: &dyn std::fmt::Display| io::Error::new(ErrorKind::InvalidData, e.to_string());
        let origin = Origin::new(log.name()).map_err(|e| invalid(&e))?;
        let bytes = match fs::read(self.file(&origin)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let note = Note::parse(&bytes).map_err(|e| invalid(&e))?;
        let checkpoint = Checkpoint::verified(&note, log).map_err(|e| invalid(&e))?;
        Ok(Some((checkpoint, note)))
    }

    /// The newest that may be shown.
    #[must_use]
    pub fn shown(&self, origin: &Origin) -> Option<Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).get(origin).cloned()
    }

    /// Keeps a checkpoint that the ledger has, durably, then shows it; unless a newer one is shown.
    pub(super) fn keep(&self, checkpoint: &Checkpoint, note: &Note) -> io::Result<()> {
        let bytes: Arc<[u8]> = note.to_string().into_bytes().into();
        let shown = self.shown(&checkpoint.origin);
        if shown.is_some_and(|shown| shown.size > checkpoint.size || shown.note == bytes) {
            return Ok(());
        }
        fs::create_dir_all(&self.directory)?;
        files::replace(&self.file(&checkpoint.origin), &bytes)?;
        self.show(checkpoint, bytes);
        Ok(())
    }

    fn show(&self, checkpoint: &Checkpoint, note: Arc<[u8]>) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        shown.insert(checkpoint.origin.clone(), Shown { size: checkpoint.size, note });
    }
}

/// A log's tiles, with the checkpoint that witnesses have cosigned.
pub struct CosignedTiles {
    tiles: Arc<dyn Tiles>,
    cosigned: Arc<Cosigned>,
    /// Whether a checkpoint that no witness has seen is kept back.
    demanded: bool,
}

impl CosignedTiles {
    /// Shows what is cosigned of these; `demanded`: and nothing newer.
    #[must_use]
    pub fn new(tiles: Arc<dyn Tiles>, cosigned: Arc<Cosigned>, demanded: bool) -> Self {
        Self { tiles, cosigned, demanded }
    }
}

#[async_trait]
impl Tiles for CosignedTiles {
    async fn checkpoint(&self, origin: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        let Some(Shown { size, note }) = self.cosigned.shown(origin) else {
            return self.tiles.checkpoint(origin).await;
        };
        if self.demanded {
            return Ok(Some(note));
        }
        let newest = self.tiles.checkpoint(origin).await?;
        let is_newer = newest.as_deref().and_then(said).is_some_and(|newest| newest.size > size);
        Ok(if is_newer { newest } else { Some(note) })
    }

    async fn tile(&self, origin: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        self.tiles.tile(origin, tile).await
    }
}

fn said(note: &[u8]) -> Option<Checkpoint> {
    Checkpoint::from_text(Note::parse(note).ok()?.unverified_text()).ok()
}

/// Has the newest checkpoint of each ledger cosigned, those that come later too, for ever. Nothing waits for it. Ends only where the
/// ledger is not the one of which a checkpoint was cosigned: what would go on there is a second history.
pub async fn keep_cosigned(
    ledgers: &dyn Ledgers,
    tiles: &dyn Tiles,
    log: VerifyingKey,
    asking: &Asking,
    cosigned: &Cosigned,
) -> NotOfThisLog {
    let mut gathering = BTreeMap::new();
    loop {
        match ledgers.origins().await {
            Ok(origins) => {
                let named = asking.policy().logs();
                let asked =
                    |origin: &Origin| named.is_empty() || named.iter().any(|log| log.origin == *origin);
                let rounds = origins.into_iter().filter(asked).map(|origin| {
                    let before = gathering.get(&origin).cloned();
                    let log = NoteVerifier::for_log(&origin, log);
                    async move { round(tiles, &log, origin, asking, cosigned, before).await }
                });
                match try_join_all(rounds).await {
                    Ok(notes) => gathering.extend(notes.into_iter().flatten()),
                    Err(error) => return error,
                }
            }
            Err(what) => tracing::warn!(%what, "the ledgers cannot be listed now"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// One log, once: what its newest checkpoint carries by now.
async fn round(
    tiles: &dyn Tiles,
    log: &NoteVerifier,
    origin: Origin,
    asking: &Asking,
    cosigned: &Cosigned,
    before: Option<Note>,
) -> Result<Option<(Origin, Note)>, NotOfThisLog> {
    if before.is_none() {
        match confirm(tiles, log, &origin, cosigned).await {
            Ok(confirmed) => confirmed?,
            Err(what) => {
                tracing::warn!(%origin, %what, "what is cosigned cannot be compared now");
                return Ok(None);
            }
        }
    }
    match gathered(tiles, &origin, asking, cosigned, before).await {
        Ok(note) => Ok(note.map(|note| (origin, note))),
        Err(what) => {
            tracing::warn!(%origin, %what, "witnesses cannot be asked now");
            Ok(None)
        }
    }
}

async fn gathered(
    tiles: &dyn Tiles,
    origin: &Origin,
    asking: &Asking,
    cosigned: &Cosigned,
    before: Option<Note>,
) -> Result<Option<Note>, Unavailable> {
    let Some(newest) = tiles.checkpoint(origin).await? else { return Ok(None) };
    let Ok(newest) = Note::parse(&newest) else { return Ok(None) };
    let note = match before {
        Some(before) if before.unverified_text() == newest.unverified_text() => before,
        _ => newest,
    };
    if asking.is_complete(&note) {
        return Ok(Some(note));
    }
    let note = asking.gather(tiles, note).await?;
    if let Ok(checkpoint) = Checkpoint::from_text(note.unverified_text())
        && asking.is_enough(&note)
    {
        match cosigned.keep(&checkpoint, &note) {
            Ok(()) => measures::cosigned(origin, checkpoint.size),
            Err(error) => {
                let file = cosigned.file(origin);
                tracing::warn!(%origin, %error, file = %file.display(), "what is cosigned cannot be kept now");
            }
        }
    }
    Ok(Some(note))
}

/// Shows what was kept by a process before this one, if the ledger has it.
async fn confirm(
    tiles: &dyn Tiles,
    log: &NoteVerifier,
    origin: &Origin,
    cosigned: &Cosigned,
) -> Result<Result<(), NotOfThisLog>, Unavailable> {
    let file = cosigned.file(origin);
    let unread = |e: io::Error| Unavailable { code: "LT0889", what: format!("{}: {e}", file.display()) };
    let Some((checkpoint, note)) = cosigned.read(log).map_err(unread)? else { return Ok(Ok(())) };
    let other = |what: String| {
        let (origin, file) = (origin.clone(), file.clone());
        Ok(Err(NotOfThisLog { origin, cosigned: checkpoint.size, file, what }))
    };
    let head = tiles.checkpoint(origin).await?.as_deref().and_then(said);
    let size = head.map_or(0, |head| head.size);
    if size < checkpoint.size {
        return other(format!("has {size}"));
    }
    let Some(Ok(view)) = view_of(tiles, origin, checkpoint.size, checkpoint.size).await? else {
        return other("does not show them".to_owned());
    };
    match view.root_at(checkpoint.size) {
        Ok(root) if root == checkpoint.root => {
            cosigned.show(&checkpoint, note.to_string().into_bytes().into());
            Ok(Ok(()))
        }
        _ => other("begins with others".to_owned()),
    }
}

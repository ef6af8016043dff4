//! Publishing a sealed log as static files, as <https://c2sp.org/tlog-tiles> defines them.
//!
//! Belongs here: keeping a directory of tiles, entry bundles and the signed checkpoint up with what is sealed.
//! Does not: what a tile is (`merkle::tiles`), serving single ones (the port `Tiles`), who may have entries: records hold
//! opinions in the clear, so nobody gets bundles unless the one who publishes said so.
//!
//! A publisher believes nothing of its directory. It reads the log from its beginning, compares what stands there with what the
//! log says, and writes what is missing; the checkpoint last, so that it never speaks of a tile that is not there. Killed at any
//! point, the next one goes on.

mod cosigned;
mod error;
mod folder;
#[cfg(test)]
mod tests;

pub use error::PublishError;

use folder::Folder;
use futures::StreamExt as _;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{FollowError, Ledger};
use lienthong_merkle::tiles::{Tile, Tiler, push_entry, tile_bytes};
use lienthong_merkle::{Frontier, Hash, leaf_hash};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long what is sealed may wait for company before it is shown.
const SHOW_EVERY: Duration = Duration::from_secs(1);

/// How long to wait after the log was away.
const AGAIN_AFTER: Duration = Duration::from_millis(250);

/// Publishes one log into one directory. Its file work blocks: it wants a thread of a runtime to itself.
#[derive(Debug)]
pub struct Publisher {
    origin: Origin,
    folder: Folder,
    tiler: Tiler,
    frontier: Frontier,
    /// The bundle that is not full yet; `None`: entries are not published.
    bundle: Option<Vec<u8>>,
    /// Tiles that were filled since the last checkpoint was shown.
    filled: Vec<Tile>,
    /// What the directory says was published, until the log was read that far.
    before: Option<Checkpoint>,
    /// The note of the last batch.
    note: Option<Arc<[u8]>>,
    shown: u64,
    /// The note that was shown last.
    shown_note: Option<Arc<[u8]>>,
}

impl Publisher {
    /// Opens a directory, or makes it. Two publishers do not share one.
    ///
    /// # Errors
    /// [`PublishError`].
    pub fn open(directory: &Path, origin: Origin, entries: bool) -> Result<Self, PublishError> {
        let folder = Folder::open(directory)?;
        let before = folder.checkpoint(&origin)?;
        Ok(Self {
            origin,
            folder,
            tiler: Tiler::new(),
            frontier: Frontier::new(),
            bundle: entries.then(Vec::new),
            filled: Vec::new(),
            before,
            note: None,
            shown: 0,
            shown_note: None,
        })
    }

    /// How many records were taken in.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.tiler.size()
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Takes in what is sealed by now, and shows it.
    ///
    /// # Errors
    /// [`PublishError`]; the same again is safe.
    pub async fn catch_up(&mut self, ledger: &dyn Ledger) -> Result<(), PublishError> {
        let mut batches = ledger.replay(self.size() + 1);
        while let Some(batch) = batches.next().await {
            self.take(&*batch?)?;
        }
        self.show()
    }

    /// Catches up, then shows what is sealed each second, or as soon as a tile is full. Waits while the log is away; ends only with
    /// what nobody may publish over, or where the log ends.
    ///
    /// # Errors
    /// [`PublishError`].
    pub async fn follow(&mut self, ledger: &dyn Ledger) -> Result<(), PublishError> {
        loop {
            let followed = match self.catch_up(ledger).await {
                Ok(()) => self.keep_up(ledger).await,
                failed => failed,
            };
            match followed {
                Ok(()) => return Ok(()),
                Err(error) => self.wait_if_away(error).await?,
            }
        }
    }

    /// Waits a while where the log is away; whatever else is wrong is given back.
    async fn wait_if_away(&self, error: PublishError) -> Result<(), PublishError> {
        let PublishError::Log(FollowError::Unavailable(what)) = error else { return Err(error) };
        tracing::warn!(origin = %self.origin, %what, "the log is away; publishing goes on when it is back");
        tokio::time::sleep(AGAIN_AFTER).await;
        Ok(())
    }

    async fn keep_up(&mut self, ledger: &dyn Ledger) -> Result<(), PublishError> {
        let mut batches = ledger.follow_sealed(self.size() + 1);
        while let Some(batch) = batches.next().await {
            let mut filled = self.take(&*batch?)?;
            let until = Instant::now() + SHOW_EVERY;
            while !filled && let Ok(Some(batch)) = timeout_at(until, batches.next()).await {
                filled = self.take(&*batch?)?;
            }
            self.show()?;
        }
        Ok(())
    }

    /// Takes in a batch, and writes the tiles it fills; whether it filled one. What was taken in before is passed over.
    ///
    /// # Errors
    /// [`PublishError`].
    pub fn take(&mut self, batch: &SealedBatch) -> Result<bool, PublishError> {
        let mut filled = false;
        for (sequence, record) in (batch.first..).zip(&batch.records) {
            if sequence <= self.size() {
                continue;
            }
            if sequence != self.size() + 1 {
                return Err(self.log_damaged(sequence, "records before it were not given"));
            }
            filled |= self.append(sequence, record)?;
        }
        if batch.size_after() == self.size() {
            self.note = Some(Arc::clone(&batch.checkpoint));
        }
        Ok(filled)
    }

    fn append(&mut self, sequence: u64, record: &[u8]) -> Result<bool, PublishError> {
        if let Some(bundle) = &mut self.bundle
            && let Err(error) = push_entry(bundle, record)
        {
            return Err(self.log_damaged(sequence, &error.to_string()));
        }
        let leaf = leaf_hash(record);
        self.frontier.append(leaf);
        let filled = self.tiler.append(leaf);
        for (tile, hashes) in &filled {
            self.folder.put(*tile, &tile_bytes(hashes))?;
            self.filled.push(*tile);
            if let (Some(entries), Some(bundle)) = (tile.entries(), &mut self.bundle) {
                self.folder.put(entries, bundle)?;
                self.filled.push(entries);
                bundle.clear();
            }
        }
        self.meet_published()?;
        Ok(!filled.is_empty())
    }

    /// What was published before must be a beginning of this log.
    fn meet_published(&mut self) -> Result<(), PublishError> {
        let Some(before) = self.before.take_if(|before| before.size == self.frontier.size()) else {
            return Ok(());
        };
        if before.root == self.root() {
            return Ok(());
        }
        let (origin, file) = (self.origin.clone(), self.folder.checkpoint_file());
        Err(PublishError::Forked { origin, file, size: before.size })
    }

    /// Writes the tiles that are not full, then the checkpoint over all of them; takes away what only the last one spoke of.
    ///
    /// # Errors
    /// [`PublishError`]; the checkpoint that stands there is the old one then.
    pub fn show(&mut self) -> Result<(), PublishError> {
        if let Some(before) = self.before.as_ref().filter(|before| before.size > 0) {
            let (origin, file) = (self.origin.clone(), self.folder.checkpoint_file());
            return Err(PublishError::Ahead { origin, file, published: before.size, size: self.size() });
        }
        let Some(note) = self.note.clone() else { return Ok(()) };
        if self.shown_note.as_ref() == Some(&note) {
            return Ok(());
        }
        let first = self.shown == 0;
        for (tile, hashes) in self.tiler.partial() {
            self.folder.put_partial(tile, &tile_bytes(hashes), first)?;
            if let (Some(entries), Some(bundle)) = (tile.entries(), &self.bundle) {
                self.folder.put_partial(entries, bundle, first)?;
            }
        }
        self.folder.put_checkpoint(&note)?;
        self.shown_note = Some(note);
        self.shown = self.size();
        // The checkpoint that stood there until now spoke of these.
        self.filled.drain(..).try_for_each(|tile| self.folder.remove_partial(tile))
    }

    fn log_damaged(&self, sequence: u64, what: &str) -> PublishError {
        let (origin, place) = (self.origin.clone(), format!("record {sequence}"));
        PublishError::Log(FollowError::Damaged { origin, place, what: what.to_owned() })
    }
}

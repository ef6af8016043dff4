//! A witness's own look at a log as it is published: its checkpoint, and the few tiles that show whether it only grew.

use super::request::AddCheckpoint;
use super::state::{Refused, Witness};
use lienthong_ledger::ports::{Tiles, Unavailable};
use lienthong_merkle::tiles::{View, ViewError};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::{Note, NoteSignature};

/// How often it is tried again when somebody else's checkpoint was cosigned in between.
const TRIES: u32 = 3;

/// What was seen of a log that only grew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// What it says of itself.
    pub checkpoint: Checkpoint,
    /// The witness's cosignature on it. `None`: it is a beginning of what was cosigned; a log that shows only what enough witnesses have
    /// seen may be behind each of them.
    pub line: Option<NoteSignature>,
}

/// The tiles of a published log that show how its first `size` records grew from the first `old`. `None`: it does not give them all.
///
/// # Errors
/// [`Unavailable`].
pub async fn view_of(
    tiles: &dyn Tiles,
    origin: &Origin,
    old: u64,
    size: u64,
) -> Result<Option<Result<View, ViewError>>, Unavailable> {
    let mut fetched = Vec::new();
    for tile in View::needed(old, size) {
        let Some(bytes) = tiles.tile(origin, &tile).await? else { return Ok(None) };
        fetched.push((tile, bytes));
    }
    Ok(Some(View::new(size, fetched)))
}

/// Looks at a published log, and cosigns what it says of itself if its tiles show that it only grew. A log that shows another history
/// than before is caught with what proves it.
///
/// # Errors
/// [`Refused`].
pub async fn look(witness: &Witness, tiles: &dyn Tiles, origin: &Origin, at: u64) -> Result<Looked, Refused> {
    let log = witness.log(origin)?;
    let mut tries = 0;
    loop {
        tries += 1;
        let bytes = tiles.checkpoint(origin).await?.ok_or_else(|| Unavailable {
            code: "LT0893",
            what: format!("{origin}: nothing is published there"),
        })?;
        let note = Note::parse(&bytes).map_err(|e| Refused::NotSigned(e.into()))?;
        let checkpoint = Checkpoint::verified(&note, log).map_err(Refused::NotSigned)?;
        let (size, (old, seen)) = (checkpoint.size, witness.standing(origin));
        if size < old {
            if let Some(Ok(view)) = view_of(tiles, origin, size, old).await?
                && view.root_at(old) == Ok(seen)
            {
                // These are the tiles of what was cosigned: they say what its beginning is.
                match view.root_at(size) {
                    Ok(root) if root == checkpoint.root => return Ok(Looked { checkpoint, line: None }),
                    Ok(root) => {
                        let path = view.consistency_path(size).unwrap_or_default();
                        match witness.caught(origin, old, &note, (root, &path)) {
                            Err(Refused::OtherSize { .. }) if tries < TRIES => continue,
                            Ok(refused) | Err(refused) => return Err(refused),
                        }
                    }
                    Err(_) => {}
                }
            }
            return Err(Refused::WentBack { origin: origin.clone(), size, seen: old });
        }
        let inconsistent = |what: String| Refused::Inconsistent { origin: origin.clone(), size, what };
        let view = view_of(tiles, origin, old, size)
            .await?
            .ok_or_else(|| inconsistent("a tile that it should have is not there".to_owned()))?
            .map_err(|e| inconsistent(e.to_string()))?;
        let shown = |size| view.root_at(size).map_err(|e| inconsistent(e.to_string()));
        if shown(size)? != checkpoint.root {
            return Err(inconsistent(
                "its tiles lead to another root than the one that it signed".to_owned(),
            ));
        }
        let path = view.consistency_path(old).map_err(|e| inconsistent(e.to_string()))?;
        let before = shown(old)?;
        let added = if 0 < old && old < size && before != seen {
            witness.caught(origin, old, &note, (before, &path)).and_then(Err)
        } else {
            witness.add(&AddCheckpoint { old, path, note }, at)
        };
        match added {
            Ok(line) => return Ok(Looked { checkpoint, line: Some(line) }),
            Err(Refused::OtherSize { .. }) if tries < TRIES => {}
            Err(refused) => return Err(refused),
        }
    }
}

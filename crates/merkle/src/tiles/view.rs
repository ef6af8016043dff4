//! What a few tiles show of a tree: its root, an earlier one, and that the one extends the other.

use super::name::{Rows, TILE_WIDTH, Tile};
use crate::hash::{Hash, empty_root, naive_root};
use crate::levels::{self, Nodes};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a hash.
const HASH: usize = 32;

/// Tiles of a tree, as somebody gave them: nothing is believed before the root that they lead to is one that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    size: u64,
    tiles: BTreeMap<(u8, u64), Vec<Hash>>,
}

/// Tiles that are no view of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// A tile has not the bytes that its name says.
    #[error("{tile} has {size} bytes")]
    Length {
        /// Which.
        tile: Tile,
        /// Bytes.
        size: usize,
    },
    /// A tile is missing.
    #[error("a tile is missing for a tree of {size} leaves")]
    Missing {
        /// Leaves.
        size: u64,
    },
}

impl View {
    /// The tiles of a tree of `size` leaves that show its root, the root over its first `old` leaves, and the path between them.
    #[must_use]
    pub fn needed(old: u64, size: u64) -> BTreeSet<Tile> {
        let wanted = Wanted { size, tiles: RefCell::default() };
        // Of what is asked for on the way only the names count.
        let _ = levels::edge(&wanted, old);
        let _ = levels::consistency(&wanted, old, size);
        wanted.tiles.into_inner()
    }

    /// What these tiles show of a tree of `size` leaves.
    ///
    /// # Errors
    /// [`ViewError::Length`].
    pub fn new(size: u64, tiles: impl IntoIterator<Item = (Tile, Vec<u8>)>) -> Result<View, ViewError> {
        let mut kept = BTreeMap::new();
        for (tile, bytes) in tiles {
            if bytes.len() != usize::from(tile.width()) * HASH {
                return Err(ViewError::Length { tile, size: bytes.len() });
            }
            let hashes = bytes.chunks_exact(HASH).filter_map(|hash| Hash::try_from(hash).ok()).collect();
            kept.insert((tile.level(), tile.index()), hashes);
        }
        Ok(View { size, tiles: kept })
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over the first leaves.
    ///
    /// # Errors
    /// [`ViewError::Missing`].
    pub fn root_at(&self, size: u64) -> Result<Hash, ViewError> {
        let edge = levels::edge(self, size).ok_or(ViewError::Missing { size })?;
        Ok(edge.last().copied().unwrap_or_else(empty_root))
    }

    /// The path that proves that the whole tree extends the one over its first leaves.
    ///
    /// # Errors
    /// [`ViewError::Missing`].
    pub fn consistency_path(&self, old: u64) -> Result<Vec<Hash>, ViewError> {
        let path = if old > self.size { None } else { levels::consistency(self, old, self.size) };
        path.ok_or(ViewError::Missing { size: self.size })
    }
}

impl Nodes for View {
    fn node(&self, level: usize, index: u64) -> Option<Hash> {
        let (tile, first, count) = place(self.size, level, index)?;
        let hashes = self.tiles.get(&(tile.level(), tile.index()))?;
        hashes.get(first..first + count).map(naive_root)
    }
}

/// Notes which tiles are asked for.
struct Wanted {
    size: u64,
    tiles: RefCell<BTreeSet<Tile>>,
}

impl Nodes for Wanted {
    fn node(&self, level: usize, index: u64) -> Option<Hash> {
        let (tile, ..) = place(self.size, level, index)?;
        self.tiles.borrow_mut().insert(tile);
        Some(empty_root())
    }
}

/// In which tile of a tree a complete node stands: over which of its hashes, from where on and how many.
fn place(size: u64, level: usize, index: u64) -> Option<(Tile, usize, usize)> {
    let (tile_level, above) = (u8::try_from(level / 8).ok()?, level % 8);
    let first = index.checked_mul(1 << above)?;
    let width = u64::from(TILE_WIDTH);
    let at = first / width;
    let rows = size.checked_shr(8 * u32::from(tile_level))?.checked_sub(at * width)?.min(width);
    let tile = Tile::new(Rows::Level(tile_level), at, u16::try_from(rows).ok()?)?;
    Some((tile, usize::try_from(first % width).ok()?, 1 << above))
}

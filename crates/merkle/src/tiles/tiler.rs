//! Tiles as a log grows, from nothing but the tiles that are not full yet.

use super::name::{Rows, TILE_WIDTH, Tile};
use crate::hash::{Hash, naive_root};

/// The tree of a log that grows, reduced to the last tile of each level: at most 8 KiB a level.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tiler {
    size: u64,
    /// Level by level, the hashes of the tile that is not full.
    open: Vec<Vec<Hash>>,
}

impl Tiler {
    /// Of an empty log.
    pub fn new() -> Tiler {
        Tiler::default()
    }

    /// Number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf on the right; the tiles that it fills, the lowest level first.
    pub fn append(&mut self, leaf: Hash) -> Vec<(Tile, Vec<Hash>)> {
        let before = self.size;
        self.size += 1;
        let mut filled = Vec::new();
        let mut hash = leaf;
        for level in 0u8.. {
            let at = usize::from(level);
            if at == self.open.len() {
                self.open.push(Vec::new());
            }
            let open = &mut self.open[at];
            open.push(hash);
            if open.len() < usize::from(TILE_WIDTH) {
                break;
            }
            let hashes = std::mem::take(open);
            hash = naive_root(&hashes);
            let index = before >> (8 * (u32::from(level) + 1));
            filled.extend(Tile::new(Rows::Level(level), index, TILE_WIDTH).map(|tile| (tile, hashes)));
        }
        filled
    }

    /// The tiles that are not full, the lowest level first.
    pub fn partial(&self) -> impl Iterator<Item = (Tile, &[Hash])> {
        Tile::partial_of(self.size).filter_map(|tile| {
            let hashes = self.open.get(usize::from(tile.level()))?;
            Some((tile, hashes.as_slice()))
        })
    }
}

//! A tree with all its hashes in memory: any root, any path, at any size it ever had.

use crate::frontier::Frontier;
use crate::hash::{Hash, empty_root, node_hash};
use crate::levels::{Nodes, siblings};
use crate::tiles::Tile;
use crate::{TreeError, levels};

/// A whole tree: every complete node of every level, 64 bytes a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// Level 0 is the leaves. A level exists once it has a node.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The empty tree.
    pub fn new() -> Tree {
        Tree::default()
    }

    /// Adds a leaf on the right.
    pub fn append(&mut self, leaf: Hash) {
        let mut node = leaf;
        for level in 0.. {
            if level == self.levels.len() {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(node);
            match nodes.as_slice() {
                [.., left, right] if nodes.len().is_multiple_of(2) => node = node_hash(*left, *right),
                _ => return,
            }
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The leaf hash at a zero-based index.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.node(0, index)
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        // The whole tree always has its own edge.
        self.root_at(self.size()).unwrap_or_else(|_| empty_root())
    }

    /// The root over the first `size` leaves.
    ///
    /// # Errors
    /// [`TreeError::SizeBeyondTree`].
    pub fn root_at(&self, size: u64) -> Result<Hash, TreeError> {
        let edge = self.edge(size)?;
        Ok(edge.last().copied().unwrap_or_else(empty_root))
    }

    /// The path that proves leaf `index` in the tree of the first `size` leaves, from the leaf up.
    ///
    /// # Errors
    /// [`TreeError::SizeBeyondTree`], [`TreeError::NoSuchLeaf`] if `index >= size`.
    pub fn inclusion_path(&self, index: u64, size: u64) -> Result<Vec<Hash>, TreeError> {
        let edge = self.edge(size)?;
        let missing = TreeError::NoSuchLeaf { index, size };
        if index >= size {
            return Err(missing);
        }
        siblings(self, &edge, 0, index, size).ok_or(missing)
    }

    /// The path that proves that the tree of `new` leaves extends the one of `old` leaves.
    ///
    /// Empty if the sizes are equal or `old` is 0: then there is nothing to prove.
    ///
    /// # Errors
    /// [`TreeError::SizesReversed`], [`TreeError::SizeBeyondTree`].
    pub fn consistency_path(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        if old > new {
            return Err(TreeError::SizesReversed { old, new });
        }
        levels::consistency(self, old, new).ok_or(self.beyond(new))
    }

    /// The hashes of a tile, of an entry bundle those that its entries hash to; `None` if the tree has not all of them.
    pub fn tile(&self, tile: &Tile) -> Option<Vec<Hash>> {
        let (level, first) = (8 * usize::from(tile.level()), tile.first());
        (first..first + u64::from(tile.width())).map(|index| self.node(level, index)).collect()
    }

    /// The frontier the tree had at `size` leaves.
    ///
    /// # Errors
    /// [`TreeError::SizeBeyondTree`].
    pub fn frontier_at(&self, size: u64) -> Result<Frontier, TreeError> {
        if size > self.size() {
            return Err(self.beyond(size));
        }
        let bits = (0..self.levels.len()).rev().filter(|level| size >> level & 1 == 1);
        let hashes = bits.filter_map(|level| self.node(level, (size >> level) - 1)).collect();
        Frontier::from_parts(size, hashes)
    }

    fn edge(&self, size: u64) -> Result<Vec<Hash>, TreeError> {
        levels::edge(self, size).ok_or(self.beyond(size))
    }

    fn beyond(&self, asked: u64) -> TreeError {
        TreeError::SizeBeyondTree { asked, size: self.size() }
    }
}

impl Nodes for Tree {
    fn node(&self, level: usize, index: u64) -> Option<Hash> {
        self.levels.get(level)?.get(usize::try_from(index).ok()?).copied()
    }
}

impl Extend<Hash> for Tree {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Tree {
        let mut tree = Tree::new();
        tree.extend(leaves);
        tree
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::{leaf_hash, naive_root};

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    #[test]
    fn every_past_root_and_frontier_is_still_there() {
        let leaves = leaves(600);
        let tree: Tree = leaves.iter().copied().collect();
        let mut frontier = Frontier::new();
        for size in 0..=leaves.len() {
            assert_eq!(tree.root_at(size as u64).unwrap(), naive_root(&leaves[..size]), "size {size}");
            assert_eq!(tree.frontier_at(size as u64).unwrap(), frontier, "size {size}");
            frontier.extend(leaves.get(size).copied());
        }
        assert_eq!(tree.root(), naive_root(&leaves));
        assert_eq!(Tree::new().root(), empty_root());
    }

    #[test]
    fn memory_is_two_hashes_a_leaf() {
        let tree: Tree = leaves(1 << 10).into_iter().collect();
        assert_eq!(tree.levels.iter().map(Vec::len).sum::<usize>(), (1 << 11) - 1);
    }

    #[test]
    fn questions_outside_the_tree_are_errors() {
        let tree: Tree = leaves(5).into_iter().collect();
        let beyond = TreeError::SizeBeyondTree { asked: 6, size: 5 };
        assert_eq!(tree.root_at(6), Err(beyond));
        assert_eq!(tree.frontier_at(6), Err(beyond));
        assert_eq!(tree.inclusion_path(0, 6), Err(beyond));
        assert_eq!(tree.consistency_path(2, 6), Err(beyond));
        assert_eq!(tree.consistency_path(6, 6), Err(beyond));
        assert_eq!(tree.inclusion_path(3, 3), Err(TreeError::NoSuchLeaf { index: 3, size: 3 }));
        assert_eq!(tree.inclusion_path(0, 0), Err(TreeError::NoSuchLeaf { index: 0, size: 0 }));
        assert_eq!(tree.consistency_path(4, 3), Err(TreeError::SizesReversed { old: 4, new: 3 }));
        assert!(tree.root_at(u64::MAX).is_err());
        assert_eq!(tree.leaf(5), None);
        assert_eq!(tree.leaf(4), Some(leaves(5)[4]));
    }
}

//! Paths for the leaves of one batch, from nothing but the frontier before it.

use crate::TreeError;
use crate::frontier::Frontier;
use crate::hash::{Hash, node_hash};
use crate::levels::{Nodes, edge, siblings};

/// Some leaves on top of a frontier, with the inclusion paths of those leaves in the tree they complete.
///
/// A left sibling outside the batch is complete before it and as large as the subtree it joins, so it is always a
/// member of the frontier. Memory is O(batch), whatever the size of the tree.
#[derive(Debug, Clone)]
pub struct Batch {
    first: Frontier,
    size: u64,
    /// At level k the complete nodes from index `first.size() >> k` on: those the batch itself completed.
    levels: Vec<Vec<Hash>>,
    /// The last node of each level in the whole tree.
    edge: Vec<Hash>,
}

impl Batch {
    /// Lays `leaves` on top of `first`, the frontier before the batch.
    pub fn new(first: Frontier, leaves: Vec<Hash>) -> Batch {
        let size = first.size() + leaves.len() as u64;
        let mut batch = Batch { first, size, levels: vec![leaves], edge: Vec::new() };
        while let Some(above) = batch.next_level() {
            batch.levels.push(above);
        }
        // Without leaves there is no edge to walk and no path to give; the frontier knows the root.
        batch.edge = edge(&batch, size).unwrap_or_default();
        batch
    }

    /// The level above the topmost one so far, or nothing if no node of it is completed by the batch.
    fn next_level(&self) -> Option<Vec<Hash>> {
        let below = self.levels.len() - 1;
        let level = self.levels.len();
        let completed = self.first.size() >> level..self.size >> level;
        let join = |index| Some(node_hash(self.node(below, 2 * index)?, self.node(below, 2 * index + 1)?));
        let above: Vec<Hash> = completed.filter_map(join).collect();
        if above.is_empty() { None } else { Some(above) }
    }

    /// The frontier before the batch.
    pub fn first(&self) -> &Frontier {
        &self.first
    }

    /// The leaf hashes of the batch, in order.
    pub fn leaves(&self) -> &[Hash] {
        &self.levels[0]
    }

    /// Size of the tree with the batch, in leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree with the batch.
    pub fn root(&self) -> Hash {
        self.edge.last().copied().unwrap_or_else(|| self.first.root())
    }

    /// The frontier after the batch.
    pub fn frontier(&self) -> Frontier {
        let mut frontier = self.first.clone();
        frontier.extend(self.leaves().iter().copied());
        frontier
    }

    /// The path that proves leaf `index` (zero-based in the whole tree) in the tree with the batch.
    ///
    /// # Errors
    /// [`TreeError::NoSuchLeaf`] if the leaf is not one of the batch.
    pub fn inclusion_path(&self, index: u64) -> Result<Vec<Hash>, TreeError> {
        let missing = TreeError::NoSuchLeaf { index, size: self.size };
        if !(self.first.size()..self.size).contains(&index) {
            return Err(missing);
        }
        siblings(self, &self.edge, 0, index, self.size).ok_or(missing)
    }
}

impl Nodes for Batch {
    fn node(&self, level: usize, index: u64) -> Option<Hash> {
        let before = self.first.size().checked_shr(u32::try_from(level).ok()?)?;
        match index.checked_sub(before) {
            Some(offset) => self.levels.get(level)?.get(usize::try_from(offset).ok()?).copied(),
            None if index + 1 == before => self.first.subtree(level),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::hash::{empty_root, leaf_hash, naive_root};
    use crate::proof::verify_inclusion;
    use crate::tree::Tree;

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    fn check(tree: &Tree, all: &[Hash], from: u64, to: u64) {
        let part = all[from as usize..to as usize].to_vec();
        let batch = Batch::new(tree.frontier_at(from).unwrap(), part);
        assert_eq!(batch.size(), to);
        assert_eq!(batch.root(), tree.root_at(to).unwrap(), "{from}..{to}");
        assert_eq!(batch.frontier(), tree.frontier_at(to).unwrap(), "{from}..{to}");
        for index in from..to {
            let path = batch.inclusion_path(index).unwrap();
            assert_eq!(path, tree.inclusion_path(index, to).unwrap(), "{index} of {from}..{to}");
            verify_inclusion(all[index as usize], index, to, &path, batch.root()).unwrap();
        }
    }

    #[test]
    fn every_small_split_gives_the_paths_of_the_whole_tree() {
        let all = leaves(40);
        let tree: Tree = all.iter().copied().collect();
        for from in 0..=40 {
            for to in from..=40 {
                check(&tree, &all, from, to);
            }
        }
    }

    #[test]
    fn only_leaves_of_the_batch_have_paths() {
        let all = leaves(9);
        let tree: Tree = all.iter().copied().collect();
        let batch = Batch::new(tree.frontier_at(4).unwrap(), all[4..].to_vec());
        assert_eq!(batch.inclusion_path(3), Err(TreeError::NoSuchLeaf { index: 3, size: 9 }));
        assert_eq!(batch.inclusion_path(9), Err(TreeError::NoSuchLeaf { index: 9, size: 9 }));
        let empty = Batch::new(Frontier::new(), Vec::new());
        assert_eq!(empty.root(), empty_root());
        assert!(empty.inclusion_path(0).is_err());
    }

    #[test]
    fn memory_follows_the_batch_not_the_tree() {
        let first = Frontier::from_parts((1 << 40) - 1, vec![empty_root(); 40]).unwrap();
        let batch = Batch::new(first, leaves(100));
        let kept: usize = batch.levels.iter().map(Vec::len).sum();
        assert!(kept < 2 * 100 + 64, "{kept} hashes kept");
        let index = (1 << 40) - 1;
        let path = batch.inclusion_path(index).unwrap();
        verify_inclusion(leaves(1)[0], index, batch.size(), &path, batch.root()).unwrap();
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn random_splits_give_the_paths_of_the_whole_tree(cuts in prop::collection::vec(1u64..120, 1..8)) {
            let all = leaves(cuts.iter().sum());
            let tree: Tree = all.iter().copied().collect();
            prop_assert_eq!(tree.root(), naive_root(&all));
            let mut from = 0;
            for cut in cuts {
                check(&tree, &all, from, from + cut);
                from += cut;
            }
        }
    }
}

//! Paths of many leaves to one root, each hashed only as far as to what was hashed before.
//!
//! Belongs here: the way from the last leaf that was proved to the root, and where another leaf's way meets it. Does not: whether the root
//! is to be believed (`protocol`).

use crate::hash::{Hash, node_hash};
use crate::proof::{ProofError, climb};

/// A leaf's path with the nodes that it leads over: whatever meets one of them leads to the same root.
///
/// Leaves that are asked about in their order cost no more hashes together than the tree has.
#[derive(Debug, Clone)]
pub struct ProvenPath {
    index: u64,
    size: u64,
    path: Vec<Hash>,
    /// From the leaf to the root.
    nodes: Vec<Hash>,
    /// The next leaf's, while it is asked about; kept for its room.
    climbed: Vec<Hash>,
}

impl ProvenPath {
    /// The path of leaf `index` in a tree of `size` leaves.
    ///
    /// # Errors
    /// Those of [`root_from_inclusion`](crate::root_from_inclusion).
    pub fn new(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Result<Self, ProofError> {
        let mut nodes = Vec::with_capacity(path.len() + 1);
        let _ = climb(leaf, index, size, path, |node| nodes.push(node))?;
        Ok(Self { index, size, path: path.to_vec(), nodes, climbed: Vec::new() })
    }

    /// The root that it leads to; `None` of none.
    #[must_use]
    pub fn root(&self) -> Option<Hash> {
        self.nodes.last().copied()
    }

    /// Whether leaf `index` of the tree has this path to the same root; it stands in the last one's place then.
    ///
    /// Says yes exactly where [`root_from_inclusion`](crate::root_from_inclusion) gives [`root`](Self::root).
    pub fn leads_as_well(&mut self, leaf: Hash, index: u64, path: &[Hash]) -> bool {
        let met = index < self.size && self.meets(leaf, index, path);
        if met {
            let from = self.climbed.len();
            self.nodes.splice(..from, self.climbed.drain(..));
            self.index = index;
            self.path.clear();
            self.path.extend_from_slice(path);
        }
        met
    }

    /// Climbs from a leaf to where the last one's way is met: what is left of both paths must be the same.
    fn meets(&mut self, leaf: Hash, index: u64, path: &[Hash]) -> bool {
        self.climbed.clear();
        let (mut own, mut node, mut rest) = (index, leaf, path);
        let (mut other, mut others) = (self.index, self.path.as_slice());
        let mut last = self.size - 1;
        for known in &self.nodes {
            self.climbed.push(node);
            if own == other {
                return node == *known && rest == others;
            }
            // Each is the first hash of the other's path.
            if own ^ 1 == other {
                let beside = rest.split_first().zip(others.split_first());
                return beside.is_some_and(|((first, rest), (others_first, others))| {
                    first == known && *others_first == node && rest == others
                });
            }
            if own % 2 == 1 || own < last {
                let Some((first, above)) = rest.split_first() else { return false };
                node = if own % 2 == 1 { node_hash(*first, node) } else { node_hash(node, *first) };
                rest = above;
            }
            if other % 2 == 1 || other < last {
                others = others.get(1..).unwrap_or_default();
            }
            own /= 2;
            other /= 2;
            last /= 2;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Batch, Frontier, leaf_hash, root_from_inclusion};
    use proptest::prelude::*;

    fn tree(size: u64) -> Batch {
        Batch::new(Frontier::new(), (0..size).map(leaf).collect())
    }

    fn leaf(index: u64) -> Hash {
        leaf_hash(&index.to_be_bytes())
    }

    fn path(tree: &Batch, index: u64) -> Vec<Hash> {
        tree.inclusion_path(index).unwrap()
    }

    #[test]
    fn every_leaf_after_every_other_of_every_small_tree() {
        for size in 1..=20 {
            let tree = tree(size);
            for first in 0..size {
                let proven = ProvenPath::new(leaf(first), first, size, &path(&tree, first)).unwrap();
                assert_eq!(proven.root(), Some(tree.root()));
                for second in 0..size {
                    let mut proven = proven.clone();
                    let (leaf, path) = (leaf(second), path(&tree, second));
                    assert!(proven.leads_as_well(leaf, second, &path), "{second} after {first} of {size}");
                    // It stands in the first one's place, as if it had come first.
                    let anew = ProvenPath::new(leaf, second, size, &path).unwrap();
                    assert_eq!((proven.index, &proven.path, &proven.nodes), (second, &path, &anew.nodes));
                }
            }
        }
    }

    proptest! {
        /// Whatever is asked, and in whatever order: the answer is that of who climbs to the root each time.
        #[test]
        fn it_says_what_the_whole_path_says(
            size in 1_u64..70,
            asked in proptest::collection::vec(
                (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u8..8, any::<prop::sample::Index>()),
                1..20,
            ),
        ) {
            let (tree, count) = (tree(size), usize::try_from(size).unwrap());
            let mut proven = ProvenPath::new(leaf(0), 0, size, &path(&tree, 0)).unwrap();
            for (which, named, change, at) in asked {
                let which = which.index(count) as u64;
                let (mut hash, mut index, mut path) = (leaf(which), which, path(&tree, which));
                match change {
                    0 => hash = leaf(size),
                    1 => index = named.index(count + 3) as u64,
                    2 if !path.is_empty() => path[at.index(tree.inclusion_path(which).unwrap().len())].0[7] ^= 1,
                    3 => path.push(leaf(9)),
                    4 => drop(path.pop()),
                    5 => path.reverse(),
                    _ => {}
                }
                let whole = root_from_inclusion(hash, index, size, &path) == Ok(tree.root());
                prop_assert_eq!(proven.leads_as_well(hash, index, &path), whole);
            }
        }
    }
}

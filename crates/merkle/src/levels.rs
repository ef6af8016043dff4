//! The walk up a tree that [`Tree`](crate::Tree) and [`Batch`](crate::Batch) share.
//!
//! Level 0 holds the leaves; node `i` of level `k + 1` stands over nodes `2i` and `2i + 1` of level `k`, and is complete
//! when both are. In a tree of any size only the last node of a level can be incomplete: the *edge*. Where it has no right
//! sibling it is handed up as it is, which is what the RFC's split at the largest power of two amounts to.

use crate::hash::{Hash, node_hash};

/// Complete nodes by level, as far as they are kept.
pub(crate) trait Nodes {
    /// The complete node `index` of `level`, or nothing if it is not complete or not kept.
    fn node(&self, level: usize, index: u64) -> Option<Hash>;
}

/// The last node of each level, from the leaves to the root, in the tree of the first `size` leaves.
///
/// Empty for the empty tree. `None` if a node needed for it is not kept.
pub(crate) fn edge(nodes: &impl Nodes, size: u64) -> Option<Vec<Hash>> {
    let Some(mut last) = size.checked_sub(1) else { return Some(Vec::new()) };
    let mut node = nodes.node(0, last)?;
    let mut edge = vec![node];
    while last > 0 {
        if last % 2 == 1 {
            node = node_hash(nodes.node(edge.len() - 1, last - 1)?, node);
        }
        edge.push(node);
        last /= 2;
    }
    Some(edge)
}

/// The siblings met on the way from node `index` of `level` to the root of the tree of `size` leaves.
pub(crate) fn siblings(
    nodes: &impl Nodes,
    edge: &[Hash],
    level: usize,
    index: u64,
    size: u64,
) -> Option<Vec<Hash>> {
    let mut last = size.checked_sub(1)? >> level;
    let mut index = index;
    let mut path = Vec::new();
    for (level, edge) in edge.iter().enumerate().skip(level) {
        if index % 2 == 1 {
            path.push(nodes.node(level, index - 1)?);
        } else if index + 1 < last {
            path.push(nodes.node(level, index + 1)?);
        } else if index + 1 == last {
            path.push(*edge);
        }
        index /= 2;
        last /= 2;
    }
    Some(path)
}

/// The path that proves that the tree of `new` leaves extends the one of `old`; empty if there is nothing to prove.
///
/// `None` if a node needed for it is not kept.
pub(crate) fn consistency(nodes: &impl Nodes, old: u64, new: u64) -> Option<Vec<Hash>> {
    let edge = edge(nodes, new)?;
    if old == 0 || old == new {
        return Some(Vec::new());
    }
    // Start at the largest complete subtree that ends where the old tree ended. If it is the whole old tree,
    // the verifier has its root already.
    let level = old.trailing_zeros() as usize;
    let index = (old - 1) >> level;
    let seed = if index == 0 { None } else { Some(nodes.node(level, index)?) };
    let above = siblings(nodes, &edge, level, index, new)?;
    Some(seed.into_iter().chain(above).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::{leaf_hash, naive_root};

    /// Computes every node from the leaves, by definition.
    struct ByDefinition(Vec<Hash>);

    impl Nodes for ByDefinition {
        fn node(&self, level: usize, index: u64) -> Option<Hash> {
            let (width, index) = (1 << level, usize::try_from(index).unwrap());
            self.0.get(index * width..(index + 1) * width).map(naive_root)
        }
    }

    #[test]
    fn the_edge_ends_in_the_root() {
        let nodes = ByDefinition((0u8..70).map(|i| leaf_hash(&[i])).collect());
        for size in 1..=nodes.0.len() {
            let edge = edge(&nodes, size as u64).unwrap();
            assert_eq!(*edge.last().unwrap(), naive_root(&nodes.0[..size]), "size {size}");
            for (level, hash) in edge.iter().enumerate() {
                let start = ((size - 1) >> level) << level;
                assert_eq!(*hash, naive_root(&nodes.0[start..size]), "size {size} level {level}");
            }
        }
        assert_eq!(edge(&nodes, 0), Some(Vec::new()));
        assert_eq!(edge(&nodes, 71), None);
    }

    #[test]
    fn the_path_in_the_rfc_example() {
        // RFC 6962 section 2.1.3: the path of d0 in the tree of 7 is [b, h, l], of d6 it is [i, k].
        let nodes = ByDefinition((0u8..7).map(|i| leaf_hash(&[i])).collect());
        let edge = edge(&nodes, 7).unwrap();
        let root = |range: std::ops::Range<usize>| naive_root(&nodes.0[range]);
        assert_eq!(siblings(&nodes, &edge, 0, 0, 7).unwrap(), [root(1..2), root(2..4), root(4..7)]);
        assert_eq!(siblings(&nodes, &edge, 0, 6, 7).unwrap(), [root(4..6), root(0..4)]);
    }
}

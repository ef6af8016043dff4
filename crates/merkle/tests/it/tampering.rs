//! Whatever a forger changes in a proof, it proves nothing any more.

use lienthong_merkle::{Hash, ProofError, leaf_hash, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use crate::{leaf, tree};

/// All ways to change one byte of one hash of a path, to drop one hash, to double one, and to swap two neighbours.
fn forgeries(path: &[Hash]) -> Vec<Vec<Hash>> {
    let mut forged = Vec::new();
    for at in 0..path.len() {
        for byte in 0..32 {
            let mut copy = path.to_vec();
            copy[at].0[byte] ^= 1 << (byte % 8);
            forged.push(copy);
        }
        let (mut short, mut long) = (path.to_vec(), path.to_vec());
        short.remove(at);
        long.insert(at, path[at]);
        forged.extend([short, long]);
        if at > 0 {
            let mut swapped = path.to_vec();
            swapped.swap(at - 1, at);
            forged.push(swapped);
        }
    }
    forged.push([path, &[leaf_hash(b"more")]].concat());
    forged
}

#[test]
fn no_changed_inclusion_path_is_believed() {
    let tree = tree(21);
    for size in [1, 2, 5, 16, 21] {
        let root = tree.root_at(size).unwrap();
        for index in 0..size {
            let path = tree.inclusion_path(index, size).unwrap();
            for forged in forgeries(&path) {
                let verdict = verify_inclusion(leaf(index), index, size, &forged, root);
                assert!(verdict.is_err(), "{index} of {size}");
            }
        }
    }
}

#[test]
fn no_other_leaf_index_or_root_is_believed() {
    let tree = tree(21);
    for index in 0..21 {
        let path = tree.inclusion_path(index, 21).unwrap();
        assert!(verify_inclusion(leaf(99), index, 21, &path, tree.root()).is_err());
        assert!(verify_inclusion(leaf(index), index, 21, &path, leaf(0)).is_err());
        for other in (0..21).filter(|other| *other != index) {
            assert!(verify_inclusion(leaf(index), other, 21, &path, tree.root()).is_err());
        }
    }
}

#[test]
fn a_node_is_not_a_leaf() {
    // Without the prefixes, the concatenation of two leaf hashes would pass as a leaf of a smaller tree.
    let tree = tree(4);
    let forged = leaf_hash(&[leaf(0).0, leaf(1).0].concat());
    let path = tree.inclusion_path(0, 4).unwrap();
    assert!(verify_inclusion(forged, 0, 2, &path[1..], tree.root()).is_err());
}

#[test]
fn no_changed_consistency_path_is_believed() {
    let tree = tree(21);
    for new in [2, 5, 16, 21] {
        let new_root = tree.root_at(new).unwrap();
        for old in 1..new {
            let old_root = tree.root_at(old).unwrap();
            let path = tree.consistency_path(old, new).unwrap();
            for forged in forgeries(&path) {
                let verdict = verify_consistency(old, old_root, new, new_root, &forged);
                assert!(verdict.is_err(), "{old} to {new}");
            }
        }
    }
}

#[test]
fn a_rewritten_past_is_not_extended() {
    let (honest, size) = (tree(21), 13);
    let rewritten: lienthong_merkle::Tree =
        (0..21).map(|index| leaf(if index == 4 { 400 } else { index })).collect();
    let old_root = honest.root_at(size).unwrap();
    let path = rewritten.consistency_path(size, 21).unwrap();
    let verdict = verify_consistency(size, old_root, 21, rewritten.root(), &path);
    assert!(matches!(verdict, Err(ProofError::OldRootMismatch { .. })));
    let same_size = verify_consistency(21, honest.root(), 21, rewritten.root(), &[]);
    assert!(matches!(same_size, Err(ProofError::RootMismatch { .. })));
}

#[test]
fn errors_say_what_is_wrong() {
    let (leaf, root) = (leaf(0), tree(4).root());
    let beyond = ProofError::IndexBeyondSize { index: 4, size: 4 };
    assert_eq!(verify_inclusion(leaf, 4, 4, &[], root), Err(beyond));
    assert_eq!(verify_inclusion(leaf, 0, 4, &[leaf], root), Err(ProofError::PathTooShort(1)));
    assert_eq!(verify_inclusion(leaf, 0, 4, &[leaf; 3], root), Err(ProofError::PathTooLong(3)));
    let reversed = ProofError::SizesReversed { old: 5, new: 4 };
    assert_eq!(verify_consistency(5, root, 4, root, &[]), Err(reversed));
}

proptest! {
    #[test]
    fn verification_is_total(
        index in any::<u64>(),
        size in any::<u64>(),
        path in prop::collection::vec(any::<[u8; 32]>().prop_map(Hash), 0..70),
    ) {
        prop_assert!(verify_inclusion(leaf(0), index, size, &path, leaf(1)).is_err());
        prop_assert!(verify_consistency(index, leaf(0), size, leaf(1), &path).is_err());
    }
}

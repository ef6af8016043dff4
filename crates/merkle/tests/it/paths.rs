//! Every path of every small tree, and some of large ones.

use lienthong_merkle::{Tree, empty_root, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use crate::{leaf, tree};

const SIZES: u64 = 130;

#[test]
fn every_leaf_of_every_size_is_proved() {
    let tree = tree(SIZES);
    for size in 1..=SIZES {
        let root = tree.root_at(size).unwrap();
        for index in 0..size {
            let path = tree.inclusion_path(index, size).unwrap();
            verify_inclusion(leaf(index), index, size, &path, root).unwrap();
        }
    }
}

#[test]
fn every_size_extends_every_smaller_one() {
    let tree = tree(SIZES);
    for new in 0..=SIZES {
        let new_root = tree.root_at(new).unwrap();
        for old in 0..=new {
            let path = tree.consistency_path(old, new).unwrap();
            verify_consistency(old, tree.root_at(old).unwrap(), new, new_root, &path).unwrap();
        }
    }
}

#[test]
fn the_empty_tree_has_one_root() {
    let root = tree(3).root();
    assert!(verify_consistency(0, empty_root(), 3, root, &[]).is_ok());
    assert!(verify_consistency(0, root, 3, root, &[]).is_err());
    assert!(verify_consistency(0, empty_root(), 3, root, &[root]).is_err());
    assert!(verify_consistency(0, empty_root(), 0, empty_root(), &[]).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn paths_of_large_trees_hold(sizes in (1u64..3000, 1u64..3000), at in any::<prop::sample::Index>()) {
        let (old, new) = (sizes.0.min(sizes.1), sizes.0.max(sizes.1));
        let tree: Tree = tree(new);
        let root = tree.root();
        let index = at.index(new as usize) as u64;
        let path = tree.inclusion_path(index, new).unwrap();
        prop_assert!(path.len() <= 12);
        prop_assert!(verify_inclusion(leaf(index), index, new, &path, root).is_ok());
        let path = tree.consistency_path(old, new).unwrap();
        prop_assert!(path.len() <= 13);
        prop_assert!(verify_consistency(old, tree.root_at(old).unwrap(), new, root, &path).is_ok());
    }
}

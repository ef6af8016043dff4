//! The same trees built by `ct-merkle`: equal roots, equal paths, and each believes the other's.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use lienthong_merkle::{Hash, verify_consistency, verify_inclusion};
use sha2_of_ct_merkle::Sha256;

use crate::{content, leaf, tree};

type Other = MemoryBackedTree<Sha256, Vec<u8>>;

const SIZE: u64 = 90;

fn other_roots() -> Vec<RootHash<Sha256>> {
    let mut other = Other::new();
    let mut roots = vec![other.root()];
    for index in 0..SIZE {
        other.push(content(index));
        roots.push(other.root());
    }
    roots
}

fn other(size: u64) -> Other {
    let mut other = Other::new();
    (0..size).for_each(|index| other.push(content(index)));
    other
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks(32).map(|hash| Hash::try_from(hash).unwrap()).collect()
}

fn bytes(path: &[Hash]) -> Vec<u8> {
    path.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn roots_are_the_same() {
    let tree = tree(SIZE);
    for (size, root) in other_roots().iter().enumerate() {
        assert_eq!(&root.as_bytes()[..], tree.root_at(size as u64).unwrap().as_bytes(), "size {size}");
    }
}

#[test]
fn inclusion_paths_are_the_same_and_believed() {
    let ours = tree(SIZE);
    for size in [1, 2, 3, 7, 8, 31, 64, 65, SIZE] {
        let other = other(size);
        let root = ours.root_at(size).unwrap();
        for index in 0..size {
            let theirs = other.prove_inclusion(index as usize);
            let path = ours.inclusion_path(index, size).unwrap();
            assert_eq!(path, hashes(theirs.as_bytes()), "{index} of {size}");
            verify_inclusion(leaf(index), index, size, &hashes(theirs.as_bytes()), root).unwrap();
            let proof = InclusionProof::try_from_bytes(bytes(&path)).unwrap();
            other.root().verify_inclusion(&content(index), index, &proof).unwrap();
        }
    }
}

#[test]
fn consistency_paths_are_the_same_and_believed() {
    let ours = tree(SIZE);
    let roots = other_roots();
    for new in [2, 3, 8, 33, 64, SIZE] {
        let other = other(new);
        for old in 1..new {
            let theirs = other.prove_consistency((new - old) as usize);
            let path = ours.consistency_path(old, new).unwrap();
            assert_eq!(path, hashes(theirs.as_bytes()), "{old} to {new}");
            let (old_root, new_root) = (ours.root_at(old).unwrap(), ours.root_at(new).unwrap());
            verify_consistency(old, old_root, new, new_root, &path).unwrap();
            let proof = ConsistencyProof::try_from_bytes(bytes(&path)).unwrap();
            other.root().verify_consistency(&roots[old as usize], &proof).unwrap();
        }
    }
}

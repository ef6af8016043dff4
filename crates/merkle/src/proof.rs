//! Verification of paths: what a stranger needs, with nothing of the tree but two numbers, a root and a path.

use std::slice;

use crate::hash::{Hash, empty_root, node_hash};

/// Why a path proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The index is not below the size.
    #[error("leaf {index} is outside a tree of {size} leaves")]
    IndexBeyondSize {
        /// Zero-based index of the leaf.
        index: u64,
        /// Claimed size of the tree, in leaves.
        size: u64,
    },
    /// The old tree is larger than the new one.
    #[error("the old size {old} is larger than the new size {new}")]
    SizesReversed {
        /// The size that should be the smaller.
        old: u64,
        /// The size that should be the larger.
        new: u64,
    },
    /// The path has fewer hashes than a path between these places has.
    #[error("the path is too short: it has {0} hashes")]
    PathTooShort(usize),
    /// The path has more hashes than a path between these places has.
    #[error("the path is too long: it has {0} hashes")]
    PathTooLong(usize),
    /// The path leads to another root.
    #[error("the path leads to root {computed}, not {expected}")]
    RootMismatch {
        /// The root that was to be proved.
        expected: Hash,
        /// The root the path leads to.
        computed: Hash,
    },
    /// The path does not start from the old root.
    #[error("the path starts from old root {computed}, not {expected}")]
    OldRootMismatch {
        /// The old root that was to be extended.
        expected: Hash,
        /// The old root the path starts from.
        computed: Hash,
    },
}

/// The hashes of a path, each taken once.
struct Path<'a> {
    rest: slice::Iter<'a, Hash>,
    length: usize,
}

impl<'a> Path<'a> {
    fn new(path: &'a [Hash]) -> Path<'a> {
        Path { rest: path.iter(), length: path.len() }
    }

    fn next(&mut self) -> Result<Hash, ProofError> {
        self.rest.next().copied().ok_or(ProofError::PathTooShort(self.length))
    }

    /// A hash nobody used would let one fact have many proofs.
    fn end(self) -> Result<(), ProofError> {
        if self.rest.as_slice().is_empty() { Ok(()) } else { Err(ProofError::PathTooLong(self.length)) }
    }
}

/// The root that a path leads to from leaf `index` in a tree of `size` leaves.
///
/// # Errors
/// [`ProofError::IndexBeyondSize`], [`ProofError::PathTooShort`], [`ProofError::PathTooLong`].
pub fn root_from_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Result<Hash, ProofError> {
    climb(leaf, index, size, path, |_| ())
}

/// The same, showing the node of each level, from the leaf to the root.
pub(crate) fn climb(
    leaf: Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    mut over: impl FnMut(Hash),
) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::IndexBeyondSize { index, size });
    }
    let mut path = Path::new(path);
    let (mut index, mut last, mut node) = (index, size - 1, leaf);
    over(node);
    while last > 0 {
        if index % 2 == 1 {
            node = node_hash(path.next()?, node);
        } else if index < last {
            node = node_hash(node, path.next()?);
        }
        over(node);
        index /= 2;
        last /= 2;
    }
    path.end().map(|()| node)
}

/// Checks that leaf `index` is in the tree of `size` leaves with this root (RFC 6962 section 2.1.1).
///
/// # Errors
/// Those of [`root_from_inclusion`], and [`ProofError::RootMismatch`].
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: Hash,
) -> Result<(), ProofError> {
    expect_root(root, root_from_inclusion(leaf, index, size, path)?)
}

/// Checks that the tree of `new_size` leaves begins with the one of `old_size` leaves (RFC 6962 section 2.1.2).
///
/// Every tree extends the empty one, with an empty path; its root must then be the empty tree's.
///
/// # Errors
/// [`ProofError::SizesReversed`], [`ProofError::PathTooShort`], [`ProofError::PathTooLong`],
/// [`ProofError::OldRootMismatch`], [`ProofError::RootMismatch`].
pub fn verify_consistency(
    old_size: u64,
    old_root: Hash,
    new_size: u64,
    new_root: Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    if old_size > new_size {
        return Err(ProofError::SizesReversed { old: old_size, new: new_size });
    }
    let mut path = Path::new(path);
    if old_size == new_size {
        path.end()?;
        return expect_root(new_root, old_root);
    }
    if old_size == 0 {
        path.end()?;
        return expect_old_root(old_root, empty_root());
    }
    // The largest complete subtree that ends where the old tree ended; both trees have it.
    let level = old_size.trailing_zeros();
    let (mut index, mut last) = ((old_size - 1) >> level, (new_size - 1) >> level);
    let shared = if index == 0 { old_root } else { path.next()? };
    let (mut old, mut new) = (shared, shared);
    while last > 0 {
        if index % 2 == 1 {
            let left = path.next()?;
            (old, new) = (node_hash(left, old), node_hash(left, new));
        } else if index < last {
            new = node_hash(new, path.next()?);
        }
        index /= 2;
        last /= 2;
    }
    path.end()?;
    expect_old_root(old_root, old)?;
    expect_root(new_root, new)
}

fn expect_root(expected: Hash, computed: Hash) -> Result<(), ProofError> {
    if expected == computed { Ok(()) } else { Err(ProofError::RootMismatch { expected, computed }) }
}

fn expect_old_root(expected: Hash, computed: Hash) -> Result<(), ProofError> {
    if expected == computed { Ok(()) } else { Err(ProofError::OldRootMismatch { expected, computed }) }
}

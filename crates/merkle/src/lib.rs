//! RFC 6962 Merkle trees: hashes, paths, and six ways to hold a tree.
//!
//! Belongs here: the hash of a leaf and of a node, roots, inclusion and consistency paths, and their verification,
//! exactly as RFC 6962 section 2.1 defines them over SHA-256.
//! Does not: what a leaf means, files, checkpoints and their signatures (`protocol`), and anything else of ours.
//!
//! - [`Frontier`] is a tree reduced to what is needed to extend it: O(log n) hashes. The sealer and followers keep it.
//! - [`Tree`] keeps every hash (64 bytes a leaf) and answers any path at any size.
//! - [`Batch`] is some leaves on top of a frontier: it gives the receipts of a batch their paths without a [`Tree`].
//! - [`ProvenPath`] is one leaf's way to the root, for who asks of the leaves beside it.
//! - [`tiles`] are a tree as files that anyone may mirror; a [`tiles::Tiler`] makes them as the tree grows, and a [`tiles::View`] is
//!   what somebody has fetched of them.
//!
//! Start with [`verify_inclusion`]: everything else exists so that it can say yes.

mod batch;
mod frontier;
mod hash;
mod levels;
mod proof;
mod proven;
pub mod tiles;
mod tree;

pub use batch::Batch;
pub use frontier::Frontier;
pub use hash::{Hash, ParseHashError, empty_root, leaf_hash, leaf_hash_parts, naive_root, node_hash};
pub use proof::{ProofError, root_from_inclusion, verify_consistency, verify_inclusion};
pub use proven::ProvenPath;
pub use tree::Tree;

/// The largest number of leaves a tree of ours may claim: 2^62.
///
/// No log reaches it; a bound keeps the arithmetic of sizes that come from outside free of overflow.
pub const MAX_SIZE: u64 = 1 << 62;

/// Why a tree could not answer, or parts do not make a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The tree has fewer leaves than the size that was asked about.
    #[error("asked about size {asked}, but the tree has {size} leaves")]
    SizeBeyondTree {
        /// The size that was asked about, in leaves.
        asked: u64,
        /// The size of the tree, in leaves.
        size: u64,
    },
    /// The leaf is not in the tree of that size, or not among those held.
    #[error("no leaf {index} in the tree of size {size}")]
    NoSuchLeaf {
        /// Zero-based index of the leaf.
        index: u64,
        /// The size of the tree, in leaves.
        size: u64,
    },
    /// A consistency path leads from a smaller tree to a larger one.
    #[error("the old size {old} is larger than the new size {new}")]
    SizesReversed {
        /// The size that should be the smaller.
        old: u64,
        /// The size that should be the larger.
        new: u64,
    },
    /// A frontier has one hash for each bit set in its size.
    #[error("a frontier of size {size} has {expected} hashes, not {found}")]
    WrongHashCount {
        /// The size the frontier claims, in leaves.
        size: u64,
        /// The number of hashes that size needs.
        expected: u32,
        /// The number of hashes given.
        found: usize,
    },
    /// A size above [`MAX_SIZE`].
    #[error("no tree has {0} leaves")]
    SizeTooLarge(u64),
}

//! The tree against what others say it must be: the vectors of Certificate Transparency, another implementation,
//! and forgers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod known_vectors;
mod oracle;
mod paths;
mod tampering;
mod tiles;

use lienthong_merkle::{Hash, Tree, leaf_hash};

/// Content of leaf `index` in the trees of these tests.
fn content(index: u64) -> Vec<u8> {
    format!("leaf {index}").into_bytes()
}

fn leaf(index: u64) -> Hash {
    leaf_hash(&content(index))
}

fn tree(size: u64) -> Tree {
    (0..size).map(leaf).collect()
}

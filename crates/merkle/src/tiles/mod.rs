//! A tree as files, as <https://c2sp.org/tlog-tiles> defines them: 256 neighbouring hashes of every eighth level are a tile.
//!
//! Belongs here: what tiles are called, which of them a tree of a size has, their hashes and bytes, and the bytes of entry
//! bundles. Does not: where the files lie and who may have them.
//!
//! A tile never changes: its name says how many hashes it has, and hashes are only ever added on the right. So a tree of any
//! size is a set of files that can be kept for ever, and of which a larger tree needs all but the last of each level.

mod name;
mod tiler;
mod view;

pub use name::{ParseTileError, Rows, TILE_WIDTH, Tile};
pub use tiler::Tiler;
pub use view::{View, ViewError};

use crate::hash::Hash;

/// The bytes of a tile: its hashes, one after the other.
pub fn tile_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// An entry has more bytes than two bytes can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry of {size} bytes; a bundle takes at most 65,535")]
pub struct EntryTooLong {
    /// Bytes.
    pub size: usize,
}

/// Puts an entry at the end of a bundle: its length in two bytes, the higher first, then its bytes.
///
/// # Errors
/// [`EntryTooLong`]; nothing was put there.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), EntryTooLong> {
    let length = u16::try_from(entry.len()).map_err(|_| EntryTooLong { size: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_entry_has_its_length_before_it() {
        let mut bundle = Vec::new();
        push_entry(&mut bundle, b"abc").unwrap();
        push_entry(&mut bundle, b"").unwrap();
        assert_eq!(bundle, b"\x00\x03abc\x00\x00");
        assert_eq!(push_entry(&mut bundle, &vec![0; 65_536]), Err(EntryTooLong { size: 65_536 }));
        assert_eq!(bundle.len(), 7);
        push_entry(&mut bundle, &vec![7; 65_535]).unwrap();
        assert_eq!(bundle[7..10], [255, 255, 7]);
    }
}

//! Ids that are made of what they are about, so that the same act always gets the same one.

use lienthong_names::CommandId;
use sha2::{Digest, Sha256};

/// UUIDv8: the first 16 bytes of SHA-256 over the label and the parts, each after its length, so that no two lists of parts are one
/// text. The label keeps one use's ids from being taken for another's.
#[must_use]
pub fn derived_id(label: &str, parts: &[&str]) -> CommandId {
    let mut hash = Sha256::new();
    for part in [label].iter().chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    CommandId::version_8(first)
}

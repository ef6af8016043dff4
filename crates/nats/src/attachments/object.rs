//! An object as NATS describes it (ADR-20): JSON under `$O.<bucket>.M.<name>`, chunks under `$O.<bucket>.C.<nuid>`.

use crate::settings::ATTACHMENTS_BUCKET;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use lienthong_ledger::attachments::AttachmentName;
use lienthong_ledger::ports::Unavailable;
use lienthong_protocol::attachment::{OVERHEAD, PART};
use lienthong_protocol::subjects;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Under which key of the metadata it stands where the chunks lie.
const CHUNKS: &str = "lienthong-chunks";

/// What an attachment is called as an object: `H22_2026/H22_02-201005-9002/<digest>.<bytes>`.
pub(super) fn name(attachment: &AttachmentName) -> String {
    let AttachmentName { origin, dossier, content } = attachment;
    let (ledger, dossier) = (subjects::ledger_token(origin), subjects::token(dossier.as_str()));
    format!("{ledger}/{dossier}/{}", content.name())
}

/// A number for an object's chunks that no other has.
pub(super) fn nuid() -> Result<String, Unavailable> {
    let mut nuid = [0; 16];
    getrandom::fill(&mut nuid)
        .map_err(|error| crate::problem::unavailable("no number for an object", error))?;
    Ok(hex::encode(nuid))
}

pub(super) fn info_subject(name: &str) -> String {
    format!("$O.{ATTACHMENTS_BUCKET}.M.{}", URL_SAFE.encode(name))
}

pub(super) fn chunks_subject(nuid: &str) -> String {
    format!("$O.{ATTACHMENTS_BUCKET}.C.{nuid}")
}

/// What tells of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ObjectInfo {
    /// Its name.
    pub(super) name: String,
    bucket: String,
    /// Number of its chunks.
    pub(super) nuid: String,
    /// Bytes of all chunks.
    #[serde(default)]
    pub(super) size: u64,
    #[serde(default)]
    chunks: u64,
    #[serde(default)]
    digest: String,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
    #[serde(default)]
    options: Options,
    /// It was, and is not any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) deleted: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Options {
    #[serde(default)]
    max_chunk_size: u64,
}

impl ObjectInfo {
    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        // Of text, numbers and maps of text JSON can always be made.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The message in which a chunk lies; `None`: there is no such chunk.
    pub(super) fn chunk(&self, number: u64) -> Option<u64> {
        let number = usize::try_from(number).ok()?;
        self.metadata.get(CHUNKS)?.split(' ').nth(number)?.parse().ok()
    }

    /// What tells that it is there no more.
    pub(super) fn gone(&self) -> Self {
        let metadata = BTreeMap::new();
        Self { size: 0, chunks: 0, digest: String::new(), metadata, deleted: true, ..self.clone() }
    }
}

/// Chunks as they are put.
#[derive(Default)]
pub(super) struct Chunks {
    size: u64,
    digest: Sha256,
    cursors: Vec<String>,
}

impl Chunks {
    pub(super) fn add(&mut self, chunk: &[u8]) {
        self.size += chunk.len() as u64;
        self.digest.update(chunk);
    }

    /// In which message the last one lies.
    pub(super) fn lie_at(&mut self, cursor: u64) {
        self.cursors.push(cursor.to_string());
    }

    /// The object that they make.
    pub(super) fn object(self, name: &str, nuid: &str) -> ObjectInfo {
        ObjectInfo {
            name: name.to_owned(),
            bucket: ATTACHMENTS_BUCKET.to_owned(),
            nuid: nuid.to_owned(),
            size: self.size,
            chunks: self.cursors.len() as u64,
            digest: format!("SHA-256={}", URL_SAFE.encode(self.digest.finalize())),
            metadata: BTreeMap::from([(CHUNKS.to_owned(), self.cursors.join(" "))]),
            options: Options { max_chunk_size: (PART + OVERHEAD) as u64 },
            deleted: false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_tells_of_an_object_comes_back() {
        let mut chunks = Chunks::default();
        for (chunk, cursor) in [(&b"one"[..], 7), (b"two", 9)] {
            chunks.add(chunk);
            chunks.lie_at(cursor);
        }
        let info = chunks.object("H22_2026/D/abc.3", "n1");
        let read = ObjectInfo::from_json(&info.to_json()).unwrap();
        assert_eq!(read, info);
        assert_eq!([0, 1, 2].map(|number| read.chunk(number)), [Some(7), Some(9), None]);
        // As `nats object put` writes it.
        assert_eq!(read.digest, format!("SHA-256={}", URL_SAFE.encode(Sha256::digest("onetwo"))));
        let gone = ObjectInfo::from_json(&info.gone().to_json()).unwrap();
        assert!(gone.deleted && gone.nuid == "n1" && gone.chunk(0).is_none());
    }

    #[test]
    fn what_others_write_of_an_object_is_read() {
        let theirs = br#"{"name":"a","description":null,"bucket":"attachments","nuid":"x","size":3,"chunks":1,"mtime":"2026-01-01T00:00:00Z"}"#;
        let info = ObjectInfo::from_json(theirs).unwrap();
        assert!(!info.deleted && info.chunk(0).is_none());
    }
}

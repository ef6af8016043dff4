//! Working papers: files that go into a case as they are, under their own names.

use super::content::Paper;
use crate::archive::{self, BYTES_MAX};
use crate::failure::{Failure, Outcome};
use crate::keyring::io;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Those of a case, in the order of their names.
pub(super) struct Papers(Vec<(Paper, Vec<u8>)>);

impl Papers {
    /// Reads them.
    pub(super) fn read(files: &[PathBuf]) -> Outcome<Self> {
        let (mut papers, mut names) = (Vec::new(), BTreeSet::new());
        for file in files {
            let refused = |why: &str| Failure::usage("LT0926", format!("--paper {}: {why}", file.display()));
            let name =
                file.file_name().and_then(|name| name.to_str()).ok_or_else(|| refused("it has no name"))?;
            if !archive::is_fit(&format!("papers/{name}")) {
                return Err(refused("no program could be trusted to unpack a file of this name; rename it"));
            }
            // Two names that differ in capitals alone are one file on some machines.
            if !names.insert(name.to_lowercase()) {
                return Err(refused("another paper has this name; rename one of them"));
            }
            let length = std::fs::metadata(file).map_err(|e| io(file, &e))?.len();
            if length > BYTES_MAX {
                return Err(refused("it is larger than a case file may be"));
            }
            let bytes = std::fs::read(file).map_err(|e| io(file, &e))?;
            let sha256 = hex::encode(Sha256::digest(&bytes));
            papers.push((Paper { name: name.to_owned(), bytes: bytes.len() as u64, sha256 }, bytes));
        }
        papers.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        Ok(Self(papers))
    }

    /// What the case says of them.
    pub(super) fn told(&self) -> Vec<Paper> {
        self.0.iter().map(|(paper, _)| paper.clone()).collect()
    }

    /// As they go in.
    pub(super) fn into_entries(self) -> impl Iterator<Item = (String, Vec<u8>)> {
        self.0.into_iter().map(|(paper, bytes)| (paper.entry(), bytes))
    }
}

//! What somebody has verified before, kept in a file of their own: it must not lie where those can write who could change the ledger.

use crate::failure::{Exit, Failure, Outcome};
use crate::keyring::io;
use lienthong_audit::verify::Head;
use lienthong_ledger::files;
use lienthong_names::Origin;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verified {
    heads: Vec<WrittenHead>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHead {
    origin: String,
    size: u64,
    root: String,
}

/// The heads in the file; none, where it is not there yet.
pub fn read(path: &Path) -> Outcome<Vec<Head>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io(path, &error)),
    };
    let wrong = |what: String| {
        let text = format!("{}: {what}; move it away to verify everything", path.display());
        Failure::usage("LT0921", text)
    };
    let verified: Verified = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
    let head = |written: WrittenHead| {
        let origin = Origin::new(&written.origin).map_err(|e| wrong(format!("origin: {e}")))?;
        let root = written.root.parse().map_err(|_| wrong(format!("`{}` is no root", written.root)))?;
        Ok(Head { origin, size: written.size, root })
    };
    verified.heads.into_iter().map(head).collect()
}

/// Writes the heads in place of the file; those of ledgers that were not looked at now stay.
pub fn write(path: &Path, before: &[Head], heads: &[Head]) -> Outcome {
    let stay = before.iter().filter(|head| !heads.iter().any(|now| now.origin == head.origin));
    let written = |head: &Head| WrittenHead {
        origin: head.origin.to_string(),
        size: head.size,
        root: head.root.to_string(),
    };
    let verified = Verified { heads: heads.iter().chain(stay).map(written).collect() };
    let text = serde_json::to_string_pretty(&verified)
        .map_err(|e| Failure::coded(Exit::Unavailable, "LT0902", e))?;
    files::replace(path, format!("{text}\n").as_bytes()).map_err(|error| io(path, &error))
}

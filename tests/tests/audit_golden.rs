//! The golden ledgers of every release so far, verified by this build: records that were decided by rules of then are decided again by rules of then.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::nats::Finish as _;
use lienthong_tests::{lienthong, workspace};
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// The directories in a directory.
fn within(directory: &PathBuf) -> Vec<PathBuf> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

#[test]
fn this_build_decides_what_every_release_decided_as_it_did() {
    let releases = within(&workspace::root().join("tests/data/golden"));
    let houses: Vec<PathBuf> = releases.iter().flat_map(within).collect();
    assert!(houses.len() >= 7, "{houses:?}");
    for house in houses {
        let verified =
            lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(&house).finish(0).json();
        assert_eq!(verified["redecided"], verified["records"], "{}: {verified}", house.display());
        assert_eq!(verified["not_redecidable"], json!(0), "{}: {verified}", house.display());
        assert!(verified["records"].as_u64().unwrap() > 50, "{}: {verified}", house.display());
    }
}

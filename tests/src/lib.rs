//! What system tests stand on: the real binary, a real NATS server with the shipped configuration, a real browser.
//!
//! Belongs here: starting and ending those, free ports, time limits, the users of a test server. Does not: anything a
//! test asserts (`tests/*.rs`), fixtures of one crate (that crate's own tests).
//!
//! A harness that cannot start has nothing to return: it panics with what to do about it, and the test fails by that.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

pub mod browser;
pub mod case_file;
pub mod demo;
pub mod figures;
pub mod flips;
pub mod forged;
pub mod history;
pub mod nats;
pub mod ports;
pub mod program;
pub mod records;
pub mod refusal;
pub mod seed;
pub mod site;
pub mod small_disk;
pub mod verification;
pub mod workspace;
pub mod xes_edit;

pub use browser::Browser;
pub use nats::{NatsCluster, NatsServer};
pub use ports::free_port;
pub use program::{Background, Finished, lienthong, lienthong_bin, run, run_within};

/// Whether `cargo xtask test --long` asked for the long form: more seeds, more kills.
pub fn long() -> bool {
    std::env::var_os("LIENTHONG_LONG").is_some()
}

/// A directory of its own for one test, removed at the end.
pub fn temp_dir() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("lienthong-test-").tempdir().expect("a temporary directory")
}

/// Every file below a directory, in the order of the paths.
pub fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display())) {
        let path = entry.expect("a readable directory").path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Copies a directory with everything in it.
pub fn copy_directory(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a writable directory");
    for entry in fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())) {
        let entry = entry.expect("a readable directory");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_directory(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a writable directory");
        }
    }
}

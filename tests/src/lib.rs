//! What system tests stand on: the real binary, a real NATS server with the shipped configuration, a real browser.
//!
//! Belongs here: starting and ending those, free ports, time limits, the users of a test server. Does not: anything a
//! test asserts (`tests/*.rs`), fixtures of one crate (that crate's own tests).
//!
//! A harness that cannot start has nothing to return: it panics with what to do about it, and the test fails by that.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

pub mod browser;
pub mod history;
pub mod nats;
pub mod ports;
pub mod program;
pub mod records;
pub mod sealed;
pub mod seed;
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

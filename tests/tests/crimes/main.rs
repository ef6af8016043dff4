//! The crimes: what an operator, a courier or a thief could do to a ledger is done to a real one, with the real keys where the crime needs
//! them. Each is found, and the record and the kind are named; the clean ledger is never accused.
//!
//! - `flips`: bytes that are not what was written, by accident or by who has no key.
//! - `forged`: records that are not what was decided, by who writes the files, and by the operator, who signs the tree anew.
//! - `held`: what no ledger shows by itself, because it is whole and signed: who holds an older checkpoint, a receipt or a bundle sees it.
//!
//! The same of bundles is `crates/audit/tests/it/crimes.rs`, of a broker `nats_ledger/`, and of block files `block_files.rs`.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod flips;
mod forged;
mod held;
mod house;

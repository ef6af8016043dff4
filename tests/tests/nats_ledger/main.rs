//! The ledger on a real nats-server with a real sealer: the suite that every adapter passes, and the servers that are refused.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod attachments;
mod block_files;
mod conformance;
mod damaged_port;
mod desks;
mod inbox;
mod refused;
mod sealer;
mod setup;
mod trust;

//! The append-only log: its ports, the seal, and the adapter that needs no server.
//!
//! Belongs here: the ports that services and followers use ([`ports`]), the sealed batch and its codec ([`batch`]), where a
//! record belongs ([`placing`]), the seal (pure: [`seal`]), batches checked on their way ([`verified`]), the ledger in files
//! ([`embedded`]), what agencies are told ([`inbox`]), keys in files ([`keystore`]), what documents say ([`attachments`]), files put
//! in place whole ([`files`]), what a process says of itself in numbers ([`measures`]), what those who
//! follow ([`following`]) and who are asked ([`parameters`]) have in common, and the suites that every adapter passes
//! (`conformance`, behind the feature of that name).
//! Does not: what a record means (`protocol`, `service`), NATS (`nats`), checking what others wrote (`audit`).

pub mod attachments;
pub mod batch;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
pub mod embedded;
pub mod files;
pub mod following;
pub mod inbox;
pub mod keystore;
pub mod measures;
pub mod parameters;
pub mod placing;
pub mod ports;
pub mod seal;
#[cfg(test)]
mod testing;
pub mod verified;

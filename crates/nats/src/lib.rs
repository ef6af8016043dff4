//! Everything that speaks NATS, behind the ports of `ledger`.
//!
//! Belongs here: connecting and refusing a server or a stream that could lose a record ([`connect`], [`safety`]), the streams
//! and their settings ([`settings`], [`admin`]), the ledger on JetStream ([`ledger`], [`ledgers`], [`sealed`]), the sealer's two
//! ports ([`tail`], [`seal_out`]), the vault of data keys ([`keystore`]), what documents say ([`attachments`]), submissions and queries as micro services
//! ([`intake`], [`query`]), what agencies are told ([`inbox`]), who a server lets in ([`users`]).
//! Does not: what a record means (`protocol`, `service`), how a seal is made (`ledger::seal`, `audit`), any rule.
//! Start with [`Connection::open`], then [`ledgers::NatsLedgers`].
//!
//! The broker's own numbering is a cursor and nothing more: no receipt, figure or leaf rests on it.

pub mod admin;
pub mod attachments;
pub mod connect;
pub mod inbox;
pub mod intake;
pub mod keystore;
pub mod ledger;
pub mod ledgers;
mod logkey;
mod micro;
mod names;
mod problem;
mod pull;
pub mod query;
mod read;
pub mod restore;
pub mod safety;
pub mod seal_out;
pub mod sealed;
pub mod settings;
pub mod tail;
pub mod users;

pub use connect::{Connection, Target};
pub use micro::Serving;
pub use problem::Problem;

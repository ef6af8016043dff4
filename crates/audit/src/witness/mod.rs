//! Another body that keeps what it saw of a log, demands that it only grows, and says so by its signature (C2SP `tlog-witness`,
//! `tlog-cosignature`, `tlog-policy`).
//!
//! A log that is one institution's can sign two histories and show each to whom it likes. Who has only one of them sees nothing
//! wrong. A witness signs no two: what carries the signatures of enough of them has been seen by all, or by nobody.
//!
//! Belongs here: what a witness keeps and when it cosigns ([`Witness`]), looking at a published log by its tiles ([`look`]), what proves
//! a fork to anyone ([`Fork`]); on the log's side asking witnesses and keeping what they signed ([`Asking`], [`Cosigned`]); for who
//! verifies, how many are enough ([`Policy`]). Does not: HTTP, the clock, where keys lie.

mod asking;
mod cosigned;
mod fork;
mod look;
mod policy;
mod request;
mod state;
#[cfg(test)]
mod tests;

pub use asking::{AskError, Asking, Reply, Witnesses};
pub use cosigned::{Cosigned, CosignedTiles, NotOfThisLog, Shown, keep_cosigned};
pub use fork::{FORMAT as FORK_FORMAT, Fork, Proven};
pub use look::{Looked, look, view_of};
pub use policy::{Policy, PolicyError, PolicyLog, PolicyWitness, Seen, SeenBy};
pub use request::AddCheckpoint;
pub use state::{Refused, Witness, WitnessError};

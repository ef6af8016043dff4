//! What every ledger, every inbox, every store of keys and of attachments must do, whatever it is made of: one suite, every case on every adapter, none skipped.
//!
//! Belongs here: the cases, the records they write, and the [`Harness`] through which they reach an adapter and what can befall
//! it. What an adapter cannot suffer by itself, its harness makes by hand.
//! Does not: tests of how one adapter does it.
//!
//! A failing case panics, as tests do. Each case begins on an empty log of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]

mod attachments;
mod concurrency;
mod failures;
mod following;
mod inbox;
mod keys;
pub mod records;
mod tools;

#[cfg(test)]
mod embedded;

pub use attachments::{AttachmentCase, AttachmentHarness, run_attachment_case};
pub use inbox::{InboxCase, InboxHarness, run_inbox_case};
pub use keys::{KeyCase, KeyHarness, run_key_case};

use crate::ports::{Append, Ledger, Seals};
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use std::sync::Arc;

/// An instance of the adapter, as a process of its own would hold it.
pub trait Node: Ledger + Seals {}

impl<T: Ledger + Seals> Node for T {}

/// An adapter under test: one log, and what can befall it.
///
/// Whatever ends the log (`restart` and all that follow it) finds no instance in use any more, and starts the log again.
#[async_trait::async_trait]
pub trait Harness: Send + Sync {
    /// The log.
    fn origin(&self) -> Origin;

    /// Its key.
    fn verifier(&self) -> NoteVerifier;

    /// One more instance.
    async fn instance(&self) -> Arc<dyn Node>;

    /// Ends all of it in order and starts it again.
    ///
    /// # Errors
    /// What it says, code and all, when it refuses to start.
    async fn restart(&self) -> Result<(), String>;

    /// Ends all of it as SIGKILL does, and starts it again.
    ///
    /// # Errors
    /// As for [`restart`](Self::restart).
    async fn kill(&self) -> Result<(), String>;

    /// The log takes this record, and the sender never hears of it.
    async fn append_unheard(&self, append: Append);

    /// The machine dies while this record is being sealed: its batch is on the disk in part.
    async fn tear_tail(&self, append: Append);

    /// The log takes this record and loses it before it is sealed.
    async fn lose_unsealed(&self, append: Append);

    /// Changes one byte of a sealed record, where the sealed bytes are kept. Returns what a refusal must name. The log is not
    /// started again: `restart` does, or refuses.
    async fn damage(&self, sequence: u64) -> String;

    /// Puts everything back to what it was when so many records were sealed: an old backup.
    async fn roll_back(&self, size: u64);
}

macro_rules! cases {
    ($($(#[$doc:meta])* $case:ident => $run:path),+ $(,)?) => {
        /// What is asked of an adapter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Case { $($(#[$doc])* $case),+ }

        impl Case {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];
        }

        /// Runs a case on an empty log; panics where the adapter fails it.
        pub async fn run_case(case: Case, harness: &dyn Harness) {
            match case { $(Case::$case => $run(harness).await),+ }
        }
    };
}

cases! {
    /// 64 writers on two instances, one stream: each expected revision is won once.
    ExpectedRevision => concurrency::expected_revision,
    /// The same id sent to two instances at once, on one stream and on two, is stored once.
    OneRecordAnId => concurrency::one_record_an_id,
    /// Many streams at once: sequences without a gap, a tree that grows, a proof for each record.
    GaplessSequence => concurrency::gapless_sequence,
    /// What is replayed, read and followed is what was appended, byte by byte.
    ReplayEqualsAppended => following::replay_equals_appended,
    /// A follower that comes back after a restart or a kill misses nothing and sees nothing twice.
    FollowAcrossRestarts => following::follow_across_restarts,
    /// The acknowledgement is lost: sent again, the record is there once.
    LostAcknowledgement => failures::lost_acknowledgement,
    /// A batch that was never wholly written holds nobody up and is not seen.
    TornTail => failures::torn_tail,
    /// A changed byte is refused, and its place named.
    DamageRefused => failures::damage_refused,
    /// A record lost before the seal leaves no hole in the sequence, and can be sent again.
    HoleAboveTheHead => failures::hole_above_the_head,
    /// A log that is shorter than a follower has seen stops it.
    HeadWentBack => failures::head_went_back,
}

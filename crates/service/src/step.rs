//! What goes into a machine and what comes out.

use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{Append, AppendError, DataKey, KeyScope, Proof, Stored, Unavailable};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::{Submission, Verdict};
use std::sync::Arc;

/// One submission in hand; the runner knows whom to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// One effect that will be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u64);

/// How a machine begins what it says, in English, to who may send again.
pub const NOT_NOW: &str = "not now, send again: ";

/// What happens to a machine.
#[derive(Debug, Clone)]
pub enum Input {
    /// A submission came in.
    Submit {
        /// Made by the runner, never used twice.
        ticket: Ticket,
        /// The submission.
        submission: Arc<Submission>,
    },
    /// A stream was read.
    Loaded {
        /// Of which effect.
        token: Token,
        /// Its records by revision, or why not. `Ok(None)`: there is no such ledger.
        records: Result<Option<Vec<Stored>>, Unavailable>,
    },
    /// A record was appended, or not.
    Appended {
        /// Of which effect.
        token: Token,
        /// What came of it.
        result: Result<(), AppendError>,
    },
    /// A data key.
    Key {
        /// Of which effect.
        token: Token,
        /// The key.
        result: Result<DataKey, Unavailable>,
    },
    /// The proof of a record that was sealed before.
    Proven {
        /// Of which effect.
        token: Token,
        /// `Ok(None)`: not sealed yet.
        result: Result<Option<Proof>, Unavailable>,
    },
    /// A ledger was sealed further.
    Sealed {
        /// Which ledger.
        origin: Origin,
        /// The batch, checked by whoever follows.
        batch: Arc<SealedBatch>,
    },
    /// A second has passed: what waits too long is given back, and what fell due is recorded.
    Tick,
    /// The clock has moved on, by however much: what fell due is recorded.
    ClockMoved,
}

/// What a machine wants done.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read a stream: answered by [`Input::Loaded`].
    Load {
        /// For the answer.
        token: Token,
        /// Which ledger.
        origin: Origin,
        /// Which stream.
        stream: StreamName,
    },
    /// Append a record: answered by [`Input::Appended`].
    Append {
        /// For the answer.
        token: Token,
        /// To which ledger.
        origin: Origin,
        /// The record.
        append: Append,
    },
    /// Get or make a data key: answered by [`Input::Key`].
    Key {
        /// For the answer.
        token: Token,
        /// Of what.
        scope: KeyScope,
    },
    /// Destroy a data key, for it is sealed that what it opens was erased. Not answered: whoever follows the ledger from its beginning
    /// asks again, so that a key which came back with a backup goes.
    Erase {
        /// Of what.
        scope: KeyScope,
    },
    /// Prove a record sealed before: answered by [`Input::Proven`].
    Prove {
        /// For the answer.
        token: Token,
        /// In which ledger.
        origin: Origin,
        /// Which stream.
        stream: StreamName,
        /// Which record.
        revision: u64,
    },
    /// Tell the sender.
    Answer {
        /// Of which submission.
        ticket: Ticket,
        /// One verdict a command.
        verdicts: Vec<Verdict>,
        /// How many are still to come.
        outstanding: u32,
    },
}

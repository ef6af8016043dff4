//! The ports: what services and followers need of the world, and nothing of how it is done.

use crate::batch::SealedBatch;
use crate::inbox::{AcknowledgeError, Taken, Told, Unacknowledged};
use async_trait::async_trait;
use futures::stream::BoxStream;
use jiff::Timestamp;
use lienthong_dossier::PersonalField;
use lienthong_merkle::Hash;
use lienthong_merkle::tiles::Tile;
use lienthong_names::{AgencyId, Origin, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use std::sync::Arc;
use std::time::Duration;

/// Something outside did not answer, or cannot now. Nothing happened: try again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {what}")]
pub struct Unavailable {
    /// `LT05xx` on disk, `LT07xx` with NATS.
    pub code: &'static str,
    /// What was wrong, where, and what to do.
    pub what: String,
}

/// A record ready to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// To which stream.
    pub stream: StreamName,
    /// Revision of the stream's last record, 0 for none: the concurrency token. The record's own is one more.
    pub expected_revision: u64,
    /// Leaf hash of the stream's last record; `None` for none. Stands in the record as `previous`.
    pub expected_head: Option<Hash>,
    /// Digest of (agency, command id, dossier): a ledger takes it once, whatever the stream.
    pub dedupe: [u8; 32],
    /// The record, at most 65,535 bytes.
    pub bytes: Vec<u8>,
}

/// Why a record was not appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Someone was first: the stream is at another revision, or the id is already there. Read again and decide again.
    #[error("the stream has moved on, or the id is already recorded")]
    Conflict,
    /// Nothing can be said: it may be there or not. The same id makes a second try safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// Over the limit of 65,535 bytes.
    #[error("LT0503 the record has {size} bytes, at most 65,535 are allowed")]
    TooLarge {
        /// Bytes.
        size: usize,
    },
}

/// A record as it stands in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its sequence, if it is sealed and the adapter knows it.
    pub sequence: Option<u64>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// Where a follower stands and why it had to stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FollowError {
    /// The source is away for now; following again from the same place is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The head is behind what was seen before: the log went back. Nothing may go on.
    #[error(
        "LT0511 {origin}: sealed head {head} is behind {seen}, which was seen before; nothing goes on until `audit restore`"
    )]
    WentBack {
        /// Which ledger.
        origin: Origin,
        /// The head now.
        head: u64,
        /// What was seen.
        seen: u64,
    },
    /// The bytes are not what was sealed.
    #[error("LT0510 {origin}: {place}: {what}")]
    Damaged {
        /// Which ledger.
        origin: Origin,
        /// File and offset, or sequence.
        place: String,
        /// What is wrong.
        what: String,
    },
}

/// One log: append by deciders, read by stream, follow and replay what is sealed.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Its name.
    fn origin(&self) -> &Origin;

    /// Appends one record. `Ok` means that the log has it, not that it is sealed: only a seal may be promised on.
    ///
    /// # Errors
    /// [`AppendError`].
    async fn append(&self, append: Append) -> Result<(), AppendError>;

    /// The records of a stream by revision from 1, its unsealed tail included: for deciders. An unknown stream is empty.
    ///
    /// # Errors
    /// [`Unavailable`], also for damage: a decider cannot go on without the truth.
    async fn read(&self, stream: &StreamName) -> Result<Vec<Stored>, Unavailable>;

    /// Sealed batches in order, from the batch that holds sequence `from` (or follows it), for ever: ends only with an error
    /// or when the ledger is closed. A batch may begin before `from`; a follower passes over what it has.
    /// When the sealed head is below `from - 1`, the first item is [`FollowError::WentBack`].
    fn follow_sealed(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>;

    /// The same, but ends at the head that stood when it was called.
    fn replay(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>;

    /// The last checkpoint; `None` while nothing is sealed.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn sealed_head(&self) -> Result<Option<SealedHead>, Unavailable>;
}

/// The last checkpoint: what it says, and its signed note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedHead {
    /// Origin, size, root.
    pub checkpoint: Checkpoint,
    /// The C2SP signed note.
    pub note: Arc<[u8]>,
}

/// Proof that a record is in the tree under a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The record's sequence.
    pub sequence: u64,
    /// Its leaf.
    pub leaf: Hash,
    /// Inclusion path to the checkpoint's root.
    pub path: Vec<Hash>,
    /// The checkpoint's signed note.
    pub checkpoint: Arc<[u8]>,
}

/// Proofs of records sealed before.
#[async_trait]
pub trait Seals: Send + Sync {
    /// The proof of a stream's record under the newest checkpoint; `None` while it is not sealed.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn prove(
        &self,
        origin: &Origin,
        stream: &StreamName,
        revision: u64,
    ) -> Result<Option<Proof>, Unavailable>;
}

/// Ledgers as the files of C2SP logs: the same bytes for everybody, fit to be mirrored.
#[async_trait]
pub trait Tiles: Send + Sync {
    /// The signed note over all that is sealed; `None` while nothing is, or if there is no such ledger.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn checkpoint(&self, origin: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable>;

    /// The bytes of a tile or an entry bundle; `None` if not all of its rows are sealed, or if there is no such ledger.
    ///
    /// Entries hold what agencies wrote, opinions in the clear: who hands them on must be told to.
    ///
    /// # Errors
    /// [`Unavailable`], also for damage.
    async fn tile(&self, origin: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable>;
}

/// The ledgers of a house or a province, by name.
#[async_trait]
pub trait Ledgers: Send + Sync {
    /// The ledger with this name; `None`: there is none, and nobody makes one by asking.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn ledger(&self, origin: &Origin) -> Result<Option<Arc<dyn Ledger>>, Unavailable>;

    /// The names of all ledgers, the catalogue first.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn origins(&self) -> Result<Vec<Origin>, Unavailable>;
}

/// A dossier's data key, 32 bytes, wiped when dropped.
pub type DataKey = zeroize::Zeroizing<[u8; 32]>;

/// What one data key opens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyScope {
    /// Of which ledger.
    pub origin: Origin,
    /// Of which dossier's stream.
    pub stream: StreamName,
    /// What of it.
    pub of: KeyOf,
}

/// What a key of its own opens, so that one can be erased and the other stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyOf {
    /// What citizens say of themselves, and what they complain of. It may be erased.
    Personal,
    /// What agencies say in opinions that were given closed. Agencies act in public: it stays.
    Opinions,
}

impl KeyOf {
    /// Under which key a field is kept.
    #[must_use]
    pub const fn of(field: PersonalField) -> Self {
        match field {
            PersonalField::Opinion => Self::Opinions,
            PersonalField::Applicant
            | PersonalField::Submitter
            | PersonalField::Contact
            | PersonalField::Complaint => Self::Personal,
        }
    }
}

impl KeyScope {
    /// Of a dossier.
    #[must_use]
    pub fn new(origin: &Origin, stream: &StreamName, of: KeyOf) -> Self {
        Self { origin: origin.clone(), stream: stream.clone(), of }
    }
}

impl std::fmt::Display for KeyScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.of {
            KeyOf::Personal => "personal values",
            KeyOf::Opinions => "closed opinions",
        };
        write!(f, "{what} of {} in {}", self.stream, self.origin)
    }
}

/// Keys of personal values, apart from every ledger: the only thing that erasure destroys.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// The key of this scope, made now if there was none: of two who ask at once, both get the first.
    ///
    /// # Errors
    /// [`Unavailable`]; LT0523 where it was erased: one is never made again.
    async fn ensure(&self, scope: &KeyScope) -> Result<DataKey, Unavailable>;

    /// The key, if there is one.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn get(&self, scope: &KeyScope) -> Result<Option<DataKey>, Unavailable>;

    /// Destroys the key, and keeps in mind that it was: a key that comes back from a backup is not handed out, and goes with the next
    /// call. Once more is no fault, nor is one that never was. What it opened is gone when this returns.
    ///
    /// # Errors
    /// [`Unavailable`]: it may be there still; the same again is safe.
    async fn erase(&self, scope: &KeyScope) -> Result<(), Unavailable>;
}

/// Where agency systems hand in submissions.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Answers stream back in chunks of encoded `Answer`, until nothing is outstanding.
    ///
    /// # Errors
    /// [`Unavailable`]: nothing is known of the submission; the same bytes may be sent again.
    async fn submit(
        &self,
        submission: Arc<lienthong_protocol::Submission>,
    ) -> Result<BoxStream<'static, Result<lienthong_protocol::Answer, Unavailable>>, Unavailable>;
}

/// Where what agencies are told lies until they acknowledge it: at least once, and in order for each stream. A delivery that
/// comes a second time comes with the same id.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Up to which record of a ledger everything is told; 0 for nothing. An inbox that forgets is told all again.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn told(&self, origin: &Origin) -> Result<u64, Unavailable>;

    /// Puts deliveries in, those of a stream in order; one that is there is not put in a second time. `false`: another has
    /// told since ([`told`](Self::told) is not `after` any more), and goes on from there.
    ///
    /// # Errors
    /// [`Unavailable`]: some may be in; the same again is safe.
    async fn tell(&self, told: Told) -> Result<bool, Unavailable>;

    /// The agency's next delivery, or `None` if none came within `wait`. The one after it comes once it is acknowledged; if it
    /// is not, it comes again.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn next(&self, agency: &AgencyId, wait: Duration) -> Result<Option<Taken>, Unavailable>;

    /// The agency has it, for good. Once more is no fault.
    ///
    /// # Errors
    /// [`AcknowledgeError`].
    async fn acknowledge(&self, agency: &AgencyId, token: &str) -> Result<(), AcknowledgeError>;

    /// What is not acknowledged, by agency.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn unacknowledged(&self) -> Result<Vec<Unacknowledged>, Unavailable>;
}

/// A question to the read side, by name, in JSON.
#[async_trait]
pub trait Query: Send + Sync {
    /// Asks `query.<name>`.
    ///
    /// # Errors
    /// [`QueryError`].
    async fn query(&self, name: &str, parameters: serde_json::Value)
    -> Result<serde_json::Value, QueryError>;
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is no such thing.
    #[error("LT0804 there is no {what}")]
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// The question is not one.
    #[error("LT0805 {what}")]
    Malformed {
        /// What is wrong, and where.
        what: String,
    },
    /// The read side is away.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// A record as the unsealed log has it: only deciders and the sealer see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealed {
    /// Its place in the broker's order. A cursor: never in a leaf, a receipt or a figure.
    pub cursor: u64,
    /// The stream it was appended to.
    pub stream: StreamName,
    /// The record.
    pub bytes: Arc<[u8]>,
}

/// The unsealed log as its sealer follows it, where appending and sealing are not one process.
#[async_trait]
pub trait Tail: Send + Sync {
    /// Which ledger.
    fn origin(&self) -> &Origin;

    /// Records after a cursor in the broker's order, for ever: ends only with an error. 0 is the beginning.
    fn follow(&self, after: u64) -> BoxStream<'static, Result<Unsealed, FollowError>>;

    /// Cursor of the last record; 0 while there is none.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn end(&self) -> Result<u64, Unavailable>;
}

/// Why a seal was not made public.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealOutError {
    /// Another seal stands where this one should: someone else seals this ledger, or the published head went back.
    #[error(
        "LT0722 the published head of the ledger is not where this seal begins: another sealer is at work"
    )]
    LostLead,
    /// It may be there or not: look at the head.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Where a sealer makes its seals public, once they lie on its own disk.
#[async_trait]
pub trait SealOut: Send + Sync {
    /// The last seal made public; `None` while there is none.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn head(&self) -> Result<Option<SealedHead>, Unavailable>;

    /// Publishes a batch if, and only if, the published head is where it begins.
    ///
    /// # Errors
    /// [`SealOutError`].
    async fn publish(&self, batch: &SealedBatch) -> Result<(), SealOutError>;

    /// What is made public, by whomever, from the batch that holds this record on, for ever: ends only with an error.
    fn follow(&self, from: u64) -> BoxStream<'static, Result<Arc<SealedBatch>, FollowError>>;
}

/// The time. Only edges and runners ask.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

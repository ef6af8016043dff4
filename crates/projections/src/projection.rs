//! What a projection is: a name, a version, and a fold of sealed records into rows of its own table.

use crate::fold::ReadError;
use crate::rows::RowsError;
use crate::timeline::Entry;
use crate::view::DossierView;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_names::Origin;
use lienthong_protocol::{Command, RawRecord};

pub use crate::writer::{Meta, Writer};

/// A sealed record, and what it did to its dossier.
#[derive(Debug)]
pub struct SealedRecord<'a> {
    /// Of which ledger.
    pub origin: &'a Origin,
    /// Its place there, from 1. Never goes into a row's content.
    pub sequence: u64,
    /// The record.
    pub raw: &'a RawRecord,
    /// The command inside it.
    pub command: &'a Command,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// The zone whose days are counted.
    pub time_zone: &'a TimeZone,
    /// What it did, if it stands in a dossier's stream.
    pub change: Option<&'a DossierChange>,
}

/// A dossier before and after a record.
#[derive(Debug)]
pub struct DossierChange {
    /// Before it.
    pub before: DossierView,
    /// After it.
    pub after: DossierView,
    /// The record, told.
    pub entry: Entry,
}

/// Why a record cannot be folded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// The rows.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// The record.
    #[error(transparent)]
    Record(#[from] ReadError),
    /// What a row should hold cannot be written as JSON.
    #[error("LT0806 a row cannot be written: {what}")]
    Content {
        /// Why not.
        what: String,
    },
}

/// A fold of sealed records into rows.
///
/// Its content may depend on the records alone: neither on sequences nor on how the records of different ledgers, or of
/// different streams of one, follow each other, for both differ from one recording of the same acts to the next.
pub trait Projection {
    /// Of its table.
    const NAME: &'static str;
    /// A change of what the rows hold is a new number: a new set of tables is filled by replay.
    const VERSION: u32;
    /// Whether its rows go into the state root. Not those that exist only to find a record by its sequence.
    const ROOTED: bool = true;

    /// Folds one record.
    ///
    /// # Errors
    /// [`FoldError`]: nothing of the record may be written.
    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError>;
}

/// A projection in the list of all.
#[derive(Clone, Copy)]
pub struct Entered {
    /// [`Projection::NAME`].
    pub name: &'static str,
    /// [`Projection::VERSION`].
    pub version: u32,
    /// [`Projection::ROOTED`].
    pub rooted: bool,
    /// [`Projection::fold`].
    pub fold: fn(&mut Writer<'_, '_>, &SealedRecord<'_>) -> Result<(), FoldError>,
}

impl Entered {
    /// The entry of a projection.
    #[must_use]
    pub const fn of<P: Projection>() -> Self {
        Self { name: P::NAME, version: P::VERSION, rooted: P::ROOTED, fold: P::fold }
    }
}

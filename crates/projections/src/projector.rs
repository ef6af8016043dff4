//! From sealed batches to rows: in order, without gaps, each write with the positions it reaches.

use crate::fold::{DossierFold, ReadError, command_of};
use crate::folds::{self, Dossiers, keys};
use crate::key::key;
use crate::projection::{DossierChange, FoldError, Meta, Projection, SealedRecord};
use crate::rows::{Change, Page, Row, Rows, RowsError};
use crate::view::DossierView;
use crate::writer::{Staged, Writer, from_bytes, to_bytes};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_ledger::batch::SealedBatch;
use lienthong_names::{NameError, Origin, StreamKind};
use lienthong_protocol::{Command, DecodeError, RawRecord};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// How far a ledger was folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Sequence of the last record taken in.
    pub sequence: u64,
    /// When its batch was sealed.
    pub sealed_at: Timestamp,
}

/// Why batches cannot be folded. Nothing of them was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// Records are missing between what was folded and what came.
    #[error("LT0803 {origin}: record {found} follows record {position}: some are missing in between")]
    Gap {
        /// Of which ledger.
        origin: Origin,
        /// The last record folded.
        position: u64,
        /// The first record that came.
        found: u64,
    },
    /// A record cannot be read: a newer release wrote it, or it is no record.
    #[error("LT0806 {origin} #{sequence}: {error}")]
    Unreadable {
        /// Of which ledger.
        origin: Origin,
        /// Which record.
        sequence: u64,
        /// Why not.
        error: DecodeError,
    },
    /// A record of another ledger.
    #[error("LT0806 {origin} #{sequence}: it says that it is of {found}")]
    OtherLedger {
        /// Of which ledger it should be.
        origin: Origin,
        /// Which record.
        sequence: u64,
        /// Of which it is.
        found: Origin,
    },
    /// A record does not continue its dossier.
    #[error("{origin} #{sequence}: {error}")]
    Record {
        /// Of which ledger.
        origin: Origin,
        /// Which record.
        sequence: u64,
        /// Why not.
        error: ReadError,
    },
    /// The rows.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// A row cannot be written.
    #[error("LT0806 a row cannot be written: {what}")]
    Content {
        /// Why not.
        what: String,
    },
}

impl From<FoldError> for ProjectError {
    fn from(error: FoldError) -> Self {
        match error {
            FoldError::Rows(error) => Self::Rows(error),
            FoldError::Record(error) => Self::Content { what: error.to_string() },
            FoldError::Content { what } => Self::Content { what },
        }
    }
}

/// Name of a set of tables: of which projections in which versions, and how many times they were built before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SetLabel {
    /// What the rows mean: equal for equal projections, versions and time zone.
    pub form: String,
    /// 1, and one more for each building anew.
    pub build: u32,
}

impl SetLabel {
    /// The first set of the projections of this release, for the days of a time zone.
    #[must_use]
    pub fn first(zone: &TimeZone) -> Self {
        let mut digest = Sha256::new();
        for projection in folds::ALL {
            digest.update(format!("{} {}\n", projection.name, projection.version));
        }
        digest.update(zone.iana_name().unwrap_or("fixed"));
        let newest = folds::ALL.iter().map(|projection| projection.version).max().unwrap_or(0);
        let form = hex::encode(digest.finalize().get(..4).unwrap_or_default());
        Self { form: format!("v{newest}-{form}"), build: 1 }
    }

    /// The set that is built after this one.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { form: self.form.clone(), build: self.build + 1 }
    }

    /// The table of a projection in this set.
    #[must_use]
    pub fn table(&self, projection: &str) -> String {
        format!("{self}.{projection}")
    }

    /// The tables of the set, the positions' among them.
    pub(crate) fn tables(&self) -> Vec<String> {
        folds::ALL
            .iter()
            .map(|projection| projection.name)
            .chain([POSITIONS])
            .map(|name| self.table(name))
            .collect()
    }
}

impl fmt::Display for SetLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.form, self.build)
    }
}

/// Table of the positions of a set: written in the same batch as the rows that reach them.
const POSITIONS: &str = "positions";

/// Folds the batches of any number of ledgers into one set of tables.
pub struct Projector {
    rows: Arc<dyn Rows>,
    set: SetLabel,
    zone: TimeZone,
    positions: BTreeMap<Origin, Position>,
}

/// What a projector wants written, and where it stands then.
pub(crate) struct Staging {
    changes: Vec<Change>,
    origin: Origin,
    reaches: Position,
}

/// Dossiers in the middle of a batch: folded once, read from the rows once.
type Folds = BTreeMap<(String, String), DossierFold>;

impl Projector {
    /// A projector for a set, where it stands.
    ///
    /// # Errors
    /// [`RowsError`].
    pub fn open(rows: Arc<dyn Rows>, set: SetLabel, zone: TimeZone) -> Result<Self, RowsError> {
        let positions = read_positions(rows.as_ref(), &set)?;
        Ok(Self { rows, set, zone, positions })
    }

    /// Its set.
    #[must_use]
    pub const fn set(&self) -> &SetLabel {
        &self.set
    }

    /// How far each ledger was folded.
    #[must_use]
    pub const fn positions(&self) -> &BTreeMap<Origin, Position> {
        &self.positions
    }

    /// Sequence of the last record of a ledger that was folded; 0 for none.
    #[must_use]
    pub fn position(&self, origin: &Origin) -> u64 {
        self.positions.get(origin).map_or(0, |position| position.sequence)
    }

    /// Folds batches of one ledger, in order, and writes the rows and the position at once. Records that were folded before are
    /// passed over. Returns the sequence of the last record.
    ///
    /// # Errors
    /// [`ProjectError`]: nothing was written.
    pub fn apply(&mut self, origin: &Origin, batches: &[Arc<SealedBatch>]) -> Result<u64, ProjectError> {
        if let Some(staging) = self.stage(origin, batches)? {
            self.commit(staging)?;
        }
        Ok(self.position(origin))
    }

    /// The first half of [`apply`](Self::apply): folds, and writes nothing.
    pub(crate) fn stage(
        &self,
        origin: &Origin,
        batches: &[Arc<SealedBatch>],
    ) -> Result<Option<Staging>, ProjectError> {
        let mut staged = Staged::new(self.rows.as_ref());
        let mut folds = Folds::new();
        let mut position = self.position(origin);
        let mut reaches = None;
        for batch in batches {
            if batch.first > position + 1 {
                return Err(ProjectError::Gap { origin: origin.clone(), position, found: batch.first });
            }
            for (sequence, bytes) in (batch.first..).zip(&batch.records) {
                if sequence <= position {
                    continue;
                }
                self.fold(&mut staged, &mut folds, origin, sequence, bytes, batch.sealed_at)?;
                position = sequence;
                reaches = Some(Position { sequence, sealed_at: batch.sealed_at });
            }
        }
        let Some(reaches) = reaches else { return Ok(None) };
        let content = to_bytes(&reaches)?;
        staged.put(
            &self.set.table(POSITIONS),
            key(&[origin.as_str()]),
            Some(Row { content, meta: Vec::new() }),
        );
        Ok(Some(Staging { changes: staged.into_changes(), origin: origin.clone(), reaches }))
    }

    /// The second half: writes all of it.
    pub(crate) fn commit(&mut self, staging: Staging) -> Result<(), RowsError> {
        self.rows.write(staging.changes)?;
        self.positions.insert(staging.origin, staging.reaches);
        Ok(())
    }

    fn fold(
        &self,
        staged: &mut Staged<'_>,
        folds: &mut Folds,
        origin: &Origin,
        sequence: u64,
        bytes: &[u8],
        sealed_at: Timestamp,
    ) -> Result<(), ProjectError> {
        let raw = RawRecord::decode(bytes).map_err(|error| ProjectError::Unreadable {
            origin: origin.clone(),
            sequence,
            error,
        })?;
        if raw.record.origin != *origin {
            let found = raw.record.origin.clone();
            return Err(ProjectError::OtherLedger { origin: origin.clone(), sequence, found });
        }
        let wrong = |error| ProjectError::Record { origin: origin.clone(), sequence, error };
        let command = command_of(&raw.record).map_err(wrong)?;
        let change = if raw.record.stream.kind() == StreamKind::Dossier {
            let fold = self.dossier(staged, folds, origin, raw.record.stream.id())?;
            Some(change(fold, &raw, &command).map_err(wrong)?)
        } else {
            None
        };
        let record = SealedRecord {
            origin,
            sequence,
            raw: &raw,
            command: &command,
            sealed_at,
            time_zone: &self.zone,
            change: change.as_ref(),
        };
        let meta = Meta { sequence, recorded_at: raw.record.recorded_at };
        for projection in folds::ALL {
            let mut writer = Writer::new(staged, self.set.table(projection.name), meta)?;
            (projection.fold)(&mut writer, &record)?;
        }
        Ok(())
    }

    /// Where the fold of a dossier stands: in this batch, in its row, or at the beginning.
    fn dossier<'f>(
        &self,
        staged: &Staged<'_>,
        folds: &'f mut Folds,
        origin: &Origin,
        code: &str,
    ) -> Result<&'f mut DossierFold, ProjectError> {
        use std::collections::btree_map::Entry;
        match folds.entry((origin.to_string(), code.to_owned())) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let row =
                    staged.get(&self.set.table(Dossiers::NAME), &keys::view_key(code, origin.as_str()))?;
                let fold = match row {
                    Some(row) => resume(code, &row)?,
                    None => DossierFold::new(code, origin.as_str()),
                };
                Ok(place.insert(fold))
            }
        }
    }
}

fn resume(code: &str, row: &Row) -> Result<DossierFold, ProjectError> {
    let view: DossierView = from_bytes(code.as_bytes(), &row.content)?;
    DossierFold::resume(view).map_err(|error| {
        ProjectError::Rows(RowsError::Damaged { what: format!("the view of dossier {code}: {error}") })
    })
}

fn change(fold: &mut DossierFold, raw: &RawRecord, command: &Command) -> Result<DossierChange, ReadError> {
    let before = fold.view().clone();
    let entry = fold.apply(&raw.record, command)?;
    Ok(DossierChange { before, after: fold.view().clone(), entry })
}

fn read_positions(rows: &dyn Rows, set: &SetLabel) -> Result<BTreeMap<Origin, Position>, RowsError> {
    let table = set.table(POSITIONS);
    let page = Page { table: &table, prefix: b"", after: None, backwards: false, limit: usize::MAX };
    let damaged = |what: String| RowsError::Damaged { what: format!("the positions of set {set}: {what}") };
    let read = |(place, row): (Vec<u8>, Row)| {
        let origin =
            String::from_utf8_lossy(&place).parse().map_err(|e: NameError| damaged(e.to_string()))?;
        let position = serde_json::from_slice(&row.content).map_err(|error| damaged(error.to_string()))?;
        Ok((origin, position))
    };
    rows.page(page)?.into_iter().map(read).collect()
}

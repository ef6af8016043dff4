//! Into a house: each ledger in its folder, as a sealer's copy is kept, and `ledger.toml` last.

use super::Source;
use crate::failure::{Exit, Failure, Outcome};
use crate::house::{Description, House};
use crate::keyring::io;
use futures::TryStreamExt as _;
use lienthong_catalogue::Opening;
use lienthong_ledger::embedded::{AdoptError, SealedCopy};
use lienthong_ledger::ports::Ledger as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The directory of a house that is there, is begun, or is still to be made.
pub(super) struct Copies {
    dir: PathBuf,
}

impl Copies {
    /// One that holds another unit's house, or another log's, takes nothing.
    pub(super) fn in_directory(dir: &Path, opening: &Opening) -> Outcome<Self> {
        if House::is_at(dir) {
            let there = House::open(dir)?.description;
            if there.unit != *opening.unit || there.log_key != *opening.log_key {
                let text = format!(
                    "{}: this is another house ({}): nothing was written; choose an empty directory",
                    dir.display(),
                    there.unit
                );
                return Err(Failure::no("LT0961", text));
            }
        }
        fs::create_dir_all(dir).map_err(|e| io(dir, &e))?;
        Ok(Self { dir: dir.to_owned() })
    }

    pub(super) async fn take(&self, source: &Source) -> Outcome<u64> {
        let directory = self.dir.join(source.origin.name());
        let mut copy = SealedCopy::open_to_adopt(&directory, source.origin.clone(), source.log.clone())
            .map_err(|e| Failure::coded(Exit::Unavailable, "LT0501", e))?;
        let there = copy.ledger().sealed_head().await?.map_or(0, |head| head.checkpoint.size);
        if there > source.size() {
            let what = format!("it has {there} records, the source {}", source.size());
            return Err(source.no_beginning(&what));
        }
        let (bar, mut batches) = (source.progress(), source.batches());
        while let Some(batch) = batches.try_next().await.map_err(|error| source.damaged(error))? {
            copy.adopt(&batch).map_err(|error| refused(source, error))?;
            bar.set_position(batch.size_after());
        }
        bar.finish_and_clear();
        Ok(there)
    }

    /// Whose house it is: the last thing that is written, so that nobody takes half of one for the whole.
    pub(super) fn describe(self, opening: &Opening, fingerprint: &str, sources: &[Source]) -> Outcome {
        let mut house = if House::is_at(&self.dir) {
            House::open(&self.dir)?
        } else {
            let description = Description {
                unit: opening.unit.to_string(),
                fingerprint: fingerprint.to_owned(),
                office: opening.office.id.to_string(),
                log_key: opening.log_key.to_string(),
                ledgers: Vec::new(),
            };
            House { dir: self.dir, description }
        };
        for source in sources {
            house = house.with_ledger(&source.origin)?;
        }
        house.write()
    }
}

fn refused(source: &Source, error: AdoptError) -> Failure {
    match error {
        AdoptError::Forked { size } => {
            source.no_beginning(&format!("it has other records among the first {size}"))
        }
        AdoptError::Unavailable(what) => what.into(),
        other @ (AdoptError::Batch(_) | AdoptError::Record(_)) => Failure::coded(Exit::No, "LT0510", other),
    }
}

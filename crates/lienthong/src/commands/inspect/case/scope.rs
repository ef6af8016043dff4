//! Which ledgers are looked at, up to where; which dossiers are in scope; by what they are drawn.

use super::content::Ledger;
use crate::cli::Lot;
use crate::failure::{Failure, Outcome};
use crate::reading::{Reading, an_agency};
use lienthong_ledger::ports::SealedHead;
use lienthong_names::{AgencyId, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// How far each ledger had come when this began: what is sealed meanwhile is passed over, so that everything fits one set of checkpoints.
pub(super) struct Cut {
    pub(super) heads: BTreeMap<Origin, SealedHead>,
    /// In the order in which they are told, the catalogue first.
    pub(super) ledgers: Vec<Ledger>,
}

impl Cut {
    /// Where they are now. A ledger in which nothing is sealed has no checkpoint, and nothing to look at.
    pub(super) async fn of(reading: &Reading) -> Outcome<Self> {
        let (mut heads, mut ledgers) = (BTreeMap::new(), Vec::new());
        for origin in reading.origins().await? {
            if let Some(head) = reading.site.ledger(&origin).await?.sealed_head().await? {
                ledgers.push(Ledger {
                    origin: origin.to_string(),
                    size: head.checkpoint.size,
                    root: head.checkpoint.root.to_string(),
                });
                heads.insert(origin, head);
            }
        }
        Ok(Self { heads, ledgers })
    }

    /// Whether a record is looked at.
    pub(super) fn has(&self, origin: &Origin, sequence: u64) -> bool {
        sequence <= self.size(origin)
    }

    /// How many records of a ledger are.
    pub(super) fn size(&self, origin: &Origin) -> u64 {
        self.heads.get(origin).map_or(0, |head| head.checkpoint.size)
    }
}

/// By what is drawn.
pub(super) struct Seed {
    pub(super) text: String,
    /// Of which ledger's checkpoint it is the root, where nobody gave it.
    pub(super) of: Option<Origin>,
}

impl Seed {
    /// What was given, or the root of the catalogue: it follows from everything that was published, and nobody chose it.
    pub(super) fn of(given: Option<&str>, cut: &Cut, catalogue: &Origin) -> Outcome<Self> {
        if let Some(given) = given {
            // It is the first of three lines.
            if given.is_empty() || given.len() > 1000 || given.contains(char::is_control) {
                let text = "--seed: one line of text is expected, of 1000 bytes at most";
                return Err(Failure::usage("LT0908", text));
            }
            return Ok(Self { text: given.to_owned(), of: None });
        }
        let head = cut.heads.get(catalogue).ok_or_else(|| {
            Failure::no(
                "LT0804",
                format!("{catalogue}: nothing is sealed yet: say by what to draw with --seed"),
            )
        })?;
        Ok(Self { text: head.checkpoint.root.to_string(), of: Some(catalogue.clone()) })
    }
}

/// What `--agency` says, as often as it says it.
pub(super) fn agencies(lot: &Lot) -> Outcome<Vec<AgencyId>> {
    let named: BTreeSet<AgencyId> =
        lot.agency.iter().map(|named| an_agency(named)).collect::<Outcome<_>>()?;
    Ok(named.into_iter().collect())
}

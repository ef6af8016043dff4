//! Which ledger takes registrations from when until when, and which has said its last (decision 0023).
//!
//! A ledger of which nothing was said takes registrations at any time: a unit that declares nothing goes on as ever.

use crate::entry::Decision;
use crate::view::View;
use jiff::Timestamp;
use lienthong_names::Origin;

/// From an instant on a ledger takes registrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerBeginning {
    /// Which ledger, `H22/2027`.
    pub ledger: Origin,
    /// From when.
    pub from: Timestamp,
    /// Under which decision.
    pub decision: Decision,
}

/// From an instant on a ledger takes no registration any more; its dossiers go on in it, each to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerClosing {
    /// Which ledger.
    pub ledger: Origin,
    /// From when.
    pub at: Timestamp,
    /// Under which decision.
    pub decision: Decision,
}

/// Nothing is recorded in a ledger any more: its last checkpoint is this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFinish {
    /// Which ledger.
    pub ledger: Origin,
    /// How many records it has.
    pub size: u64,
    /// The root of their tree.
    pub root: [u8; 32],
    /// Under which decision.
    pub decision: Decision,
}

/// When a ledger takes registrations, as it was said last: `from <= t < until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registering {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant no longer; `None`: open.
    pub until: Option<Timestamp>,
}

impl Registering {
    /// Whether it takes one at an instant.
    #[must_use]
    pub fn takes_at(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl<'a> View<'a> {
    /// When a ledger takes registrations; `None`: nothing was said of it.
    #[must_use]
    pub fn registering(&self, ledger: &Origin) -> Option<Registering> {
        let begun = self.last(self.catalogue.begun_ledgers.get(ledger))?;
        let closing = self.last(self.catalogue.closed_ledgers.get(ledger));
        Some(Registering { from: begun.from, until: closing.map(|closing| closing.at) })
    }

    /// Every ledger of which it was said when it takes registrations.
    pub fn ledgers(&self) -> impl Iterator<Item = (&'a Origin, Registering)> + use<'a> {
        let view = *self;
        let names = self.catalogue.begun_ledgers.keys();
        names.filter_map(move |ledger| view.registering(ledger).map(|registering| (ledger, registering)))
    }

    /// Where a new dossier is registered at an instant: of the ledgers that take one the one that began last. `None`: nothing was said.
    #[must_use]
    pub fn ledger_for(&self, at: Timestamp) -> Option<&'a Origin> {
        let taking = self.ledgers().filter(|(_, registering)| registering.takes_at(at));
        taking.max_by_key(|(_, registering)| registering.from).map(|(ledger, _)| ledger)
    }

    /// The first instant from which on no ledger would take a registration, if this were said of one; `None`: there is always one.
    #[must_use]
    pub fn none_takes_from(&self, ledger: &Origin, said: Registering) -> Option<Timestamp> {
        let others = self.ledgers().filter(|(known, _)| *known != ledger).map(|(_, registering)| registering);
        let mut all: Vec<Registering> = others.chain([said]).collect();
        all.sort_by_key(|registering| registering.from);
        let mut covered = all.first()?.from;
        for Registering { from, until } in all {
            if from > covered {
                break;
            }
            covered = covered.max(until?);
        }
        Some(covered)
    }

    /// What a ledger's last checkpoint is, as it was said last; `None`: it goes on.
    #[must_use]
    pub fn finish(&self, ledger: &Origin) -> Option<&'a LedgerFinish> {
        self.last(self.catalogue.finished_ledgers.get(ledger))
    }

    /// Everything that was said of a ledger's last checkpoint, in its order.
    pub fn finishes(&self, ledger: &Origin) -> impl Iterator<Item = &'a LedgerFinish> + use<'a> {
        self.known(self.catalogue.finished_ledgers.get(ledger))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Catalogue, Entry};
    use jiff::civil::Date;

    fn ledger(name: &str) -> Origin {
        Origin::new(&format!("H22/{name}")).unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn decision() -> Decision {
        Decision { number: "1".into(), date: Date::constant(2020, 12, 1), signer: "CT".into() }
    }

    fn begun(name: &str, from: i64) -> Entry {
        Entry::LedgerBegun(LedgerBeginning { ledger: ledger(name), from: at(from), decision: decision() })
    }

    fn closed(name: &str, from: i64) -> Entry {
        Entry::LedgerClosed(LedgerClosing { ledger: ledger(name), at: at(from), decision: decision() })
    }

    fn catalogue(said: &[Entry]) -> Catalogue {
        let mut catalogue = Catalogue::default();
        (1..).zip(said).for_each(|(sequence, entry)| catalogue.evolve(sequence, entry));
        catalogue
    }

    #[test]
    fn a_new_dossier_goes_into_the_ledger_that_began_last_and_is_not_closed() {
        let catalogue =
            catalogue(&[begun("2020", 10), begun("2021", 100), closed("2020", 120), closed("2021", 200)]);
        let now = catalogue.now();
        let named = |second| now.ledger_for(at(second)).map(|ledger| ledger.name().to_owned());
        let rows =
            [(9, None), (10, Some("2020")), (99, Some("2020")), (100, Some("2021")), (199, Some("2021"))];
        for (second, name) in rows {
            assert_eq!(named(second).as_deref(), name, "at {second}");
        }
        assert_eq!(named(200), None);
        let takes = |name: &str, second| now.registering(&ledger(name)).map(|one| one.takes_at(at(second)));
        assert_eq!(takes("2020", 119), Some(true));
        assert_eq!(takes("2020", 120), Some(false));
        assert_eq!(takes("2022", 120), None, "nothing was said of it");
        // As it was known before anything was closed.
        let before = catalogue.as_known(2);
        assert!(before.registering(&ledger("2020")).unwrap().takes_at(at(500)));
    }

    #[test]
    fn an_instant_from_which_none_takes_one_is_found() {
        let catalogue = catalogue(&[begun("2020", 10), begun("2021", 100), closed("2020", 120)]);
        let now = catalogue.now();
        let gap = |name: &str, from, until: Option<i64>| {
            let said = Registering { from: at(from), until: until.map(at) };
            now.none_takes_from(&ledger(name), said).map(Timestamp::as_second)
        };
        assert_eq!(gap("2021", 100, Some(300)), Some(300), "the last one cannot be closed");
        assert_eq!(gap("2021", 121, None), Some(120), "nor begin after the one before it is closed");
        assert_eq!(gap("2021", 120, None), None);
        assert_eq!(gap("2022", 130, None), None);
        assert_eq!(gap("2020", 10, Some(99)), Some(99));
        assert_eq!(gap("2020", 10, Some(100)), None);
    }

    #[test]
    fn what_was_said_last_of_a_checkpoint_counts() {
        let finished = |size| {
            let said = LedgerFinish { ledger: ledger("2020"), size, root: [7; 32], decision: decision() };
            Entry::LedgerFinished(said)
        };
        let catalogue = catalogue(&[begun("2020", 10), finished(5), finished(6)]);
        assert_eq!(catalogue.now().finish(&ledger("2020")).map(|said| said.size), Some(6));
        assert_eq!(catalogue.as_known(2).finish(&ledger("2020")).map(|said| said.size), Some(5));
        assert_eq!(catalogue.as_known(1).finish(&ledger("2020")), None);
        assert_eq!(catalogue.now().finishes(&ledger("2020")).count(), 2);
    }
}

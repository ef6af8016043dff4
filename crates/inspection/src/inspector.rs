//! One pass over the records of a unit: every rule looks at each of them.

use crate::finding::Finding;
use crate::numbers::Numbers;
use crate::told::Told;
use jiff::Timestamp;

/// Looks at records as they come, and says what it found.
///
/// It is given the catalogue's records before the dossiers' that were decided on them; each ledger's in order.
#[derive(Debug, Default)]
pub struct Inspector {
    numbers: Numbers,
    found: Vec<Finding>,
}

impl Inspector {
    /// With the numbers that rules measure by.
    #[must_use]
    pub fn new(numbers: Numbers) -> Self {
        Self { numbers, ..Self::default() }
    }

    /// Takes the next record in.
    pub fn take(&mut self, told: &Told<'_>) {
        let _ = told;
    }

    /// What was found so far, and what time alone has brought about by `now`; in order of when it came about.
    #[must_use]
    pub fn findings(&self, now: Timestamp) -> Vec<Finding> {
        let _ = now;
        self.found.clone()
    }
}

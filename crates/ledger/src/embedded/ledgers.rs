//! The ledgers of one house, by name.

use super::EmbeddedLedger;
use crate::ports::{Ledger, Ledgers, Proof, Seals, Unavailable};
use lienthong_names::{Origin, StreamName};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Open ledgers; clones share them.
#[derive(Debug, Clone, Default)]
pub struct EmbeddedLedgers {
    by_origin: Arc<RwLock<BTreeMap<Origin, EmbeddedLedger>>>,
}

impl EmbeddedLedgers {
    /// These.
    #[must_use]
    pub fn new(ledgers: impl IntoIterator<Item = EmbeddedLedger>) -> Self {
        let all = Self::default();
        ledgers.into_iter().for_each(|ledger| all.insert(ledger));
        all
    }

    /// One more.
    pub fn insert(&self, ledger: EmbeddedLedger) {
        let mut by_origin = self.by_origin.write().unwrap_or_else(PoisonError::into_inner);
        by_origin.insert(ledger.origin().clone(), ledger);
    }

    /// The ledger with this name.
    #[must_use]
    pub fn get(&self, origin: &Origin) -> Option<EmbeddedLedger> {
        self.by_origin.read().unwrap_or_else(PoisonError::into_inner).get(origin).cloned()
    }
}

#[async_trait::async_trait]
impl Ledgers for EmbeddedLedgers {
    async fn ledger(&self, origin: &Origin) -> Result<Option<Arc<dyn Ledger>>, Unavailable> {
        Ok(self.get(origin).map(|ledger| Arc::new(ledger) as Arc<dyn Ledger>))
    }

    async fn origins(&self) -> Result<Vec<Origin>, Unavailable> {
        let by_origin = self.by_origin.read().unwrap_or_else(PoisonError::into_inner);
        let (mut catalogues, others): (Vec<_>, Vec<_>) =
            by_origin.keys().cloned().partition(Origin::is_catalogue);
        catalogues.extend(others);
        Ok(catalogues)
    }
}

#[async_trait::async_trait]
impl Seals for EmbeddedLedgers {
    async fn prove(
        &self,
        origin: &Origin,
        stream: &StreamName,
        revision: u64,
    ) -> Result<Option<Proof>, Unavailable> {
        match self.get(origin) {
            Some(ledger) => ledger.prove(origin, stream, revision).await,
            None => Ok(None),
        }
    }
}

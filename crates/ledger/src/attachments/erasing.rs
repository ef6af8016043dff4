//! A vault whose erasures take the attachments with them: where the key goes, what it opened goes too.

use super::{Attachments, named_in};
use crate::ports::{DataKey, KeyOf, KeyScope, KeyStore, Ledgers, Unavailable};
use async_trait::async_trait;
use lienthong_names::DossierCode;
use std::sync::Arc;

/// Keys as another store has them. When a dossier's personal key is destroyed, so is every attachment of the dossier; until both are gone it is not
/// said that either is.
pub struct ErasingKeys {
    keys: Arc<dyn KeyStore>,
    store: Arc<dyn Attachments>,
    ledgers: Arc<dyn Ledgers>,
}

impl ErasingKeys {
    /// Of these; the ledgers say which documents a dossier names.
    #[must_use]
    pub const fn new(
        keys: Arc<dyn KeyStore>,
        store: Arc<dyn Attachments>,
        ledgers: Arc<dyn Ledgers>,
    ) -> Self {
        Self { keys, store, ledgers }
    }
}

#[async_trait]
impl KeyStore for ErasingKeys {
    async fn ensure(&self, scope: &KeyScope) -> Result<DataKey, Unavailable> {
        self.keys.ensure(scope).await
    }

    async fn get(&self, scope: &KeyScope) -> Result<Option<DataKey>, Unavailable> {
        self.keys.get(scope).await
    }

    async fn erase(&self, scope: &KeyScope) -> Result<(), Unavailable> {
        // The key first: from then on what is left is nobody's to read.
        self.keys.erase(scope).await?;
        let dossier = DossierCode::new(scope.stream.id()).ok();
        let (KeyOf::Personal, Some(dossier)) = (scope.of, dossier) else { return Ok(()) };
        let named = match self.ledgers.ledger(&scope.origin).await? {
            Some(ledger) => named_in(&ledger.read(&scope.stream).await?)?,
            None => Vec::new(),
        };
        self.store.remove(&scope.origin, &dossier, &named).await
    }
}

//! The ledgers of a province: the streams that say which ledger they are.

use crate::connect::Connection;
use crate::ledger::NatsLedger;
use crate::logkey::{LogKeys, Trust};
use crate::problem::unavailable;
use crate::{admin, safety, settings};
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::GetStreamErrorKind;
use async_trait::async_trait;
use futures::TryStreamExt as _;
use lienthong_ledger::ports::{Ledger, Ledgers, Unavailable};
use lienthong_merkle::Hash;
use lienthong_names::Origin;
use lienthong_protocol::keys::VerifyingKey;
use lienthong_protocol::subjects;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// All ledgers that one connection reaches. One object a process: it remembers where streams end.
pub struct NatsLedgers {
    connection: Connection,
    keys: Arc<LogKeys>,
    open: Mutex<BTreeMap<Origin, Arc<NatsLedger>>>,
}

impl NatsLedgers {
    /// The ledgers behind a connection. With the fingerprint of a catalogue ledger, no other is believed; without, the first
    /// one that the server shows.
    #[must_use]
    pub fn new(connection: Connection, fingerprint: Option<Hash>) -> Self {
        Self::with(connection, fingerprint.map_or(Trust::First, Trust::Fingerprint))
    }

    /// The ledgers that are sealed with this key: for who knows it already.
    #[must_use]
    pub fn sealed_with(connection: Connection, key: VerifyingKey) -> Self {
        Self::with(connection, Trust::Key(key))
    }

    fn with(connection: Connection, trust: Trust) -> Self {
        Self { connection, keys: Arc::new(LogKeys::new(trust)), open: Mutex::default() }
    }

    /// The connection.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    fn opened(&self, origin: &Origin) -> Option<Arc<NatsLedger>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(origin).cloned()
    }

    /// Whether there is such a stream; it must be safe.
    async fn exists(&self, origin: &Origin) -> Result<bool, Unavailable> {
        let name = subjects::ledger_stream_name(origin);
        match self.connection.jetstream().get_stream(&name).await {
            Ok(stream) => {
                let clustered = admin::is_clustered(&self.connection);
                safety::check_stream(stream.cached_info(), clustered)?;
                Ok(true)
            }
            Err(error) => match error.kind() {
                GetStreamErrorKind::JetStream(error) if error.error_code() == ErrorCode::STREAM_NOT_FOUND => {
                    Ok(false)
                }
                _ => Err(unavailable(&format!("stream {name} cannot be looked at"), error)),
            },
        }
    }

    async fn origin_of(&self, stream: &str) -> Result<Option<Origin>, Unavailable> {
        let found = self.connection.jetstream().get_stream(stream).await;
        let found = found.map_err(|e| unavailable(&format!("stream {stream} cannot be looked at"), e))?;
        Ok(found.cached_info().config.metadata.get(settings::ORIGIN).and_then(|text| Origin::new(text).ok()))
    }
}

#[async_trait]
impl Ledgers for NatsLedgers {
    async fn ledger(&self, origin: &Origin) -> Result<Option<Arc<dyn Ledger>>, Unavailable> {
        if let Some(ledger) = self.opened(origin) {
            return Ok(Some(ledger));
        }
        if !self.exists(origin).await? {
            return Ok(None);
        }
        let new = NatsLedger::new(self.connection.clone(), origin.clone(), Arc::clone(&self.keys));
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let ledger = Arc::clone(open.entry(origin.clone()).or_insert_with(|| Arc::new(new)));
        Ok(Some(ledger))
    }

    async fn origins(&self) -> Result<Vec<Origin>, Unavailable> {
        let names: Vec<String> = self
            .connection
            .jetstream()
            .stream_names()
            .try_collect()
            .await
            .map_err(|e| unavailable("the streams cannot be listed", e))?;
        let mut origins = Vec::new();
        // Other streams may be named alike (`LT_INBOX`): a ledger says which it is.
        for name in names.iter().filter(|name| name.starts_with("LT_")) {
            origins.extend(self.origin_of(name).await?);
        }
        origins.sort_by_key(|origin| (!origin.is_catalogue(), origin.clone()));
        Ok(origins)
    }
}

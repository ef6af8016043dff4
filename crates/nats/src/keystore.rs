//! Keys of personal values in a bucket of the vault's account: apart from every ledger, one value each, no history.

use crate::Connection;
use crate::problem::unavailable;
use crate::settings::KEYS_BUCKET;
use async_nats::jetstream::kv::{CreateErrorKind, Store};
use async_trait::async_trait;
use lienthong_ledger::ports::{DataKey, KeyStore, Unavailable};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::subjects;

/// The vault.
pub struct NatsKeyStore {
    bucket: Store,
}

impl NatsKeyStore {
    /// The vault behind a connection of its own: its account is another than the ledgers'.
    ///
    /// # Errors
    /// LT0714 when the bucket is not there or not this user's.
    pub async fn open(vault: &Connection) -> Result<Self, Unavailable> {
        let bucket = vault.jetstream().get_key_value(KEYS_BUCKET).await;
        bucket.map(|bucket| Self { bucket }).map_err(|e| vault_error(&e))
    }
}

fn vault_error(why: &dyn std::fmt::Display) -> Unavailable {
    let what = format!(
        "the vault of data keys does not answer: {why}; check the vault's user, and that its bucket was made"
    );
    Unavailable { code: "LT0714", what }
}

fn data_key(bytes: &[u8]) -> Result<DataKey, Unavailable> {
    let key: [u8; 32] = bytes.try_into().map_err(|_| vault_error(&"a key in it is not 32 bytes"))?;
    Ok(DataKey::new(key))
}

#[async_trait]
impl KeyStore for NatsKeyStore {
    async fn ensure(&self, origin: &Origin, stream: &StreamName) -> Result<DataKey, Unavailable> {
        if let Some(key) = self.get(origin, stream).await? {
            return Ok(key);
        }
        let mut new = DataKey::new([0; 32]);
        getrandom::fill(new.as_mut()).map_err(|e| vault_error(&e))?;
        let name = subjects::data_key_name(origin, stream);
        match self.bucket.create(name, new.to_vec().into()).await {
            Ok(_) => Ok(new),
            // Of two who ask at once, both get the first.
            Err(error) if error.kind() == CreateErrorKind::AlreadyExists => self
                .get(origin, stream)
                .await?
                .ok_or_else(|| vault_error(&"a key was ended while it was asked for")),
            Err(error) => Err(unavailable("a data key was not made", error)),
        }
    }

    async fn get(&self, origin: &Origin, stream: &StreamName) -> Result<Option<DataKey>, Unavailable> {
        let found =
            self.bucket.get(subjects::data_key_name(origin, stream)).await.map_err(|e| vault_error(&e))?;
        found.map(|bytes| data_key(&bytes)).transpose()
    }
}

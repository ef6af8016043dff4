//! Data keys in a bucket of the vault's account: apart from every ledger, one value each, no history.
//!
//! A key is 32 bytes; of one that was erased a word stands in its place. Erasing takes the message out of the stream, which the server does by
//! overwriting it on the disk of each replica.

use crate::Connection;
use crate::problem::unavailable;
use crate::settings::KEYS_BUCKET;
use async_nats::jetstream::kv::{CreateErrorKind, Store};
use async_nats::jetstream::stream::{DeleteMessageErrorKind, Stream};
use async_trait::async_trait;
use lienthong_ledger::keystore::KeyStoreError;
use lienthong_ledger::ports::{DataKey, KeyOf, KeyScope, KeyStore, Unavailable};
use lienthong_protocol::subjects;

/// What stands in the place of a key that was erased.
const ERASED: &[u8] = b"erased";

/// Looks at a key until it is gone: whoever makes one at the same time is met once.
const LOOKS_MAX: usize = 4;

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
        let bucket = vault.jetstream().get_key_value(KEYS_BUCKET).await.map_err(|e| vault_error(&e))?;
        check(&bucket.stream).map_err(|why| vault_error(&why))?;
        Ok(Self { bucket })
    }

    async fn look(&self, name: &str) -> Result<Found, Unavailable> {
        match self.bucket.get(name).await.map_err(|e| vault_error(&e))? {
            None => Ok(Found::Nothing),
            Some(bytes) if bytes == ERASED => Ok(Found::Erased),
            Some(bytes) => {
                let key =
                    bytes.as_ref().try_into().map_err(|_| vault_error(&"a key in it is not 32 bytes"))?;
                Ok(Found::Key(DataKey::new(key)))
            }
        }
    }
}

/// Whether keys can be taken out of a bucket; if not, why.
pub(crate) fn check(bucket: &Stream) -> Result<(), &'static str> {
    if bucket.cached_info().config.deny_delete {
        return Err("the bucket was made so that nothing can be taken out of it, and no key could be erased");
    }
    Ok(())
}

enum Found {
    Nothing,
    Key(DataKey),
    Erased,
}

fn vault_error(why: &dyn std::fmt::Display) -> Unavailable {
    let what = format!(
        "the vault of data keys does not answer: {why}; check the vault's user, and that its bucket was made"
    );
    Unavailable { code: "LT0714", what }
}

fn name_of(scope: &KeyScope) -> String {
    let name = subjects::data_key_name(&scope.origin, &scope.stream);
    match scope.of {
        KeyOf::Personal => name,
        KeyOf::Opinions => format!("{name}.opinions"),
    }
}

#[async_trait]
impl KeyStore for NatsKeyStore {
    async fn ensure(&self, scope: &KeyScope) -> Result<DataKey, Unavailable> {
        let name = name_of(scope);
        let mut found = self.look(&name).await?;
        if matches!(found, Found::Nothing) {
            let mut new = DataKey::new([0; 32]);
            getrandom::fill(new.as_mut()).map_err(|e| vault_error(&e))?;
            match self.bucket.create(&name, new.to_vec().into()).await {
                Ok(_) => return Ok(new),
                // Of two who ask at once, both get the first.
                Err(error) if error.kind() == CreateErrorKind::AlreadyExists => {
                    found = self.look(&name).await?
                }
                Err(error) => return Err(unavailable("a data key was not made", error)),
            }
        }
        match found {
            Found::Key(key) => Ok(key),
            Found::Erased => Err(KeyStoreError::Erased { what: scope.to_string() }.into()),
            Found::Nothing => Err(vault_error(&"a key was erased while it was asked for")),
        }
    }

    async fn get(&self, scope: &KeyScope) -> Result<Option<DataKey>, Unavailable> {
        match self.look(&name_of(scope)).await? {
            Found::Key(key) => Ok(Some(key)),
            Found::Nothing | Found::Erased => Ok(None),
        }
    }

    async fn erase(&self, scope: &KeyScope) -> Result<(), Unavailable> {
        let name = name_of(scope);
        let mut refused = "it comes back".to_owned();
        for _ in 0..LOOKS_MAX {
            let entry = self.bucket.entry(&name).await.map_err(|e| vault_error(&e))?;
            match entry {
                Some(entry) if entry.value == ERASED => return Ok(()),
                Some(entry) => match self.bucket.stream.delete_message(entry.revision).await {
                    Ok(_) => {}
                    // Another may have taken it out first: the next look says so.
                    Err(error) if matches!(error.kind(), DeleteMessageErrorKind::JetStream(_)) => {
                        refused = error.to_string();
                    }
                    Err(error) => return Err(unavailable("a data key was not erased", error)),
                },
                // Not written over the key: then the server would pass over its bytes and leave them.
                None => match self.bucket.create(&name, ERASED.into()).await {
                    Ok(_) => return Ok(()),
                    Err(error) if error.kind() == CreateErrorKind::AlreadyExists => {}
                    Err(error) => return Err(unavailable("a data key was not erased", error)),
                },
            }
        }
        Err(vault_error(&format!("a key was not taken out: {refused}")))
    }
}

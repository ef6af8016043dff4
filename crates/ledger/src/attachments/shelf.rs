//! A store of parts and the vault of its keys together: what goes in is encrypted, what comes out is checked.

use super::{AttachmentError, AttachmentName, Attachments, Bytes};
use crate::ports::{KeyStore, Unavailable};
use futures::{Stream, StreamExt as _, stream};
use lienthong_protocol::attachment::{self, Content, LARGEST, PART, PartPlace};
use lienthong_protocol::encryption::DataKey;
use sha2::{Digest as _, Sha256};
use std::cmp::Ordering;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What became of bytes that were handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// They were taken in.
    New,
    /// They were there, and are what they were.
    Held,
}

/// How an attachment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is there, and every byte is what its record names.
    Held,
    /// It was never handed in, or is lost.
    Missing,
    /// It is there, and is not what was taken in.
    Damaged {
        /// What is wrong.
        what: String,
    },
    /// There is no key to it.
    Erased,
}

/// Where attachments are kept and read.
#[derive(Clone)]
pub struct Shelf {
    keys: Arc<dyn KeyStore>,
    store: Arc<dyn Attachments>,
}

impl Shelf {
    /// Of these.
    #[must_use]
    pub const fn new(keys: Arc<dyn KeyStore>, store: Arc<dyn Attachments>) -> Self {
        Self { keys, store }
    }

    /// Takes bytes in that are what the name says, and nothing else. Bytes that are there are not written again, unless they are damaged.
    ///
    /// # Errors
    /// [`AttachmentError`]: nothing was taken in.
    pub async fn take_in(&self, name: &AttachmentName, bytes: Bytes<'_>) -> Result<Taken, AttachmentError> {
        if name.content.size > LARGEST {
            return Err(AttachmentError::TooLarge { name: name.to_string(), size: name.content.size });
        }
        let key = self.keys.ensure(&name.key()).await.map_err(|error| erased(name, error))?;
        let key = DataKey::new(*key);
        if self.state(name).await? == State::Held {
            return Ok(Taken::Held);
        }
        let parts = encrypted(name, &key, Whole::new(name), bytes);
        let put = self.store.put(name, parts.boxed()).await;
        // Looked at last: who erased the key meanwhile may have been through before these came.
        if self.keys.get(&name.key()).await?.is_none() {
            self.store.remove(&name.origin, &name.dossier, &[name.content]).await?;
            return Err(AttachmentError::Erased { name: name.to_string() });
        }
        put.map(|()| Taken::New)
    }

    /// Its bytes, part by part, each as it was taken in; the last only if all together are what the record names.
    ///
    /// # Errors
    /// [`AttachmentError::Erased`]; what else is wrong comes in place of a part.
    pub async fn read(
        &self,
        name: &AttachmentName,
    ) -> Result<impl Stream<Item = Result<Zeroizing<Vec<u8>>, AttachmentError>> + use<>, AttachmentError>
    {
        let (key, store, name) = (self.key(name).await?, Arc::clone(&self.store), name.clone());
        let reading = (0, Whole::new(&name), key, store, name);
        Ok(stream::try_unfold(reading, async |(number, mut whole, key, store, name)| {
            if number == name.content.parts() {
                return Ok(None);
            }
            let part = opened(&*store, &key, &name, number).await?;
            whole.add(&part);
            // Every part was sealed under the dossier's key: only who has it could have made another whole of them.
            if number + 1 == name.content.parts()
                && let Some(what) = whole.fault()
            {
                return Err(damaged(&name, what));
            }
            Ok(Some((part, (number + 1, whole, key, store, name))))
        }))
    }

    /// One part of it, for who reads it piece by piece and compares the digest in the end.
    ///
    /// # Errors
    /// [`AttachmentError`].
    pub async fn part(
        &self,
        name: &AttachmentName,
        part: u64,
    ) -> Result<Zeroizing<Vec<u8>>, AttachmentError> {
        let key = self.key(name).await?;
        opened(&*self.store, &key, name, part).await
    }

    /// How it stands, every byte looked at.
    ///
    /// # Errors
    /// [`Unavailable`]: nothing can be said.
    pub async fn state(&self, name: &AttachmentName) -> Result<State, Unavailable> {
        let looked = async {
            let mut parts = std::pin::pin!(self.read(name).await?);
            while let Some(part) = parts.next().await {
                part?;
            }
            Ok(())
        };
        match looked.await {
            Ok(()) => Ok(State::Held),
            Err(AttachmentError::Missing { .. }) => Ok(State::Missing),
            Err(AttachmentError::Erased { .. }) => Ok(State::Erased),
            Err(AttachmentError::Unavailable(what)) => Err(what),
            Err(AttachmentError::Damaged { what, .. }) => Ok(State::Damaged { what }),
            Err(other) => Ok(State::Damaged { what: other.to_string() }),
        }
    }

    async fn key(&self, name: &AttachmentName) -> Result<DataKey, AttachmentError> {
        let key = self.keys.get(&name.key()).await?;
        let key = key.ok_or_else(|| AttachmentError::Erased { name: name.to_string() })?;
        Ok(DataKey::new(*key))
    }
}

/// That none is made in place of a key that was erased says more here.
fn erased(name: &AttachmentName, error: Unavailable) -> AttachmentError {
    match error.code {
        "LT0523" => AttachmentError::Erased { name: name.to_string() },
        _ => error.into(),
    }
}

fn damaged(name: &AttachmentName, what: String) -> AttachmentError {
    AttachmentError::Damaged { name: name.to_string(), what }
}

async fn opened(
    store: &dyn Attachments,
    key: &DataKey,
    name: &AttachmentName,
    part: u64,
) -> Result<Zeroizing<Vec<u8>>, AttachmentError> {
    let sealed = store.part(name, part).await?;
    let sealed = sealed.ok_or_else(|| AttachmentError::Missing { name: name.to_string() })?;
    let place = PartPlace { dossier: &name.dossier, content: &name.content, part };
    attachment::decrypt(key, &place, &sealed).map_err(|error| damaged(name, error.to_string()))
}

/// Parts, encrypted as their bytes come; in place of the last an error where the whole is not what the name says.
fn encrypted<'a>(
    name: &'a AttachmentName,
    key: &'a DataKey,
    whole: Whole,
    bytes: Bytes<'a>,
) -> impl Stream<Item = Result<Vec<u8>, AttachmentError>> + 'a {
    let state = (0, whole, bytes, Zeroizing::new(Vec::with_capacity(PART)));
    stream::try_unfold(state, async move |(number, mut whole, mut bytes, mut left)| {
        let Some(length) = name.content.bytes_of(number) else { return Ok(None) };
        let is_last = number + 1 == name.content.parts();
        // Of the last part all that comes is taken, so that bytes too many are seen.
        while left.len() < length || is_last {
            let Some(piece) = bytes.next().await else { break };
            let piece = Zeroizing::new(piece?);
            whole.add(&piece);
            if whole.bytes > name.content.size {
                return Err(other_bytes(name, &whole));
            }
            left.extend_from_slice(&piece);
        }
        if left.len() < length || (is_last && whole.fault().is_some()) {
            return Err(other_bytes(name, &whole));
        }
        let place = PartPlace { dossier: &name.dossier, content: &name.content, part: number };
        let sealed = attachment::encrypt(key, &place, &nonce()?, &left[..length])
            .map_err(|error| damaged(name, error.to_string()))?;
        left.drain(..length);
        Ok(Some((sealed, (number + 1, whole, bytes, left))))
    })
}

fn nonce() -> Result<attachment::Nonce, Unavailable> {
    let mut nonce = [0; 24];
    let none = |error| Unavailable { code: "LT0530", what: format!("no randomness: {error}; try again") };
    getrandom::fill(&mut nonce).map_err(none)?;
    Ok(nonce)
}

fn other_bytes(name: &AttachmentName, whole: &Whole) -> AttachmentError {
    let what = whole.fault().unwrap_or_default();
    AttachmentError::OtherBytes { name: name.to_string(), what }
}

/// All bytes so far, against what they should be in the end.
struct Whole {
    content: Content,
    bytes: u64,
    digest: Sha256,
}

impl Whole {
    fn new(name: &AttachmentName) -> Self {
        Self { content: name.content, bytes: 0, digest: Sha256::new() }
    }

    fn add(&mut self, piece: &[u8]) {
        self.bytes += piece.len() as u64;
        self.digest.update(piece);
    }

    /// What is wrong with them, were they all; `None`: they are what the record names.
    fn fault(&self) -> Option<String> {
        let Content { sha256, size } = self.content;
        match self.bytes.cmp(&size) {
            Ordering::Less => Some(format!("{} bytes came, and it has {size}", self.bytes)),
            Ordering::Greater => Some(format!("more bytes came than the {size} that it has")),
            Ordering::Equal => {
                let digest: [u8; 32] = self.digest.clone().finalize().into();
                (digest != sha256).then(|| format!("the digest of what came is {}", hex::encode(digest)))
            }
        }
    }
}

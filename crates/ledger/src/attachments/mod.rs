//! What documents say that records name: taken in once a sealed record names it, kept encrypted, checked on every reading.
//!
//! Belongs here: the port [`Attachments`] and what may go wrong with it, what a store has to be given and gives back ([`Shelf`]), who may hand in
//! ([`Desk`]: whoever has the bytes that a sealed record names), the store in files ([`DirectoryAttachments`]), and that they go with their
//! dossier's key ([`ErasingKeys`]). Does not: the cipher (`protocol::attachment`), who may read (`projections`), the store on a broker (`nats`).
//!
//! A store keeps parts as they are given to it and knows neither keys nor what they say.

mod desk;
mod directory;
mod erasing;
mod shelf;
#[cfg(test)]
mod tests;

pub use desk::{Desk, Named, named_by, named_in};
pub use directory::DirectoryAttachments;
pub use erasing::ErasingKeys;
pub use shelf::{Shelf, State, Taken};

use crate::ports::{KeyOf, KeyScope, Unavailable};
use async_trait::async_trait;
use futures::stream::BoxStream;
use lienthong_names::{DossierCode, Origin, StreamName};
use lienthong_protocol::attachment::{Content, LARGEST};
use std::fmt;

/// What one attachment is called: of which dossier in which ledger, and what it says. Of a document that two dossiers name each has its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttachmentName {
    /// The ledger.
    pub origin: Origin,
    /// The dossier.
    pub dossier: DossierCode,
    /// What it says, as the dossier's record names it.
    pub content: Content,
}

impl AttachmentName {
    /// What the key is for under which it is kept: with what citizens say of themselves, for so do their papers.
    #[must_use]
    pub fn key(&self) -> KeyScope {
        KeyScope::new(&self.origin, &StreamName::dossier(&self.dossier), KeyOf::Personal)
    }
}

impl fmt::Display for AttachmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "document {} of dossier {} in {}", self.content, self.dossier, self.origin)
    }
}

/// Bytes as they come, in pieces of any length, or why no more come.
pub type Bytes<'a> = BoxStream<'a, Result<Vec<u8>, AttachmentError>>;

/// Where parts are kept.
#[async_trait]
pub trait Attachments: Send + Sync {
    /// Puts the parts in place, all of them and durable, or none; what stood there under this name gives way to them at once. An error among the parts
    /// is handed back.
    ///
    /// # Errors
    /// [`AttachmentError`]: nothing was put; what stood there stands.
    async fn put(&self, name: &AttachmentName, parts: Bytes<'_>) -> Result<(), AttachmentError>;

    /// One part as it lies there, damaged or not; `None` where there is nothing under this name.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn part(&self, name: &AttachmentName, part: u64) -> Result<Option<Vec<u8>>, Unavailable>;

    /// How many bytes lie under this name; `None`: there is nothing.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn held(&self, name: &AttachmentName) -> Result<Option<u64>, Unavailable>;

    /// Takes away everything of a dossier, for good. `named` are the documents that its records name, for a store that cannot look for what it
    /// has of it. Once more is no fault.
    ///
    /// # Errors
    /// [`Unavailable`]: some may be there still; the same again is safe.
    async fn remove(
        &self,
        origin: &Origin,
        dossier: &DossierCode,
        named: &[Content],
    ) -> Result<(), Unavailable>;
}

/// How an attachment stands by what lies there, of which nothing is read: `held`, `missing`, or `damaged` where its length is another.
///
/// # Errors
/// [`Unavailable`].
pub async fn at_a_glance(
    store: &dyn Attachments,
    name: &AttachmentName,
) -> Result<&'static str, Unavailable> {
    Ok(match store.held(name).await? {
        None => "missing",
        Some(bytes) if bytes == name.content.sealed_bytes() => "held",
        Some(_) => "damaged",
    })
}

/// Where bytes are handed in that a record names.
#[async_trait]
pub trait HandIn: Send + Sync {
    /// Takes in the bytes of a document, if a sealed record of this dossier names them. The same again is no fault.
    ///
    /// # Errors
    /// [`AttachmentError`]: nothing was taken in; what was there is there.
    async fn hand_in(
        &self,
        dossier: &DossierCode,
        content: &Content,
        bytes: Bytes<'_>,
    ) -> Result<Taken, AttachmentError>;
}

/// Why an attachment is not taken in, or not given out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// The records of the dossier say nothing of these bytes.
    #[error(
        "LT0531 no sealed record of dossier {dossier} names a document with the digest {digest} and {size} bytes; hand the command in first that names it \
         (registerDossier, attachDocument, …), and then the bytes"
    )]
    NotNamed {
        /// The dossier.
        dossier: DossierCode,
        /// In hexadecimal.
        digest: String,
        /// Bytes.
        size: u64,
    },
    /// What came is not what was said to come.
    #[error("LT0532 {name}: {what}; nothing was taken in: hand in the file that the record names, unchanged")]
    OtherBytes {
        /// Which.
        name: String,
        /// What came instead.
        what: String,
    },
    /// More than is kept.
    #[error(
        "LT0533 {name} has {size} bytes, and at most {} are kept; split it, or scan it with less resolution, and have a record name the new document",
        LARGEST
    )]
    TooLarge {
        /// Which.
        name: String,
        /// Bytes.
        size: u64,
    },
    /// A record names it, and nobody has handed it in.
    #[error(
        "LT0534 {name}: a record names it, and its bytes are not here; whoever has the file hands it in: `lienthong dossier attach`"
    )]
    Missing {
        /// Which.
        name: String,
    },
    /// What lies there is not what was taken in.
    #[error(
        "LT0535 {name}: {what}; hand the same file in again (`lienthong dossier attach`), or put it back from a backup of the attachments"
    )]
    Damaged {
        /// Which.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// There is no key any more.
    #[error(
        "LT0536 {name}: there is no key to it: what is personal in its dossier was erased by record, or this is another vault; what was erased \
         stays erased"
    )]
    Erased {
        /// Which.
        name: String,
    },
    /// The bytes ended before they should have.
    #[error("LT0537 the bytes ended early: {why}; nothing was taken in: hand the file in again")]
    BrokenOff {
        /// Why.
        why: String,
    },
    /// Whoever takes it in elsewhere says no: its words, with their code.
    #[error("{text}")]
    Refused {
        /// What it said.
        text: String,
    },
    /// Something outside did not answer. Nothing was taken in or given out.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl AttachmentError {
    /// The code that `lienthong explain` knows.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotNamed { .. } => "LT0531",
            Self::OtherBytes { .. } => "LT0532",
            Self::TooLarge { .. } => "LT0533",
            Self::Missing { .. } => "LT0534",
            Self::Damaged { .. } => "LT0535",
            Self::Erased { .. } => "LT0536",
            Self::BrokenOff { .. } => "LT0537",
            Self::Refused { .. } => "LT0530",
            Self::Unavailable(what) => what.code,
        }
    }
}

//! Where bytes are handed in: who has what a sealed record names may bring it, and nothing else is taken.
//!
//! The record is signed and decided; its digest says for whose bytes it stands. So nobody is asked who brings them, and nobody can fill the store.

use super::{AttachmentError, AttachmentName, Bytes, HandIn, Shelf, Taken};
use crate::ports::{Ledgers, Seals, Stored, Unavailable};
use async_trait::async_trait;
use lienthong_dossier::{Document, Event as Fact};
use lienthong_names::{DossierCode, StreamName};
use lienthong_protocol::attachment::Content;
use lienthong_protocol::{Event, RawRecord, Record};
use std::sync::Arc;

/// Takes in what the ledgers' sealed records name.
pub struct Desk {
    ledgers: Arc<dyn Ledgers>,
    seals: Arc<dyn Seals>,
    shelf: Shelf,
}

impl Desk {
    /// Of these ledgers, into this shelf.
    #[must_use]
    pub const fn new(ledgers: Arc<dyn Ledgers>, seals: Arc<dyn Seals>, shelf: Shelf) -> Self {
        Self { ledgers, seals, shelf }
    }

    /// What it is called here; `None`: no sealed record names it.
    async fn named(
        &self,
        dossier: &DossierCode,
        content: &Content,
    ) -> Result<Option<AttachmentName>, Unavailable> {
        let stream = StreamName::dossier(dossier);
        for origin in self.ledgers.origins().await?.into_iter().filter(|origin| !origin.is_catalogue()) {
            let Some(ledger) = self.ledgers.ledger(&origin).await? else { continue };
            for stored in ledger.read(&stream).await? {
                let record = decoded(&stored)?.record;
                let names_it = named_by(&record).any(|named| named.content == *content);
                // What is not sealed yet may never be.
                if names_it && self.seals.prove(&origin, &stream, record.revision).await?.is_some() {
                    return Ok(Some(AttachmentName { origin, dossier: dossier.clone(), content: *content }));
                }
            }
        }
        Ok(None)
    }
}

#[async_trait]
impl HandIn for Desk {
    async fn hand_in(
        &self,
        dossier: &DossierCode,
        content: &Content,
        bytes: Bytes<'_>,
    ) -> Result<Taken, AttachmentError> {
        let named = self.named(dossier, content).await?;
        let name = named.ok_or_else(|| AttachmentError::NotNamed {
            dossier: dossier.clone(),
            digest: content.to_string(),
            size: content.size,
        })?;
        self.shelf.take_in(&name, bytes).await
    }
}

/// A document that a record names, of which bytes exist.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// In which fact.
    pub fact: &'a Fact,
    /// As the record has it.
    pub document: &'a Document,
    /// What it says.
    pub content: Content,
}

/// The documents that a record names of which bytes exist.
pub fn named_by(record: &Record) -> impl Iterator<Item = Named<'_>> {
    let facts = record.events().iter().filter_map(|event| match event {
        Event::Dossier(fact) => Some(fact),
        _ => None,
    });
    let documents = facts.flat_map(|fact| fact.documents().iter().map(move |document| (fact, document)));
    documents.filter_map(|(fact, document)| {
        let content = Content { sha256: document.sha256?, size: document.size };
        Some(Named { fact, document, content })
    })
}

/// What the records of a stream name.
///
/// # Errors
/// LT0510 for a record that cannot be read.
pub fn named_in(records: &[Stored]) -> Result<Vec<Content>, Unavailable> {
    let mut named = Vec::new();
    for stored in records {
        named.extend(named_by(&decoded(stored)?.record).map(|named| named.content));
    }
    named.sort_unstable();
    named.dedup();
    Ok(named)
}

fn decoded(stored: &Stored) -> Result<RawRecord, Unavailable> {
    RawRecord::decode(&stored.bytes).map_err(|e| Unavailable { code: "LT0510", what: e.to_string() })
}

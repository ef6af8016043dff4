//! `documents`: which documents the records of a dossier name, by what they say.
//!
//! Rows: `code·origin·revision·index` → [`DocumentRow`], one a document of which bytes exist. Whether these are here says the store of attachments.

use crate::key::{key, number, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;
use lienthong_dossier::Event as Fact;
use lienthong_protocol::Event;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Documents;

/// A document that a record names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRow {
    /// Revision of the record that names it.
    pub revision: u64,
    /// In which event.
    pub event: String,
    /// Its id within the dossier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Of a confidential opinion: for whom alone it is. Otherwise nobody.
    pub only_for: Vec<String>,
}

/// All rows of a dossier.
pub(crate) fn documents_of(dossier: &str, origin: &str) -> Vec<u8> {
    under(&[dossier, origin])
}

impl Projection for Documents {
    const NAME: &'static str = "documents";
    const VERSION: u32 = 1;

    fn fold(writer: &mut Writer<'_, '_>, sealed: &SealedRecord<'_>) -> Result<(), FoldError> {
        let Some(change) = sealed.change else { return Ok(()) };
        let (record, after) = (&sealed.raw.record, &change.after);
        let facts = record.events().iter().filter_map(|event| match event {
            Event::Dossier(fact) => Some(fact),
            _ => None,
        });
        let named = facts.flat_map(|fact| fact.documents().iter().map(move |document| (fact, document)));
        for (index, (fact, document)) in (0..).zip(named) {
            let Some(sha256) = document.sha256 else { continue };
            let row = DocumentRow {
                revision: record.revision,
                event: fact.kind().as_str().to_owned(),
                id: document.id.to_string(),
                name: document.name.to_string(),
                sha256: hex::encode(sha256),
                size: document.size,
                only_for: only_for(fact, change),
            };
            writer.put(key(&[&after.code, &after.origin, &number(record.revision), &number(index)]), &row)?;
        }
        Ok(())
    }
}

/// Who asked and who answers, of what is said in confidence.
fn only_for(fact: &Fact, change: &crate::projection::DossierChange) -> Vec<String> {
    let (Fact::OpinionGiven { consultation, from, .. } | Fact::OpinionAmended { consultation, from, .. }) =
        fact
    else {
        return Vec::new();
    };
    let asked = change.after.consultations.iter().find(|asked| asked.consultation == consultation.as_str());
    match asked.filter(|asked| asked.confidential) {
        Some(asked) => vec![asked.chair.clone(), from.agency.to_string()],
        None => Vec::new(),
    }
}

//! `lienthong dossier attachments`, `attach`, `attachment`: what documents say that a dossier's records name.
//!
//! In a house the records, the vault and the attachments are read here; on a province routing takes in, and the read side gives out.

mod hand_in;
mod list;
mod read;

pub(super) use hand_in::hand_in;
pub(super) use list::list;
pub(super) use read::read;

use crate::failure::{Exit, Failure};
use lienthong_dossier::{Document, Event as Fact};
use lienthong_ledger::attachments::AttachmentError;
use lienthong_names::{AgencyId, ConsultationId};
use lienthong_protocol::attachment::Content;
use lienthong_protocol::{Event, RawRecord};

/// A document that a record names.
struct Named<'a> {
    revision: u64,
    fact: &'a Fact,
    document: &'a Document,
    content: Content,
}

impl Named<'_> {
    /// In which consultation, and whose opinion it came with, if with one.
    fn opinion(&self) -> Option<(&ConsultationId, &AgencyId)> {
        match self.fact {
            Fact::OpinionGiven { consultation, from, .. }
            | Fact::OpinionAmended { consultation, from, .. } => Some((consultation, &from.agency)),
            _ => None,
        }
    }
}

/// All that records name of which bytes exist.
fn named(records: &[RawRecord]) -> Vec<Named<'_>> {
    let mut all = Vec::new();
    for raw in records {
        for event in raw.record.events() {
            let Event::Dossier(fact) = event else { continue };
            for document in fact.documents() {
                let Some(sha256) = document.sha256 else { continue };
                let content = Content { sha256, size: document.size };
                all.push(Named { revision: raw.record.revision, fact, document, content });
            }
        }
    }
    all
}

fn failure(error: AttachmentError) -> Failure {
    match error {
        AttachmentError::Unavailable(what) => what.into(),
        error => Failure::coded(Exit::No, error.code(), &error),
    }
}

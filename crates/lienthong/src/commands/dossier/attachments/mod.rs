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
use lienthong_dossier::Event as Fact;
use lienthong_ledger::attachments::AttachmentError;
use lienthong_names::{AgencyId, ConsultationId};

/// In which consultation, and whose opinion a document came with, if with one.
fn opinion(fact: &Fact) -> Option<(&ConsultationId, &AgencyId)> {
    match fact {
        Fact::OpinionGiven { consultation, from, .. } | Fact::OpinionAmended { consultation, from, .. } => {
            Some((consultation, &from.agency))
        }
        _ => None,
    }
}

fn failure(error: AttachmentError) -> Failure {
    match error {
        AttachmentError::Unavailable(what) => what.into(),
        error => Failure::coded(Exit::No, error.code(), &error),
    }
}

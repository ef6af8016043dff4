//! Which documents a fact names.

use crate::event::Event;
use crate::words::Document;

impl Event {
    /// The documents that it names, in its own order. What an opinion brings that was given closed is not among them: its words are.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        match self {
            Self::DossierRegistered { documents, .. }
            | Self::LegSent { documents, .. }
            | Self::LegPlanned { documents, .. }
            | Self::LegAnswered { documents, .. }
            | Self::SupplementProvided { documents, .. }
            | Self::DocumentAttached { documents, .. }
            | Self::DossierResolved { results: documents, .. }
            | Self::ResultRecorded { documents, .. }
            | Self::ResultReissued { documents, .. }
            | Self::ConsultationOpened { documents, .. }
            | Self::OpinionGiven { documents, .. }
            | Self::OpinionAmended { documents, .. }
            | Self::AppraisalOpened { documents, .. }
            | Self::AppraisalConcluded { documents, .. }
            | Self::AppraisalReopened { documents, .. } => documents,
            _ => &[],
        }
    }
}

//! What the records of one stream of routing's add up to.

use crate::rules::stage;
use lienthong_dossier::{Books, Dossier, Way};

/// A dossier, or what an agency has written in its books: a stream is about one of them, and the other stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Of a dossier's stream.
    pub dossier: Dossier,
    /// Who held it when: whose lateness it is when it is decided.
    pub way: Way,
    /// Of an agency's stream.
    pub books: Books,
}

impl Subject {
    /// Whether nothing is left to be done for the citizen: what the dossier's personal data were needed for is done.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let complaints = &self.dossier.complaints;
        stage::is_over(&self.dossier) && complaints.iter().all(|complaint| complaint.answered_at.is_some())
    }
}

impl AsRef<Dossier> for Subject {
    fn as_ref(&self) -> &Dossier {
        &self.dossier
    }
}

impl From<Dossier> for Subject {
    fn from(dossier: Dossier) -> Self {
        Self { dossier, ..Self::default() }
    }
}

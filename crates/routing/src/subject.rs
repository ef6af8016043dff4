//! What the records of one stream of routing's add up to.

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

impl From<Dossier> for Subject {
    fn from(dossier: Dossier) -> Self {
        Self { dossier, ..Self::default() }
    }
}

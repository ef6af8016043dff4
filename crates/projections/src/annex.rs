//! The annex of a digest: what the confidential opinions say that it takes up only by hash and treatment (DOMAIN section 7).
//!
//! Belongs here: one form of it for whoever shows it, the query and the command line alike, and for which agency it is. Does not: who
//! asks, which whoever lets them in knows (`nats`, the command line).

use crate::timeline::Names;
use crate::view::{ConsultationView, DigestView, DocumentView, DossierView, OpinionView, QuoteView};
use jiff::Timestamp;
use serde::Serialize;

/// The annexes of a dossier: one a confidential consultation that was concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annexes {
    /// The dossier.
    pub code: String,
    /// The ledger it lives in.
    pub origin: String,
    /// Revision of its last record: as of which this is true.
    pub revision: u64,
    /// In the order in which they were opened.
    pub annexes: Vec<Annex>,
}

/// What is beside the digest of one consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annex {
    /// Its id.
    pub consultation: String,
    /// Who asked, and may read this.
    pub chair: String,
    /// What it is called.
    pub chair_name: String,
    /// What was asked.
    pub question: String,
    /// When.
    pub opened_at: Timestamp,
    /// Every opinion that the digest takes up, in its order; a secret one stands on its paper and not here.
    pub opinions: Vec<Extract>,
}

/// One opinion, and how the digest takes it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extract {
    /// Who gave it.
    pub agency: String,
    /// What it is called.
    pub agency_name: String,
    /// Which unit of it.
    pub unit: Option<String>,
    /// Which ask of them, from 1.
    pub round: u32,
    /// Which version of the answer, from 1.
    pub version: u32,
    /// When it was given.
    pub at: Timestamp,
    /// Revision of the record that carries it.
    pub revision: u64,
    /// What it says in a word.
    pub stance: String,
    /// SHA-256 of its text, by which the digest names it, in hexadecimal.
    pub text_sha256: String,
    /// The whole of it.
    pub text: String,
    /// What came along.
    pub documents: Vec<DocumentView>,
    /// How it was taken up.
    pub treatment: String,
    /// Why.
    pub explanation: String,
    /// The passages that the digest quotes, cut from the text.
    pub passages: Vec<Passage>,
}

/// A range of bytes of the text, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// The annexes of a dossier: all of them, or those that are for one who asked.
#[must_use]
pub(crate) fn annexes_of(dossier: &DossierView, names: &dyn Names, is_for: impl Fn(&str) -> bool) -> Annexes {
    let asked = dossier.consultations.iter().filter(|asked| asked.confidential && is_for(&asked.chair));
    Annexes {
        code: dossier.code.clone(),
        origin: dossier.origin.clone(),
        revision: dossier.revision,
        annexes: asked.filter_map(|asked| annex(asked, names)).collect(),
    }
}

fn annex(asked: &ConsultationView, names: &dyn Names) -> Option<Annex> {
    let digest = asked.digest.as_ref()?;
    Some(Annex {
        consultation: asked.consultation.clone(),
        chair: asked.chair.clone(),
        chair_name: names.agency_or_code(&asked.chair),
        question: asked.question.clone(),
        opened_at: asked.opened_at,
        opinions: digest.iter().filter_map(|item| extract(asked, item, names)).collect(),
    })
}

fn extract(asked: &ConsultationView, item: &DigestView, names: &dyn Names) -> Option<Extract> {
    let opinion = asked.taken_up(item).filter(|opinion| opinion.secret.is_none())?;
    Some(Extract {
        agency: item.agency.clone(),
        agency_name: names.agency_or_code(&item.agency),
        unit: item.unit.clone(),
        round: item.round,
        version: item.version,
        at: opinion.at,
        revision: opinion.revision,
        stance: opinion.stance.clone(),
        text_sha256: item.text_sha256.clone(),
        text: opinion.text.clone(),
        documents: opinion.documents.clone(),
        treatment: item.treatment.clone(),
        explanation: item.explanation.clone(),
        passages: item.quotes.iter().filter_map(|quote| passage(quote, opinion)).collect(),
    })
}

/// Of a confidential opinion no page is quoted (LT0385), and each range was decided on its text.
fn passage(quote: &QuoteView, opinion: &OpinionView) -> Option<Passage> {
    let QuoteView::Text { start, end } = quote else { return None };
    let text = quote.within(&opinion.text)?.to_owned();
    Some(Passage { start: *start, end: *end, text })
}

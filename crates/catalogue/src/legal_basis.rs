//! The documents that procedures stand on, and by when what they demand is to be published; procedures that are in force no longer.

use crate::entry::Decision;
use crate::prescription::Prescription;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_names::{AgencyId, LegalBasisId, ProcedureCode};

/// A document that procedures stand on (căn cứ pháp lý).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    /// A code of the Office's.
    pub id: LegalBasisId,
    /// The document's own number: `61/2018/NĐ-CP`.
    pub number: Box<str>,
    /// What it is called.
    pub title: Box<str>,
    /// The first day on which it has effect.
    pub effective_on: Date,
    /// Who is to see to it that what it demands is published.
    pub responsible: AgencyId,
    /// The last day on which that is in time; `None`: it names none.
    pub publication_due: Option<Date>,
    /// What it prescribes of procedures, each once.
    pub prescribes: Vec<Prescription>,
}

/// A procedure is in force no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeal {
    /// Which.
    pub procedure: ProcedureCode,
    /// The first instant no longer.
    pub from: Timestamp,
    /// Why.
    pub reason: Box<str>,
    /// The document that ends it, where one does.
    pub legal_basis: Option<LegalBasisId>,
    /// Under which decision.
    pub decision: Decision,
}

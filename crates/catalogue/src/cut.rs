//! The review of procedures: what is proposed to be cut, on what evidence, and what became of it. Directive 1a.

use crate::entry::Decision;
use lienthong_names::{AgencyId, CutId, DossierCode, Origin, ProcedureCode};

/// What of a procedure is to be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CutKind {
    /// A paper of its checklist.
    Paper,
    /// A step.
    Step,
    /// Its term is to be shorter.
    Term,
    /// A fee.
    Fee,
    /// The procedure itself.
    Procedure,
}

impl CutKind {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Paper, Self::Step, Self::Term, Self::Fee, Self::Procedure];

    /// The word used in APIs and tests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Step => "step",
            Self::Term => "term",
            Self::Fee => "fee",
            Self::Procedure => "procedure",
        }
    }
}

/// What shows that it can be done without: something that stands on a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A dossier.
    Dossier(DossierCode),
    /// A record.
    Record {
        /// Of which ledger.
        origin: Origin,
        /// Its sequence, from 1.
        sequence: u64,
    },
}

/// A proposal to cut something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutProposal {
    /// The proposer's own code for it.
    pub id: CutId,
    /// From which procedure.
    pub procedure: ProcedureCode,
    /// What kind of thing.
    pub kind: CutKind,
    /// Which paper, step or fee, by its id; for the term of a case its name; empty for the procedure's own term and the whole.
    pub item: Box<str>,
    /// What shows that it can be done without.
    pub evidence: Vec<Evidence>,
    /// Why.
    pub reason: Box<str>,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CutOutcome {
    /// It is cut: a version of the procedure without it follows, or its repeal.
    Accepted,
    /// Some of it is.
    PartlyAccepted,
    /// It stays.
    Refused,
}

impl CutOutcome {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Accepted, Self::PartlyAccepted, Self::Refused];

    /// The word used in APIs and tests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::PartlyAccepted => "partly_accepted",
            Self::Refused => "refused",
        }
    }
}

/// What the Office decided about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutDecision {
    /// About which.
    pub id: CutId,
    /// What became of it.
    pub outcome: CutOutcome,
    /// Why.
    pub reason: Box<str>,
    /// Under which decision.
    pub decision: Decision,
}

/// A proposal, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedCut {
    /// Who proposed it.
    pub by: AgencyId,
    /// What.
    pub proposal: CutProposal,
}

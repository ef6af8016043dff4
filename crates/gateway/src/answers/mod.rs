//! The answers of the read side, as the API promises them and the pages read them.
//!
//! Belongs here: one type an answer, with what each field means. The API passes an answer on as it came; these types are its
//! schema, and what a page needs of it. Fields that a page does not need may be absent: a gateway reads an older and a newer
//! read side.
//! Does not: how a figure comes about (`projections`), how it looks (`pages`).

mod accesses;
mod appraisal;
mod attachments;
mod declarations;
mod dossier;
mod findings;
mod lists;
mod opinions;
mod overview;
mod procedure;
mod state;
mod verdicts;

pub use accesses::{Access, AccessesAnswer};
pub use appraisal::{Appraisal, AppraisalRound, Council, CouncilMember, CouncilVote, Visit};
pub use attachments::{AttachmentsAnswer, NamedDocument, TakenIn};
pub use declarations::{DeclarationsAnswer, DeclaredDay, DeclaringAgency, DrawnNumber, NumberToShow};
pub use dossier::{
    Custody, DossierAnswer, DossierView, HistoryClaim, Leg, Resolution, TimelineAnswer, TimelineEntry,
};
pub use findings::{
    AbsentFrom, CitedRecord, Closed, Explained, FindingAnswer, FindingRow, FindingsAnswer, FoundByRule,
    Judged, Measured, OnRecord, OpenedBy, Remedied,
};
pub use lists::{
    AgenciesAnswer, AgencyRow, CaseRow, ConsultationRow, ConsultationsAnswer, CutRow, DeliveriesAnswer,
    DossierRow, DossiersAnswer, InboxAnswer, InboxRow, LeaseRow, LegalBasisRow, NumbersAnswer, ProcedureRow,
    ProceduresAnswer, TenureRow, UnacknowledgedRow,
};
pub use opinions::{
    Consultation, DigestEntry, DigestQuote, Objection, Opinion, OpinionDocument, OpinionRequest, SecretPaper,
};
pub use overview::{
    AgencyFigures, Consultations, DayFigures, History, Overview, Records, Resolved, WordFigure,
};
pub use procedure::{
    FieldTold, LegShown, Part, ProcedureAnswer, ProcessShown, PublishedProcedure, StepShown, VersionRow,
};
pub use state::{CountCell, CountsAnswer, Health, HealthAnswer};
pub use verdicts::{RefusalRow, RejectionRow, RejectionsAnswer, VerdictPlace, VerdictsAnswer};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Ledger by ledger, the sequence as of which an answer is true.
pub type AsOf = BTreeMap<String, u64>;

/// A number, and what opens the dossiers behind it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// The number.
    pub value: u64,
    /// The query behind it.
    #[serde(default)]
    pub drill: Drill,
}

/// A query by its name and parameters: `GET /api/v1/<query>?<parameters>`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Drill {
    /// Its name.
    pub query: String,
    /// Its parameters.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub parameters: Map<String, Value>,
}

impl Drill {
    /// The page that opens what it finds.
    #[must_use]
    pub fn page(&self) -> String {
        crate::shown::page_of(&self.query, &self.parameters)
    }
}

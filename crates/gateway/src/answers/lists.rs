//! The answers that are lists: dossiers, an agency's inbox, consultations, agencies, procedures.

use super::{AsOf, Figure, NumberToShow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of dossiers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DossiersAnswer {
    /// What `late` was computed at, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// How many there are on all pages.
    pub total: u64,
    /// How often these dossiers have what was asked for; more than `total` where one has it several times.
    pub counted: u64,
    /// Which page, from 1.
    pub page: u64,
    /// How many pages.
    pub pages: u64,
    /// In order of code.
    pub dossiers: Vec<DossierRow>,
}

/// A dossier in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DossierRow {
    /// Its code.
    pub code: String,
    /// Its ledger.
    pub origin: String,
    /// A word of status.
    pub status: String,
    /// Its procedure's code.
    pub procedure: String,
    /// Its procedure's name.
    pub procedure_name: String,
    /// Which case of the procedure, by name.
    pub case: Option<String>,
    /// What that case is called.
    pub case_title: Option<String>,
    /// A word of channel.
    pub channel: String,
    /// Who holds it.
    pub custodian: String,
    /// Their name.
    pub custodian_name: String,
    /// Their name in English.
    pub custodian_name_en: String,
    /// When it was taken in.
    pub received_at: Option<String>,
    /// When the result is promised.
    pub appointment: Option<String>,
    /// Open and past its appointment, or decided after it.
    pub late: bool,
    /// How often it has what was asked for.
    pub times: u64,
}

/// What waits for an agency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct InboxAnswer {
    /// What `late` was computed at, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The agency.
    pub agency: String,
    /// Its name.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// Open legs and asks, the one due first first.
    pub items: Vec<InboxRow>,
    /// Numbers of its books that were drawn and whose papers are still to be shown, the one due first first.
    pub drawn: Vec<NumberToShow>,
}

/// One thing that waits for an agency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct InboxRow {
    /// The dossier.
    pub code: String,
    /// The leg.
    pub leg: String,
    /// A word of purpose: `opinion`.
    pub purpose: String,
    /// `sent` waits to be acknowledged, `accepted` and `open` to be answered.
    pub state: String,
    /// Who sent it.
    pub from: String,
    /// Their name.
    pub from_name: String,
    /// Their name in English.
    pub from_name_en: String,
    /// For which unit.
    pub unit: Option<String>,
    /// Its name.
    pub unit_name: Option<String>,
    /// What is asked, where an opinion is.
    pub question: Option<String>,
    /// Whether the dossier waits for it.
    pub mandatory: bool,
    /// When.
    pub sent_at: String,
    /// By when.
    pub due: Option<String>,
    /// Past its due.
    pub late: bool,
}

/// Consultations not concluded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ConsultationsAnswer {
    /// What `late` was computed at, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// `open` or `late`.
    pub state: String,
    /// The one due first first.
    pub consultations: Vec<ConsultationRow>,
}

/// A consultation in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ConsultationRow {
    /// The dossier.
    pub code: String,
    /// Its id within the dossier.
    pub consultation: String,
    /// Who asks.
    pub chair: String,
    /// Their name.
    pub chair_name: String,
    /// Their name in English.
    pub chair_name_en: String,
    /// What is asked.
    pub question: String,
    /// When it was opened.
    pub opened_at: String,
    /// When the first open ask is due.
    pub due: Option<String>,
    /// Answers asked for.
    pub asked: u64,
    /// Opinions given or declined.
    pub answered: u64,
    /// What was answered is closed until nobody's answer is waited for any more.
    pub closed: bool,
    /// Open asks past their due.
    pub late: u64,
}

/// Agencies of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AgenciesAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// In order of code.
    pub agencies: Vec<AgencyRow>,
}

/// An agency in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AgencyRow {
    /// Its code.
    pub agency: String,
    /// Its name.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// The agency above it.
    pub parent: Option<String>,
    /// Made up for a demonstration.
    pub fictitious: bool,
    /// Who took, or takes, its place.
    pub succeeded_by: Option<String>,
    /// Their name.
    pub succeeded_by_name: Option<String>,
    /// Their name in English.
    pub succeeded_by_name_en: Option<String>,
    /// From when.
    pub succeeded_from: Option<String>,
    /// Head, deputies and who acts, as they are in office now; in the order in which they were appointed.
    pub in_office: Vec<TenureRow>,
    /// What waits for it.
    pub inbox: Figure,
}

/// Someone in office at an agency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct TenureRow {
    /// `head`, `deputy` or `acting`.
    pub seat: String,
    /// Their id within the agency.
    pub officer: String,
    /// Their name.
    pub name: String,
    /// What a deputy answers for (lĩnh vực).
    pub fields: Vec<String>,
    /// From when, RFC 3339.
    pub from: String,
    /// The first instant no longer.
    pub until: Option<String>,
    /// Number of the decision.
    pub decision: String,
}

/// What is known of a series of dossiers' numbers on a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NumbersAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// What stands before the day in its codes.
    pub series: String,
    /// yyyy-mm-dd
    pub day: String,
    /// How many were given.
    pub given: u64,
    /// The last that was; 0: none.
    pub last: u32,
    /// Numbers before the last that were not given and that nobody leases: first and last of each gap.
    pub unused: Vec<[u32; 2]>,
    /// Blocks that only one desk gives.
    pub leases: Vec<LeaseRow>,
    /// A code that is free; none where the block, or the day, is used up.
    pub next: Option<String>,
}

/// Numbers that only one desk gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct LeaseRow {
    /// Which desk's agency.
    pub desk: String,
    /// Its name.
    pub desk_name: String,
    /// Its name in English.
    pub desk_name_en: String,
    /// The first number.
    pub first: u32,
    /// The last one.
    pub last: u32,
    /// How many were given.
    pub given: u64,
    /// Numbers that were not: first and last of each gap.
    pub unused: Vec<[u32; 2]>,
}

/// What agencies were told and have not acknowledged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DeliveriesAnswer {
    /// How many deliveries wait, of all agencies.
    pub count: u64,
    /// Agencies for which some wait.
    pub agencies: Vec<UnacknowledgedRow>,
}

impl DeliveriesAnswer {
    /// What waits for an agency.
    #[must_use]
    pub fn of(&self, agency: &str) -> Option<&UnacknowledgedRow> {
        self.agencies.iter().find(|row| row.agency == agency)
    }
}

/// What an agency was told and has not acknowledged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct UnacknowledgedRow {
    /// Its code.
    pub agency: String,
    /// How many deliveries wait.
    pub count: u64,
    /// The id of the one that waits longest: ledger, sequence, agency.
    pub oldest: String,
    /// What that one is about: `dossier.<code>`, `finding.<id>`, `task.<id>`.
    pub stream: String,
    /// Of a dossier its code.
    pub dossier: Option<String>,
    /// When its record was recorded, RFC 3339.
    pub since: String,
    /// How often it was taken and not acknowledged.
    pub attempts: u64,
}

impl UnacknowledgedRow {
    /// Where the one that waits longest is about something of this kind, its id.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Option<&str> {
        self.stream.strip_prefix(kind)?.strip_prefix('.')
    }
}

/// Published procedures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ProceduresAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// In order of code.
    pub procedures: Vec<ProcedureRow>,
}

/// A procedure in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ProcedureRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Lĩnh vực.
    pub field: String,
    /// The version in force.
    pub version: u64,
    /// Number of the decision that published it.
    pub decision: String,
    /// From when it is in force no longer, RFC 3339; absent: nobody has repealed it since.
    pub repealed_from: Option<String>,
    /// Number of the decision that says so.
    pub repeal_decision: Option<String>,
    /// The documents that it stands on.
    pub legal_bases: Vec<LegalBasisRow>,
    /// Its cases (trường hợp).
    pub cases: Vec<CaseRow>,
    /// Whether each dossier is of one of them.
    pub case_required: bool,
    /// What is proposed to be cut from it.
    pub cuts: Vec<CutRow>,
    /// Dossiers that go by it.
    pub dossiers: Figure,
    /// Made up for a demonstration.
    pub fictitious: bool,
}

/// A case of a procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CaseRow {
    /// What dossiers name it by.
    pub name: String,
    /// What it is called.
    pub title: String,
}

/// A document that procedures stand on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct LegalBasisRow {
    /// The Office's code for it.
    pub id: String,
    /// Its own number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// The first day on which it has effect, yyyy-mm-dd.
    pub effective_on: String,
    /// Who is to see to it that what it demands is published.
    pub responsible: String,
    /// The last day on which that is in time, yyyy-mm-dd.
    pub publication_due: Option<String>,
}

/// A proposal to cut something from a procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CutRow {
    /// Its code.
    pub id: String,
    /// Whose it is.
    pub by: String,
    /// From which procedure.
    pub procedure: String,
    /// `paper`, `step`, `term`, `fee` or `procedure`.
    pub kind: String,
    /// Which; empty for the term and the whole.
    pub item: String,
    /// Dossiers' codes, and `origin:sequence` of records.
    pub evidence: Vec<String>,
    /// Why.
    pub reason: String,
    /// `accepted`, `partly_accepted` or `refused`; absent: nobody has decided yet.
    pub outcome: Option<String>,
    /// Number of the decision.
    pub decision: Option<String>,
    /// Why it was decided so.
    pub decided_because: Option<String>,
}

//! The answers about what inspection found, with what was put on record of it.

use super::AsOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of findings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FindingsAnswer {
    /// As of when: what time alone brings about is found as of the beginning of this minute.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// How many there are on all pages.
    pub total: u64,
    /// How many of them are breaches or attempts; the rest are hints.
    pub breaches: u64,
    /// Which page, from 1.
    pub page: u64,
    /// How many pages.
    pub pages: u64,
    /// How many there are by each rule, on all pages.
    pub by_rule: Vec<FoundByRule>,
    /// Newest first.
    pub findings: Vec<FindingRow>,
}

/// How often a rule found something.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FoundByRule {
    /// The rule.
    #[schema(example = "R16.leg_late")]
    pub rule: String,
    /// What it is called, in Vietnamese.
    pub vi: String,
    /// What it is called, in English.
    pub en: String,
    /// The law; may be empty.
    pub law: String,
    /// How often.
    pub found: u64,
}

/// A finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FindingRow {
    /// What it is called for ever.
    pub id: String,
    /// By which rule.
    #[schema(example = "R16.leg_late")]
    pub rule: String,
    /// What was broken: the rule, or of an attempt the one that said no.
    pub broken: String,
    /// The number that it is measured by; may be empty.
    pub number: String,
    /// `hint`, `attempt` or `breach`; empty of one that only stands on record.
    pub severity: String,
    /// The law; may be empty.
    pub law: String,
    /// What the rule is called, in Vietnamese.
    pub title_vi: String,
    /// What the rule is called, in English.
    pub title_en: String,
    /// When it came about.
    pub at: String,
    /// Whose it is.
    pub agency: String,
    /// Their name.
    pub agency_name: String,
    /// Their name in English; may be empty.
    pub agency_name_en: String,
    /// The officer who did it, where somebody did something.
    pub officer: Option<String>,
    /// About which dossier.
    pub dossier: Option<String>,
    /// Whether there is such a dossier: a code that nobody registered opens nothing.
    pub dossier_exists: bool,
    /// The record at which it is found, by ledger and sequence; empty of one that only stands on record.
    #[schema(example = "H22/2020:871")]
    pub record: String,
    /// The ledger of the record at which it is found.
    pub origin: String,
    /// The stream of that record.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
    /// The records that prove it.
    pub evidence: Vec<CitedRecord>,
    /// That a stream says nothing of something, up to a revision: that these are all its records is the log's statement.
    pub absence: Option<AbsentFrom>,
    /// The particulars, in Vietnamese.
    pub vi: String,
    /// The particulars, in English.
    pub en: String,
    /// Whether a rule finds it as of now: what a person saw is on record only.
    pub found: bool,
    /// How it stands: `found`, `opened`, `explained`, `confirmed`, `dismissed`, `closed`.
    pub state: String,
    /// The same, in Vietnamese.
    pub state_vi: String,
    /// What was put on record of it.
    pub on_record: Option<OnRecord>,
}

/// One finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FindingAnswer {
    /// As of when.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The finding.
    #[serde(flatten)]
    pub finding: FindingRow,
}

/// A record that a finding rests on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CitedRecord {
    /// Ledger and sequence.
    #[schema(example = "H22/2020:871")]
    pub record: String,
    /// Its stream.
    pub stream: String,
    /// Its revision there.
    pub revision: u64,
}

impl CitedRecord {
    /// Its ledger.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.record.rsplit_once(':').map_or(&*self.record, |(origin, _)| origin)
    }
}

/// A stream in which something is missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AbsentFrom {
    /// Which.
    pub stream: String,
    /// To which of its records.
    pub revision: u64,
}

/// What was put on record of a finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OnRecord {
    /// Who opened it.
    pub opened: Option<OpenedBy>,
    /// What the head of its agency said to it.
    pub explanations: Vec<Explained>,
    /// How it was judged.
    pub judged: Option<Judged>,
    /// What was asked for to set it right.
    pub remedies: Vec<Remedied>,
    /// What was decided of those who answer for it.
    pub measures: Vec<Measured>,
    /// That nothing more is to come of it.
    pub closed: Option<Closed>,
}

/// That a finding was closed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Closed {
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// Who opened a finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OpenedBy {
    /// When.
    pub at: String,
    /// Which agency.
    pub by: String,
    /// Which officer.
    pub officer: String,
}

/// What a head said to a finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Explained {
    /// When.
    pub at: String,
    /// Who.
    pub officer: String,
    /// What.
    pub text: String,
    /// Names of what was handed in with it.
    pub documents: Vec<String>,
    /// After the day until which it was asked for.
    pub late: bool,
}

/// How a finding was judged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Judged {
    /// When.
    pub at: String,
    /// By which agency.
    pub by: String,
    /// Whether it holds.
    pub holds: bool,
    /// Why.
    pub reason: String,
}

/// What was asked for to set something right.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Remedied {
    /// Its number, from 1.
    pub number: u32,
    /// Of whom.
    pub agency: String,
    /// What.
    pub what: String,
    /// Until which day.
    pub due: String,
    /// Whether it is still to be done.
    pub open: bool,
    /// Whether it was taken as done.
    pub done: bool,
}

/// What was decided of those who answer for a finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Measured {
    /// In which form.
    pub form: String,
    /// By which decision.
    pub decision: String,
    /// Of which day.
    pub decided_on: String,
    /// Of which agency.
    pub agency: String,
    /// Of whom; its head, where nobody is named.
    pub person: Option<String>,
}

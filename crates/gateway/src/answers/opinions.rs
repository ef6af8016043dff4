//! What was asked, answered and summed up about a dossier.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Opinions asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Consultation {
    /// Its id.
    pub consultation: String,
    /// Who asks.
    pub chair: String,
    /// Their name.
    pub chair_name: String,
    /// Their name in English.
    pub chair_name_en: String,
    /// What was asked.
    pub question: String,
    /// When.
    pub opened_at: String,
    /// Closed with its digest.
    pub concluded: bool,
    /// Participants asked: whose ask was taken back unanswered is not.
    pub asked: u64,
    /// Participants who have no answer out.
    pub answered: u64,
    /// Participants who are late, or answered late.
    pub late: u64,
    /// What was answered is closed: nobody reads it until nobody's answer is waited for any more.
    pub closed: bool,
    /// Since when all read it, where it was closed.
    pub opinions_opened_at: Option<String>,
    /// What was answered is for who asks and who answers alone: no text, no documents and no quoted words stand here.
    pub confidential: bool,
    /// Every ask, in order.
    pub requests: Vec<OpinionRequest>,
    /// How each opinion was taken up, once concluded.
    pub digest: Vec<DigestEntry>,
    /// What those who stand in the digest say against it.
    pub objections: Vec<Objection>,
}

/// One ask and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OpinionRequest {
    /// The leg it is.
    pub leg: String,
    /// Who is asked.
    pub agency: String,
    /// Their name.
    pub agency_name: String,
    /// Their name in English.
    pub agency_name_en: String,
    /// Which unit of the chairing agency.
    pub unit: Option<String>,
    /// Its name.
    pub unit_name: Option<String>,
    /// From 1.
    pub round: u64,
    /// Whether the dossier waits for it.
    pub mandatory: bool,
    /// When asked.
    pub asked_at: String,
    /// By when.
    pub due: Option<String>,
    /// `open`, `given`, `declined`, `revoked`.
    pub state: String,
    /// Open and past its due, or answered after it.
    pub late: bool,
    /// How often they were reminded.
    pub reminders: u64,
    /// Once its term ran out unanswered: what that means, `waits`, `proceeds`, `deemed_agreed`.
    pub silence: Option<String>,
    /// Under which article silence means agreement.
    pub silence_article: String,
    /// Under which article work goes on without it, where that was decided.
    pub waived_under: Option<String>,
    /// Versions of the opinion, oldest first.
    pub opinions: Vec<Opinion>,
}

/// One version of an opinion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Opinion {
    /// From 1.
    pub version: u64,
    /// A word of stance: `agree`; `not_stated` while it is closed.
    pub stance: String,
    /// What it says; nothing while it is closed.
    pub text: String,
    /// What came along; nothing while it is closed.
    pub documents: Vec<OpinionDocument>,
    /// Where it was given closed: `closed`, `opened`, or `unreadable`, where its key was erased or is away.
    pub closed: Option<String>,
    /// The paper that carries it, where it is secret.
    pub secret: Option<SecretPaper>,
    /// When.
    pub at: String,
    /// Revision of its record.
    pub revision: u64,
}

impl Opinion {
    /// Whether what it says is not shown.
    pub fn is_hidden(&self) -> bool {
        self.closed.as_deref().is_some_and(|state| state != "opened")
    }

    /// A word why not; empty where it is.
    pub fn hidden(&self) -> &str {
        self.closed.as_deref().filter(|_| self.is_hidden()).unwrap_or_default()
    }
}

/// What came along with an opinion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OpinionDocument {
    /// Its id within the dossier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// SHA-256 in hexadecimal; absent where only paper exists.
    pub sha256: Option<String>,
    /// Bytes.
    pub size: u64,
}

/// The paper that carries a secret opinion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct SecretPaper {
    /// A word of secrecy: `confidential`.
    pub level: String,
    /// Its number.
    pub number: String,
    /// Its date, yyyy-mm-dd.
    pub date: String,
}

/// How one opinion was taken up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DigestEntry {
    /// Whose.
    pub agency: String,
    /// Their name.
    pub agency_name: String,
    /// Their name in English.
    pub agency_name_en: String,
    /// Which unit of the chairing agency.
    pub unit: Option<String>,
    /// Its name.
    pub unit_name: Option<String>,
    /// Which ask.
    pub round: u64,
    /// Which version.
    pub version: u64,
    /// A word of treatment: `accepted`.
    pub treatment: String,
    /// Why.
    pub explanation: String,
    /// What of it is quoted.
    pub quotes: Vec<DigestQuote>,
    /// The paper that carries it, where it is secret.
    pub secret: Option<SecretPaper>,
}

/// A passage that a digest quotes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DigestQuote {
    /// The words.
    pub text: String,
    /// First byte of the opinion's text, where it is quoted from that.
    pub start: Option<u64>,
    /// The byte after the last.
    pub end: Option<u64>,
    /// Document, where it is quoted by page.
    pub document: Option<String>,
    /// Page of it.
    pub page: Option<u64>,
    /// Whether a machine has seen that it was said so: not where it is quoted by page, or does not stand in what can be read.
    pub machine_checked: bool,
}

/// One who stands in a digest says that it is not as it was meant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Objection {
    /// Who.
    pub agency: String,
    /// Their name.
    pub agency_name: String,
    /// Their name in English.
    pub agency_name_en: String,
    /// Which unit of the chairing agency.
    pub unit: Option<String>,
    /// Its name.
    pub unit_name: Option<String>,
    /// What is wrong.
    pub text: String,
    /// When.
    pub at: String,
}

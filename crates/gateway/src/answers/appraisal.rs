//! Appraisals within the answer to `dossier`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The dossier is appraised: by an agency, or by a council.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Appraisal {
    /// Its id.
    pub appraisal: String,
    /// The agency that opened it, and answers for its conclusion.
    pub chair: String,
    /// Its name.
    pub chair_name: String,
    /// Its name in English.
    pub chair_name_en: String,
    /// Who appraises; absent: that agency, by itself.
    pub council: Option<Council>,
    /// The session of the council, where it takes several dossiers.
    pub session: Option<String>,
    /// Whether the dossier may not be resolved without it.
    pub mandatory: bool,
    /// Rounds, oldest first.
    pub rounds: Vec<AppraisalRound>,
}

/// Who appraises together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Council {
    /// Who votes.
    pub members: Vec<CouncilMember>,
    /// Who presides; one of them.
    pub president: CouncilMember,
    /// Who keeps the minutes.
    pub secretary: CouncilMember,
    /// How many must have voted before it can conclude.
    pub quorum: u64,
}

/// An officer of an agency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CouncilMember {
    /// Of which agency.
    pub agency: String,
    /// Its name.
    pub agency_name: String,
    /// Its name in English.
    pub agency_name_en: String,
    /// Which officer.
    pub officer: String,
    /// Their name; empty where nobody knows.
    pub officer_name: String,
}

/// One round.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AppraisalRound {
    /// From 1.
    pub round: u64,
    /// When it was opened.
    pub opened_at: String,
    /// By when it is to end.
    pub due: Option<String>,
    /// Open and past its due, or concluded after it.
    pub late: bool,
    /// Where the appraisers went to see for themselves.
    pub visits: Vec<Visit>,
    /// Votes, in the order in which they were cast.
    pub votes: Vec<CouncilVote>,
    /// What it came to: `approve`, `with_changes`, `reject`; absent while it is open.
    pub conclusion: Option<String>,
    /// Number of the minutes.
    pub number: Option<String>,
    /// When it was concluded.
    pub concluded_at: Option<String>,
}

/// The appraisers have seen for themselves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Visit {
    /// On which day, yyyy-mm-dd.
    pub date: String,
    /// Where.
    pub place: String,
}

/// One member's vote.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CouncilVote {
    /// Whose.
    pub member: CouncilMember,
    /// `approve`, `with_changes`, `reject`.
    pub vote: String,
    /// When.
    pub at: String,
}

impl Appraisal {
    /// How many vote in it.
    #[must_use]
    pub fn members(&self) -> usize {
        self.council.as_ref().map_or(0, |council| council.members.len())
    }
}

impl CouncilMember {
    /// Their name, or what their agency calls them.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.officer_name.is_empty() { &self.officer } else { &self.officer_name }
    }
}

//! What a command names of the dossier that was there before: a leg, a record, a list of papers, a complaint, a consultation, an appraisal.

use crate::command::Command;
use crate::words::Participant;
use lienthong_names::{AppraisalId, ConsultationId, LegId};

impl Command {
    /// The leg it answers or takes: one that must have been sent before.
    #[must_use]
    pub const fn leg(&self) -> Option<&LegId> {
        match self {
            Self::AcknowledgeLeg { leg }
            | Self::RecordArrival { leg }
            | Self::ReadLeg { leg }
            | Self::AssignLeg { leg, .. }
            | Self::SendBackLeg { leg, .. }
            | Self::RecallLeg { leg, .. }
            | Self::RefuseLeg { leg, .. }
            | Self::AnswerLeg { leg, .. } => Some(leg),
            _ => None,
        }
    }

    /// The leg of which it sends a part on.
    #[must_use]
    pub const fn parent(&self) -> Option<&LegId> {
        match self {
            Self::TransferDossier { parent, .. } => parent.as_ref(),
            _ => None,
        }
    }

    /// The record it is about, by its revision.
    #[must_use]
    pub fn entry(&self) -> Option<u64> {
        match self {
            Self::CorrectEntry { revision, .. } => Some(u64::from(*revision)),
            _ => None,
        }
    }

    /// The complaint it answers, by its number.
    #[must_use]
    pub const fn complaint(&self) -> Option<u32> {
        match self {
            Self::AnswerComplaint { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// The list of papers that it says have arrived.
    #[must_use]
    pub const fn manifest_received(&self) -> Option<&str> {
        match self {
            Self::ReceivePaper { manifest, .. } => Some(manifest),
            _ => None,
        }
    }

    /// The consultation it carries on: one that must have been opened before.
    #[must_use]
    pub const fn consultation(&self) -> Option<&ConsultationId> {
        match self {
            Self::GiveOpinion { consultation, .. }
            | Self::AmendOpinion { consultation, .. }
            | Self::DeclineOpinion { consultation, .. }
            | Self::AskAgain { consultation, .. }
            | Self::RemindOpinion { consultation, .. }
            | Self::RevokeOpinionRequest { consultation, .. }
            | Self::DecideWithoutOpinion { consultation, .. }
            | Self::ObjectToDigest { consultation, .. }
            | Self::ConcludeConsultation { consultation, .. } => Some(consultation),
            _ => None,
        }
    }

    /// The appraisal it carries on: one that must have been opened before.
    #[must_use]
    pub const fn appraisal(&self) -> Option<&AppraisalId> {
        match self {
            Self::RecordVisit { appraisal, .. }
            | Self::CastVote { appraisal, .. }
            | Self::ConcludeAppraisal { appraisal, .. }
            | Self::ReopenAppraisal { appraisal, .. } => Some(appraisal),
            _ => None,
        }
    }

    /// Whose opinion it gives, amends, declines, or defends against a digest.
    #[must_use]
    pub const fn opinion_of(&self) -> Option<&Participant> {
        match self {
            Self::GiveOpinion { from, .. }
            | Self::AmendOpinion { from, .. }
            | Self::DeclineOpinion { from, .. }
            | Self::ObjectToDigest { from, .. } => Some(from),
            _ => None,
        }
    }
}

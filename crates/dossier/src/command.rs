//! What an agency asks to be recorded about a dossier.

use crate::words::{
    Channel, Commitment, DigestItem, Document, Outcome, Participant, PersonalField, Purpose, Stance,
};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_names::{AgencyId, ConsultationId, LegId, OfficerId, ProcedureCode, StepName, UnitId};
use std::collections::BTreeMap;

/// One participant of a consultation, as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who is asked.
    pub participant: Participant,
    /// Whether the dossier may not be resolved without it (R08).
    pub mandatory: bool,
    /// Within what term; `None` for history.
    pub term: Option<Term>,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident { $($(#[$fdoc:meta])* $field:ident : $ty:ty),* $(,)? }),+ $(,)?) => {
        /// A command about a dossier (DOMAIN section 4). Who, when and the id stand in its [`lienthong_names::Act`].
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command { $($(#[$doc])* $variant { $($(#[$fdoc])* $field: $ty),* }),+ }

        /// A command's name alone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CommandKind { $($(#[$doc])* $variant),+ }

        impl CommandKind {
            /// Every one, in the order of DOMAIN section 4.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as DOMAIN and the protocol write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }
        }

        impl Command {
            /// Its name.
            #[must_use]
            pub const fn kind(&self) -> CommandKind {
                match self { $(Self::$variant { .. } => CommandKind::$variant),+ }
            }
        }
    };
}

commands! {
    /// The source's own claims about an imported dossier.
    ImportHistory {
        /// The source's deadline.
        deadline: Option<Timestamp>,
        /// When the source says it ended.
        ended: Option<Timestamp>,
        /// By which channel it came.
        channel: Option<Channel>,
        /// The channel in the source's words.
        channel_text: Box<str>,
    },
    /// A dossier gets its code.
    RegisterDossier {
        /// Which procedure.
        procedure: ProcedureCode,
        /// Which case of it (trường hợp).
        case: Option<Box<str>>,
        /// By which channel it comes.
        channel: Channel,
        /// What was handed in.
        documents: Vec<Document>,
        /// Commitments to the personal fields.
        personal: BTreeMap<PersonalField, Commitment>,
    },
    /// The one-stop desk takes it in: the clock starts.
    ReceiveDossier {
        /// Who resolves it; `None`: as the procedure says.
        competent: Option<AgencyId>,
        /// By which channel it came.
        channel: Channel,
        /// Checklist items as handed in.
        handed_in: Vec<Box<str>>,
        /// Printed on the slip; binds if earlier than the computed one.
        appointment: Option<Timestamp>,
        /// Who holds it from here; `None`: the competent agency.
        custodian: Option<AgencyId>,
    },
    /// The desk refuses to take it in.
    RefuseDossier {
        /// Why.
        reasons: Vec<Box<str>>,
    },
    /// The custodian sends it to another agency.
    TransferDossier {
        /// The new leg's id, made by the sender.
        leg: LegId,
        /// To whom.
        to: AgencyId,
        /// What for.
        purpose: Purpose,
        /// What goes along.
        documents: Vec<Document>,
        /// Within what term.
        term: Option<Term>,
        /// A covering note.
        note: Box<str>,
    },
    /// The leg's agency confirms that it has it.
    AcknowledgeLeg {
        /// Which leg.
        leg: LegId,
    },
    /// The leg's agency does not take it.
    RefuseLeg {
        /// Which leg.
        leg: LegId,
        /// Why (R07).
        reason: Box<str>,
    },
    /// The leg's agency sends its answer back.
    AnswerLeg {
        /// Which leg.
        leg: LegId,
        /// The answer.
        text: Box<str>,
        /// What comes along.
        documents: Vec<Document>,
    },
    /// Giao nhận inside the agency that holds it.
    HandOver {
        /// To which unit.
        to_unit: Option<UnitId>,
        /// To which officer.
        to_officer: Option<OfficerId>,
        /// Which step starts with it.
        step: Option<StepName>,
    },
    /// A step of the process is done.
    CompleteStep {
        /// Which.
        step: StepName,
        /// A note.
        note: Box<str>,
    },
    /// The competent agency decides.
    ResolveDossier {
        /// How.
        outcome: Outcome,
        /// Number of the decision.
        number: Box<str>,
        /// Its date, yyyy-mm-dd.
        date: Box<str>,
        /// Who signed it.
        signer: Box<str>,
        /// What was issued.
        results: Vec<Document>,
    },
    /// The desk hands the result to the citizen.
    ReturnResult {
        /// By which channel.
        channel: Channel,
    },
    /// The custodian asks agencies or its own units for opinions.
    OpenConsultation {
        /// The consultation's id, made by the chair.
        consultation: ConsultationId,
        /// What is asked.
        question: Box<str>,
        /// What goes along.
        documents: Vec<Document>,
        /// Who is asked.
        asks: Vec<Ask>,
        /// The source does not say whom it asked.
        addressee_inferred: bool,
    },
    /// One who was asked answers.
    GiveOpinion {
        /// Which consultation.
        consultation: ConsultationId,
        /// Whose opinion.
        from: Participant,
        /// What it says in a word.
        stance: Stance,
        /// What it says: operative text, NFC, at most 16 KiB.
        text: Box<str>,
        /// What comes along.
        documents: Vec<Document>,
    },
    /// A new version of an opinion given; the old one stays.
    AmendOpinion {
        /// Which consultation.
        consultation: ConsultationId,
        /// Whose opinion.
        from: Participant,
        /// What it says in a word.
        stance: Stance,
        /// What it says.
        text: Box<str>,
        /// What comes along.
        documents: Vec<Document>,
    },
    /// One who was asked will not answer.
    DeclineOpinion {
        /// Which consultation.
        consultation: ConsultationId,
        /// Who declines.
        from: Participant,
        /// Why (R07).
        reason: Box<str>,
    },
    /// The chair asks again, after an answer.
    AskAgain {
        /// Which consultation.
        consultation: ConsultationId,
        /// Who is asked.
        asks: Vec<Ask>,
        /// What is asked.
        question: Box<str>,
        /// The source does not say whom it asked.
        addressee_inferred: bool,
    },
    /// The chair closes the consultation with its digest (R09).
    ConcludeConsultation {
        /// Which.
        consultation: ConsultationId,
        /// Every opinion given, each taken up.
        digest: Vec<DigestItem>,
    },
}

impl Command {
    /// The leg it answers or takes: one that must have been sent before.
    #[must_use]
    pub const fn leg(&self) -> Option<&LegId> {
        match self {
            Self::AcknowledgeLeg { leg } | Self::RefuseLeg { leg, .. } | Self::AnswerLeg { leg, .. } => {
                Some(leg)
            }
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
            | Self::ConcludeConsultation { consultation, .. } => Some(consultation),
            _ => None,
        }
    }

    /// Whose opinion it gives, amends or declines.
    #[must_use]
    pub const fn opinion_of(&self) -> Option<&Participant> {
        match self {
            Self::GiveOpinion { from, .. }
            | Self::AmendOpinion { from, .. }
            | Self::DeclineOpinion { from, .. } => Some(from),
            _ => None,
        }
    }
}

//! The commands and events of opinions: rows of the lists in [`crate::command`] and [`crate::event`], in a file of their own.

/// The list of commands: what is handed over, and these behind it.
macro_rules! consultation_commands {
    ($($before:tt)*) => {
        opinion_commands! {
            $($before)*
            /// The custodian asks agencies or its own units for opinions.
            OpenConsultation {
                /// The consultation's id, made by the chair.
                consultation: ConsultationId,
                /// What is asked.
                question: Box<str>,
                /// What goes along.
                documents: Vec<Document>,
                /// Who is asked.
                participants: Vec<Ask>,
                /// The source does not say whom it asked.
                addressee_inferred: bool,
                /// Nobody is shown an answer until nobody's is waited for any more.
                closed: bool,
                /// What an answer says is for who asks and for who answers; all others see that it came, and in a word to what end.
                confidential: bool,
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
                /// The paper that carries it, where it is secret: then nothing else is said here (R25).
                secret: Option<PaperReference>,
                /// Where it is closed: what is committed to, and then nothing is said here; what it says travels beside it.
                closed: Option<Commitment>,
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
                /// The paper that carries it, where it is secret.
                secret: Option<PaperReference>,
                /// Where it is closed: what is committed to.
                closed: Option<Commitment>,
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
                participants: Vec<Ask>,
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
    };
}

/// The list of events: what is handed over, and these behind it.
macro_rules! consultation_events {
    ($($before:tt)*) => {
        opinion_events! {
            $($before)*
            /// Opinions are asked for.
            ConsultationOpened {
                /// Which.
                consultation: ConsultationId,
                /// Who asks.
                chair: AgencyId,
                /// What is asked.
                question: Box<str>,
                /// What goes along.
                documents: Vec<Document>,
                /// The source does not say whom it asked.
                addressee_inferred: bool,
                /// Nobody is shown an answer until nobody's is waited for any more.
                closed: bool,
                /// What an answer says is for who asks and for who answers; all others see that it came, and in a word to what end.
                confidential: bool,
            },
            /// One participant is asked; a leg of the dossier.
            OpinionRequested {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg.
                leg: LegId,
                /// Who is asked.
                to: Participant,
                /// Whether the dossier may not be resolved without it.
                mandatory: bool,
                /// By when.
                due: Option<Timestamp>,
                /// Which ask of this participant, from 1.
                round: u32,
                /// The source does not say whom it asked.
                addressee_inferred: bool,
                /// What becomes of it if no answer comes by then.
                on_silence: OnSilence,
            },
            /// One who was asked has answered.
            OpinionGiven {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg it answers.
                leg: LegId,
                /// Whose opinion.
                from: Participant,
                /// Which ask it answers.
                round: u32,
                /// Which version, 1.
                version: u32,
                /// What it says in a word.
                stance: Stance,
                /// What it says.
                text: Box<str>,
                /// What came along.
                documents: Vec<Document>,
                /// After its due.
                late: bool,
                /// The paper that carries it, where it is secret.
                secret: Option<PaperReference>,
                /// Where it is closed: what is committed to.
                closed: Option<Commitment>,
            },
            /// A new version stands beside the old one.
            OpinionAmended {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg it answers.
                leg: LegId,
                /// Whose opinion.
                from: Participant,
                /// Which ask it answers.
                round: u32,
                /// Which version, from 2.
                version: u32,
                /// What it says in a word.
                stance: Stance,
                /// What it says.
                text: Box<str>,
                /// What came along.
                documents: Vec<Document>,
                /// After its due.
                late: bool,
                /// The paper that carries it, where it is secret.
                secret: Option<PaperReference>,
                /// Where it is closed: what is committed to.
                closed: Option<Commitment>,
            },
            /// One who was asked will not answer.
            OpinionDeclined {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg.
                leg: LegId,
                /// Who.
                from: Participant,
                /// Why.
                reason: Box<str>,
            },
            /// Closed with its digest.
            ConsultationConcluded {
                /// Which.
                consultation: ConsultationId,
                /// Every opinion, each taken up.
                digest: Vec<DigestItem>,
            },
        }
    };
}

//! The commands and events of what becomes of an ask beside its answer, and of a digest beside its making. Rows of the lists in
//! [`crate::command`] and [`crate::event`], in a file of their own.

/// The list of commands: what is handed over, and these behind it.
macro_rules! opinion_commands {
    ($($before:tt)*) => {
        one_stop_commands! {
            $($before)*
            /// The chair reminds one who has not answered.
            RemindOpinion {
                /// Which consultation.
                consultation: ConsultationId,
                /// Who is reminded.
                to: Participant,
                /// A note.
                note: Box<str>,
            },
            /// The chair takes an ask back; what was answered stays.
            RevokeOpinionRequest {
                /// Which consultation.
                consultation: ConsultationId,
                /// Of whom it is no longer asked.
                of: Participant,
                /// Why (R07).
                reason: Box<str>,
            },
            /// The competent agency goes on without an opinion whose term ran out.
            DecideWithoutOpinion {
                /// Which consultation.
                consultation: ConsultationId,
                /// Who is silent.
                of: Participant,
                /// Why (R07).
                reason: Box<str>,
                /// Under which article.
                article: Box<str>,
            },
            /// One whose opinion stands in the digest says that it is not as it was meant.
            ObjectToDigest {
                /// Which consultation.
                consultation: ConsultationId,
                /// Who objects.
                from: Participant,
                /// What is wrong.
                text: Box<str>,
            },
        }
    };
}

/// The list of events: what is handed over, and these behind it.
macro_rules! opinion_events {
    ($($before:tt)*) => {
        timed_events! {
            $($before)*
            /// One who has not answered was reminded.
            OpinionReminded {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg.
                leg: LegId,
                /// Who.
                to: Participant,
                /// Which reminder of this ask, from 1.
                number: u32,
                /// A note.
                note: Box<str>,
            },
            /// An ask was taken back; what was answered stays.
            OpinionRequestRevoked {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg.
                leg: LegId,
                /// Of whom it is no longer asked.
                of: Participant,
                /// Which ask of this participant.
                round: u32,
                /// Why.
                reason: Box<str>,
            },
            /// The term of an ask ran out, and no opinion came.
            OpinionLapsed {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg.
                leg: LegId,
                /// Who is silent.
                of: Participant,
                /// Which ask of this participant.
                round: u32,
                /// Since when.
                due: Timestamp,
                /// What the silence means.
                means: Silence,
                /// Under which article it means agreement.
                article: Box<str>,
                /// Who answers for it all the same.
                answerable: AgencyId,
            },
            /// Work goes on without an opinion: the agency that is silent stays answerable, and so does its head.
            OpinionWaived {
                /// Which consultation.
                consultation: ConsultationId,
                /// The leg.
                leg: LegId,
                /// Who is silent.
                of: Participant,
                /// Which ask of this participant.
                round: u32,
                /// Why it is done without.
                reason: Box<str>,
                /// Under which article.
                article: Box<str>,
            },
            /// Nobody's answer is waited for any more: what was closed is open to all from here on.
            OpinionsOpened {
                /// Which consultation.
                consultation: ConsultationId,
                /// When the last one had answered, or was not waited for any more.
                since: Timestamp,
            },
            /// One whose opinion stands in the digest says that it is not as it was meant.
            DigestObjected {
                /// Which consultation.
                consultation: ConsultationId,
                /// Who objects.
                from: Participant,
                /// What is wrong.
                text: Box<str>,
            },
        }
    };
}

//! The commands and events of appraisals: rows of the lists in [`crate::command`] and [`crate::event`], in a file of their own.

/// The list of commands: what is handed over, and these behind it.
macro_rules! appraisal_commands {
    ($($before:tt)*) => {
        consultation_commands! {
            $($before)*
            /// Who holds the dossier, or has it for appraisal, opens an appraisal of it: by itself, or by a council.
            OpenAppraisal {
                /// The appraisal's id, made by who chairs it.
                appraisal: AppraisalId,
                /// Who appraises; `None`: the agency that chairs, by itself.
                council: Option<Council>,
                /// The session of the council, where it takes several dossiers; each keeps a record of its own.
                session: Option<Box<str>>,
                /// Whether the dossier may not be resolved without it (R08).
                mandatory: bool,
                /// Within what term the first round is to end; `None`: as the procedure says.
                term: Option<Term>,
                /// What is laid before the appraisers.
                documents: Vec<Document>,
            },
            /// The appraisers have seen for themselves, where it is to be built or done.
            RecordVisit {
                /// Of which appraisal.
                appraisal: AppraisalId,
                /// On which day, yyyy-mm-dd.
                date: Box<str>,
                /// Where.
                place: Box<str>,
                /// Who was there.
                present: Vec<Box<str>>,
                /// What was found.
                findings: Box<str>,
            },
            /// A member of the council votes, once in a round. It is the officer who acts.
            CastVote {
                /// In which appraisal.
                appraisal: AppraisalId,
                /// For what.
                vote: Conclusion,
                /// Which changes, or why not (R07).
                text: Box<str>,
            },
            /// Who chairs it closes the round with its minutes.
            ConcludeAppraisal {
                /// Which appraisal.
                appraisal: AppraisalId,
                /// What it came to.
                conclusion: Conclusion,
                /// Which changes, or why not (R07).
                text: Box<str>,
                /// Number of the minutes.
                number: Box<str>,
                /// Their date, yyyy-mm-dd.
                date: Box<str>,
                /// The minutes, by digest, and what goes with them.
                documents: Vec<Document>,
            },
            /// The dossier came back revised: the next round begins, and votes are cast anew.
            ReopenAppraisal {
                /// Which appraisal.
                appraisal: AppraisalId,
                /// Within what term this round is to end; `None`: as the procedure says.
                term: Option<Term>,
                /// What was revised.
                documents: Vec<Document>,
            },
        }
    };
}

/// The list of events: what is handed over, and these behind it.
macro_rules! appraisal_events {
    ($($before:tt)*) => {
        consultation_events! {
            $($before)*
            /// The dossier is appraised: the first round.
            AppraisalOpened {
                /// Which.
                appraisal: AppraisalId,
                /// The agency that opened it, and answers for its conclusion.
                chair: AgencyId,
                /// Who appraises; `None`: that agency, by itself.
                council: Option<Council>,
                /// The session of the council, where it takes several dossiers.
                session: Option<Box<str>>,
                /// Whether the dossier may not be resolved without it.
                mandatory: bool,
                /// By when the round is to end.
                due: Option<Timestamp>,
                /// What is laid before the appraisers.
                documents: Vec<Document>,
            },
            /// The appraisers have seen for themselves.
            VisitRecorded {
                /// Of which appraisal.
                appraisal: AppraisalId,
                /// In which round.
                round: u32,
                /// On which day, yyyy-mm-dd.
                date: Box<str>,
                /// Where.
                place: Box<str>,
                /// Who was there.
                present: Vec<Box<str>>,
                /// What was found.
                findings: Box<str>,
            },
            /// A member of the council has voted.
            VoteCast {
                /// In which appraisal.
                appraisal: AppraisalId,
                /// In which round.
                round: u32,
                /// Who.
                member: Member,
                /// For what.
                vote: Conclusion,
                /// Which changes, or why not.
                text: Box<str>,
            },
            /// A round was closed with its minutes.
            AppraisalConcluded {
                /// Which appraisal.
                appraisal: AppraisalId,
                /// Which round.
                round: u32,
                /// What it came to.
                conclusion: Conclusion,
                /// Which changes, or why not.
                text: Box<str>,
                /// Number of the minutes.
                number: Box<str>,
                /// Their date, yyyy-mm-dd.
                date: Box<str>,
                /// The minutes, and what goes with them.
                documents: Vec<Document>,
                /// After the round's due.
                late: bool,
            },
            /// The next round, on what was revised.
            AppraisalReopened {
                /// Which appraisal.
                appraisal: AppraisalId,
                /// Which round, from 2.
                round: u32,
                /// By when it is to end.
                due: Option<Timestamp>,
                /// What was revised.
                documents: Vec<Document>,
            },
        }
    };
}

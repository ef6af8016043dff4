//! The commands and events of late entries, corrections, competence, succession, paper originals, the citizen's word and erasure: rows of
//! the lists in [`crate::command`] and [`crate::event`], in a file of their own.

/// The list of commands: what is handed over, and these behind it.
macro_rules! one_stop_commands {
    ($($before:tt)*) => {
        commands! {
            $($before)*
            /// What an agency took in past the rules is brought to the desk: the clock starts where the citizen handed it in.
            RegulariseDossier {
                /// Which procedure.
                procedure: ProcedureCode,
                /// Which case of it (trường hợp).
                case: Option<CaseName>,
                /// By which channel it came.
                channel: Channel,
                /// What was handed in.
                documents: Vec<Document>,
                /// Checklist items as handed in.
                handed_in: Vec<Box<str>>,
                /// Who resolves it; `None`: as the procedure says.
                competent: Option<AgencyId>,
                /// Who holds it from here; `None`: the competent agency.
                custodian: Option<AgencyId>,
                /// What was promised in writing; binds if earlier than the computed one.
                appointment: Option<Timestamp>,
                /// What was irregular.
                irregularity: Irregularity,
                /// Stream of the rejection that is cited.
                citing: Option<StreamName>,
                /// Its revision there; 0: none is cited.
                citing_revision: u32,
                /// When the citizen handed it in.
                taken_at: Timestamp,
                /// Which agency took it.
                taken_by: AgencyId,
                /// Who there, by name.
                taker: Box<str>,
                /// Why it came past the desk (R07).
                reason: Box<str>,
            },
            /// A dossier that was running before the agency went live, with what is left of its term.
            AdoptDossier {
                /// Which procedure.
                procedure: ProcedureCode,
                /// Which case of it (trường hợp).
                case: Option<CaseName>,
                /// By which channel it came.
                channel: Channel,
                /// What was handed in.
                documents: Vec<Document>,
                /// Who resolves it; `None`: as the procedure says.
                competent: Option<AgencyId>,
                /// Who holds it; `None`: the competent agency.
                custodian: Option<AgencyId>,
                /// When it was received, in the old book.
                received_at: Timestamp,
                /// Its number there.
                old_number: Box<str>,
                /// What is left of its term.
                remaining: Option<Term>,
                /// What was promised in writing; binds if earlier than what is left.
                appointment: Option<Timestamp>,
            },
            /// An entry of one's own was wrong: what is right is said beside it; the entry stays.
            CorrectEntry {
                /// Revision of the record.
                revision: u32,
                /// Which event of it, by name.
                event: Box<str>,
                /// Which field of the event.
                field: Box<str>,
                /// What is right.
                value: Box<str>,
                /// Why (R07).
                reason: Box<str>,
                /// The second officer; needed for all that rules and figures read: dates, sums, agencies.
                confirmed_by: Option<OfficerId>,
            },
            /// The common superior says whose competence it is, after two agencies refused a leg for that (R27).
            DecideCompetence {
                /// One of the refused legs: what was asked there is asked of the one it decides for.
                leg: LegId,
                /// Whose competence it is.
                competent: AgencyId,
                /// Id of the leg to that agency.
                new_leg: LegId,
                /// Within what term.
                term: Option<Term>,
                /// Why (R07).
                reason: Box<str>,
                /// Number of the decision.
                number: Box<str>,
                /// Its date, yyyy-mm-dd.
                date: Box<str>,
            },
            /// Paper originals leave for another agency that has a part in the dossier.
            SendPaper {
                /// To whom.
                to: AgencyId,
                /// Number of the list that goes along; once in a dossier.
                manifest: Box<str>,
                /// What goes.
                items: Vec<Box<str>>,
                /// A note.
                note: Box<str>,
            },
            /// They are there; what of the list is not, is missing.
            ReceivePaper {
                /// Number of the list.
                manifest: Box<str>,
                /// What was there.
                items: Vec<Box<str>>,
                /// A note.
                note: Box<str>,
            },
            /// The citizen says how it went.
            RateService {
                /// From 1 to 5.
                score: u32,
            },
            /// The citizen complains of an agency. What is said is shielded: a commitment here, encrypted in the record.
            FileComplaint {
                /// Of whom.
                against: AgencyId,
                /// Commitment to what is said.
                text: Commitment,
            },
            /// The head of the agency answers.
            AnswerComplaint {
                /// Which complaint of this dossier, from 1.
                number: u32,
                /// What is answered.
                text: Box<str>,
            },
            /// The personal data of the dossier are to be gone for good: what citizens said of themselves and what they complained of.
            ErasePersonalData {
                /// Number of the decision, or of the citizen's request, that it stands on.
                authority: Box<str>,
                /// By which article.
                law: Box<str>,
                /// Why (R07).
                reason: Box<str>,
            },
        }
    };
}

/// The list of events: what is handed over, and these behind it.
macro_rules! one_stop_events {
    ($($before:tt)*) => {
        events! {
            $($before)*
            /// An agency stands in another's place in this dossier: what was still to come from the one comes from the other.
            /// Legs between the two are over, and of an agency asked twice one answer serves.
            CustodySucceeded {
                /// Who ceased.
                predecessor: AgencyId,
                /// Who stands in its place.
                successor: AgencyId,
            },
            /// It came past the rules, and how.
            IrregularityNoted {
                /// What was irregular.
                irregularity: Irregularity,
                /// Stream of the rejection that is cited.
                citing: Option<StreamName>,
                /// Its revision there; 0: none is cited.
                citing_revision: u32,
                /// When the citizen handed it in.
                taken_at: Timestamp,
                /// Which agency took it.
                taken_by: AgencyId,
                /// Who there.
                taker: Box<str>,
                /// Why it came past the desk.
                reason: Box<str>,
            },
            /// It was running before the agency went live.
            DossierAdopted {
                /// At which desk (its agency).
                desk: AgencyId,
                /// Version of the procedure that counts from here to the end.
                procedure_version: u32,
                /// Who resolves it.
                competent: AgencyId,
                /// Who holds it.
                custodian: AgencyId,
                /// By which channel it came.
                channel: Channel,
                /// When it was received, in the old book.
                received_at: Timestamp,
                /// Its number there.
                old_number: Box<str>,
                /// Where its clock goes on.
                clock_from: Timestamp,
                /// What was left of its term.
                remaining: Option<Term>,
                /// When the result is promised.
                appointment: Option<Timestamp>,
            },
            /// An entry was wrong, and what is right.
            EntryCorrected {
                /// Revision of the record.
                revision: u32,
                /// Which event of it.
                event: Box<str>,
                /// Which field of the event.
                field: Box<str>,
                /// What is right.
                value: Box<str>,
                /// Why.
                reason: Box<str>,
                /// The second officer.
                confirmed_by: Option<OfficerId>,
            },
            /// Whose competence it is was decided above those who refused it.
            CompetenceDecided {
                /// About which refused leg.
                leg: LegId,
                /// Whose competence it is.
                competent: AgencyId,
                /// Why.
                reason: Box<str>,
                /// Number of the decision.
                number: Box<str>,
                /// Its date.
                date: Box<str>,
            },
            /// Paper originals left.
            PaperSent {
                /// From whom.
                from: AgencyId,
                /// To whom.
                to: AgencyId,
                /// Number of the list.
                manifest: Box<str>,
                /// What went.
                items: Vec<Box<str>>,
                /// A note.
                note: Box<str>,
            },
            /// Paper originals arrived.
            PaperReceived {
                /// Number of the list.
                manifest: Box<str>,
                /// What was there.
                items: Vec<Box<str>>,
                /// What of the list was not.
                missing: Vec<Box<str>>,
                /// A note.
                note: Box<str>,
            },
            /// The citizen said how it went.
            ServiceRated {
                /// From 1 to 5.
                score: u32,
            },
            /// The citizen complained of an agency; what was said stands in the record, encrypted.
            ComplaintFiled {
                /// Which complaint of this dossier, from 1.
                number: u32,
                /// Of whom.
                against: AgencyId,
            },
            /// A complaint was answered.
            ComplaintAnswered {
                /// Which.
                number: u32,
                /// What was answered.
                text: Box<str>,
            },
            /// The personal data of the dossier may be read by nobody any more: their key is destroyed once this is sealed.
            PersonalDataErased {
                /// Number of what it stands on.
                authority: Box<str>,
                /// By which article.
                law: Box<str>,
                /// Why.
                reason: Box<str>,
            },
        }
    };
}

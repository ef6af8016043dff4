//! What each command and event about a dossier is made of: its message, and the kind of every field.
//!
//! The tables are read three times: by [`super::command`] and [`super::event`], which convert by them, and by the strategies of
//! `testing`. A field that stands in a message and not in its row does not compile, nor does the reverse.

/// Commands about a dossier, in the order of DOMAIN section 4. `RegisterDossier` is converted by hand: each of its commitments
/// is a field of its own.
macro_rules! command_table {
    ($then:ident) => {
        $then! {
            ImportHistory "import_history" {
                deadline: optional_instant, ended: optional_instant, channel: optional_word, channel_text: line,
            }
            ReceiveDossier "receive_dossier" {
                competent: optional_id, channel: word, handed_in: items, appointment: optional_instant,
                custodian: optional_id,
            }
            RefuseDossier "refuse_dossier" { reasons: reasons }
            RegulariseDossier "regularise_dossier" {
                procedure: id, case: optional_case, channel: word, documents: documents, handed_in: items,
                competent: optional_id, custodian: optional_id, appointment: optional_instant,
                irregularity: word, citing: optional_stream, citing_revision: number, taken_at: instant, taken_by: id,
                taker: line, reason: text,
            }
            AdoptDossier "adopt_dossier" {
                procedure: id, case: optional_case, channel: word, documents: documents, competent: optional_id,
                custodian: optional_id, received_at: instant, old_number: line, remaining: term,
                appointment: optional_instant,
            }
            TransferDossier "transfer_dossier" {
                leg: id, to: id, purpose: word, documents: documents, term: term, note: text, parent: optional_id, after: optional_id,
            }
            AcknowledgeLeg "acknowledge_leg" { leg: id }
            RefuseLeg "refuse_leg" { leg: id, reason: text, ground: optional_word }
            RecordArrival "record_arrival" { leg: id }
            ReadLeg "read_leg" { leg: id }
            AssignLeg "assign_leg" { leg: id, unit: optional_id, officer: optional_id }
            RecallLeg "recall_leg" { leg: id, reason: text }
            SendBackLeg "send_back_leg" { leg: id, reason: text, ground: optional_word }
            AnswerLeg "answer_leg" { leg: id, text: opinion, documents: documents }
            DecideCompetence "decide_competence" {
                leg: id, competent: id, new_leg: id, term: term, reason: text, number: line, date: date_text,
            }
            SendPaper "send_paper" { to: id, manifest: line, items: items, note: text }
            ReceivePaper "receive_paper" { manifest: line, items: items, note: text }
            HandOver "hand_over" { to_unit: optional_id, to_officer: optional_id, step: optional_step }
            ReassignOfficer "reassign_officer" { unit: optional_id, officer: optional_id, reason: text }
            CompleteStep "complete_step" { step: step, note: text, at_centre: flag }
            ProposeSupplement "propose_supplement" { items: items, reasons: reasons }
            RequestSupplement "request_supplement" {
                items: items, reasons: reasons, until: optional_instant, again: line,
            }
            ProvideSupplement "provide_supplement" { items: items, documents: documents }
            RequestRevision "request_revision" { item: line, points: reasons, law: line, until: optional_instant }
            PauseDossier "pause_dossier" { reason: text, law: line, until: optional_instant }
            ResumeDossier "resume_dossier" { reason: text }
            StopDossier "stop_dossier" { reason: text, law: line }
            AskWithdrawal "ask_withdrawal" { reason: text }
            DecideWithdrawal "decide_withdrawal" { granted: flag, reason: text }
            IssueApology "issue_apology" { reason: text, responsible: optional_id, number: line, date: date_text }
            Reappoint "reappoint" { until: instant, reason: text }
            AttachDocument "attach_document" { documents: documents, note: text }
            AnnulReception "annul_reception" { reason: text, successor: optional_id }
            RateService "rate_service" { score: number }
            FileComplaint "file_complaint" { against: id, text: commitment }
            AnswerComplaint "answer_complaint" { number: ordinal, text: text }
            ErasePersonalData "erase_personal_data" { authority: line, law: line, reason: text }
            CorrectEntry "correct_entry" {
                revision: ordinal, event: line, field: line, value: line, reason: text, confirmed_by: optional_id,
            }
            ResolveDossier "resolve_dossier" {
                outcome: word, number: line, date: date_text, signer: line, results: documents,
            }
            ReturnResult "return_result" { channel: word, results: items, authority: line }
            DemandFee "demand_fee" { fee: line, amount: money }
            ExemptFee "exempt_fee" { fee: line, reason: text, law: line }
            RecordPayment "record_payment" { fee: line, amount: money, means: word, receipt: line }
            RefundPayment "refund_payment" { fee: line, reason: text, receipt: line }
            SetFinancialObligation "set_financial_obligation" {
                obligation: line, name: line, amount: money, number: line, date: date_text, until: optional_instant,
            }
            RecordResult "record_result" {
                result: line, outcome: word, number: line, date: date_text, signer: line, capacity: optional_word,
                signature: optional_word, documents: documents,
            }
            WithdrawResult "withdraw_result" { result: line, reason: text, law: line }
            ReissueResult "reissue_result" {
                result: line, number: line, date: date_text, signer: line, capacity: optional_word,
                signature: optional_word, documents: documents, reason: text,
            }
            ReopenDossier "reopen_dossier" { reason: text, law: line, term: term }
            NotifyApplicant "notify_applicant" { means: word, text: text }
            PostSent "post_sent" {
                consignment: line, direction: word, carrier: id, office: line, items: items, due: optional_instant,
            }
            PostArrived "post_arrived" { consignment: line }
            PostFailed "post_failed" { consignment: line, reason: text }
            RaiseTimer "raise_timer" { clock: clock, cause: word, due: instant }
            OpenConsultation "open_consultation" {
                consultation: id, question: text, documents: documents, participants: asks,
                addressee_inferred: flag, closed: flag, confidential: flag,
            }
            GiveOpinion "give_opinion" {
                consultation: id, from: participant, stance: word, text: opinion, documents: documents, secret: paper,
                closed: optional_commitment,
            }
            AmendOpinion "amend_opinion" {
                consultation: id, from: participant, stance: word, text: opinion, documents: documents, secret: paper,
                closed: optional_commitment,
            }
            DeclineOpinion "decline_opinion" { consultation: id, from: participant, reason: text }
            AskAgain "ask_again" {
                consultation: id, participants: asks, question: text, addressee_inferred: flag,
            }
            ConcludeConsultation "conclude_consultation" { consultation: id, digest: digest }
            RemindOpinion "remind_opinion" { consultation: id, to: participant, note: text }
            RevokeOpinionRequest "revoke_opinion_request" { consultation: id, of: participant, reason: text }
            DecideWithoutOpinion "decide_without_opinion" {
                consultation: id, of: participant, reason: text, article: line,
            }
            ObjectToDigest "object_to_digest" { consultation: id, from: participant, text: text }
            OpenAppraisal "open_appraisal" {
                appraisal: id, council: optional_council, session: optional_line, mandatory: flag, term: term,
                documents: documents,
            }
            RecordVisit "record_visit" {
                appraisal: id, date: date_text, place: line, present: people, findings: text,
            }
            CastVote "cast_vote" { appraisal: id, vote: word, text: text }
            ConcludeAppraisal "conclude_appraisal" {
                appraisal: id, conclusion: word, text: text, number: line, date: date_text, documents: documents,
            }
            ReopenAppraisal "reopen_appraisal" { appraisal: id, term: term, documents: documents }
        }
    };
}

/// Events of a dossier, in the order of DOMAIN section 4.
macro_rules! event_table {
    ($then:ident) => {
        $then! {
            HistoryImported "history_imported" {
                deadline: optional_instant, ended: optional_instant, channel: optional_word, channel_text: line,
            }
            DossierRegistered "dossier_registered" {
                procedure: id, case: optional_case, channel: word, documents: documents,
                personal_fields: personal_fields,
            }
            DossierReceived "dossier_received" {
                desk: id, procedure_version: number, competent: id, custodian: id, channel: word, handed_in: items,
                clock_from: instant, appointment: optional_instant, process_version: optional_ordinal,
                receiving_appointment: optional_instant,
            }
            IrregularityNoted "irregularity_noted" {
                irregularity: word, citing: optional_stream, citing_revision: number, taken_at: instant, taken_by: id,
                taker: line, reason: text,
            }
            DossierAdopted "dossier_adopted" {
                desk: id, procedure_version: number, competent: id, custodian: id, channel: word,
                received_at: instant, old_number: line, clock_from: instant, remaining: term,
                appointment: optional_instant,
            }
            DossierRefused "dossier_refused" { reasons: reasons }
            LegSent "leg_sent" {
                leg: id, from: id, to: id, purpose: word, due: optional_instant, acknowledge_by: optional_instant,
                outside_term: flag, documents: documents, note: text, parent: optional_id,
            }
            CustodySucceeded "custody_succeeded" { predecessor: id, successor: id }
            CustodyMoved "custody_moved" { from: id, to: id, leg: optional_id }
            LegAccepted "leg_accepted" { leg: id }
            LegRefused "leg_refused" { leg: id, reason: text, ground: optional_word }
            LegArrived "leg_arrived" { leg: id }
            LegRead "leg_read" { leg: id }
            LegAssigned "leg_assigned" { leg: id, unit: optional_id, officer: optional_id }
            LegRecalled "leg_recalled" { leg: id, reason: text }
            LegSentBack "leg_sent_back" { leg: id, reason: text, ground: optional_word }
            LegAnswered "leg_answered" { leg: id, text: opinion, documents: documents }
            CompetenceDecided "competence_decided" {
                leg: id, competent: id, reason: text, number: line, date: date_text,
            }
            PaperSent "paper_sent" { from: id, to: id, manifest: line, items: items, note: text }
            PaperReceived "paper_received" { manifest: line, items: items, missing: items, note: text }
            OfficerAssigned "officer_assigned" { agency: id, unit: optional_id, officer: optional_id }
            StepStarted "step_started" { step: step, due: optional_instant }
            StepCompleted "step_completed" { step: step, note: text, at_centre: flag }
            SupplementProposed "supplement_proposed" { items: items, reasons: reasons }
            SupplementRequested "supplement_requested" {
                items: items, reasons: reasons, until: optional_instant, number: ordinal,
            }
            SupplementProvided "supplement_provided" { items: items, documents: documents }
            RevisionRequested "revision_requested" {
                item: line, points: reasons, law: line, until: optional_instant,
            }
            ClockPaused "clock_paused" { cause: word, since: instant, until: optional_instant }
            ClockResumed "clock_resumed" { cause: word, from: instant, term: term, due: optional_instant }
            LegPlanned "leg_planned" {
                leg: id, from: id, to: id, purpose: word, term: term, documents: documents, note: text, after: id,
            }
            PauseEnded "pause_ended" { cause: word }
            DossierStopped "dossier_stopped" { reason: text, law: line }
            WithdrawalAsked "withdrawal_asked" { reason: text }
            WithdrawalRefused "withdrawal_refused" { reason: text }
            DossierWithdrawn "dossier_withdrawn" {}
            ApologyIssued "apology_issued" { reason: text, responsible: id, number: line, date: date_text }
            Reappointed "reappointed" { until: instant, reason: text }
            DocumentAttached "document_attached" { documents: documents, note: text }
            ReceptionAnnulled "reception_annulled" { reason: text, successor: optional_id }
            ServiceRated "service_rated" { score: number }
            ComplaintFiled "complaint_filed" { number: ordinal, against: id }
            ComplaintAnswered "complaint_answered" { number: ordinal, text: text }
            PersonalDataErased "personal_data_erased" { authority: line, law: line, reason: text }
            EntryCorrected "entry_corrected" {
                revision: ordinal, event: line, field: line, value: line, reason: text, confirmed_by: optional_id,
            }
            DossierResolved "dossier_resolved" {
                outcome: word, number: line, date: date_text, signer: line, results: documents,
                lateness: lateness,
            }
            ResultReturned "result_returned" {
                desk: id, channel: word, results: items, authority: line, partial: flag,
            }
            FeeDemanded "fee_demanded" { fee: line, amount: money }
            FeeExempted "fee_exempted" { fee: line, reason: text, law: line }
            PaymentRecorded "payment_recorded" { fee: line, amount: money, means: word, receipt: line }
            PaymentRefunded "payment_refunded" { fee: line, amount: money, reason: text, receipt: line }
            FinancialObligationSet "financial_obligation_set" {
                obligation: line, name: line, amount: money, number: line, date: date_text, until: optional_instant,
            }
            ResultRecorded "result_recorded" {
                result: line, outcome: word, number: line, date: date_text, signer: line, capacity: optional_word,
                signature: optional_word, documents: documents,
            }
            ResultWithdrawn "result_withdrawn" { result: line, reason: text, law: line }
            ResultReissued "result_reissued" {
                result: line, number: line, date: date_text, signer: line, capacity: optional_word,
                signature: optional_word, documents: documents, reason: text,
            }
            DossierReopened "dossier_reopened" {
                reason: text, law: line, from: instant, term: term, due: optional_instant,
            }
            ApplicantNotified "applicant_notified" { means: word, text: text }
            PostSent "post_sent" {
                consignment: line, direction: word, carrier: id, office: line, items: items, due: optional_instant,
            }
            PostArrived "post_arrived" { consignment: line }
            PostFailed "post_failed" { consignment: line, reason: text }
            StepOverdue "step_overdue" { step: step, agency: id, officer: optional_id, due: instant }
            StepResumed "step_resumed" { step: step, agency: id, from: instant, term: term, due: instant }
            LegOverdue "leg_overdue" { leg: id, by: id, due: instant }
            EscalationRaised "escalation_raised" {
                leg: id, to: id, level: ordinal, due: instant, next_to: optional_id, next_due: optional_instant,
            }
            DossierOverdue "dossier_overdue" { custodian: id, due: instant }
            SupplementLapsed "supplement_lapsed" { items: items, until: instant }
            ConsultationOpened "consultation_opened" {
                consultation: id, chair: id, question: text, documents: documents, addressee_inferred: flag,
                closed: flag, confidential: flag,
            }
            OpinionRequested "opinion_requested" {
                consultation: id, leg: id, to: participant, mandatory: flag, due: optional_instant, round: ordinal,
                addressee_inferred: flag, on_silence: on_silence,
            }
            OpinionGiven "opinion_given" {
                consultation: id, leg: id, from: participant, round: ordinal, version: ordinal, stance: word,
                text: opinion, documents: documents, late: flag, secret: paper, closed: optional_commitment,
            }
            OpinionAmended "opinion_amended" {
                consultation: id, leg: id, from: participant, round: ordinal, version: ordinal, stance: word,
                text: opinion, documents: documents, late: flag, secret: paper, closed: optional_commitment,
            }
            OpinionDeclined "opinion_declined" { consultation: id, leg: id, from: participant, reason: text }
            ConsultationConcluded "consultation_concluded" { consultation: id, digest: digest }
            OpinionReminded "opinion_reminded" {
                consultation: id, leg: id, to: participant, number: ordinal, note: text,
            }
            OpinionRequestRevoked "opinion_request_revoked" {
                consultation: id, leg: id, of: participant, round: ordinal, reason: text,
            }
            OpinionLapsed "opinion_lapsed" {
                consultation: id, leg: id, of: participant, round: ordinal, due: instant, means: word,
                article: line, answerable: id,
            }
            OpinionWaived "opinion_waived" {
                consultation: id, leg: id, of: participant, round: ordinal, reason: text, article: line,
            }
            OpinionsOpened "opinions_opened" { consultation: id, since: instant }
            DigestObjected "digest_objected" { consultation: id, from: participant, text: text }
            AppraisalOpened "appraisal_opened" {
                appraisal: id, chair: id, council: optional_council, session: optional_line, mandatory: flag,
                due: optional_instant, documents: documents,
            }
            VisitRecorded "visit_recorded" {
                appraisal: id, round: ordinal, date: date_text, place: line, present: people, findings: text,
            }
            VoteCast "vote_cast" { appraisal: id, round: ordinal, member: member, vote: word, text: text }
            AppraisalConcluded "appraisal_concluded" {
                appraisal: id, round: ordinal, conclusion: word, text: text, number: line, date: date_text,
                documents: documents, late: flag,
            }
            AppraisalReopened "appraisal_reopened" {
                appraisal: id, round: ordinal, due: optional_instant, documents: documents,
            }
        }
    };
}

/// Commands about findings and tasks, in the order of DOMAIN section 4.
macro_rules! supervision_command_table {
    ($then:ident) => {
        $then! {
            OpenFinding "open_finding" {
                ground: ground, dossier: optional_id, at: instant, text: text, explain_until: day,
            }
            ExplainFinding "explain_finding" { finding: finding, text: opinion, documents: documents }
            ConfirmFinding "confirm_finding" { finding: finding, reason: text }
            DismissFinding "dismiss_finding" { finding: finding, reason: text }
            OrderRemedy "order_remedy" { finding: finding, agency: id, what: text, due: day }
            RecordMeasure "record_measure" {
                finding: finding, form: word, decision: line, decided_on: day, agency: id, person: optional_id,
            }
            CloseFinding "close_finding" { finding: finding, reason: text }
            AssignTask "assign_task" { task: id, clause: line, agency: id, what: text, due: day }
            UrgeAgency "urge_agency" { about: subject, number: ordinal, agency: id, text: text, answer_by: day }
            AcknowledgeEscalation "acknowledge_escalation" {
                about: subject, number: ordinal, agency: id, text: text, promised: optional_day,
            }
            ReportTask "report_task" { about: subject, number: ordinal, text: opinion, documents: documents }
            AcceptTask "accept_task" { about: subject, number: ordinal }
            ReturnTask "return_task" { about: subject, number: ordinal, reason: text, due: day }
        }
    };
}

/// What happened to findings and tasks.
macro_rules! supervision_event_table {
    ($then:ident) => {
        $then! {
            FindingOpened "finding_opened" {
                ground: ground, dossier: optional_id, at: instant, text: text, explain_until: day,
            }
            FindingExplained "finding_explained" { text: opinion, documents: documents }
            FindingConfirmed "finding_confirmed" { reason: text }
            FindingDismissed "finding_dismissed" { reason: text }
            RemedyOrdered "remedy_ordered" { number: ordinal, agency: id, what: text, due: day }
            MeasureRecorded "measure_recorded" {
                form: word, decision: line, decided_on: day, agency: id, person: optional_id,
            }
            FindingClosed "finding_closed" { reason: text }
            TaskAssigned "task_assigned" { clause: line, agency: id, what: text, due: day }
            AgencyUrged "agency_urged" { number: ordinal, agency: id, text: text, answer_by: day }
            EscalationAcknowledged "escalation_acknowledged" {
                number: ordinal, agency: id, text: text, promised: optional_day,
            }
            TaskReported "task_reported" { number: ordinal, text: opinion, documents: documents }
            TaskAccepted "task_accepted" { number: ordinal }
            TaskReturned "task_returned" { number: ordinal, reason: text, due: day }
        }
    };
}

pub(crate) use {command_table, event_table, supervision_command_table, supervision_event_table};

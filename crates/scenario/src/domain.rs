//! What DOMAIN asks for, by name: the rules of its section 5, the commands and events of its section 4; and what of that stands
//! in no code yet, each with why not.
//!
//! `tests/it/coverage.rs` holds these lists to the code both ways: a name that stands in code and still on a list of what is
//! missing is a fault, and so is one that stands in neither. The lists of what is missing only shrink.

/// A rule of DOMAIN section 5.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// `R08`.
    pub id: &'static str,
    /// What it asks.
    pub says: &'static str,
    /// The law; `[U]`: not read in the original.
    pub law: &'static str,
    /// What comes of breaking it.
    pub outcome: &'static str,
    /// Where it is looked for.
    pub by: &'static str,
}

const fn rule(
    id: &'static str,
    says: &'static str,
    law: &'static str,
    outcome: &'static str,
    by: &'static str,
) -> Rule {
    Rule { id, says, law, outcome, by }
}

const REJECTED: &str = "rejected";
const FOUND: &str = "found";
const STRICT: &str = "rejected where strict, else found";
const DECREE: &str = "Decree 61/2018/ND-CP";

/// Section 5, as it stands there.
pub const RULES: [Rule; 29] = [
    rule(
        "R01",
        "reception and return only by a one-stop desk, online or by post, for procedures so registered",
        "directive 1d; Decree 61/2018/ND-CP, Article 16 [U]",
        "rejected; RegulariseDossier lets it in, with a finding on the agency",
        "routing",
    ),
    rule("R02", "each command only by a capacity that the table of section 4 gives it", "", REJECTED, "all"),
    rule(
        "R03",
        "an agency acts on a dossier only if a recorded transfer, consultation or process step gave it a part; an opinion only if it was asked",
        "directive 1đ",
        REJECTED,
        "all",
    ),
    rule(
        "R04",
        "documents asked for are on the checklist of the version in force at reception (a revision of a listed one may be asked)",
        "directive 1d",
        REJECTED,
        "routing",
    ),
    rule(
        "R05",
        "supplement at intake once, complete, with reasons; a second needs a reason that the process names",
        "Decree 61/2018/ND-CP, Article 17 [U]",
        REJECTED,
        "routing",
    ),
    rule(
        "R06",
        "what goes to the citizen (supplement, apology, stop, result) is issued by the desk",
        "directive 1d",
        "found when an agency does it alone",
        "inspection",
    ),
    rule(
        "R07",
        "refusal, send-back, pause, extension, correction and late act carry a reason",
        DECREE,
        REJECTED,
        "all",
    ),
    rule(
        "R08",
        "no resolution while a mandatory opinion or appraisal is open, unless it lapsed under a rule that lets work proceed, or DecideWithoutOpinion",
        "directive 1b, 1đ",
        REJECTED,
        "routing, consultation",
    ),
    rule(
        "R09",
        "the digest holds every opinion, by hash and version, each taken up; quotes are byte ranges",
        "directive 1b",
        REJECTED,
        "consultation",
    ),
    rule(
        "R10",
        "steps follow the published process (skip or loop only where it allows)",
        "directive 1đ",
        STRICT,
        "routing",
    ),
    rule(
        "R11",
        "receiver, appraiser, approver are different officers; a one-officer commune has a dated exemption, listed",
        "separation of duties",
        STRICT,
        "routing",
    ),
    rule(
        "R12",
        "officer, capacity, delegation, key valid at the time; procedure and agency in force",
        "",
        REJECTED,
        "all",
    ),
    rule("R13", "fee = the schedule of the version; no other money", "directive 1d, 4", REJECTED, "routing"),
    rule(
        "R14",
        "apology at least one day before the date; re-appointment once; figures always measure against the first appointment",
        "Decree 61/2018/ND-CP as amended by 107/2021 [U]",
        FOUND,
        "inspection",
    ),
    rule(
        "R15",
        "online application answered within 8 working hours; hand-over to the specialised unit the same day, or next morning if received after 15:00",
        "Decree 61/2018/ND-CP, Article 18 [U]",
        FOUND,
        "inspection",
    ),
    rule(
        "R16",
        "opinion, leg, step, dossier late; no apology; result uncollected for n days",
        "directive 1g",
        FOUND,
        "inspection",
    ),
    rule(
        "R17",
        "an appointment never changes by a catalogue or calendar edit after reception; only by an event of its own",
        "",
        "invariant",
        "routing",
    ),
    rule(
        "R18",
        "act recorded more than the tolerance after it occurred; before its cause; at improbable hours; result dated before the transfer that carried it",
        "directive 1g",
        FOUND,
        "inspection",
    ),
    rule(
        "R19",
        "act about a dossier the ledger has never seen",
        "directive 1đ",
        "rejected; RegulariseDossier follows",
        "routing",
    ),
    rule(
        "R20",
        "lack of the paper original is no reason to refuse or delay a leg, unless the checklist says original first",
        "directive 1đ",
        REJECTED,
        "routing",
    ),
    rule(
        "R21",
        "\"5 tại chỗ\": steps of such a dossier happen at the Centre; stamping elsewhere",
        "directive 1đ",
        STRICT,
        "routing",
    ),
    rule(
        "R22",
        "desks, checklists, processes, calendars, switches only by the Office's key, under a decision, drafted and approved by two",
        "directive 1c, 1d",
        REJECTED,
        "publishing",
    ),
    rule(
        "R23",
        "a procedure is published within the time from its legal basis, and equals it (papers, term, fee)",
        "directive 1c",
        FOUND,
        "inspection",
    ),
    rule(
        "R24",
        "import admits only acts before the agency's go-live; later ones are late entries",
        "",
        "rejected; late entry found",
        "routing",
    ),
    rule(
        "R25",
        "secret matters (military, police) are recorded by paper reference only",
        "state secrets law [U]",
        "rejected if they carry text, file or hash",
        "consultation",
    ),
    rule(
        "R26",
        "each agency-day has exactly one answerable name (head, acting, or superior)",
        "directive 1g, 8",
        FOUND,
        "inspection",
    ),
    rule(
        "R27",
        "refused twice for competence: the common superior decides, the clock runs",
        "directive 1g",
        "found (ping-pong)",
        "routing, inspection",
    ),
    rule(
        "R28",
        "withdrawal, pause, annulment or bulk closing close to the due date",
        "directive 1g",
        FOUND,
        "inspection",
    ),
    rule("R29", "the law demands an opinion that no leg carried", "directive 1đ", FOUND, "inspection"),
];

/// Commands that section 4 names, in its order.
pub const COMMANDS: &str = "ImportHistory RegisterDossier ReceiveDossier RefuseDossier RegulariseDossier AdoptDossier \
    ProposeSupplement RequestSupplement ProvideSupplement RequestRevision DemandFee ExemptFee RecordPayment RefundPayment \
    SetFinancialObligation TransferDossier ReadLeg AcknowledgeLeg RefuseLeg AssignLeg RecallLeg SendBackLeg AnswerLeg \
    DecideCompetence HandOver CompleteStep ReassignOfficer SendPaper ReceivePaper OpenConsultation GiveOpinion AmendOpinion \
    DeclineOpinion RevokeOpinionRequest AskAgain RemindOpinion ConcludeConsultation ObjectToDigest DecideWithoutOpinion \
    OpenAppraisal RecordVisit CastVote ConcludeAppraisal ReopenAppraisal PauseDossier ResumeDossier StopDossier \
    AskWithdrawal DecideWithdrawal IssueApology Reappoint RecordResult ResolveDossier NotifyApplicant PostSent PostArrived \
    PostFailed ReturnResult WithdrawResult ReissueResult ReopenDossier CorrectEntry AnnulReception AttachDocument \
    RateService FileComplaint AnswerComplaint ErasePersonalData DeclareDay AnswerSample RegisterLegalBasis \
    PublishProcedure RepealProcedure PublishProcess ProposeCut DecideCut RegisterAgency RegisterDesk SucceedAgency \
    SetGoLive AppointHead AppointDeputy AppointActing EndTenure DelegateAuthority RegisterAbsence GrantRole RegisterKey \
    RevokeKey LeaseNumbers AccreditOfflineDesk SetCalendar SwitchRule OpenFinding ExplainFinding ConfirmFinding \
    DismissFinding OrderRemedy RecordMeasure CloseFinding AssignTask UrgeAgency ReportTask AcceptTask ReturnTask \
    AcknowledgeEscalation";

/// Events that section 4 names, in its order; of publishing and inspection it says only \"their facts\".
pub const EVENTS: &str = "HistoryImported DossierRegistered DossierReceived LegSent DossierRefused IrregularityNoted \
    DossierAdopted SupplementProposed SupplementRequested ClockPaused SupplementProvided ClockResumed RevisionRequested \
    FeeDemanded FeeExempted PaymentRecorded PaymentRefunded FinancialObligationSet CustodyMoved LegArrived LegRead \
    LegAccepted LegRefused LegAssigned LegRecalled LegSentBack LegAnswered CompetenceDecided StepStarted StepCompleted \
    OfficerAssigned PaperSent PaperReceived ConsultationOpened OpinionRequested OpinionGiven OpinionAmended \
    OpinionDeclined OpinionRequestRevoked OpinionReminded ConsultationConcluded DigestObjected OpinionWaived \
    AppraisalOpened VisitRecorded VoteCast AppraisalConcluded AppraisalReopened DossierStopped WithdrawalAsked \
    DossierWithdrawn ApologyIssued Reappointed ResultRecorded DossierResolved ApplicantNotified PostSent PostArrived \
    PostFailed ResultReturned ResultWithdrawn ResultReissued DossierReopened EntryCorrected ReceptionAnnulled \
    DocumentAttached ServiceRated ComplaintFiled ComplaintAnswered PersonalDataErased DayDeclared SampleDrawn \
    SampleAnswered OpinionLapsed OpinionsOpened LegOverdue StepOverdue DossierOverdue SupplementLapsed EscalationRaised \
    CustodySucceeded";

/// Names that belong to a later part, by the part they wait for.
pub const LATER: &[(&str, &str)] = &[];

/// Names that routing and publishing owe: in nobody else's part, and in no code yet. A name that is built comes off: one stands on each
/// line, so that those who build at the same time do not meet.
pub const MISSING: &str = "";

/// Rules that are no refusal and hold all the same: each with where, and how a row shows it.
pub const INVARIANTS: &[(&str, &str)] = &[(
    "R17",
    "no refusal: the version of a procedure in force at reception counts to the end (`crates/routing/src/version.rs`); off, today's counts",
)];

/// The crates that keep rules, each with the codes it says no with and the rule of each code, or nothing.
pub const SERVICES: [(&str, &[(&str, &str)]); 4] = [
    ("routing", lienthong_routing::CODES),
    ("consultation", lienthong_consultation::CODES),
    ("publishing", lienthong_publishing::CODES),
    ("inspection", lienthong_inspection::CODES),
];

/// The codes of all of them, with their rules.
pub fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    SERVICES.iter().flat_map(|(_, codes)| *codes).copied()
}

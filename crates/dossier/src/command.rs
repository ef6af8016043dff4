//! What an agency asks to be recorded about a dossier.

use crate::appraisal::Council;
use crate::quote::PaperReference;
use crate::timer::TimedClock;
use crate::words::{
    Channel, Commitment, Conclusion, DigestItem, Document, Irregularity, LegGround, NoticeMeans, Outcome,
    Participant, PaymentMeans, PersonalField, PostDirection, Purpose, ResultOutcome, SignatureCheck,
    SigningCapacity, Stance, TimerCause,
};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_names::{
    AgencyId, AppraisalId, CaseName, ConsultationId, DossierCode, LegId, OfficerId, ProcedureCode, StepName,
    StreamName, UnitId,
};
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
    ($($rows:tt)*) => {
        lienthong_names::named! {
            /// A command about a dossier (DOMAIN section 4). Who, when and the id stand in its [`lienthong_names::Act`].
            Command, CommandKind:
            $($rows)*
        }
    };
}

appraisal_commands! {
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
        case: Option<CaseName>,
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
    /// The custodian sends it to another agency, or who has a leg sends a part of that on.
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
        /// The sender's own open leg of which it sends a part on; `None`: the custodian sends.
        parent: Option<LegId>,
        /// The leg that is to be answered before this one goes out; `None`: it goes out now.
        after: Option<LegId>,
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
        /// Which of the reasons that a rule asks about (R20, R27); `None`: another.
        ground: Option<LegGround>,
    },
    /// The connector of the leg's agency has what was sent; nobody has opened it yet (edXML status 01).
    RecordArrival {
        /// Which leg.
        leg: LegId,
    },
    /// The leg's agency has opened what was sent: from here on it cannot be recalled.
    ReadLeg {
        /// Which leg.
        leg: LegId,
    },
    /// The leg's agency gives it to a unit or an officer of its own.
    AssignLeg {
        /// Which leg.
        leg: LegId,
        /// To which unit.
        unit: Option<UnitId>,
        /// To which officer.
        officer: Option<OfficerId>,
    },
    /// The sender takes a leg back that nobody has opened.
    RecallLeg {
        /// Which leg.
        leg: LegId,
        /// Why (R07).
        reason: Box<str>,
    },
    /// The leg's agency gives back what it had taken, without an answer.
    SendBackLeg {
        /// Which leg.
        leg: LegId,
        /// Why (R07).
        reason: Box<str>,
        /// Which of the reasons that a rule asks about (R20, R27); `None`: another.
        ground: Option<LegGround>,
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
    /// Another officer, or unit, of the same agency has it in hand from now on, for a reason.
    ReassignOfficer {
        /// Which unit.
        unit: Option<UnitId>,
        /// Which officer.
        officer: Option<OfficerId>,
        /// Why (R07).
        reason: Box<str>,
    },
    /// A step of the process is done.
    CompleteStep {
        /// Which.
        step: StepName,
        /// A note.
        note: Box<str>,
        /// Done at the Public Administration Service Centre (R21).
        at_centre: bool,
    },
    /// The custodian finds papers missing; the desk asks for them.
    ProposeSupplement {
        /// Checklist items that are missing (R04).
        items: Vec<Box<str>>,
        /// Why each is needed.
        reasons: Vec<Box<str>>,
    },
    /// The desk asks the citizen for papers: once, all of them, with reasons (R05).
    RequestSupplement {
        /// Checklist items (R04).
        items: Vec<Box<str>>,
        /// Why.
        reasons: Vec<Box<str>>,
        /// By when the citizen is to answer.
        until: Option<Timestamp>,
        /// Why a second time: one of the reasons that the procedure names; empty for a first request.
        again: Box<str>,
    },
    /// The citizen brings what was asked for.
    ProvideSupplement {
        /// Checklist items brought.
        items: Vec<Box<str>>,
        /// By digest.
        documents: Vec<Document>,
    },
    /// A paper that is there is to be corrected; asked through the desk.
    RequestRevision {
        /// The checklist item.
        item: Box<str>,
        /// What is to be corrected, point by point.
        points: Vec<Box<str>>,
        /// The law that asks for it.
        law: Box<str>,
        /// By when.
        until: Option<Timestamp>,
    },
    /// The custodian lets the clock stand still.
    PauseDossier {
        /// Why (R07).
        reason: Box<str>,
        /// Under which law.
        law: Box<str>,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// The clock goes on.
    ResumeDossier {
        /// Why.
        reason: Box<str>,
    },
    /// It is not gone on with (dừng giải quyết).
    StopDossier {
        /// Why (R07).
        reason: Box<str>,
        /// Under which law.
        law: Box<str>,
    },
    /// The citizen asks to have it back.
    AskWithdrawal {
        /// Why.
        reason: Box<str>,
    },
    /// The custodian answers that.
    DecideWithdrawal {
        /// Whether it is given back.
        granted: bool,
        /// Why not (R07), where it is not.
        reason: Box<str>,
    },
    /// An apology for being late: it moves no date.
    IssueApology {
        /// Why it will be late (R07).
        reason: Box<str>,
        /// Who answers for that; `None`: whoever holds it.
        responsible: Option<AgencyId>,
        /// Number of the letter.
        number: Box<str>,
        /// Its date, yyyy-mm-dd.
        date: Box<str>,
    },
    /// Another day is promised, once; figures go on measuring against the first (R14).
    Reappoint {
        /// The new day.
        until: Timestamp,
        /// Why.
        reason: Box<str>,
    },
    /// A document is put with it.
    AttachDocument {
        /// By digest.
        documents: Vec<Document>,
        /// A note.
        note: Box<str>,
    },
    /// It should never have been received: a duplicate, another procedure, a test.
    AnnulReception {
        /// Why (R07).
        reason: Box<str>,
        /// The dossier that takes its place.
        successor: Option<DossierCode>,
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
    /// The desk, or the post, hands results to the citizen.
    ReturnResult {
        /// By which channel.
        channel: Channel,
        /// Which results; empty: all that are there.
        results: Vec<Box<str>>,
        /// On whose authority another than the applicant takes them; empty: the applicant does.
        authority: Box<str>,
    },
    /// A fee of the schedule becomes payable (R13).
    DemandFee {
        /// Its id in the schedule of the procedure's version.
        fee: Box<str>,
        /// Đồng.
        amount: u64,
    },
    /// What was demanded need not be paid.
    ExemptFee {
        /// The fee, or the financial obligation.
        fee: Box<str>,
        /// Why (R07).
        reason: Box<str>,
        /// Under which law.
        law: Box<str>,
    },
    /// What was demanded was paid, whole.
    RecordPayment {
        /// The fee, or the financial obligation.
        fee: Box<str>,
        /// Đồng.
        amount: u64,
        /// How.
        means: PaymentMeans,
        /// Number of the receipt.
        receipt: Box<str>,
    },
    /// What was paid was given back, whole.
    RefundPayment {
        /// The fee, or the financial obligation.
        fee: Box<str>,
        /// Why (R07).
        reason: Box<str>,
        /// Number of the paper that proves it.
        receipt: Box<str>,
    },
    /// The citizen owes the State a tax or a fee on land: the clock stands still until it is paid.
    SetFinancialObligation {
        /// Its id within the dossier.
        obligation: Box<str>,
        /// What it is called.
        name: Box<str>,
        /// Đồng.
        amount: u64,
        /// Number of the notice.
        number: Box<str>,
        /// Its date, yyyy-mm-dd.
        date: Box<str>,
        /// By when it is to be paid.
        until: Option<Timestamp>,
    },
    /// One result of the dossier; hidden from the applicant until the dossier is resolved.
    RecordResult {
        /// Its id: one that the procedure names, where it names any.
        result: Box<str>,
        /// What it says.
        outcome: ResultOutcome,
        /// Number of the document.
        number: Box<str>,
        /// Its date, yyyy-mm-dd.
        date: Box<str>,
        /// Who signed it.
        signer: Box<str>,
        /// In whose stead.
        capacity: Option<SigningCapacity>,
        /// What the check of its signature said.
        signature: Option<SignatureCheck>,
        /// By digest.
        documents: Vec<Document>,
    },
    /// A result no longer stands: annulled on a complaint, or by a court.
    WithdrawResult {
        /// Which.
        result: Box<str>,
        /// Why (R07).
        reason: Box<str>,
        /// Under which law, decision or judgment.
        law: Box<str>,
    },
    /// Another document in place of one that was withdrawn.
    ReissueResult {
        /// Which.
        result: Box<str>,
        /// Number of the new document.
        number: Box<str>,
        /// Its date, yyyy-mm-dd.
        date: Box<str>,
        /// Who signed it.
        signer: Box<str>,
        /// In whose stead.
        capacity: Option<SigningCapacity>,
        /// What the check of its signature said.
        signature: Option<SignatureCheck>,
        /// By digest.
        documents: Vec<Document>,
        /// Why (R07).
        reason: Box<str>,
    },
    /// What was decided is decided again.
    ReopenDossier {
        /// Why (R07).
        reason: Box<str>,
        /// Under which law, decision or judgment.
        law: Box<str>,
        /// Within what term from now; `None`: it is due as it was.
        term: Option<Term>,
    },
    /// The applicant was told something.
    NotifyApplicant {
        /// How.
        means: NoticeMeans,
        /// What.
        text: Box<str>,
    },
    /// A consignment was handed to the public postal service.
    PostSent {
        /// The carrier's number of it.
        consignment: Box<str>,
        /// Which way it goes.
        direction: PostDirection,
        /// Which carrier.
        carrier: AgencyId,
        /// Which of its offices.
        office: Box<str>,
        /// What is in it, in words.
        items: Vec<Box<str>>,
        /// By when the carrier promises it.
        due: Option<Timestamp>,
    },
    /// It was handed over at its end.
    PostArrived {
        /// Which consignment.
        consignment: Box<str>,
    },
    /// It could not be handed over.
    PostFailed {
        /// Which consignment.
        consignment: Box<str>,
        /// Why (R07).
        reason: Box<str>,
    },
    /// A clock has run out: the service whose clock it is says so itself.
    RaiseTimer {
        /// Which clock.
        clock: TimedClock,
        /// What that means.
        cause: TimerCause,
        /// When it ran out.
        due: Timestamp,
    },
}

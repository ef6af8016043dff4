//! What happened to a dossier: facts, in the past tense, never changed.

use crate::appraisal::{Council, Member};
use crate::lateness::Lateness;
use crate::quote::PaperReference;
use crate::words::{
    Channel, Commitment, Conclusion, DigestItem, Document, Irregularity, LegGround, NoticeMeans, OnSilence,
    Outcome, Participant, PauseCause, PaymentMeans, PersonalField, PostDirection, Purpose, ResultOutcome,
    SignatureCheck, SigningCapacity, Silence, Stance,
};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_names::{
    AgencyId, AppraisalId, CaseName, ConsultationId, DossierCode, LegId, OfficerId, ProcedureCode, StepName,
    StreamName, UnitId,
};

macro_rules! events {
    ($($rows:tt)*) => {
        lienthong_names::named! {
            /// An event of a dossier (DOMAIN section 4).
            Event, EventKind:
            $($rows)*
        }
    };
}

appraisal_events! {
    /// What the source of an imported dossier says about itself.
    HistoryImported {
        /// Its deadline.
        deadline: Option<Timestamp>,
        /// When it says it ended.
        ended: Option<Timestamp>,
        /// By which channel it came.
        channel: Option<Channel>,
        /// The channel in its words.
        channel_text: Box<str>,
    },
    /// The dossier has its code.
    DossierRegistered {
        /// Which procedure.
        procedure: ProcedureCode,
        /// Which case of it.
        case: Option<CaseName>,
        /// By which channel.
        channel: Channel,
        /// What was handed in.
        documents: Vec<Document>,
        /// Which personal fields the record carries, encrypted.
        personal_fields: Vec<PersonalField>,
    },
    /// Taken in at a one-stop desk.
    DossierReceived {
        /// At which desk (its agency).
        desk: AgencyId,
        /// Version of the procedure that counts from here to the end.
        procedure_version: u32,
        /// Who resolves it.
        competent: AgencyId,
        /// Who holds it from here.
        custodian: AgencyId,
        /// By which channel it came.
        channel: Channel,
        /// Checklist items as handed in.
        handed_in: Vec<Box<str>>,
        /// Where the clock starts.
        clock_from: Timestamp,
        /// When the result is promised; `None` where the procedure has no term (history).
        appointment: Option<Timestamp>,
        /// Version of the process that counts from here to the end; `None`: none is published.
        process_version: Option<u32>,
        /// When the receiving agency's own part is promised; `None`: the process says nothing of it.
        receiving_appointment: Option<Timestamp>,
    },
    /// Not taken in.
    DossierRefused {
        /// Why.
        reasons: Vec<Box<str>>,
    },
    /// Sent to another agency.
    LegSent {
        /// Which leg.
        leg: LegId,
        /// By whom.
        from: AgencyId,
        /// To whom.
        to: AgencyId,
        /// What for.
        purpose: Purpose,
        /// By when.
        due: Option<Timestamp>,
        /// By when it is to be taken or refused, before its head is told; `None`: nobody is told.
        acknowledge_by: Option<Timestamp>,
        /// While it is out the dossier's clock stands still, as the process says.
        outside_term: bool,
        /// What goes along.
        documents: Vec<Document>,
        /// A covering note.
        note: Box<str>,
        /// The leg of which it is a part that was sent on.
        parent: Option<LegId>,
    },
    /// Another agency answers for the dossier from now on.
    CustodyMoved {
        /// Who did.
        from: AgencyId,
        /// Who does.
        to: AgencyId,
        /// By which leg.
        leg: Option<LegId>,
    },
    /// The leg's agency has it.
    LegAccepted {
        /// Which leg.
        leg: LegId,
    },
    /// The leg's agency did not take it.
    LegRefused {
        /// Which leg.
        leg: LegId,
        /// Why.
        reason: Box<str>,
        /// Which of the reasons that a rule asks about; `None`: another.
        ground: Option<LegGround>,
    },
    /// It is in the system of the leg's agency.
    LegArrived {
        /// Which leg.
        leg: LegId,
    },
    /// The leg's agency has opened it.
    LegRead {
        /// Which leg.
        leg: LegId,
    },
    /// A unit or an officer of the leg's agency has it.
    LegAssigned {
        /// Which leg.
        leg: LegId,
        /// Which unit.
        unit: Option<UnitId>,
        /// Which officer.
        officer: Option<OfficerId>,
    },
    /// The sender took it back.
    LegRecalled {
        /// Which leg.
        leg: LegId,
        /// Why.
        reason: Box<str>,
    },
    /// The leg's agency gave it back without an answer.
    LegSentBack {
        /// Which leg.
        leg: LegId,
        /// Why.
        reason: Box<str>,
        /// Which of the reasons that a rule asks about; `None`: another.
        ground: Option<LegGround>,
    },
    /// The leg's agency answered.
    LegAnswered {
        /// Which leg.
        leg: LegId,
        /// What it says.
        text: Box<str>,
        /// What came along.
        documents: Vec<Document>,
    },
    /// A unit, and an officer where named, has it in hand.
    OfficerAssigned {
        /// Of which agency.
        agency: AgencyId,
        /// Which unit.
        unit: Option<UnitId>,
        /// Which officer.
        officer: Option<OfficerId>,
    },
    /// A step began.
    StepStarted {
        /// Which.
        step: StepName,
        /// By when, where the process gives it a term.
        due: Option<Timestamp>,
    },
    /// A step is done.
    StepCompleted {
        /// Which.
        step: StepName,
        /// A note.
        note: Box<str>,
        /// At the Public Administration Service Centre.
        at_centre: bool,
    },
    /// The custodian found papers missing.
    SupplementProposed {
        /// Checklist items.
        items: Vec<Box<str>>,
        /// Why.
        reasons: Vec<Box<str>>,
    },
    /// The citizen was asked for papers.
    SupplementRequested {
        /// Checklist items.
        items: Vec<Box<str>>,
        /// Why.
        reasons: Vec<Box<str>>,
        /// By when.
        until: Option<Timestamp>,
        /// Which request of this dossier, from 1.
        number: u32,
    },
    /// The citizen brought papers.
    SupplementProvided {
        /// Checklist items.
        items: Vec<Box<str>>,
        /// By digest.
        documents: Vec<Document>,
    },
    /// A paper that is there is to be corrected.
    RevisionRequested {
        /// The checklist item.
        item: Box<str>,
        /// What is to be corrected.
        points: Vec<Box<str>>,
        /// The law.
        law: Box<str>,
        /// By when.
        until: Option<Timestamp>,
    },
    /// The clock stands still.
    ClockPaused {
        /// Why.
        cause: PauseCause,
        /// Since when: the clock's own instant, which is never before it started.
        since: Timestamp,
        /// Until when at most, where that was said.
        until: Option<Timestamp>,
    },
    /// The clock goes on.
    ClockResumed {
        /// Why it stood still.
        cause: PauseCause,
        /// From when it runs. By version 1 of routing's rules of one that was overdue when it stopped: where its term had started.
        from: Timestamp,
        /// What of the term runs from there; `None` where the dossier has none, and, from version 2 of routing's rules on, where nothing
        /// of it was left.
        term: Option<Term>,
        /// When that ends, or ended.
        due: Option<Timestamp>,
    },
    /// Not gone on with (end).
    DossierStopped {
        /// Why.
        reason: Box<str>,
        /// Under which law.
        law: Box<str>,
    },
    /// The citizen wants it back.
    WithdrawalAsked {
        /// Why.
        reason: Box<str>,
    },
    /// The citizen does not get it back.
    WithdrawalRefused {
        /// Why not.
        reason: Box<str>,
    },
    /// The citizen has it back (end).
    DossierWithdrawn {},
    /// The citizen was asked to forgive a delay.
    ApologyIssued {
        /// Why it is late.
        reason: Box<str>,
        /// Who answers for that.
        responsible: AgencyId,
        /// Number of the letter.
        number: Box<str>,
        /// Its date.
        date: Box<str>,
    },
    /// Another day was promised.
    Reappointed {
        /// The new day.
        until: Timestamp,
        /// Why.
        reason: Box<str>,
    },
    /// A document was put with it.
    DocumentAttached {
        /// By digest.
        documents: Vec<Document>,
        /// A note.
        note: Box<str>,
    },
    /// It should never have been received (end; out of every figure).
    ReceptionAnnulled {
        /// Why.
        reason: Box<str>,
        /// The dossier in its place.
        successor: Option<DossierCode>,
    },
    /// Decided; the clock stops.
    DossierResolved {
        /// How.
        outcome: Outcome,
        /// Number of the decision.
        number: Box<str>,
        /// Its date.
        date: Box<str>,
        /// Who signed it.
        signer: Box<str>,
        /// What was issued.
        results: Vec<Document>,
        /// How late, and whose lateness it is: the parts that went beyond their limits or answer for some of it. `None`: nothing was
        /// promised, or a day on the way was never decided.
        lateness: Option<Box<Lateness>>,
    },
    /// In the citizen's hands.
    ResultReturned {
        /// At which desk (its agency), or by which carrier.
        desk: AgencyId,
        /// By which channel.
        channel: Channel,
        /// Which results; empty: all.
        results: Vec<Box<str>>,
        /// On whose authority another than the applicant took them; empty: the applicant did.
        authority: Box<str>,
        /// Others are still to be handed out.
        partial: bool,
    },
    /// A fee is payable.
    FeeDemanded {
        /// Its id in the schedule.
        fee: Box<str>,
        /// Đồng.
        amount: u64,
    },
    /// It need not be paid.
    FeeExempted {
        /// The fee, or the financial obligation.
        fee: Box<str>,
        /// Why.
        reason: Box<str>,
        /// Under which law.
        law: Box<str>,
    },
    /// It was paid.
    PaymentRecorded {
        /// The fee, or the financial obligation.
        fee: Box<str>,
        /// Đồng.
        amount: u64,
        /// How.
        means: PaymentMeans,
        /// Number of the receipt.
        receipt: Box<str>,
    },
    /// It was given back.
    PaymentRefunded {
        /// The fee, or the financial obligation.
        fee: Box<str>,
        /// Đồng.
        amount: u64,
        /// Why.
        reason: Box<str>,
        /// Number of the paper that proves it.
        receipt: Box<str>,
    },
    /// The citizen owes the State a tax or a fee on land.
    FinancialObligationSet {
        /// Its id within the dossier.
        obligation: Box<str>,
        /// What it is called.
        name: Box<str>,
        /// Đồng.
        amount: u64,
        /// Number of the notice.
        number: Box<str>,
        /// Its date.
        date: Box<str>,
        /// By when it is to be paid.
        until: Option<Timestamp>,
    },
    /// One result is there.
    ResultRecorded {
        /// Its id.
        result: Box<str>,
        /// What it says.
        outcome: ResultOutcome,
        /// Number of the document.
        number: Box<str>,
        /// Its date.
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
    /// A result no longer stands.
    ResultWithdrawn {
        /// Which.
        result: Box<str>,
        /// Why.
        reason: Box<str>,
        /// Under which law, decision or judgment.
        law: Box<str>,
    },
    /// Another document stands in its place.
    ResultReissued {
        /// Which.
        result: Box<str>,
        /// Number of the new document.
        number: Box<str>,
        /// Its date.
        date: Box<str>,
        /// Who signed it.
        signer: Box<str>,
        /// In whose stead.
        capacity: Option<SigningCapacity>,
        /// What the check of its signature said.
        signature: Option<SignatureCheck>,
        /// By digest.
        documents: Vec<Document>,
        /// Why.
        reason: Box<str>,
    },
    /// It is to be decided again.
    DossierReopened {
        /// Why.
        reason: Box<str>,
        /// Under which law, decision or judgment.
        law: Box<str>,
        /// From when.
        from: Timestamp,
        /// What runs from there; `None`: it is due as it was.
        term: Option<Term>,
        /// When that ends.
        due: Option<Timestamp>,
    },
    /// The applicant was told something.
    ApplicantNotified {
        /// How.
        means: NoticeMeans,
        /// What.
        text: Box<str>,
    },
    /// A consignment is on its way.
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
        /// Why.
        reason: Box<str>,
    },
    /// A leg was not answered by its due.
    LegOverdue {
        /// Which leg.
        leg: LegId,
        /// Who is late.
        by: AgencyId,
        /// Since when.
        due: Timestamp,
    },
    /// Nobody took or refused a leg, or answered an ask for an opinion, in time: who answers for that is told.
    EscalationRaised {
        /// Which leg.
        leg: LegId,
        /// Whose head is told: the leg's agency, then, of a leg that nobody takes, the one above it.
        to: AgencyId,
        /// 1 for the agency's own head, 2 for one level up.
        level: u32,
        /// By when it should have been taken, or answered.
        due: Timestamp,
        /// Who is told next, if nobody takes it still; `None`: nobody stands above.
        next_to: Option<AgencyId>,
        /// And when.
        next_due: Option<Timestamp>,
    },
    /// It was not decided by its due.
    DossierOverdue {
        /// Who answered for it then.
        custodian: AgencyId,
        /// Since when.
        due: Timestamp,
    },
    /// Papers that were asked for did not come in time (end, before reception; after it, it is stopped).
    SupplementLapsed {
        /// Checklist items.
        items: Vec<Box<str>>,
        /// By when they should have come.
        until: Timestamp,
    },
}

//! What the events of a dossier add up to.

use crate::appraisal::Appraisal;
use crate::aside::{Competence, Complaint, Papers};
use crate::charge::{Charge, ChargeState};
use crate::clock::{Clock, Ended, Supplement, Withdrawal};
use crate::consultation::{Consultation, Request};
use crate::entries::{Correction, Entry};
use crate::planned::PlannedLeg;
use crate::result::{Consignment, Issued};
use crate::steps::{DoneStep, OpenStep};
use crate::succession::Succeeded;
use crate::words::{Channel, Document, Ending, Outcome, Participant, PauseCause, Purpose};
use jiff::Timestamp;
use lienthong_names::{
    AgencyId, AppraisalId, CaseName, ConsultationId, LegId, OfficerId, ProcedureCode, UnitId,
};
use std::collections::{BTreeMap, BTreeSet};

/// A dossier's state. The default is a dossier that does not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    /// Its code was taken; `None`: it does not exist.
    pub registration: Option<Registration>,
    /// The desk took it in.
    pub reception: Option<Reception>,
    /// The desk did not take it in.
    pub refused_at: Option<Timestamp>,
    /// Who answers for it now, and who has it in hand.
    pub custody: Option<Custody>,
    /// Legs other than asks for opinions, by id.
    pub legs: BTreeMap<LegId, Leg>,
    /// Legs that go out once another is answered, by id.
    pub planned: BTreeMap<LegId, PlannedLeg>,
    /// Consultations, by id.
    pub consultations: BTreeMap<ConsultationId, Consultation>,
    /// Appraisals, by id.
    pub appraisals: BTreeMap<AppraisalId, Appraisal>,
    /// Steps begun and not done, in order of beginning.
    pub steps_open: Vec<OpenStep>,
    /// Steps done, in order of being done.
    pub steps_done: Vec<DoneStep>,
    /// How its clock runs.
    pub clock: Clock,
    /// The due instant at which it was recorded as not decided in time; the last one.
    pub overdue: Option<Timestamp>,
    /// Papers that were asked for, oldest first.
    pub supplements: Vec<Supplement>,
    /// Items that the custodian found missing and the desk has not asked for.
    pub proposed: Vec<Box<str>>,
    /// The citizen asked to have it back; the last time.
    pub withdrawal: Option<Withdrawal>,
    /// Letters of apology.
    pub apologies: u32,
    /// The day that was promised in place of the first.
    pub reappointed: Option<Timestamp>,
    /// Documents put with it after reception.
    pub attached: Vec<Document>,
    /// Agencies that took another's place in it, oldest first.
    pub successions: Vec<Succeeded>,
    /// Whose competence it is, where that was in question.
    pub competence: Competence,
    /// Where paper originals went, oldest first.
    pub papers: Vec<Papers>,
    /// How the citizen says it went, from 1 to 5.
    pub rating: Option<u32>,
    /// What the citizen complained of, oldest first.
    pub complaints: Vec<Complaint>,
    /// Its personal data were erased.
    pub erased_at: Option<Timestamp>,
    /// Who entered what, by revision.
    pub entries: BTreeMap<u64, Entry>,
    /// What was found wrong in it, oldest first.
    pub corrections: Vec<Correction>,
    /// It ended without a decision.
    pub ended: Option<Ended>,
    /// Money that was asked for, by the id of the fee or the obligation.
    pub charges: BTreeMap<Box<str>, Charge>,
    /// Results, by id.
    pub results: BTreeMap<Box<str>, Issued>,
    /// Consignments of the post, by number.
    pub consignments: BTreeMap<Box<str>, Consignment>,
    /// The decision.
    pub resolution: Option<Resolution>,
    /// When the citizen got it, all of it.
    pub returned_at: Option<Timestamp>,
    /// What the source of an imported dossier says about itself.
    pub history: Option<HistoryClaim>,
    /// Agencies that something recorded gave a part in this dossier (R03). Parts are never taken back: who had one may
    /// still be refused on the dossier's own stream.
    pub parts: BTreeSet<AgencyId>,
}

/// The code was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Which procedure.
    pub procedure: ProcedureCode,
    /// Which case of it.
    pub case: Option<CaseName>,
    /// By which channel.
    pub channel: Channel,
    /// By whom.
    pub by: AgencyId,
    /// When.
    pub at: Timestamp,
    /// What was handed in.
    pub documents: Vec<Document>,
}

/// The desk took it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reception {
    /// Which desk's agency, or who stands in its place by now.
    pub desk: AgencyId,
    /// Which desk's agency it was, whoever stands in its place.
    pub received_by: AgencyId,
    /// Version of the procedure that counts.
    pub procedure_version: u32,
    /// Who resolves it.
    pub competent: AgencyId,
    /// By which channel it came.
    pub channel: Channel,
    /// Where the clock starts.
    pub clock_from: Timestamp,
    /// What was promised first; figures measure against it.
    pub appointment: Option<Timestamp>,
    /// Version of the process that counts; `None`: none is published.
    pub process_version: Option<u32>,
    /// What was promised of the receiving agency's own part.
    pub receiving_appointment: Option<Timestamp>,
}

/// Who answers for a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    /// The agency.
    pub agency: AgencyId,
    /// The unit that has it in hand, where one is named.
    pub unit: Option<UnitId>,
    /// The officer, where one is named.
    pub officer: Option<OfficerId>,
    /// Since when the agency has it.
    pub since: Timestamp,
}

/// One agency's part in a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// Who sent it.
    pub from: AgencyId,
    /// Who it was sent to.
    pub to: AgencyId,
    /// What for.
    pub purpose: Purpose,
    /// When.
    pub sent_at: Timestamp,
    /// By when.
    pub due: Option<Timestamp>,
    /// Whether the dossier's clock stands still while it is out.
    pub outside_term: bool,
    /// Whether custody went with it.
    pub moved_custody: bool,
    /// When the receiver's connector had it.
    pub arrived_at: Option<Timestamp>,
    /// When the receiver opened it: from then on it cannot be recalled.
    pub read_at: Option<Timestamp>,
    /// The receiver's unit that has it.
    pub unit: Option<UnitId>,
    /// The receiver's officer who has it.
    pub officer: Option<OfficerId>,
    /// It was recorded that it was not answered in time.
    pub overdue: bool,
    /// How often somebody was told that nobody took it.
    pub escalations: u32,
    /// Who is told next, and when, if nobody takes it.
    pub escalates: Option<Escalates>,
    /// The leg of which it is a part that was sent on.
    pub parent: Option<LegId>,
    /// What came of it.
    pub state: LegState,
}

/// Who is to be told of a leg that nobody takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalates {
    /// The head of this agency.
    pub to: AgencyId,
    /// After this.
    pub due: Timestamp,
}

impl Leg {
    /// On its way, and nothing more is known of it.
    pub(crate) const fn sent(from: AgencyId, to: AgencyId, purpose: Purpose, at: Timestamp) -> Self {
        Self {
            from,
            to,
            purpose,
            sent_at: at,
            due: None,
            outside_term: false,
            moved_custody: false,
            arrived_at: None,
            read_at: None,
            unit: None,
            officer: None,
            overdue: false,
            escalations: 0,
            escalates: None,
            parent: None,
            state: LegState::Sent,
        }
    }
}

/// What came of a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegState {
    /// On its way or not yet confirmed.
    Sent,
    /// Confirmed by the receiver.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// Not taken.
    Refused {
        /// When.
        at: Timestamp,
    },
    /// Answered.
    Answered {
        /// When.
        at: Timestamp,
    },
    /// Taken back by the sender.
    Recalled {
        /// When.
        at: Timestamp,
    },
    /// Given back without an answer.
    SentBack {
        /// When.
        at: Timestamp,
    },
}

impl LegState {
    /// Whether something is still to come.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Sent | Self::Accepted { .. })
    }

    /// The word used in APIs.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Accepted { .. } => "accepted",
            Self::Refused { .. } => "refused",
            Self::Answered { .. } => "answered",
            Self::Recalled { .. } => "recalled",
            Self::SentBack { .. } => "sent_back",
        }
    }
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// How.
    pub outcome: Outcome,
    /// When it was recorded as decided: the clock stops.
    pub at: Timestamp,
    /// By whom.
    pub by: AgencyId,
}

/// What a source says about an imported dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryClaim {
    /// Its deadline.
    pub deadline: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// By which channel it came.
    pub channel: Option<Channel>,
}

/// A dossier's status: derived from what happened, never set (DOMAIN section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// No such dossier.
    Unknown,
    /// Registered, not yet taken in.
    Submitted,
    /// Not taken in (end).
    Refused,
    /// Taken in; nobody has begun.
    Received,
    /// Being worked on.
    Processing,
    /// With another agency, by an open leg or an open ask.
    WithAnotherAgency,
    /// The citizen is to bring or to correct papers: the clock stands still.
    SupplementRequested,
    /// A tax or fee on land is to be paid first: the clock stands still.
    FinancialObligation,
    /// The clock stands still.
    Suspended,
    /// The citizen wants it back; undecided.
    WithdrawalAsked,
    /// The citizen has it back (end).
    Withdrawn,
    /// Not gone on with (end).
    Stopped,
    /// Papers did not come before it was taken in (end).
    SupplementLapsed,
    /// Should never have been received (end); out of every figure.
    Annulled,
    /// Decided; awaiting collection.
    Resolved,
    /// In the citizen's hands (end).
    Returned,
    /// Imported: ended or not as the source claims, counted apart.
    History,
}

impl Status {
    /// Every one, in the order of a dossier's way.
    pub const ALL: [Self; 17] = [
        Self::Unknown,
        Self::Submitted,
        Self::Refused,
        Self::Received,
        Self::Processing,
        Self::WithAnotherAgency,
        Self::SupplementRequested,
        Self::FinancialObligation,
        Self::Suspended,
        Self::WithdrawalAsked,
        Self::Withdrawn,
        Self::Stopped,
        Self::SupplementLapsed,
        Self::Annulled,
        Self::Resolved,
        Self::Returned,
        Self::History,
    ];

    /// The word used in APIs and figures.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Submitted => "submitted",
            Self::Refused => "refused",
            Self::Received => "received",
            Self::Processing => "processing",
            Self::WithAnotherAgency => "with_another_agency",
            Self::SupplementRequested => "supplement_requested",
            Self::FinancialObligation => "financial_obligation",
            Self::Suspended => "suspended",
            Self::WithdrawalAsked => "withdrawal_asked",
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::SupplementLapsed => "supplement_lapsed",
            Self::Annulled => "annulled",
            Self::Resolved => "resolved",
            Self::Returned => "returned",
            Self::History => "history",
        }
    }

    /// The national portal's code (DOMAIN section 2); 0 where it has none.
    #[must_use]
    pub const fn dvcqg(self) -> u8 {
        match self {
            Self::Unknown | Self::History | Self::Annulled => 0,
            Self::Submitted => 1,
            Self::Received => 2,
            Self::Refused | Self::SupplementLapsed => 3,
            Self::Processing | Self::WithAnotherAgency => 4,
            Self::SupplementRequested => 5,
            Self::FinancialObligation => 6,
            Self::WithdrawalAsked | Self::Withdrawn => 7,
            Self::Suspended | Self::Stopped => 8,
            Self::Resolved => 9,
            Self::Returned => 10,
        }
    }
}

impl Dossier {
    /// Whether its code was taken.
    #[must_use]
    pub const fn exists(&self) -> bool {
        self.registration.is_some()
    }

    /// The case (trường hợp) of its procedure that it is of; `None`: of none.
    #[must_use]
    pub fn case(&self) -> Option<&CaseName> {
        self.registration.as_ref()?.case.as_ref()
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> Status {
        if self.registration.is_none() {
            Status::Unknown
        } else if self.history.is_some() {
            Status::History
        } else if self.refused_at.is_some() {
            Status::Refused
        } else if let Some(ended) = self.ended {
            match ended.how {
                Ending::Stopped => Status::Stopped,
                Ending::Withdrawn => Status::Withdrawn,
                Ending::Lapsed => Status::SupplementLapsed,
                Ending::Annulled => Status::Annulled,
            }
        } else if self.returned_at.is_some() {
            Status::Returned
        } else if self.resolution.is_some() {
            Status::Resolved
        } else if let Some(status) = self.standing_still() {
            status
        } else if self.awaits_withdrawal() {
            Status::WithdrawalAsked
        } else if self.reception.is_none() {
            Status::Submitted
        } else if self.waits_for_others() {
            Status::WithAnotherAgency
        } else if self.untouched() {
            Status::Received
        } else {
            Status::Processing
        }
    }

    /// Taken in and not yet ended: someone must hold it (DESIGN section 6, invariant 3).
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.reception.is_some() && !self.has_ended()
    }

    /// Whether an agency has, or had, a part in it (R03).
    #[must_use]
    pub fn has_part(&self, agency: &AgencyId) -> bool {
        self.parts.contains(agency)
    }

    /// Whether it has ended: not taken in, decided, or ended without a decision. What comes after is the returning of the
    /// result.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.refused_at.is_some() || self.resolution.is_some() || self.ended.is_some()
    }

    /// Whether its clock stands still, for whatever reason.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        self.clock.stands_since.is_some()
    }

    /// Papers that were asked for and are awaited still.
    #[must_use]
    pub fn open_supplement(&self) -> Option<&Supplement> {
        self.supplements.last().filter(|supplement| supplement.provided_at.is_none() && !self.has_ended())
    }

    /// Financial obligations that are not settled: the clock stands still for them.
    pub fn open_obligations(&self) -> impl Iterator<Item = (&str, &Charge)> {
        let open = |charge: &Charge| charge.obligation && charge.state == ChargeState::Open;
        self.charges.iter().filter(move |(_, charge)| open(charge)).map(|(id, charge)| (&**id, charge))
    }

    /// Whether the post has to do with it: it came, or was taken in, by post, or something was sent by it.
    #[must_use]
    pub fn by_post(&self) -> bool {
        let registered = self.registration.as_ref().map(|registration| registration.channel);
        let received = self.reception.as_ref().map(|reception| reception.channel);
        registered == Some(Channel::Post) || received == Some(Channel::Post) || !self.consignments.is_empty()
    }

    /// Whether the citizen asked to have it back and has no answer.
    #[must_use]
    pub fn awaits_withdrawal(&self) -> bool {
        self.withdrawal.is_some_and(|withdrawal| withdrawal.refused_at.is_none()) && self.ended.is_none()
    }

    /// When it is due by its clock: as it went on after its last pause, or as it was promised. A letter of apology and a new
    /// appointment move nothing here (R14).
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let resumed = self.clock.resumed.as_ref().map(|resumed| resumed.due);
        resumed.or_else(|| self.reception.as_ref().and_then(|reception| reception.appointment))
    }

    fn standing_still(&self) -> Option<Status> {
        match self.clock.pause.map(|pause| pause.cause) {
            Some(PauseCause::Supplement | PauseCause::Revision) => Some(Status::SupplementRequested),
            Some(PauseCause::FinancialObligation) => Some(Status::FinancialObligation),
            Some(PauseCause::Suspension) => Some(Status::Suspended),
            // It is with another agency, and is worked on there.
            Some(PauseCause::OutsideLeg) => None,
            // Before reception there is no clock that could stand still.
            None => self.open_supplement().map(|_| Status::SupplementRequested),
        }
    }

    /// Legs from which something is still to come, asks for opinions apart.
    pub fn open_legs(&self) -> impl Iterator<Item = (&LegId, &Leg)> {
        self.legs.iter().filter(|(_, leg)| leg.state.is_open())
    }

    /// Open legs whose time lies outside the dossier's term.
    pub fn open_outside(&self) -> impl Iterator<Item = (&LegId, &Leg)> {
        self.open_legs().filter(|(_, leg)| leg.outside_term)
    }

    /// The first open leg of those by which parts of this one were sent on.
    #[must_use]
    pub fn open_part_of(&self, id: &LegId) -> Option<&LegId> {
        self.open_legs().find(|(_, leg)| leg.parent.as_ref() == Some(id)).map(|(part, _)| part)
    }

    /// Open legs that took custody along. Their agencies form one chain that ends at the present custodian.
    pub fn open_resolutions(&self) -> impl Iterator<Item = (&LegId, &Leg)> {
        self.open_legs().filter(|(_, leg)| leg.moved_custody)
    }

    /// Mandatory asks for an opinion that work waits for, in consultations not concluded.
    pub fn holding_up(&self) -> impl Iterator<Item = (&Participant, &Request)> {
        self.consultations.values().filter(|c| !c.is_concluded()).flat_map(Consultation::holding_up)
    }

    /// Asks for an opinion that can still be answered, in consultations not concluded.
    pub fn open_requests(&self) -> impl Iterator<Item = (&Participant, &Request)> {
        self.consultations.values().filter(|c| !c.is_concluded()).flat_map(Consultation::open_requests)
    }

    /// Whether a leg, one that is planned, or an ask for an opinion has this id.
    #[must_use]
    pub fn is_leg_known(&self, id: &LegId) -> bool {
        self.legs.contains_key(id)
            || self.planned.contains_key(id)
            || self.consultations.values().any(|c| c.requests().any(|(_, request)| request.leg == *id))
    }

    /// Who answers for it now.
    #[must_use]
    pub fn custodian(&self) -> Option<&AgencyId> {
        self.custody.as_ref().map(|custody| &custody.agency)
    }

    /// Open legs for appraisal. A part of a leg that was sent on is awaited by that leg's agency, and counts with it.
    pub fn open_appraisals(&self) -> impl Iterator<Item = (&LegId, &Leg)> {
        self.open_legs().filter(|(_, leg)| leg.purpose == Purpose::Appraisal && leg.parent.is_none())
    }

    /// Open legs by which an agency has it for appraisal, or a part of it.
    pub fn open_appraisals_of(&self, agency: &AgencyId) -> impl Iterator<Item = (&LegId, &Leg)> {
        self.open_legs().filter(move |(_, leg)| leg.purpose == Purpose::Appraisal && leg.to == *agency)
    }

    /// Whether a mandatory opinion or an appraisal is still out (R08, invariant 7).
    #[must_use]
    pub fn waits_for_mandatory(&self) -> bool {
        self.holding_up().next().is_some()
            || self.open_appraisals().next().is_some()
            || self.mandatory_appraisals().any(|(_, appraisal)| !appraisal.is_settled())
    }

    /// Appraisals without which it may not be resolved.
    pub fn mandatory_appraisals(&self) -> impl Iterator<Item = (&AppraisalId, &Appraisal)> {
        self.appraisals.iter().filter(|(_, appraisal)| appraisal.mandatory)
    }

    fn waits_for_others(&self) -> bool {
        self.legs.values().any(|leg| leg.state.is_open())
            || self.open_requests().any(|(_, request)| request.is_awaited())
    }

    fn untouched(&self) -> bool {
        self.steps_done.is_empty()
            && self.steps_open.is_empty()
            && self.legs.is_empty()
            && self.consultations.is_empty()
            && self.appraisals.is_empty()
            && self.custody.as_ref().is_none_or(|c| c.officer.is_none() && c.unit.is_none())
    }
}

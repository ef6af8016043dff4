//! A dossier as it is shown and kept: everything that is known of it, in plain fields.
//!
//! Belongs here: the fields, their making from a [`Dossier`] (`show`), and the way back (`restore`), so that a row is all that a
//! fold needs to go on. Does not: what depends on now, or on the catalogue (`queries`).

mod appraisals;
mod aside;
mod asks;
mod clock;
mod consultations;
mod ends;
mod entries;
mod planned;
mod restore;
mod show;
mod steps;
mod tallies;
mod words;

pub use appraisals::{AppraisalView, ConcludedView, CouncilView, MemberView, RoundView, VisitView, VoteView};
pub use aside::{CompetenceView, ComplaintView, PapersView, SucceededView};
pub use clock::{ClockView, EndedView, PauseView, ResumedView, SupplementView, WithdrawalView};
pub use consultations::{
    ConsultationView, DigestView, ObjectionView, OpinionView, PaperView, ParticipantView, QuoteView,
    RequestView, RevokedView, WaivedView,
};
pub use ends::{ChargeView, ConsignmentView, ResultView};
pub use entries::{CorrectionView, EntryView};
pub use planned::PlannedLegView;
pub use restore::Unrestorable;
pub(crate) use show::show_document;
pub use steps::{DoneStepView, OpenStepView};
pub(crate) use tallies::is_inside;
pub use tallies::{Realm, Tallies};

use jiff::Timestamp;
use lienthong_dossier::Ending;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use lienthong_dossier::Dossier;

/// A dossier after one of its records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierView {
    /// Its code.
    pub code: String,
    /// The ledger it lives in.
    pub origin: String,
    /// Revision of the last record taken in.
    pub revision: u64,
    /// Derived from what happened, never set.
    pub status: String,
    /// Its code was taken.
    pub registration: Option<RegistrationView>,
    /// The desk took it in.
    pub reception: Option<ReceptionView>,
    /// When the desk did not take it in.
    pub refused_at: Option<Timestamp>,
    /// Who answers for it, and who has it in hand.
    pub custody: Option<CustodyView>,
    /// Its legs, asks for opinions apart, in order of id.
    pub legs: Vec<LegView>,
    /// Legs that go out once another is answered, in order of id.
    pub planned: Vec<PlannedLegView>,
    /// Its consultations, in order of id.
    pub consultations: Vec<ConsultationView>,
    /// Its appraisals, in order of id.
    pub appraisals: Vec<AppraisalView>,
    /// Steps begun and not done.
    pub steps_open: Vec<OpenStepView>,
    /// Steps done, in order of being done.
    pub steps_done: Vec<DoneStepView>,
    /// How its clock runs.
    pub clock: ClockView,
    /// When it is due by its clock.
    pub due: Option<Timestamp>,
    /// The due instant at which it was recorded as not decided in time.
    pub overdue: Option<Timestamp>,
    /// Papers that were asked for, oldest first.
    pub supplements: Vec<SupplementView>,
    /// Items that the custodian found missing and the desk has not asked for.
    pub proposed: Vec<String>,
    /// The citizen asked to have it back.
    pub withdrawal: Option<WithdrawalView>,
    /// Letters of apology.
    pub apologies: u32,
    /// The day that was promised in place of the first.
    pub reappointed: Option<Timestamp>,
    /// Documents put with it after reception.
    pub attached: Vec<DocumentView>,
    /// Agencies that took another's place in it, oldest first: the one that received it first stays to be seen.
    pub successions: Vec<SucceededView>,
    /// Whose competence it is, where that was in question.
    pub competence: CompetenceView,
    /// Where paper originals went, oldest first.
    pub papers: Vec<PapersView>,
    /// How the citizen says it went, from 1 to 5.
    pub rating: Option<u32>,
    /// What the citizen complained of, oldest first.
    pub complaints: Vec<ComplaintView>,
    /// Its personal data were erased.
    pub erased_at: Option<Timestamp>,
    /// Who entered what, by revision.
    pub entries: Vec<EntryView>,
    /// What was found wrong in it, oldest first.
    pub corrections: Vec<CorrectionView>,
    /// It ended without a decision.
    pub ended: Option<EndedView>,
    /// Money that was asked for, in order of id.
    pub charges: Vec<ChargeView>,
    /// Its results, in order of id.
    pub results: Vec<ResultView>,
    /// Consignments of the post, in order of number.
    pub consignments: Vec<ConsignmentView>,
    /// The decision.
    pub resolution: Option<ResolutionView>,
    /// When the citizen got the result.
    pub returned_at: Option<Timestamp>,
    /// What its source claims, if it is imported.
    pub history: Option<HistoryView>,
    /// Agencies that something recorded gave a part in it.
    pub parts: Vec<String>,
    /// How much was recorded about it.
    pub tallies: Tallies,
}

/// The code was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationView {
    /// Which procedure.
    pub procedure: String,
    /// Which case of it.
    pub case: Option<String>,
    /// By which channel.
    pub channel: String,
    /// By which agency.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What was handed in.
    pub documents: Vec<DocumentView>,
}

/// A document by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentView {
    /// Id within the dossier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// SHA-256 in hexadecimal; absent where only paper exists.
    pub sha256: Option<String>,
    /// Bytes.
    pub size: u64,
}

/// The desk took it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionView {
    /// Which desk's agency, or who stands in its place by now.
    pub desk: String,
    /// Which desk's agency it was.
    pub received_by: String,
    /// Version of the procedure that counts.
    pub procedure_version: u32,
    /// Who resolves it.
    pub competent: String,
    /// By which channel it came.
    pub channel: String,
    /// Where the clock starts.
    pub clock_from: Timestamp,
    /// What was promised.
    pub appointment: Option<Timestamp>,
    /// Version of the process that counts.
    pub process_version: Option<u32>,
    /// What was promised of the receiving agency's own part.
    pub receiving_appointment: Option<Timestamp>,
}

/// Who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyView {
    /// The agency.
    pub agency: String,
    /// The unit that has it in hand.
    pub unit: Option<String>,
    /// The officer that has it in hand.
    pub officer: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

/// One agency's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegView {
    /// Its id.
    pub leg: String,
    /// Who sent it.
    pub from: String,
    /// To whom.
    pub to: String,
    /// What for.
    pub purpose: String,
    /// When.
    pub sent_at: Timestamp,
    /// By when.
    pub due: Option<Timestamp>,
    /// The leg of which it is a part that was sent on.
    pub parent: Option<String>,
    /// Whether the dossier's clock stands still while it is out.
    pub outside_term: bool,
    /// Whether custody went with it.
    pub moved_custody: bool,
    /// When the receiver's connector had it.
    pub arrived_at: Option<Timestamp>,
    /// When the receiver opened it.
    pub read_at: Option<Timestamp>,
    /// The receiver's unit that has it.
    pub unit: Option<String>,
    /// The receiver's officer who has it.
    pub officer: Option<String>,
    /// It was recorded that it was not answered in time.
    pub overdue: bool,
    /// How often somebody was told that nobody took it.
    pub escalations: u32,
    /// Who is told next, and when, if nobody takes it.
    pub escalates: Option<EscalatesView>,
    /// `sent`, `accepted`, `refused`, `answered`, `recalled`, `sent_back`.
    pub state: String,
    /// Since when it is in that state; absent while it is `sent`.
    pub state_at: Option<Timestamp>,
}

/// Who is to be told of a leg that nobody takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalatesView {
    /// The head of this agency.
    pub to: String,
    /// After this.
    pub due: Timestamp,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolutionView {
    /// How.
    pub outcome: String,
    /// When.
    pub at: Timestamp,
    /// By which agency.
    pub by: String,
}

/// What the source of an imported dossier says about it: claims, not acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryView {
    /// Its deadline.
    pub deadline: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// By which channel it came.
    pub channel: Option<String>,
}

impl DossierView {
    /// A dossier that does not exist yet.
    #[must_use]
    pub fn new(code: &str, origin: &str) -> Self {
        Self { code: code.to_owned(), origin: origin.to_owned(), ..Self::default() }
    }

    /// By which channel it came: as its source claims, as the desk says, as it was registered.
    #[must_use]
    pub fn channel(&self) -> Option<&str> {
        let claimed = self.history.as_ref().and_then(|history| history.channel.as_deref());
        let received = self.reception.as_ref().map(|reception| reception.channel.as_str());
        let registered = self.registration.as_ref().map(|registration| registration.channel.as_str());
        claimed.or(received).or(registered)
    }

    /// When it was promised.
    #[must_use]
    pub fn appointment(&self) -> Option<Timestamp> {
        self.reception.as_ref().and_then(|reception| reception.appointment)
    }

    /// When it came: to the desk, or, while no desk took it in, into the register.
    #[must_use]
    pub fn came_at(&self) -> Option<Timestamp> {
        let received = self.reception.as_ref().map(|reception| reception.clock_from);
        received.or(self.registration.as_ref().map(|registration| registration.at))
    }

    /// Whether it is history, which is counted apart, or lives.
    #[must_use]
    pub const fn realm(&self) -> Realm {
        if self.history.is_some() { Realm::History } else { Realm::Live }
    }

    /// Its reception was annulled: it counts nowhere.
    #[must_use]
    pub fn is_annulled(&self) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.how == Ending::Annulled.as_str())
    }

    /// Taken in and not ended.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.reception.is_some() && !self.has_ended()
    }

    /// Not taken in, or decided: nothing is asked of anybody any more but to hand out the result.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.resolution.is_some() || self.refused_at.is_some() || self.ended.is_some()
    }
}

impl LegView {
    /// Whether something is still to come.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "sent" | "accepted")
    }
}

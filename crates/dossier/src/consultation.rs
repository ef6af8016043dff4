//! Opinions asked and given, as they stand in a dossier's state.

use crate::quote::PaperReference;
use crate::words::{Commitment, DigestItem, Document, OnSilence, Participant, Silence, Stance};
use jiff::Timestamp;
use lienthong_names::{AgencyId, LegId};

/// One asking of opinions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Who asks, and answers for the digest.
    pub chair: AgencyId,
    /// What was asked first.
    pub question: Box<str>,
    /// When.
    pub opened_at: Timestamp,
    /// Those asked, in the order they were first asked.
    pub participants: Vec<ParticipantState>,
    /// The digest, once concluded.
    pub digest: Option<Vec<DigestItem>>,
    /// What those who stand in the digest say against it, oldest first.
    pub objections: Vec<Objection>,
    /// Whether its answers are closed until nobody's is waited for any more, and whether they have been opened.
    pub closed: Closed,
    /// Whether what an answer says is for who asks and who answers alone.
    pub confidential: bool,
}

/// Whether the answers of a consultation are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Closed {
    /// They never were: each is read when it is given.
    #[default]
    Never,
    /// Nobody reads one until nobody's is waited for any more.
    UntilAllAnswered,
    /// They were, and all are read since then.
    Opened(Timestamp),
}

/// One who stands in a digest says that it is not as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Who.
    pub from: Participant,
    /// What is wrong.
    pub text: Box<str>,
    /// When.
    pub at: Timestamp,
}

/// One who was asked, and every ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantState {
    /// Who.
    pub participant: Participant,
    /// Asks, oldest first; never empty.
    pub requests: Vec<Request>,
}

/// One ask and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The leg it is.
    pub leg: LegId,
    /// Which ask of this participant, from 1.
    pub round: u32,
    /// Whether the dossier waits for it.
    pub mandatory: bool,
    /// When asked.
    pub asked_at: Timestamp,
    /// By when; `None` for history.
    pub due: Option<Timestamp>,
    /// What becomes of it if no answer comes by then.
    pub on_silence: OnSilence,
    /// It was recorded that no opinion had come by this instant, when it was due.
    pub lapsed: Option<Timestamp>,
    /// How often they were reminded.
    pub reminders: u32,
    /// It was taken back.
    pub revoked: Option<Revoked>,
    /// Work goes on without it.
    pub waived: Option<Waived>,
    /// What was answered.
    pub state: RequestState,
}

/// An ask was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Why.
    pub reason: Box<str>,
    /// When.
    pub at: Timestamp,
}

/// Work goes on without an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// By whom it was decided.
    pub by: AgencyId,
    /// Why.
    pub reason: Box<str>,
    /// Under which article.
    pub article: Box<str>,
    /// When.
    pub at: Timestamp,
}

impl Request {
    /// Whether it can still be answered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == RequestState::Open && self.revoked.is_none()
    }

    /// Whether work waits for its answer: it can still come, and neither a rule nor a decision lets work go on without it.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        let goes_on = self.lapsed.is_some() && self.on_silence.means != Silence::Waits;
        self.is_open() && self.waived.is_none() && !goes_on
    }

    /// When its answer was no longer waited for: answered in whatever way, taken back, done without, or its term at an end, whichever
    /// came first.
    #[must_use]
    pub fn settled_at(&self) -> Option<Timestamp> {
        let answered = match &self.state {
            RequestState::Open => None,
            RequestState::Given(versions) => versions.first().map(|first| first.at),
            RequestState::Declined { at, .. } => Some(*at),
        };
        let revoked = self.revoked.as_ref().map(|revoked| revoked.at);
        let waived = self.waived.as_ref().map(|waived| waived.at);
        [answered, self.lapsed, revoked, waived].into_iter().flatten().min()
    }

    /// Whether nothing is concluded or resolved over its head (R08).
    #[must_use]
    pub fn holds_up(&self) -> bool {
        self.mandatory && self.is_awaited()
    }
}

/// What came of an ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestState {
    /// Nothing yet.
    Open,
    /// An opinion, every version of it, oldest first; never empty.
    Given(Vec<Opinion>),
    /// They will not answer.
    Declined {
        /// Why.
        reason: Box<str>,
        /// When.
        at: Timestamp,
    },
}

/// One version of an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// From 1.
    pub version: u32,
    /// What it says in a word.
    pub stance: Stance,
    /// What it says.
    pub text: Box<str>,
    /// What came along.
    pub documents: Vec<Document>,
    /// The paper that carries it, where it is secret: then nothing else of it is here.
    pub secret: Option<PaperReference>,
    /// What was committed to, where it was given closed: then nothing else of it is here, before the opening or after.
    pub closed: Option<Commitment>,
    /// When it was given.
    pub at: Timestamp,
    /// After its due.
    pub late: bool,
    /// Revision of the record that carries it.
    pub revision: u64,
}

impl Consultation {
    /// The participant's state, if they were asked.
    #[must_use]
    pub fn participant(&self, participant: &Participant) -> Option<&ParticipantState> {
        self.participants.iter().find(|p| &p.participant == participant)
    }

    /// Asks that can still be answered.
    pub fn open_requests(&self) -> impl Iterator<Item = (&Participant, &Request)> {
        self.requests().filter(|(_, request)| request.is_open())
    }

    /// Asks that nothing is concluded or resolved over the head of (R08).
    pub fn holding_up(&self) -> impl Iterator<Item = (&Participant, &Request)> {
        self.requests().filter(|(_, request)| request.holds_up())
    }

    /// Every ask, participant by participant.
    pub fn requests(&self) -> impl Iterator<Item = (&Participant, &Request)> {
        self.participants.iter().flat_map(|p| p.requests.iter().map(move |r| (&p.participant, r)))
    }

    /// Every opinion given, in its latest version: what a digest must hold (R09).
    pub fn opinions(&self) -> impl Iterator<Item = (&Participant, &Request, &Opinion)> {
        self.requests().filter_map(|(participant, request)| match &request.state {
            RequestState::Given(versions) => versions.last().map(|opinion| (participant, request, opinion)),
            RequestState::Open | RequestState::Declined { .. } => None,
        })
    }

    /// Whether it was closed with a digest.
    #[must_use]
    pub const fn is_concluded(&self) -> bool {
        self.digest.is_some()
    }

    /// Whether its answers are closed now.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed == Closed::UntilAllAnswered
    }

    /// Since when nobody's answer is waited for any more, where its answers are closed: it is to be recorded that they are opened.
    #[must_use]
    pub fn opens_at(&self) -> Option<Timestamp> {
        if !self.is_closed() {
            return None;
        }
        let mut settled = self.requests().map(|(_, request)| request.settled_at());
        settled.try_fold(self.opened_at, |last, settled| Some(last.max(settled?)))
    }

    /// Whether one who was asked stands in the digest.
    #[must_use]
    pub fn is_quoted(&self, participant: &Participant) -> bool {
        self.digest.iter().flatten().any(|item| item.from == *participant)
    }
}

impl ParticipantState {
    /// The latest ask.
    #[must_use]
    pub fn latest(&self) -> Option<&Request> {
        self.requests.last()
    }
}

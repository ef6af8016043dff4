//! Opinions asked and given, as they are shown and kept.

use super::DocumentView;
use jiff::Timestamp;
use lienthong_dossier::Silence;
use serde::{Deserialize, Serialize};

/// One asking of opinions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationView {
    /// Its id.
    pub consultation: String,
    /// Who asks.
    pub chair: String,
    /// What.
    pub question: String,
    /// When.
    pub opened_at: Timestamp,
    /// Those asked, in the order they were first asked.
    pub participants: Vec<ParticipantView>,
    /// The digest, once concluded.
    pub digest: Option<Vec<DigestView>>,
    /// What those who stand in it say against it, oldest first.
    pub objections: Vec<ObjectionView>,
    /// Whether its answers were to stay closed until nobody's is waited for any more.
    pub closed: bool,
    /// Since when they are open, where they were closed.
    pub opinions_opened_at: Option<Timestamp>,
    /// Whether what its answers say is for who asks and who answers alone.
    pub confidential: bool,
}

/// One who was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantView {
    /// The agency.
    pub agency: String,
    /// A unit of it.
    pub unit: Option<String>,
    /// Asks, oldest first.
    pub requests: Vec<RequestView>,
}

/// One ask and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    /// The leg it is.
    pub leg: String,
    /// Which ask of this participant, from 1.
    pub round: u32,
    /// Whether the dossier waits for it.
    pub mandatory: bool,
    /// When asked.
    pub asked_at: Timestamp,
    /// By when.
    pub due: Option<Timestamp>,
    /// `open`, `given`, `declined`, `revoked`.
    pub state: String,
    /// Every version of the opinion, oldest first; none while it is not given.
    pub opinions: Vec<OpinionView>,
    /// Why they will not answer.
    pub reason: Option<String>,
    /// When they said so.
    pub declined_at: Option<Timestamp>,
    /// What silence means once its term has run out: `waits`, `proceeds`, `deemed_agreed`.
    pub silence: String,
    /// Under which article silence means agreement.
    pub silence_article: String,
    /// Whether the head of the silent agency is told.
    pub silence_escalates: bool,
    /// It was recorded that no opinion had come by then.
    pub lapsed: Option<Timestamp>,
    /// How often they were reminded.
    pub reminders: u32,
    /// It was taken back.
    pub revoked: Option<RevokedView>,
    /// Work goes on without it.
    pub waived: Option<WaivedView>,
}

/// An ask was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedView {
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Work goes on without an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaivedView {
    /// By which agency it was decided.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Under which article.
    pub article: String,
    /// When.
    pub at: Timestamp,
}

/// One who stands in a digest says that it is not as it was meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionView {
    /// The agency.
    pub agency: String,
    /// The unit of it.
    pub unit: Option<String>,
    /// What is wrong.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// One version of an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionView {
    /// From 1.
    pub version: u32,
    /// What it says in a word.
    pub stance: String,
    /// What it says.
    pub text: String,
    /// What came along.
    pub documents: Vec<DocumentView>,
    /// The paper that carries it, where it is secret.
    pub secret: Option<PaperView>,
    /// Where it was given closed: the commitment, in hexadecimal. What it says stands encrypted in a row of its own.
    pub closed: Option<String>,
    /// When.
    pub at: Timestamp,
    /// After its due.
    pub late: bool,
    /// Revision of the record that carries it.
    pub revision: u64,
}

/// How an opinion was taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestView {
    /// Whose: the agency.
    pub agency: String,
    /// Whose: the unit of it.
    pub unit: Option<String>,
    /// Which ask.
    pub round: u32,
    /// Which version.
    pub version: u32,
    /// SHA-256 of its text, or its commitment, in hexadecimal.
    pub text_sha256: String,
    /// How it was taken up.
    pub treatment: String,
    /// Why.
    pub explanation: String,
    /// What of it is quoted.
    pub quotes: Vec<QuoteView>,
    /// The paper that carries it, where it is secret.
    pub paper: Option<PaperView>,
}

/// A paper that carries a secret opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperView {
    /// How secret it is.
    pub level: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: String,
}

/// A passage that a digest quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuoteView {
    /// Of the text of the version, in bytes.
    Text {
        /// The first byte.
        start: u32,
        /// The byte after the last.
        end: u32,
    },
    /// Of a scanned letter; not machine-checked.
    Page {
        /// Which document.
        document: String,
        /// Which page.
        page: u32,
        /// What it says there.
        text: String,
    },
}

/// Word of an ask that waits.
pub(super) const OPEN: &str = "open";
/// Word of an ask that was answered.
pub(super) const GIVEN: &str = "given";
/// Word of an ask that will not be answered.
pub(super) const DECLINED: &str = "declined";
/// Word of an ask that was taken back before it was answered.
pub(super) const REVOKED: &str = "revoked";

impl RequestView {
    /// Whether it can still be answered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == OPEN
    }

    /// Whether work waits for its answer.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        let goes_on = self.lapsed.is_some() && self.silence != Silence::Waits.as_str();
        self.is_open() && self.waived.is_none() && !goes_on
    }
}

impl RequestView {
    /// From when it counts as late: its due, where nothing had come by then, whatever came after.
    fn late_from(&self) -> Option<Timestamp> {
        let answered = self.opinions.first().map(|opinion| opinion.at).or(self.declined_at);
        let ended = answered.or(self.revoked.as_ref().map(|revoked| revoked.at));
        self.due.filter(|due| ended.is_none_or(|ended| *due < ended))
    }

    /// Open and past its due at an instant, or answered after it.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.late_from().is_some_and(|from| from < now)
    }
}

impl ParticipantView {
    /// From when they count as late, with the first of their asks that does.
    fn late_from(&self) -> Option<Timestamp> {
        self.requests.iter().filter_map(RequestView::late_from).min().filter(|_| self.is_asked())
    }

    /// Whether something is, or was, asked of them: not, where all of it was taken back unanswered.
    fn is_asked(&self) -> bool {
        self.requests.iter().any(|request| request.state != REVOKED)
    }

    /// Whether they have no answer out.
    fn has_answered(&self) -> bool {
        self.is_asked() && !self.requests.iter().any(RequestView::is_open)
    }
}

impl QuoteView {
    /// The words of a text that it is a range of; `None` of a page, and of a range that does not lie within the text.
    #[must_use]
    pub fn within<'a>(&self, text: &'a str) -> Option<&'a str> {
        let Self::Text { start, end } = self else { return None };
        text.get(usize::try_from(*start).ok()?..usize::try_from(*end).ok()?)
    }
}

impl ConsultationView {
    /// The version of an opinion that an item of the digest is about.
    #[must_use]
    pub fn taken_up(&self, item: &DigestView) -> Option<&OpinionView> {
        let about = |(who, request): &(&ParticipantView, &RequestView)| {
            who.agency == item.agency && who.unit == item.unit && request.round == item.round
        };
        let (_, request) = self.requests().find(about)?;
        request.opinions.iter().find(|opinion| opinion.version == item.version)
    }

    /// Every ask, with whom it asks.
    pub fn requests(&self) -> impl Iterator<Item = (&ParticipantView, &RequestView)> {
        self.participants.iter().flat_map(|who| who.requests.iter().map(move |request| (who, request)))
    }

    /// Without what is for who asks and who answers alone: that it came, its stance and how it was taken up stay.
    fn withhold(&mut self) {
        for opinion in
            self.participants.iter_mut().flat_map(|who| &mut who.requests).flat_map(|r| &mut r.opinions)
        {
            opinion.text.clear();
            opinion.documents.clear();
        }
    }

    /// Whether its answers are closed now.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed && self.opinions_opened_at.is_none()
    }

    /// How many participants are asked: whose ask was taken back unanswered is not.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.participants.iter().filter(|who| who.is_asked()).count()
    }

    /// How many of them have no answer out: "3 of 5".
    #[must_use]
    pub fn answered(&self) -> usize {
        self.participants.iter().filter(|who| who.has_answered()).count()
    }

    /// From when each participant who is late, or was, counts so: of "3 of 5, 1 late" the last.
    #[must_use]
    pub fn late_from(&self) -> Vec<Timestamp> {
        self.participants.iter().filter_map(ParticipantView::late_from).collect()
    }

    /// The earliest due among the asks that work waits for.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let awaited = self.requests().filter(|(_, request)| request.is_awaited());
        awaited.filter_map(|(_, request)| request.due).min()
    }

    /// `open` while work waits for an answer, `answered` until it is closed, `concluded`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if self.digest.is_some() {
            "concluded"
        } else if self.requests().any(|(_, request)| request.is_awaited()) {
            OPEN
        } else {
            "answered"
        }
    }
}

impl super::DossierView {
    /// As it is shown to all: without what confidential opinions say.
    #[must_use]
    pub fn for_all(mut self) -> Self {
        self.consultations.iter_mut().filter(|asked| asked.confidential).for_each(ConsultationView::withhold);
        self
    }
}

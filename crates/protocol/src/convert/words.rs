//! The small words that commands and events share.

use super::{name, time};
use crate::form::{Form, code};
use crate::{limits, proto};
use lienthong_calendar::{Phase, Term};
use lienthong_catalogue::{CutKind, CutOutcome, Place, Resume, Seat, StepKind};
use lienthong_dossier::{
    BookSide, Channel, Conclusion, Document, Irregularity, LegGround, NoticeMeans, Outcome, Participant,
    PauseCause, PaymentMeans, PersonalField, PostDirection, Purpose, ResultOutcome, Secrecy, SignatureCheck,
    SigningCapacity, Silence, Stance, TimerCause, Treatment,
};
use lienthong_names::Precedence;
use lienthong_supervision::MeasureForm;
use proto::term_phase::Unit;

/// An enumeration of the domain and its numbers.
pub(crate) trait Word: Copy + Sized + 'static {
    /// Every word.
    #[cfg(any(test, feature = "testing"))]
    const ALL: &'static [Self];

    /// The word of a number; `None` for numbers that are none. Zero is "not said" and never a word.
    fn from_number(number: i32) -> Option<Self>;
    /// Its number.
    fn number(self) -> i32;
}

macro_rules! words {
    ($($name:ident { $($variant:ident),+ $(,)? })+) => { $(
        impl Word for $name {
            #[cfg(any(test, feature = "testing"))]
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn from_number(number: i32) -> Option<Self> {
                match proto::$name::try_from(number).ok()? {
                    proto::$name::Unspecified => None,
                    $(proto::$name::$variant => Some(Self::$variant),)+
                }
            }

            fn number(self) -> i32 {
                match self { $(Self::$variant => proto::$name::$variant.into(),)+ }
            }
        }
    )+ };
}

words! {
    Channel { Desk, Online, Post, Email, Internal }
    Purpose { Opinion, Appraisal, Resolution }
    Stance { Agree, AgreeWithConditions, Disagree, NoAuthority, NotStated }
    Treatment { Accepted, PartlyAccepted, Explained }
    Conclusion { Approve, WithChanges, Reject }
    Outcome { Granted, RejectedOnMerits, PartlyGranted }
    Precedence { Existence, Capacity, State, Content }
    PauseCause { Supplement, Revision, FinancialObligation, Suspension, OutsideLeg }
    LegGround { Competence, LacksOriginal }
    Irregularity { RejectedAct, OffDesk }
    TimerCause { StepOverdue, LegOverdue, LegUnacknowledged, DossierOverdue, SupplementLapsed, AgencySucceeded, OpinionLapsed, OpinionsOpened }
    Silence { Waits, Proceeds, DeemedAgreed }
    Secrecy { Confidential, Secret, TopSecret }
    Resume { Remaining, Anew }
    PaymentMeans { Cash, BankTransfer, Portal, Postal }
    ResultOutcome { Issued, Denied, NotNeeded }
    SigningCapacity { Head, ForHead, ByOrder, ByAuthorisation, ForCollective }
    SignatureCheck { Valid, Invalid, NotChecked }
    NoticeMeans { NoticeOnPortal, NoticeBySms, NoticeByEmail, NoticeByPhone, NoticeByLetter }
    PostDirection { ToDesk, ToCitizen }
    BookSide { Incoming, Outgoing }
    StepKind { Receive, Verify, Appraise, Approve, Number, Stamp, Digitise, Return }
    Place { Centre, Agency }
    Seat { Head, Deputy, Acting }
    CutKind { Paper, Step, Term, Fee, Procedure }
    CutOutcome { Accepted, PartlyAccepted, Refused }
    MeasureForm { Lesson, Criticism, Reprimand, Warning, Discipline }
}

impl Form {
    /// A word that must be there.
    pub(crate) fn word<W: Word>(&mut self, field: &str, number: i32) -> Option<W> {
        if number == 0 {
            return self.missing(field);
        }
        let word = W::from_number(number);
        if word.is_none() {
            let vi = format!("không có giá trị {number}");
            self.refuse(field, code::WORD, vi, format!("there is no value {number}"));
        }
        word
    }

    /// A word that may be absent.
    pub(crate) fn optional_word<W: Word>(&mut self, field: &str, number: i32) -> Option<Option<W>> {
        if number == 0 { Some(None) } else { self.word(field, number).map(Some) }
    }

    /// Documents of one act.
    pub(crate) fn documents(
        &mut self,
        field: &str,
        documents: Vec<proto::Document>,
    ) -> Option<Vec<Document>> {
        self.list(field, documents, limits::DOCUMENTS, read_document)
    }

    /// A participant that must be there.
    pub(crate) fn participant(
        &mut self,
        field: &str,
        participant: Option<proto::Participant>,
    ) -> Option<Participant> {
        self.message(field, participant, |form, p| {
            let agency = form.id("agency", &p.agency);
            let unit = form.optional_id("unit", &p.unit);
            Some(Participant { agency: agency?, unit: unit? })
        })
    }

    /// A term; a message without phases is none.
    pub(crate) fn term(&mut self, field: &str, term: Option<proto::Term>) -> Option<Option<Term>> {
        let phases = term.map(|term| term.phases).unwrap_or_default();
        let phases = self.within(field, |form| form.list("phases", phases, limits::PHASES, read_phase))?;
        Some(Term::new(phases).ok())
    }

    /// The name of a personal field.
    pub(crate) fn personal_field(&mut self, field: &str, text: &str) -> Option<PersonalField> {
        if text.is_empty() {
            return self.missing(field);
        }
        let found = PersonalField::named(text);
        if found.is_none() {
            let vi = format!("không có trường cá nhân `{text}`");
            self.refuse(field, code::WORD, vi, format!("there is no personal field `{text}`"));
        }
        found
    }

    /// A date that may be empty, kept as it is written.
    pub(crate) fn optional_date_text(&mut self, field: &str, text: String) -> Option<Box<str>> {
        if !text.is_empty() {
            time::read_date(self, field, &text)?;
        }
        Some(text.into())
    }
}

fn read_document(form: &mut Form, document: proto::Document) -> Option<Document> {
    let id = form.required_line("id", document.id);
    let name = form.line("name", document.name);
    let sha256 = form.optional_bytes32("sha256", &document.sha256);
    Some(Document { id: id?, name: name?, sha256: sha256?, size: document.size })
}

pub(crate) fn write_documents(documents: &[Document]) -> Vec<proto::Document> {
    let write = |document: &Document| proto::Document {
        id: document.id.to_string(),
        name: document.name.to_string(),
        sha256: document.sha256.map(Vec::from).unwrap_or_default(),
        size: document.size,
    };
    documents.iter().map(write).collect()
}

pub(crate) fn write_participant(participant: &Participant) -> Option<proto::Participant> {
    let unit = name(participant.unit.as_ref());
    Some(proto::Participant { agency: participant.agency.to_string(), unit })
}

fn read_phase(form: &mut Form, phase: proto::TermPhase) -> Option<Phase> {
    match phase.unit {
        Some(Unit::HalfWorkingDays(halves)) => Some(Phase::WorkingHalfDays(halves)),
        Some(Unit::CalendarDays(days)) => Some(Phase::CalendarDays(days)),
        Some(Unit::WorkingMinutes(minutes)) => Some(Phase::WorkingMinutes(minutes)),
        None => form.missing("unit"),
    }
}

pub(crate) fn write_term(term: Option<&Term>) -> Option<proto::Term> {
    let write = |phase: &Phase| {
        let unit = match *phase {
            Phase::WorkingHalfDays(halves) => Unit::HalfWorkingDays(halves),
            Phase::CalendarDays(days) => Unit::CalendarDays(days),
            Phase::WorkingMinutes(minutes) => Unit::WorkingMinutes(minutes),
        };
        proto::TermPhase { unit: Some(unit) }
    };
    term.map(|term| proto::Term { phases: term.phases().iter().map(write).collect() })
}

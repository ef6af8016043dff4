//! Strategies for identifiers, texts, instants and the small words.

use crate::convert::time::FIRST_SECOND;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::{Phase, Term};
use lienthong_dossier::{
    Channel, DigestItem, Document, OnSilence, PaperReference, Participant, Quote, Secrecy, Silence, Treatment,
};
use lienthong_merkle::Hash;
use lienthong_names::{
    AgencyId, CaseName, CommandId, CutId, DossierCode, LegalBasisId, OfficerId, Origin, ProcedureCode,
    StepName, StreamKind, StreamName, UnitId,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// What codes are made of.
fn code() -> impl Strategy<Value = String> {
    "[A-Za-z0-9._-]{1,24}"
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident -> $id:ident),+ $(,)?) => { $(
        $(#[$doc])*
        pub fn $name() -> impl Strategy<Value = $id> + Clone {
            "[A-Za-z0-9._-]{1,24}".prop_map(|text| $id::new(&text).unwrap())
        }
    )+ };
}

ids!(
    /// Any agency.
    any_agency -> AgencyId,
    /// Any dossier.
    any_dossier_code -> DossierCode,
    /// Any unit.
    any_unit -> UnitId,
    /// Any officer.
    any_officer -> OfficerId,
    /// Any procedure.
    any_procedure_code -> ProcedureCode,
    any_legal_basis -> LegalBasisId,
    any_cut -> CutId,
);

/// Any case of a procedure.
pub(super) fn any_case() -> impl Strategy<Value = CaseName> {
    "\\PC{1,40}".prop_map(|text| CaseName::new(&text).unwrap())
}

/// Any step.
pub fn any_step() -> impl Strategy<Value = StepName> {
    "\\PC{1,40}".prop_map(|text| StepName::new(&text).unwrap())
}

/// Any ledger.
pub fn any_origin() -> impl Strategy<Value = Origin> {
    (code(), code()).prop_map(|(unit, name)| Origin::new(&format!("{unit}/{name}")).unwrap())
}

/// Any stream of any kind.
pub fn any_stream() -> impl Strategy<Value = StreamName> {
    let kinds = vec![
        StreamKind::Dossier,
        StreamKind::Rejected,
        StreamKind::Ledger,
        StreamKind::Agency,
        StreamKind::Key,
        StreamKind::Procedure,
        StreamKind::Calendar,
        StreamKind::Rule,
        StreamKind::LegalBasis,
        StreamKind::Cut,
    ];
    (select(kinds), code()).prop_map(|(kind, id)| StreamName::new(kind, &id).unwrap())
}

/// Any command id.
pub fn any_command_id() -> impl Strategy<Value = CommandId> {
    any::<[u8; 16]>().prop_map(CommandId::version_8)
}

/// Any text of one line; may be empty.
pub fn any_line() -> impl Strategy<Value = Box<str>> {
    "\\PC{0,24}".prop_map(Box::from)
}

/// Any longer text; may be empty.
pub fn any_text() -> impl Strategy<Value = Box<str>> {
    "(\\PC|\n|\t){0,60}".prop_map(Box::from)
}

/// Any line that is not empty, or none.
pub(super) fn any_optional_line() -> impl Strategy<Value = Option<Box<str>>> {
    option::of("\\PC{1,24}".prop_map(Box::from))
}

/// Any instant that the protocol can carry.
pub fn any_timestamp() -> impl Strategy<Value = Timestamp> {
    (FIRST_SECOND..=Timestamp::MAX.as_second(), 0..1_000_000_000)
        .prop_map(|(seconds, nanos)| Timestamp::new(seconds, nanos).unwrap())
}

/// Any date of four-digit years.
pub(super) fn any_date() -> impl Strategy<Value = Date> {
    (1..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

/// A date as text, or nothing.
pub(super) fn any_date_text() -> impl Strategy<Value = Box<str>> {
    option::of(any_date()).prop_map(|date| date.map(|date| date.to_string()).unwrap_or_default().into())
}

/// One of the words of an enumeration.
pub(super) fn one_of<W: Copy + std::fmt::Debug + 'static>(all: &'static [W]) -> impl Strategy<Value = W> {
    select(all)
}

pub(super) fn any_hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

pub(super) fn any_documents() -> impl Strategy<Value = Vec<Document>> {
    let parts = ("\\PC{1,12}", any_line(), any::<Option<[u8; 32]>>(), any::<u64>());
    let document = parts.prop_map(|(id, name, sha256, size)| Document { id: id.into(), name, sha256, size });
    vec(document, 0..3)
}

pub(super) fn any_participant() -> impl Strategy<Value = Participant> {
    (any_agency(), option::of(any_unit())).prop_map(|(agency, unit)| Participant { agency, unit })
}

pub(super) fn any_term() -> impl Strategy<Value = Option<Term>> {
    let phase = prop_oneof![
        any::<u32>().prop_map(Phase::WorkingHalfDays),
        any::<u32>().prop_map(Phase::CalendarDays),
        any::<u32>().prop_map(Phase::WorkingMinutes),
    ];
    vec(phase, 0..4).prop_map(|phases| Term::new(phases).ok())
}

pub(super) fn any_on_silence() -> impl Strategy<Value = OnSilence> {
    let parts = (one_of(Silence::ALL), any_line(), "\\PC{1,12}", any::<bool>());
    parts.prop_map(|(means, article, under, escalates)| {
        // Agreement by silence has an article.
        let article = if means == Silence::DeemedAgreed { under.into() } else { article };
        OnSilence { means, article, escalates }
    })
}

pub(super) fn any_paper() -> impl Strategy<Value = Option<PaperReference>> {
    let parts = (one_of(Secrecy::ALL), "\\PC{1,12}", any_date());
    option::of(parts.prop_map(|(level, number, date)| PaperReference {
        level,
        number: number.into(),
        date: date.to_string().into(),
    }))
}

fn any_quote() -> impl Strategy<Value = Quote> {
    let text = any::<(u32, u32)>().prop_map(|(start, end)| Quote::Text { start, end });
    let page = ("\\PC{1,12}", 1..=u32::MAX, any_text()).prop_map(|(document, page, text)| Quote::Page {
        document: document.into(),
        page,
        text,
    });
    prop_oneof![text, page]
}

pub(super) fn any_digest() -> impl Strategy<Value = Vec<DigestItem>> {
    let parts = (
        any_participant(),
        1..=u32::MAX,
        1..=u32::MAX,
        any::<[u8; 32]>(),
        one_of(Treatment::ALL),
        any_text(),
        vec(any_quote(), 0..3),
        any_paper(),
    );
    let item =
        parts.prop_map(|(from, round, version, text_sha256, treatment, explanation, quotes, paper)| {
            DigestItem { from, round, version, text_sha256, treatment, explanation, quotes, paper }
        });
    vec(item, 0..3)
}

pub(super) fn any_channel() -> impl Strategy<Value = Channel> {
    one_of(Channel::ALL)
}

/// Any day.
pub(super) fn any_day() -> impl Strategy<Value = jiff::civil::Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| jiff::civil::Date::new(year, month, day).unwrap())
}

//! Strategies for the kinds of fields that the tables name (`convert::tables`).

use super::words::{
    any_agency, any_case, any_date_text, any_day, any_digest, any_documents, any_line, any_officer,
    any_on_silence, any_optional_line, any_origin, any_paper, any_participant, any_step, any_stream,
    any_term, any_text, any_timestamp, one_of,
};
use crate::convert::words::Word;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::Term;
use lienthong_dossier::{
    Ask, Commitment, Council, DigestItem, Document, Lateness, Member, OnSilence, PaperReference, Part,
    Participant, PersonalField, TimedClock,
};
use lienthong_names::{CaseName, FindingId, NameError, StepName, StreamName};
use lienthong_supervision::{Ground, SubjectId};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::fmt::Debug;
use std::str::FromStr;

/// The strategies of a row's fields, as pairs within pairs: a row may have more fields than a tuple has places.
macro_rules! nest {
    () => { Just(()) };
    ($first:ident $($rest:ident)*) => { (kinds::$first(), kinds::nest!($($rest)*)) };
}

/// The pattern that takes them apart.
macro_rules! nested {
    () => { () };
    ($first:ident $($rest:ident)*) => { ($first, kinds::nested!($($rest)*)) };
}

pub(super) use {nest, nested};

pub(super) fn id<T: Debug + FromStr<Err = NameError>>() -> impl Strategy<Value = T> {
    "[A-Za-z0-9._-]{1,24}".prop_map(|text| text.parse().unwrap())
}

pub(super) fn optional_id<T: Debug + FromStr<Err = NameError>>() -> impl Strategy<Value = Option<T>> {
    option::of(id())
}

pub(super) fn day() -> impl Strategy<Value = Date> {
    any_day()
}

pub(super) fn optional_day() -> impl Strategy<Value = Option<Date>> {
    option::of(any_day())
}

pub(super) fn finding() -> impl Strategy<Value = FindingId> {
    any::<[u8; 8]>().prop_map(FindingId::from_bytes)
}

pub(super) fn subject() -> impl Strategy<Value = SubjectId> {
    prop_oneof![finding().prop_map(SubjectId::Finding), id().prop_map(SubjectId::Task)]
}

pub(super) fn ground() -> impl Strategy<Value = Ground> {
    (any_line(), any_line(), any_origin(), any_stream(), 1..=u64::MAX, any_agency()).prop_map(
        |(rule, broken, origin, stream, revision, agency)| Ground {
            rule,
            broken,
            origin,
            stream,
            revision,
            agency,
        },
    )
}

pub(super) fn step() -> impl Strategy<Value = StepName> {
    any_step()
}

pub(super) fn optional_step() -> impl Strategy<Value = Option<StepName>> {
    option::of(any_step())
}

pub(super) fn optional_case() -> impl Strategy<Value = Option<CaseName>> {
    option::of(any_case())
}

pub(super) fn optional_stream() -> impl Strategy<Value = Option<StreamName>> {
    option::of(any_stream())
}

pub(super) fn word<W: Word + Debug>() -> impl Strategy<Value = W> {
    one_of(W::ALL)
}

pub(super) fn optional_word<W: Word + Debug>() -> impl Strategy<Value = Option<W>> {
    option::of(word())
}

pub(super) fn clock() -> impl Strategy<Value = TimedClock> {
    prop_oneof![Just(TimedClock::Dossier), Just(TimedClock::Papers), id().prop_map(TimedClock::Leg),]
}

pub(super) fn line() -> impl Strategy<Value = Box<str>> {
    any_line()
}

pub(super) fn optional_line() -> impl Strategy<Value = Option<Box<str>>> {
    any_optional_line()
}

pub(super) fn text() -> impl Strategy<Value = Box<str>> {
    any_text()
}

pub(super) fn opinion() -> impl Strategy<Value = Box<str>> {
    any_text()
}

pub(super) fn reasons() -> impl Strategy<Value = Vec<Box<str>>> {
    vec(any_text(), 0..4)
}

pub(super) fn items() -> impl Strategy<Value = Vec<Box<str>>> {
    vec(any_line(), 0..4)
}

pub(super) fn people() -> impl Strategy<Value = Vec<Box<str>>> {
    vec(any_line(), 0..4)
}

pub(super) fn member() -> impl Strategy<Value = Member> {
    (any_agency(), any_officer()).prop_map(|(agency, officer)| Member { agency, officer })
}

pub(super) fn optional_council() -> impl Strategy<Value = Option<Council>> {
    let council = (vec(member(), 0..4), member(), member(), any::<u32>()).prop_map(
        |(members, president, secretary, quorum)| Council { members, president, secretary, quorum },
    );
    option::of(council)
}

pub(super) fn date_text() -> impl Strategy<Value = Box<str>> {
    any_date_text()
}

pub(super) fn instant() -> impl Strategy<Value = Timestamp> {
    any_timestamp()
}

pub(super) fn optional_instant() -> impl Strategy<Value = Option<Timestamp>> {
    option::of(any_timestamp())
}

pub(super) fn term() -> impl Strategy<Value = Option<Term>> {
    any_term()
}

pub(super) fn documents() -> impl Strategy<Value = Vec<Document>> {
    any_documents()
}

pub(super) fn participant() -> impl Strategy<Value = Participant> {
    any_participant()
}

pub(super) fn asks() -> impl Strategy<Value = Vec<Ask>> {
    let ask = (any_participant(), any::<bool>(), any_term()).prop_map(|(participant, mandatory, term)| Ask {
        participant,
        mandatory,
        term,
    });
    vec(ask, 0..3)
}

pub(super) fn on_silence() -> impl Strategy<Value = OnSilence> {
    any_on_silence()
}

pub(super) fn paper() -> impl Strategy<Value = Option<PaperReference>> {
    any_paper()
}

pub(super) fn digest() -> impl Strategy<Value = Vec<DigestItem>> {
    any_digest()
}

pub(super) fn lateness() -> impl Strategy<Value = Option<Box<Lateness>>> {
    let part = (id(), optional_id(), option::of(any::<u64>()), any::<u64>(), any::<bool>())
        .prop_map(|(agency, leg, limit, used, on_path)| Part { agency, leg, limit, used, on_path });
    let parts = vec((part, any::<u64>()), 0..3);
    option::of(
        (any::<u64>(), parts, optional_id()).prop_map(|(late, parts, no_limit_exceeded)| {
            Box::new(Lateness { late, parts, no_limit_exceeded })
        }),
    )
}

pub(super) fn personal_fields() -> impl Strategy<Value = Vec<PersonalField>> {
    vec(one_of(PersonalField::ALL), 0..4)
}

pub(super) fn commitment() -> impl Strategy<Value = Commitment> {
    any::<[u8; 32]>().prop_map(Commitment)
}

pub(super) fn optional_commitment() -> impl Strategy<Value = Option<Commitment>> {
    option::of(commitment())
}

pub(super) fn flag() -> impl Strategy<Value = bool> {
    any::<bool>()
}

pub(super) fn ordinal() -> impl Strategy<Value = u32> {
    1..=u32::MAX
}

pub(super) fn money() -> impl Strategy<Value = u64> {
    1..=crate::limits::MONEY
}

pub(super) fn optional_ordinal() -> impl Strategy<Value = Option<u32>> {
    option::of(ordinal())
}

pub(super) fn number() -> impl Strategy<Value = u32> {
    any::<u32>()
}

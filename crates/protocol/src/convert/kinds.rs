//! The kinds of fields that commands and events are made of: how each is read from the wire, and how it is written.
//!
//! Belongs here: one small module a kind, with `read` and `write`; the tables name fields by these kinds (`super::tables`).
//! Does not: which message has which fields.

use crate::form::Form;
use crate::{limits, proto};

/// What a kind's `read` looks like for kinds that a method of [`Form`] reads.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident: $wire:ty => $value:ty, $borrowed:ty {
        read($form:ident, $field:ident, $from:ident) $read:expr,
        write($out:ident) $write:expr $(,)?
    })+) => { $(
        $(#[$doc])*
        pub(crate) mod $kind {
            use super::*;

            pub(crate) fn read($form: &mut Form, $field: &str, $from: $wire) -> Option<$value> {
                $read
            }

            pub(crate) fn write($out: $borrowed) -> $wire {
                $write
            }
        }
    )+ };
}

use super::words::{write_documents, write_participant, write_term};
use super::{appraisal, consultation, lateness as late, name, names, supervision, time};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::Term;
use lienthong_dossier::{
    Ask, Commitment, Council, DigestItem, Document, Lateness, Member, OnSilence, PaperReference, Participant,
    PersonalField, TimedClock,
};
use lienthong_supervision::Ground;
use prost_types::Timestamp as Instant;

kinds! {
    /// A name, a title, a number: one line, may be empty.
    line: String => Box<str>, &str {
        read(form, field, text) form.line(field, text),
        write(line) line.to_string(),
    }
    /// The same; empty is absent.
    optional_line: String => Option<Box<str>>, &Option<Box<str>> {
        read(form, field, text) form.optional_line(field, text),
        write(line) name(line.as_ref()),
    }
    /// A reason, a note: up to a page, may be empty.
    text: String => Box<str>, &str {
        read(form, field, text) form.text(field, text, limits::TEXT),
        write(text) text.to_string(),
    }
    /// What an opinion or an answer says.
    opinion: String => Box<str>, &str {
        read(form, field, text) form.text(field, text, limits::OPINION),
        write(text) text.to_string(),
    }
    /// Reasons, a page each.
    reasons: Vec<String> => Vec<Box<str>>, &[Box<str>] {
        read(form, field, reasons) {
            form.list(field, reasons, limits::REASONS, |form, reason| form.text("", reason, limits::TEXT))
        },
        write(reasons) names(reasons),
    }
    /// Items of a checklist, by their ids.
    items: Vec<String> => Vec<Box<str>>, &[Box<str>] {
        read(form, field, items) form.list(field, items, limits::CHECKLIST, |form, item| form.line("", item)),
        write(items) names(items),
    }
    /// People by name, a line each.
    people: Vec<String> => Vec<Box<str>>, &[Box<str>] {
        read(form, field, people) form.list(field, people, limits::PEOPLE, |form, name| form.line("", name)),
        write(people) names(people),
    }
    /// A date as it is written, `yyyy-mm-dd`, or nothing.
    date_text: String => Box<str>, &str {
        read(form, field, date) form.optional_date_text(field, date),
        write(date) date.to_string(),
    }
    /// A day that must be there.
    day: String => Date, &Date {
        read(form, field, day) time::read_date(form, field, &day),
        write(day) day.to_string(),
    }
    /// A day; empty is absent.
    optional_day: String => Option<Date>, &Option<Date> {
        read(form, field, day) if day.is_empty() { Some(None) } else { time::read_date(form, field, &day).map(Some) },
        write(day) name(day.as_ref()),
    }
    /// What a finding stands on.
    ground: Option<proto::FindingGround> => Ground, &Ground {
        read(form, field, ground) form.message(field, ground, supervision::read_ground),
        write(ground) Some(supervision::write_ground(ground)),
    }
    /// An instant that must be there.
    instant: Option<Instant> => Timestamp, &Timestamp {
        read(form, field, at) time::read(form, field, at),
        write(at) Some(time::write(*at)),
    }
    /// An instant that may be absent.
    optional_instant: Option<Instant> => Option<Timestamp>, &Option<Timestamp> {
        read(form, field, at) time::read_optional(form, field, at),
        write(at) at.map(time::write),
    }
    /// A term; one without phases is none.
    term: Option<proto::Term> => Option<Term>, &Option<Term> {
        read(form, field, term) form.term(field, term),
        write(term) write_term(term.as_ref()),
    }
    /// Documents of one act.
    documents: Vec<proto::Document> => Vec<Document>, &[Document] {
        read(form, field, documents) form.documents(field, documents),
        write(documents) write_documents(documents),
    }
    /// An agency, or a unit of one.
    participant: Option<proto::Participant> => Participant, &Participant {
        read(form, field, participant) form.participant(field, participant),
        write(participant) write_participant(participant),
    }
    /// Who is asked for an opinion, and how.
    asks: Vec<proto::ConsultationParticipant> => Vec<Ask>, &[Ask] {
        read(form, field, asks) consultation::read_asks(form, field, asks),
        write(asks) consultation::write_asks(asks),
    }
    /// What becomes of an ask whose term runs out; absent: what is said by silence.
    on_silence: Option<proto::OnSilence> => OnSilence, &OnSilence {
        read(form, field, said) consultation::read_on_silence(form, field, said),
        write(said) consultation::write_on_silence(said),
    }
    /// The paper that carries a secret opinion, where it is one.
    paper: Option<proto::PaperReference> => Option<PaperReference>, &Option<PaperReference> {
        read(form, field, paper) consultation::read_paper(form, field, paper),
        write(paper) consultation::write_paper(paper.as_ref()),
    }
    /// How opinions were taken up.
    digest: Vec<proto::DigestItem> => Vec<DigestItem>, &[DigestItem] {
        read(form, field, digest) consultation::read_digest(form, field, digest),
        write(digest) consultation::write_digest(digest),
    }
    /// How late it was decided, and whose lateness it is.
    lateness: Option<proto::Lateness> => Option<Box<Lateness>>, &Option<Box<Lateness>> {
        read(form, field, found) late::read(form, field, found),
        write(found) found.as_deref().map(late::write),
    }
    /// One who sits in a council.
    member: Option<proto::Member> => Member, &Member {
        read(form, field, member) form.message(field, member, appraisal::read_member),
        write(member) Some(appraisal::write_member(member)),
    }
    /// A council; absent: none.
    optional_council: Option<proto::Council> => Option<Council>, &Option<Council> {
        read(form, field, council) form.optional(field, council, appraisal::read_council),
        write(council) council.as_ref().map(appraisal::write_council),
    }
    /// Names of personal fields.
    personal_fields: Vec<String> => Vec<PersonalField>, &[PersonalField] {
        read(form, field, fields) {
            form.list(field, fields, usize::MAX, |form, text: String| form.personal_field("", &text))
        },
        write(fields) names(fields),
    }
    /// A commitment to a personal value.
    commitment: Option<proto::Commitment> => Commitment, &Commitment {
        read(form, field, commitment) {
            form.message(field, commitment, |form, c| form.bytes32("hash", &c.hash).map(Commitment))
        },
        write(commitment) Some(proto::Commitment { hash: commitment.0.to_vec() }),
    }
    /// The same; absent: nothing is committed to.
    optional_commitment: Option<proto::Commitment> => Option<Commitment>, &Option<Commitment> {
        read(form, field, commitment) {
            form.optional(field, commitment, |form, c| form.bytes32("hash", &c.hash).map(Commitment))
        },
        write(commitment) commitment.map(|commitment| proto::Commitment { hash: commitment.0.to_vec() }),
    }
    /// Yes or no.
    flag: bool => bool, &bool {
        read(_form, _field, flag) Some(flag),
        write(flag) *flag,
    }
    /// A clock that can run out.
    clock: String => TimedClock, &TimedClock {
        read(form, field, text) form.id(field, &text),
        write(clock) clock.to_string(),
    }
    /// A number of things, from 1.
    ordinal: u32 => u32, &u32 {
        read(form, field, number) form.number(field, number, 1..=u32::MAX),
        write(number) *number,
    }
    /// A sum of money, in đồng; at least one.
    money: u64 => u64, &u64 {
        read(form, field, amount) form.number(field, amount, 1..=limits::MONEY),
        write(amount) *amount,
    }
    /// A number from 1; zero is absent.
    optional_ordinal: u32 => Option<u32>, &Option<u32> {
        read(_form, _field, number) Some(Some(number).filter(|number| *number > 0)),
        write(number) number.unwrap_or(0),
    }
    /// Any number.
    number: u32 => u32, &u32 {
        read(_form, _field, number) Some(number),
        write(number) *number,
    }
}

/// An identifier that must be there.
pub(crate) mod id {
    use crate::form::Form;
    use lienthong_names::NameError;
    use std::fmt::Display;
    use std::str::FromStr;

    pub(crate) fn read<T: FromStr<Err = NameError>>(form: &mut Form, field: &str, text: String) -> Option<T> {
        form.id(field, &text)
    }

    pub(crate) fn write<T: Display>(id: &T) -> String {
        id.to_string()
    }
}

/// An identifier; empty is absent.
pub(crate) mod optional_id {
    use crate::form::Form;
    use lienthong_names::NameError;
    use std::fmt::Display;
    use std::str::FromStr;

    pub(crate) fn read<T: FromStr<Err = NameError>>(
        form: &mut Form,
        field: &str,
        text: String,
    ) -> Option<Option<T>> {
        form.optional_id(field, &text)
    }

    pub(crate) fn write<T: Display>(id: &Option<T>) -> String {
        super::name(id.as_ref())
    }
}

/// A step, which history names in any words.
pub(crate) use id as step;
/// The same; empty is absent.
pub(crate) use optional_id as optional_step;

/// A finding.
pub(crate) use id as finding;
/// A finding or a task, by the name of its stream.
pub(crate) use id as subject;

/// A case of a procedure, by its published name; empty is absent.
pub(crate) use optional_id as optional_case;

/// The name of a stream; empty is absent.
pub(crate) use optional_id as optional_stream;

/// A word of an enumeration that must be there.
pub(crate) mod word {
    use super::super::words::Word;
    use crate::form::Form;

    pub(crate) fn read<W: Word>(form: &mut Form, field: &str, number: i32) -> Option<W> {
        form.word(field, number)
    }

    pub(crate) fn write<W: Word>(word: &W) -> i32 {
        word.number()
    }
}

/// A word of an enumeration; zero is absent.
pub(crate) mod optional_word {
    use super::super::words::Word;
    use crate::form::Form;

    pub(crate) fn read<W: Word>(form: &mut Form, field: &str, number: i32) -> Option<Option<W>> {
        form.optional_word(field, number)
    }

    pub(crate) fn write<W: Word>(word: &Option<W>) -> i32 {
        word.map_or(0, Word::number)
    }
}

//! Names in NATS: subjects and streams, from ours by one injective function each.
//!
//! Belongs here: tokens and the subjects made of them, and reading both back. Does not: connections, permissions (`nats`).
//!
//! A token holds ASCII letters, digits, `-`, `_` and `=`: what subjects, stream names, durable names and KV keys all allow.

use lienthong_names::{AgencyId, DossierCode, Origin, Service, StreamKind, StreamName};
use std::fmt::Write as _;

/// What stands for nothing: a token must not be empty.
const EMPTY: &str = "=";

/// Any text as one token: letters, digits and `-` as they are, `.` as `_`, every other byte as `=` and two hex digits.
#[must_use]
pub fn token(text: &str) -> String {
    if text.is_empty() { EMPTY.to_owned() } else { escape(text, '.') }
}

/// The text of a token; `None` if [`token`] makes it of no text.
#[must_use]
pub fn untoken(token: &str) -> Option<String> {
    if token == EMPTY { Some(String::new()) } else { unescape(token, '.').filter(|text| !text.is_empty()) }
}

/// A ledger's token: `H22/2020` is `H22_2020`. Here it is the `/` that becomes `_`.
#[must_use]
pub fn ledger_token(origin: &Origin) -> String {
    escape(origin.as_str(), '/')
}

/// The ledger of a token.
#[must_use]
pub fn ledger_of_token(token: &str) -> Option<Origin> {
    Origin::new(&unescape(token, '/')?).ok()
}

/// The JetStream stream of a ledger: `LT_H22_2020`.
#[must_use]
pub fn ledger_stream_name(origin: &Origin) -> String {
    format!("LT_{}", ledger_token(origin))
}

/// Everything of a ledger: `ledger.H22_2020.>`.
#[must_use]
pub fn ledger_subjects(origin: &Origin) -> String {
    format!("ledger.{}.>", ledger_token(origin))
}

/// Where a stream's records go: `ledger.H22_2020.dossier.H22_14-201012-0001`.
#[must_use]
pub fn stream_subject(origin: &Origin, stream: &StreamName) -> String {
    format!("ledger.{}.{}.{}", ledger_token(origin), stream.kind().as_str(), token(stream.id()))
}

/// The ledger and stream of a subject that [`stream_subject`] made.
#[must_use]
pub fn stream_of_subject(subject: &str) -> Option<(Origin, StreamName)> {
    let mut tokens = subject.split('.');
    if tokens.next() != Some("ledger") {
        return None;
    }
    let origin = ledger_of_token(tokens.next()?)?;
    let (kind, id) = (tokens.next()?, untoken(tokens.next()?)?);
    let stream = format!("{kind}.{id}").parse().ok()?;
    if tokens.next().is_some() { None } else { Some((origin, stream)) }
}

/// Where sealed batches of a ledger go: `seal.H22_2020`.
#[must_use]
pub fn seal_subject(origin: &Origin) -> String {
    format!("seal.{}", ledger_token(origin))
}

/// Where checkpoints of a ledger go: `checkpoint.H22_2020`.
#[must_use]
pub fn checkpoint_subject(origin: &Origin) -> String {
    format!("checkpoint.{}", ledger_token(origin))
}

/// Where an agency hands submissions in: `intake.routing.H22_12`.
#[must_use]
pub fn intake_subject(service: Service, agency: &AgencyId) -> String {
    format!("intake.{service}.{}", token(agency.as_str()))
}

/// What a service listens to: `intake.routing.*`.
#[must_use]
pub fn intake_subjects(service: Service) -> String {
    format!("intake.{service}.*")
}

/// The agency of a subject that [`intake_subject`] made.
#[must_use]
pub fn agency_of_intake(subject: &str) -> Option<AgencyId> {
    let (service, agency) = subject.strip_prefix("intake.")?.split_once('.')?;
    service.parse::<Service>().ok()?;
    AgencyId::new(&untoken(agency)?).ok()
}

/// Where a stream's deliveries to an agency go: of a dossier `inbox.H22_12.H22_14-201012-0001`, of all else with the kind,
/// `inbox.H22_12.finding.Ff071ff650d083821`. A dossier's was there first, and what waits in it is followed by what is told next.
#[must_use]
pub fn inbox_subject(agency: &AgencyId, stream: &StreamName) -> String {
    let (agency, kind, id) = (token(agency.as_str()), stream.kind(), token(stream.id()));
    match kind {
        StreamKind::Dossier => format!("inbox.{agency}.{id}"),
        _ => format!("inbox.{agency}.{}.{id}", kind.as_str()),
    }
}

/// All deliveries to an agency: `inbox.H22_12.>`.
#[must_use]
pub fn inbox_subjects(agency: &AgencyId) -> String {
    format!("inbox.{}.>", token(agency.as_str()))
}

/// The agency and the stream of a subject that [`inbox_subject`] made.
#[must_use]
pub fn of_inbox(subject: &str) -> Option<(AgencyId, StreamName)> {
    let (agency, rest) = subject.strip_prefix("inbox.")?.split_once('.')?;
    let stream = match rest.split_once('.') {
        None => StreamName::dossier(&DossierCode::new(&untoken(rest)?).ok()?),
        Some((kind, id)) => format!("{kind}.{}", untoken(id)?).parse().ok()?,
    };
    let agency = AgencyId::new(&untoken(agency)?).ok()?;
    // One spelling a stream.
    (inbox_subject(&agency, &stream) == subject).then_some((agency, stream))
}

/// Where it stands up to which record of a ledger agencies were told: `told.H22_2020`.
#[must_use]
pub fn told_subject(origin: &Origin) -> String {
    format!("told.{}", ledger_token(origin))
}

/// Where a question is asked: `query.timeline`.
#[must_use]
pub fn query_subject(name: &str) -> String {
    format!("query.{}", token(name))
}

/// Where an agency asks a question in its own name: `query.annex.H22_14`.
#[must_use]
pub fn own_query_subject(name: &str, agency: &AgencyId) -> String {
    format!("query.{}.{}", token(name), token(agency.as_str()))
}

/// Where all agencies ask a question, each in its own name: `query.annex.*`.
#[must_use]
pub fn own_query_subjects(name: &str) -> String {
    format!("query.{}.*", token(name))
}

/// The agency of a subject that [`own_query_subject`] made.
#[must_use]
pub fn agency_of_query(subject: &str) -> Option<AgencyId> {
    let (name, agency) = subject.strip_prefix("query.")?.split_once('.')?;
    untoken(name)?;
    AgencyId::new(&untoken(agency)?).ok()
}

/// Where it is begun to hand in what a document says.
pub const ATTACH: &str = "attach.begin";

/// Where an instance that takes an attachment in waits for its parts: `attach.part.<instance>`.
#[must_use]
pub fn attach_part_subject(instance: &str) -> String {
    format!("attach.part.{}", token(instance))
}

/// The key of a stream's data key in a KV bucket: `H22_2020.dossier.H22_14-201012-0001`.
#[must_use]
pub fn data_key_name(origin: &Origin, stream: &StreamName) -> String {
    format!("{}.{}.{}", ledger_token(origin), stream.kind().as_str(), token(stream.id()))
}

/// The one character `short` becomes `_`, so that names stay readable; `_` itself is escaped like the rest.
fn escape(text: &str, short: char) -> String {
    let mut token = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        match char::from(byte) {
            c if c.is_ascii_alphanumeric() || c == '-' => token.push(c),
            c if c == short => token.push('_'),
            // Writing to a String cannot fail.
            _ => drop(write!(token, "={byte:02X}")),
        }
    }
    token
}

/// Reads exactly what [`escape`] writes: one spelling a text.
fn unescape(token: &str, short: char) -> Option<String> {
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'_' => bytes.extend(short.to_string().bytes()),
            b'=' => bytes.push(hex_digit(rest.next()?)? << 4 | hex_digit(rest.next()?)?),
            _ => bytes.push(byte),
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (escape(&text, short) == token).then_some(text)
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

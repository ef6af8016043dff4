//! One decided command, as the ledger holds it.
//!
//! Belongs here: [`Record`] and its parts, [`RawRecord`], what reading one can fail with.
//! Does not: how one is decided (`service`), its place in a tree or file (`ledger`).

use crate::convert;
use crate::encryption::{self, DataKey, EncryptionError, FieldPlace, OpenedField};
use crate::form::{Form, FormError, code};
use crate::keys::{Signature, VerifyingKey};
use crate::signing::{CommandPlace, SubmissionSignatureError, SubmissionTerms, verify_command};
use crate::submission::Disclosure;
use crate::{proto, straight, upcast};
use jiff::Timestamp;
use lienthong_catalogue::{Entry, Key, Opening};
use lienthong_dossier::{Commitment, PersonalField};
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::{AgencyId, CommandId, DossierCode, KeyId, Origin, Rejection, Service, StreamName};
use prost::Message as _;

/// The schema of the records that this release writes. Older ones are read through [`crate::upcast`].
pub const SCHEMA_VERSION: u32 = 1;

/// One decided command: one log message, one Merkle leaf, at most [`crate::MAX_RECORD_BYTES`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Schema of the bytes it was read from, or is to be written in.
    pub schema_version: u32,
    /// Which ledger.
    pub origin: Origin,
    /// Which stream of it.
    pub stream: StreamName,
    /// Its number within the stream, from 1, gapless.
    pub revision: u64,
    /// Leaf hash of the stream's record before; `None` at revision 1.
    pub previous: Option<Hash>,
    /// When it was decided.
    pub recorded_at: Timestamp,
    /// Which service decided it.
    pub recorder: Service,
    /// The command's bytes as signed.
    pub command: Vec<u8>,
    /// What lets the command be checked alone.
    pub signed: Signed,
    /// What the decision saw.
    pub decided_on: DecidedOn,
    /// What was decided.
    pub decision: Decision,
    /// Personal values, encrypted.
    pub fields: Vec<EncryptedField>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The facts that follow, at least one.
    Admitted(Vec<Event>),
    /// The rules said no.
    Rejected(Rejection),
}

/// A fact that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Of a dossier.
    Dossier(lienthong_dossier::Event),
    /// Of the catalogue.
    Catalogue(lienthong_catalogue::Entry),
    /// Of an agency's books.
    Books(lienthong_dossier::BooksEvent),
    /// Of a finding or a task.
    Supervision(lienthong_supervision::Event),
}

impl Event {
    /// The event's name: `OpinionGiven`.
    #[must_use]
    pub const fn kind_name(&self) -> &'static str {
        match self {
            Self::Dossier(event) => event.kind().as_str(),
            Self::Catalogue(entry) => entry.kind().as_str(),
            Self::Books(event) => event.kind().as_str(),
            Self::Supervision(event) => event.kind().as_str(),
        }
    }

    /// The event alone, for what is kept beside records and made of them again: records themselves are never encoded twice.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        convert::event::write(self).encode_to_vec()
    }

    /// Reads [`Self::encode`]'s bytes.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let message = proto::Event::decode(bytes).map_err(|error| unreadable(&error))?;
        let mut form = Form::recorded();
        let event = convert::event::read(&mut form, message);
        form.finish(event).map_err(DecodeError::from)
    }
}

impl From<lienthong_dossier::Event> for Event {
    fn from(event: lienthong_dossier::Event) -> Self {
        Self::Dossier(event)
    }
}

impl From<lienthong_catalogue::Entry> for Event {
    fn from(entry: lienthong_catalogue::Entry) -> Self {
        Self::Catalogue(entry)
    }
}

impl From<lienthong_dossier::BooksEvent> for Event {
    fn from(event: lienthong_dossier::BooksEvent) -> Self {
        Self::Books(event)
    }
}

impl From<lienthong_supervision::Event> for Event {
    fn from(event: lienthong_supervision::Event) -> Self {
        Self::Supervision(event)
    }
}

/// What lets one command of a submission be checked alone, without the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The service it was handed to.
    pub service: Service,
    /// Who handed it in.
    pub agency: AgencyId,
    /// With which key.
    pub key_id: KeyId,
    /// Over the submission's text.
    pub signature: Signature,
    /// Place among the commands of the submission, from 0.
    pub index: u32,
    /// How many there were.
    pub count: u32,
    /// RFC 6962 path of the command's bytes in the submission's tree.
    pub path: Vec<Hash>,
}

impl Signed {
    /// Checks that the key signed this command for this ledger.
    ///
    /// # Errors
    /// [`SubmissionSignatureError`].
    pub fn verify(
        &self,
        origin: &Origin,
        command: &[u8],
        key: &VerifyingKey,
    ) -> Result<(), SubmissionSignatureError> {
        let terms = SubmissionTerms {
            origin: origin.clone(),
            service: self.service,
            agency: self.agency.clone(),
            key_id: self.key_id.clone(),
        };
        let place = CommandPlace { index: self.index, count: self.count, path: self.path.clone() };
        verify_command(key, &terms, command, &place, &self.signature)
    }
}

/// What the decision saw: with it anyone can decide again and must get the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedOn {
    /// Revision of the stream that was seen: the record's own less one, but for a stranger's rejection.
    pub revision: u64,
    /// The dossier that a stranger's rejection is about.
    pub dossier: Option<DossierCode>,
    /// Sealed size of the catalogue ledger that was followed.
    pub catalogue_position: u64,
    /// The instant that rules and clocks use as now.
    pub effective_at: Timestamp,
    /// Which version of the rules decided.
    pub rules_version: u32,
}

/// A personal value in a record, encrypted under the dossier's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncryptedField {
    /// Which field of the command.
    pub field: PersonalField,
    /// Its salt and value, encrypted.
    pub ciphertext: Vec<u8>,
}

impl EncryptedField {
    /// Encrypts what was disclosed beside a command. The same parts always give the same bytes.
    ///
    /// # Errors
    /// [`FormError`] if the stream is not a dossier's, or the value is longer than any record.
    pub fn seal(
        key: &[u8; 32],
        stream: &StreamName,
        command: CommandId,
        disclosure: &Disclosure,
    ) -> Result<Self, FormError> {
        let field = disclosure.field;
        let Some(dossier) = stream.dossier_code() else {
            let (vi, en) = ("chỉ hồ sơ mới có trường cá nhân", "only a dossier has personal fields");
            return Err(FormError::new(code::DISCLOSURE, field.as_str(), vi, en));
        };
        let place = FieldPlace { dossier: &dossier, command: &command, field };
        let ciphertext =
            encryption::encrypt(&DataKey::new(*key), &place, &disclosure.salt, &disclosure.value).map_err(
                |error| {
                    let vi = "giá trị quá dài, không mã hóa được";
                    FormError::new(code::DISCLOSURE, field.as_str(), vi, error.to_string())
                },
            )?;
        Ok(Self { field, ciphertext })
    }

    /// Opens it, given the commitment in the signed command.
    ///
    /// # Errors
    /// [`EncryptionError`].
    pub fn open(
        &self,
        key: &DataKey,
        dossier: &DossierCode,
        command: &CommandId,
        commitment: &Commitment,
    ) -> Result<OpenedField, EncryptionError> {
        encryption::decrypt(
            key,
            &FieldPlace { dossier, command, field: self.field },
            commitment,
            &self.ciphertext,
        )
    }
}

/// Why recorded bytes cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A newer release wrote it. A reader stops here: it must not guess.
    #[error(
        "LT0021 it has schema version {found}, and this release reads up to {known}: install the newer release"
    )]
    Newer {
        /// What it has.
        found: u32,
        /// What we read.
        known: u32,
    },
    /// Not what it should be.
    #[error("LT0022 it cannot be read: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Malformed(Vec<FormError>),
}

impl From<Vec<FormError>> for DecodeError {
    fn from(errors: Vec<FormError>) -> Self {
        Self::Malformed(errors)
    }
}

impl Record {
    /// Reads a record as stored, of this schema or an older one.
    ///
    /// # Errors
    /// [`DecodeError`]. The command inside is not read: see [`crate::Command::decode`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        straight::record::read(bytes).map_or_else(|| Self::decode_message(bytes), Ok)
    }

    /// The same of whatever protobuf allows and any schema, and names what is wrong.
    pub(crate) fn decode_message(bytes: &[u8]) -> Result<Self, DecodeError> {
        // First of all: of a newer schema not even the shape is known.
        let found = SchemaOf::decode(bytes).map_err(|error| unreadable(&error))?.schema_version;
        if found > SCHEMA_VERSION {
            return Err(DecodeError::Newer { found, known: SCHEMA_VERSION });
        }
        let mut message = proto::Record::decode(bytes).map_err(|error| unreadable(&error))?;
        upcast::to_current(&mut message);
        let mut form = Form::recorded();
        let record = convert::record::read(&mut form, message);
        form.finish(record).map(|record| Self { schema_version: found, ..record }).map_err(DecodeError::from)
    }

    /// The record's bytes, to be stored. Only a decider calls this: bytes that are stored are never encoded again.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        convert::record::write(self).encode_to_vec()
    }

    /// Its events; none for a rejection.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        match &self.decision {
            Decision::Admitted(events) => events,
            Decision::Rejected(_) => &[],
        }
    }

    /// How it opens a catalogue, if it does.
    #[must_use]
    pub fn opening(&self) -> Option<&Opening> {
        self.events().iter().find_map(|event| match event {
            Event::Catalogue(Entry::LedgerOpened(opening)) => Some(opening),
            _ => None,
        })
    }

    /// The key that signed it, where it opens a catalogue and brings that key along. Only of record 1 this says anything.
    #[must_use]
    pub fn key_brought(&self) -> Option<&Key> {
        self.opening()?.keys.iter().find(|key| key.id == self.signed.key_id)
    }

    /// The rejection, if it is one.
    #[must_use]
    pub const fn rejection(&self) -> Option<&Rejection> {
        match &self.decision {
            Decision::Admitted(_) => None,
            Decision::Rejected(rejection) => Some(rejection),
        }
    }
}

/// The one field of a record that every schema must keep.
#[derive(Clone, PartialEq, prost::Message)]
struct SchemaOf {
    #[prost(uint32, tag = "1")]
    schema_version: u32,
}

fn unreadable(error: &prost::DecodeError) -> DecodeError {
    DecodeError::Malformed(vec![crate::command::malformed("bản ghi", "record", error)])
}

/// A record with its bytes as stored, which alone are hashed and proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRecord {
    /// As stored.
    pub bytes: Vec<u8>,
    /// What they say.
    pub record: Record,
    /// Their leaf hash.
    pub leaf: Hash,
}

impl RawRecord {
    /// A record with the bytes that its caller just made of it.
    #[must_use]
    pub fn new(bytes: Vec<u8>, record: Record) -> Self {
        let leaf = leaf_hash(&bytes);
        Self { bytes, record, leaf }
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let record = Record::decode(bytes)?;
        Ok(Self::new(bytes.to_vec(), record))
    }
}

//! `dossiers`: the view of every dossier, and the index by its facets.
//!
//! Rows: `view·code·origin` → [`DossierView`]; `facet·name·value·code·origin` → how often; `closed·code·origin·revision` →
//! [`ClosedRow`], of each record that carries an opinion that was given closed; `personal·code·origin` → every [`PersonalRow`] of the
//! dossier, until they are erased.

use crate::facets::{Facets, facets, name};
use crate::key::{key, number};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::view::DossierView;
use crate::writer::{Derived, Writer, to_bytes};
use jiff::tz::TimeZone;
use lienthong_dossier::{Command as Asked, PersonalField};
use lienthong_names::CommandId;
use lienthong_protocol::{Body, EncryptedField};
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Dossiers;

pub(crate) const VIEW: &str = "view";
pub(crate) const FACET: &str = "facet";
const CLOSED: &str = "closed";
const PERSONAL: &str = "personal";

/// What a citizen says, as its record has it: encrypted. Whoever is shown it, it is opened for with the dossier's key, which stands in no row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalRow {
    /// Revision of the record that carries it.
    pub revision: u64,
    /// Id of the command that carries it, in hexadecimal.
    pub command: String,
    /// Which field it is.
    pub field: String,
    /// The commitment in the command, in hexadecimal.
    pub commitment: String,
    /// Salt and value, encrypted, in hexadecimal.
    pub ciphertext: String,
    /// Of a complaint: of whom, to whom it is not shown.
    pub against: Option<String>,
}

/// The row of what citizens say in a dossier.
pub(crate) fn personal_key(code: &str, origin: &str) -> Vec<u8> {
    key(&[PERSONAL, code, origin])
}

/// Each of them that a record carries.
fn said_by_citizens(record: &SealedRecord<'_>) -> Vec<PersonalRow> {
    let Body::Dossier { command, .. } = &record.command.body else { return Vec::new() };
    let of = |field: &EncryptedField| {
        let (commitment, against) = match command {
            Asked::RegisterDossier { personal, .. } => (personal.get(&field.field)?, None),
            Asked::FileComplaint { against, text } if field.field == PersonalField::Complaint => {
                (text, Some(against))
            }
            _ => return None,
        };
        Some(PersonalRow {
            revision: record.raw.record.revision,
            command: hex::encode(record.command.act.id.as_bytes()),
            field: field.field.to_string(),
            commitment: hex::encode(commitment.0),
            ciphertext: hex::encode(&field.ciphertext),
            against: against.map(ToString::to_string),
        })
    };
    record.raw.record.fields.iter().filter_map(of).collect()
}

/// What an opinion says that was given closed, as its record has it: encrypted. Whoever is shown it, once it is opened, it is opened for
/// with the dossier's key, which stands in no row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedRow {
    /// Id of the command that carries it, in hexadecimal.
    pub command: String,
    /// Salt and words, encrypted, in hexadecimal.
    pub ciphertext: String,
}

impl ClosedRow {
    /// The command, and the field as it stands in the record; `None` for a row that is none.
    pub(crate) fn field(&self) -> Option<(CommandId, EncryptedField)> {
        field(&self.command, PersonalField::Opinion, &self.ciphertext)
    }
}

impl PersonalRow {
    /// The same.
    pub(crate) fn field(&self) -> Option<(CommandId, EncryptedField)> {
        field(&self.command, PersonalField::named(&self.field)?, &self.ciphertext)
    }
}

fn field(command: &str, field: PersonalField, ciphertext: &str) -> Option<(CommandId, EncryptedField)> {
    let command = CommandId::from_bytes(&hex::decode(command).ok()?).ok()?;
    Some((command, EncryptedField { field, ciphertext: hex::decode(ciphertext).ok()? }))
}

/// The row of what the record with a revision carries closed.
pub(crate) fn closed_key(code: &str, origin: &str, revision: u64) -> Vec<u8> {
    key(&[CLOSED, code, origin, &number(revision)])
}

/// The row of a dossier's view. By code first: who asks knows the code, and seldom the ledger.
pub(crate) fn view_key(code: &str, origin: &str) -> Vec<u8> {
    key(&[VIEW, code, origin])
}

/// What the keys of all views begin with whose codes begin so.
pub(crate) fn codes_from(beginning: &str) -> Vec<u8> {
    key(&[VIEW, beginning])
}

impl Projection for Dossiers {
    const NAME: &'static str = "dossiers";
    const VERSION: u32 = 14;

    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
        let Some(change) = record.change else { return Ok(()) };
        let (before, after) = (&change.before, &change.after);
        writer.put(view_key(&after.code, &after.origin), after)?;
        let fields = &record.raw.record.fields;
        if let Some(said) = fields.iter().find(|field| field.field == PersonalField::Opinion) {
            let row = ClosedRow {
                command: hex::encode(record.command.act.id.as_bytes()),
                ciphertext: hex::encode(&said.ciphertext),
            };
            writer.put(closed_key(&after.code, &after.origin, after.revision), &row)?;
        }
        let personal = personal_key(&after.code, &after.origin);
        let said = said_by_citizens(record);
        if !said.is_empty() {
            let known: Vec<PersonalRow> = writer.get(&personal)?.unwrap_or_default();
            writer.put(personal, &[known, said].concat())?;
        } else if before.erased_at.is_none() && after.erased_at.is_some() {
            writer.delete(personal);
        }
        writer.replace(&index(before, record.time_zone)?, index(after, record.time_zone)?);
        Ok(())
    }
}

fn index(view: &DossierView, zone: &TimeZone) -> Result<Derived, FoldError> {
    let facets: Facets = facets(view, zone);
    let rows = facets.into_iter().map(|((name, value), times)| {
        let place = key(&[FACET, name, &value, &view.code, &view.origin]);
        // Who lets a promise pass is asked together with which promises passed.
        let content = match &view.custody {
            Some(custody) if name == name::DUE => to_bytes(&custody.agency),
            _ => to_bytes(&times),
        };
        Ok((place, content?))
    });
    rows.collect()
}

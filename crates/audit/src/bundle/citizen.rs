//! What of a dossier is the applicant's own: opened for the applicant, one commitment at a time, and for nobody else.
//!
//! The fields of the application only. What another citizen complained of, and what an opinion said while it was closed, stay shut.

use super::failure::{Failure, Kind};
use super::format::{Base64, Opening};
use super::part::InTree;
use lienthong_dossier::{Command as About, Commitment, PersonalField};
use lienthong_names::{CommandId, DossierCode};
use lienthong_protocol::commitment::{self, Salt};
use lienthong_protocol::encryption::{DataKey, EncryptionError};
use lienthong_protocol::{Body, Command, Decision, EncryptedField, RawRecord};
use std::collections::BTreeMap;

/// A value of the applicant's own, as it was committed to.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// Of which record.
    pub sequence: u64,
    /// Which field.
    pub field: PersonalField,
    /// As the agency sent it.
    pub value: Vec<u8>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({} of record {}, {} bytes)", self.field, self.sequence, self.value.len())
    }
}

/// An encrypted field of the application, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicantsField {
    sequence: u64,
    dossier: DossierCode,
    command: CommandId,
    commitment: Commitment,
    encrypted: EncryptedField,
}

/// A field of the application does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("LT0857 record {sequence}: {error}")]
pub struct CannotOpen {
    /// Of which record.
    pub sequence: u64,
    /// Why not.
    pub error: EncryptionError,
}

/// The encrypted fields of the application among a dossier's records.
#[must_use]
pub fn applicants_fields(records: &[(u64, RawRecord)]) -> Vec<ApplicantsField> {
    let mut found = Vec::new();
    for (sequence, raw) in records {
        let Ok(command) = Command::decode(&raw.record.command) else { continue };
        if !matches!(raw.record.decision, Decision::Admitted(_)) {
            continue;
        }
        let (Some(dossier), Some(committed)) = (command.dossier(), committed(&command)) else { continue };
        for encrypted in &raw.record.fields {
            if let Some(commitment) = committed.get(&encrypted.field) {
                found.push(ApplicantsField {
                    sequence: *sequence,
                    dossier: dossier.clone(),
                    command: command.act.id,
                    commitment: *commitment,
                    encrypted: encrypted.clone(),
                });
            }
        }
    }
    found
}

/// Opens them with the dossier's key.
///
/// # Errors
/// [`CannotOpen`]: it is another key, or the bytes were changed.
pub fn open_applicants_fields(fields: &[ApplicantsField], key: &DataKey) -> Result<Vec<Opening>, CannotOpen> {
    let open = |field: &ApplicantsField| {
        let opened = field
            .encrypted
            .open(key, &field.dossier, &field.command, &field.commitment)
            .map_err(|error| CannotOpen { sequence: field.sequence, error })?;
        Ok(Opening {
            sequence: field.sequence,
            field: field.encrypted.field.to_string(),
            salt: Base64(opened.salt.as_bytes().to_vec()),
            value: Base64(opened.value.to_vec()),
        })
    };
    fields.iter().map(open).collect()
}

/// The values that a bundle opens, each checked against the commitment that was signed.
pub(super) fn opened(ledger: &InTree, openings: &[Opening]) -> Result<Vec<Opened>, Failure> {
    let check = |opening: &Opening| {
        let failed = |what: String| Failure::of(Kind::Opening, &ledger.origin, opening.sequence, what);
        let sealed = ledger.records.iter().find(|sealed| sealed.sequence == opening.sequence);
        let committed = sealed.and_then(|sealed| committed(&sealed.command));
        let field = PersonalField::named(&opening.field);
        let found = field.and_then(|field| Some((field, *committed?.get(&field)?)));
        let (field, commitment) =
            found.ok_or_else(|| failed(format!("it commits to no `{}` of the applicant", opening.field)))?;
        let salt: [u8; 32] = opening
            .salt
            .0
            .as_slice()
            .try_into()
            .map_err(|_| failed(format!("the salt of `{field}` has not 32 bytes")))?;
        let value = &opening.value.0;
        commitment::check(&commitment, field, &Salt::new(salt), value).map_err(|e| failed(e.to_string()))?;
        Ok(Opened { sequence: opening.sequence, field, value: value.clone() })
    };
    openings.iter().map(check).collect()
}

/// What a command commits to of the applicant.
fn committed(command: &Command) -> Option<BTreeMap<PersonalField, Commitment>> {
    match &command.body {
        Body::Dossier { command: About::RegisterDossier { personal, .. }, .. } => Some(
            personal
                .iter()
                .filter(|(field, _)| PersonalField::OF_APPLICATION.contains(field))
                .map(|(field, commitment)| (*field, *commitment))
                .collect(),
        ),
        _ => None,
    }
}

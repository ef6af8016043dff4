//! How an agency hands commands in: up to a thousand, signed once.

use crate::command::malformed;
use crate::commitment::{self, Salt};
use crate::convert::record::read_signature;
use crate::descriptors;
use crate::form::{Form, FormError, code};
use crate::keys::{Signature, SigningKey, VerifyingKey};
use crate::record::Signed;
use crate::signing::{
    SubmissionSignatureError, SubmissionTerms, submission_places, submission_root, submission_text,
    verify_submission,
};
use crate::{Body, Command, OpinionWords, limits, proto};
use lienthong_dossier::PersonalField;
use lienthong_names::{AgencyId, KeyId, Origin, Service};
use prost::Message as _;
use std::fmt;
use zeroize::Zeroizing;

/// Commands for one service of one ledger, signed once, and the personal values beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The ledger that is to take them.
    pub origin: Origin,
    /// The service that is to decide them.
    pub service: Service,
    /// Who hands them in.
    pub agency: AgencyId,
    /// The key that signed.
    pub key_id: KeyId,
    /// Each an encoded [`Command`], as signed.
    pub commands: Vec<Vec<u8>>,
    /// Over the text of [`crate::signing::submission_text`].
    pub signature: Signature,
    /// Salts and values of the personal fields that the commands commit to.
    pub disclosures: Vec<Disclosure>,
    /// Sealed size of the catalogue that has to be followed before anything is decided; 0: none in particular. Not signed: it
    /// can only make a service wait.
    pub catalogue_at_least: u64,
}

/// A personal value beside the command that commits to it. Never signed, never recorded in the clear; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// Index of the command.
    pub command: u32,
    /// Which field of it.
    pub field: PersonalField,
    /// What makes the commitment unguessable.
    pub salt: Salt,
    /// The value.
    pub value: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Disclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Disclosure({} of command {}, {} bytes)", self.field, self.command, self.value.len())
    }
}

impl Submission {
    /// Signs commands in an agency's name. Limits are held where it is received: see [`Submission::check`].
    #[must_use]
    pub fn sign(
        key: &SigningKey,
        origin: Origin,
        service: Service,
        agency: AgencyId,
        commands: Vec<Vec<u8>>,
        disclosures: Vec<Disclosure>,
    ) -> Self {
        let terms = SubmissionTerms { origin, service, agency, key_id: key.key_id() };
        let signature = key.sign(submission_text(&terms, submission_root(&commands)).as_bytes());
        let SubmissionTerms { origin, service, agency, key_id } = terms;
        Self { origin, service, agency, key_id, commands, signature, disclosures, catalogue_at_least: 0 }
    }

    /// Checks that the key signed exactly these commands, in this order, for this ledger and service.
    ///
    /// # Errors
    /// [`SubmissionSignatureError`].
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), SubmissionSignatureError> {
        verify_submission(key, &self.terms(), &self.commands, &self.signature)
    }

    fn terms(&self) -> SubmissionTerms {
        SubmissionTerms {
            origin: self.origin.clone(),
            service: self.service,
            agency: self.agency.clone(),
            key_id: self.key_id.clone(),
        }
    }

    /// For each command in order, what its record will carry so that it can be checked alone. Hashes every command once.
    #[must_use]
    pub fn signed_commands(&self) -> Vec<Signed> {
        let places = submission_places(&self.commands).map(|(_, places)| places).unwrap_or_default();
        let signed = |place: crate::signing::CommandPlace| Signed {
            service: self.service,
            agency: self.agency.clone(),
            key_id: self.key_id.clone(),
            signature: self.signature,
            index: place.index,
            count: place.count,
            path: place.path,
        };
        places.into_iter().map(signed).collect()
    }

    /// The same of one command. For all of them use [`Submission::signed_commands`]: each call hashes every command.
    #[must_use]
    pub fn signed(&self, index: u32) -> Option<Signed> {
        self.signed_commands().into_iter().nth(usize::try_from(index).ok()?)
    }

    /// The personal values beside one command, checked against its commitments: each committed field disclosed once, and
    /// nothing else.
    ///
    /// # Errors
    /// [`FormError`] `LT0019` with the first field at fault, or the command's own first fault.
    pub fn disclosures_of(&self, index: u32) -> Result<Vec<Disclosure>, FormError> {
        let at = |field: &str| format!("disclosures[{index}].{field}");
        let bytes = usize::try_from(index).ok().and_then(|index| self.commands.get(index));
        let Some(bytes) = bytes else {
            let (vi, en) = ("không có lệnh này", "there is no such command");
            return Err(FormError::new(code::DISCLOSURE, at("command"), vi, en));
        };
        let mut given: Vec<&Disclosure> = self.disclosures.iter().filter(|d| d.command == index).collect();
        let mut opened = Vec::new();
        let personal = commitments(bytes)?;
        for (field, commitment) in &personal {
            let Some(place) = given.iter().position(|disclosure| disclosure.field == *field) else {
                let (vi, en) = ("thiếu giá trị đi kèm cam kết", "the value that is committed to is missing");
                return Err(FormError::new(code::DISCLOSURE, at(field.as_str()), vi, en));
            };
            let disclosure = given.swap_remove(place);
            if commitment::check(commitment, *field, &disclosure.salt, &disclosure.value).is_err() {
                let (vi, en) = ("giá trị không khớp với cam kết", "the value is not the one committed to");
                return Err(FormError::new(code::DISCLOSURE, at(field.as_str()), vi, en));
            }
            if *field == PersonalField::Opinion {
                // No rule ever reads what it says: what it has to be is asked here.
                OpinionWords::decode(&disclosure.value).map_err(|error| error.within(&at(field.as_str())))?;
            }
            opened.push(disclosure.clone());
        }
        match given.first() {
            None => Ok(opened),
            Some(left) => {
                let (vi, en) =
                    ("giá trị không có cam kết trong lệnh", "no field of the command commits to it");
                Err(FormError::new(code::DISCLOSURE, at(left.field.as_str()), vi, en))
            }
        }
    }

    /// Reads a submission and checks its form and limits. Its commands are left as bytes: each is read, and answered, alone.
    ///
    /// # Errors
    /// Everything that is wrong; never empty.
    pub fn decode(bytes: &[u8]) -> Result<Self, Vec<FormError>> {
        check_size(bytes.len()).map_err(|error| vec![error])?;
        let message = proto::Submission::decode(bytes)
            .map_err(|error| vec![malformed("bộ lệnh", "submission", &error)])?;
        let unknown = descriptors::unknown_fields("lienthong.v1.Submission", bytes);
        let mut form = Form::incoming();
        let submission = read(&mut form, message);
        match (form.finish(submission), unknown.is_empty()) {
            (Ok(submission), true) => Ok(submission),
            (Ok(_), false) => Err(unknown),
            (Err(errors), _) => Err([unknown, errors].concat()),
        }
    }

    /// The submission's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let disclosure = |disclosure: &Disclosure| proto::Disclosure {
            command: disclosure.command,
            field: disclosure.field.to_string(),
            salt: disclosure.salt.as_bytes().to_vec(),
            value: disclosure.value.to_vec(),
        };
        let message = proto::Submission {
            origin: self.origin.to_string(),
            service: self.service.to_string(),
            agency: self.agency.to_string(),
            key_id: self.key_id.to_string(),
            commands: self.commands.clone(),
            signature: self.signature.0.to_vec(),
            disclosures: self.disclosures.iter().map(disclosure).collect(),
            catalogue_at_least: self.catalogue_at_least,
        };
        message.encode_to_vec()
    }

    /// Whether it keeps the limits: for senders, before they send.
    ///
    /// # Errors
    /// [`FormError`] `LT0018`.
    pub fn check(&self) -> Result<(), FormError> {
        check_count(self.commands.len())?;
        check_size(self.encode().len())
    }
}

/// What a command commits to.
fn commitments(
    bytes: &[u8],
) -> Result<std::collections::BTreeMap<PersonalField, commitment::Commitment>, FormError> {
    let command = Command::decode(bytes).map_err(|errors| {
        let nothing =
            || FormError::new(code::MALFORMED, "", "không đọc được lệnh", "the command cannot be read");
        errors.into_iter().next().unwrap_or_else(nothing)
    })?;
    match command.body {
        Body::Dossier { command: lienthong_dossier::Command::RegisterDossier { personal, .. }, .. } => {
            Ok(personal)
        }
        Body::Dossier { command: lienthong_dossier::Command::FileComplaint { text, .. }, .. } => {
            Ok(std::collections::BTreeMap::from([(PersonalField::Complaint, text)]))
        }
        Body::Dossier {
            command:
                lienthong_dossier::Command::GiveOpinion { closed, .. }
                | lienthong_dossier::Command::AmendOpinion { closed, .. },
            ..
        } => Ok(closed.into_iter().map(|closed| (PersonalField::Opinion, closed)).collect()),
        Body::Dossier { .. } | Body::Catalogue { .. } | Body::Books(_) | Body::Supervision(_) => {
            Ok(std::collections::BTreeMap::new())
        }
    }
}

fn read(form: &mut Form, message: proto::Submission) -> Option<Submission> {
    let origin = form.id("origin", &message.origin);
    let service = form.id("service", &message.service);
    let agency = form.id("agency", &message.agency);
    let key_id = form.id("key_id", &message.key_id);
    let signature = read_signature(form, "signature", &message.signature);
    let count = message.commands.len();
    if let Err(error) = check_count(count) {
        form.refuse("commands", error.code, error.vi, error.en);
    }
    // As many as a command can have, for each command.
    let most = count.saturating_mul(PersonalField::ALL.len());
    let disclosures = form.list("disclosures", message.disclosures, most, |form, disclosure| {
        read_disclosure(form, disclosure, count)
    });
    Some(Submission {
        origin: origin?,
        service: service?,
        agency: agency?,
        key_id: key_id?,
        commands: message.commands,
        signature: signature?,
        disclosures: disclosures?,
        catalogue_at_least: message.catalogue_at_least,
    })
}

fn read_disclosure(form: &mut Form, disclosure: proto::Disclosure, commands: usize) -> Option<Disclosure> {
    let value = Zeroizing::new(disclosure.value);
    let known = usize::try_from(disclosure.command).is_ok_and(|index| index < commands);
    if !known {
        form.refuse("command", code::DISCLOSURE, "không có lệnh này", "there is no such command");
    }
    let max = match PersonalField::named(&disclosure.field) {
        Some(PersonalField::Opinion) => limits::OPINION_WORDS,
        _ => limits::PERSONAL_VALUE,
    };
    if value.len() > max {
        let len = value.len();
        let vi = format!("dài {len} byte, tối đa {max}");
        form.refuse("value", code::LIMIT, vi, format!("it has {len} bytes, at most {max} are allowed"));
    }
    let field = form.personal_field("field", &disclosure.field);
    let salt = form.bytes32("salt", &disclosure.salt).map(Salt::new);
    Some(Disclosure { command: disclosure.command, field: field?, salt: salt?, value })
}

fn check_count(count: usize) -> Result<(), FormError> {
    let max = limits::SUBMISSION_COMMANDS;
    if (1..=max).contains(&count) {
        return Ok(());
    }
    let vi = format!("có {count} lệnh, phải từ 1 đến {max}");
    let en = format!("it has {count} commands, and must have from 1 to {max}");
    Err(FormError::new(code::SUBMISSION, "commands", vi, en))
}

fn check_size(size: usize) -> Result<(), FormError> {
    let max = limits::SUBMISSION_BYTES;
    if size <= max {
        return Ok(());
    }
    let vi = format!("bộ lệnh dài {size} byte, tối đa {max}");
    let en = format!("the submission has {size} bytes, at most {max} are allowed");
    Err(FormError::new(code::SUBMISSION, "", vi, en))
}

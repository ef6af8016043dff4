//! Strategies for records, submissions and receipts. Their hashes and signatures fit nothing: they have the form only.

use super::events::any_event;
use super::words::{
    any_agency, any_command_id, any_dossier_code, any_hash, any_line, any_origin, any_stream, any_timestamp,
    one_of,
};
use crate::commitment::Salt;
use crate::keys::{Signature, SigningKey};
use crate::{
    DecidedOn, Decision, Disclosure, EncryptedField, Receipt, Record, SCHEMA_VERSION, Signed, Submission,
};
use lienthong_dossier::PersonalField;
use lienthong_names::{KeyId, Precedence, Refusal, Rejection, Service};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const SERVICES: &[Service] = &Service::ALL;

fn any_signature() -> impl Strategy<Value = Signature> {
    (any::<[u8; 32]>(), any::<[u8; 32]>()).prop_map(|(first, last)| {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&first);
        bytes[32..].copy_from_slice(&last);
        Signature(bytes)
    })
}

fn any_key_id() -> impl Strategy<Value = KeyId> {
    any::<[u8; 8]>().prop_map(KeyId::from_bytes)
}

/// Any rejection with at least one reason.
pub fn any_rejection() -> impl Strategy<Value = Rejection> {
    const ORDER: &[Precedence] =
        &[Precedence::Existence, Precedence::Capacity, Precedence::State, Precedence::Content];
    let refusal =
        (one_of(ORDER), "LT0[0-9]{3}", "R[0-9]{2}", [any_line(), any_line(), any_line(), any_line()])
            .prop_map(|(precedence, code, rule, [article, field, vi, en])| Refusal {
                precedence,
                code: code.into(),
                rule: rule.into(),
                article: String::from(article).into(),
                field: field.into(),
                vi: vi.into(),
                en: en.into(),
            });
    vec(refusal, 1..3).prop_map(Rejection::as_recorded)
}

/// Any decision.
pub fn any_decision() -> impl Strategy<Value = Decision> {
    prop_oneof![
        2 => vec(any_event(), 1..4).prop_map(Decision::Admitted),
        1 => any_rejection().prop_map(Decision::Rejected),
    ]
}

/// Any record of the current schema.
pub fn any_record() -> impl Strategy<Value = Record> {
    let signed = (
        one_of(SERVICES),
        any_agency(),
        any_key_id(),
        any_signature(),
        any::<(u32, u32)>(),
        vec(any_hash(), 0..11),
    )
        .prop_map(|(service, agency, key_id, signature, (index, count), path)| Signed {
            service,
            agency,
            key_id,
            signature,
            index,
            count,
            path,
        });
    let decided_on =
        (any::<u64>(), option::of(any_dossier_code()), any::<u64>(), any_timestamp(), any::<u32>()).prop_map(
            |(revision, dossier, catalogue_position, effective_at, rules_version)| DecidedOn {
                revision,
                dossier,
                catalogue_position,
                effective_at,
                rules_version,
            },
        );
    let field = (one_of(PersonalField::ALL), vec(any::<u8>(), 48..80))
        .prop_map(|(field, ciphertext)| EncryptedField { field, ciphertext });
    (
        (any_origin(), any_stream(), 1..=u64::MAX, option::of(any_hash()), any_timestamp(), one_of(SERVICES)),
        (vec(any::<u8>(), 0..200), signed, decided_on),
        (any_decision(), vec(field, 0..3)),
    )
        .prop_map(|(head, (command, signed, decided_on), (decision, fields))| {
            let (origin, stream, revision, previous, recorded_at, recorder) = head;
            Record {
                schema_version: SCHEMA_VERSION,
                origin,
                stream,
                revision,
                previous,
                recorded_at,
                recorder,
                command,
                signed,
                decided_on,
                decision,
                fields,
            }
        })
}

/// Any submission of the right form, well signed by a key of its own. Its commands are any bytes.
pub fn any_submission() -> impl Strategy<Value = Submission> {
    let disclosure = (
        any::<prop::sample::Index>(),
        one_of(PersonalField::ALL),
        any::<[u8; 32]>(),
        vec(any::<u8>(), 0..40),
    );
    (
        any::<[u8; 32]>(),
        any_origin(),
        one_of(SERVICES),
        any_agency(),
        vec(vec(any::<u8>(), 0..60), 1..20),
        vec(disclosure, 0..4),
    )
        .prop_map(|(seed, origin, service, agency, commands, disclosures)| {
            let disclosures = disclosures
                .into_iter()
                .take(commands.len())
                .map(|(command, field, salt, value)| Disclosure {
                    command: u32::try_from(command.index(commands.len())).unwrap(),
                    field,
                    salt: Salt::new(salt),
                    value: value.into(),
                })
                .collect();
            Submission::sign(&SigningKey::from_seed(&seed), origin, service, agency, commands, disclosures)
        })
}

/// Any receipt by its form.
pub fn any_receipt() -> impl Strategy<Value = Receipt> {
    (
        (any_origin(), any_stream(), any_agency(), any_command_id(), option::of(any_rejection())),
        (any::<(u64, u64)>(), any_hash(), vec(any_hash(), 0..20), vec(any::<u8>(), 0..100), any::<bool>()),
    )
        .prop_map(|((origin, stream, agency, command_id, rejection), proof)| {
            let ((sequence, revision), leaf, path, checkpoint, already_known) = proof;
            Receipt {
                origin,
                stream,
                agency,
                command_id,
                rejection,
                sequence,
                revision,
                leaf,
                path,
                checkpoint,
                already_known,
            }
        })
}

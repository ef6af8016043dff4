//! Records and their parts.

use super::words::Word;
use super::{event, name, time};
use crate::form::{Form, code};
use crate::keys::Signature;
use crate::proto;
use crate::record::{DecidedOn, Decision, EncryptedField, Record, Signed};
use lienthong_merkle::Hash;
use lienthong_names::{Precedence, Refusal, Rejection};

/// Reads a record of the current schema.
pub(crate) fn read(form: &mut Form, m: proto::Record) -> Option<Record> {
    let origin = form.id("origin", &m.origin);
    let stream = form.id("stream", &m.stream);
    let previous = form.optional_bytes32("previous", &m.previous).map(|hash| hash.map(Hash));
    let recorded_at = time::read(form, "recorded_at", m.recorded_at);
    let recorder = form.id("recorder", &m.recorder);
    let signed = form.message("signed", m.signed, read_signed);
    let decided_on = form.message("decided_on", m.decided_on, read_decided_on);
    let decision = read_decision(form, m.events, m.rejection);
    let fields = form.list("fields", m.fields, usize::MAX, |form, field| {
        let name = form.personal_field("field", &field.field);
        Some(EncryptedField { field: name?, ciphertext: field.ciphertext })
    });
    if m.revision == 0 {
        form.missing::<()>("revision");
    }
    Some(Record {
        schema_version: m.schema_version,
        origin: origin?,
        stream: stream?,
        revision: m.revision,
        previous: previous?,
        recorded_at: recorded_at?,
        recorder: recorder?,
        command: m.command,
        signed: signed?,
        decided_on: decided_on?,
        decision: decision?,
        fields: fields?,
    })
}

fn read_decision(
    form: &mut Form,
    events: Vec<proto::Event>,
    rejection: Option<proto::Rejection>,
) -> Option<Decision> {
    match (events.is_empty(), rejection) {
        (false, None) => form.list("events", events, usize::MAX, event::read).map(Decision::Admitted),
        (true, Some(rejection)) => {
            form.within("rejection", |form| read_rejection(form, rejection)).map(Decision::Rejected)
        }
        (true, None) => form.missing("events"),
        (false, Some(_)) => {
            let vi = "vừa được chấp nhận vừa bị từ chối";
            form.refuse("rejection", code::CONTRADICTION, vi, "it is both admitted and rejected");
            None
        }
    }
}

/// Writes a record.
pub(crate) fn write(record: &Record) -> proto::Record {
    let (events, rejection) = match &record.decision {
        Decision::Admitted(events) => (events.iter().map(event::write).collect(), None),
        Decision::Rejected(rejection) => (Vec::new(), Some(write_rejection(rejection))),
    };
    let field = |field: &EncryptedField| proto::EncryptedField {
        field: field.field.to_string(),
        ciphertext: field.ciphertext.clone(),
    };
    proto::Record {
        schema_version: record.schema_version,
        origin: record.origin.to_string(),
        stream: record.stream.to_string(),
        revision: record.revision,
        previous: record.previous.map(|hash| hash.0.to_vec()).unwrap_or_default(),
        recorded_at: Some(time::write(record.recorded_at)),
        recorder: record.recorder.to_string(),
        command: record.command.clone(),
        signed: Some(write_signed(&record.signed)),
        decided_on: Some(write_decided_on(&record.decided_on)),
        events,
        rejection,
        fields: record.fields.iter().map(field).collect(),
    }
}

fn read_signed(form: &mut Form, m: proto::Signed) -> Option<Signed> {
    let service = form.id("service", &m.service);
    let agency = form.id("agency", &m.agency);
    let key_id = form.id("key_id", &m.key_id);
    let signature = read_signature(form, "signature", &m.signature);
    let path = read_path(form, m.path);
    Some(Signed {
        service: service?,
        agency: agency?,
        key_id: key_id?,
        signature: signature?,
        index: m.index,
        count: m.count,
        path: path?,
    })
}

/// 64 bytes of an Ed25519 signature.
pub(crate) fn read_signature(form: &mut Form, field: &str, bytes: &[u8]) -> Option<Signature> {
    if bytes.is_empty() {
        return form.missing(field);
    }
    let signature = Signature::try_from(bytes).ok();
    if signature.is_none() {
        let len = bytes.len();
        let vi = format!("dài {len} byte, phải đúng 64");
        form.refuse(field, code::FORM, vi, format!("it has {len} bytes, and must have 64"));
    }
    signature
}

/// Hashes from a leaf up.
pub(crate) fn read_path(form: &mut Form, path: Vec<Vec<u8>>) -> Option<Vec<Hash>> {
    // As nearly every one is; whoever has one that is not is told which step.
    let hash = |bytes: &Vec<u8>| Hash::try_from(bytes.as_slice()).ok();
    match path.iter().map(hash).collect::<Option<Vec<Hash>>>() {
        Some(hashes) if hashes.len() <= 64 => Some(hashes),
        _ => form.list("path", path, 64, |form, hash| form.bytes32("", &hash).map(Hash)),
    }
}

/// As the protocol writes them.
pub(crate) fn write_path(path: &[Hash]) -> Vec<Vec<u8>> {
    path.iter().map(|hash| hash.0.to_vec()).collect()
}

fn write_signed(signed: &Signed) -> proto::Signed {
    proto::Signed {
        service: signed.service.to_string(),
        agency: signed.agency.to_string(),
        key_id: signed.key_id.to_string(),
        signature: signed.signature.0.to_vec(),
        index: signed.index,
        count: signed.count,
        path: write_path(&signed.path),
    }
}

fn read_decided_on(form: &mut Form, m: proto::DecidedOn) -> Option<DecidedOn> {
    let dossier = form.optional_id("dossier", &m.dossier);
    let effective_at = time::read(form, "effective_at", m.effective_at);
    Some(DecidedOn {
        revision: m.revision,
        dossier: dossier?,
        catalogue_position: m.catalogue_position,
        effective_at: effective_at?,
        rules_version: m.rules_version,
    })
}

fn write_decided_on(decided_on: &DecidedOn) -> proto::DecidedOn {
    proto::DecidedOn {
        revision: decided_on.revision,
        dossier: name(decided_on.dossier.as_ref()),
        catalogue_position: decided_on.catalogue_position,
        effective_at: Some(time::write(decided_on.effective_at)),
        rules_version: decided_on.rules_version,
    }
}

/// Reads a rejection; nothing of it is judged again.
pub(crate) fn read_rejection(form: &mut Form, m: proto::Rejection) -> Option<Rejection> {
    let refusals = form.list("refusals", m.refusals, usize::MAX, |form, refusal| {
        let precedence = form.word::<Precedence>("precedence", refusal.precedence);
        Some(Refusal {
            precedence: precedence?,
            code: refusal.code.into(),
            rule: refusal.rule.into(),
            article: refusal.article.into(),
            field: refusal.field,
            vi: refusal.vi,
            en: refusal.en,
        })
    });
    refusals.map(Rejection::as_recorded)
}

/// Writes a rejection.
pub(crate) fn write_rejection(rejection: &Rejection) -> proto::Rejection {
    let write = |refusal: &Refusal| proto::Refusal {
        code: refusal.code.to_string(),
        rule: refusal.rule.to_string(),
        article: refusal.article.to_string(),
        field: refusal.field.clone(),
        vi: refusal.vi.clone(),
        en: refusal.en.clone(),
        precedence: refusal.precedence.number(),
    };
    proto::Rejection { refusals: rejection.refusals().iter().map(write).collect() }
}

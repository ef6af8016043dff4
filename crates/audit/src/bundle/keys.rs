//! Whose words they are: the key that signed a record's command, as the catalogue knew it when it was decided.

use super::failure::{Failure, Kind};
use super::part::{InTree, Sealed};
use jiff::Timestamp;
use lienthong_catalogue::{Catalogue, Key, KeyUse, View};
use lienthong_names::StreamName;
use lienthong_protocol::known::KnownSignatures;
use lienthong_protocol::{Decision, Event};
use lienthong_service::{check_agency, effective_at};
use std::collections::BTreeMap;

/// The catalogue's part, believed so far as it was signed by whom it says.
pub(super) struct Signers {
    pub(super) catalogue: Catalogue,
    signatures: KnownSignatures,
}

impl Signers {
    /// Folds the catalogue's records, each signed by a key of the Office that was known before it; record 1 brings its own.
    pub(super) fn of(part: &InTree) -> Result<Self, Failure> {
        let mut signers = Self { catalogue: Catalogue::default(), signatures: KnownSignatures::new() };
        // The latest instant that counted, by stream.
        let mut counted: BTreeMap<&StreamName, Timestamp> = BTreeMap::new();
        for sealed in &part.records {
            let key = signers.check(part, sealed)?;
            let (stream, at) = (&sealed.raw.record.stream, sealed.raw.record.decided_on.effective_at);
            signers.check_instant(part, sealed, &key, counted.get(stream).copied())?;
            counted.entry(stream).and_modify(|last| *last = at.max(*last)).or_insert(at);
            let admitted = matches!(sealed.raw.record.decision, Decision::Admitted(_));
            if admitted && key.usage != KeyUse::Office {
                let what = format!("key {} is not the Office's, and changed the catalogue", key.id);
                return Err(part.failure(Kind::Key, sealed, what));
            }
            for event in sealed.raw.record.events() {
                if let Event::Catalogue(entry) = event {
                    signers.catalogue.evolve(sealed.sequence, entry);
                }
            }
        }
        signers.catalogue.pass(part.checkpoint.size);
        Ok(signers)
    }

    /// Checks who signed a record: registered, the agency's, and, where something was admitted, valid at the time.
    pub(super) fn check(&mut self, part: &InTree, sealed: &Sealed) -> Result<Key, Failure> {
        let record = &sealed.raw.record;
        let view = self.catalogue.as_known(record.decided_on.catalogue_position);
        let known = view.key_ever(&record.signed.key_id).cloned();
        let failed = |kind, what: String| part.failure(kind, sealed, what);
        if part.origin.is_catalogue() && view.position() >= sealed.sequence {
            let what = "it says that it was decided on a catalogue that came after it".to_owned();
            return Err(failed(Kind::Chain, what));
        }
        let Some(key) = known.or_else(|| brought(part, sealed)) else {
            let what = format!("nothing here registered key {} when it was decided", record.signed.key_id);
            return Err(failed(Kind::Key, what));
        };
        if key.agency != record.signed.agency {
            return Err(failed(Kind::Key, format!("key {} is not {}'s", key.id, record.signed.agency)));
        }
        check_agency(&key, &sealed.command.act.agency).map_err(|fault| failed(Kind::Key, fault.en))?;
        if matches!(record.decision, Decision::Admitted(_)) && brought(part, sealed).is_none() {
            may_sign(&key, view, sealed).map_err(|what| failed(Kind::Key, what))?;
        }
        self.signatures.verify(&record.signed, &record.origin, &record.command, &key.public).map_err(
            |error| {
                let what = format!("key {} did not sign this command for this ledger: {error}", key.id);
                failed(Kind::Signature, what)
            },
        )?;
        Ok(key)
    }

    /// That a record counts as of the instant that follows from who signed it and when it was recorded; `last` is the latest instant
    /// that counted in its stream before it.
    pub(super) fn check_instant(
        &self,
        part: &InTree,
        sealed: &Sealed,
        key: &Key,
        last: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let record = &sealed.raw.record;
        let view = self.catalogue.as_known(record.decided_on.catalogue_position);
        let expected = effective_at(&sealed.command, key, view, record.recorded_at, last);
        let found = record.decided_on.effective_at;
        if found == expected {
            return Ok(());
        }
        Err(part.failure(Kind::Backdated, sealed, format!("it counts as of {found}, where {expected} holds")))
    }

    /// Whether the key was revoked later, from an instant before this record counted.
    pub(super) fn is_revoked_since(&self, sealed: &Sealed, key: &Key) -> bool {
        let at = sealed.raw.record.decided_on.effective_at;
        let holds = |view: View<'_>| view.key(&key.id, at).is_some();
        let then = self.catalogue.as_known(sealed.raw.record.decided_on.catalogue_position);
        holds(then) && !holds(self.catalogue.now())
    }
}

/// The record that opens the catalogue brings the Office's key along, and no other record does.
fn brought(part: &InTree, sealed: &Sealed) -> Option<Key> {
    let is_first = part.origin.is_catalogue() && sealed.sequence == 1;
    sealed.raw.record.key_brought().filter(|_| is_first).cloned()
}

/// R12 and R24 for the key alone, as the services ask it: what else a rule wants of an actor, a bundle does not show.
fn may_sign(key: &Key, view: View<'_>, sealed: &Sealed) -> Result<(), String> {
    let (id, act) = (&key.id, &sealed.command.act);
    let timer = key.usage == KeyUse::Service;
    if timer != sealed.command.is_timer() {
        return Err(format!(
            "that a clock ran out is signed by a service, and nothing else is; key {id} is not so used"
        ));
    }
    let at = sealed.raw.record.decided_on.effective_at;
    match &key.usage {
        KeyUse::Service if view.service_key(id).is_some() => Ok(()),
        KeyUse::Agency | KeyUse::Office if view.key(id, at).is_some() => Ok(()),
        KeyUse::Historian { of, before } if of.contains(&act.agency) && act.occurred_at < *before => Ok(()),
        KeyUse::Historian { .. } => {
            Err(format!("the historian's key {id} was not granted for {} at {}", act.agency, act.occurred_at))
        }
        KeyUse::Service | KeyUse::Agency | KeyUse::Office => Err(format!("key {id} was not valid at {at}")),
    }
}

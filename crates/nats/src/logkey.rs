//! The key that signs the seals: it stands in record 1 of the catalogue ledger, which names it and is signed under it.
//!
//! Who states the ledger's fingerprint (the leaf of that record) believes no other ledger. Who does not, believes the first
//! one that this server shows.

use crate::Connection;
use crate::names;
use crate::pull::{self, Place};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::Unavailable;
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::Origin;
use lienthong_protocol::keys::VerifyingKey;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::{RawRecord, subjects};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Log keys by unit, each read once.
pub(crate) struct LogKeys {
    trust: Trust,
    known: Mutex<BTreeMap<String, VerifyingKey>>,
}

/// Which log is believed.
#[derive(Debug, Clone)]
pub(crate) enum Trust {
    /// The first one that the server shows.
    First,
    /// The one whose catalogue's record 1 has this leaf.
    Fingerprint(Hash),
    /// The one that signs with this key: who seals knows it.
    Key(VerifyingKey),
}

impl LogKeys {
    pub(crate) fn new(trust: Trust) -> Self {
        Self { trust, known: Mutex::default() }
    }

    /// Who verifies a ledger's checkpoints; `None` while its catalogue has no sealed record.
    pub(crate) async fn verifier(
        &self,
        connection: &Connection,
        origin: &Origin,
    ) -> Result<Option<NoteVerifier>, Unavailable> {
        if let Trust::Key(key) = &self.trust {
            return Ok(Some(NoteVerifier::for_log(origin, *key)));
        }
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(origin.unit()).copied();
        if let Some(key) = known {
            return Ok(Some(NoteVerifier::for_log(origin, key)));
        }
        let Some(catalogue) = names::catalogue_of(origin) else { return Ok(None) };
        let place = Place {
            stream: names::seal_stream(&catalogue),
            filter: subjects::seal_subject(&catalogue),
            after: 0,
            at_once: 1,
            resumes: true,
        };
        let Some(first) = pull::first_after(connection, &place, false).await? else { return Ok(None) };
        let key = self.believe(&catalogue, &first.message.payload)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(origin.unit().to_owned(), key);
        Ok(Some(NoteVerifier::for_log(origin, key)))
    }

    /// The key that the first sealed batch of a catalogue names, if that batch holds under it.
    fn believe(&self, catalogue: &Origin, bytes: &[u8]) -> Result<VerifyingKey, Unavailable> {
        let wrong = |why: &str| Unavailable { code: "LT0715", what: format!("{catalogue}: {why}") };
        let batch =
            SealedBatch::decode(bytes).map_err(|e| wrong(&format!("its first seal cannot be read: {e}")))?;
        let record = batch.records.first().ok_or_else(|| wrong("its first seal is empty"))?;
        if matches!(self.trust, Trust::Fingerprint(stated) if stated != leaf_hash(record)) {
            return Err(wrong("this is another ledger than the one whose fingerprint was stated"));
        }
        let key = named_key(record).ok_or_else(|| wrong("its record 1 does not open a ledger"))?;
        let verifier = NoteVerifier::for_log(catalogue, key);
        batch
            .verify(&batch.frontier_before, &verifier)
            .map_err(|e| wrong(&format!("its first seal does not hold under the key it names: {e}")))?;
        Ok(key)
    }
}

/// The log key that a `LedgerOpened` record names.
fn named_key(record: &[u8]) -> Option<VerifyingKey> {
    let raw = RawRecord::decode(record).ok()?;
    raw.record.opening()?.log_key.parse::<NoteVerifier>().ok().map(|verifier| *verifier.key())
}

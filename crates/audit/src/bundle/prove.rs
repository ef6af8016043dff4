//! Making a bundle of what was read of two ledgers: the one with the dossier, and the catalogue.

use super::format::{About, Base64, Bundle, FORMAT, Part, Proved};
use super::heads::Heads;
use super::read::{Kept, Numbered};
use lienthong_merkle::leaf_hash;
use lienthong_names::{AgencyId, Origin, StreamKind, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::form::first_of;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::{NoteSigner, NoteVerifier};
use lienthong_protocol::{Command, RawRecord};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is to be proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// All records of a dossier, a finding or a task, by its stream.
    Whole(StreamName),
    /// One record, by its sequence.
    Record(u64),
}

impl Question {
    /// Which records of the ledger [`super::read`] has to keep.
    #[must_use]
    pub fn keeps(&self, sequence: u64, stream: &StreamName) -> bool {
        match self {
            Self::Whole(wanted) => stream == wanted,
            Self::Record(wanted) => sequence == *wanted,
        }
    }
}

/// Why there is no bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotProve {
    /// It is not in the ledger, or not sealed yet.
    #[error("LT0804 {origin}: there is nothing of it among the records that are sealed")]
    NotThere {
        /// Which ledger.
        origin: Origin,
    },
    /// The ledgers are not what they should be.
    #[error("LT0510 {origin}: {what}")]
    Damaged {
        /// Which ledger.
        origin: Origin,
        /// What is wrong.
        what: String,
    },
}

/// The records of a ledger that a question is about, of those that were kept.
pub fn asked_for<'a>(question: &'a Question, ledger: &'a Kept) -> impl Iterator<Item = &'a Numbered> {
    let of_stream = move |(stream, all): (&'a StreamName, &'a Vec<Numbered>)| {
        all.iter().filter(move |(sequence, _)| question.keeps(*sequence, stream))
    };
    ledger.streams.iter().flat_map(of_stream)
}

/// Proves records of a ledger, which may have kept those of other questions too. `catalogue` has kept all of its records; of them those go in that say whose the keys are, and the
/// streams of the agencies that are `named`, so that a reader sees names. With the log's key the bundle also says, signed, where its
/// streams end.
///
/// # Errors
/// [`CannotProve`].
pub fn prove(
    question: &Question,
    ledger: &Kept,
    catalogue: &Kept,
    named: &BTreeSet<AgencyId>,
    log: Option<&SigningKey>,
) -> Result<Bundle, CannotProve> {
    let records: Vec<Numbered> = asked_for(question, ledger).cloned().collect();
    if records.is_empty() {
        return Err(CannotProve::NotThere { origin: ledger.origin.clone() });
    }
    let (first, key) = opening(catalogue)?;
    let (streams, position) = streams(&ledger.origin, &records, catalogue, named, &first)?;
    let mut known: Vec<Numbered> =
        streams.iter().filter_map(|stream| catalogue.streams.get(stream)).flatten().cloned().collect();
    known.sort_by_key(|(sequence, _)| *sequence);
    let (about, of) = match question {
        Question::Whole(stream) => {
            let about = stream
                .dossier_code()
                .map_or_else(|| About::OnRecord(stream.to_string()), |code| About::Dossier(code.to_string()));
            (about, BTreeSet::from([stream.clone()]))
        }
        Question::Record(sequence) => (About::Record(*sequence), BTreeSet::new()),
    };
    Ok(Bundle {
        format: FORMAT.to_owned(),
        unit: catalogue.origin.unit().to_owned(),
        fingerprint: first.leaf.to_string(),
        about,
        ledger: part(ledger, &records, 0, &key, &of, log)?,
        catalogue: part(catalogue, &known, position, &key, &streams, log)?,
        openings: None,
    })
}

/// The streams of the catalogue that say whose the key of a record is, and what holds of who acted.
#[must_use]
pub fn catalogue_streams(raw: &RawRecord, command: &Command) -> Vec<StreamName> {
    let key = StreamName::new(StreamKind::Key, raw.record.signed.key_id.as_str());
    let agency = StreamName::new(StreamKind::Agency, command.act.agency.as_str());
    key.into_iter().chain(agency).collect()
}

/// Which streams of the catalogue go in: of every record that goes in, also of the catalogue's own. And the most of the catalogue that one of
/// the records was decided on.
fn streams(
    origin: &Origin,
    records: &[Numbered],
    catalogue: &Kept,
    named: &BTreeSet<AgencyId>,
    first: &RawRecord,
) -> Result<(BTreeSet<StreamName>, u64), CannotProve> {
    let mut position = 0;
    let mut found = BTreeSet::from([first.record.stream.clone()]);
    let agency = |agency: &AgencyId| StreamName::new(StreamKind::Agency, agency.as_str()).ok();
    let mut waiting: Vec<StreamName> = named.iter().filter_map(agency).collect();
    waiting.extend(found.iter().cloned());
    for (sequence, bytes) in records {
        let (raw, command) = decoded(origin, *sequence, bytes)?;
        position = position.max(raw.record.decided_on.catalogue_position);
        waiting.extend(catalogue_streams(&raw, &command));
    }
    let mut seen = BTreeSet::new();
    while let Some(stream) = waiting.pop() {
        if !seen.insert(stream.clone()) {
            continue;
        }
        for (sequence, bytes) in catalogue.streams.get(&stream).into_iter().flatten() {
            let (raw, command) = decoded(&catalogue.origin, *sequence, bytes)?;
            waiting.extend(catalogue_streams(&raw, &command));
        }
        found.insert(stream);
    }
    Ok((found, position))
}

/// The checkpoint that witnesses have cosigned, if all these records are under it and it is of this tree.
fn seen(kept: &Kept, records: &[Numbered], at_least: u64, log: &NoteVerifier) -> Option<Arc<[u8]>> {
    let note = kept.cosigned.as_ref()?;
    let checkpoint = Checkpoint::open(note, log).ok()?;
    let last = records.last().map_or(0, |(sequence, _)| *sequence);
    let covers = checkpoint.size >= last.max(at_least);
    let is_ours = kept.tree.root_at(checkpoint.size) == Ok(checkpoint.root);
    (covers && is_ours).then(|| Arc::clone(note))
}

fn part(
    kept: &Kept,
    records: &[Numbered],
    at_least: u64,
    log_key: &NoteVerifier,
    streams: &BTreeSet<StreamName>,
    log: Option<&SigningKey>,
) -> Result<Part, CannotProve> {
    let damaged = |what: String| CannotProve::Damaged { origin: kept.origin.clone(), what };
    let verifier = NoteVerifier::for_log(&kept.origin, *log_key.key());
    let signed = seen(kept, records, at_least, &verifier).unwrap_or_else(|| Arc::clone(&kept.checkpoint));
    let note = std::str::from_utf8(&signed).map_err(|e| damaged(e.to_string()))?;
    let checkpoint = Checkpoint::open(&signed, &verifier).map_err(|e| damaged(e.to_string()))?;
    let heads = match log.filter(|_| !streams.is_empty()) {
        None => None,
        Some(key) => {
            let end = |stream: &StreamName| {
                let all = kept.streams.get(stream).map_or(&[][..], Vec::as_slice);
                let last = all.last().map(|(_, bytes)| (all.len() as u64, leaf_hash(bytes)));
                (stream.clone(), last)
            };
            let heads = Heads { checkpoint: checkpoint.clone(), ends: streams.iter().map(end).collect() };
            let signer = NoteSigner::for_log(&kept.origin, key.clone());
            Some(heads.sign(&signer).map_err(|e| damaged(e.to_string()))?)
        }
    };
    let proved = |(sequence, bytes): &Numbered| {
        let path = kept.tree.inclusion_path(sequence - 1, checkpoint.size);
        let path = path.map_err(|e| damaged(e.to_string()))?.into_iter().map(Base64::hash).collect();
        Ok(Proved { sequence: *sequence, bytes: Base64(bytes.to_vec()), path })
    };
    Ok(Part {
        origin: kept.origin.to_string(),
        log_key: verifier.to_string(),
        checkpoint: note.to_owned(),
        heads,
        records: records.iter().map(proved).collect::<Result<_, _>>()?,
    })
}

/// Record 1 of the catalogue, and the key of the log that it names.
fn opening(catalogue: &Kept) -> Result<(RawRecord, NoteVerifier), CannotProve> {
    let damaged = || CannotProve::Damaged {
        origin: catalogue.origin.clone(),
        what: "its record 1 does not open it".to_owned(),
    };
    let (raw, _) = decoded(&catalogue.origin, 1, catalogue.record(1).ok_or_else(damaged)?)?;
    let log_key = raw.record.opening().and_then(|opening| opening.log_key.parse::<NoteVerifier>().ok());
    let log_key = log_key.ok_or_else(damaged)?;
    Ok((raw, log_key))
}

fn decoded(origin: &Origin, sequence: u64, bytes: &[u8]) -> Result<(RawRecord, Command), CannotProve> {
    let damaged = |what: String| CannotProve::Damaged {
        origin: origin.clone(),
        what: format!("record {sequence}: {what}"),
    };
    let raw = RawRecord::decode(bytes).map_err(|e| damaged(e.to_string()))?;
    let command = Command::decode(&raw.record.command).map_err(|errors| damaged(first_of(&errors)))?;
    Ok((raw, command))
}

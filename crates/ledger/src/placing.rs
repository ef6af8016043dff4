//! Where a record belongs, read from its bytes: stream, revision, chain, and the digest that lets an id be stored once.
//!
//! Belongs here: the few fields of a record that a log must know, and nothing of what was decided.
//! Does not: reading records (`protocol`), whether a record is the next of its stream (`seal`).
//!
//! A log places each record it opens, a million at a time: only these fields are decoded. Their numbers are those of
//! `record.proto` and `command.proto`, and no schema version has changed them.

use lienthong_merkle::Hash;
use lienthong_names::{AgencyId, CommandId, DossierCode, StreamKind, StreamName};
use lienthong_protocol::Command;
use sha2::{Digest, Sha256};

/// The place of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its stream.
    pub stream: StreamName,
    /// Its number within the stream, from 1.
    pub revision: u64,
    /// Leaf of the stream's record before it; `None` at revision 1.
    pub previous: Option<Hash>,
    /// In whose name its command is.
    pub agency: AgencyId,
    /// See [`dedupe_digest`].
    pub dedupe: [u8; 32],
}

/// The bytes do not say where they belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the record does not say where it belongs: {0}")]
pub struct NotPlaced(pub &'static str);

/// Reads the place of a record.
///
/// # Errors
/// [`NotPlaced`].
pub fn place(bytes: &[u8]) -> Result<Placed, NotPlaced> {
    let head: RecordHead = decode(bytes)?;
    let act: ActHead = decode(&head.command)?;
    let stream: StreamName = head.stream.parse().map_err(|_| NotPlaced("its stream is no stream's name"))?;
    let agency = AgencyId::new(&act.agency).map_err(|_| NotPlaced("its command names no agency"))?;
    let id = CommandId::from_bytes(&act.id).map_err(|_| NotPlaced("its command's id is not one"))?;
    let previous = match head.previous.as_slice() {
        [] => None,
        hash => Some(Hash::try_from(hash).map_err(|_| NotPlaced("its previous leaf is not 32 bytes"))?),
    };
    if head.revision == 0 || previous.is_some() != (head.revision > 1) {
        return Err(NotPlaced("its revision and its previous leaf contradict each other"));
    }
    let about = about(&head, &stream)?;
    let dedupe = dedupe_digest(&agency, &id, &about);
    Ok(Placed { stream, revision: head.revision, previous, agency, dedupe })
}

/// The stream its command is about: its own, but for a stranger's rejection, which stands apart.
fn about(head: &RecordHead, stream: &StreamName) -> Result<StreamName, NotPlaced> {
    let dossier = head.decided_on.as_ref().map_or("", |on| on.dossier.as_str());
    match stream.kind() {
        StreamKind::Rejected if !dossier.is_empty() => DossierCode::new(dossier)
            .map(|code| StreamName::dossier(&code))
            .map_err(|_| NotPlaced("the dossier it was decided on is no dossier's code")),
        StreamKind::Rejected => Command::decode(&head.command)
            .map(|command| command.stream())
            .map_err(|_| NotPlaced("its command cannot be read")),
        _ => Ok(stream.clone()),
    }
}

/// SHA-256 over agency, command id and the stream the command is about, each with its length before it: a log stores it
/// once, so that an id cannot be admitted on one stream and rejected on another.
#[must_use]
pub fn dedupe_digest(agency: &AgencyId, id: &CommandId, about: &StreamName) -> [u8; 32] {
    // A stream's name in its parts, as it is written: this is asked for every record that is read.
    let about = [about.kind().as_str(), ".", about.id()].map(str::as_bytes);
    let mut hash = Sha256::new();
    for parts in [&[agency.as_str().as_bytes()][..], &[id.as_bytes()], &about] {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        hash.update((length as u64).to_be_bytes());
        parts.iter().for_each(|part| hash.update(part));
    }
    hash.finalize().into()
}

fn decode<M: prost::Message + Default>(bytes: &[u8]) -> Result<M, NotPlaced> {
    M::decode(bytes).map_err(|_| NotPlaced("it is not a record's encoding"))
}

/// Of `Record`, what places it.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RecordHead {
    #[prost(string, tag = "3")]
    pub(crate) stream: String,
    #[prost(uint64, tag = "4")]
    pub(crate) revision: u64,
    #[prost(bytes = "vec", tag = "5")]
    pub(crate) previous: Vec<u8>,
    #[prost(bytes = "vec", tag = "8")]
    pub(crate) command: Vec<u8>,
    #[prost(message, optional, tag = "10")]
    pub(crate) decided_on: Option<DecidedOnHead>,
}

/// Of `DecidedOn`, the dossier of a stranger's rejection.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct DecidedOnHead {
    #[prost(string, tag = "2")]
    pub(crate) dossier: String,
}

/// Of `Command`, whose it is.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ActHead {
    #[prost(bytes = "vec", tag = "1")]
    pub(crate) id: Vec<u8>,
    #[prost(string, tag = "2")]
    pub(crate) agency: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::testing::{append_after, id_of};
    use prost::Message as _;

    fn head() -> RecordHead {
        RecordHead::decode(append_after("dossier.A-1", None, 1).bytes.as_slice()).unwrap()
    }

    fn placed(change: impl FnOnce(&mut RecordHead)) -> Result<Placed, NotPlaced> {
        let mut head = head();
        change(&mut head);
        place(&head.encode_to_vec())
    }

    #[test]
    fn a_record_stands_where_its_append_says() {
        let first = append_after("dossier.A-1", None, 1);
        let leaf = lienthong_merkle::leaf_hash(&first.bytes);
        for append in [first, append_after("dossier.A-1", Some((1, leaf)), 2)] {
            let placed = place(&append.bytes).unwrap();
            assert_eq!(placed.stream, append.stream);
            assert_eq!(placed.revision, append.expected_revision + 1);
            assert_eq!(placed.previous, append.expected_head);
            assert_eq!(placed.dedupe, append.dedupe);
        }
    }

    #[test]
    fn a_strangers_rejection_keeps_the_digest_of_the_dossier() {
        let on_the_dossier = placed(|_| ()).unwrap();
        let apart = placed(|head| {
            head.stream = "rejected.H22.14".to_owned();
            head.decided_on = Some(DecidedOnHead { dossier: "A-1".to_owned() });
        });
        assert_eq!(apart.unwrap().dedupe, on_the_dossier.dedupe);
        let other = placed(|head| head.stream = "dossier.A-2".to_owned()).unwrap();
        assert_ne!(other.dedupe, on_the_dossier.dedupe);
    }

    #[test]
    fn a_digest_is_over_the_name_as_it_is_written() {
        let (agency, id) = (AgencyId::new("000.00.12.H22").unwrap(), id_of(7));
        for about in ["dossier.A-1", "rejected.H22.14", "agency.000.00.12.H22"] {
            let mut bytes = Vec::new();
            for part in [agency.as_str().as_bytes(), id.as_bytes(), about.as_bytes()] {
                bytes.extend((part.len() as u64).to_be_bytes());
                bytes.extend(part);
            }
            let expected: [u8; 32] = Sha256::digest(&bytes).into();
            assert_eq!(dedupe_digest(&agency, &id, &about.parse().unwrap()), expected);
        }
    }

    #[test]
    fn no_digest_is_shared_by_moving_a_border() {
        let digest = |agency: &str, about: &str| {
            dedupe_digest(&AgencyId::new(agency).unwrap(), &id_of(1), &about.parse().unwrap())
        };
        assert_ne!(digest("A", "dossier.B"), digest("A", "dossier.C"));
        assert_ne!(digest("A", "dossier.B"), digest("B", "dossier.B"));
    }

    #[test]
    fn what_does_not_say_where_it_belongs_is_refused() {
        assert!(place(b"\xff\xff").is_err());
        assert!(place(b"").is_err());
        assert!(placed(|head| head.stream = "nothing.x".to_owned()).is_err());
        assert!(placed(|head| head.revision = 0).is_err());
        assert!(placed(|head| head.revision = 2).is_err());
        assert!(placed(|head| head.previous = vec![0; 32]).is_err());
        assert!(placed(|head| head.command = Vec::new()).is_err());
        assert!(placed(|head| (head.revision, head.previous) = (2, vec![0; 31])).is_err());
    }
}

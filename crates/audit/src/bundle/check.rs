//! Checking a bundle with nothing but the bundle: no ledger, no network.

use super::citizen::opened;
use super::failure::{Failure, Kind};
use super::format::{About, Bundle};
use super::keys::Signers;
use super::part::{InTree, Sealed};
use super::prove::catalogue_streams;
use crate::witness::{Policy, Seen};
use lienthong_catalogue::Catalogue;
use lienthong_merkle::Hash;
use lienthong_names::{DossierCode, NameError, Origin, StreamKind, StreamName};
use lienthong_protocol::RawRecord;
use lienthong_protocol::keys::VerifyingKey;
use lienthong_protocol::note::NoteVerifier;
use std::collections::BTreeSet;

pub use super::citizen::Opened;

/// What is known of the ledger from elsewhere. Of what is not, the bundle's own statement is taken.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// Leaf hash of the catalogue's record 1.
    pub fingerprint: Option<Hash>,
    /// The log's public key.
    pub log: Option<VerifyingKey>,
    /// Who must have seen both checkpoints.
    pub policy: Option<Policy>,
}

/// Who says that the last record of the stream in the bundle is its last one at that checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// The log, signed.
    Signed,
    /// Whoever made the bundle.
    NotSigned,
}

/// Who has seen the checkpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Witnessed {
    /// By a policy: the ledger's checkpoint, and the catalogue's.
    ByPolicy(Box<[Seen; 2]>),
    /// There is no policy. The names beside the log's on the ledger's checkpoint, whoever wrote them there.
    NotAsked(Vec<String>),
}

/// A bundle in which everything holds.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The dossier's, the finding's or the task's, of which all records are there; `None` where one record alone is proved.
    pub stream: Option<StreamName>,
    /// The ledger of the records.
    pub origin: Origin,
    /// How many records the checkpoint is over.
    pub size: u64,
    /// The tree's root over them.
    pub root: Hash,
    /// The records with their sequences, in order.
    pub records: Vec<(u64, RawRecord)>,
    /// Whether the last of them is said to be the stream's last; `None` where one record alone is proved.
    pub last: Option<Last>,
    /// Whether the log has signed where the catalogue's streams end too, so that no revocation of a key was left out.
    pub keys: Last,
    /// What the bundle shows of the catalogue.
    pub catalogue: Catalogue,
    /// How many records the catalogue's checkpoint is over.
    pub catalogue_size: u64,
    /// Leaf hash of the catalogue's record 1.
    pub fingerprint: Hash,
    /// C2SP verifier key of the catalogue's log, as `ledger.toml` has it.
    pub log_key: NoteVerifier,
    /// Sequences of records whose key was revoked later, from an instant before they counted.
    pub revoked_since: Vec<u64>,
    /// Who of a policy has seen both checkpoints; where there was none, who is said to have: nobody checked.
    pub witnesses: Witnessed,
    /// The applicant's own values, each as it was committed to; `None` where the bundle was not made for the applicant.
    pub openings: Option<Vec<Opened>>,
}

impl Checked {
    /// The dossier that is proved whole.
    #[must_use]
    pub fn dossier(&self) -> Option<DossierCode> {
        self.stream.as_ref().and_then(StreamName::dossier_code)
    }
}

/// Checks everything that a bundle can show.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(bundle: &Bundle, expected: &Expected) -> Result<Checked, Failure> {
    let (ledger, catalogue) = (InTree::open(&bundle.ledger)?, InTree::open(&bundle.catalogue)?);
    check_unit(bundle, &ledger, &catalogue)?;
    check_log(&ledger, &catalogue, expected)?;
    let witnesses = check_witnesses(&ledger, &catalogue, expected.policy.as_ref())?;
    let fingerprint = check_opening(bundle, &catalogue, expected)?;
    let known = catalogue.streams()?;
    let mut signers = Signers::of(&catalogue)?;
    let stream = check_records(bundle, &ledger)?;
    let needed: BTreeSet<StreamName> = ledger
        .records
        .iter()
        .chain(&catalogue.records)
        .flat_map(|sealed| catalogue_streams(&sealed.raw, &sealed.command))
        .collect();
    let signed = |signed| if signed { Last::Signed } else { Last::NotSigned };
    let last = match &stream {
        Some(_) => Some(signed(ledger.ends(&ledger.streams()?, [])?)),
        None => None,
    };
    let keys = signed(catalogue.ends(&known, &needed)?);
    let mut revoked_since = Vec::new();
    let mut counted = None;
    for sealed in &ledger.records {
        let position = sealed.raw.record.decided_on.catalogue_position;
        if position > catalogue.checkpoint.size {
            let what = format!(
                "it was decided on {position} records of the catalogue, and the catalogue's checkpoint is over {}",
                catalogue.checkpoint.size
            );
            return Err(ledger.failure(Kind::Beyond, sealed, what));
        }
        let key = signers.check(&ledger, sealed)?;
        if stream.is_some() {
            signers.check_instant(&ledger, sealed, &key, counted)?;
            counted = counted.max(Some(sealed.raw.record.decided_on.effective_at));
        }
        if signers.is_revoked_since(sealed, &key) {
            revoked_since.push(sealed.sequence);
        }
    }
    ledger.ids()?;
    let openings = bundle.openings.as_ref().map(|all| opened(&ledger, all)).transpose()?;
    Ok(Checked {
        stream,
        size: ledger.checkpoint.size,
        root: ledger.checkpoint.root,
        last,
        keys,
        catalogue: signers.catalogue,
        catalogue_size: catalogue.checkpoint.size,
        fingerprint,
        log_key: catalogue.log,
        revoked_since,
        witnesses,
        openings,
        origin: ledger.origin,
        records: ledger.records.into_iter().map(|Sealed { sequence, raw, .. }| (sequence, raw)).collect(),
    })
}

fn check_unit(bundle: &Bundle, ledger: &InTree, catalogue: &InTree) -> Result<(), Failure> {
    let unit = bundle.unit.as_str();
    if catalogue.origin.is_catalogue() && [ledger, catalogue].iter().all(|part| part.origin.unit() == unit) {
        return Ok(());
    }
    let what =
        format!("{} and {} are not a ledger and the catalogue of {unit}", ledger.origin, catalogue.origin);
    Err(Failure::whole(Kind::Malformed, what))
}

/// One key signs every ledger of a unit: the one that is expected.
fn check_log(ledger: &InTree, catalogue: &InTree, expected: &Expected) -> Result<(), Failure> {
    let wanted = expected.log.unwrap_or(*catalogue.log.key());
    match [ledger, catalogue].into_iter().find(|part| *part.log.key() != wanted) {
        None => Ok(()),
        Some(part) => {
            let what = format!("{}: its log's key is {}, another one was expected", part.origin, part.log);
            Err(Failure::whole(Kind::LogKey, what))
        }
    }
}

/// Enough have seen both checkpoints: also the catalogue's, for it says whose the keys are and which were revoked.
fn check_witnesses(
    ledger: &InTree,
    catalogue: &InTree,
    policy: Option<&Policy>,
) -> Result<Witnessed, Failure> {
    let Some(policy) = policy else {
        let lines = ledger.note.signatures().iter().map(|line| line.name().to_owned());
        return Ok(Witnessed::NotAsked(lines.filter(|name| *name != ledger.log.name()).collect()));
    };
    let seen = |part: &InTree| {
        let failed = |what: String| {
            let text = format!("{}, checkpoint {}: {what}", part.origin, part.checkpoint.size);
            Failure::whole(Kind::Unwitnessed, text)
        };
        if !policy.knows(&part.origin, &part.log) {
            return Err(failed(format!("the policy names no log {}", part.log)));
        }
        let seen = policy.seen(&part.note).map_err(|e| failed(e.to_string()))?;
        if seen.enough { Ok(seen) } else { Err(failed(seen.to_string())) }
    };
    Ok(Witnessed::ByPolicy(Box::new([seen(ledger)?, seen(catalogue)?])))
}

/// The catalogue begins with the record of this fingerprint, and opens under the key that signed the checkpoints.
fn check_opening(bundle: &Bundle, catalogue: &InTree, expected: &Expected) -> Result<Hash, Failure> {
    let stated: Hash = bundle
        .fingerprint
        .parse()
        .map_err(|e| Failure::whole(Kind::Malformed, format!("the fingerprint: {e}")))?;
    let Some(first) = catalogue.records.first().filter(|first| first.sequence == 1) else {
        let what = format!("{}: record 1, with which it opens, is not here", catalogue.origin);
        return Err(Failure::whole(Kind::LeftOut, what));
    };
    for wanted in [Some(stated), expected.fingerprint].into_iter().flatten() {
        if wanted != first.raw.leaf {
            let what = format!(
                "its fingerprint is {}, {wanted} was expected: this is another ledger",
                first.raw.leaf
            );
            return Err(catalogue.failure(Kind::Fingerprint, first, what));
        }
    }
    let log_key = catalogue.log.to_string();
    if first.raw.record.opening().is_some_and(|opening| *opening.log_key == *log_key) {
        return Ok(stated);
    }
    let what = "it does not open the ledger under the key that the checkpoints are signed with";
    Err(catalogue.failure(Kind::LogKey, first, what))
}

/// The records are those that the bundle is about.
/// The records are those of what the bundle is about: of a whole stream, which is named; or one that is.
fn check_records(bundle: &Bundle, ledger: &InTree) -> Result<Option<StreamName>, Failure> {
    let malformed = |what: String| Failure::whole(Kind::Malformed, what);
    let stream = match &bundle.about {
        About::Record(wanted) => {
            return match ledger.records.as_slice() {
                [one] if one.sequence == *wanted => Ok(None),
                _ => Err(malformed(format!("it should hold record {wanted}, and that alone"))),
            };
        }
        About::Dossier(code) => {
            StreamName::dossier(&DossierCode::new(code).map_err(|e| malformed(e.to_string()))?)
        }
        About::OnRecord(stream) => {
            let stream: StreamName = stream.parse().map_err(|e: NameError| malformed(e.to_string()))?;
            if !matches!(stream.kind(), StreamKind::Finding | StreamKind::Task) {
                return Err(malformed(format!("{stream} is neither a finding nor a task")));
            }
            stream
        }
    };
    if let Some(other) = ledger.records.iter().find(|sealed| sealed.raw.record.stream != stream) {
        let what = format!("it is of {}, not of {stream}", other.raw.record.stream);
        return Err(ledger.failure(Kind::OtherStream, other, what));
    }
    if ledger.records.is_empty() {
        return Err(Failure::whole(Kind::LeftOut, format!("it holds no record of {stream}")));
    }
    Ok(Some(stream))
}

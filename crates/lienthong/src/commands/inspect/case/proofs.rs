//! The proofs of a case: every ledger is read once for all of them.

use super::content::{proof_of_dossier, proof_of_finding, proof_on_record};
use super::scope::Cut;
use crate::cli::Source;
use crate::commands::bundle::finding;
use crate::commands::bundle::prove::{has_confidential, log_key, made, read, whole_catalogue};
use crate::failure::{Failure, Outcome};
use crate::reading::Reading;
use crate::witnesses;
use lienthong_audit::bundle::{Bundle, Checked, Kept, Last, Question};
use lienthong_inspection::Finding;
use lienthong_inspection::sample::Candidate;
use lienthong_merkle::Hash;
use lienthong_names::{FindingId, Origin, StreamKind, StreamName};
use lienthong_protocol::keys::SigningKey;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What proves a case.
pub(super) struct Proofs {
    /// By the name under which each lies.
    pub(super) files: BTreeMap<String, String>,
    /// Whether one holds what was asked in confidence.
    pub(super) confidential: bool,
    /// Whether one shows a whole dossier, or all that is on record of a finding, without the log's word, signed by its key, that its last record is the last.
    pub(super) not_signed: bool,
    /// Leaf hash of the catalogue's record 1.
    pub(super) fingerprint: Hash,
}

impl Proofs {
    fn note(&mut self, checked: &Checked) {
        self.confidential |= has_confidential(checked);
        self.not_signed |= checked.last == Some(Last::NotSigned);
    }
}

/// Those of findings, of what is on record of them (in which ledger), and of whole dossiers, each as `audit prove` writes it.
pub(super) async fn prove(
    reading: &Reading,
    from: &Source,
    cut: &Cut,
    findings: &[Finding],
    on_record: &BTreeMap<FindingId, Origin>,
    dossiers: &[Candidate],
) -> Outcome<Proofs> {
    let of_findings: Vec<_> = findings.iter().map(|found| (found, finding::questions(found))).collect();
    let whole = |one: &Candidate| (one.origin.clone(), Question::Whole(StreamName::dossier(&one.code)));
    let of_dossiers: Vec<_> = dossiers.iter().map(|one| (one, whole(one))).collect();
    let of_record = |(id, origin): (&FindingId, &Origin)| {
        let stream = StreamName::new(StreamKind::Finding, id.as_str()).ok()?;
        Some((id.clone(), (origin.clone(), Question::Whole(stream))))
    };
    let on_record: Vec<_> = on_record.iter().filter_map(of_record).collect();
    let all = of_findings.iter().flat_map(|(_, all)| all);
    let all = all.chain(of_dossiers.iter().map(|(_, one)| one)).chain(on_record.iter().map(|(_, one)| one));
    let ledgers = Ledgers::read(reading, from, cut, all).await?;

    let fingerprint = ledgers.catalogue.tree.root_at(1).map_err(|e| Failure::no("LT0804", e.to_string()))?;
    let mut proofs = Proofs { files: BTreeMap::new(), confidential: false, not_signed: false, fingerprint };
    for (found, questions) in &of_findings {
        let mut parts = Vec::new();
        for (origin, question) in questions {
            let (bundle, checked) = ledgers.made(origin, question)?;
            proofs.note(&checked);
            parts.push(bundle);
        }
        proofs.files.insert(proof_of_finding(found.id().as_str()), finding::text(found, &parts)?);
    }
    for (id, (origin, question)) in &on_record {
        let (bundle, checked) = ledgers.made(origin, question)?;
        proofs.note(&checked);
        proofs.files.insert(proof_on_record(id.as_str()), bundle.to_string());
    }
    for (one, (origin, question)) in &of_dossiers {
        let (bundle, checked) = ledgers.made(origin, question)?;
        proofs.note(&checked);
        proofs.files.insert(proof_of_dossier(one), bundle.to_string());
    }
    Ok(proofs)
}

/// What was read of the ledgers: of each the records that are asked for, of the catalogue all.
struct Ledgers {
    others: BTreeMap<Origin, Kept>,
    catalogue: Kept,
    log: Option<SigningKey>,
}

impl Ledgers {
    async fn read(
        reading: &Reading,
        from: &Source,
        cut: &Cut,
        questions: impl Iterator<Item = &(Origin, Question)>,
    ) -> Outcome<Self> {
        let mut asked: BTreeMap<&Origin, Asked> = BTreeMap::new();
        for (origin, question) in questions {
            asked.entry(origin).or_default().take(question);
        }
        let mut others = BTreeMap::new();
        for (origin, asked) in asked {
            if origin.is_catalogue() {
                continue;
            }
            let keep = |sequence, stream: &_| cut.has(origin, sequence) && asked.has(sequence, stream);
            if let Some(kept) = read(reading, origin, &keep).await? {
                others.insert(origin.clone(), up_to(kept, from, cut).await);
            }
        }
        let catalogue = &reading.site.catalogue;
        let kept = whole_catalogue(reading, cut.size(catalogue)).await?;
        let catalogue_kept = up_to(kept, from, cut).await;
        Ok(Self { others, catalogue: catalogue_kept, log: log_key(from, catalogue)? })
    }

    fn made(&self, origin: &Origin, question: &Question) -> Outcome<(Bundle, Checked)> {
        let ledger = self.others.get(origin).unwrap_or(&self.catalogue);
        made(question, ledger, &self.catalogue, self.log.as_ref())
    }
}

/// Under the checkpoint up to which everything is looked at, whatever was sealed since.
async fn up_to(mut kept: Kept, from: &Source, cut: &Cut) -> Kept {
    if let Some(head) = cut.heads.get(&kept.origin) {
        kept.checkpoint = Arc::clone(&head.note);
    }
    kept.cosigned = witnesses::cosigned(from, &kept.origin).await;
    kept
}

/// What is asked of one ledger.
#[derive(Default)]
struct Asked {
    sequences: BTreeSet<u64>,
    streams: BTreeSet<StreamName>,
}

impl Asked {
    fn take(&mut self, question: &Question) {
        match question {
            Question::Whole(stream) => {
                self.streams.insert(stream.clone());
            }
            Question::Record(sequence) => {
                self.sequences.insert(*sequence);
            }
        }
    }

    fn has(&self, sequence: u64, stream: &StreamName) -> bool {
        self.sequences.contains(&sequence) || self.streams.contains(stream)
    }
}

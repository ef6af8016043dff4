//! A catalogue and a ledger written by hand, record by record: also what no service would write.

use lienthong_audit::bundle::{Bundle, Checked, Expected, Failure, Kept, Numbered, Question, check, prove};
use lienthong_catalogue::{Command as Asked, Entry, KeyUse, Revocation};
use lienthong_dossier::{Command as About, CommandKind, Commitment, Event as Fact, EventKind, PersonalField};
use lienthong_merkle::{Tree, leaf_hash};
use lienthong_names::{AgencyId, DossierCode, Origin, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::commitment::{Salt, commit};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::testing::examples;
use lienthong_protocol::{
    Body, Command, DecidedOn, Disclosure, EncryptedField, Event, RawRecord, Record, Submission,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The dossier that is proved.
pub const DOSSIER: &str = "H22.14-201012-0001";
/// Another one, in between.
pub const OTHER: &str = "H22.14-201012-0002";
/// The dossier's key in the vault.
pub const VAULT_KEY: [u8; 32] = [9; 32];
/// The applicant, as the desk sent it.
pub const APPLICANT: &str = "Nguyễn Văn A";

/// A log and its records, each with its sequence.
pub struct Written {
    origin: Origin,
    key: SigningKey,
    records: Vec<RawRecord>,
}

/// What is told of one record.
pub struct Told {
    /// The command, which says who acts and when.
    pub command: Command,
    /// What was decided; nothing: a rejection.
    pub events: Vec<Event>,
    /// Who hands it in.
    pub handed_in_by: AgencyId,
    /// With which key.
    pub key: SigningKey,
    /// How much of the catalogue was known.
    pub position: u64,
    /// Personal values beside it.
    pub disclosed: Vec<Disclosure>,
}

impl Told {
    /// A command of its agency, signed with its own key.
    pub fn new(command: Command, events: Vec<Event>, position: u64) -> Self {
        let agency = command.act.agency.clone();
        let key = examples::signing_key(&agency);
        Self { command, events, handed_in_by: agency, key, position, disclosed: Vec::new() }
    }
}

pub fn log_key() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

pub fn signer(origin: &Origin, key: &SigningKey) -> NoteSigner {
    NoteSigner::for_log(origin, key.clone())
}

impl Written {
    pub fn new(name: &str) -> Self {
        Self { origin: Origin::new(&format!("H22/{name}")).unwrap(), key: log_key(), records: Vec::new() }
    }

    /// The same, its checkpoints signed with another key.
    pub fn under_key(mut self, key: &SigningKey) -> Self {
        self.key = key.clone();
        self
    }

    /// Writes what was handed in together.
    pub fn write(&mut self, told: Vec<Told>) {
        let first = told.first().expect("something is told");
        let commands = told.iter().map(|told| told.command.encode()).collect();
        let service = first.command.service();
        let submission = Submission::sign(
            &first.key,
            self.origin.clone(),
            service,
            first.handed_in_by.clone(),
            commands,
            Vec::new(),
        );
        for (index, told) in (0..).zip(told) {
            let signed = submission.signed(index).unwrap();
            let stream = told.command.stream();
            let last = self.records.iter().rev().find(|raw| raw.record.stream == stream);
            let at = told.command.act.occurred_at;
            let seal = |disclosed| {
                EncryptedField::seal(&VAULT_KEY, &stream, told.command.act.id, disclosed).unwrap()
            };
            let fields = told.disclosed.iter().map(seal).collect();
            let example = examples::record(&told.command, told.events);
            let revision = last.map_or(0, |raw| raw.record.revision);
            let record = Record {
                origin: self.origin.clone(),
                revision: revision + 1,
                previous: last.map(|raw| raw.leaf),
                signed,
                decided_on: DecidedOn {
                    revision,
                    catalogue_position: told.position,
                    effective_at: at,
                    ..example.decided_on
                },
                stream,
                fields,
                ..example
            };
            self.push(record);
        }
    }

    /// Writes a record as it is.
    pub fn push(&mut self, record: Record) {
        self.records.push(RawRecord::new(record.encode(), record));
    }

    /// Writes a record otherwise: its stream's later records then follow another one.
    pub fn change(&mut self, sequence: usize, how: impl FnOnce(&mut Record)) {
        let mut record = self.records[sequence - 1].record.clone();
        how(&mut record);
        self.records[sequence - 1] = RawRecord::new(record.encode(), record);
    }

    /// Makes every record follow the one before it in its stream, as a log that cheats would.
    pub fn mend(&mut self) {
        let mut heads: BTreeMap<StreamName, (u64, lienthong_merkle::Hash)> = BTreeMap::new();
        for raw in &mut self.records {
            let mut record = raw.record.clone();
            let head = heads.get(&record.stream).copied();
            record.revision = head.map_or(0, |(revision, _)| revision) + 1;
            record.previous = head.map(|(_, leaf)| leaf);
            record.decided_on.revision = record.revision - 1;
            *raw = RawRecord::new(record.encode(), record);
            heads.insert(raw.record.stream.clone(), (raw.record.revision, raw.leaf));
        }
    }

    /// Takes a record away.
    pub fn remove(&mut self, sequence: usize) -> RawRecord {
        self.records.remove(sequence - 1)
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    pub fn size(&self) -> u64 {
        self.records.len() as u64
    }

    /// The signed note over its first records.
    pub fn checkpoint(&self, size: u64) -> String {
        let tree: Tree = self.records.iter().map(|raw| leaf_hash(&raw.bytes)).collect();
        let root = tree.root_at(size).unwrap();
        Checkpoint { origin: self.origin.clone(), size, root }.sign(&signer(&self.origin, &self.key))
    }

    /// As it would be read, so far as a question wants it.
    pub fn kept(&self, keep: impl Fn(u64, &StreamName) -> bool) -> Kept {
        let mut streams: BTreeMap<StreamName, Vec<Numbered>> = BTreeMap::new();
        for (sequence, raw) in (1..).zip(&self.records) {
            if keep(sequence, &raw.record.stream) {
                let bytes = Arc::from(raw.bytes.as_slice());
                streams.entry(raw.record.stream.clone()).or_default().push((sequence, bytes));
            }
        }
        Kept {
            origin: self.origin.clone(),
            tree: self.records.iter().map(|raw| raw.leaf).collect(),
            checkpoint: Arc::from(self.checkpoint(self.size()).as_bytes()),
            cosigned: None,
            streams,
        }
    }
}

/// A catalogue command of the Office.
pub fn office(number: u32, command: Asked) -> Command {
    let act = examples::act(number, &examples::agency("H22"));
    Command { act, body: Body::Catalogue { drafted_by: None, command } }
}

/// What the Office puts in force, known from its own place on.
pub fn publish(catalogue: &mut Written, command: Asked, entry: Entry) {
    let number = u32::try_from(catalogue.size()).unwrap();
    let position = catalogue.size();
    let command = office(number, command);
    catalogue.write(vec![Told::new(command, vec![Event::Catalogue(entry)], position)]);
}

pub fn register_agency(catalogue: &mut Written, code: &str) {
    let agency = examples::agency_entry(code);
    publish(catalogue, Asked::RegisterAgency(agency.clone()), Entry::AgencyRegistered(agency));
}

pub fn register_key(catalogue: &mut Written, code: &str, usage: KeyUse) {
    let key = examples::key_entry(code, usage);
    publish(catalogue, Asked::RegisterKey(key.clone()), Entry::KeyRegistered(key));
}

pub fn revoke_key(catalogue: &mut Written, code: &str, from: &str) {
    let key = examples::signing_key(&examples::agency(code)).key_id();
    let said = Revocation { key, from: examples::at(from), reason: "mất khóa".into() };
    publish(catalogue, Asked::RevokeKey(said.clone()), Entry::KeyRevoked(said));
}

/// A catalogue as it is opened: one record.
pub fn opened_catalogue() -> Written {
    let mut catalogue = Written::new("catalogue");
    let Entry::LedgerOpened(mut opening) = examples::entry(lienthong_catalogue::EntryKind::LedgerOpened)
    else {
        panic!("another entry")
    };
    opening.log_key = signer(catalogue.origin(), &log_key()).verifier().to_string().into();
    publish(&mut catalogue, Asked::OpenLedger(opening.clone()), Entry::LedgerOpened(opening));
    catalogue
}

/// With two agencies and their keys; a third's key stands between.
pub fn catalogue() -> Written {
    let mut catalogue = opened_catalogue();
    for code in ["H22.14", "H22.19", "H22.20"] {
        register_agency(&mut catalogue, code);
        register_key(&mut catalogue, code, KeyUse::Agency);
    }
    catalogue
}

/// An act on a dossier.
pub fn about(dossier: &str, number: u32, by: &str, command: About) -> Command {
    let act = examples::act(100 + number, &examples::agency(by));
    Command { act, body: Body::Dossier { code: DossierCode::new(dossier).unwrap(), command } }
}

fn salt() -> Salt {
    Salt::new([5; 32])
}

/// A dossier is registered for an applicant.
pub fn registers(dossier: &str, number: u32, position: u64) -> Told {
    let mut command = examples::dossier_command(CommandKind::RegisterDossier);
    let commitment: Commitment = commit(PersonalField::Applicant, &salt(), APPLICANT.as_bytes());
    if let About::RegisterDossier { personal, .. } = &mut command {
        *personal = BTreeMap::from([(PersonalField::Applicant, commitment)]);
    }
    let disclosed = Disclosure {
        command: 0,
        field: PersonalField::Applicant,
        salt: salt(),
        value: APPLICANT.as_bytes().to_vec().into(),
    };
    let told = does(dossier, number, "H22.14", position, command, EventKind::DossierRegistered);
    Told { disclosed: vec![disclosed], ..told }
}

pub fn does(dossier: &str, number: u32, by: &str, position: u64, command: About, event: EventKind) -> Told {
    let fact: Fact = examples::dossier_event(event);
    Told::new(about(dossier, number, by, command), vec![Event::Dossier(fact)], position)
}

/// A step that is completed: an act that says little.
pub fn completes(dossier: &str, number: u32, by: &str, position: u64) -> Told {
    let command = examples::dossier_command(CommandKind::CompleteStep);
    does(dossier, number, by, position, command, EventKind::StepCompleted)
}

/// Four records of the dossier, at 1, 3, 4 and 6; three of another one between them. The first of each were handed in together.
pub fn ledger(catalogue: &Written) -> Written {
    let known = catalogue.size();
    let mut ledger = Written::new("2020");
    ledger.write(vec![registers(DOSSIER, 1, known), registers(OTHER, 2, known)]);
    ledger.write(vec![completes(DOSSIER, 3, "H22.14", known)]);
    ledger.write(vec![completes(DOSSIER, 4, "H22.19", known)]);
    ledger.write(vec![completes(OTHER, 5, "H22.19", known)]);
    ledger.write(vec![completes(DOSSIER, 6, "H22.19", known)]);
    ledger.write(vec![completes(OTHER, 7, "H22.14", known)]);
    ledger
}

/// The bundle of the dossier.
pub fn bundle_of(ledger: &Written, catalogue: &Written, log: Option<&SigningKey>) -> Bundle {
    let question = Question::Whole(StreamName::dossier(&DossierCode::new(DOSSIER).unwrap()));
    let kept = ledger.kept(|sequence, stream| question.keeps(sequence, stream));
    prove(&question, &kept, &catalogue.kept(|_, _| true), &BTreeSet::new(), log).unwrap()
}

/// The same of one record.
pub fn bundle_of_record(sequence: u64, ledger: &Written, catalogue: &Written) -> Bundle {
    let question = Question::Record(sequence);
    let kept = ledger.kept(|sequence, stream| question.keeps(sequence, stream));
    prove(&question, &kept, &catalogue.kept(|_, _| true), &BTreeSet::new(), None).unwrap()
}

pub fn clean_bundle() -> Bundle {
    let catalogue = catalogue();
    bundle_of(&ledger(&catalogue), &catalogue, Some(&log_key()))
}

/// Checks a bundle by its own statement of fingerprint and key.
pub fn look(bundle: &Bundle) -> Result<Checked, Failure> {
    check(bundle, &Expected::default())
}

//! Every imported dossier, replayed from its records to any revision, is what a live service held at that revision.
//!
//! The services are fed the commands of the real history one by one, as they came in; after each they are asked for the state
//! they hold, and that is compared with a fold of the sealed records alone. Random histories, with crashes and two instances,
//! are compared in the same way by the seeded world (`crates/simulation/tests/`).
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

use lienthong_consultation::Consultation;
use lienthong_ledger::ports::{AppendError, Stored};
use lienthong_ledger::seal::{Accepted, Sealer};
use lienthong_merkle::leaf_hash;
use lienthong_names::{Origin, StreamKind, StreamName};
use lienthong_protocol::keys::{KeyFile, SigningKey};
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::{RawRecord, Submission};
use lienthong_routing::Routing;
use lienthong_service::{Effect, History, Input, Machine, Rules, Ticket};
use lienthong_tests::history::{self, import};
use lienthong_tests::records::{RECEIPT, Sealed, batches, records};
use lienthong_tests::temp_dir;

/// What the live services have appended, by stream.
type Log = BTreeMap<StreamName, Vec<Stored>>;

/// A service that lives, and the same history folded from sealed records.
struct Live<R: Rules> {
    machine: Machine<R>,
    folded: BTreeMap<StreamName, History<R>>,
    tickets: u64,
    sealer: Sealer,
}

impl<R: Rules<State: PartialEq + Debug>> Live<R> {
    fn new(house: &Path) -> Self {
        let catalogue: Origin = "coselog/catalogue".parse().unwrap();
        let mut machine = Machine::new(catalogue.clone());
        for found in batches(house, catalogue.as_str()) {
            let now = found.batch.sealed_at;
            machine.step(now, Input::Sealed { origin: catalogue.clone(), batch: Arc::new(found.batch) });
        }
        let origin: Origin = RECEIPT.parse().unwrap();
        let signer = NoteSigner::for_log(&origin, SigningKey::from_seed(&[1; 32]));
        Self { machine, folded: BTreeMap::new(), tickets: 0, sealer: Sealer::new(origin, signer) }
    }

    /// Hands in the command of a sealed record; what is appended must be decided as it was.
    fn decide(&mut self, sealed: &Sealed, key: &SigningKey, log: &mut Log) {
        let record = &sealed.raw.record;
        let origin = record.origin.clone();
        let commands = vec![record.command.clone()];
        let agency = record.signed.agency.clone();
        let submission = Submission::sign(key, origin.clone(), R::SERVICE, agency, commands, Vec::new());
        self.tickets += 1;
        let submit = Input::Submit { ticket: Ticket(self.tickets), submission: Arc::new(submission) };
        let mut inputs = vec![submit];
        let mut appended = Vec::new();
        while let Some(input) = inputs.pop() {
            for effect in self.machine.step(record.recorded_at, input) {
                match effect {
                    Effect::Load { token, stream, .. } => {
                        let records = Ok(Some(log.get(&stream).cloned().unwrap_or_default()));
                        inputs.push(Input::Loaded { token, records });
                    }
                    Effect::Append { token, append, .. } => {
                        let stream = log.entry(append.stream.clone()).or_default();
                        let result = if stream.len() as u64 == append.expected_revision {
                            let raw = RawRecord::decode(&append.bytes).expect("a record");
                            assert_eq!(raw.record.decision, record.decision, "#{}", sealed.sequence);
                            stream.push(Stored { sequence: None, bytes: append.bytes.clone().into() });
                            appended.push(Accepted {
                                leaf: leaf_hash(&append.bytes),
                                bytes: append.bytes.into(),
                            });
                            Ok(())
                        } else {
                            Err(AppendError::Conflict)
                        };
                        inputs.push(Input::Appended { token, result });
                    }
                    Effect::Answer { verdicts, .. } => panic!("#{}: {verdicts:?}", sealed.sequence),
                    other => panic!("#{}: {other:?}", sealed.sequence),
                }
            }
        }
        assert_eq!(appended.len(), 1, "#{} is decided once", sealed.sequence);
        // Where the seal does not come, a service takes nothing more.
        let sealing = self.sealer.next(&appended, record.recorded_at).expect("one record");
        self.sealer.advance(&sealing);
        self.machine.step(record.recorded_at, Input::Sealed { origin, batch: Arc::new(sealing.batch) });
    }

    /// The state that the service holds of a stream is that of its sealed records up to here.
    fn compare(&self, sealed: &Sealed) {
        let record = &sealed.raw.record;
        let (revision, held) =
            self.machine.state(&record.origin, &record.stream).expect("it has just decided on this stream");
        assert_eq!(revision, record.revision, "{}", record.stream);
        assert_eq!(*held, self.folded[&record.stream].state, "{} at revision {revision}", record.stream);
    }

    fn fold(&mut self, sealed: &Sealed) {
        let history = self.folded.entry(sealed.raw.record.stream.clone()).or_default();
        history.apply(&sealed.raw).expect("the next record of its stream");
    }
}

fn historian(house: &Path) -> SigningKey {
    let text = std::fs::read_to_string(house.join("keys/historian.key")).expect("the historian's key");
    KeyFile::parse(&text).expect("a key file").key().clone()
}

#[test]
fn every_dossier_at_every_revision_is_what_the_live_service_held() {
    let house = temp_dir();
    import(&history::log(), house.path()).expect_code(0);
    let key = historian(house.path());
    let (mut routing, mut consultation) =
        (Live::<Routing>::new(house.path()), Live::<Consultation>::new(house.path()));
    let (mut log, mut revisions, mut dossiers) = (Log::new(), 0, 0);
    for sealed in records(house.path(), RECEIPT) {
        let record = &sealed.raw.record;
        assert_eq!(record.stream.kind(), StreamKind::Dossier, "nothing of this history is rejected");
        routing.fold(&sealed);
        consultation.fold(&sealed);
        if record.recorder == Routing::SERVICE {
            routing.decide(&sealed, &key, &mut log);
            routing.compare(&sealed);
        } else {
            assert_eq!(record.recorder, Consultation::SERVICE);
            consultation.decide(&sealed, &key, &mut log);
            consultation.compare(&sealed);
        }
        revisions += 1;
        dossiers += u32::from(record.revision == 1);
    }
    assert_eq!(dossiers, 1434);
    assert!(revisions > 10_000, "{revisions}");
}

//! A machine with a log under it that does what the test says, and rules that any child understands.

use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::{Entry, EntryKind, Key, KeyUse, RulesVersion, Validity};
use lienthong_dossier::CommandKind;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{Append, AppendError, DataKey, KeyScope, Stored, Unavailable};
use lienthong_ledger::seal::{Accepted, Sealer};
use lienthong_merkle::leaf_hash;
use lienthong_names::{AgencyId, Origin, Precedence, Refusal, Rejection, Service, StreamName};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::testing::examples;
use lienthong_protocol::{Body, Command, Event, RawRecord, Submission, Verdict};
use lienthong_service::{Effect, Facts, Input, KeyOf, Machine, Moment, Rules, Ticket};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whoever has acted has a part; the first act must register; `RefuseLeg` is always refused.
#[derive(Debug, Clone, Copy, Default)]
pub struct Toy;

impl Rules for Toy {
    type State = Vec<AgencyId>;

    const SERVICE: Service = Service::Routing;
    const VERSIONS: u32 = 1;

    fn stream(command: &Command) -> StreamName {
        command.stream()
    }

    fn evolve(state: &mut Self::State, moment: Moment<'_>, _: &Event) {
        state.push(moment.act.agency.clone());
    }

    fn has_part(state: &Self::State, agency: &AgencyId) -> bool {
        state.contains(agency)
    }

    fn decide(state: &Self::State, command: &Command, _: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
        let registers = command.kind_name() == "RegisterDossier";
        if registers != state.is_empty() || command.kind_name() == "RefuseLeg" {
            return Err(Rejection::from(Refusal {
                precedence: Precedence::State,
                code: "LT0299".into(),
                rule: "".into(),
                article: "".into(),
                field: String::new(),
                vi: "không".into(),
                en: "no".into(),
            }));
        }
        let kind = match command.kind_name() {
            "ErasePersonalData" => lienthong_dossier::EventKind::PersonalDataErased,
            _ => lienthong_dossier::EventKind::DossierRegistered,
        };
        Ok(vec![Event::Dossier(examples::dossier_event(kind))])
    }

    const ERASES: bool = true;

    fn erases(event: &Event) -> Option<KeyOf> {
        (event.kind_name() == "PersonalDataErased").then_some(KeyOf::Personal)
    }
}

/// The machine, its log, and time.
pub struct Bench {
    /// How often a proof was asked for.
    pub asked_for_proof: u32,
    pub machine: Machine<Toy>,
    pub log: BTreeMap<StreamName, Vec<Stored>>,
    pub now: Timestamp,
    /// What every append is answered with, instead of being appended.
    pub refuse: Option<AppendError>,
    /// Keys that were to be destroyed.
    pub erased: Vec<KeyScope>,
    unsealed: Vec<Accepted>,
    sealer: Sealer,
    /// Seals the catalogue.
    catalogue: Sealer,
    tickets: u64,
}

pub fn catalogue() -> Origin {
    "H22/catalogue".parse().unwrap()
}

pub fn desk() -> AgencyId {
    examples::agency("H22.14")
}

pub fn stranger() -> AgencyId {
    examples::agency("H22.19")
}

/// The agency that holds the service's key.
pub fn service() -> AgencyId {
    examples::agency("H22")
}

impl Bench {
    /// A machine that has followed a catalogue in which both agencies have a key.
    pub fn new() -> Self {
        let mut bench = Self::without_catalogue();
        bench.follow_catalogue();
        bench
    }

    /// One that has followed nothing yet.
    pub fn without_catalogue() -> Self {
        let signer = NoteSigner::for_log(&examples::origin(), SigningKey::from_seed(&[1; 32]));
        Self {
            asked_for_proof: 0,
            machine: Machine::new(catalogue()),
            log: BTreeMap::new(),
            now: examples::at("2020-10-12T09:00:00+07:00"),
            refuse: None,
            erased: Vec::new(),
            unsealed: Vec::new(),
            sealer: Sealer::new(examples::origin(), signer),
            catalogue: Sealer::new(
                catalogue(),
                NoteSigner::for_log(&catalogue(), SigningKey::from_seed(&[1; 32])),
            ),
            tickets: 0,
        }
    }

    /// The catalogue's records 1 to 3: a key each.
    pub fn follow_catalogue(&mut self) {
        let holders = [(desk(), KeyUse::Agency), (stranger(), KeyUse::Agency), (service(), KeyUse::Service)];
        let keys = holders.map(|(agency, usage)| {
            let public = examples::signing_key(&agency).verifying_key();
            let validity = Validity { from: Timestamp::UNIX_EPOCH, until: None };
            Key { id: public.key_id(), agency, public: *public.as_bytes(), usage, validity }
        });
        let records = keys.map(|key| {
            let command = lienthong_catalogue::Command::RegisterKey(key.clone());
            let body = Body::Catalogue { drafted_by: None, command };
            let command = Command { act: examples::act(1, &desk()), body };
            let bytes =
                examples::record(&command, vec![Event::Catalogue(Entry::KeyRegistered(key))]).encode();
            Accepted { leaf: leaf_hash(&bytes), bytes: bytes.into() }
        });
        assert_eq!(EntryKind::KeyRegistered.as_str(), "KeyRegistered");
        let verdicts = self.catalogue_sealed(&records);
        assert!(verdicts.is_empty() || self.machine.catalogue_position() == 3);
    }

    /// The catalogue's next record says by which version of its rules a service decides.
    pub fn adopt_rules(&mut self, service: Service, version: u32) {
        let Entry::RulesAdopted(adopted) = examples::entry(EntryKind::RulesAdopted) else {
            panic!("it is one")
        };
        let adopted = RulesVersion { service, version, ..adopted };
        let body = Body::Catalogue {
            drafted_by: None,
            command: lienthong_catalogue::Command::AdoptRules(adopted.clone()),
        };
        let command = Command { act: examples::act(9, &desk()), body };
        let bytes = examples::record(&command, vec![Event::Catalogue(Entry::RulesAdopted(adopted))]).encode();
        self.catalogue_sealed(&[Accepted { leaf: leaf_hash(&bytes), bytes: bytes.into() }]);
    }

    /// The catalogue's next record says that the ledger is finished.
    pub fn finish_ledger(&mut self) {
        let entry = examples::entry(EntryKind::LedgerFinished);
        let Entry::LedgerFinished(said) = entry.clone() else { panic!("it is one") };
        assert_eq!(said.ledger, examples::origin());
        let command = lienthong_catalogue::Command::FinishLedger(said);
        let command =
            Command { act: examples::act(8, &desk()), body: Body::Catalogue { drafted_by: None, command } };
        let bytes = examples::record(&command, vec![Event::Catalogue(entry)]).encode();
        self.catalogue_sealed(&[Accepted { leaf: leaf_hash(&bytes), bytes: bytes.into() }]);
    }

    fn catalogue_sealed(&mut self, records: &[Accepted]) -> Vec<Verdict> {
        let sealing = self.catalogue.next(records, self.now).unwrap();
        self.catalogue.advance(&sealing);
        self.run(Input::Sealed { origin: catalogue(), batch: Arc::new(sealing.batch) })
    }

    /// Hands in a submission and carries out what follows, until only the seal is waited for.
    pub fn submit(&mut self, submission: Submission) -> Vec<Verdict> {
        self.tickets += 1;
        self.run(Input::Submit { ticket: Ticket(self.tickets), submission: Arc::new(submission) })
    }

    /// Carries out one input and everything that follows from it.
    pub fn run(&mut self, input: Input) -> Vec<Verdict> {
        let (mut inputs, mut told) = (vec![input], Vec::new());
        while let Some(input) = inputs.pop() {
            for effect in self.machine.step(self.now, input) {
                match effect {
                    Effect::Load { token, stream, .. } => {
                        let records = Ok(Some(self.log.get(&stream).cloned().unwrap_or_default()));
                        inputs.push(Input::Loaded { token, records });
                    }
                    Effect::Append { token, append, .. } => {
                        let result = self.append(append);
                        inputs.push(Input::Appended { token, result });
                    }
                    Effect::Erase { scope } => {
                        assert!(told.is_empty(), "whoever is answered may say that it is gone");
                        self.erased.push(scope);
                    }
                    Effect::Key { token, .. } => {
                        inputs.push(Input::Key { token, result: Ok(DataKey::new([9; 32])) });
                    }
                    // Nothing is sealed but what a test seals.
                    Effect::Prove { token, .. } => {
                        self.asked_for_proof += 1;
                        inputs.push(Input::Proven { token, result: Ok(None) });
                    }
                    Effect::Answer { verdicts, .. } => told.extend(verdicts),
                }
            }
        }
        told
    }

    fn append(&mut self, append: Append) -> Result<(), AppendError> {
        if let Some(error) = &self.refuse {
            return Err(error.clone());
        }
        let stream = self.log.entry(append.stream).or_default();
        if stream.len() as u64 != append.expected_revision {
            return Err(AppendError::Conflict);
        }
        let bytes: Arc<[u8]> = append.bytes.into();
        stream.push(Stored { sequence: None, bytes: Arc::clone(&bytes) });
        self.unsealed.push(Accepted { leaf: leaf_hash(&bytes), bytes });
        Ok(())
    }

    /// Seals everything that was appended; gives the verdicts that were waiting for it.
    pub fn seal(&mut self) -> Vec<Verdict> {
        let records = std::mem::take(&mut self.unsealed);
        self.follow(&records)
    }

    /// Seals records that somebody appended.
    pub fn follow(&mut self, records: &[Accepted]) -> Vec<Verdict> {
        let sealing = self.sealer.next(records, self.now).expect("something to seal");
        self.sealer.advance(&sealing);
        self.run(Input::Sealed { origin: examples::origin(), batch: Arc::<SealedBatch>::new(sealing.batch) })
    }

    /// Another instance appends this record's twin first.
    pub fn somebody_else_appends(&mut self, bytes: Vec<u8>) {
        let raw = RawRecord::decode(&bytes).unwrap();
        let bytes: Arc<[u8]> = bytes.into();
        self.log.entry(raw.record.stream).or_default().push(Stored { sequence: None, bytes });
    }

    /// A second passes.
    pub fn tick(&mut self) -> Vec<Verdict> {
        self.now += SignedDuration::from_secs(1);
        self.run(Input::Tick)
    }

    /// Every record of a stream.
    pub fn records(&self, stream: &StreamName) -> Vec<RawRecord> {
        let stored = self.log.get(stream).map_or(&[][..], Vec::as_slice);
        stored.iter().map(|stored| RawRecord::decode(&stored.bytes).unwrap()).collect()
    }
}

/// The n-th command of an agency about a dossier.
pub fn command(n: u32, by: &AgencyId, code: &str, kind: CommandKind) -> Command {
    let command = match examples::dossier_command(kind) {
        // Its commitments would ask for values beside it.
        lienthong_dossier::Command::RegisterDossier { procedure, case, channel, documents, .. } => {
            lienthong_dossier::Command::RegisterDossier {
                procedure,
                case,
                channel,
                documents,
                personal: BTreeMap::new(),
            }
        }
        other => other,
    };
    Command { act: examples::act(n, by), body: Body::Dossier { code: code.parse().unwrap(), command } }
}

/// Signed by the agency in whose name the commands are.
pub fn signed(by: &AgencyId, commands: &[Command]) -> Submission {
    examples::submission(Service::Routing, by, commands)
}

/// The log is away.
pub fn away() -> AppendError {
    AppendError::Unavailable(Unavailable { code: "LT0710", what: "the log is away".to_owned() })
}

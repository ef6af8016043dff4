//! The catalogue that every world begins with: made once, by the publishing service, and sealed.

use super::Bug;
use super::log::SimLog;
use crate::province::{self, AROUND, CENTRE};
use jiff::Timestamp;
use lienthong_catalogue::{Catalogue, Command, Key, KeyUse, Opening, Succession, Validity};
use lienthong_names::{Act, AgencyId, CommandId, NameError, OfficerId, Origin, Service};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::{NoteSigner, NoteVerifier};
use lienthong_protocol::{Body, Command as Asked, Submission, VerdictAnswer};
use lienthong_publishing::Publishing;
use lienthong_service::{Effect, Input, Machine, Ticket};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Works on dossiers.
pub const DEPARTMENT: &str = "H22.25";
/// Is asked for opinions.
pub const ASKED: [&str; 2] = ["H22.31", "H22.12"];
/// The procedure of every dossier.
pub const PROCEDURE: &str = "2.000591";

/// Numbers the Office's commands that adopt rules: no catalogue is founded by as many others.
const ADOPTED_FROM: u64 = 1_000_000;

/// A sealed catalogue, an empty ledger, and everyone's keys.
#[derive(Clone)]
pub struct Founded {
    /// The catalogue's name.
    pub catalogue: Origin,
    /// The dossiers' ledger.
    pub ledger: Origin,
    /// When worlds begin.
    pub now: Timestamp,
    /// Routing's own key.
    pub routing: SigningKey,
    /// Agencies' keys.
    pub keys: BTreeMap<AgencyId, SigningKey>,
    /// By what checkpoints are checked, ledger by ledger.
    pub logs_keys: BTreeMap<Origin, NoteVerifier>,
    /// What the catalogue says.
    pub known: Catalogue,
    logs: BTreeMap<Origin, SimLog>,
}

/// Why no catalogue could be made: a fault of this crate.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// A name of the province is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The province's files.
    #[error(transparent)]
    Province(#[from] province::Unreadable),
    /// The publishing service did not admit it.
    #[error("publishing said: {0}")]
    Refused(String),
}

impl Founded {
    /// The logs as every world begins with them.
    #[must_use]
    pub fn logs(&self, bug: Bug) -> BTreeMap<Origin, SimLog> {
        self.logs.iter().map(|(origin, log)| (origin.clone(), log.clone().with(bug))).collect()
    }

    /// Who signs the checkpoints of a ledger.
    #[must_use]
    pub fn signer(origin: &Origin) -> NoteSigner {
        NoteSigner::for_log(origin, log_key())
    }

    /// Makes it.
    ///
    /// # Errors
    /// [`FoundingError`].
    pub fn make() -> Result<Self, FoundingError> {
        Self::with(Vec::new())
    }

    /// Makes one in which the department ceases, and one that it asks takes its place: after everybody has said what they had to
    /// say, and before the months are over in which every clock runs out.
    ///
    /// # Errors
    /// [`FoundingError`].
    pub fn merging() -> Result<Self, FoundingError> {
        Self::with(vec![Command::SucceedAgency(Succession {
            predecessor: AgencyId::new(DEPARTMENT)?,
            successor: AgencyId::new(ASKED[0])?,
            from: province::local(2020, 11, 14, 0, 0),
            decision: province::decision("1021/NQ-UBTVQH14"),
        })])
    }

    /// The same once the Office has adopted the versions of rules that the province's files name.
    ///
    /// # Errors
    /// [`FoundingError`].
    pub fn by_the_provinces_rules(self) -> Result<Self, FoundingError> {
        let office = AgencyId::new(province::OFFICE)?;
        let Some(key) = self.keys.get(&office).cloned() else { return Ok(self) };
        let adopted = |command: &Command| matches!(command, Command::AdoptRules(_));
        let mut publications = Vec::new();
        for (serial, command) in (ADOPTED_FROM..).zip(province::publication()?.into_iter().filter(adopted)) {
            let command = by_the_office(serial, self.now, command)?;
            publications.push(Publication { at: self.now, key: key.clone(), command });
        }
        self.and(&publications)
    }

    fn with(more: Vec<Command>) -> Result<Self, FoundingError> {
        let agencies: Vec<AgencyId> = [CENTRE, DEPARTMENT, ASKED[0], ASKED[1], AROUND]
            .into_iter()
            .map(AgencyId::new)
            .collect::<Result<_, _>>()?;
        let mut keys: BTreeMap<AgencyId, SigningKey> = (1_u8..)
            .zip(agencies)
            .map(|(seed, agency)| (agency, SigningKey::from_seed(&[seed; 32])))
            .collect();
        let signing = SigningKey::from_seed(&[99; 32]);
        let routing = SigningKey::from_seed(&[98; 32]);
        let (office, grants) = province::office()?;
        let mut commands = vec![Command::OpenLedger(Opening {
            unit: "H22".into(),
            time_zone: "Asia/Ho_Chi_Minh".into(),
            log_key: NoteSigner::for_log(&catalogue()?, log_key()).verifier().to_string().into(),
            office: office.clone(),
            keys: vec![key(&office.id, &signing, KeyUse::Office), key(&office.id, &routing, KeyUse::Service)],
            grants,
        })];
        commands.extend(province::publication()?.into_iter().filter(|command| concerns(command, &keys)));
        commands.extend(
            keys.iter().map(|(agency, signing)| Command::RegisterKey(key(agency, signing, KeyUse::Agency))),
        );
        commands.extend(more);
        keys.insert(office.id, signing.clone());
        let now = province::local(2020, 10, 5, 7, 0);
        let publications = (1_u64..).zip(commands).map(|(serial, command)| {
            Ok(Publication { at: now, key: signing.clone(), command: by_the_office(serial, now, command)? })
        });
        let publications = publications.collect::<Result<Vec<_>, NameError>>()?;
        Self::published(&publications, keys, routing, now)
    }

    /// A catalogue of publications that somebody else tells, in order, the first of which opens it. Worlds begin at `now`.
    ///
    /// # Errors
    /// [`FoundingError`].
    pub fn published(
        publications: &[Publication],
        keys: BTreeMap<AgencyId, SigningKey>,
        service: SigningKey,
        now: Timestamp,
    ) -> Result<Self, FoundingError> {
        let (catalogue, ledger) = (catalogue()?, Origin::new("H22/2020")?);
        let signer = |origin: &Origin| NoteSigner::for_log(origin, log_key());
        let logs_keys = [&catalogue, &ledger]
            .map(|origin| (origin.clone(), signer(origin).verifier().clone()))
            .into_iter()
            .collect();
        let logs = [&catalogue, &ledger]
            .map(|origin| (origin.clone(), SimLog::new(origin.clone(), signer(origin))))
            .into_iter()
            .collect();
        let founded = Self {
            catalogue,
            ledger,
            now,
            routing: service,
            keys,
            logs_keys,
            known: Catalogue::default(),
            logs,
        };
        founded.and(publications)
    }

    /// The same after more was published.
    ///
    /// # Errors
    /// [`FoundingError`].
    pub fn and(mut self, publications: &[Publication]) -> Result<Self, FoundingError> {
        let Some(log) = self.logs.get_mut(&self.catalogue) else { return Ok(self) };
        let mut machine = Machine::new(self.catalogue.clone());
        for batch in &log.batches {
            let input = Input::Sealed { origin: self.catalogue.clone(), batch: Arc::clone(batch) };
            machine.step(self.now, input);
        }
        let mut making =
            Making { log, machine, catalogue: self.catalogue.clone(), known: &mut self.known, next: 0 };
        publications.iter().try_for_each(|publication| making.publish(publication))?;
        Ok(self)
    }
}

fn catalogue() -> Result<Origin, NameError> {
    Origin::new("H22/catalogue")
}

fn log_key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

/// Something to be published, and who signs it.
#[derive(Clone)]
pub struct Publication {
    /// When it is recorded.
    pub at: Timestamp,
    /// The key it is signed with.
    pub key: SigningKey,
    /// The command.
    pub command: Asked,
}

/// What the Office publishes.
fn by_the_office(serial: u64, at: Timestamp, command: Command) -> Result<Asked, NameError> {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&serial.to_be_bytes());
    let act =
        Act::new(CommandId::version_8(id), AgencyId::new(province::OFFICE)?, OfficerId::new("lanh-dao")?, at);
    Ok(Asked { act, body: Body::Catalogue { drafted_by: Some(OfficerId::new("thu-ly")?), command } })
}

fn concerns(command: &Command, keys: &BTreeMap<AgencyId, SigningKey>) -> bool {
    match command {
        Command::RegisterAgency(agency) => keys.contains_key(&agency.id),
        Command::RegisterDesk(desk) => keys.contains_key(&desk.agency),
        Command::GrantRole(grant) => keys.contains_key(&grant.agency),
        Command::PublishProcedure(procedure) => procedure.code.as_str() == PROCEDURE,
        Command::PublishProcess(process) => process.procedure.as_str() == PROCEDURE,
        Command::SetCalendar(_) | Command::SwitchRule(_) => true,
        // By which version a world goes, whoever makes it says.
        Command::AdoptRules(_) => false,
        Command::SucceedAgency(said) => keys.contains_key(&said.predecessor),
        Command::SetGoLive(said) => keys.contains_key(&said.agency),
        Command::DelegateAuthority(said) => keys.contains_key(&said.agency),
        Command::RegisterAbsence(said) => keys.contains_key(&said.agency),
        Command::LeaseNumbers(said) => keys.contains_key(&said.desk),
        Command::AccreditOfflineDesk(said) => keys.contains_key(&said.desk),
        Command::AppointHead(tenure) | Command::AppointActing(tenure) => keys.contains_key(&tenure.agency),
        Command::AppointDeputy(said) => keys.contains_key(&said.tenure.agency),
        Command::EndTenure(end) => keys.contains_key(&end.agency),
        Command::RegisterLegalBasis(basis) => keys.contains_key(&basis.responsible),
        Command::RepealProcedure(repeal) => repeal.procedure.as_str() == PROCEDURE,
        Command::ProposeCut(_) | Command::DecideCut(_) => false,
        Command::BeginLedger(_) | Command::CloseLedger(_) | Command::FinishLedger(_) => false,
        Command::OpenLedger(_) | Command::RegisterKey(_) | Command::RevokeKey(_) => false,
    }
}

fn key(agency: &AgencyId, key: &SigningKey, usage: KeyUse) -> Key {
    let public = *key.verifying_key().as_bytes();
    Key {
        id: key.key_id(),
        agency: agency.clone(),
        public,
        usage,
        validity: Validity { from: province::since(), until: None },
    }
}

/// The publishing service with nobody else in the world.
struct Making<'a> {
    log: &'a mut SimLog,
    machine: Machine<Publishing>,
    catalogue: Origin,
    known: &'a mut Catalogue,
    next: u64,
}

impl Making<'_> {
    fn publish(&mut self, publication: &Publication) -> Result<(), FoundingError> {
        let Publication { at, key, command } = publication;
        self.next += 1;
        let submission = Submission::sign(
            key,
            self.catalogue.clone(),
            Service::Publishing,
            command.act.agency.clone(),
            vec![command.encode()],
            Vec::new(),
        );
        let input = Input::Submit { ticket: Ticket(self.next), submission: Arc::new(submission) };
        let mut effects = self.machine.step(*at, input);
        while let Some(effect) = effects.pop() {
            let input = match effect {
                Effect::Load { token, stream, .. } => {
                    Input::Loaded { token, records: Ok(Some(self.log.read(&stream))) }
                }
                Effect::Append { token, append, .. } => {
                    let result = self.log.append(append);
                    effects.extend(self.machine.step(*at, Input::Appended { token, result }));
                    match self.log.seal(1, *at) {
                        Some(batch) => {
                            self.fold(&batch);
                            Input::Sealed { origin: self.catalogue.clone(), batch }
                        }
                        None => continue,
                    }
                }
                Effect::Answer { verdicts, .. } => {
                    for verdict in verdicts {
                        match verdict.answer {
                            VerdictAnswer::Receipt(receipt) if receipt.is_admitted() => {}
                            other => return Err(FoundingError::Refused(format!("{other:?}"))),
                        }
                    }
                    continue;
                }
                Effect::Key { .. } | Effect::Erase { .. } | Effect::Prove { .. } => continue,
            };
            effects.extend(self.machine.step(*at, input));
        }
        Ok(())
    }

    fn fold(&mut self, batch: &lienthong_ledger::batch::SealedBatch) {
        for (sequence, bytes) in (batch.first..).zip(&batch.records) {
            let Ok(raw) = lienthong_protocol::RawRecord::decode(bytes) else { continue };
            self.known.pass(sequence);
            for event in raw.record.events() {
                if let lienthong_protocol::Event::Catalogue(entry) = event {
                    self.known.evolve(sequence, entry);
                }
            }
        }
    }
}

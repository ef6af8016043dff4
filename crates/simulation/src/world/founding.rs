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

/// A sealed catalogue, an empty ledger, and everyone's keys.
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

    fn with(more: Vec<Command>) -> Result<Self, FoundingError> {
        let catalogue = Origin::new("H22/catalogue")?;
        let ledger = Origin::new("H22/2020")?;
        let log_key = SigningKey::from_seed(&[7; 32]);
        let signer = |origin: &Origin| NoteSigner::for_log(origin, log_key.clone());
        let logs_keys = [&catalogue, &ledger]
            .map(|origin| (origin.clone(), signer(origin).verifier().clone()))
            .into_iter()
            .collect();
        let agencies: Vec<AgencyId> = [CENTRE, DEPARTMENT, ASKED[0], ASKED[1], AROUND]
            .into_iter()
            .map(AgencyId::new)
            .collect::<Result<_, _>>()?;
        let keys: BTreeMap<AgencyId, SigningKey> = (1_u8..)
            .zip(agencies)
            .map(|(seed, agency)| (agency, SigningKey::from_seed(&[seed; 32])))
            .collect();
        let mut making = Making {
            log: SimLog::new(catalogue.clone(), signer(&catalogue)),
            machine: Machine::new(catalogue.clone()),
            catalogue: catalogue.clone(),
            office: SigningKey::from_seed(&[99; 32]),
            now: province::local(2020, 10, 5, 7, 0),
            known: Catalogue::default(),
            next: 0,
        };
        let routing = SigningKey::from_seed(&[98; 32]);
        let (office, grants) = province::office()?;
        making.publish(Command::OpenLedger(Opening {
            unit: "H22".into(),
            time_zone: "Asia/Ho_Chi_Minh".into(),
            log_key: signer(&catalogue).verifier().to_string().into(),
            office: office.clone(),
            keys: vec![
                key(&office.id, &making.office, KeyUse::Office),
                key(&office.id, &routing, KeyUse::Service),
            ],
            grants,
        }))?;
        for command in province::publication()?.into_iter().filter(|command| concerns(command, &keys)) {
            making.publish(command)?;
        }
        for (agency, signing) in &keys {
            making.publish(Command::RegisterKey(key(agency, signing, KeyUse::Agency)))?;
        }
        for command in more {
            making.publish(command)?;
        }
        let dossiers = SimLog::new(ledger.clone(), signer(&ledger));
        let (now, known) = (making.now, making.known);
        let logs = BTreeMap::from([(catalogue.clone(), making.log), (ledger.clone(), dossiers)]);
        Ok(Self { catalogue, ledger, now, routing, keys, logs_keys, known, logs })
    }
}

fn concerns(command: &Command, keys: &BTreeMap<AgencyId, SigningKey>) -> bool {
    match command {
        Command::RegisterAgency(agency) => keys.contains_key(&agency.id),
        Command::RegisterDesk(desk) => keys.contains_key(&desk.agency),
        Command::GrantRole(grant) => keys.contains_key(&grant.agency),
        Command::PublishProcedure(procedure) => procedure.code.as_str() == PROCEDURE,
        Command::PublishProcess(process) => process.procedure.as_str() == PROCEDURE,
        Command::SetCalendar(_) | Command::SwitchRule(_) => true,
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
struct Making {
    log: SimLog,
    machine: Machine<Publishing>,
    catalogue: Origin,
    office: SigningKey,
    now: Timestamp,
    known: Catalogue,
    next: u64,
}

impl Making {
    fn publish(&mut self, command: Command) -> Result<(), FoundingError> {
        self.next += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.next.to_be_bytes());
        let agency = AgencyId::new(province::OFFICE)?;
        let act = Act {
            id: CommandId::version_8(id),
            agency: agency.clone(),
            officer: OfficerId::new("lanh-dao")?,
            unit: None,
            entered_by: None,
            occurred_at: self.now,
            derived: false,
            source: None,
            group_id: None,
        };
        let drafted_by = Some(OfficerId::new("thu-ly")?);
        let bytes = Asked { act, body: Body::Catalogue { drafted_by, command } }.encode();
        let submission = Submission::sign(
            &self.office,
            self.catalogue.clone(),
            Service::Publishing,
            agency,
            vec![bytes],
            Vec::new(),
        );
        let input = Input::Submit { ticket: Ticket(self.next), submission: Arc::new(submission) };
        let mut effects = self.machine.step(self.now, input);
        while let Some(effect) = effects.pop() {
            let input = match effect {
                Effect::Load { token, stream, .. } => {
                    Input::Loaded { token, records: Ok(Some(self.log.read(&stream))) }
                }
                Effect::Append { token, append, .. } => {
                    let result = self.log.append(append);
                    effects.extend(self.machine.step(self.now, Input::Appended { token, result }));
                    match self.log.seal(1, self.now) {
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
                Effect::Key { .. } | Effect::Prove { .. } => continue,
            };
            effects.extend(self.machine.step(self.now, input));
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

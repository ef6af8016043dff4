//! A house that is lived in: its ledgers open for writing, its services running in this process.

use crate::failure::{Exit, Failure, Outcome};
use crate::house::{self, Description, House, LOG, OFFICE};
use crate::keyring::{self, Keyring, io};
use crate::output;
use crate::sender::{Letter, Reply, Sender};
use crate::site::{Site, refuse_rejection};
use jiff::Timestamp;
use lienthong_catalogue::{Agency, Command, Grant, Key, KeyUse, Opening, Validity};
use lienthong_consultation::Consultation;
use lienthong_inspection::Inspection;
use lienthong_ledger::attachments::{Attachments, Desk, HandIn, Shelf};
use lienthong_ledger::embedded::EmbeddedLedgers;
use lienthong_ledger::ports::{Clock, KeyStore, Ledger, Ledgers, Seals, SystemClock, Tiles};
use lienthong_names::{Act, AgencyId, CommandId, NameError, OfficerId, Origin, Service};
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::{Body, Command as Asked};
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
use lienthong_service::Timers;
use lienthong_service::runner::{self, Ports, Services};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often it is asked whether the house has a new ledger.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What a new house begins with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The unit.
    pub unit: String,
    /// IANA name.
    pub time_zone: String,
    /// The Office.
    pub office: Agency,
    /// Its officers; at least two, of whom one drafts and one approves (R22).
    pub grants: Vec<Grant>,
    /// Ledgers besides the catalogue, by name.
    pub ledgers: Vec<String>,
}

impl Founding {
    /// For a history whose source names no Office: the one who imports stands in for it.
    pub fn for_import(unit: &str) -> Outcome<Self> {
        Self::small(unit, "Office (of the one who imported)", &[])
    }

    /// A unit of which only the code is known.
    pub fn small(unit: &str, office: &str, ledgers: &[String]) -> Outcome<Self> {
        let parts = || -> Result<(Agency, Vec<Grant>), NameError> {
            let validity = Validity { from: Timestamp::UNIX_EPOCH, until: None };
            let id = AgencyId::new(&format!("{unit}.office"))?;
            let agency = Agency {
                id: id.clone(),
                name: office.into(),
                name_en: office.into(),
                parent: None,
                units: Vec::new(),
                validity,
                fictitious: false,
                postal: false,
                inspectorate: false,
            };
            let grant = |officer: &str| {
                Ok(Grant {
                    agency: id.clone(),
                    officer: OfficerId::new(officer)?,
                    name: officer.into(),
                    unit: None,
                    title: officer.into(),
                    validity,
                })
            };
            Ok((agency, vec![grant("operator")?, grant("drafter")?]))
        };
        let (office, grants) = parts().map_err(|e| Failure::usage("LT0904", e.to_string()))?;
        Ok(Self {
            unit: unit.to_owned(),
            time_zone: "Asia/Ho_Chi_Minh".to_owned(),
            office,
            grants,
            ledgers: ledgers.to_vec(),
        })
    }

    /// The command that opens the catalogue, with the keys of a keyring; keys that are not there are made.
    pub fn opening(&self, keys: &Keyring, log: &NoteVerifier, at: Timestamp) -> Outcome<Opening> {
        let mut registered = Vec::new();
        let services = Service::ALL.map(|service| (service.as_str(), KeyUse::Service));
        for (holder, usage) in [(OFFICE, KeyUse::Office)].into_iter().chain(services) {
            let key = keys.get_or_make(holder)?;
            registered.push(Key {
                id: key.key_id(),
                agency: self.office.id.clone(),
                public: *key.verifying_key().as_bytes(),
                usage,
                validity: Validity { from: at, until: None },
            });
        }
        Ok(Opening {
            unit: self.unit.as_str().into(),
            time_zone: self.time_zone.as_str().into(),
            log_key: log.to_string().into(),
            office: self.office.clone(),
            keys: registered,
            grants: self.grants.clone(),
        })
    }
}

/// Makes a house in an empty directory, or finishes one that was begun: keys, catalogue, record 1. Says so on stderr.
pub async fn found(dir: &Path, founding: Founding, clock: Arc<dyn Clock>) -> Outcome<House> {
    fs::create_dir_all(dir).map_err(|e| io(dir, &e))?;
    let catalogue = house::catalogue_of(&founding.unit)?;
    let keys = Keyring::open(&dir.join("keys"))?;
    let log = NoteVerifier::for_log(&catalogue, keys.get_or_make(LOG)?.verifying_key());
    let description = Description {
        unit: founding.unit.clone(),
        fingerprint: String::new(),
        office: founding.office.id.to_string(),
        log_key: log.to_string(),
        ledgers: founding.ledgers.clone(),
    };
    let mut house = House { dir: dir.to_owned(), description };
    let home = Home::open(house.clone(), Arc::clone(&clock), Clocks::OfCommands).await?;
    let site = home.site();
    let leaf = open_catalogue(&site, &founding, &keys, &log, clock.now()).await;
    drop(site);
    home.close().await;
    house.description.fingerprint = leaf?;
    house.write()?;
    output::say(&format!(
        "{}: new house of {}; fingerprint of its catalogue: {}",
        dir.display(),
        founding.unit,
        house.description.fingerprint
    ));
    Ok(house)
}

/// Record 1 of the catalogue; gives its leaf hash, the fingerprint. One that is there is not written again.
pub async fn open_catalogue(
    site: &Site,
    founding: &Founding,
    keys: &Keyring,
    log: &NoteVerifier,
    at: Timestamp,
) -> Outcome<String> {
    let ledger = site.ledger(&site.catalogue).await?;
    if let Some(leaf) = first_leaf(&*ledger).await? {
        return Ok(leaf);
    }
    let opening = founding.opening(keys, log, at)?;
    let officer = founding
        .grants
        .first()
        .map(|grant| grant.officer.clone())
        .ok_or_else(|| Failure::usage("LT0903", "an Office needs at least one officer".to_owned()))?;
    let act = Act::new(CommandId::version_8(keyring::random()?), founding.office.id.clone(), officer, at);
    let office = keys.get_or_make(OFFICE)?;
    let sender =
        Sender::new(Arc::clone(&site.intake), site.catalogue.clone(), founding.office.id.clone(), office);
    // The beginning is judged by what it brings along: nobody could have drafted before it.
    let body = Body::Catalogue { drafted_by: None, command: Command::OpenLedger(opening) };
    let letter = Letter::from(&Asked { act, body });
    let replies = sender.send(Service::Publishing, &[letter]).await?;
    match replies.first() {
        Some(reply @ Reply::Receipt { receipt, .. }) => {
            refuse_rejection(reply, "OpenLedger")?;
            Ok(receipt.leaf.to_string())
        }
        Some(reply) => refuse_rejection(reply, "OpenLedger").map(|()| String::new()),
        None => Err(Failure::unavailable("LT0009", "the opening of the ledger was not answered")),
    }
}

/// Leaf hash of a ledger's record 1, if it has one.
pub async fn first_leaf(ledger: &dyn Ledger) -> Outcome<Option<String>> {
    use futures::StreamExt;
    match ledger.replay(1).next().await {
        None => Ok(None),
        Some(Ok(batch)) => Ok(batch.leaves().first().map(ToString::to_string)),
        Some(Err(error)) => Err(Failure::coded(Exit::Unavailable, "LT0510", error)),
    }
}

/// Which dossiers' clocks are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clocks {
    /// Of all that live, for as long as the house is lived in: its ledgers are read from their beginning first.
    All,
    /// Of those that a command is about.
    OfCommands,
}

/// An open house with its services.
pub struct Home {
    /// The house.
    pub house: House,
    /// The name of its catalogue.
    pub catalogue: Origin,
    /// Its ledgers.
    pub ledgers: Arc<dyn Ledgers>,
    /// Proofs of what is sealed.
    pub seals: Arc<dyn Seals>,
    /// Its ledgers as files of a log.
    pub tiles: Arc<dyn Tiles>,
    /// Keys of personal values.
    pub keys: Arc<dyn KeyStore>,
    /// What documents say.
    pub attachments: Arc<dyn Attachments>,
    /// The services by name.
    pub services: Services,
    /// Those that have clocks, to be told when one of ours is moved on.
    clocked: [runner::Handle; 2],
    tasks: Vec<JoinHandle<()>>,
    /// Opens ledgers that come later; `None` where nobody lives long enough to see one.
    growing: Option<JoinHandle<()>>,
}

impl Home {
    /// Opens a house for writing and starts its services.
    pub async fn open(house: House, clock: Arc<dyn Clock>, clocks: Clocks) -> Outcome<Self> {
        let key = house.keys()?.get(Service::Routing.as_str())?;
        let timers = key.map(|key| Timers { key, watch: clocks == Clocks::All });
        let opened = crate::shelf::open_for_writing(&house, &clock)?;
        let ledgers: Arc<dyn Ledgers> = Arc::new(opened.ledgers.clone());
        let seals: Arc<dyn Seals> = Arc::new(opened.ledgers.clone());
        let tiles: Arc<dyn Tiles> = Arc::new(opened.ledgers.clone());
        let (keys, attachments, time) = (opened.keys, opened.attachments, Arc::clone(&clock));
        let ports = Ports {
            ledgers: Arc::clone(&ledgers),
            seals: Arc::clone(&seals),
            keys: Arc::clone(&keys),
            clock,
            timers,
        };
        let catalogue = house.catalogue()?;
        let routing = runner::start::<Routing>(ports.clone(), catalogue.clone()).await?;
        let consultation = runner::start::<Consultation>(ports.clone(), catalogue.clone()).await?;
        let publishing = runner::start::<Publishing>(ports.clone(), catalogue.clone()).await?;
        let inspection = runner::start::<Inspection>(ports, catalogue.clone()).await?;
        let clocked = [routing.handle.clone(), consultation.handle.clone()];
        let services = Services::default()
            .with(Service::Routing, Arc::new(routing.handle))
            .with(Service::Consultation, Arc::new(consultation.handle))
            .with(Service::Publishing, Arc::new(publishing.handle))
            .with(Service::Inspection, Arc::new(inspection.handle));
        let tasks = vec![routing.task, consultation.task, publishing.task, inspection.task];
        let growing =
            (clocks == Clocks::All).then(|| tokio::spawn(grow(house.clone(), opened.ledgers, time)));
        Ok(Self {
            house,
            catalogue,
            ledgers,
            seals,
            tiles,
            keys,
            attachments,
            services,
            clocked,
            tasks,
            growing,
        })
    }

    /// The handles of those that have clocks: whoever holds them keeps the home open.
    pub fn clocked(&self) -> [runner::Handle; 2] {
        self.clocked.clone()
    }

    /// As importing and submitting see it.
    pub fn site(&self) -> Site {
        Site {
            intake: Arc::new(self.services.clone()),
            ledgers: Arc::clone(&self.ledgers),
            catalogue: self.catalogue.clone(),
        }
    }

    /// Where what documents say is handed in. Whoever holds it keeps the home open.
    pub fn desk(&self) -> Arc<dyn HandIn> {
        let kept = Shelf::new(Arc::clone(&self.keys), Arc::clone(&self.attachments));
        Arc::new(Desk::new(Arc::clone(&self.ledgers), Arc::clone(&self.seals), kept))
    }

    /// Ends the services and waits for them: then the ledgers are closed and the lock is free. Whoever holds a [`Site`] of this
    /// home keeps it open.
    pub async fn close(self) {
        let Self { ledgers, seals, tiles, keys, services, clocked, tasks, growing, .. } = self;
        if let Some(growing) = growing {
            growing.abort();
            // Aborted, it has nothing to report, and has let go of the ledgers.
            let _ = growing.await;
        }
        drop((ledgers, seals, tiles, keys, services, clocked));
        for task in tasks {
            // A runner that panicked has nothing left to put in order.
            let _ = task.await;
        }
    }
}

/// Opens every ledger that is added to a house which is lived in (`lienthong ledger create`): whoever follows the others finds it then.
async fn grow(house: House, ledgers: EmbeddedLedgers, clock: Arc<dyn Clock>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let (dir, ledgers, clock) = (house.dir.clone(), ledgers.clone(), Arc::clone(&clock));
        let look = move || crate::shelf::open_more_for_writing(&House::open(&dir)?, &ledgers, &clock);
        match tokio::task::spawn_blocking(look).await {
            Ok(Ok(opened)) => opened.iter().for_each(|origin| output::say(&format!("{origin}: open"))),
            Ok(Err(failure)) => tracing::warn!(%failure, "a new ledger cannot be opened now"),
            Err(error) => tracing::warn!(%error, "a new ledger cannot be opened now"),
        }
    }
}

/// The machine's own clock.
pub fn system_clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

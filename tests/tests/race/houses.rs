//! Two instances of every service, on ledgers in files and on a broker with its sealers.

use crate::damaging::{Damage, Damaging};
use crate::{catalogue, ledger};
use futures::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use lienthong_audit::sealer::Sealer;
use lienthong_consultation::Consultation;
use lienthong_inspection::Inspection;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::embedded::{EmbeddedLedger, EmbeddedLedgers};
use lienthong_ledger::keystore::DirectoryKeyStore;
use lienthong_ledger::ports::{Clock, Intake, KeyStore, Ledgers, Seals, SystemClock};
use lienthong_names::{Origin, Service};
use lienthong_nats::ledgers::NatsLedgers;
use lienthong_nats::query::{self, NatsQuery, NatsSeals, PROOF, SealsQuery};
use lienthong_nats::seal_out::NatsSealOut;
use lienthong_nats::tail::NatsTail;
use lienthong_nats::{Connection, Serving, admin};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::{NoteSigner, NoteVerifier};
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
use lienthong_scenario::signing_key;
use lienthong_service::Timers;
use lienthong_service::runner::{self, Handle, Ports};
use lienthong_tests::{NatsServer, temp_dir};
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// A clock that the test moves.
#[derive(Default)]
pub struct Moving(AtomicI64);

impl Moving {
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_millisecond(), Ordering::SeqCst);
    }

    pub fn pass(&self, time: SignedDuration) {
        self.0.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for Moving {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

fn signer(origin: &Origin) -> NoteSigner {
    NoteSigner::for_log(origin, SigningKey::from_seed(&[1; 32]))
}

/// By what checkpoints are checked.
pub fn log_keys() -> BTreeMap<Origin, NoteVerifier> {
    [catalogue(), ledger()].map(|origin| (origin.clone(), signer(&origin).verifier().clone())).into()
}

/// The ledgers as each service sees them.
type Reach = BTreeMap<Service, (Arc<dyn Ledgers>, Arc<dyn Seals>)>;

/// Two instances of every service on the same ledgers.
pub struct House {
    pub clock: Arc<Moving>,
    ledgers: Arc<dyn Ledgers>,
    instances: [BTreeMap<Service, Handle>; 2],
    /// Whatever is to live as long: folders, a server, sealers.
    _kept: Box<dyn Any + Send + Sync>,
}

impl House {
    async fn open(
        clock: Arc<Moving>,
        ports: [Reach; 2],
        keys: Arc<dyn KeyStore>,
        kept: Box<dyn Any + Send + Sync>,
    ) -> Self {
        let ledgers = Arc::clone(&ports[0][&Service::Routing].0);
        let mut instances = [BTreeMap::new(), BTreeMap::new()];
        for (instance, reach) in instances.iter_mut().zip(ports) {
            for (service, (ledgers, seals)) in reach {
                let ports = Ports {
                    ledgers,
                    seals,
                    keys: Arc::clone(&keys),
                    clock: Arc::clone(&clock) as Arc<dyn Clock>,
                    timers: Some(Timers { key: signing_key("routing"), watch: true }),
                };
                let started = match service {
                    Service::Routing => runner::start::<Routing>(ports, catalogue()).await,
                    Service::Consultation => runner::start::<Consultation>(ports, catalogue()).await,
                    Service::Publishing => runner::start::<Publishing>(ports, catalogue()).await,
                    Service::Inspection => runner::start::<Inspection>(ports, catalogue()).await,
                };
                instance.insert(service, started.unwrap().handle);
            }
        }
        Self { clock, ledgers, instances, _kept: kept }
    }

    /// One of the instances of a service.
    pub fn intake(&self, service: Service, instance: usize) -> &dyn Intake {
        &self.instances[instance % 2][&service]
    }

    /// Ends one of the two instances of every service.
    pub fn end(&mut self, instance: usize) {
        self.instances[instance].clear();
    }

    /// Every instance looks at its clocks.
    pub fn clock_moved(&self) {
        self.instances.iter().flat_map(BTreeMap::values).for_each(Handle::clock_moved);
    }

    /// Waits until every instance knows everything that is published.
    pub async fn follow_the_catalogue(&self) {
        let sealed = self.sealed_size(&catalogue()).await;
        let followed =
            || self.instances.iter().flat_map(BTreeMap::values).all(|one| one.catalogue_position() >= sealed);
        tokio::time::timeout(PATIENCE, async {
            while !followed() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
        .expect("the catalogue is followed");
    }

    async fn sealed_size(&self, origin: &Origin) -> u64 {
        let ledger = self.ledgers.ledger(origin).await.unwrap().unwrap();
        ledger.sealed_head().await.unwrap().map_or(0, |head| head.checkpoint.size)
    }

    /// Everything that is sealed of a ledger.
    pub async fn sealed(&self, origin: &Origin) -> Vec<Arc<SealedBatch>> {
        let ledger = self.ledgers.ledger(origin).await.unwrap().unwrap();
        ledger.replay(1).map(|batch| batch.unwrap()).collect().await
    }
}

/// In files: both instances in the process that writes them.
pub async fn embedded() -> House {
    embedded_and_later().await.0
}

/// The same, and what makes one ledger more while they run.
pub async fn embedded_and_later() -> (House, impl Fn(Origin)) {
    let dir = temp_dir();
    let clock = Arc::new(Moving::default());
    let ledgers = EmbeddedLedgers::default();
    let (folder, all, time) = (dir.path().to_owned(), ledgers.clone(), Arc::clone(&clock));
    let make = move |origin: Origin| {
        let (folder, signer) = (folder.join(origin.name()), signer(&origin));
        let clock = Arc::clone(&time) as Arc<dyn Clock>;
        all.insert(EmbeddedLedger::open_or_create(&folder, origin, signer, clock).unwrap());
    };
    [catalogue(), ledger()].into_iter().for_each(&make);
    let keys = DirectoryKeyStore::open(&dir.path().join("vault"), &dir.path().join("master")).unwrap();
    let ports = || {
        let one =
            || (Arc::new(ledgers.clone()) as Arc<dyn Ledgers>, Arc::new(ledgers.clone()) as Arc<dyn Seals>);
        Service::ALL.into_iter().map(|service| (service, one())).collect()
    };
    let house = House::open(clock, [ports(), ports()], Arc::new(keys), Box::new(dir)).await;
    (house, make)
}

/// On a broker: a connection for each instance, and a sealer for each ledger.
pub async fn on_a_broker() -> House {
    behind(|ledgers| ledgers).await
}

/// The same, for deciders that see it through a port that damages what they read.
pub async fn on_a_broker_that_damages(damage: &Arc<Damage>) -> House {
    behind(|ledgers| Arc::new(Damaging::new(ledgers, Arc::clone(damage)))).await
}

async fn behind(port: impl Fn(Arc<dyn Ledgers>) -> Arc<dyn Ledgers>) -> House {
    let dir = temp_dir();
    let server = NatsServer::start();
    let copies = EmbeddedLedgers::default();
    let audit = connect(&server, "audit").await;
    for (at, origin) in [catalogue(), ledger()].into_iter().enumerate() {
        admin::create_ledger(&connect(&server, "operator").await, &origin).await.unwrap();
        let signer = signer(&origin);
        let tail = Arc::new(NatsTail::new(audit.clone(), origin.clone()));
        let out = Arc::new(NatsSealOut::new(audit.clone(), origin.clone(), signer.verifier().clone()));
        let copy = dir.path().join(at.to_string());
        let sealer = Sealer::open(&copy, signer, Arc::new(SystemClock), tail, out).unwrap();
        copies.insert(sealer.ledger().clone());
        tokio::spawn(sealer.run());
    }
    let proofs = Arc::new(SealsQuery::new(Arc::new(copies)));
    let serving: Serving = query::serve(&audit, "audit", &[PROOF], proofs).await.unwrap();
    let keys = DirectoryKeyStore::open(&dir.path().join("vault"), &dir.path().join("master")).unwrap();
    let key = *signer(&catalogue()).verifier().key();
    let mut ports = [Reach::new(), Reach::new()];
    for reach in &mut ports {
        for service in Service::ALL {
            let connection = connect(&server, service.as_str()).await;
            let seals = NatsSeals::new(Arc::new(NatsQuery::new(connection.clone())));
            let ledgers = NatsLedgers::sealed_with(connection, key);
            reach.insert(service, (port(Arc::new(ledgers)), Arc::new(seals)));
        }
    }
    House::open(Arc::default(), ports, Arc::new(keys), Box::new((server, serving, dir))).await
}

async fn connect(server: &NatsServer, user: &str) -> Connection {
    Connection::open_for_ledgers(&server.target(user)).await.unwrap()
}

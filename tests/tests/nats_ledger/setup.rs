//! A server with the shipped configuration, a ledger on it, and its sealer.

use lienthong_audit::sealer::{Sealer, SealerError};
use lienthong_ledger::embedded::OpenError;
use lienthong_ledger::ports::{Clock, Ledger, Ledgers, SystemClock};
use lienthong_names::Origin;
use lienthong_nats::ledgers::NatsLedgers;
use lienthong_nats::query::{self, NatsQuery, NatsSeals, PROOF, SealsQuery};
use lienthong_nats::seal_out::NatsSealOut;
use lienthong_nats::tail::NatsTail;
use lienthong_nats::{Connection, Serving, admin};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_tests::NatsServer;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

pub fn origin() -> Origin {
    "H22/2020".parse().unwrap()
}

pub fn log() -> NoteSigner {
    NoteSigner::for_log(&origin(), SigningKey::from_seed(&[1; 32]))
}

/// Every ledger that a connection reaches, as who knows the log's key sees it.
pub fn ledgers(connection: Connection) -> NatsLedgers {
    NatsLedgers::sealed_with(connection, *log().verifier().key())
}

pub async fn connect(server: &NatsServer, user: &str) -> Connection {
    Connection::open_for_ledgers(&server.target(user)).await.unwrap()
}

/// The streams of the ledger, made by the operator.
pub async fn make_ledger(server: &NatsServer) {
    admin::create_ledger(&connect(server, "operator").await, &origin()).await.unwrap();
}

/// The ledger as a service of this name sees it, and proofs from whoever serves them.
pub async fn ledger(server: &NatsServer, user: &str) -> (Arc<dyn Ledger>, NatsSeals) {
    let connection = connect(server, user).await;
    let seals = NatsSeals::new(Arc::new(NatsQuery::new(connection.clone())));
    let ledgers = ledgers(connection);
    (ledgers.ledger(&origin()).await.unwrap().expect("its streams were made"), seals)
}

/// A sealer at work, and the proofs it serves.
pub struct Running {
    task: JoinHandle<SealerError>,
    proofs: Serving,
}

impl Running {
    pub async fn start(server: &NatsServer, copy: &Path) -> Result<Self, OpenError> {
        let connection = connect(server, "audit").await;
        let sealer = open(&connection, copy).await?;
        let seals = Arc::new(SealsQuery::new(Arc::new(sealer.ledger().clone())));
        let proofs = query::serve(&connection, "audit", &[PROOF], seals).await.unwrap();
        Ok(Self { task: tokio::spawn(sealer.run()), proofs })
    }

    /// Ends it wherever it is.
    pub async fn stop(self) {
        self.task.abort();
        let _ = self.task.await;
        self.proofs.stop().await;
    }

    /// What it stops for by itself.
    pub async fn ended(self) -> SealerError {
        tokio::time::timeout(Duration::from_secs(30), self.task).await.expect("it goes on").unwrap()
    }
}

/// Opens the copy; what an ended sealer was just writing may hold it for a moment yet.
async fn open(connection: &Connection, copy: &Path) -> Result<Sealer, OpenError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    for _ in 0..100 {
        let tail = Arc::new(NatsTail::new(connection.clone(), origin()));
        let out = Arc::new(NatsSealOut::new(connection.clone(), origin(), log().verifier().clone()));
        match Sealer::open(copy, log(), Arc::clone(&clock), tail, out) {
            Err(OpenError::InUse { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
            opened => return opened,
        }
    }
    panic!("{} stays in use", copy.display())
}

//! A province: services that share nothing but NATS. How each of them, and each client, comes to it.

use crate::cli::Nats;
use crate::failure::{Exit, Failure, Outcome};
use crate::house;
use crate::site::Site;
use lienthong_ledger::ports::{Intake, KeyStore, Ledgers};
use lienthong_merkle::Hash;
use lienthong_names::Origin;
use lienthong_nats::intake::NatsIntake;
use lienthong_nats::keystore::NatsKeyStore;
use lienthong_nats::ledgers::NatsLedgers;
use lienthong_nats::{Connection, Problem, Target};
use std::sync::Arc;

/// A connection in a role, for talking to services.
pub async fn connect(nats: &Nats, role: &str) -> Outcome<Connection> {
    Connection::open(&target(nats, role)?).await.map_err(problem)
}

/// A connection in a role, for ledgers: a server that could lose a record is refused.
pub async fn connect_for_ledgers(nats: &Nats, role: &str) -> Outcome<Connection> {
    Connection::open_for_ledgers(&target(nats, role)?).await.map_err(problem)
}

/// As the one who enters history: publishes to `intake.*`, reads seals.
pub async fn connect_historian(nats: &Nats, ledger: &Origin) -> Outcome<Site> {
    let connection = connect_for_ledgers(nats, "historian").await?;
    site(connection, ledger.unit())
}

/// As one who only reads.
pub async fn connect_reader(nats: &Nats) -> Outcome<Site> {
    let connection = connect_for_ledgers(nats, "historian").await?;
    let ledgers = NatsLedgers::new(connection.clone(), None);
    let origins = ledgers.origins().await?;
    let unit = origins.first().map(|origin| origin.unit().to_owned()).ok_or_else(|| {
        Failure::usage("LT0903", "this server has no ledger: `lienthong ledger create` makes one")
    })?;
    site(connection, &unit)
}

/// As an agency that sends.
pub async fn connect_intake(nats: &Nats) -> Outcome<Arc<dyn Intake>> {
    Ok(Arc::new(NatsIntake::new(connect(nats, "historian").await?)))
}

/// The vault: in its account a user goes by what it may do, and hears only replies to that.
pub async fn vault(nats: &Nats, role: &str) -> Outcome<Arc<dyn KeyStore>> {
    let apart =
        Nats { nkey: nats.vault_nkey.clone().or_else(|| nats.nkey.clone()), role: None, ..nats.clone() };
    let connection = connect(&apart, role).await?;
    Ok(Arc::new(NatsKeyStore::open(&connection).await?))
}

/// What a connection reaches.
pub fn site(connection: Connection, unit: &str) -> Outcome<Site> {
    Ok(Site {
        intake: Arc::new(NatsIntake::new(connection.clone())),
        ledgers: Arc::new(NatsLedgers::new(connection, None)),
        catalogue: house::catalogue_of(unit)?,
    })
}

/// A fingerprint given on the command line.
pub fn fingerprint(text: Option<&str>) -> Outcome<Option<Hash>> {
    text.map(|text| {
        text.parse()
            .map_err(|_| Failure::usage("LT0908", "--fingerprint: 64 hexadecimal digits are expected"))
    })
    .transpose()
}

/// Where to connect, and as whom.
pub fn target(nats: &Nats, role: &str) -> Outcome<Target> {
    let url =
        nats.url.as_deref().ok_or_else(|| Failure::usage("LT0914", "say which server with --nats URL"))?;
    let mut target = Target::new(url, nats.role.as_deref().unwrap_or(role));
    if let Some(seed) = &nats.nkey {
        target = target.with_seed(seed);
    }
    if let Some(monitor) = &nats.nats_monitor {
        target = target.with_monitor(monitor);
    }
    Ok(target)
}

/// As the command line tells it.
pub fn problem(error: Problem) -> Failure {
    let exit = if error.is_wrong_key() { Exit::Usage } else { Exit::Unavailable };
    Failure::coded(exit, error.code(), error)
}

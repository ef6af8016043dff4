//! What only the operator's key may do: make the streams of a ledger, the bucket of attachments, and that of the vault.

use crate::problem::Problem;
use crate::{Connection, keystore, names, safety, settings};
use async_nats::jetstream::stream::{Config, Info};
use lienthong_names::Origin;
use lienthong_protocol::subjects;

/// Makes the streams of a ledger, if they are not there; those that are must be safe.
///
/// # Errors
/// LT0703, LT0709.
pub async fn create_ledger(operator: &Connection, origin: &Origin) -> Result<(), Problem> {
    let replicas = replicas(operator);
    for config in [settings::log(origin, replicas), settings::seals(origin, replicas)] {
        ensure(operator, config, safety::check_stream).await?;
    }
    Ok(())
}

/// Makes the streams of what agencies are told, if they are not there; those that are must be safe.
///
/// # Errors
/// LT0703, LT0709.
pub async fn create_inbox(operator: &Connection) -> Result<(), Problem> {
    let replicas = replicas(operator);
    ensure(operator, settings::inbox(replicas), safety::check_inbox).await?;
    ensure(operator, settings::told(replicas), |_, _| Ok(())).await
}

/// Makes the bucket of attachments, if it is not there; one that is must be safe.
///
/// # Errors
/// LT0703, LT0709.
pub async fn create_attachments(operator: &Connection) -> Result<(), Problem> {
    ensure(operator, settings::attachments(replicas(operator)), safety::check_attachments).await
}

/// Whether the bucket of attachments could lose one, or not be rid of one.
///
/// # Errors
/// LT0703; LT0538 when there is none.
pub async fn check_attachments(connection: &Connection) -> Result<(), Problem> {
    let missing = |e: &dyn std::fmt::Display| Problem::NoAttachments {
        bucket: settings::ATTACHMENTS_BUCKET.to_owned(),
        why: e.to_string(),
    };
    let stream = connection.jetstream().get_stream(settings::attachments_stream()).await;
    safety::check_attachments(stream.map_err(|e| missing(&e))?.cached_info(), is_clustered(connection))
}

/// Whether the stream of deliveries could lose one.
///
/// # Errors
/// LT0703; LT0025 when there is none.
pub async fn check_inbox(connection: &Connection) -> Result<(), Problem> {
    let missing = |e: &dyn std::fmt::Display| Problem::NoInbox {
        stream: settings::INBOX.to_owned(),
        why: e.to_string(),
    };
    let stream = connection.jetstream().get_stream(settings::INBOX).await.map_err(|e| missing(&e))?;
    safety::check_inbox(stream.cached_info(), is_clustered(connection))
}

/// Makes the bucket of data keys in the vault's account, if it is not there.
///
/// # Errors
/// LT0709.
pub async fn create_vault(operator: &Connection) -> Result<(), Problem> {
    let made = operator.jetstream().get_or_create_stream(settings::keys(replicas(operator))).await;
    let stream = made.map_err(|e| not_made("bucket", settings::KEYS_BUCKET, &e))?;
    keystore::check(&stream).map_err(|why| not_made("bucket", settings::KEYS_BUCKET, &why))
}

/// Whether the streams of a ledger could lose a record.
///
/// # Errors
/// LT0703 for the first that could; LT0709 when one cannot be looked at.
pub async fn check_ledger(connection: &Connection, origin: &Origin) -> Result<(), Problem> {
    for name in [subjects::ledger_stream_name(origin), names::seal_stream(origin)] {
        let stream =
            connection.jetstream().get_stream(&name).await.map_err(|e| not_made("stream", &name, &e))?;
        safety::check_stream(stream.cached_info(), is_clustered(connection))?;
    }
    Ok(())
}

async fn ensure(
    operator: &Connection,
    config: Config,
    check: impl FnOnce(&Info, bool) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let name = config.name.clone();
    // A stream that is there with other settings is not changed by us: the check says which are wrong.
    let stream =
        operator.jetstream().get_or_create_stream(config).await.map_err(|e| not_made("stream", &name, &e))?;
    check(stream.cached_info(), is_clustered(operator))
}

fn not_made(kind: &str, name: &str, why: &dyn std::fmt::Display) -> Problem {
    Problem::NotMade { what: format!("{kind} {name}"), why: why.to_string() }
}

pub(crate) fn is_clustered(connection: &Connection) -> bool {
    connection.server().cluster.is_some_and(|name| !name.is_empty())
}

/// Three copies where there are servers for it.
fn replicas(connection: &Connection) -> usize {
    if is_clustered(connection) { 3 } else { 1 }
}

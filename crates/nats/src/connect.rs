//! One connection: who we are, where the server is, and whether it may be trusted with a ledger.

use crate::problem::{OLDEST, Problem, unavailable};
use crate::safety;
use async_nats::jetstream::context::{ContextBuilder, PublishError};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::publish::PublishAck;
use async_nats::{Client, ConnectErrorKind, ConnectOptions, Event, ServerInfo};
use lienthong_ledger::ports::Unavailable;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long an acknowledgement may take. With `sync_interval: always` thousands in flight wait for one disk.
pub(crate) const ACK_TIMEOUT: Duration = Duration::from_secs(15);

/// Messages on their way to the broker without an acknowledgement; more wait here and not in the server.
const IN_FLIGHT_MAX: usize = 1024;

/// Port of the server's monitoring, unless somebody says otherwise.
const MONITOR_PORT: u16 = 8222;

/// Where to connect, and as whom.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// `nats://host:port`, several with commas.
    pub url: String,
    /// File with the NKey seed of the user; none for a server without users.
    pub seed: Option<PathBuf>,
    /// The role's name: the connection's name on the server, and its inbox `_INBOX_<role>`, the only one a role may hear.
    pub role: String,
    /// Monitoring URLs of the servers; empty: each host of `url`, port 8222.
    pub monitors: Vec<String>,
    /// Certificate authority of the servers, where it is not one the system knows.
    pub authority: Option<PathBuf>,
}

impl Target {
    /// A server and a role, without a key.
    #[must_use]
    pub fn new(url: &str, role: &str) -> Self {
        Self { url: url.to_owned(), role: role.to_owned(), ..Self::default() }
    }

    /// With the seed file of the user.
    #[must_use]
    pub fn with_seed(mut self, seed: impl Into<PathBuf>) -> Self {
        self.seed = Some(seed.into());
        self
    }

    /// With the monitoring URLs, separated by commas.
    #[must_use]
    pub fn with_monitor(mut self, urls: &str) -> Self {
        self.monitors = urls.split(',').map(|url| url.trim().trim_end_matches('/').to_owned()).collect();
        self
    }

    /// Monitoring URLs: as named, or by default on the servers' own hosts.
    #[must_use]
    pub fn monitor_urls(&self) -> Vec<String> {
        if self.monitors.is_empty() {
            self.url.split(',').map(default_monitor).collect()
        } else {
            self.monitors.clone()
        }
    }
}

/// `http://<host of url>:8222`.
fn default_monitor(url: &str) -> String {
    let address = url.trim().split_once("://").map_or(url.trim(), |(_, address)| address);
    let address = address.rsplit_once('@').map_or(address, |(_, address)| address);
    let host = match address.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => address,
    };
    format!("http://{host}:{MONITOR_PORT}")
}

/// A connection that has passed the checks. Clones share it.
#[derive(Clone)]
pub struct Connection {
    client: Client,
    jetstream: async_nats::jetstream::Context,
    url: Arc<str>,
    role: Arc<str>,
    lost: watch::Receiver<u64>,
    /// What the server said when it kept this role's answers from us.
    unheard: watch::Receiver<Option<String>>,
}

impl Connection {
    /// Connects to a server that is new enough. Enough for intake and queries; a ledger needs [`Self::open_for_ledgers`].
    ///
    /// # Errors
    /// LT0701, LT0705, LT0706, LT0707.
    pub async fn open(target: &Target) -> Result<Self, Problem> {
        let (losses, lost) = watch::channel(0);
        let (kept, unheard) = watch::channel(None);
        let options = options(target, losses, kept)?;
        let addresses: Vec<&str> = target.url.split(',').map(str::trim).collect();
        let client = options.connect(addresses.as_slice()).await.map_err(|e| refused(&target.url, &e))?;
        check_version(&target.url, &client.server_info())?;
        let jetstream = ContextBuilder::new()
            .timeout(ACK_TIMEOUT)
            .max_ack_inflight(IN_FLIGHT_MAX)
            .backpressure_on_inflight(true)
            .build(client.clone());
        let (url, role) = (target.url.as_str().into(), target.role.as_str().into());
        Ok(Self { client, jetstream, url, role, lost, unheard })
    }

    /// Connects to a server that may keep a ledger: new enough, with JetStream, and nothing acknowledged before it is on the
    /// disk.
    ///
    /// # Errors
    /// As [`Self::open`], LT0702, LT0704, LT0708.
    pub async fn open_for_ledgers(target: &Target) -> Result<Self, Problem> {
        let connection = Self::open(target).await?;
        connection.check_jetstream().await?;
        safety::check_sync(&target.monitor_urls(), &connection.client.server_info().server_id).await?;
        Ok(connection)
    }

    /// Whether the server and this user's account have JetStream.
    ///
    /// # Errors
    /// LT0702, LT0708.
    pub async fn check_jetstream(&self) -> Result<(), Problem> {
        let missing = |why: String| Problem::NoJetStream { url: self.url.to_string(), why };
        if !self.client.server_info().jetstream {
            return Err(missing("the server runs without it".to_owned()));
        }
        tokio::select! {
            answer = self.jetstream.query_account() => answer.map(drop).map_err(|e| missing(e.to_string())),
            why = self.unheard() => {
                Err(Problem::OtherUser { url: self.url.to_string(), role: self.role.to_string(), why })
            }
        }
    }

    /// Waits until the server has refused to let us hear our own answers.
    async fn unheard(&self) -> String {
        let mut unheard = self.unheard.clone();
        match unheard.wait_for(Option::is_some).await.ok().and_then(|why| why.clone()) {
            Some(why) => why,
            // Nobody listens any more: the client is gone, and whoever waits for it is told by itself.
            None => std::future::pending().await,
        }
    }

    /// The bare client.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// JetStream, with bounded acknowledgements in flight.
    #[must_use]
    pub const fn jetstream(&self) -> &async_nats::jetstream::Context {
        &self.jetstream
    }

    /// Where it was connected to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the server says of itself.
    #[must_use]
    pub fn server(&self) -> ServerInfo {
        self.client.server_info()
    }

    /// How often the connection was lost. What was known of the broker before may not hold after.
    pub(crate) fn losses(&self) -> u64 {
        *self.lost.borrow()
    }

    /// Waits until the connection is lost.
    pub(crate) async fn lost(&self) {
        let mut lost = self.lost.clone();
        lost.mark_unchanged();
        if lost.changed().await.is_err() {
            // Nobody counts any more: the client is gone, and whoever waits for it is told by itself.
            std::future::pending::<()>().await;
        }
    }

    /// What comes of a request; an answer that was on its way over a lost connection is not waited for.
    pub(crate) async fn while_up<T>(
        &self,
        what: &str,
        request: impl Future<Output = Result<T, Unavailable>>,
    ) -> Result<T, Unavailable> {
        tokio::select! {
            answer = request => answer,
            () = self.lost() => Err(unavailable(what, "the connection was lost")),
        }
    }

    /// Publishes one message and waits until the broker has it, or says why not.
    pub(crate) async fn publish(
        &self,
        what: &str,
        subject: String,
        message: PublishMessage,
    ) -> Result<Result<PublishAck, PublishError>, Unavailable> {
        let sent = async {
            Ok(match self.jetstream().send_publish(subject, message).await {
                Ok(sent) => sent.await,
                Err(error) => Err(error),
            })
        };
        self.while_up(what, sent).await
    }

    /// Hands everything still buffered to the server.
    pub async fn flush(&self) {
        // A connection that is gone has nobody to hand anything to.
        let _ = self.client.flush().await;
    }
}

fn options(
    target: &Target,
    losses: watch::Sender<u64>,
    kept: watch::Sender<Option<String>>,
) -> Result<ConnectOptions, Problem> {
    let role = target.role.clone();
    let mut options = match &target.seed {
        Some(path) => ConnectOptions::with_nkey(read_seed(path)?),
        None => ConnectOptions::new(),
    };
    if let Some(authority) = &target.authority {
        options = options.add_root_certificates(authority.clone());
    }
    if !role.is_empty() {
        options = options.name(&role).custom_inbox_prefix(format!("_INBOX_{role}"));
    }
    let options = options
        .ping_interval(Duration::from_secs(10))
        .connection_timeout(Duration::from_secs(5))
        .request_timeout(Some(Duration::from_secs(10)))
        .event_callback(move |event| {
            match &event {
                Event::Disconnected => losses.send_modify(|count| *count += 1),
                Event::ServerError(error) if keeps_answers(&error.to_string()) => {
                    kept.send_replace(Some(error.to_string()));
                }
                _ => {}
            }
            let role = role.clone();
            async move { report(&role, &event) }
        });
    Ok(options)
}

/// Whether the server says that this user may not hear the inbox of its role.
fn keeps_answers(error: &str) -> bool {
    error.contains("Permissions Violation for Subscription to \"_INBOX_")
}

fn report(role: &str, event: &Event) {
    match event {
        // It is we who close.
        Event::Closed => tracing::debug!(role, "the connection to NATS is closed"),
        Event::ServerError(error) if keeps_answers(&error.to_string()) => {
            tracing::debug!(role, %error, "NATS")
        }
        Event::Connected => tracing::info!(role, "connected to NATS"),
        Event::Disconnected => tracing::warn!(role, "the connection to NATS is lost; it will be tried again"),
        other => tracing::warn!(role, event = %other, "NATS"),
    }
}

/// The seed in a file that nobody but its owner can read.
fn read_seed(path: &Path) -> Result<String, Problem> {
    let problem = |why: String| Problem::SeedFile { path: path.display().to_string(), why };
    let text = std::fs::read_to_string(path).map_err(|e| problem(format!("the seed cannot be read: {e}")))?;
    check_private(path).map_err(problem)?;
    let seed = text.trim();
    match nkeys::KeyPair::from_seed(seed) {
        Ok(pair) if pair.key_pair_type() == nkeys::KeyPairType::User => Ok(seed.to_owned()),
        Ok(_) => Err(problem("the seed is not a user's (`SU…`); name the user's seed file".to_owned())),
        Err(_) => Err(problem("this is not an NKey seed; `nk -gen user` makes one".to_owned())),
    }
}

#[cfg(unix)]
fn check_private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path).map_err(|e| e.to_string())?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(format!(
            "others can read this seed (mode {mode:o}); run `chmod 600` on it, and make a new key if they may have"
        ))
    }
}

#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<(), String> {
    Ok(())
}

fn refused(url: &str, error: &async_nats::ConnectError) -> Problem {
    let (url, why) = (url.to_owned(), error.to_string());
    match error.kind() {
        ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation => {
            Problem::NotLetIn { url, why }
        }
        _ => Problem::Unreachable { url, why },
    }
}

fn check_version(url: &str, server: &ServerInfo) -> Result<(), Problem> {
    if version(&server.version).is_some_and(|found| found >= OLDEST) {
        return Ok(());
    }
    Err(Problem::TooOld { url: url.to_owned(), found: server.version.clone() })
}

/// Major and minor of `2.15.1`, `v2.14.0-RC.1`.
fn version(text: &str) -> Option<(u64, u64)> {
    let mut parts = text.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        for (text, fits) in [
            ("2.15.1", true),
            ("2.14.0-RC.1", true),
            ("3.0.0", true),
            ("2.9.10", false),
            ("1.99", false),
            ("", false),
        ] {
            assert_eq!(version(text).is_some_and(|found| found >= OLDEST), fits, "{text}");
        }
    }

    #[test]
    fn the_monitor_is_on_the_same_host() {
        for (url, monitor) in [
            ("nats://127.0.0.1:4222", "http://127.0.0.1:8222"),
            ("nats-1.lienthong.internal", "http://nats-1.lienthong.internal:8222"),
            ("tls://user@host:4222", "http://host:8222"),
            ("nats://[::1]:4222", "http://[::1]:8222"),
        ] {
            assert_eq!(Target::new(url, "").monitor_urls(), [monitor]);
        }
        let named = Target::new("nats://a:4222,nats://b:4222", "").with_monitor("http://m:1/,http://n:2");
        assert_eq!(named.monitor_urls(), ["http://m:1", "http://n:2"]);
    }
}

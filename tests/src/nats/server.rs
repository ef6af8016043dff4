//! One server: started, killed, stopped and started again on the same store.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use lienthong_nats::Target;

use super::Users;
use crate::{Background, copy_directory, free_port, temp_dir, workspace};

/// How long a server may take until it says it is healthy.
const READY: Duration = Duration::from_secs(20);

/// What differs from server to server: who is let in, and what a test spoils on purpose.
#[derive(Debug, Default, Clone)]
pub struct Settings {
    agencies: Vec<String>,
    history_of: Vec<String>,
    changes: Vec<(String, String, String)>,
}

impl Settings {
    /// The shipped configuration, with no agency yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets agencies in, by their tokens in subjects.
    #[must_use]
    pub fn agencies(mut self, agencies: &[&str]) -> Self {
        self.agencies.extend(agencies.iter().map(|agency| (*agency).to_owned()));
        self
    }

    /// Names those in whose name the user `historian` may send.
    #[must_use]
    pub fn history_of(mut self, agencies: &[&str]) -> Self {
        self.history_of.extend(agencies.iter().map(|agency| (*agency).to_owned()));
        self
    }

    /// Replaces a text in a configuration file, to see what lienthong says to a server it must not trust.
    #[must_use]
    pub fn change(mut self, file: &str, from: &str, to: &str) -> Self {
        self.changes.push((file.to_owned(), from.to_owned(), to.to_owned()));
        self
    }

    /// Leaves JetStream out of the configuration.
    #[must_use]
    pub fn without_jetstream(self) -> Self {
        let inside = [
            "  sync_interval: always",
            "  max_memory_store: 256MB",
            "  max_file_store: 64GB",
            "  strict: true",
            "  unique_tag: \"zone:\"\n}",
        ];
        let without = self.change("common.conf", "jetstream {", "# jetstream {");
        inside.iter().fold(without, |settings, line| settings.change("common.conf", line, ""))
    }

    /// Starts a server with these settings.
    pub fn start(&self) -> NatsServer {
        NatsServer::start_with(self)
    }

    /// Copies `deploy/nats` into `directory`, makes users, and changes what is to be changed.
    pub(super) fn lay_out(&self, directory: &Path) -> Users {
        copy_directory(&workspace::root().join("deploy/nats"), directory);
        // On loopback, with users of a minute, certificates would test only themselves.
        for file in ["tls.conf", "routes-tls.conf"] {
            fs::write(directory.join(file), "# loopback only\n").expect("a writable directory");
        }
        let agencies: Vec<&str> = self.agencies.iter().map(String::as_str).collect();
        let history_of: Vec<&str> = self.history_of.iter().map(String::as_str).collect();
        let users = Users::write(directory, &agencies, &history_of);
        for (file, from, to) in &self.changes {
            let path = directory.join(file);
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert!(text.contains(from.as_str()), "{file} does not say {from:?}");
            fs::write(&path, text.replace(from.as_str(), to)).expect("a writable directory");
        }
        users
    }
}

/// A server of its own for one test; ends with it.
pub struct NatsServer {
    users: Users,
    port: u16,
    monitor: u16,
    process: Option<Background>,
    directory: tempfile::TempDir,
}

impl NatsServer {
    /// A server with the shipped configuration, every service's user and no agency.
    pub fn start() -> Self {
        Settings::new().start()
    }

    fn start_with(settings: &Settings) -> Self {
        let directory = temp_dir();
        let users = settings.lay_out(&directory.path().join("nats"));
        let mut server = Self { users, port: free_port(), monitor: free_port(), process: None, directory };
        server.start_again();
        server
    }

    /// Starts it again after [`kill`](Self::kill) or [`stop`](Self::stop), on the same ports and the same store.
    pub fn start_again(&mut self) {
        assert!(self.process.is_none(), "the server still runs");
        let mut process = Background::spawn(
            Command::new(nats_server_bin())
                .arg("-c")
                .arg(self.deploy().join("one.conf"))
                .args(["-p", &self.port.to_string(), "-m", &self.monitor.to_string(), "-sd"])
                .arg(self.store()),
        );
        wait_until_healthy(&mut process, &self.monitor_url());
        self.process = Some(process);
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Ends it in good order.
    pub fn stop(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        process.signal("TERM");
        assert!(process.wait(READY).is_some(), "the server does not stop:\n{}", process.stderr());
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Where `/varz` and `/jsz` are.
    pub fn monitor_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.monitor)
    }

    /// The directory JetStream writes to.
    pub fn store(&self) -> PathBuf {
        self.directory.path().join("store")
    }

    /// The file with a user's seed, for programs that are given one.
    pub fn seed_file(&self, user: &str) -> PathBuf {
        Users::seed_file(&self.deploy(), user)
    }

    /// How one of the users gets here.
    pub fn target(&self, user: &str) -> Target {
        Target::new(&self.url(), user).with_seed(self.seed_file(user)).with_monitor(&self.monitor_url())
    }

    /// Who is let in.
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// What the server has logged since it was last started.
    pub fn log(&self) -> String {
        self.process.as_ref().map(Background::stderr).unwrap_or_default()
    }

    /// Connects as a user, with that user's own inbox.
    pub async fn connect(&self, user: &str) -> async_nats::Client {
        connect(&self.url(), &self.users, user).await
    }

    fn deploy(&self) -> PathBuf {
        self.directory.path().join("nats")
    }
}

/// The server to run: `LIENTHONG_NATS_SERVER`, else what `cargo xtask setup` brought.
pub(super) fn nats_server_bin() -> PathBuf {
    workspace::tool("LIENTHONG_NATS_SERVER", "nats-server")
}

/// Connects to any of several addresses, separated by commas.
pub(super) async fn connect(urls: &str, users: &Users, user: &str) -> async_nats::Client {
    let servers = urls.split(',').map(|url| url.parse().expect("our own address"));
    async_nats::ConnectOptions::with_nkey(users.seed(user))
        .name(user)
        .custom_inbox_prefix(users.inbox(user))
        .connect(servers.collect::<Vec<async_nats::ServerAddr>>())
        .await
        .unwrap_or_else(|e| panic!("{user} cannot connect to {urls}: {e}"))
}

/// Waits until the server says that all of it is ready, JetStream too; the test fails with its log if it never does.
pub(super) fn wait_until_healthy(process: &mut Background, monitor_url: &str) {
    let health = format!("{monitor_url}/healthz");
    process.wait_until("nats-server is healthy", READY, |_| ureq::get(&health).call().is_ok());
}

//! A province on one machine: the real server, and every service a process of its own.

use super::{NatsServer, Settings};
use crate::program::{Background, Finished, lienthong, run_within};
use crate::{copy_directory, temp_dir};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// Services by the name this test knows them by; two of routing.
pub const SERVICES: [&str; 7] =
    ["audit", "publishing", "inspection", "routing-1", "routing-2", "consultation", "projections"];

/// How long one command of the binary may take.
const LIMIT: Duration = Duration::from_secs(240);

/// How long a service may take until it says that it serves.
const READY: Duration = Duration::from_secs(30);

/// A server, services, and their directories.
pub struct Province {
    /// The server.
    pub server: NatsServer,
    dir: TempDir,
    unit: String,
    services: BTreeMap<&'static str, Background>,
}

impl Province {
    /// With one ledger besides the catalogue, e.g. `coselog/receipt`, opened and ready.
    pub fn start(origin: &str) -> Self {
        Self::start_with(origin, &[])
    }

    /// The same, with users for agencies, by their tokens in subjects.
    pub fn start_with(origin: &str, agencies: &[&str]) -> Self {
        let mut province = Self::with_streams_for(origin, agencies, None);
        province.start_services();
        let keys = province.keys();
        std::fs::create_dir_all(&keys).expect("a directory for the keys");
        for key in ["log", "routing", "consultation", "publishing", "inspection"]
            .map(|holder| format!("{holder}.key"))
        {
            std::fs::copy(province.sealed_copy().join("keys").join(&key), keys.join(&key)).expect("a key");
        }
        province
            .command("historian", &["ledger", "open", &province.unit])
            .args(["--keys".as_ref(), keys.as_os_str()])
            .finish(0);
        province
    }

    /// The streams alone, and no service; with the keys of a house, which are the province's then.
    pub fn with_streams(origin: &str, keys: Option<&Path>) -> Self {
        Self::with_streams_for(origin, &[], keys)
    }

    fn with_streams_for(origin: &str, agencies: &[&str], keys: Option<&Path>) -> Self {
        let unit = origin.split('/').next().unwrap_or_default().to_owned();
        let office = format!("{unit}_office");
        let server = Settings::new().agencies(agencies).history_of(&[&office]).start();
        let province = Self { server, dir: temp_dir(), unit, services: BTreeMap::new() };
        if let Some(keys) = keys {
            copy_directory(keys, &province.sealed_copy().join("keys"));
            copy_directory(keys, &province.keys());
        }
        province
            .command("operator", &["ledger", "create", origin])
            .args(["--vault-nkey".as_ref(), province.server.seed_file("vault-operator").as_os_str()])
            .args(["--keys".as_ref(), province.sealed_copy().join("keys").as_os_str()])
            .finish(0);
        province
    }

    /// Starts every service, and waits until each says that it serves.
    pub fn start_services(&mut self) {
        for service in SERVICES {
            self.start_service(service);
        }
        for service in self.services.values_mut() {
            service.wait_for(": ", READY);
        }
    }

    /// Keys of those who publish and import.
    pub fn keys(&self) -> PathBuf {
        self.dir.path().join("office")
    }

    /// The house that the sealer keeps.
    pub fn sealed_copy(&self) -> PathBuf {
        self.dir.path().join("audit")
    }

    /// `lienthong …` as a NATS user.
    pub fn command(&self, user: &str, arguments: &[&str]) -> Command {
        let mut command = lienthong(arguments);
        command
            .args(["--nats", &self.server.url(), "--nats-monitor", &self.server.monitor_url()])
            .args(["--nkey".as_ref(), self.server.seed_file(user).as_os_str()]);
        command
    }

    /// Imports a log; the command, so that a test can kill it.
    pub fn import(&self, log: &Path, mapping: &Path) -> Command {
        let mut command = self.command("historian", &["import", "xes"]);
        command
            .arg(log)
            .args(["--mapping".as_ref(), mapping.as_os_str()])
            .args(["--keys".as_ref(), self.keys().as_os_str()])
            .args(["--format", "json"]);
        command
    }

    /// `kill -9` of a service.
    pub fn kill(&mut self, service: &'static str) {
        self.services.remove(service);
    }

    /// Starts a service, again or for the first time.
    pub fn start_service(&mut self, service: &'static str) {
        let kind = service.split('-').next().unwrap_or(service);
        let mut command = self.command(kind, &["serve", kind, "--unit", &self.unit]);
        match kind {
            "audit" => command.args(["--dir".as_ref(), self.dir.path().join(service).as_os_str()]),
            "projections" => {
                let vault = self.server.seed_file("vault-projections");
                command.args(["--dir".as_ref(), self.dir.path().join("projections").as_os_str()]);
                command.args(["--vault-nkey".as_ref(), vault.as_os_str()])
            }
            _ => {
                let vault = self.server.seed_file(&format!("vault-{kind}"));
                let key = self.sealed_copy().join("keys").join(format!("{kind}.key"));
                if kind == "routing" {
                    command.arg("--key").arg(key);
                }
                command.args(["--vault-nkey".as_ref(), vault.as_os_str()])
            }
        };
        command.args(["--metrics", "127.0.0.1:0"]);
        self.services.insert(service, Background::spawn(&mut command));
    }

    /// Starts a second sealer, with the log's key and an empty copy, and gives its copy.
    pub fn stand_by(&mut self, service: &'static str) -> PathBuf {
        let copy = self.dir.path().join(service);
        copy_directory(&self.sealed_copy().join("keys"), &copy.join("keys"));
        self.start_service(service);
        copy
    }

    /// Sends a service a signal: `STOP`, `CONT`.
    pub fn signal(&mut self, service: &str, signal: &str) {
        self.services.get_mut(service).expect("a service that runs").signal(signal);
    }

    /// A measure of a service's, for a ledger or with another label: `sealer_leads` of `H22/2026`. `None`: it does not show it.
    pub fn measure(&self, service: &str, name: &str, label: &str) -> Option<f64> {
        let said = self.said(service);
        let at = said.split("measures stand at ").nth(1)?.lines().next()?;
        let text = ureq::get(at).call().ok()?.body_mut().read_to_string().ok()?;
        let (name, label) = (format!("lienthong_{name}{{"), format!("\"{label}\""));
        let line = text.lines().find(|line| line.starts_with(&name) && line.contains(&label))?;
        line.rsplit(' ').next()?.parse().ok()
    }

    /// What a service has said on stderr.
    pub fn said(&self, service: &str) -> String {
        self.services.get(service).map(Background::stderr).unwrap_or_default()
    }
}

/// Runs a command to its end.
pub trait Finish {
    /// With this exit code, or the test fails.
    fn finish(&mut self, code: i32) -> Finished;
}

impl Finish for Command {
    #[track_caller]
    fn finish(&mut self, code: i32) -> Finished {
        run_within(self, LIMIT).expect_code(code)
    }
}

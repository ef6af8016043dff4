//! Servers, streams and keys that no ledger may rest on: what imports, serves or looks after them says so by a code, with
//! what to do, before anything is written.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use async_nats::jetstream;
use lienthong_nats::settings;
use lienthong_tests::history::{self, IMPORT_LIMIT};
use lienthong_tests::nats::{OldServer, Province, Settings};
use lienthong_tests::records::History;
use lienthong_tests::refusal::Refused;
use lienthong_tests::{NatsServer, free_port, lienthong, run_within, temp_dir};
use tempfile::TempDir;

/// Where a command is told to find NATS, and by which key.
struct Reach {
    url: String,
    monitor: String,
    /// The seed file of a user.
    seed: Seeds,
    dir: TempDir,
}

/// From a user's name to the file of its seed.
type Seeds = Box<dyn Fn(&str) -> PathBuf>;

impl Reach {
    fn of(server: &NatsServer) -> Self {
        let files = server.seed_file("user").parent().expect("a directory of seeds").to_owned();
        let seed = Box::new(move |user: &str| files.join(format!("{user}.nk")));
        let reach = Self { url: server.url(), monitor: server.monitor_url(), seed, dir: temp_dir() };
        fs::create_dir(reach.keys()).expect("a writable directory");
        reach
    }

    fn command(&self, user: &str, arguments: &[&str]) -> Command {
        let mut command = lienthong(arguments);
        command.args(["--nats", &self.url, "--nats-monitor", &self.monitor, "--nkey"]).arg((self.seed)(user));
        command
    }

    /// Where an import looks for its keys; there are none.
    fn keys(&self) -> PathBuf {
        self.dir.path().join("keys")
    }

    fn import(&self) -> Command {
        let mut command = self.command("historian", &["import", "xes", "--format", "json"]);
        command.arg(history::log()).arg("--mapping").arg(history::mapping()).arg("--keys").arg(self.keys());
        command
    }

    fn serve(&self) -> Command {
        let mut command = self.command("routing", &["serve", "routing", "--unit", "coselog"]);
        command.arg("--vault-nkey").arg((self.seed)("vault-routing"));
        command
    }

    /// Another unit's ledger, so that the vault is there and this unit's ledger is all that can be wrong.
    fn with_a_vault(self) -> Self {
        let mut command = self.command("operator", &["ledger", "create", "other/2020"]);
        command.arg("--vault-nkey").arg((self.seed)("vault-operator"));
        command.arg("--keys").arg(self.dir.path().join("other"));
        run_within(&mut command, PROMPTLY).expect_code(0);
        self
    }

    /// Nothing was made where an import looks for its keys.
    #[track_caller]
    fn has_no_keys(&self) {
        let made = fs::read_dir(self.keys()).expect("it is there").count();
        assert_eq!(made, 0, "keys were made");
    }

    fn doctor(&self) -> Command {
        self.command("historian", &["doctor"])
    }
}

/// How long a command may take to say no.
const PROMPTLY: Duration = Duration::from_secs(15);

#[track_caller]
fn refused(command: &mut Command, exit: i32, code: &str) -> Refused {
    let began = Instant::now();
    let refused = run_within(command, IMPORT_LIMIT).refused(exit, code);
    assert!(began.elapsed() < PROMPTLY, "it took {:?}: {refused:?}", began.elapsed());
    refused
}

/// A server that no ledger may rest on: importing and serving are refused, the doctor's answer is no and names the reason.
#[track_caller]
fn unsafe_to_all(reach: &Reach, code: &str, words: &[&str]) {
    for mut command in [reach.import(), reach.serve()] {
        let refused = refused(&mut command, 3, code).says_all(words);
        assert_eq!(refused.finished().stdout, "");
    }
    reach.has_no_keys();
    let no = refused(&mut reach.doctor(), 1, "LT0919").says("checks failed");
    let table = &no.finished().stdout;
    let line = table.lines().find(|line| line.starts_with("UNSAFE")).unwrap_or_else(|| panic!("{table}"));
    assert!(line.contains(code), "{line}");
    words.iter().for_each(|word| assert!(line.contains(word), "no {word:?}: {line}"));
}

/// What all three commands are refused for alike: the doctor cannot look.
#[track_caller]
fn refused_to_all(reach: &Reach, exit: i32, code: &str, words: &[&str]) {
    for mut command in [reach.import(), reach.serve(), reach.doctor()] {
        let refused = refused(&mut command, exit, code).says_all(words);
        assert_eq!(refused.finished().stdout, "", "{command:?}");
    }
    reach.has_no_keys();
}

#[test]
fn a_server_without_jetstream() {
    let server = Settings::new().without_jetstream().start();
    unsafe_to_all(&Reach::of(&server), "LT0702", &[&server.url(), "enable `jetstream`"]);
}

#[test]
fn a_server_that_is_too_old() {
    let (any, old) = (NatsServer::start(), OldServer::start("2.9.10"));
    let reach = Reach { url: old.url().to_owned(), ..Reach::of(&any) };
    unsafe_to_all(&reach, "LT0701", &[old.url(), "2.9.10 is too old", "install 2.14 or newer"]);
}

#[test]
fn a_server_that_confirms_before_it_has_written() {
    let server =
        Settings::new().change("common.conf", "sync_interval: always", "sync_interval: \"2m\"").start();
    let words = [&server.monitor_url(), "before the bytes are on the disk", "set `sync_interval: always`"];
    unsafe_to_all(&Reach::of(&server), "LT0704", &words);
}

#[test]
fn a_monitoring_port_where_nobody_or_somebody_else_answers() {
    let (server, other) = (NatsServer::start(), NatsServer::start());
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let words = [nobody.as_str(), "which counts as unsafe", "--nats-monitor URL"];
    unsafe_to_all(&Reach { monitor: nobody.clone(), ..Reach::of(&server) }, "LT0704", &words);
    let words = [&other.monitor_url(), "speaks for another server", "--nats-monitor URL"];
    unsafe_to_all(&Reach { monitor: other.monitor_url(), ..Reach::of(&server) }, "LT0704", &words);
}

#[test]
fn a_stream_that_allows_deletes() {
    let server = NatsServer::start();
    let reach = Reach::of(&server).with_a_vault();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let operator = jetstream::new(server.connect("operator").await);
        for origin in ["coselog/catalogue", "coselog/receipt"] {
            let origin = origin.parse().unwrap();
            let config = jetstream::stream::Config {
                deny_delete: false,
                deny_purge: false,
                ..settings::log(&origin, 1)
            };
            operator.create_stream(config).await.unwrap();
            operator.create_stream(settings::seals(&origin, 1)).await.unwrap();
        }
    });
    let words =
        ["stream LT_coselog_catalogue could lose a record", "deny_delete must be set", "the operator must"];
    unsafe_to_all(&reach, "LT0703", &words);
}

#[test]
fn a_server_that_is_not_there() {
    let server = NatsServer::start();
    let nobody = format!("nats://127.0.0.1:{}", free_port());
    let reach = Reach { url: nobody.clone(), ..Reach::of(&server) };
    refused_to_all(&reach, 3, "LT0706", &[&nobody, "check the address, and that the server runs"]);
}

/// A file with this text and mode, for every user.
fn seed_file(dir: &Path, text: &str, mode: u32) -> (PathBuf, Seeds) {
    let path = dir.join("seed.nk");
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    let named = path.clone();
    (path, Box::new(move |_| named.clone()))
}

#[test]
fn a_key_that_the_server_does_not_know() {
    let server = NatsServer::start();
    let dir = temp_dir();
    let stranger = nkeys::KeyPair::new_user().seed().unwrap();
    let (_, seed) = seed_file(dir.path(), &stranger, 0o600);
    let reach = Reach { seed, ..Reach::of(&server) };
    refused_to_all(&reach, 2, "LT0705", &[&server.url(), "add its public key to `users.conf`"]);
}

#[test]
fn files_that_are_no_key_to_the_server() {
    let server = NatsServer::start();
    let stranger = nkeys::KeyPair::new_user().seed().unwrap();
    let account = nkeys::KeyPair::new_account().seed().unwrap();
    for (text, mode, word) in [
        (stranger.as_str(), 0o644, "run `chmod 600`"),
        (&stranger[..20], 0o600, "`nk -gen user` makes one"),
        (&account, 0o600, "name the user's seed file"),
    ] {
        let dir = temp_dir();
        let (path, seed) = seed_file(dir.path(), text, mode);
        let reach = Reach { seed, ..Reach::of(&server) };
        refused_to_all(&reach, 2, "LT0707", &[&path.display().to_string(), word]);
    }
    let reach = Reach { seed: Box::new(|_| "/nowhere/seed.nk".into()), ..Reach::of(&server) };
    refused_to_all(&reach, 2, "LT0707", &["/nowhere/seed.nk"]);
}

/// The server lets it in, and it is not the user it is said to be: no answer would ever reach it.
#[test]
fn a_key_of_another_user() {
    let server = NatsServer::start();
    let reach = Reach::of(&server);
    let seed = (reach.seed)("projections");
    let other = Reach { seed: Box::new(move |_| seed.clone()), ..reach };
    refused_to_all(&other, 2, "LT0708", &[&server.url(), "name that user's seed file"]);
}

#[test]
fn a_server_without_the_ledger() {
    let server = NatsServer::start();
    let reach = Reach::of(&server).with_a_vault();
    let no =
        refused(&mut reach.import(), 2, "LT0008").says("coselog/catalogue").says("`lienthong ledger create`");
    assert_eq!(no.finished().stdout, "");
    refused(&mut reach.serve(), 3, "LT0903").says("coselog/catalogue").says("`lienthong ledger create`");
    reach.has_no_keys();
}

#[test]
fn a_server_without_the_vault() {
    let server = NatsServer::start();
    let reach = Reach::of(&server);
    refused(&mut reach.serve(), 3, "LT0714").says("the vault of data keys").says("check the vault's user");
}

#[test]
fn an_import_without_its_directory_of_keys() {
    let server = NatsServer::start();
    let reach = Reach::of(&server);
    fs::remove_dir(reach.keys()).unwrap();
    let keys = reach.keys().display().to_string();
    refused(&mut reach.import(), 2, "LT0901").says(&keys).says("office.key");
    assert!(!reach.keys().exists(), "it was made");
}

/// A province at work: keys that are not its own, and a stream that somebody made unsafe.
#[test]
fn a_province_with_the_wrong_key_or_a_stream_made_unsafe() {
    let province = Province::start("coselog/receipt");
    let catalogue = || History::of(&province.sealed_copy(), "coselog/catalogue");
    let before = catalogue();
    let import = || province.import(&history::log(), &history::mapping());

    let office = province.keys().join("office.key");
    let kept = fs::read(&office).unwrap();
    fs::remove_file(&office).unwrap();
    refused(&mut import(), 2, "LT0901").says(&office.display().to_string()).says("put it back");
    run_within(lienthong(["keys", "new", "office", "-o"]).arg(&office), PROMPTLY).expect_code(0);
    refused(&mut import(), 2, "LT0002").says(&office.display().to_string()).says("put back");
    fs::write(&office, &kept[..kept.len() / 2]).unwrap();
    refused(&mut import(), 2, "LT0951").says(&format!("{}:", office.display()));
    fs::write(&office, &kept).unwrap();

    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let operator = jetstream::new(province.server.connect("operator").await);
        let stream = operator.get_stream("LT_coselog_receipt").await.unwrap();
        let mut config = stream.cached_info().config.clone();
        config.max_age = Duration::from_secs(3600);
        operator.update_stream(config).await.unwrap();
    });
    let no = refused(&mut import(), 3, "LT0703").says("LT_coselog_receipt").says("max_age must be 0");
    assert_eq!(no.finished().stdout, "");
    let no = refused(&mut province.command("historian", &["doctor"]), 1, "LT0919");
    let table = &no.finished().stdout;
    let told = |line: &&str| {
        line.starts_with("UNSAFE") && line.contains("coselog/receipt") && line.contains("max_age")
    };
    assert_eq!(table.lines().filter(told).count(), 1, "{table}");
    assert_eq!(table.lines().filter(|line| line.starts_with("fine")).count(), 4, "{table}");
    catalogue().expect_same_as(&before);
}

//! Servers, streams and keys that are refused, each with its code and before anything is written.

use crate::setup::{connect, ledgers, make_ledger, origin};
use async_nats::jetstream::stream;
use lienthong_ledger::ports::Ledgers as _;
use lienthong_nats::{Connection, Problem, Target, admin, settings};
use lienthong_tests::NatsServer;
use lienthong_tests::nats::{OldServer, Settings};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

async fn refusal(target: &Target) -> Problem {
    Connection::open_for_ledgers(target).await.err().expect("it must be refused")
}

#[tokio::test]
async fn a_server_that_is_too_old() {
    let old = OldServer::start("2.9.10");
    let url = old.url().to_owned();
    let problem = refusal(&Target::new(&url, "routing")).await;
    assert_eq!(problem, Problem::TooOld { url, found: "2.9.10".to_owned() });
    assert!(problem.to_string().contains("LT0701") && problem.to_string().contains("2.14"), "{problem}");
}

#[tokio::test]
async fn a_server_without_jetstream() {
    let server = Settings::new().without_jetstream().start();
    let problem = refusal(&server.target("routing")).await;
    assert_eq!(problem.code(), "LT0702", "{problem}");
}

#[tokio::test]
async fn a_server_that_confirms_before_it_has_written() {
    let server =
        Settings::new().change("common.conf", "sync_interval: always", "sync_interval: \"2m\"").start();
    let problem = refusal(&server.target("routing")).await;
    assert_eq!(problem.code(), "LT0704", "{problem}");
    assert!(problem.to_string().contains("sync_interval: always"), "{problem}");
}

#[tokio::test]
async fn a_monitoring_port_that_nobody_answers_or_another_server_does() {
    let (server, other) = (NatsServer::start(), NatsServer::start());
    let nobody =
        server.target("routing").with_monitor(&format!("http://127.0.0.1:{}", lienthong_tests::free_port()));
    let problem = refusal(&nobody).await;
    assert_eq!(problem.code(), "LT0704", "{problem}");
    let problem = refusal(&server.target("routing").with_monitor(&other.monitor_url())).await;
    assert_eq!(problem.code(), "LT0704", "{problem}");
    assert!(problem.to_string().contains("another server"), "{problem}");
}

#[tokio::test]
async fn a_stream_that_could_lose_a_record() {
    let server = NatsServer::start();
    make_ledger(&server).await;
    let operator = connect(&server, "operator").await;
    let routing = connect(&server, "routing").await;
    let safe = ledgers(routing.clone());
    assert!(safe.ledger(&origin()).await.unwrap().is_some(), "as the operator made it, it is safe");
    assert_eq!(admin::check_ledger(&routing, &origin()).await, Ok(()));

    let stream = operator.jetstream().get_stream("LT_H22_2020").await.unwrap();
    let mut config = stream.cached_info().config.clone();
    config.max_age = Duration::from_secs(3600);
    operator.jetstream().update_stream(config).await.unwrap();
    let problem = admin::check_ledger(&routing, &origin()).await.unwrap_err();
    assert_eq!(problem.code(), "LT0703");
    assert!(problem.to_string().contains("max_age"), "{problem}");
    let again = ledgers(routing);
    let refused = again.ledger(&origin()).await.err().expect("nobody writes to it");
    assert_eq!(refused.code, "LT0703");
    // Nor is it quietly changed by making it again.
    let problem = admin::create_ledger(&operator, &origin()).await.unwrap_err();
    assert_eq!(problem.code(), "LT0703", "{problem}");
}

#[tokio::test]
async fn every_setting_by_which_a_record_could_be_lost_is_named() {
    type Change = fn(&mut stream::Config);
    let cases: [(&str, Change); 14] = [
        ("storage", |config| config.storage = stream::StorageType::Memory),
        ("retention", |config| config.retention = stream::RetentionPolicy::Interest),
        ("deny_delete", |config| config.deny_delete = false),
        ("deny_purge", |config| config.deny_purge = false),
        ("max_age", |config| config.max_age = Duration::from_secs(3600)),
        ("max_bytes", |config| config.max_bytes = 1 << 30),
        ("max_msgs", |config| config.max_messages = 1_000_000),
        ("max_msgs_per_subject", |config| config.max_messages_per_subject = 1000),
        ("allow_rollup_hdrs", |config| (config.allow_rollup, config.deny_purge) = (true, false)),
        ("allow_msg_ttl", |config| config.allow_message_ttl = true),
        ("no_ack", |config| config.no_ack = true),
        ("allow_direct", |config| config.allow_direct = false),
        ("persist_mode", |config| config.persist_mode = Some(stream::PersistenceMode::Async)),
        ("subject_transform", |config| {
            let (source, destination) = ("ledger.H22_2020.>".to_owned(), "elsewhere.>".to_owned());
            config.subject_transform = Some(stream::SubjectTransform { source, destination });
        }),
    ];
    let server = NatsServer::start();
    let operator = connect(&server, "operator").await;
    for (named, change) in cases {
        let mut config = settings::log(&origin(), 1);
        change(&mut config);
        // The server may still be clearing away the files of the last one.
        let mut made = operator.jetstream().create_stream(config.clone()).await;
        for _ in 0..50 {
            if made.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            made = operator.jetstream().create_stream(config.clone()).await;
        }
        made.unwrap_or_else(|e| panic!("{named}: {e}"));
        let problem = admin::create_ledger(&operator, &origin()).await.unwrap_err();
        assert!(matches!(&problem, Problem::UnsafeStream { .. }), "{named}: {problem}");
        assert!(problem.to_string().contains(named), "{named}: {problem}");
        operator.jetstream().delete_stream("LT_H22_2020").await.unwrap();
    }
}

#[tokio::test]
async fn only_the_operator_makes_a_ledger() {
    let server = NatsServer::start();
    let routing = connect(&server, "routing").await;
    let problem = admin::create_ledger(&routing, &origin()).await.unwrap_err();
    assert_eq!(problem.code(), "LT0709", "{problem}");
    assert!(ledgers(routing).ledger(&origin()).await.unwrap().is_none());
}

#[tokio::test]
async fn keys_and_addresses_that_do_not_fit() {
    let server = NatsServer::start();
    let nobody = Target::new(&format!("nats://127.0.0.1:{}", lienthong_tests::free_port()), "routing");
    let problem = refusal(&nobody).await;
    assert_eq!(problem.code(), "LT0706", "{problem}");
    assert!(problem.is_unavailable());

    let directory = lienthong_tests::temp_dir();
    let write = |name: &str, text: &str, mode: u32| {
        let path = directory.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    };
    let stranger = nkeys::KeyPair::new_user().seed().unwrap();
    let cases = [
        (write("stranger", &stranger, 0o600), "LT0705"),
        (write("open", &stranger, 0o644), "LT0707"),
        (write("account", &nkeys::KeyPair::new_account().seed().unwrap(), 0o600), "LT0707"),
        (write("nonsense", "not a seed", 0o600), "LT0707"),
        (directory.path().join("missing"), "LT0707"),
    ];
    for (seed, code) in cases {
        let problem = refusal(&server.target("routing").with_seed(&seed)).await;
        assert_eq!(problem.code(), code, "{problem}");
        assert!(!problem.to_string().contains(&stranger), "a seed is never shown");
    }
    let problem = refusal(&Target::new(&server.url(), "routing").with_monitor(&server.monitor_url())).await;
    assert_eq!(problem.code(), "LT0705", "nobody comes in without a key: {problem}");
}

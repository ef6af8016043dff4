//! Submissions, queries and data keys over a real server.

use crate::setup::{connect, origin};
use async_trait::async_trait;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use lienthong_ledger::conformance::{KeyCase, KeyHarness, run_key_case};
use lienthong_ledger::ports::{Intake, KeyStore, Query, QueryError, Unavailable};
use lienthong_names::{AgencyId, Service};
use lienthong_nats::intake::{self, NatsIntake};
use lienthong_nats::keystore::NatsKeyStore;
use lienthong_nats::query::{self, NatsQuery};
use lienthong_nats::{Connection, admin};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Answer, Fault, Submission, Verdict, VerdictAnswer};
use lienthong_tests::nats::Settings;
use lienthong_tests::{NatsServer, files_below};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

fn server() -> NatsServer {
    Settings::new().agencies(&["H22_TT"]).start()
}

fn submission(agency: &str, commands: u32) -> Arc<Submission> {
    let commands = (0..commands).map(|index| index.to_be_bytes().to_vec()).collect();
    let key = SigningKey::from_seed(&[9; 32]);
    let agency = AgencyId::new(agency).unwrap();
    Arc::new(Submission::sign(&key, origin(), Service::Routing, agency, commands, Vec::new()))
}

/// Answers every command with a fault that says which it was; commands beyond the first wait a while.
struct Echo;

#[async_trait]
impl Intake for Echo {
    async fn submit(
        &self,
        submission: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        let count = submission.commands.len() as u32;
        let verdict = |index: u32| {
            let fault = Fault {
                code: "LT0009".to_owned(),
                field: index.to_string(),
                vi: String::new(),
                en: "e".repeat(2000),
            };
            Verdict { index, command_id: None, hint: None, answer: VerdictAnswer::Fault(fault) }
        };
        let first = Answer { verdicts: vec![verdict(0)], outstanding: count - 1 };
        let rest = async move {
            tokio::time::sleep(Duration::from_millis(1500)).await;
            Ok(Answer { verdicts: (1..count).map(verdict).collect(), outstanding: 0 })
        };
        let first = futures::stream::iter([Ok(first)]);
        Ok(if count == 1 { first.boxed() } else { first.chain(futures::stream::once(rest)).boxed() })
    }
}

/// Takes submissions and never answers.
struct Silent;

#[async_trait]
impl Intake for Silent {
    async fn submit(
        &self,
        _: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        Ok(futures::stream::pending().boxed())
    }
}

async fn agency(server: &NatsServer) -> NatsIntake {
    NatsIntake::new(Connection::open(&server.target("H22_TT")).await.unwrap())
}

async fn verdicts(intake: &NatsIntake, submission: Arc<Submission>) -> Result<Vec<Verdict>, Unavailable> {
    let answers: Vec<Answer> = intake.submit(submission).await?.try_collect().await?;
    assert_eq!(answers.last().map(|answer| answer.outstanding), Some(0));
    Ok(answers.into_iter().flat_map(|answer| answer.verdicts).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_verdicts_come_back_in_order_through_messages_of_a_mebibyte() {
    let server = server();
    let routing = connect(&server, "routing").await;
    let serving = intake::serve(&routing, Service::Routing, Arc::new(Echo)).await.unwrap();
    let agency = agency(&server).await;
    for count in [1, 2, 1000] {
        let verdicts = verdicts(&agency, submission("H22.TT", count)).await.unwrap();
        let indexes: Vec<u32> = verdicts.iter().map(|verdict| verdict.index).collect();
        assert_eq!(indexes, (0..count).collect::<Vec<_>>());
    }
    serving.stop().await;
    let gone = verdicts(&agency, submission("H22.TT", 1)).await.unwrap_err();
    assert_eq!(gone.code, "LT0711", "{gone}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_a_submission_and_dies_is_noticed_within_seconds() {
    let server = server();
    let routing = connect(&server, "routing").await;
    let serving = intake::serve(&routing, Service::Routing, Arc::new(Silent)).await.unwrap();
    let agency = agency(&server).await.with_patience(Duration::from_millis(1500));
    let mut answers = agency.submit(submission("H22.TT", 1)).await.unwrap();
    // As long as it lives, the sender waits.
    assert!(tokio::time::timeout(Duration::from_millis(2500), answers.next()).await.is_err());
    drop(serving);
    routing.client().drain().await.unwrap();
    let error =
        tokio::time::timeout(Duration::from_secs(15), answers.next()).await.unwrap().unwrap().unwrap_err();
    assert_eq!(error.code, "LT0711", "{error}");
    assert!(answers.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_submission_in_another_agencys_place_is_refused() {
    let server = server();
    let routing = connect(&server, "routing").await;
    let _serving = intake::serve(&routing, Service::Routing, Arc::new(Echo)).await.unwrap();
    let agency = Connection::open(&server.target("H22_TT")).await.unwrap();
    for bytes in [submission("H22.14", 1).encode(), b"nonsense".to_vec()] {
        let reply = agency.client().request("intake.routing.H22_TT", bytes.into()).await.unwrap();
        let headers = reply.headers.expect("it says why");
        assert!(
            headers.get("Nats-Service-Error").is_some_and(|why| why.as_str().contains("LT0")),
            "{headers:?}"
        );
    }
}

struct Figures;

#[async_trait]
impl Query for Figures {
    async fn query(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        match parameters.get("ask").and_then(Value::as_str) {
            Some("big") => Ok(json!({ "big": "ồ".repeat(700_000) })),
            Some("missing") => Err(QueryError::NotFound { what: "dossier X".to_owned() }),
            Some("wrong") => Err(QueryError::Malformed { what: "ask:\nnot so".to_owned() }),
            Some("away") => Err(Unavailable { code: "LT0800", what: "rebuilding".to_owned() }.into()),
            _ => Ok(json!({ "name": name, "parameters": parameters })),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_are_answered_and_each_kind_of_no_comes_back_as_it_was() {
    let server = server();
    let projections = connect(&server, "projections").await;
    let _serving =
        query::serve(&projections, "projections", &["overview", "dossier"], Arc::new(Figures)).await.unwrap();
    let gateway = Connection::open(&server.target("gateway")).await.unwrap();
    let query = NatsQuery::new(gateway);
    let answer = query.query("overview", json!({ "day": "2020-10-05" })).await.unwrap();
    assert_eq!(answer, json!({ "name": "overview", "parameters": { "day": "2020-10-05" } }));
    let big = query.query("dossier", json!({ "ask": "big" })).await.unwrap();
    assert_eq!(big["big"].as_str().unwrap().chars().count(), 700_000);
    let ask = async |ask: &str| query.query("dossier", json!({ "ask": ask })).await.unwrap_err();
    assert_eq!(ask("missing").await, QueryError::NotFound { what: "dossier X".to_owned() });
    assert_eq!(ask("wrong").await, QueryError::Malformed { what: "ask: not so".to_owned() });
    let away = ask("away").await;
    assert!(matches!(&away, QueryError::Unavailable(what) if what.what.contains("LT0800")), "{away}");
    let nobody = query.query("proof", Value::Null).await.unwrap_err();
    assert!(matches!(&nobody, QueryError::Unavailable(what) if what.code == "LT0711"), "{nobody}");
}

/// Also across accounts, in parts, and whatever the agency writes into its question.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_asked_in_its_own_name_is_the_agencys_whose_user_asks() {
    let server = server();
    let projections = connect(&server, "projections").await;
    let _serving =
        query::serve_with_own(&projections, "projections", &[], &["annex", "personal"], Arc::new(Figures))
            .await
            .unwrap();
    let agency = Connection::open(&server.target("H22_TT")).await.unwrap();
    let query = NatsQuery::of_agency(agency, AgencyId::new("H22.TT").unwrap());
    let answer = query.query("annex", json!({ "code": "X", "agency": "H22.14" })).await.unwrap();
    assert_eq!(answer["parameters"], json!({ "code": "X", "agency": "H22.TT" }));
    let personal = query.query("personal", json!({ "code": "X", "agency": "H22.14" })).await.unwrap();
    assert_eq!(personal["parameters"], answer["parameters"], "whatever it is that is asked so");
    let nothing = query.query("annex", Value::Null).await.unwrap();
    assert_eq!(nothing["parameters"], json!({ "agency": "H22.TT" }));
    let big = query.query("annex", json!({ "ask": "big" })).await.unwrap();
    assert_eq!(big["big"].as_str().unwrap().chars().count(), 700_000);
    let no_object = query.query("annex", json!("X")).await.unwrap_err();
    assert!(matches!(no_object, QueryError::Malformed { .. }), "{no_object}");
    // In nobody's name nobody answers.
    let gateway = NatsQuery::new(Connection::open(&server.target("gateway")).await.unwrap());
    let nobody = gateway.query("annex", json!({ "code": "X", "agency": "H22.14" })).await.unwrap_err();
    assert!(matches!(&nobody, QueryError::Unavailable(what) if what.code == "LT0711"), "{nobody}");
}

/// What the server's files of messages hold, below a directory.
fn blocks(directory: &Path) -> Vec<Vec<u8>> {
    let of_messages = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "blk");
    files_below(directory)
        .into_iter()
        .filter(of_messages)
        .filter_map(|path| std::fs::read(path).ok())
        .collect()
}

/// A vault on a server, by the keepers' own users.
struct Vault {
    server: NatsServer,
}

impl Vault {
    async fn connect(&self, user: &str, role: &str) -> Connection {
        let mut target = self.server.target(user);
        target.role = role.to_owned();
        Connection::open(&target).await.unwrap()
    }
}

#[async_trait::async_trait]
impl KeyHarness for Vault {
    async fn store(&self) -> Arc<dyn KeyStore> {
        let keeper = self.connect("vault-consultation", "vault-keeper").await;
        Arc::new(NatsKeyStore::open(&keeper).await.unwrap())
    }

    async fn bytes(&self) -> Vec<Vec<u8>> {
        blocks(&self.server.store())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_vault_of_a_province_passes_the_suite() {
    for case in KeyCase::ALL {
        let vault = Vault { server: server() };
        let keeper = vault.connect("vault-routing", "vault-keeper").await;
        let missing = NatsKeyStore::open(&keeper).await.err().expect("there is no bucket yet");
        assert_eq!(missing.code, "LT0714");
        admin::create_vault(&vault.connect("vault-operator", "vault-operator").await).await.unwrap();
        run_key_case(*case, &vault).await;
    }
}

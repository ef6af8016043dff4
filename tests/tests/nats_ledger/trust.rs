//! Whose seals are believed: those of the log that record 1 of the catalogue names.

use crate::setup::connect;
use async_nats::jetstream::stream;
use futures::StreamExt as _;
use lienthong_catalogue::{CommandKind, Entry, EntryKind};
use lienthong_ledger::ports::{FollowError, Ledgers as _, SealOut as _};
use lienthong_ledger::seal::{Accepted, Sealer};
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::{Origin, Service};
use lienthong_nats::ledgers::NatsLedgers;
use lienthong_nats::seal_out::NatsSealOut;
use lienthong_nats::{Connection, admin};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::testing::examples;
use lienthong_protocol::{Body, Command, Event};
use lienthong_tests::NatsServer;
use std::sync::Arc;

fn named(name: &str) -> Origin {
    Origin::new(&format!("H22/{name}")).unwrap()
}

fn log(name: &str) -> NoteSigner {
    NoteSigner::for_log(&named(name), SigningKey::from_seed(&[1; 32]))
}

/// Record 1 of a catalogue that names this log's key.
fn opening(signer: &NoteSigner) -> Vec<u8> {
    let Entry::LedgerOpened(mut opened) = examples::entry(EntryKind::LedgerOpened) else {
        panic!("another entry")
    };
    opened.log_key = signer.verifier().to_string().into();
    let command = examples::catalogue_command(CommandKind::OpenLedger);
    let body = Body::Catalogue { drafted_by: None, command };
    let command = Command { act: examples::act(1, &examples::agency("H22")), body };
    assert_eq!(command.service(), Service::Publishing);
    examples::record(&command, vec![Event::Catalogue(Entry::LedgerOpened(opened))]).encode()
}

/// Publishes one record as the first seal of a ledger, signed by this key.
async fn seal(audit: &Connection, origin: &Origin, signer: &NoteSigner, record: &[u8]) {
    let bytes: Arc<[u8]> = record.into();
    let records = [Accepted { leaf: leaf_hash(&bytes), bytes }];
    let sealer = Sealer::new(origin.clone(), signer.clone());
    let batch = sealer.next(&records, examples::at("2020-10-05T07:00:00+07:00")).unwrap().batch;
    NatsSealOut::new(audit.clone(), origin.clone(), signer.verifier().clone()).publish(&batch).await.unwrap();
}

/// What following a ledger from its beginning gives first.
async fn first(connection: &Connection, name: &str, fingerprint: Option<Hash>) -> Result<u64, FollowError> {
    let ledgers = NatsLedgers::new(connection.clone(), fingerprint);
    let ledger = ledgers.ledger(&named(name)).await.unwrap().expect("its streams were made");
    let mut batches = ledger.follow_sealed(1);
    let first =
        tokio::time::timeout(std::time::Duration::from_secs(20), batches.next()).await.unwrap().unwrap();
    first.map(|batch| batch.size_after())
}

fn code(result: Result<u64, FollowError>) -> &'static str {
    match result {
        Err(FollowError::Unavailable(what)) => what.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_catalogue_names_the_key_of_every_ledger_of_its_unit() {
    let server = NatsServer::start();
    let operator = connect(&server, "operator").await;
    let inbox = stream::Config {
        name: "LT_INBOX".to_owned(),
        subjects: vec!["inbox.>".to_owned()],
        ..Default::default()
    };
    operator.jetstream().create_stream(inbox).await.unwrap();
    for name in ["2020", "catalogue"] {
        admin::create_ledger(&operator, &named(name)).await.unwrap();
    }
    let follower = connect(&server, "projections").await;
    let origins = NatsLedgers::new(follower.clone(), None).origins().await.unwrap();
    assert_eq!(origins, [named("catalogue"), named("2020")], "the catalogue first, and no other stream");

    let audit = connect(&server, "audit").await;
    let record = opening(&log("catalogue"));
    seal(&audit, &named("2020"), &log("2020"), &record).await;
    assert_eq!(code(first(&follower, "2020", None).await), "LT0715", "nothing names the key yet");

    seal(&audit, &named("catalogue"), &log("catalogue"), &record).await;
    for fingerprint in [None, Some(leaf_hash(&record))] {
        for name in ["catalogue", "2020"] {
            assert_eq!(first(&follower, name, fingerprint).await, Ok(1));
        }
    }
    let elsewhere = Some(leaf_hash(b"another province"));
    assert_eq!(code(first(&follower, "2020", elsewhere).await), "LT0715");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_catalogue_that_is_sealed_by_another_key_than_it_names_is_not_believed() {
    let server = NatsServer::start();
    admin::create_ledger(&connect(&server, "operator").await, &named("catalogue")).await.unwrap();
    let forger = NoteSigner::for_log(&named("catalogue"), SigningKey::from_seed(&[66; 32]));
    let audit = connect(&server, "audit").await;
    seal(&audit, &named("catalogue"), &forger, &opening(&log("catalogue"))).await;
    assert_eq!(code(first(&connect(&server, "projections").await, "catalogue", None).await), "LT0715");
}

//! Three servers with the files of `deploy/nats`: what one of them loses, the others have.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use async_nats::jetstream::{self, stream};
use lienthong_tests::NatsCluster;
use lienthong_tests::nats::Settings;

/// Electing a leader takes seconds, on a busy machine more.
const PATIENCE: Duration = Duration::from_secs(40);

#[tokio::test]
async fn an_acknowledged_record_outlives_any_one_server() {
    let mut cluster = NatsCluster::start(&Settings::new());
    let operator = jetstream::new(cluster.connect("operator").await);
    let config = stream::Config {
        name: "LT_H22_2020".to_owned(),
        subjects: vec!["ledger.H22_2020.>".to_owned()],
        num_replicas: 3,
        deny_delete: true,
        deny_purge: true,
        ..Default::default()
    };
    let started = Instant::now();
    while let Err(error) = operator.create_stream(config.clone()).await {
        assert!(started.elapsed() < PATIENCE, "no stream of three replicas: {error}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }

    let routing = jetstream::new(cluster.connect("routing").await);
    append(&routing, "before").await;
    let leader = leader(&operator).await;
    cluster.kill(leader);
    append(&routing, "without").await;
    cluster.start_again(leader);
    append(&routing, "after").await;

    let stream = operator.get_stream("LT_H22_2020").await.expect("the stream stands");
    assert_eq!(stream.cached_info().config.num_replicas, 3);
    for dossier in ["before", "without", "after"] {
        let subject = format!("ledger.H22_2020.dossier.{dossier}");
        stream.get_last_raw_message_by_subject(&subject).await.unwrap_or_else(|e| panic!("{subject}: {e}"));
    }
}

/// The server that acknowledged so far: losing it is the worst that can happen. Its name ends with its number.
async fn leader(operator: &jetstream::Context) -> usize {
    let stream = operator.get_stream("LT_H22_2020").await.expect("the stream stands");
    let cluster = stream.cached_info().cluster.clone().expect("a replicated stream");
    let name = cluster.leader.expect("it has a leader");
    name.strip_prefix("lienthong-").expect("a name as in node-N.conf").parse().expect("a number")
}

/// Appends with expected revision 0, as a sender does that hears no acknowledgement: again, until the record is there.
async fn append(routing: &jetstream::Context, dossier: &str) {
    let subject = format!("ledger.H22_2020.dossier.{dossier}");
    let started = Instant::now();
    loop {
        let mut expecting = async_nats::HeaderMap::new();
        expecting.insert("Nats-Expected-Last-Subject-Sequence", "0");
        let sent = routing.publish_with_headers(subject.clone(), expecting, "record".into()).await;
        match sent.expect("the connection is made again by itself").await {
            Ok(_) => return,
            Err(e) if e.kind() == jetstream::context::PublishErrorKind::WrongLastSequence => return,
            Err(e) => assert!(started.elapsed() < PATIENCE, "{subject}: {e}"),
        }
    }
}

//! A real server with the files of `deploy/nats`: each role can do its work, and nothing else.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::time::Duration;

use async_nats::jetstream::{self, consumer, kv, stream};
use async_nats::{Client, Event, HeaderMap};
use futures::StreamExt as _;
use lienthong_tests::NatsServer;
use lienthong_tests::nats::Settings;
use tokio::sync::mpsc;
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(10);

/// Two agencies; the historian may write for the first.
fn server() -> NatsServer {
    Settings::new().agencies(&["H22_TT", "H22_14"]).history_of(&["H22_TT"]).start()
}

/// A connection that keeps what the server refused it.
struct Probe {
    user: String,
    client: Client,
    refusals: mpsc::UnboundedReceiver<String>,
}

impl Probe {
    async fn connect(server: &NatsServer, user: &str) -> Self {
        let (sender, refusals) = mpsc::unbounded_channel();
        let options = async_nats::ConnectOptions::with_nkey(server.users().seed(user))
            .custom_inbox_prefix(server.users().inbox(user))
            .event_callback(move |event| {
                if let Event::ServerError(error) = event {
                    let _ = sender.send(error.to_string());
                }
                async {}
            });
        let client = options.connect(server.url()).await.expect("the user is let in");
        Self { user: user.to_owned(), client, refusals }
    }

    /// Publishes, and expects the server to refuse it by name.
    async fn cannot_publish(&mut self, subject: &str) {
        self.client.publish(subject.to_owned(), "{}".into()).await.expect("the connection stands");
        self.expect_refusal("publish", subject).await;
    }

    /// Subscribes, and expects the server to refuse it by name.
    async fn cannot_subscribe(&mut self, subject: &str) {
        let _subscriber = self.client.subscribe(subject.to_owned()).await.expect("the connection stands");
        self.expect_refusal("subscription", subject).await;
    }

    async fn expect_refusal(&mut self, what: &str, subject: &str) {
        let Ok(Some(refusal)) = timeout(SOON, self.refusals.recv()).await else {
            panic!("{} was not refused {what} of {subject}", self.user)
        };
        let lower = refusal.to_lowercase();
        assert!(
            lower.contains("permissions violation") && lower.contains(what) && refusal.contains(subject),
            "{}: {what} of {subject}: {refusal}",
            self.user
        );
    }
}

/// Streams as the operator makes them; only the permissions keep them, not `deny_delete`.
async fn make_streams(server: &NatsServer) -> jetstream::Context {
    let operator = jetstream::new(server.connect("operator").await);
    for (name, subjects) in
        [("LT_H22_2020", "ledger.H22_2020.>"), ("LT_SEALS", "seal.>"), ("LT_INBOX", "inbox.>")]
    {
        let config = stream::Config {
            name: name.to_owned(),
            subjects: vec![subjects.to_owned()],
            allow_direct: true,
            ..Default::default()
        };
        operator.create_stream(config).await.expect("the operator makes streams");
    }
    operator
}

async fn append(context: &jetstream::Context, subject: &str) -> u64 {
    let acknowledged =
        context.publish(subject.to_owned(), "record".into()).await.expect("the connection stands");
    acknowledged.await.unwrap_or_else(|e| panic!("{subject}: {e}")).sequence
}

#[tokio::test]
async fn an_agency_sends_hears_and_takes_only_its_own() {
    let server = server();
    make_streams(&server).await;
    let mut agency = Probe::connect(&server, "H22_TT").await;

    for subject in [
        "intake.routing.H22_14",
        "ledger.H22_2020.dossier.D1",
        "seal.H22_2020",
        "checkpoint.H22_2020",
        "inbox.H22_TT.1",
        "query.dossier",
        "query.annex.H22_14",
        "query.personal.H22_14",
        "query.attachment.H22_14",
        "query.attachments",
        "$O.attachments.M.eA==",
        "$O.attachments.C.1",
        "$JS.API.DIRECT.GET.OBJ_attachments",
        "$JS.API.STREAM.INFO.LT_H22_2020",
        "$JS.API.STREAM.MSG.GET.LT_H22_2020",
        "$JS.API.CONSUMER.MSG.NEXT.LT_INBOX.H22_14",
        "$JS.API.CONSUMER.CREATE.LT_INBOX.mine.inbox.H22_14.>",
        "$JS.ACK.LT_INBOX.H22_14.1.1.1.1.1",
        "_INBOX_H22_14.reply",
    ] {
        agency.cannot_publish(subject).await;
    }
    for subject in [
        ">",
        "inbox.H22_14.>",
        "inbox.>",
        "_INBOX_H22_14.>",
        "_INBOX_gateway.>",
        "intake.routing.H22_TT",
        "attach.>",
        "$O.>",
        "ledger.>",
    ] {
        agency.cannot_subscribe(subject).await;
    }
}

/// Waits until the server has seen what the client sent before: it answers in order.
async fn settle(client: &Client) {
    client.request("$JS.API.INFO", "".into()).await.expect("services may ask how JetStream is");
}

#[tokio::test]
async fn a_submission_is_answered_and_only_its_sender_hears_it() {
    let server = server();
    let routing = server.connect("routing").await;
    let mut intake = routing.queue_subscribe("intake.routing.*", "routing".to_owned()).await.unwrap();
    settle(&routing).await;
    let agency = server.connect("H22_TT").await;
    let gateway = server.connect("gateway").await;
    let answering = async {
        for _ in 0..2 {
            let submission = timeout(SOON, intake.next()).await.unwrap().expect("a submission arrives");
            let reply = submission.reply.expect("the sender waits");
            routing.publish(reply, submission.subject.as_str().to_owned().into()).await.unwrap();
        }
    };
    let asking = async {
        let own =
            agency.request("intake.routing.H22_TT", "signed".into()).await.expect("its own intake answers");
        assert_eq!(own.payload, "intake.routing.H22_TT");
        let carried =
            gateway.request("intake.routing.H22_14", "signed".into()).await.expect("the gateway carries");
        assert_eq!(carried.payload, "intake.routing.H22_14");
    };
    tokio::join!(answering, asking);

    let mut routing = Probe::connect(&server, "routing").await;
    routing.cannot_publish("_INBOX_H22_TT.unasked").await;
    routing.cannot_subscribe("intake.publishing.*").await;
    routing.cannot_subscribe("_INBOX_gateway.>").await;
}

/// How an agency asks for its next delivery.
const NEXT: &str = "$JS.API.CONSUMER.MSG.NEXT.LT_INBOX.H22_TT";

/// The durable consumer of the agency, and deliveries by routing.
async fn deliver(server: &NatsServer, operator: &jetstream::Context, subjects: &[&str]) {
    let config = consumer::pull::Config {
        durable_name: Some("H22_TT".to_owned()),
        filter_subject: "inbox.H22_TT.>".to_owned(),
        ..Default::default()
    };
    operator.create_consumer_on_stream(config, "LT_INBOX").await.unwrap();
    let routing = jetstream::new(server.connect("routing").await);
    for subject in subjects {
        append(&routing, subject).await;
    }
}

#[tokio::test]
async fn a_delivery_is_taken_and_acknowledged_by_its_agency() {
    let server = server();
    let operator = make_streams(&server).await;
    deliver(&server, &operator, &["inbox.H22_14.1", "inbox.H22_TT.1"]).await;

    // An agency has no right to look at streams: it asks for the next delivery by the bare protocol.
    let agency = server.connect("H22_TT").await;
    let reply = agency.new_inbox();
    let mut taken = agency.subscribe(reply.clone()).await.unwrap();
    agency.publish_with_reply(NEXT, reply, "1".into()).await.unwrap();
    let delivery = timeout(SOON, taken.next()).await.expect("a delivery waits").unwrap();
    assert_eq!(delivery.subject.as_str(), "inbox.H22_TT.1");
    agency
        .request(delivery.reply.expect("a delivery wants its acknowledgement"), "+ACK".into())
        .await
        .unwrap();

    let stream = operator.get_stream("LT_INBOX").await.unwrap();
    let info = stream.consumer_info("H22_TT").await.unwrap();
    assert_eq!((info.num_pending, info.num_ack_pending), (0, 0));
}

/// No permission looks at the subject of a reply: were agencies in one account with the ledger, all three of these would
/// be written into it, by JetStream or by the service that answers.
#[tokio::test]
async fn a_reply_cannot_be_aimed_at_the_ledger() {
    let server = server();
    let operator = make_streams(&server).await;
    deliver(&server, &operator, &["inbox.H22_TT.1"]).await;
    let routing = server.connect("routing").await;
    let mut intake = routing.queue_subscribe("intake.routing.*", "routing".to_owned()).await.unwrap();
    settle(&routing).await;

    let agency = server.connect("H22_TT").await;
    let aimed = "ledger.H22_2020.dossier.D1";
    agency.publish_with_reply(NEXT, aimed, "1".into()).await.unwrap();
    agency.publish_with_reply("$JS.ACK.LT_INBOX.H22_TT.1.1.1.1.1", aimed, "+ACK".into()).await.unwrap();
    agency.publish_with_reply("intake.routing.H22_TT", aimed, "signed".into()).await.unwrap();
    let submission = timeout(SOON, intake.next()).await.unwrap().expect("a submission arrives");
    let reply = submission.reply.expect("there is a reply subject");
    assert!(!reply.starts_with("ledger."), "the service would answer to {reply}");
    routing.publish(reply, "answer".into()).await.unwrap();
    settle(&routing).await;

    let mut stream = operator.get_stream("LT_H22_2020").await.unwrap();
    assert_eq!(stream.info().await.unwrap().state.messages, 0, "nothing was written into the ledger");
}

#[tokio::test]
async fn a_whole_submission_goes_in_and_its_answers_stream_back_in_chunks() {
    let server = server();
    let routing = server.connect("routing").await;
    let mut intake = routing.queue_subscribe("intake.routing.*", "routing".to_owned()).await.unwrap();
    settle(&routing).await;
    let agency = server.connect("H22_TT").await;
    let inbox = agency.new_inbox();
    let mut answers = agency.subscribe(inbox.clone()).await.unwrap();
    let largest = vec![7_u8; 768 * 1024];
    agency.publish_with_reply("intake.routing.H22_TT", inbox, largest.into()).await.unwrap();

    let submission = timeout(SOON, intake.next()).await.unwrap().expect("a submission arrives");
    assert_eq!(submission.payload.len(), 768 * 1024);
    let reply = submission.reply.expect("the sender waits");
    for chunk in 0..10_u8 {
        routing.publish(reply.clone(), vec![chunk].into()).await.unwrap();
    }
    for chunk in 0..10_u8 {
        let answer = timeout(SOON, answers.next()).await.expect("every chunk arrives, in order").unwrap();
        assert_eq!(answer.payload.as_ref(), [chunk]);
    }
}

#[tokio::test]
async fn nobody_but_the_operator_makes_changes_or_ends_a_stream() {
    let server = server();
    let operator = make_streams(&server).await;
    append(&jetstream::new(server.connect("routing").await), "ledger.H22_2020.dossier.D1").await;

    let everybody = [
        "routing",
        "consultation",
        "publishing",
        "inspection",
        "audit",
        "projections",
        "gateway",
        "historian",
        "H22_TT",
    ];
    for user in everybody {
        let mut probe = Probe::connect(&server, user).await;
        for verb in [
            "CREATE",
            "UPDATE",
            "DELETE",
            "PURGE",
            "MSG.DELETE",
            "SNAPSHOT",
            "RESTORE",
            "PEER.REMOVE",
            "LEADER.STEPDOWN",
        ] {
            for stream in ["LT_H22_2020", "OBJ_attachments"] {
                probe.cannot_publish(&format!("$JS.API.STREAM.{verb}.{stream}")).await;
            }
        }
    }
    let mut stream = operator.get_stream("LT_H22_2020").await.unwrap();
    assert_eq!(stream.info().await.unwrap().state.messages, 1, "the record stands");

    stream.purge().await.expect("what others are refused, the operator can do");
    operator.delete_stream("LT_H22_2020").await.expect("what others are refused, the operator can do");
}

#[tokio::test]
async fn deciders_append_the_sealer_seals_and_projections_see_only_what_is_sealed() {
    let server = server();
    make_streams(&server).await;
    let subject = "ledger.H22_2020.dossier.D1";
    for service in ["routing", "consultation", "publishing", "inspection"] {
        append(&jetstream::new(server.connect(service).await), subject).await;
    }

    let audit = jetstream::new(server.connect("audit").await);
    assert_eq!(read(&audit, "LT_H22_2020", "ledger.H22_2020.>", 4).await, vec![subject; 4]);
    append(&audit, "seal.H22_2020").await;
    let projections = jetstream::new(server.connect("projections").await);
    assert_eq!(read(&projections, "LT_SEALS", "seal.>", 1).await, ["seal.H22_2020"]);
    let historian = jetstream::new(server.connect("historian").await);
    assert_eq!(read(&historian, "LT_SEALS", "seal.H22_2020", 1).await, ["seal.H22_2020"]);
    append(&projections, "ledger.H22_2020.access.D1").await;

    let refused = [
        ("audit", ["ledger.H22_2020.dossier.D1", "inbox.H22_TT.1", "intake.routing.H22_TT"]),
        (
            "projections",
            ["ledger.H22_2020.dossier.D1", "seal.H22_2020", "$JS.API.STREAM.MSG.GET.LT_H22_2020"],
        ),
        (
            "projections",
            ["intake.routing.H22_TT", "$JS.API.CONSUMER.CREATE.LT_H22_2020", "checkpoint.H22_2020"],
        ),
        ("consultation", ["inbox.H22_TT.1", "seal.H22_2020", "checkpoint.H22_2020"]),
        ("gateway", ["ledger.H22_2020.dossier.D1", "seal.H22_2020", "$JS.API.STREAM.INFO.LT_H22_2020"]),
        ("gateway", ["query.annex.H22_14", "query.personal.H22_14", "inbox.H22_14.1"]),
        ("gateway", ["query.attachment.H22_14", "$O.attachments.C.1", "$JS.API.DIRECT.GET.OBJ_attachments"]),
        ("projections", ["$O.attachments.C.1", "$O.attachments.M.eA==", "attach.begin"]),
        ("consultation", ["$O.attachments.C.1", "$O.attachments.M.eA==", "attach.begin"]),
        (
            "historian",
            ["$O.attachments.C.1", "query.attachment.H22_14", "$JS.API.DIRECT.GET.OBJ_attachments"],
        ),
        ("historian", ["intake.routing.H22_14", "ledger.H22_2020.dossier.D1", "seal.H22_2020"]),
        ("operator", ["ledger.H22_2020.dossier.D1", "intake.routing.H22_TT", "seal.H22_2020"]),
    ];
    for (user, subjects) in refused {
        let mut probe = Probe::connect(&server, user).await;
        for subject in subjects {
            probe.cannot_publish(subject).await;
        }
    }
}

/// Reads `count` messages with an ordered consumer and gives their subjects. It has a name: only then the filter stands
/// in the subject of the request, where permissions see it.
async fn read(context: &jetstream::Context, stream: &str, filter: &str, count: usize) -> Vec<String> {
    let name = Some(context.client().new_inbox().replace('.', "_"));
    let config =
        consumer::pull::OrderedConfig { name, filter_subject: filter.to_owned(), ..Default::default() };
    let consumer =
        context.create_consumer_on_stream(config, stream).await.unwrap_or_else(|e| panic!("{filter}: {e}"));
    let messages = consumer.messages().await.unwrap().take(count);
    let subjects = messages.map(|message| message.unwrap().subject.to_string()).collect();
    timeout(SOON, subjects).await.unwrap_or_else(|_| panic!("fewer than {count} of {filter}"))
}

#[tokio::test]
async fn the_expected_revision_is_kept_by_the_server() {
    let server = server();
    make_streams(&server).await;
    let routing = jetstream::new(server.connect("routing").await);
    let mut expecting = HeaderMap::new();
    expecting.insert("Nats-Expected-Last-Subject-Sequence", "0");
    let subject = "ledger.H22_2020.dossier.D1";
    let first = routing.publish_with_headers(subject, expecting.clone(), "a".into()).await.unwrap();
    assert_eq!(first.await.unwrap().sequence, 1);
    let second = routing.publish_with_headers(subject, expecting, "b".into()).await.unwrap();
    assert_eq!(second.await.unwrap_err().kind(), jetstream::context::PublishErrorKind::WrongLastSequence);
}

#[tokio::test]
async fn keys_of_personal_data_live_in_an_account_of_their_own() {
    let server = server();
    let operator = jetstream::new(server.connect("vault-operator").await);
    let config = kv::Config { bucket: "keys".to_owned(), history: 1, ..Default::default() };
    operator.create_key_value(config).await.expect("the operator of the vault makes the bucket");

    let keeper = jetstream::new(server.connect("vault-routing").await).get_key_value("keys").await.unwrap();
    keeper.put("D1", "wrapped key".into()).await.unwrap();
    let reader =
        jetstream::new(server.connect("vault-projections").await).get_key_value("keys").await.unwrap();
    assert_eq!(reader.get("D1").await.unwrap().expect("the key is there"), "wrapped key");
    keeper.purge("D1").await.unwrap();
    assert_eq!(reader.get("D1").await.unwrap(), None, "an ended key is gone");

    let mut probe = Probe::connect(&server, "vault-projections").await;
    probe.cannot_publish("$KV.keys.D1").await;
    probe.cannot_publish("$JS.API.STREAM.DELETE.KV_keys").await;
    probe.cannot_publish("$JS.API.STREAM.MSG.DELETE.KV_keys").await;
    let mut probe = Probe::connect(&server, "vault-routing").await;
    probe.cannot_publish("$JS.API.STREAM.PURGE.KV_keys").await;
    probe.cannot_publish("$JS.API.STREAM.SNAPSHOT.KV_keys").await;
    let mut probe = Probe::connect(&server, "vault-operator").await;
    probe.cannot_publish("$KV.keys.D1").await;
    probe.cannot_publish("$JS.API.STREAM.MSG.GET.KV_keys").await;
    probe.cannot_publish("$JS.API.DIRECT.GET.KV_keys").await;

    let elsewhere = jetstream::new(server.connect("routing").await).get_key_value("keys").await;
    assert!(elsewhere.is_err(), "the account of the ledgers does not see the vault");
}

#[tokio::test]
async fn a_stranger_is_not_let_in() {
    let server = server();
    let stranger = nkeys::KeyPair::new_user().seed().unwrap();
    assert!(async_nats::connect(server.url()).await.is_err(), "nobody comes in without a key");
    let connected = async_nats::ConnectOptions::with_nkey(stranger).connect(server.url()).await;
    assert!(connected.is_err(), "nobody comes in with a key of their own making");
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9_and_the_server_says_that_it_syncs() {
    let mut server = server();
    make_streams(&server).await;
    append(&jetstream::new(server.connect("routing").await), "ledger.H22_2020.dossier.D1").await;
    let varz: serde_json::Value =
        ureq::get(format!("{}/varz", server.monitor_url())).call().unwrap().body_mut().read_json().unwrap();
    assert_eq!(varz["jetstream"]["config"]["sync_always"], true);
    assert_eq!(varz["max_payload"], 1024 * 1024);
    assert_eq!(varz["http_host"], "127.0.0.1", "figures never leave the machine");

    server.kill();
    server.start_again();
    let audit = jetstream::new(server.connect("audit").await);
    assert_eq!(read(&audit, "LT_H22_2020", "ledger.>", 1).await, ["ledger.H22_2020.dossier.D1"]);
    server.stop();
    server.start_again();
    let audit = jetstream::new(server.connect("audit").await);
    assert_eq!(read(&audit, "LT_H22_2020", "ledger.>", 1).await, ["ledger.H22_2020.dossier.D1"]);
}

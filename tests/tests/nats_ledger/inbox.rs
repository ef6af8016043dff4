//! What agencies are told, over a real server: the suite that every inbox passes, and sealed records to agencies through all that
//! can be restarted.

use crate::setup::{Running, connect, ledger, ledgers, make_ledger, origin};
use async_trait::async_trait;
use jiff::Timestamp;
use lienthong_dossier::{Channel, Event, Purpose};
use lienthong_inspection::Inspection;
use lienthong_ledger::conformance::{InboxCase, InboxHarness, run_inbox_case};
use lienthong_ledger::inbox::{DELIVERIES, InboxQuery, Taken};
use lienthong_ledger::placing::dedupe_digest;
use lienthong_ledger::ports::{Append, Inbox, Ledger, Query};
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::{AgencyId, CommandId, DossierCode, LegId, StreamName};
use lienthong_nats::inbox::NatsInbox;
use lienthong_nats::query::{self, NatsQuery};
use lienthong_nats::{Connection, admin};
use lienthong_protocol::testing::examples;
use lienthong_protocol::{Body, Command, Record};
use lienthong_routing::Routing;
use lienthong_service::delivering::{self, By, Followed};
use lienthong_tests::nats::Settings;
use lienthong_tests::{NatsServer, temp_dir};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// Shorter than anybody's in earnest.
const ACK_WAIT: Duration = Duration::from_secs(1);

const DESK: &str = "H22.02";
const PLANNING: &str = "H22.14";
const BUILDING: &str = "H22.19";

fn agency(code: &str) -> AgencyId {
    AgencyId::new(code).unwrap()
}

async fn server() -> NatsServer {
    let server = Settings::new().agencies(&["H22_02", "H22_14", "H22_19", "H22_77"]).start();
    admin::create_inbox(&connect(&server, "operator").await).await.unwrap();
    server
}

async fn routing(server: &NatsServer) -> NatsInbox {
    NatsInbox::open(connect(server, "routing").await).await.unwrap().with_ack_wait(ACK_WAIT)
}

/// As the agency's own user.
async fn own(server: &NatsServer, code: &str) -> NatsInbox {
    let user = code.replace('.', "_");
    NatsInbox::of_agency(Connection::open(&server.target(&user)).await.unwrap())
}

struct Broker(Mutex<NatsServer>);

#[async_trait]
impl InboxHarness for Broker {
    async fn teller(&self) -> Arc<dyn Inbox> {
        Arc::new(routing(&*self.0.lock().await).await)
    }

    async fn agency(&self, agency: &AgencyId) -> Arc<dyn Inbox> {
        Arc::new(own(&*self.0.lock().await, agency.as_str()).await)
    }

    async fn restart(&self) {
        let mut server = self.0.lock().await;
        server.kill();
        server.start_again();
    }

    async fn patience(&self) {
        tokio::time::sleep(ACK_WAIT + Duration::from_millis(500)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_inbox_on_jetstream_passes_the_suite() {
    for case in InboxCase::ALL {
        run_inbox_case(*case, &Broker(Mutex::new(server().await))).await;
    }
}

/// The records of some dossiers, each after the one before it.
struct Desk {
    ledger: Arc<dyn Ledger>,
    heads: BTreeMap<DossierCode, (u64, Hash)>,
    number: u64,
}

impl Desk {
    fn new(ledger: Arc<dyn Ledger>) -> Self {
        Self { ledger, heads: BTreeMap::new(), number: 0 }
    }

    async fn record(&mut self, dossier: &DossierCode, by: &str, events: Vec<Event>) {
        self.number += 1;
        let mut id = [0; 16];
        id[8..].copy_from_slice(&self.number.to_be_bytes());
        let mut command: Command = examples::commands().swap_remove(0);
        command.act.id = CommandId::version_8(id);
        command.act.agency = agency(by);
        if let Body::Dossier { code, .. } = &mut command.body {
            *code = dossier.clone();
        }
        let stream = StreamName::dossier(dossier);
        let head = self.heads.get(dossier).copied();
        let events = events.into_iter().map(Into::into).collect();
        let record = Record {
            origin: origin(),
            stream: stream.clone(),
            revision: head.map_or(0, |(revision, _)| revision) + 1,
            previous: head.map(|(_, leaf)| leaf),
            ..examples::record(&command, events)
        };
        let bytes = record.encode();
        let append = Append {
            expected_revision: record.revision - 1,
            expected_head: record.previous,
            dedupe: dedupe_digest(&command.act.agency, &command.act.id, &stream),
            stream,
            bytes: bytes.clone(),
        };
        self.ledger.append(append).await.unwrap();
        self.heads.insert(dossier.clone(), (record.revision, leaf_hash(&bytes)));
    }

    /// Received by the desk for planning, and sent from there to building twice.
    async fn dossier(&mut self, number: u32) {
        let dossier = DossierCode::new(&format!("H22.02-201012-{number:04}")).unwrap();
        self.record(&dossier, DESK, vec![received()]).await;
        for leg in ["l1", "l2"] {
            self.record(&dossier, PLANNING, vec![sent(leg)]).await;
        }
    }
}

fn received() -> Event {
    Event::DossierReceived {
        desk: agency(DESK),
        procedure_version: 1,
        process_version: None,
        receiving_appointment: None,
        competent: agency(PLANNING),
        custodian: agency(PLANNING),
        channel: Channel::Desk,
        handed_in: Vec::new(),
        clock_from: Timestamp::UNIX_EPOCH,
        appointment: None,
    }
}

fn sent(leg: &str) -> Event {
    Event::LegSent {
        leg: LegId::new(leg).unwrap(),
        from: agency(PLANNING),
        to: agency(BUILDING),
        purpose: Purpose::Appraisal,
        due: None,
        acknowledge_by: None,
        outside_term: false,
        documents: Vec::new(),
        note: "".into(),
        parent: None,
    }
}

/// Tells as a routing service of its own does, until it is aborted.
async fn teller(server: &NatsServer) -> JoinHandle<()> {
    let connection = connect(server, "routing").await;
    let inbox = NatsInbox::open(connection.clone()).await.unwrap().with_ack_wait(ACK_WAIT);
    tokio::spawn(delivering::run(Arc::new(ledgers(connection)), Arc::new(inbox), rules))
}

fn rules() -> Vec<Box<dyn Followed>> {
    vec![By::<Routing>::rules(), By::<Inspection>::rules()]
}

async fn take(inbox: &NatsInbox, of: &str) -> Option<Taken> {
    inbox.next(&agency(of), Duration::from_secs(5)).await.unwrap()
}

/// Takes and acknowledges until so many different ones have come; those that came, repeats left out.
async fn drain(server: &NatsServer, of: &str, count: usize) -> Vec<Taken> {
    let inbox = own(server, of).await;
    let mut all: Vec<Taken> = Vec::new();
    for _ in 0..20 {
        while let Some(taken) = take(&inbox, of).await {
            inbox.acknowledge(&agency(of), &taken.token).await.unwrap();
            if all.iter().all(|known| known.delivery.id != taken.delivery.id) {
                all.push(taken);
            }
            if all.len() == count {
                return all;
            }
        }
    }
    panic!("{of} was told {} things, not {count}", all.len())
}

fn in_order_for_each_stream(taken: &[Taken]) -> bool {
    let mut last: BTreeMap<&StreamName, u64> = BTreeMap::new();
    taken.iter().all(|taken| {
        let delivery = &taken.delivery;
        last.insert(&delivery.stream, delivery.revision).is_none_or(|before| before < delivery.revision)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sealed_comes_to_those_it_concerns_through_the_end_of_tellers_and_of_the_server() {
    let (mut server, disk) = (server().await, temp_dir());
    make_ledger(&server).await;
    let sealer = Running::start(&server, &disk.path().join("2020")).await.unwrap();
    let tellers = [teller(&server).await, teller(&server).await];
    let mut desk = Desk::new(ledger(&server, "routing").await.0);
    for number in 1..=5 {
        desk.dossier(number).await;
    }
    // Planning acknowledges; building takes one and dies with it.
    let planning = drain(&server, PLANNING, 5).await;
    assert!(planning.iter().all(|taken| taken.delivery.events[0].get("dossierReceived").is_some()));
    let building = own(&server, BUILDING).await;
    let first = take(&building, BUILDING).await.expect("a leg was sent to it").delivery;
    assert_eq!((first.by.as_str(), first.events.len()), (PLANNING, 1), "{first:?}");
    assert_eq!(first.events[0]["legSent"]["to"], BUILDING);
    drop(building);
    // A teller dies, then the server, then both begin again while the desk goes on.
    for teller in tellers {
        teller.abort();
    }
    sealer.stop().await;
    server.kill();
    server.start_again();
    let sealer = Running::start(&server, &disk.path().join("2020")).await.unwrap();
    let tellers = [teller(&server).await, teller(&server).await];
    let mut again = Desk::new(ledger(&server, "routing").await.0);
    again.number = desk.number;
    for number in 6..=8 {
        again.dossier(number).await;
    }
    let building = drain(&server, BUILDING, 16).await;
    assert_eq!(building[0].delivery, first, "what was not acknowledged comes first, and again");
    // Which attempt it is, a server that was killed may have forgotten: it writes that down some time after.
    assert!(in_order_for_each_stream(&building), "{building:#?}");
    assert_eq!(drain(&server, PLANNING, 3).await.len(), 3, "and nothing that it had acknowledged");
    assert!(take(&own(&server, PLANNING).await, PLANNING).await.is_none());
    assert!(take(&own(&server, DESK).await, DESK).await.is_none(), "nobody is told what it did itself");
    for teller in tellers {
        teller.abort();
    }
    sealer.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_takes_acknowledges_or_reads_what_another_is_told() {
    let server = server().await;
    let told = lienthong_ledger::inbox::Told {
        origin: origin(),
        after: 0,
        upto: 1,
        deliveries: vec![lienthong_ledger::inbox::Delivery {
            id: "H22/2020:1:H22.14".parse().unwrap(),
            stream: "dossier.H22.02-201012-0001".parse().unwrap(),
            revision: 1,
            recorded_at: Timestamp::UNIX_EPOCH,
            by: agency(DESK),
            events: Vec::new(),
        }],
    };
    let inbox = Arc::new(routing(&server).await);
    assert!(inbox.tell(told).await.unwrap());
    let taken = take(&own(&server, PLANNING).await, PLANNING).await.expect("it is told");
    let wait = Duration::from_millis(200);
    // Another agency, and every service that reads streams, is refused by the server: it does not even answer.
    let building = own(&server, BUILDING).await;
    let refused = building.next(&agency(PLANNING), wait).await.unwrap_err();
    assert_eq!(refused.code, "LT0028", "{refused}");
    for user in ["routing", "audit", "projections", "historian", "consultation", "publishing", "inspection"] {
        let service = NatsInbox::of_agency(Connection::open(&server.target(user)).await.unwrap());
        let refused = service.next(&agency(PLANNING), wait).await.unwrap_err();
        assert_eq!(refused.code, "LT0028", "{user}: {refused}");
        let refused = service.acknowledge(&agency(PLANNING), &taken.token).await.unwrap_err().to_string();
        assert!(refused.starts_with("LT0028"), "{user}: {refused}");
    }
    // It is there still, and everybody who may ask sees that it is.
    let question: Arc<dyn Query> = Arc::new(InboxQuery::new(inbox));
    let serving = connect(&server, "routing").await;
    let _serving = query::serve(&serving, DELIVERIES, &[DELIVERIES], question).await.unwrap();
    let gateway = NatsQuery::new(Connection::open(&server.target("gateway")).await.unwrap());
    let answer = gateway.query(DELIVERIES, Value::Null).await.unwrap();
    assert_eq!(
        (&answer["count"], &answer["agencies"][0]["agency"]),
        (&1.into(), &"H22.14".into()),
        "{answer}"
    );
    assert_eq!(answer["agencies"][0]["oldest"], "H22/2020:1:H22.14");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_stream_for_deliveries_or_with_one_that_loses_them_nobody_tells() {
    let server = Settings::new().start();
    let missing = NatsInbox::open(connect(&server, "routing").await).await.err().expect("it is not there");
    assert_eq!(missing.code(), "LT0025", "{missing}");
    let operator = connect(&server, "operator").await;
    let config = async_nats::jetstream::stream::Config {
        name: "LT_INBOX".to_owned(),
        subjects: vec!["inbox.>".to_owned()],
        max_messages: 10,
        ..Default::default()
    };
    operator.jetstream().create_stream(config).await.unwrap();
    let unsafe_stream = NatsInbox::open(connect(&server, "routing").await).await.err().expect("it loses");
    let text = unsafe_stream.to_string();
    assert!(text.starts_with("LT0703") && text.contains("workqueue") && text.contains("max_msgs"), "{text}");
    assert!(admin::create_inbox(&operator).await.is_err(), "and it is not changed behind anybody's back");
}

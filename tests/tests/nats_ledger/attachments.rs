//! What documents say, on a real server: the suite that every store passes, and handing in through it.

use crate::setup::connect;
use async_trait::async_trait;
use futures::{StreamExt as _, stream};
use lienthong_ledger::attachments::{
    AttachmentError, AttachmentName, Attachments, Bytes, HandIn, Shelf, State, Taken,
};
use lienthong_ledger::conformance::{AttachmentCase, AttachmentHarness, run_attachment_case};
use lienthong_ledger::keystore::DirectoryKeyStore;
use lienthong_names::DossierCode;
use lienthong_nats::attachments::{self, NatsAttachments, NatsHandIn};
use lienthong_nats::{Connection, admin};
use lienthong_protocol::attachment::{Content, PART};
use lienthong_tests::nats::Settings;
use lienthong_tests::{NatsServer, temp_dir};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

fn server() -> NatsServer {
    Settings::new().agencies(&["H22_02"]).start()
}

async fn make_bucket(server: &NatsServer) {
    admin::create_attachments(&connect(server, "operator").await).await.unwrap();
}

/// As the service that writes.
async fn store(server: &NatsServer) -> NatsAttachments {
    NatsAttachments::open(&connect(server, "routing").await).await.unwrap()
}

struct Broker(NatsServer);

#[async_trait]
impl AttachmentHarness for Broker {
    async fn store(&self) -> Arc<dyn Attachments> {
        Arc::new(store(&self.0).await)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_attachments_of_a_province_pass_the_suite() {
    for case in AttachmentCase::ALL {
        let broker = Broker(server());
        let routing = connect(&broker.0, "routing").await;
        let missing = NatsAttachments::open(&routing).await.err().expect("there is no bucket yet");
        assert_eq!(missing.code(), "LT0538");
        make_bucket(&broker.0).await;
        make_bucket(&broker.0).await;
        run_attachment_case(*case, &broker).await;
    }
}

fn name(bytes: &[u8]) -> AttachmentName {
    AttachmentName {
        origin: "H22/2020".parse().unwrap(),
        dossier: DossierCode::new("H22.02-201006-0001").unwrap(),
        content: Content { sha256: Sha256::digest(bytes).into(), size: bytes.len() as u64 },
    }
}

fn pieces(bytes: &[u8], length: usize) -> Bytes<'static> {
    let pieces: Vec<_> = bytes.chunks(length).map(|piece| Ok(piece.to_vec())).collect();
    stream::iter(pieces).boxed()
}

/// Takes what is of one dossier: which records name it is asked elsewhere.
struct Desk {
    shelf: Shelf,
    name: AttachmentName,
}

#[async_trait]
impl HandIn for Desk {
    async fn hand_in(
        &self,
        dossier: &DossierCode,
        content: &Content,
        bytes: Bytes<'_>,
    ) -> Result<Taken, AttachmentError> {
        if (dossier, content) != (&self.name.dossier, &self.name.content) {
            let digest = content.to_string();
            return Err(AttachmentError::NotNamed { dossier: dossier.clone(), digest, size: content.size });
        }
        self.shelf.take_in(&self.name, bytes).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_go_in_part_by_part_through_whichever_instance_began() {
    let (server, disk) = (server(), temp_dir());
    make_bucket(&server).await;
    let bytes: Vec<u8> = (0..5 * PART + 3).map(|at| (at / 7) as u8).collect();
    let name = name(&bytes);
    let keys = DirectoryKeyStore::open(&disk.path().join("vault"), &disk.path().join("master")).unwrap();
    let shelf = Shelf::new(Arc::new(keys), Arc::new(store(&server).await));
    let desk = Arc::new(Desk { shelf: shelf.clone(), name: name.clone() });
    let mut instances = Vec::new();
    for _ in 0..2 {
        let desk: Arc<dyn HandIn> = Arc::clone(&desk) as _;
        instances.push(attachments::serve(&connect(&server, "routing").await, desk).await.unwrap());
    }
    let agency = NatsHandIn::new(Connection::open(&server.target("H22_02")).await.unwrap());
    let hand_in = async |content: &Content, bytes| agency.hand_in(&name.dossier, content, bytes).await;

    let other = Content { size: 1, ..name.content };
    let refused = hand_in(&other, pieces(b"x", 1)).await.unwrap_err().to_string();
    assert!(refused.starts_with("LT0531"), "{refused}");
    // Cut short, too long, and another: nothing of it is there.
    let longer = [&bytes[..], b"."].concat();
    for wrong in [&bytes[..bytes.len() - 1], &longer, &bytes.iter().rev().copied().collect::<Vec<_>>()] {
        let refused = hand_in(&name.content, pieces(wrong, 10_000)).await.unwrap_err().to_string();
        assert!(refused.starts_with("LT0532"), "{refused}");
        assert_eq!(shelf.state(&name).await, Ok(State::Missing));
    }
    for (taken, length) in [(Taken::New, 10_000), (Taken::Held, PART), (Taken::Held, bytes.len())] {
        assert_eq!(hand_in(&name.content, pieces(&bytes, length)).await, Ok(taken));
    }
    assert_eq!(shelf.state(&name).await, Ok(State::Held));
    // As every client of object stores reads it: chunks in order, and their digest.
    let info = told(&server, &name).await;
    assert_eq!((&info["chunks"], &info["size"]), (&6.into(), &name.content.sealed_bytes().into()), "{info}");
    // Eight at once, of whom the first is there already.
    let many = (0..8).map(|_| hand_in(&name.content, pieces(&bytes, PART)));
    assert!(futures::future::join_all(many).await.iter().all(Result::is_ok));
    for instance in instances {
        instance.stop().await;
    }
    let nobody = hand_in(&name.content, pieces(&bytes, PART)).await.unwrap_err();
    assert_eq!(nobody.code(), "LT0711");
}

/// What tells of an object, by the bare protocol.
async fn told(server: &NatsServer, name: &AttachmentName) -> serde_json::Value {
    use base64::Engine as _;
    let Content { sha256, size } = name.content;
    let called = format!("H22_2020/H22_02-201006-0001/{}.{size}", hex::encode(sha256));
    let subject = format!("$O.attachments.M.{}", base64::engine::general_purpose::URL_SAFE.encode(called));
    let routing = connect(server, "routing").await;
    let stream = routing.jetstream().get_stream("OBJ_attachments").await.unwrap();
    let message = stream.get_last_raw_message_by_subject(&subject).await.unwrap();
    serde_json::from_slice(&message.payload).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_replaced_or_taken_away_leaves_no_chunk_in_the_bucket() {
    let server = server();
    make_bucket(&server).await;
    let store = store(&server).await;
    let (bytes, routing) = (vec![7; 3 * PART], connect(&server, "routing").await);
    let name = name(&bytes);
    let kept = async || {
        let mut stream = routing.jetstream().get_stream("OBJ_attachments").await.unwrap();
        stream.info().await.unwrap().state.bytes
    };
    for _ in 0..2 {
        store.put(&name, pieces(&bytes, PART)).await.unwrap();
        let bytes_kept = kept().await;
        assert!((3 * PART as u64..4 * PART as u64).contains(&bytes_kept), "{bytes_kept}");
    }
    store.remove(&name.origin, &name.dossier, &[name.content]).await.unwrap();
    assert!(kept().await < 4096, "{}", kept().await);
}

//! What documents say, over HTTP: which are named is told, one that is named is taken in, and nobody is given one.

use crate::door::{Door, gateway};
use crate::province::Province;
use crate::story::asked;
use lienthong_dossier::{Channel, Command, Document};
use lienthong_gateway::Gateway;
use lienthong_ledger::attachments::{
    AttachmentError, AttachmentName, Bytes, DirectoryAttachments, HandIn, Shelf, Taken,
};
use lienthong_ledger::keystore::DirectoryKeyStore;
use lienthong_ledger::ports::Clock as _;
use lienthong_names::{DossierCode, ProcedureCode};
use lienthong_protocol::attachment::Content;
use lienthong_simulation::world::founding::PROCEDURE;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

const CODE: &str = "H22.02-201005-0031";
const DESK: &str = "H22.02";
const PAPER: &[u8] = b"Don de nghi";

/// Where no record names anything.
pub struct NoDocuments;

#[async_trait::async_trait]
impl HandIn for NoDocuments {
    async fn hand_in(
        &self,
        dossier: &DossierCode,
        content: &Content,
        _: Bytes<'_>,
    ) -> Result<Taken, AttachmentError> {
        let digest = content.to_string();
        Err(AttachmentError::NotNamed { dossier: dossier.clone(), digest, size: content.size })
    }
}

/// Where one document is named.
struct One {
    name: AttachmentName,
    shelf: Shelf,
}

#[async_trait::async_trait]
impl HandIn for One {
    async fn hand_in(
        &self,
        dossier: &DossierCode,
        content: &Content,
        bytes: Bytes<'_>,
    ) -> Result<Taken, AttachmentError> {
        if (dossier, content) == (&self.name.dossier, &self.name.content) {
            self.shelf.take_in(&self.name, bytes).await
        } else {
            NoDocuments.hand_in(dossier, content, bytes).await
        }
    }
}

fn paper() -> Content {
    Content { sha256: Sha256::digest(PAPER).into(), size: PAPER.len() as u64 }
}

fn registered() -> Arc<Province> {
    let province = Province::founded();
    let document = Document {
        id: "don".into(),
        name: "don.pdf".into(),
        sha256: Some(paper().sha256),
        size: paper().size,
    };
    let register = Command::RegisterDossier {
        procedure: ProcedureCode::new(PROCEDURE).unwrap(),
        case: None,
        channel: Channel::Desk,
        documents: vec![document],
        personal: BTreeMap::new(),
    };
    let receipt = province.hand_in_with(asked(DESK, 1, CODE, register, province.now()), Vec::new());
    assert!(receipt.is_admitted(), "{receipt:?}");
    province
}

#[tokio::test]
async fn a_document_is_listed_as_the_record_names_it() {
    let province = registered();
    let listed = Door::of(&province).get(&format!("/api/v1/dossiers/{CODE}/attachments")).await.json();
    let named = &listed["documents"][0];
    assert_eq!((&named["id"], &named["size"]), (&json!("don"), &json!(PAPER.len())), "{listed}");
    assert_eq!((&named["sha256"], &named["state"]), (&json!(paper().to_string()), &json!(null)), "{listed}");
    let none = Door::of(&province).get("/api/v1/dossiers/H22.02-201005-0032/attachments").await;
    assert_eq!(none.failure(), (404, "LT0804".to_owned()));
}

#[tokio::test]
async fn a_document_is_taken_in_and_no_other_bytes_are() {
    let disk = tempfile::tempdir().unwrap();
    let keys = DirectoryKeyStore::open(&disk.path().join("vault"), &disk.path().join("master")).unwrap();
    let store = DirectoryAttachments::new(&disk.path().join("attachments"));
    let name = AttachmentName {
        origin: "H22/2020".parse().unwrap(),
        dossier: DossierCode::new(CODE).unwrap(),
        content: paper(),
    };
    let attachments = Arc::new(One { name, shelf: Shelf::new(Arc::new(keys), Arc::new(store)) });
    let door = Door::to(Gateway { attachments, ..gateway(&registered()) });
    let put = async |digest: &str, length: Option<usize>, body: &[u8]| {
        let uri = format!("/api/v1/dossiers/{CODE}/attachments/{digest}");
        let length = length.map(|length| length.to_string()).unwrap_or_default();
        door.ask("PUT", &uri, &[("content-length", &length)], body.to_vec()).await
    };
    let digest = paper().to_string();
    let no = |code: &str, status: u16| (status, code.to_owned());
    assert_eq!(put("xyz", Some(1), b"x").await.failure(), no("LT0805", 400));
    assert_eq!(put(&digest, None, PAPER).await.failure(), no("LT0805", 400));
    assert_eq!(put(&"0".repeat(64), Some(1), b"x").await.failure(), no("LT0531", 404));
    assert_eq!(put(&digest, Some(PAPER.len()), b"Don de nghj").await.failure(), no("LT0532", 400));
    assert_eq!(put(&digest, Some(PAPER.len()), b"Don").await.failure(), no("LT0532", 400));
    for taken in ["new", "held"] {
        assert_eq!(put(&digest, Some(PAPER.len()), PAPER).await.json()["taken"], json!(taken));
    }
    // And nobody is given it.
    let uri = format!("/api/v1/dossiers/{CODE}/attachments/{digest}");
    assert_eq!(door.get(&uri).await.failure(), no("LT0823", 405));
}

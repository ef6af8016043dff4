//! A receipt can be had again, by the command's id: the same verdict, sequence and leaf, with a proof that holds.

use crate::door::{Door, gateway};
use crate::ports::Doctored;
use crate::province::Province;
use crate::story::{UNKNOWN, WAITING, asked, id, register, resolve, told};
use lienthong_dossier::Channel;
use lienthong_gateway::Gateway;
use lienthong_ledger::ports::Proof;
use lienthong_merkle::leaf_hash;
use lienthong_names::CommandId;
use lienthong_protocol::{Receipt, json};
use lienthong_simulation::province::{AROUND, CENTRE, OFFICE};
use lienthong_simulation::world::founding::DEPARTMENT;
use serde_json::{Value, json};
use std::sync::Arc;

fn address(agency: &str, number: u64) -> String {
    format!("/api/v1/receipts/{agency}/{}", id(number))
}

/// The receipts of an answer, each as what it is about and the message itself.
fn read(answer: &Value) -> Vec<(String, Receipt)> {
    let one = |item: &Value| {
        let bytes = json::from_json("Receipt", &item["receipt"]).unwrap();
        (item["about"].as_str().unwrap().to_owned(), Receipt::decode(&bytes).unwrap())
    };
    answer["receipts"].as_array().unwrap().iter().map(one).collect()
}

/// What must never change between the first time and any later one.
fn lasting(receipt: &Receipt) -> Receipt {
    Receipt { path: Vec::new(), checkpoint: Vec::new(), already_known: false, ..receipt.clone() }
}

async fn one(door: &Door, agency: &str, number: u64) -> (String, Receipt) {
    let mut receipts = read(&door.get(&address(agency, number)).await.json());
    assert_eq!(receipts.len(), 1, "{agency} {number}");
    receipts.remove(0)
}

fn verifies(province: &Province, receipt: &Receipt) {
    receipt.verify(&province.founded.logs_keys[&receipt.origin]).unwrap();
}

#[tokio::test]
async fn a_receipt_is_the_same_again() {
    let province = told();
    let first = province.say(CENTRE, 101, UNKNOWN, register(Channel::Desk));
    // Records after it: the checkpoint of later is another one.
    province.take_in(102, "H22.02-201005-0102");
    let door = Door::of(&province);
    let (about, again) = one(&door, CENTRE, 101).await;
    assert_eq!(about, format!("dossier.{UNKNOWN}"));
    assert_eq!(lasting(&again), lasting(&first));
    assert!(again.is_admitted() && again.already_known);
    assert_ne!(again.checkpoint, first.checkpoint);
    verifies(&province, &again);
    // Word for word what a resend gets.
    let resent = province.hand_in(asked(CENTRE, 101, UNKNOWN, register(Channel::Desk), first_instant()));
    assert_eq!(again, resent);
}

fn first_instant() -> jiff::Timestamp {
    "2020-11-20T02:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_rejection_comes_again_with_all_that_it_said() {
    let province = told();
    let door = Door::of(&province);
    let (about, receipt) = one(&door, DEPARTMENT, 6).await;
    let rejection = receipt.rejection.as_ref().unwrap();
    assert_eq!((about.as_str(), receipt.stream.to_string()), (&*format!("dossier.{WAITING}"), about.clone()));
    assert!(rejection.has("LT0208"));
    verifies(&province, &receipt);
    // What the service answers to the same command, precedence and all.
    let command = asked(DEPARTMENT, 6, WAITING, resolve(), "2020-10-05T01:00:00Z".parse().unwrap());
    let resent = province.hand_in(command);
    assert_eq!(receipt.encode(), resent.encode());
}

#[tokio::test]
async fn a_strangers_rejection_stands_apart_and_says_what_it_was_about() {
    let province = told();
    let door = Door::of(&province);
    let (about, receipt) = one(&door, AROUND, 7).await;
    assert_eq!(about, format!("dossier.{WAITING}"));
    assert_eq!(receipt.stream.to_string(), format!("rejected.{AROUND}"));
    assert_eq!((receipt.revision, receipt.is_admitted()), (1, false));
    verifies(&province, &receipt);
}

#[tokio::test]
async fn one_id_on_several_dossiers_has_a_verdict_for_each() {
    let province = told();
    let codes = ["H22.02-201120-0001", "H22.02-201120-0002", "H22.02-201120-0003"];
    for code in codes {
        province.say(CENTRE, 7, code, register(Channel::Desk));
    }
    let door = Door::of(&province);
    let receipts = read(&door.get(&address(CENTRE, 7)).await.json());
    let about: Vec<&str> = receipts.iter().map(|(about, _)| about.as_str()).collect();
    assert_eq!(about, codes.map(|code| format!("dossier.{code}")));
    let mut sequences: Vec<u64> = receipts.iter().map(|(_, receipt)| receipt.sequence).collect();
    sequences.dedup();
    assert_eq!(sequences.len(), 3);
    for (_, receipt) in &receipts {
        assert_eq!((receipt.agency.as_str(), receipt.command_id), (CENTRE, id(7)));
        verifies(&province, receipt);
    }
    // Another agency's command with the same id is another command.
    let (_, theirs) = one(&door, AROUND, 7).await;
    assert!(!theirs.is_admitted());
}

#[tokio::test]
async fn what_was_published_has_receipts_too() {
    let province = told();
    // The simulation's founding numbers its commands in the upper half of the id.
    let first = CommandId::version_8([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    let answer = Door::of(&province).get(&format!("/api/v1/receipts/{OFFICE}/{first}")).await.json();
    let (about, receipt) = read(&answer).remove(0);
    assert_eq!(about, "ledger.H22");
    assert_eq!((receipt.origin.as_str(), receipt.sequence), ("H22/catalogue", 1));
    verifies(&province, &receipt);
}

#[tokio::test]
async fn rows_that_the_seal_does_not_confirm_are_not_believed() {
    let province = told();
    let changes: [fn(Option<Proof>) -> Option<Proof>; 3] = [
        |_| None,
        |proof| proof.map(|proof| Proof { leaf: leaf_hash(b"another"), ..proof }),
        |proof| proof.map(|proof| Proof { sequence: proof.sequence + 1, ..proof }),
    ];
    for change in changes {
        let seals = Arc::new(Doctored { inner: Arc::clone(&province) as _, change });
        let door = Door::to(Gateway { seals, ..gateway(&province) });
        assert_eq!(door.get(&address(CENTRE, 1)).await.failure(), (503, "LT0826".to_owned()));
    }
}

#[tokio::test]
async fn a_receipt_reads_by_the_protobuf_mapping() {
    let province = told();
    let answer = Door::of(&province).get(&address(CENTRE, 1)).await.json();
    let item = &answer["receipts"][0];
    assert_eq!(item["command"], json!("RegisterDossier"));
    assert_eq!(item["recorded_at"], json!("2020-10-05T01:00:00Z"));
    assert_eq!(item["receipt"]["admitted"], json!(true));
    assert_eq!(item["receipt"]["sequence"], json!("1"), "64-bit numbers are texts");
    assert_eq!(item["receipt"]["alreadyKnown"], json!(true));
}

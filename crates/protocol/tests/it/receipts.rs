//! Receipts prove what they say, to someone who has the log's key and nothing else.

use lienthong_merkle::{Tree, leaf_hash};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::testing::examples;
use lienthong_protocol::tlog_proof::TlogProof;
use lienthong_protocol::{Receipt, ReceiptError};

fn log(origin: &Origin) -> NoteSigner {
    NoteSigner::for_log(origin, SigningKey::from_seed(&[1; 32]))
}

/// The receipt of the record with this sequence, in a log of ten.
fn receipt(sequence: u64) -> Receipt {
    let origin = examples::origin();
    let tree: Tree = (1..=10u64).map(|n| leaf_hash(&n.to_be_bytes())).collect();
    let checkpoint = Checkpoint { origin: origin.clone(), size: 10, root: tree.root() };
    Receipt {
        stream: lienthong_names::StreamName::dossier(&examples::dossier()),
        agency: examples::agency("H22.14"),
        command_id: examples::command_id(1),
        rejection: None,
        sequence,
        revision: 1,
        leaf: leaf_hash(&sequence.to_be_bytes()),
        path: tree.inclusion_path(sequence - 1, 10).unwrap(),
        checkpoint: checkpoint.sign(&log(&origin)).into_bytes(),
        already_known: false,
        origin,
    }
}

#[test]
fn a_receipt_proves_its_leaf() {
    let log = log(&examples::origin());
    for sequence in 1..=10 {
        let receipt = Receipt::decode(&receipt(sequence).encode()).unwrap();
        assert_eq!(receipt.verify(log.verifier()).unwrap().size, 10);
        let proof = TlogProof::parse(&receipt.tlog_proof().unwrap().to_string()).unwrap();
        assert_eq!(proof.index, sequence - 1);
        proof.verify_record(&sequence.to_be_bytes(), log.verifier()).unwrap();
    }
}

#[test]
fn nothing_of_the_proof_can_be_changed() {
    let log = log(&examples::origin());
    let changes: [fn(&mut Receipt); 5] = [
        |receipt| receipt.sequence += 1,
        |receipt| receipt.leaf.0[0] ^= 1,
        |receipt| receipt.path[0].0[31] ^= 1,
        |receipt| receipt.path.truncate(2),
        |receipt| receipt.checkpoint[12] ^= 1,
    ];
    for (which, change) in changes.iter().enumerate() {
        let mut forged = receipt(4);
        change(&mut forged);
        assert!(matches!(forged.verify(log.verifier()), Err(ReceiptError::Proof(_))), "change {which}");
    }
}

#[test]
fn a_receipt_of_another_ledger_or_of_nothing() {
    let log = log(&examples::origin());
    let stated = Origin::new("H22/2021").unwrap();
    let moved = Receipt { origin: stated.clone(), ..receipt(4) };
    let found = examples::origin();
    assert_eq!(moved.verify(log.verifier()), Err(ReceiptError::OtherLedger { stated, found }));
    let nothing = Receipt { sequence: 0, ..receipt(4) };
    assert_eq!(nothing.verify(log.verifier()), Err(ReceiptError::NoSequence));
    let garbage = Receipt { checkpoint: vec![0xff], ..receipt(4) };
    assert_eq!(garbage.verify(log.verifier()), Err(ReceiptError::NotText));
}

#[test]
fn a_receipt_that_contradicts_itself_is_not_read() {
    use prost::Message;
    let mut message = lienthong_protocol::proto::Receipt::decode(receipt(4).encode().as_slice()).unwrap();
    message.admitted = false;
    assert!(Receipt::decode(&message.encode_to_vec()).is_err());
    message.rejection = Some(Default::default());
    assert!(!Receipt::decode(&message.encode_to_vec()).unwrap().is_admitted());
}

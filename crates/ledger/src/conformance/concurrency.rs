//! Many at once.

use super::records::Writer;
use super::tools::{Checker, append, chain, dossier, head_of, proven, sealed};
use super::{Harness, Node};
use crate::ports::{Append, AppendError};
use futures::future::join_all;
use std::collections::BTreeSet;
use std::sync::Arc;

const WRITERS: u64 = 64;

pub(super) async fn expected_revision(harness: &dyn Harness) {
    let nodes = [harness.instance().await, harness.instance().await];
    let writer = Writer::new(harness.origin());
    let stream = dossier("A");
    let writers = (0..WRITERS).map(|number| {
        let (node, writer, stream) =
            (Arc::clone(&nodes[number as usize % 2]), writer.clone(), stream.clone());
        tokio::spawn(async move { append(node.as_ref(), &writer, &stream, number).await })
    });
    let appended = join_all(writers).await.into_iter().map(Result::unwrap);
    let won: BTreeSet<u64> = appended.map(|append| append.expected_revision + 1).collect();
    assert_eq!(won, (1..=WRITERS).collect(), "each revision was won once");
    for node in &nodes {
        assert_eq!(chain(node.as_ref(), &stream).await.len() as u64, WRITERS);
        let late = writer.append(&stream, None, WRITERS);
        assert_eq!(node.append(late).await, Err(AppendError::Conflict));
    }
    sealed(nodes[0].as_ref(), WRITERS).await;
    Checker::new(harness).follow_to(nodes[0].as_ref(), WRITERS as usize).await;
}

pub(super) async fn one_record_an_id(harness: &dyn Harness) {
    let nodes = [harness.instance().await, harness.instance().await];
    let writer = Writer::new(harness.origin());
    let rejected = format!("rejected.{}", writer.agency()).parse().unwrap();
    let mut stored = 0;
    for number in (0..20).step_by(2) {
        let stream = dossier(&format!("D-{number}"));
        // The same command at both instances: decided alike, on one stream.
        let same = writer.append(&stream, None, number);
        stored += one_of([&nodes[0], &nodes[1]], [same.clone(), same]).await;
        // And decided differently: by one on the dossier's stream, by the other apart, for the same dossier.
        let admitted = writer.append(&stream, head_of(&nodes[0].read(&stream).await.unwrap()), number + 1);
        let apart = head_of(&nodes[1].read(&rejected).await.unwrap());
        let apart = writer.append_apart(&stream, apart, number + 1);
        assert_eq!(admitted.dedupe, apart.dedupe);
        stored += one_of([&nodes[0], &nodes[1]], [admitted, apart]).await;
    }
    sealed(nodes[0].as_ref(), stored).await;
    Checker::new(harness).follow_to(nodes[1].as_ref(), stored as usize).await;
}

/// Sends two appends at once to two instances: one is taken, the other is a conflict.
async fn one_of(nodes: [&Arc<dyn Node>; 2], appends: [Append; 2]) -> u64 {
    let [first, second] = appends;
    let results = tokio::join!(nodes[0].append(first), nodes[1].append(second));
    match results {
        (Ok(()), Err(AppendError::Conflict)) | (Err(AppendError::Conflict), Ok(())) => 1,
        other => panic!("of two with the same id one must be taken: {other:?}"),
    }
}

pub(super) async fn gapless_sequence(harness: &dyn Harness) {
    const STREAMS: u64 = 20;
    const EACH: u64 = 10;
    let nodes = [harness.instance().await, harness.instance().await];
    let writer = Writer::new(harness.origin());
    let writers = (0..STREAMS).map(|index| {
        let (node, writer) = (Arc::clone(&nodes[index as usize % 2]), writer.clone());
        tokio::spawn(async move {
            let stream = dossier(&format!("D-{index}"));
            let mut appended = Vec::new();
            for number in index * EACH..(index + 1) * EACH {
                appended.push(append(node.as_ref(), &writer, &stream, number).await);
            }
            appended
        })
    });
    let appended: Vec<Append> = join_all(writers).await.into_iter().flat_map(Result::unwrap).collect();
    sealed(nodes[0].as_ref(), STREAMS * EACH).await;
    let mut follower = Checker::new(harness);
    follower.follow_to(nodes[1].as_ref(), appended.len()).await;
    let mut sequences = BTreeSet::new();
    for append in &appended {
        let sequence = proven(harness, nodes[0].as_ref(), append).await;
        assert_eq!(follower.records[sequence as usize - 1].as_ref(), append.bytes.as_slice());
        sequences.insert(sequence);
    }
    assert_eq!(sequences, (1..=STREAMS * EACH).collect());
    let unknown = nodes[0].prove(&harness.origin(), &dossier("D-0"), EACH + 1).await.unwrap();
    assert_eq!(unknown, None);
}

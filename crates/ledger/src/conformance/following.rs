//! Reading back.

use super::Harness;
use super::records::Writer;
use super::tools::{Checker, append, chain, dossier, fill, next, sealed};
use futures::TryStreamExt as _;
use std::sync::Arc;

pub(super) async fn replay_equals_appended(harness: &dyn Harness) {
    let appended = fill(harness, 1..=60).await;
    let node = harness.instance().await;
    let bytes: Vec<&[u8]> = appended.iter().map(|append| append.bytes.as_slice()).collect();
    for from in [0, 1, 2, 30, 59, 60, 61] {
        let mut replayed = Vec::new();
        for batch in node.replay(from).try_collect::<Vec<_>>().await.unwrap() {
            assert!(batch.size_after() >= from, "a batch that is wholly before {from}");
            replayed.extend((batch.first..).zip(batch.records.iter().cloned()));
        }
        let wanted: Vec<_> = replayed.iter().filter(|(sequence, _)| *sequence >= from).collect();
        let expected = &bytes[(from.max(1) - 1) as usize..];
        assert_eq!(wanted.len(), expected.len(), "from {from}");
        assert!(wanted.iter().zip(expected).all(|((_, record), bytes)| record.as_ref() == *bytes));
    }
    for id in ["A", "B", "C"] {
        let of_stream = appended.iter().filter(|append| append.stream == dossier(id));
        let of_stream: Vec<&[u8]> = of_stream.map(|append| append.bytes.as_slice()).collect();
        let read = chain(node.as_ref(), &dossier(id)).await;
        assert_eq!(read.iter().map(AsRef::as_ref).collect::<Vec<&[u8]>>(), of_stream);
    }
    assert!(node.read(&dossier("Z")).await.unwrap().is_empty());
    // A replay ends at the head that stood when it was asked for, whatever comes then.
    let replay = node.replay(1);
    append(node.as_ref(), &Writer::new(harness.origin()), &dossier("A"), 61).await;
    sealed(node.as_ref(), 61).await;
    let replayed: usize =
        replay.map_ok(|batch| batch.records.len()).try_collect::<Vec<_>>().await.unwrap().iter().sum();
    assert!(replayed == 60 || replayed == 61, "{replayed} records");
}

pub(super) async fn follow_across_restarts(harness: &dyn Harness) {
    let mut follower = Checker::new(harness);
    fill(harness, 1..=10).await;
    follower.follow_to(harness.instance().await.as_ref(), 10).await;
    harness.restart().await.unwrap();
    fill(harness, 11..=20).await;
    follower.follow_to(harness.instance().await.as_ref(), 20).await;
    harness.kill().await.unwrap();
    let appended = fill(harness, 21..=30).await;
    follower.follow_to(harness.instance().await.as_ref(), 30).await;
    let last: Vec<&[u8]> = follower.records[20..].iter().map(AsRef::as_ref).collect();
    assert_eq!(last, appended.iter().map(|append| append.bytes.as_slice()).collect::<Vec<_>>());
    // One that waits is told of what comes.
    let node = harness.instance().await;
    let mut waiting = node.follow_sealed(31);
    let writing = {
        let (node, writer) = (Arc::clone(&node), Writer::new(harness.origin()));
        tokio::spawn(async move { append(node.as_ref(), &writer, &dossier("A"), 31).await })
    };
    let batch = next(&mut waiting).await.unwrap().unwrap();
    assert_eq!((batch.first, batch.size_after()), (31, 31));
    writing.await.unwrap();
}

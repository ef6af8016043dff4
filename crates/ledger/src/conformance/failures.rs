//! What can go wrong.

use super::records::Writer;
use super::tools::{Checker, append, chain, dossier, fill, next, proven, sealed};
use super::{Harness, Node};
use crate::ports::{Append, AppendError, FollowError};
use futures::TryStreamExt as _;

/// A record for a stream of its own, as a first one.
fn first_of(harness: &dyn Harness, id: &str, number: u64) -> Append {
    Writer::new(harness.origin()).append(&dossier(id), None, number)
}

/// The sender does not know what became of it and sends it again: it is there once then.
async fn resend(node: &dyn Node, append: &Append) {
    match node.append(append.clone()).await {
        Ok(()) | Err(AppendError::Conflict) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(chain(node, &append.stream).await, [append.bytes.as_slice().into()]);
}

pub(super) async fn lost_acknowledgement(harness: &dyn Harness) {
    fill(harness, 1..=5).await;
    let unheard = first_of(harness, "X", 100);
    harness.append_unheard(unheard.clone()).await;
    let node = harness.instance().await;
    sealed(node.as_ref(), 6).await;
    assert_eq!(node.append(unheard.clone()).await, Err(AppendError::Conflict));
    resend(node.as_ref(), &unheard).await;
    assert_eq!(proven(harness, node.as_ref(), &unheard).await, 6);
    drop(node);
    // The id is known for ever: also after a restart, also for another decision on the same command.
    harness.restart().await.unwrap();
    let node = harness.instance().await;
    resend(node.as_ref(), &unheard).await;
    append(node.as_ref(), &Writer::new(harness.origin()), &dossier("A"), 6).await;
    sealed(node.as_ref(), 7).await;
    Checker::new(harness).follow_to(node.as_ref(), 7).await;
}

pub(super) async fn torn_tail(harness: &dyn Harness) {
    fill(harness, 1..=10).await;
    let torn = first_of(harness, "X", 100);
    harness.tear_tail(torn.clone()).await;
    let node = harness.instance().await;
    resend(node.as_ref(), &torn).await;
    sealed(node.as_ref(), 11).await;
    assert_eq!(proven(harness, node.as_ref(), &torn).await, 11);
    drop(node);
    fill(harness, 12..=14).await;
    Checker::new(harness).follow_to(harness.instance().await.as_ref(), 14).await;
}

pub(super) async fn damage_refused(harness: &dyn Harness) {
    fill(harness, 1..=30).await;
    let place = harness.damage(12).await;
    let refusal = match harness.restart().await {
        Err(refusal) => refusal,
        Ok(()) => {
            let replayed = harness.instance().await.replay(1).try_collect::<Vec<_>>().await;
            replayed.expect_err("a changed byte was believed").to_string()
        }
    };
    assert!(refusal.contains("LT0510"), "{refusal}");
    assert!(refusal.contains(&place), "{refusal} does not name {place}");
}

pub(super) async fn hole_above_the_head(harness: &dyn Harness) {
    fill(harness, 1..=10).await;
    let lost = first_of(harness, "X", 100);
    harness.lose_unsealed(lost.clone()).await;
    fill(harness, 11..=15).await;
    let node = harness.instance().await;
    Checker::new(harness).follow_to(node.as_ref(), 15).await;
    assert!(node.read(&dossier("X")).await.unwrap().is_empty());
    assert_eq!(node.append(lost.clone()).await, Ok(()));
    sealed(node.as_ref(), 16).await;
    assert_eq!(proven(harness, node.as_ref(), &lost).await, 16);
}

pub(super) async fn head_went_back(harness: &dyn Harness) {
    fill(harness, 1..=20).await;
    harness.roll_back(10).await;
    let node = harness.instance().await;
    let mut follower = node.follow_sealed(21);
    let expected = FollowError::WentBack { origin: harness.origin(), head: 10, seen: 20 };
    assert_eq!(next(&mut follower).await, Some(Err(expected)));
    assert_eq!(next(&mut follower).await, None, "nothing may go on");
    // Who has seen no more than there is goes on.
    Checker::new(harness).follow_to(node.as_ref(), 10).await;
}

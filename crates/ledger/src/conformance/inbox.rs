//! What every inbox must do: the same suite on each.

use crate::inbox::{Delivery, DeliveryId, Taken, Told};
use crate::ports::Inbox;
use jiff::Timestamp;
use lienthong_names::{AgencyId, Origin};
use std::sync::Arc;
use std::time::Duration;

/// An inbox under test, empty when a case begins.
#[async_trait::async_trait]
pub trait InboxHarness: Send + Sync {
    /// As who tells sees it; each time an instance of its own.
    async fn teller(&self) -> Arc<dyn Inbox>;

    /// As an agency's system sees it.
    async fn agency(&self, agency: &AgencyId) -> Arc<dyn Inbox>;

    /// Ends all of it and starts it again. No instance is in use any more.
    async fn restart(&self);

    /// Waits until what was taken and not acknowledged is given out again.
    async fn patience(&self);
}

macro_rules! cases {
    ($($(#[$doc:meta])* $case:ident => $run:path),+ $(,)?) => {
        /// What is asked of an inbox.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum InboxCase { $($(#[$doc])* $case),+ }

        impl InboxCase {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];
        }

        /// Runs a case on an empty inbox; panics where the adapter fails it.
        pub async fn run_inbox_case(case: InboxCase, harness: &dyn InboxHarness) {
            match case { $(InboxCase::$case => $run(harness).await),+ }
        }
    };
}

cases! {
    /// Each agency takes its own, in order for each stream, and nothing of another's.
    OwnInOrder => own_in_order,
    /// What is told twice, or by two, is there once.
    ToldOnce => told_once,
    /// Who is overtaken is told so, and puts in nothing.
    Overtaken => overtaken,
    /// What is not acknowledged comes again, and nothing before it, also after a restart.
    ComesAgain => comes_again,
    /// What was acknowledged never comes again, also after a restart and when it is told anew.
    GoneForGood => gone_for_good,
    /// What is not acknowledged is visible: how much, since when, how often it was taken.
    Visible => visible,
}

const BUILDING: &str = "H22.19";
const PLANNING: &str = "H22.14";

fn agency(code: &str) -> AgencyId {
    AgencyId::new(code).unwrap()
}

fn origin() -> Origin {
    Origin::new("H22/2020").unwrap()
}

/// What is told of: a dossier and a finding, whose records take turns.
const STREAMS: [&str; 2] = ["dossier.H22.02-201012-0001", "finding.Ff071ff650d083821"];

/// Of record `sequence`.
fn delivery(sequence: u64, to: &str) -> Delivery {
    Delivery {
        id: DeliveryId { origin: origin(), sequence, agency: agency(to) },
        stream: STREAMS[usize::try_from(sequence % 2).unwrap()].parse().unwrap(),
        revision: sequence / 2 + 1,
        recorded_at: Timestamp::new(1_602_000_000 + i64::try_from(sequence).unwrap(), 0).unwrap(),
        by: agency("H22.02"),
        events: vec![serde_json::json!({ "legSent": { "leg": format!("l{sequence}") } })],
    }
}

/// Records 1 to `upto`: each tells both agencies.
async fn tell_up_to(inbox: &dyn Inbox, upto: u64) {
    let after = inbox.told(&origin()).await.unwrap();
    assert!(tell(inbox, after, upto).await, "told from where it stands");
}

async fn tell(inbox: &dyn Inbox, after: u64, upto: u64) -> bool {
    let of_record = |sequence| [delivery(sequence, PLANNING), delivery(sequence, BUILDING)];
    let deliveries = (after + 1..=upto).flat_map(of_record).collect();
    inbox.tell(Told { origin: origin(), after, upto, deliveries }).await.unwrap()
}

async fn take(inbox: &dyn Inbox, of: &str) -> Option<Taken> {
    inbox.next(&agency(of), Duration::from_secs(2)).await.unwrap()
}

/// Takes and acknowledges all there is; sequences in the order they came.
async fn drain(harness: &dyn InboxHarness, of: &str) -> Vec<u64> {
    let inbox = harness.agency(&agency(of)).await;
    let mut sequences = Vec::new();
    while let Some(taken) = take(&*inbox, of).await {
        assert_eq!(taken.delivery, delivery(taken.delivery.id.sequence, of), "as it was told");
        inbox.acknowledge(&agency(of), &taken.token).await.unwrap();
        sequences.push(taken.delivery.id.sequence);
    }
    sequences
}

fn in_order_for_each_stream(sequences: &[u64]) -> bool {
    let of_stream = |turn| sequences.iter().filter(move |n| **n % 2 == turn);
    of_stream(0).is_sorted() && of_stream(1).is_sorted()
}

async fn own_in_order(harness: &dyn InboxHarness) {
    let teller = harness.teller().await;
    assert!(take(&*harness.agency(&agency(PLANNING)).await, PLANNING).await.is_none(), "nothing yet");
    tell_up_to(&*teller, 4).await;
    tell_up_to(&*teller, 10).await;
    for of in [PLANNING, BUILDING] {
        let mut sequences = drain(harness, of).await;
        assert!(in_order_for_each_stream(&sequences), "{sequences:?}");
        sequences.sort_unstable();
        assert_eq!(sequences, (1..=10).collect::<Vec<_>>());
    }
    assert!(
        take(&*harness.agency(&agency("H22.77")).await, "H22.77").await.is_none(),
        "nobody told it anything"
    );
}

async fn told_once(harness: &dyn InboxHarness) {
    let (one, two) = (harness.teller().await, harness.teller().await);
    let (first, second) = tokio::join!(tell(&*one, 0, 6), tell(&*two, 0, 6));
    assert!(first || second, "one of them came through");
    let mut sequences = drain(harness, BUILDING).await;
    assert!(in_order_for_each_stream(&sequences), "{sequences:?}");
    sequences.sort_unstable();
    assert_eq!(sequences, (1..=6).collect::<Vec<_>>());
}

async fn overtaken(harness: &dyn InboxHarness) {
    let (one, two) = (harness.teller().await, harness.teller().await);
    tell_up_to(&*one, 3).await;
    assert!(!tell(&*two, 0, 5).await, "the place is not at 0 any more");
    assert_eq!(two.told(&origin()).await.unwrap(), 3);
    assert_eq!(drain(harness, PLANNING).await.len(), 3);
    tell_up_to(&*two, 5).await;
    let mut sequences = drain(harness, PLANNING).await;
    sequences.sort_unstable();
    assert_eq!(sequences, [4, 5], "two streams: either may come first");
}

async fn comes_again(harness: &dyn InboxHarness) {
    tell_up_to(&*harness.teller().await, 4).await;
    let inbox = harness.agency(&agency(PLANNING)).await;
    let first = take(&*inbox, PLANNING).await.expect("there is one");
    assert_eq!(first.attempt, 1);
    harness.patience().await;
    let again = take(&*inbox, PLANNING).await.expect("it comes again");
    assert_eq!((&again.delivery, again.attempt), (&first.delivery, 2));
    drop(inbox);
    harness.restart().await;
    tell_up_to(&*harness.teller().await, 4).await;
    harness.patience().await;
    let inbox = harness.agency(&agency(PLANNING)).await;
    let again = take(&*inbox, PLANNING).await.expect("and again");
    assert_eq!(again.delivery, first.delivery);
    // A count that no disk had yet may be lost with the server; that it was told before is not.
    assert!(again.attempt >= 2, "{}", again.attempt);
    inbox.acknowledge(&agency(PLANNING), &again.token).await.unwrap();
    let next = take(&*inbox, PLANNING).await.expect("now the next one");
    assert_ne!(next.delivery.id, first.delivery.id);
}

async fn gone_for_good(harness: &dyn InboxHarness) {
    tell_up_to(&*harness.teller().await, 2).await;
    let inbox = harness.agency(&agency(PLANNING)).await;
    let first = take(&*inbox, PLANNING).await.expect("there is one");
    for _ in 0..2 {
        inbox.acknowledge(&agency(PLANNING), &first.token).await.unwrap();
    }
    let wrong = inbox.acknowledge(&agency(BUILDING), &first.token).await.unwrap_err();
    assert!(wrong.to_string().starts_with("LT0027"), "{wrong}");
    drop(inbox);
    harness.restart().await;
    tell_up_to(&*harness.teller().await, 2).await;
    harness.patience().await;
    assert_eq!(drain(harness, PLANNING).await.len(), 1, "the other one");
    assert_eq!(drain(harness, BUILDING).await.len(), 2, "nobody acknowledged for it");
}

async fn visible(harness: &dyn InboxHarness) {
    let teller = harness.teller().await;
    assert_eq!(teller.unacknowledged().await.unwrap(), []);
    tell_up_to(&*teller, 3).await;
    assert_eq!(drain(harness, PLANNING).await.len(), 3);
    let inbox = harness.agency(&agency(BUILDING)).await;
    let oldest = take(&*inbox, BUILDING).await.expect("there is one").delivery;
    // What was acknowledged a moment ago may still be on its way out.
    let mut waiting = teller.unacknowledged().await.unwrap();
    for _ in 0..50 {
        if waiting.len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        waiting = teller.unacknowledged().await.unwrap();
    }
    let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
    assert_eq!((&one.agency, one.count, one.attempts), (&agency(BUILDING), 3, 1));
    assert_eq!((&one.oldest, &one.stream, one.since), (&oldest.id, &oldest.stream, oldest.recorded_at));
}

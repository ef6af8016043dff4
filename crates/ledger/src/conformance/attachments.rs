//! What every store of attachments must do: the same suite on each. It is given parts as they come and knows nothing of what they say.

use crate::attachments::{AttachmentError, AttachmentName, Attachments};
use futures::{StreamExt as _, stream};
use lienthong_names::{DossierCode, Origin};
use lienthong_protocol::attachment::{Content, OVERHEAD, PART};
use std::sync::Arc;

/// A store under test, empty when a case begins.
#[async_trait::async_trait]
pub trait AttachmentHarness: Send + Sync {
    /// The store; each time an instance of its own.
    async fn store(&self) -> Arc<dyn Attachments>;
}

macro_rules! cases {
    ($($(#[$doc:meta])* $case:ident => $run:path),+ $(,)?) => {
        /// What is asked of a store of attachments.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AttachmentCase { $($(#[$doc])* $case),+ }

        impl AttachmentCase {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];
        }

        /// Runs a case on an empty store; panics where the adapter fails it.
        pub async fn run_attachment_case(case: AttachmentCase, harness: &dyn AttachmentHarness) {
            match case { $(AttachmentCase::$case => $run(harness).await),+ }
        }
    };
}

cases! {
    /// What was put is there, part by part, for every instance, and nothing else is.
    Kept => kept,
    /// The least and the most parts come back as they went in.
    OfAnySize => of_any_size,
    /// Of what broke off on its way in nothing is there, and what was there stands.
    BrokenOff => broken_off,
    /// What is put under the same name stands in place of the old, all of it.
    Replaced => replaced,
    /// Of many who put the same at once one's is there, whole.
    AtOnce => at_once,
    /// A dossier's are taken away, for every instance; another's stay; once more is no fault.
    Removed => removed,
    /// What was taken away can be put again.
    PutAgain => put_again,
}

fn name(ledger: &str, dossier: &str, digest: u8, size: u64) -> AttachmentName {
    AttachmentName {
        origin: Origin::new(ledger).expect("a name of a ledger"),
        dossier: DossierCode::new(dossier).expect("a dossier's code"),
        content: Content { sha256: [digest; 32], size },
    }
}

fn one() -> AttachmentName {
    name("H22/2020", "H22.14-201012-0001", 1, PART as u64 + 5)
}

/// Parts as long as the name's have to be; which they are, a number says.
fn parts_of(name: &AttachmentName, fill: u8) -> Vec<Vec<u8>> {
    let length = |part| name.content.bytes_of(part).expect("a part") + OVERHEAD;
    (0..name.content.parts()).map(|part| vec![fill.wrapping_add(part as u8); length(part)]).collect()
}

async fn put(store: &dyn Attachments, name: &AttachmentName, fill: u8) {
    let parts = stream::iter(parts_of(name, fill).into_iter().map(Ok)).boxed();
    store.put(name, parts).await.expect("it is put");
}

async fn found(store: &dyn Attachments, name: &AttachmentName) -> Option<Vec<Vec<u8>>> {
    let mut parts = Vec::new();
    for part in 0..name.content.parts() {
        parts.push(store.part(name, part).await.expect("an answer")?);
    }
    Some(parts)
}

async fn kept(harness: &dyn AttachmentHarness) {
    let store = harness.store().await;
    assert_eq!(store.held(&one()).await.expect("an answer"), None);
    assert_eq!(store.part(&one(), 0).await.expect("an answer"), None);
    put(&*store, &one(), 10).await;
    for store in [store, harness.store().await] {
        assert_eq!(found(&*store, &one()).await, Some(parts_of(&one(), 10)));
        assert_eq!(store.held(&one()).await.expect("an answer"), Some(one().content.sealed_bytes()));
        // One past the end is none of it.
        assert_eq!(store.part(&one(), 2).await.expect("an answer").unwrap_or_default(), Vec::<u8>::new());
        let others = [
            name("H22/2020", "H22.14-201012-0002", 1, one().content.size),
            name("H22/2021", "H22.14-201012-0001", 1, one().content.size),
            name("H22/2020", "H22.14-201012-0001", 2, one().content.size),
            name("H22/2020", "H22.14-201012-0001", 1, one().content.size + 1),
        ];
        for other in others {
            assert_eq!(store.held(&other).await.expect("an answer"), None, "{other}");
            assert_eq!(store.part(&other, 0).await.expect("an answer"), None, "{other}");
        }
    }
}

async fn of_any_size(harness: &dyn AttachmentHarness) {
    let store = harness.store().await;
    let part = PART as u64;
    for (digest, size) in (1..).zip([0, 1, part - 1, part, part + 1, 20 * part]) {
        let name = name("H22/2020", "H22.14-201012-0001", digest, size);
        put(&*store, &name, digest).await;
        assert!(found(&*store, &name).await == Some(parts_of(&name, digest)), "{size} bytes");
    }
}

async fn broken_off(harness: &dyn AttachmentHarness) {
    let store = harness.store().await;
    for before in [None, Some(30)] {
        if let Some(fill) = before {
            put(&*store, &one(), fill).await;
        }
        let broken = || AttachmentError::BrokenOff { why: "the line was lost".to_owned() };
        let parts = stream::iter([Ok(vec![40; PART + OVERHEAD]), Err(broken())]).boxed();
        assert_eq!(store.put(&one(), parts).await, Err(broken()));
        assert_eq!(found(&*store, &one()).await, before.map(|fill| parts_of(&one(), fill)));
    }
}

async fn replaced(harness: &dyn AttachmentHarness) {
    let store = harness.store().await;
    put(&*store, &one(), 10).await;
    put(&*harness.store().await, &one(), 20).await;
    assert_eq!(found(&*store, &one()).await, Some(parts_of(&one(), 20)));
}

async fn at_once(harness: &dyn AttachmentHarness) {
    let mut putting = Vec::new();
    for fill in 0..8 {
        let store = harness.store().await;
        putting.push(tokio::spawn(async move { put(&*store, &one(), fill * 10).await }));
    }
    assert!(futures::future::join_all(putting).await.iter().all(Result::is_ok));
    let found = found(&*harness.store().await, &one()).await.expect("one of them");
    assert!((0..8).any(|fill| found == parts_of(&one(), fill * 10)), "it is a mixture");
}

async fn removed(harness: &dyn AttachmentHarness) {
    let store = harness.store().await;
    let second = AttachmentName { content: Content { sha256: [2; 32], size: 9 }, ..one() };
    let other = name("H22/2020", "H22.14-201012-0002", 1, one().content.size);
    for (fill, name) in (1..).zip([&one(), &second, &other]) {
        put(&*store, name, fill).await;
    }
    // A record may name what nobody ever handed in.
    let named = [one().content, second.content, Content { sha256: [3; 32], size: 1 }];
    for _ in 0..2 {
        store.remove(&one().origin, &one().dossier, &named).await.expect("they are taken away");
    }
    for store in [store, harness.store().await] {
        for name in [&one(), &second] {
            assert_eq!(store.held(name).await.expect("an answer"), None);
            assert_eq!(found(&*store, name).await, None);
        }
        assert_eq!(found(&*store, &other).await, Some(parts_of(&other, 3)));
    }
}

async fn put_again(harness: &dyn AttachmentHarness) {
    let store = harness.store().await;
    put(&*store, &one(), 10).await;
    store.remove(&one().origin, &one().dossier, &[one().content]).await.expect("it is taken away");
    put(&*store, &one(), 20).await;
    assert_eq!(found(&*store, &one()).await, Some(parts_of(&one(), 20)));
}

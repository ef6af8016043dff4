//! What every store of data keys must do: the same suite on each.

use crate::ports::{DataKey, KeyOf, KeyScope, KeyStore};
use lienthong_names::Origin;
use std::sync::Arc;

/// A store under test, empty when a case begins.
#[async_trait::async_trait]
pub trait KeyHarness: Send + Sync {
    /// The store; each time an instance of its own.
    async fn store(&self) -> Arc<dyn KeyStore>;

    /// Everything that it keeps, as it lies on its disk.
    async fn bytes(&self) -> Vec<Vec<u8>>;
}

macro_rules! cases {
    ($($(#[$doc:meta])* $case:ident => $run:path),+ $(,)?) => {
        /// What is asked of a store of keys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum KeyCase { $($(#[$doc])* $case),+ }

        impl KeyCase {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];
        }

        /// Runs a case on an empty store; panics where the adapter fails it.
        pub async fn run_key_case(case: KeyCase, harness: &dyn KeyHarness) {
            match case { $(KeyCase::$case => $run(harness).await),+ }
        }
    };
}

cases! {
    /// A key is made once for each scope, and found again.
    MadeOnce => made_once,
    /// Of many who ask at once all get the first.
    FirstWins => first_wins,
    /// What is erased is gone, for every instance; another scope's key stays; none is made again.
    Erased => erased,
    /// Once more is no fault, nor is a key that never was; nor is one made then.
    ErasedTwice => erased_twice,
    /// Nothing that is kept has the key in it once it is erased.
    GoneFromDisk => gone_from_disk,
    /// Whoever asks while it is erased gets the key that was there or none, and none is left.
    ErasedMeanwhile => erased_meanwhile,
}

fn scope(ledger: &str, dossier: &str, of: KeyOf) -> KeyScope {
    let origin = Origin::new(ledger).expect("a name of a ledger");
    KeyScope::new(&origin, &format!("dossier.{dossier}").parse().expect("a name of a stream"), of)
}

fn one() -> KeyScope {
    scope("H22/2020", "H22.14-201012-0001", KeyOf::Personal)
}

async fn ensure(store: &dyn KeyStore, scope: &KeyScope) -> DataKey {
    store.ensure(scope).await.expect("a key")
}

async fn get(store: &dyn KeyStore, scope: &KeyScope) -> Option<DataKey> {
    store.get(scope).await.expect("an answer")
}

async fn made_once(harness: &dyn KeyHarness) {
    let store = harness.store().await;
    assert_eq!(get(&*store, &one()).await, None);
    let key = ensure(&*store, &one()).await;
    assert_eq!(ensure(&*store, &one()).await, key);
    assert_eq!(get(&*harness.store().await, &one()).await, Some(key.clone()));
    let others = [
        scope("H22/2020", "H22.14-201012-0002", KeyOf::Personal),
        scope("H22/2021", "H22.14-201012-0001", KeyOf::Personal),
        scope("H22/2020", "H22.14-201012-0001", KeyOf::Opinions),
    ];
    for other in others {
        assert_eq!(get(&*store, &other).await, None, "{other}");
        assert_ne!(ensure(&*store, &other).await, key, "{other}");
    }
}

async fn first_wins(harness: &dyn KeyHarness) {
    let mut asked = Vec::new();
    for _ in 0..16 {
        let store = harness.store().await;
        asked.push(tokio::spawn(async move { ensure(&*store, &one()).await }));
    }
    let keys = futures::future::join_all(asked).await;
    let first = get(&*harness.store().await, &one()).await;
    assert!(first.is_some() && keys.iter().all(|key| key.as_ref().ok() == first.as_ref()));
}

async fn erased(harness: &dyn KeyHarness) {
    let store = harness.store().await;
    ensure(&*store, &one()).await;
    let opinions = KeyScope { of: KeyOf::Opinions, ..one() };
    let kept = ensure(&*store, &opinions).await;
    store.erase(&one()).await.expect("it is erased");
    for store in [store, harness.store().await] {
        assert_eq!(get(&*store, &one()).await, None);
        assert_eq!(store.ensure(&one()).await.expect_err("none is made").code, "LT0523");
        assert_eq!(get(&*store, &opinions).await.as_ref(), Some(&kept));
    }
}

async fn erased_twice(harness: &dyn KeyHarness) {
    let store = harness.store().await;
    for _ in 0..2 {
        store.erase(&one()).await.expect("it is erased");
        assert_eq!(get(&*store, &one()).await, None);
    }
    assert_eq!(store.ensure(&one()).await.expect_err("none is made").code, "LT0523");
}

async fn gone_from_disk(harness: &dyn KeyHarness) {
    let store = harness.store().await;
    let key = ensure(&*store, &one()).await;
    let before = harness.bytes().await;
    store.erase(&one()).await.expect("it is erased");
    let after = harness.bytes().await;
    let holds = |files: &[Vec<u8>], what: &[u8]| {
        files.iter().any(|file| file.windows(what.len()).any(|window| window == what))
    };
    let wrapped = before.iter().any(|file| file.len() < 256);
    assert!(holds(&before, key.as_slice()) || wrapped, "it was somewhere");
    assert!(!holds(&after, key.as_slice()), "the key itself");
    // One that wraps its keys has none in the clear: then what it kept of it is gone.
    for file in before.iter().filter(|file| file.len() < 256) {
        assert!(!after.contains(file), "what it was kept in");
    }
}

async fn erased_meanwhile(harness: &dyn KeyHarness) {
    for number in 0..8 {
        let scope = scope("H22/2020", &format!("H22.14-201012-{number:04}"), KeyOf::Personal);
        let (one, two) = (harness.store().await, harness.store().await);
        let (made, erased) = tokio::join!(one.ensure(&scope), two.erase(&scope));
        erased.expect("it is erased");
        if let Err(refused) = made {
            assert_eq!(refused.code, "LT0523");
        }
        assert_eq!(get(&*one, &scope).await, None);
    }
}

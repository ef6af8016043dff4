//! Ports that do what a test needs of them: away, slow, of another mind, or recording what they were handed.

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use lienthong_ledger::ports::{Intake, Proof, Query, QueryError, Seals, Tiles, Unavailable};
use lienthong_merkle::tiles::Tile;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::{Answer, Submission};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Nobody is there.
pub struct Away;

/// What [`Away`] says.
pub fn away() -> Unavailable {
    Unavailable { code: "LT0801", what: "nobody answers".to_owned() }
}

#[async_trait::async_trait]
impl Query for Away {
    async fn query(&self, _: &str, _: Value) -> Result<Value, QueryError> {
        Err(away().into())
    }
}

#[async_trait::async_trait]
impl Seals for Away {
    async fn prove(&self, _: &Origin, _: &StreamName, _: u64) -> Result<Option<Proof>, Unavailable> {
        Err(away())
    }
}

#[async_trait::async_trait]
impl Tiles for Away {
    async fn checkpoint(&self, _: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        Err(away())
    }

    async fn tile(&self, _: &Origin, _: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        Err(away())
    }
}

#[async_trait::async_trait]
impl Intake for Away {
    async fn submit(
        &self,
        _: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        Err(away())
    }
}

/// Never answers.
pub struct Silent;

#[async_trait::async_trait]
impl Query for Silent {
    async fn query(&self, _: &str, _: Value) -> Result<Value, QueryError> {
        std::future::pending().await
    }
}

/// Answers of another, changed on the way.
pub struct Changed<F> {
    pub inner: Arc<dyn Query>,
    pub change: F,
}

#[async_trait::async_trait]
impl<F: Fn(&str, &mut Value) + Send + Sync> Query for Changed<F> {
    async fn query(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        let mut answer = self.inner.query(name, parameters).await?;
        (self.change)(name, &mut answer);
        Ok(answer)
    }
}

/// Proofs of another, changed on the way.
pub struct Doctored<F> {
    pub inner: Arc<dyn Seals>,
    pub change: F,
}

#[async_trait::async_trait]
impl<F: Fn(Option<Proof>) -> Option<Proof> + Send + Sync> Seals for Doctored<F> {
    async fn prove(
        &self,
        origin: &Origin,
        stream: &StreamName,
        revision: u64,
    ) -> Result<Option<Proof>, Unavailable> {
        self.inner.prove(origin, stream, revision).await.map(&self.change)
    }
}

/// Takes submissions and answers as it was told to, one script a submission; what has no script is not taken.
#[derive(Default)]
pub struct Scripted {
    pub scripts: Mutex<VecDeque<Vec<Result<Answer, Unavailable>>>>,
    pub taken: Mutex<Vec<Arc<Submission>>>,
}

#[async_trait::async_trait]
impl Intake for Scripted {
    async fn submit(
        &self,
        submission: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        self.taken.lock().unwrap().push(submission);
        let script = self.scripts.lock().unwrap().pop_front().ok_or_else(away)?;
        Ok(stream::iter(script).boxed())
    }
}

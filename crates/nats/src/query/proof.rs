//! Proofs of what was sealed before, as a question: the audit service answers it from its own copy.

use async_trait::async_trait;
use lienthong_ledger::ports::{Proof, Query, QueryError, Seals, Unavailable};
use lienthong_merkle::Hash;
use lienthong_names::{Origin, StreamName};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// The question's name: `query.proof`.
pub const PROOF: &str = "proof";

#[derive(Debug, Serialize, Deserialize)]
struct Question {
    origin: String,
    stream: String,
    revision: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Wire {
    sequence: u64,
    leaf: String,
    path: Vec<String>,
    checkpoint: String,
}

/// Answers the question from any [`Seals`].
pub struct SealsQuery(Arc<dyn Seals>);

impl SealsQuery {
    /// From these.
    #[must_use]
    pub fn new(seals: Arc<dyn Seals>) -> Self {
        Self(seals)
    }
}

#[async_trait]
impl Query for SealsQuery {
    async fn query(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        if name != PROOF {
            return Err(QueryError::NotFound { what: format!("question {name}") });
        }
        let malformed = |what: String| QueryError::Malformed { what };
        let question: Question = serde_json::from_value(parameters).map_err(|e| malformed(e.to_string()))?;
        let origin: Origin = question.origin.parse().map_err(|e| malformed(format!("origin: {e}")))?;
        let stream: StreamName = question.stream.parse().map_err(|e| malformed(format!("stream: {e}")))?;
        let proof = self.0.prove(&origin, &stream, question.revision).await?;
        serde_json::to_value(proof.map(wire)).map_err(|e| malformed(e.to_string()))
    }
}

fn wire(proof: Proof) -> Wire {
    Wire {
        sequence: proof.sequence,
        leaf: proof.leaf.to_string(),
        path: proof.path.iter().map(Hash::to_string).collect(),
        checkpoint: String::from_utf8_lossy(&proof.checkpoint).into_owned(),
    }
}

fn unwire(wire: Wire) -> Result<Proof, lienthong_merkle::ParseHashError> {
    Ok(Proof {
        sequence: wire.sequence,
        leaf: wire.leaf.parse()?,
        path: wire.path.iter().map(|hash| hash.parse()).collect::<Result<_, _>>()?,
        checkpoint: wire.checkpoint.into_bytes().into(),
    })
}

/// Proofs from whoever answers the question.
pub struct NatsSeals(Arc<dyn Query>);

impl NatsSeals {
    /// Through this port.
    #[must_use]
    pub fn new(query: Arc<dyn Query>) -> Self {
        Self(query)
    }
}

#[async_trait]
impl Seals for NatsSeals {
    async fn prove(
        &self,
        origin: &Origin,
        stream: &StreamName,
        revision: u64,
    ) -> Result<Option<Proof>, Unavailable> {
        let question = serde_json::json!({
            "origin": origin.as_str(), "stream": stream.to_string(), "revision": revision,
        });
        let failed = |e: &dyn std::fmt::Display| crate::micro::no_answer("query.proof", e);
        let answer = super::ask(self.0.as_ref(), PROOF, question).await?;
        let wire: Option<Wire> = serde_json::from_value(answer).map_err(|e| failed(&e))?;
        wire.map(unwire).transpose().map_err(|e| failed(&e))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_merkle::leaf_hash;

    struct One(Proof);

    #[async_trait]
    impl Seals for One {
        async fn prove(
            &self,
            _: &Origin,
            _: &StreamName,
            revision: u64,
        ) -> Result<Option<Proof>, Unavailable> {
            Ok((revision == 1).then(|| self.0.clone()))
        }
    }

    #[tokio::test]
    async fn a_proof_comes_back_as_it_was() {
        let proof = Proof {
            sequence: 7,
            leaf: leaf_hash(b"a"),
            path: vec![leaf_hash(b"b"), leaf_hash(b"c")],
            checkpoint: Arc::from("H22/2020\n9\n".as_bytes()),
        };
        let seals = NatsSeals::new(Arc::new(SealsQuery::new(Arc::new(One(proof.clone())))));
        let (origin, stream) = ("H22/2020".parse().unwrap(), "dossier.A".parse().unwrap());
        assert_eq!(seals.prove(&origin, &stream, 1).await.unwrap(), Some(proof));
        assert_eq!(seals.prove(&origin, &stream, 2).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_question_of_another_form_is_refused() {
        let proof = Proof { sequence: 1, leaf: leaf_hash(b"a"), path: Vec::new(), checkpoint: Arc::from([]) };
        let query = SealsQuery::new(Arc::new(One(proof)));
        for question in
            [Value::Null, serde_json::json!({"origin": "x", "stream": "dossier.A", "revision": 1})]
        {
            assert!(matches!(query.query(PROOF, question).await, Err(QueryError::Malformed { .. })));
        }
    }
}

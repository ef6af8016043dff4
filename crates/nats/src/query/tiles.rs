//! Tiles and checkpoints of what was sealed, as a question: the audit service answers it from its own copy.

use async_trait::async_trait;
use lienthong_ledger::ports::{Query, QueryError, Tiles, Unavailable};
use lienthong_merkle::tiles::Tile;
use lienthong_names::Origin;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// The question's name: `query.tile`.
pub const TILE: &str = "tile";

/// The path of a log's checkpoint, beside its tiles.
const CHECKPOINT: &str = "checkpoint";

#[derive(Debug, Serialize, Deserialize)]
struct Question {
    origin: String,
    path: String,
}

/// Answers the question from any [`Tiles`]: a file's bytes in hexadecimal, or null. Other questions are another's.
pub struct TilesQuery {
    tiles: Arc<dyn Tiles>,
    others: Arc<dyn Query>,
}

impl TilesQuery {
    /// From these, beside what answers other questions.
    #[must_use]
    pub fn beside(tiles: Arc<dyn Tiles>, others: Arc<dyn Query>) -> Self {
        Self { tiles, others }
    }
}

#[async_trait]
impl Query for TilesQuery {
    async fn query(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        if name != TILE {
            return self.others.query(name, parameters).await;
        }
        let malformed = |what: String| QueryError::Malformed { what };
        let question: Question = serde_json::from_value(parameters).map_err(|e| malformed(e.to_string()))?;
        let origin: Origin = question.origin.parse().map_err(|e| malformed(format!("origin: {e}")))?;
        let bytes = if question.path == CHECKPOINT {
            self.tiles.checkpoint(&origin).await?.map(|note| note.to_vec())
        } else {
            let tile: Tile = question.path.parse().map_err(|e| malformed(format!("path: {e}")))?;
            self.tiles.tile(&origin, &tile).await?
        };
        Ok(bytes.map_or(Value::Null, |bytes| hex::encode(bytes).into()))
    }
}

/// Tiles from whoever answers the question.
pub struct NatsTiles(Arc<dyn Query>);

impl NatsTiles {
    /// Through this port.
    #[must_use]
    pub fn new(query: Arc<dyn Query>) -> Self {
        Self(query)
    }

    async fn ask(&self, origin: &Origin, path: String) -> Result<Option<Vec<u8>>, Unavailable> {
        let question = serde_json::json!({"origin": origin.as_str(), "path": path});
        let failed = |e: &dyn std::fmt::Display| crate::micro::no_answer("query.tile", e);
        let answer = super::ask(self.0.as_ref(), TILE, question).await?;
        let text: Option<String> = serde_json::from_value(answer).map_err(|e| failed(&e))?;
        text.map(hex::decode).transpose().map_err(|e| failed(&e))
    }
}

#[async_trait]
impl Tiles for NatsTiles {
    async fn checkpoint(&self, origin: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        Ok(self.ask(origin, CHECKPOINT.to_owned()).await?.map(Arc::from))
    }

    async fn tile(&self, origin: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        self.ask(origin, tile.to_string()).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    struct One;

    #[async_trait]
    impl Tiles for One {
        async fn checkpoint(&self, origin: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
            Ok((origin.name() == "2020").then(|| Arc::from(b"note".as_slice())))
        }

        async fn tile(&self, _: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
            Ok((tile.width() < 3).then(|| tile.to_string().into_bytes()))
        }
    }

    struct Others;

    #[async_trait]
    impl Query for Others {
        async fn query(&self, name: &str, _: Value) -> Result<Value, QueryError> {
            Ok(name.into())
        }
    }

    fn query() -> Arc<dyn Query> {
        Arc::new(TilesQuery::beside(Arc::new(One), Arc::new(Others)))
    }

    #[tokio::test]
    async fn bytes_come_back_as_they_were() {
        let tiles = NatsTiles::new(query());
        let (here, elsewhere): (Origin, Origin) = ("H22/2020".parse().unwrap(), "H22/2021".parse().unwrap());
        assert_eq!(tiles.checkpoint(&here).await.unwrap().as_deref(), Some(b"note".as_slice()));
        assert_eq!(tiles.checkpoint(&elsewhere).await.unwrap(), None);
        for (name, there) in
            [("tile/0/x001/002.p/2", true), ("tile/entries/000.p/1", true), ("tile/0/000", false)]
        {
            let bytes = tiles.tile(&here, &name.parse().unwrap()).await.unwrap();
            assert_eq!(bytes, there.then(|| name.as_bytes().to_vec()));
        }
    }

    #[tokio::test]
    async fn a_question_of_another_form_is_refused_and_one_of_another_name_is_not_ours() {
        for question in [
            Value::Null,
            serde_json::json!({"origin": "x", "path": "checkpoint"}),
            serde_json::json!({"origin": "H22/2020", "path": "tile/0/0"}),
        ] {
            assert!(matches!(query().query(TILE, question).await, Err(QueryError::Malformed { .. })));
        }
        assert_eq!(query().query("proof", Value::Null).await.unwrap(), "proof");
    }
}

//! The question for what is not acknowledged.

use super::{Unacknowledged, named};
use crate::ports::{Inbox, Query, QueryError};
use serde_json::{Value, json};
use std::sync::Arc;

/// The question's name: `query.deliveries`.
pub const DELIVERIES: &str = "deliveries";

/// Answers [`DELIVERIES`] from an inbox, and leaves every other question to another.
pub struct InboxQuery {
    inbox: Arc<dyn Inbox>,
    others: Option<Arc<dyn Query>>,
}

impl InboxQuery {
    /// Only this question.
    #[must_use]
    pub const fn new(inbox: Arc<dyn Inbox>) -> Self {
        Self { inbox, others: None }
    }

    /// Every other question goes to who answered it before.
    #[must_use]
    pub const fn beside(inbox: Arc<dyn Inbox>, others: Arc<dyn Query>) -> Self {
        Self { inbox, others: Some(others) }
    }
}

fn row(waiting: &Unacknowledged) -> Value {
    let row = json!({
        "agency": waiting.agency.as_str(),
        "count": waiting.count,
        "oldest": waiting.oldest.to_string(),
        "since": waiting.since.to_string(),
        "attempts": waiting.attempts,
    });
    named(row, &waiting.stream)
}

#[async_trait::async_trait]
impl Query for InboxQuery {
    async fn query(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        match &self.others {
            _ if name == DELIVERIES => {
                let waiting = self.inbox.unacknowledged().await?;
                let count: u64 = waiting.iter().map(|of_agency| of_agency.count).sum();
                let agencies: Vec<Value> = waiting.iter().map(row).collect();
                Ok(json!({ "count": count, "agencies": agencies }))
            }
            Some(others) => others.query(name, parameters).await,
            None => Err(QueryError::NotFound { what: format!("question {name}") }),
        }
    }
}

//! A gateway as a place to hand in submissions.

use crate::failure::{Exit, Failure, Outcome};
use futures::StreamExt;
use futures::stream::BoxStream;
use jiff::Timestamp;
use lienthong_ledger::ports::{Intake, Unavailable};
use lienthong_names::Origin;
use lienthong_protocol::{Answer, Submission, json as protobuf_json};
use std::sync::Arc;
use std::time::Duration;

/// More than the receipts of the largest submission.
const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A gateway's address.
pub struct HttpIntake {
    url: String,
}

impl HttpIntake {
    /// At an address such as `http://127.0.0.1:8080`.
    pub fn new(url: &str) -> Self {
        Self { url: url.trim_end_matches('/').to_owned() }
    }

    /// The ledgers that the gateway's unit has, and what its clock shows: a demonstration has one of its own.
    pub async fn overview(&self) -> Outcome<(Vec<Origin>, Option<Timestamp>)> {
        let value = get_json(&format!("{}/api/v1/overview", self.url)).await?;
        let positions = value["as_of"].as_object().cloned().unwrap_or_default();
        let origins = positions.keys().filter_map(|name| Origin::new(name).ok()).collect();
        Ok((origins, value["now"].as_str().and_then(|now| now.parse().ok())))
    }
}

/// Asks an address for JSON.
pub async fn get_json(url: &str) -> Outcome<serde_json::Value> {
    let url = url.to_owned();
    blocking(move || {
        let mut response = ureq::get(&url).call().map_err(|e| format!("{url}: {e}"))?;
        response.body_mut().read_json().map_err(|e| format!("{url}: {e}"))
    })
    .await
    .map_err(|text| Failure { exit: Exit::Unavailable, code: "LT0801".to_owned(), text })
}

/// Sends JSON to an address.
pub async fn post_json(url: &str, body: serde_json::Value) -> Outcome<serde_json::Value> {
    let url = url.to_owned();
    blocking(move || {
        let request = ureq::post(&url).config().http_status_as_error(false).build();
        let mut response = request.send_json(body).map_err(|e| format!("{url}: {e}"))?;
        response.body_mut().read_json().map_err(|e| format!("{url}: {e}"))
    })
    .await
    .map_err(|text| Failure { exit: Exit::Unavailable, code: "LT0801".to_owned(), text })
}

/// An agent that waits for an answer so long and no longer, and takes each status as an answer.
pub fn agent(limit: Duration) -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(limit));
    config.build().into()
}

/// Does what would hold up others.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    tokio::task::spawn_blocking(work).await.map_err(|e| e.to_string())?
}

#[async_trait::async_trait]
impl Intake for HttpIntake {
    async fn submit(
        &self,
        submission: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        let url = format!("{}/api/v1/submissions", self.url);
        let bytes = submission.encode();
        let body = blocking(move || {
            let mut response = ureq::post(&url)
                .header("content-type", "application/x-protobuf")
                .header("accept", "application/x-ndjson")
                .send(bytes.as_slice())
                .map_err(|e| format!("{url}: {e}"))?;
            response
                .body_mut()
                .with_config()
                .limit(ANSWER_BYTES_MAX)
                .read_to_string()
                .map_err(|e| format!("{url}: {e}"))
        })
        .await
        .map_err(away)?;
        let answer = read_answer(&body).map_err(away)?;
        Ok(futures::stream::iter([Ok(answer)]).boxed())
    }
}

/// One verdict a line.
fn read_answer(body: &str) -> Result<Answer, String> {
    let verdicts = body
        .lines()
        .map(serde_json::from_str::<serde_json::Value>)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| format!("the gateway's answer is not JSON: {e}"))?;
    let bytes = protobuf_json::from_json("Answer", &serde_json::json!({ "verdicts": verdicts }))
        .map_err(|errors| errors.first().map(|e| e.en.clone()).unwrap_or_default())?;
    Answer::decode(&bytes).map_err(|e| e.to_string())
}

fn away(what: String) -> Unavailable {
    Unavailable { code: "LT0801", what }
}

//! A gateway as a place to hand in submissions, and what documents say.

use crate::failure::{Failure, Outcome};
use futures::StreamExt;
use futures::stream::BoxStream;
use jiff::Timestamp;
use lienthong_ledger::attachments::{AttachmentError, Bytes, HandIn, Taken};
use lienthong_ledger::ports::{Intake, Unavailable};
use lienthong_names::{DossierCode, Origin};
use lienthong_protocol::attachment::Content;
use lienthong_protocol::{Answer, Submission, json as protobuf_json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// More than the receipts of the largest submission.
const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// How long a document may take that is handed in.
const DOCUMENT_LIMIT: Duration = Duration::from_secs(600);

/// How long a question may take.
const ASKING: Duration = Duration::from_secs(20);

/// A gateway's address.
pub struct HttpIntake {
    url: String,
}

/// What a gateway says of its unit, as far as who sends needs it.
pub struct Overview {
    /// Its ledgers.
    pub origins: Vec<Origin>,
    /// Where a new dossier is registered now; `None`: nothing was said of it.
    pub register_in: Option<Origin>,
    /// What its clock shows: a demonstration has one of its own.
    pub now: Option<Timestamp>,
}

impl HttpIntake {
    /// At an address such as `http://127.0.0.1:8080`.
    pub fn new(url: &str) -> Self {
        Self { url: url.trim_end_matches('/').to_owned() }
    }

    /// What the gateway says of its unit.
    pub async fn overview(&self) -> Outcome<Overview> {
        let value = get_json(&format!("{}/api/v1/overview", self.url)).await?;
        let positions = value["as_of"].as_object().cloned().unwrap_or_default();
        let origins = positions.keys().filter_map(|name| Origin::new(name).ok()).collect();
        let text = |name: &str| value[name].as_str();
        Ok(Overview {
            origins,
            register_in: text("register_in").and_then(|name| Origin::new(name).ok()),
            now: text("now").and_then(|now| now.parse().ok()),
        })
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
    .map_err(no_answer)
}

/// The ledger in which a dossier lives, by a gateway; `None`: it knows none of that code.
pub async fn dossier_at(url: &str, code: &DossierCode) -> Outcome<Option<Origin>> {
    let url = format!("{url}/api/v1/dossiers/{code}");
    let asked = blocking(move || {
        let mut response = agent(ASKING).get(&url).call().map_err(|e| format!("{url}: {e}"))?;
        match response.status().as_u16() {
            404 => Ok(serde_json::Value::Null),
            200 => response.body_mut().read_json().map_err(|e| format!("{url}: {e}")),
            status => Err(format!("{url}: {status}")),
        }
    });
    let told = asked.await.map_err(no_answer)?;
    Ok(told["dossier"]["origin"].as_str().and_then(|name| Origin::new(name).ok()))
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
    .map_err(no_answer)
}

fn no_answer(text: String) -> Failure {
    Failure::unavailable("LT0801", text)
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

/// A gateway as a place to hand in what documents say.
pub struct HttpHandIn {
    url: String,
}

impl HttpHandIn {
    /// At an address such as `http://127.0.0.1:8080`.
    pub fn new(url: &str) -> Self {
        Self { url: url.trim_end_matches('/').to_owned() }
    }
}

#[async_trait::async_trait]
impl HandIn for HttpHandIn {
    async fn hand_in(
        &self,
        dossier: &DossierCode,
        content: &Content,
        mut bytes: Bytes<'_>,
    ) -> Result<Taken, AttachmentError> {
        let url = format!("{}/api/v1/dossiers/{dossier}/attachments/{content}", self.url);
        let (pieces, body) = mpsc::channel::<Vec<u8>>(1);
        let size = content.size.to_string();
        let sending = tokio::task::spawn_blocking(move || {
            let request = agent(DOCUMENT_LIMIT).put(&url).header("content-length", size);
            // One that is refused is refused before its bytes are sent.
            let request = request.header("expect", "100-continue");
            let mut body = Pieces { body, left: Vec::new() };
            let mut response =
                request.send(ureq::SendBody::from_reader(&mut body)).map_err(|e| format!("{url}: {e}"))?;
            let said: serde_json::Value =
                response.body_mut().read_json().map_err(|e| format!("{url}: {e}"))?;
            Ok::<_, String>((response.status().as_u16(), said))
        });
        while let Some(piece) = bytes.next().await {
            // One that is not taken any more was answered before its end.
            if pieces.send(piece?).await.is_err() {
                break;
            }
        }
        drop(pieces);
        let sent = sending.await.map_err(|e| away(e.to_string()))?;
        let (status, said) = sent.map_err(away)?;
        match (status, said["taken"].as_str()) {
            (200, Some("held")) => Ok(Taken::Held),
            (200, Some(_)) => Ok(Taken::New),
            (503, _) => Err(away(said["en"].to_string()).into()),
            _ => {
                let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
                Err(AttachmentError::Refused { text: format!("{} {}", text("code"), text("en")) })
            }
        }
    }
}

/// What a file says, as a body that is sent where nobody waits.
struct Pieces {
    body: mpsc::Receiver<Vec<u8>>,
    left: Vec<u8>,
}

impl std::io::Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.left.is_empty() {
            match self.body.blocking_recv() {
                Some(piece) => self.left = piece,
                None => return Ok(0),
            }
        }
        let length = into.len().min(self.left.len());
        into[..length].copy_from_slice(&self.left[..length]);
        self.left.drain(..length);
        Ok(length)
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

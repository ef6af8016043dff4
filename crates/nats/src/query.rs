//! Questions over NATS: `query.<name>`, JSON both ways; those that an agency asks in its own name on `query.<name>.<agency>`, where only that
//! agency's user may publish.

mod proof;
mod tiles;

pub use proof::{NatsSeals, PROOF, SealsQuery};
pub use tiles::{NatsTiles, TILE, TilesQuery};

use crate::Connection;
use crate::micro::{self, MORE, Serving, no_answer};
use async_nats::service::Request;
use async_nats::{HeaderMap, StatusCode};
use async_trait::async_trait;
use futures::StreamExt as _;
use lienthong_ledger::ports::{Query, QueryError, Unavailable};
use lienthong_names::AgencyId;
use lienthong_protocol::subjects;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Questions one instance works at; more wait.
const AT_ONCE: usize = 64;

/// Bytes of an answer in one message.
const PART_BYTES: usize = 512 * 1024;

/// How long an answer, or its next part, may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Serves questions by these names until the result is dropped. `service` is who answers: `projections`, `audit`.
///
/// # Errors
/// LT0710.
pub async fn serve(
    connection: &Connection,
    service: &str,
    names: &[&str],
    query: Arc<dyn Query>,
) -> Result<Serving, Unavailable> {
    serve_with_own(connection, service, names, &[], query).await
}

/// The same, and beside them questions that are asked in an agency's name only: it becomes their parameter `agency`, whatever else is given.
///
/// # Errors
/// LT0710.
pub async fn serve_with_own(
    connection: &Connection,
    service: &str,
    names: &[&str],
    own: &[&str],
    query: Arc<dyn Query>,
) -> Result<Serving, Unavailable> {
    let mut serving = Serving::start(connection, service, "Answers questions about what is sealed").await?;
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let named = names.iter().map(|name| (name, false)).chain(own.iter().map(|name| (name, true)));
    for (name, is_own) in named {
        let subject = if is_own { subjects::own_query_subjects(name) } else { subjects::query_subject(name) };
        let mut requests = serving.listen(name, &subject, service).await?;
        let (name, query, places) = ((*name).to_owned(), Arc::clone(&query), Arc::clone(&places));
        let client = connection.client().clone();
        serving.spawn(async move {
            while let Some(request) = requests.next().await {
                let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                let (name, query, client) = (name.clone(), Arc::clone(&query), client.clone());
                tokio::spawn(async move {
                    answer(&client, &request, &name, is_own, &*query).await;
                    drop(place);
                });
            }
        });
    }
    Ok(serving)
}

async fn answer(client: &async_nats::Client, request: &Request, name: &str, is_own: bool, query: &dyn Query) {
    let asked = parameters(&request.message.payload);
    let asked = if is_own { asked.and_then(|asked| in_name(asked, &request.message.subject)) } else { asked };
    let answered = match asked {
        Ok(parameters) => query.query(name, parameters).await,
        Err(error) => Err(error),
    };
    match answered {
        Ok(value) => {
            if let Err(error) = send(client, request, value.to_string().into_bytes()).await {
                tracing::debug!(name, error, "an answer could not be sent");
            }
        }
        Err(error) => {
            let (code, why) = worded(&error);
            micro::refuse(request, code, &why).await;
        }
    }
}

/// No bytes are no parameters, so that `nats req query.overview ""` works by hand.
fn parameters(payload: &[u8]) -> Result<serde_json::Value, QueryError> {
    if payload.is_empty() {
        return Ok(serde_json::Value::Null);
    }
    serde_json::from_slice(payload)
        .map_err(|e| QueryError::Malformed { what: format!("the parameters are not JSON: {e}") })
}

/// In whose name it is asked says the subject, on which nobody else can publish.
fn in_name(asked: serde_json::Value, subject: &str) -> Result<serde_json::Value, QueryError> {
    let malformed = |what: &str| QueryError::Malformed { what: what.to_owned() };
    let agency =
        subjects::agency_of_query(subject).ok_or_else(|| malformed("the subject names no agency"))?;
    let mut parameters = match asked {
        serde_json::Value::Null => serde_json::Map::new(),
        serde_json::Value::Object(parameters) => parameters,
        _ => return Err(malformed("the parameters are no object")),
    };
    parameters.insert("agency".to_owned(), agency.as_str().into());
    Ok(parameters.into())
}

async fn send(client: &async_nats::Client, request: &Request, bytes: Vec<u8>) -> Result<(), String> {
    let Some(reply) = request.message.reply.clone() else { return Ok(()) };
    let mut rest = bytes.as_slice();
    while rest.len() > PART_BYTES {
        let (part, after) = rest.split_at(PART_BYTES);
        let mut headers = HeaderMap::new();
        headers.insert(MORE, "1");
        let sent = client.publish_with_headers(reply.clone(), headers, part.to_vec().into()).await;
        sent.map_err(|e| e.to_string())?;
        rest = after;
    }
    request.respond(Ok(rest.to_vec().into())).await.map_err(|e| e.to_string())
}

fn worded(error: &QueryError) -> (usize, String) {
    match error {
        QueryError::NotFound { what } => (micro::NOT_FOUND, what.clone()),
        QueryError::Malformed { what } => (micro::BAD_REQUEST, what.clone()),
        QueryError::Unavailable(what) => (micro::UNAVAILABLE, what.to_string()),
    }
}

fn unworded(subject: &str, code: usize, what: String) -> QueryError {
    match code {
        micro::NOT_FOUND => QueryError::NotFound { what },
        micro::BAD_REQUEST => QueryError::Malformed { what },
        _ => no_answer(subject, &what).into(),
    }
}

/// Asks a question that always has an answer: any "no" but "not now" is a service that is not what it should be.
async fn ask(
    query: &dyn Query,
    name: &str,
    question: serde_json::Value,
) -> Result<serde_json::Value, Unavailable> {
    query.query(name, question).await.map_err(|error| match error {
        QueryError::Unavailable(what) => what,
        other => no_answer(&subjects::query_subject(name), &other),
    })
}

/// Asks the services behind a NATS server.
#[derive(Clone)]
pub struct NatsQuery {
    connection: Connection,
    agency: Option<AgencyId>,
}

impl NatsQuery {
    /// Every question that this connection may ask.
    #[must_use]
    pub const fn new(connection: Connection) -> Self {
        Self { connection, agency: None }
    }

    /// The questions that an agency asks in its own name.
    #[must_use]
    pub const fn of_agency(connection: Connection, agency: AgencyId) -> Self {
        Self { connection, agency: Some(agency) }
    }
}

#[async_trait]
impl Query for NatsQuery {
    async fn query(
        &self,
        name: &str,
        parameters: serde_json::Value,
    ) -> Result<serde_json::Value, QueryError> {
        let client = self.connection.client();
        let subject = match &self.agency {
            Some(agency) => subjects::own_query_subject(name, agency),
            None => subjects::query_subject(name),
        };
        let inbox = client.new_inbox();
        let mut replies = client.subscribe(inbox.clone()).await.map_err(|e| no_answer(&subject, &e))?;
        let payload = parameters.to_string().into_bytes();
        client
            .publish_with_reply(subject.clone(), inbox, payload.into())
            .await
            .map_err(|e| no_answer(&subject, &e))?;
        let mut bytes = Vec::new();
        loop {
            let reply = tokio::time::timeout(TIMEOUT, replies.next()).await;
            let reply = reply.map_err(|_| no_answer(&subject, &"no answer in time"))?;
            let reply = reply.ok_or_else(|| no_answer(&subject, &"the connection was closed"))?;
            if reply.status == Some(StatusCode::NO_RESPONDERS) {
                return Err(no_answer(&subject, &"nobody serves it now").into());
            }
            if let Some((code, why)) = micro::refusal(reply.headers.as_ref()) {
                return Err(unworded(&subject, code, why));
            }
            bytes.extend_from_slice(&reply.payload);
            if reply.headers.as_ref().is_none_or(|headers| headers.get(MORE).is_none()) {
                return serde_json::from_slice(&bytes).map_err(|e| no_answer(&subject, &e).into());
            }
        }
    }
}

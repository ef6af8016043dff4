//! What the micro services have in common: their names, their end, and how they say no.

use crate::Connection;
use async_nats::HeaderMap;
use async_nats::service::{self, Request, Service, ServiceExt as _};
use lienthong_ledger::ports::Unavailable;
use tokio::task::JoinSet;

/// Answer codes, as HTTP has them.
pub(crate) const BAD_REQUEST: usize = 400;
pub(crate) const FORBIDDEN: usize = 403;
pub(crate) const NOT_FOUND: usize = 404;
pub(crate) const UNAVAILABLE: usize = 503;

/// Header of a message that only says: still at work.
pub(crate) const WORKING: &str = "Lienthong-Working";

/// Header of a part that is not the last.
pub(crate) const MORE: &str = "Lienthong-More";

/// Headers in which a micro service says no.
pub(crate) const ERROR: &str = "Nats-Service-Error";
pub(crate) const ERROR_CODE: &str = "Nats-Service-Error-Code";

/// A micro service that runs until it is dropped.
pub struct Serving {
    // Answers `$SRV.*`, by which `nats micro ls` sees it.
    service: Service,
    tasks: JoinSet<()>,
}

impl Serving {
    pub(crate) async fn start(connection: &Connection, name: &str, what: &str) -> Result<Self, Unavailable> {
        let name = format!("lienthong-{name}");
        let started =
            connection.client().service_builder().description(what).start(&name, env!("CARGO_PKG_VERSION"));
        let service = started.await.map_err(|e| not_started(&name, &*e))?;
        Ok(Self { service, tasks: JoinSet::new() })
    }

    /// Listens on a subject together with all other instances: each request goes to one of them.
    pub(crate) async fn listen(
        &self,
        name: &str,
        subject: &str,
        group: &str,
    ) -> Result<service::endpoint::Endpoint, Unavailable> {
        let endpoint = self.service.endpoint_builder().name(name).queue_group(group).add(subject);
        endpoint.await.map_err(|e| not_started(subject, &*e))
    }

    pub(crate) fn spawn(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }

    /// Takes no more requests, and ends.
    pub async fn stop(mut self) {
        // What cannot be told to the server any more, it sees by the connection's end.
        let _ = self.service.stop().await;
        self.tasks.shutdown().await;
    }
}

fn not_started(what: &str, why: &dyn std::fmt::Display) -> Unavailable {
    crate::problem::unavailable(&format!("{what} cannot be served"), why)
}

/// Says no.
pub(crate) async fn refuse(request: &Request, code: usize, why: &str) {
    // One line: a header cannot hold more.
    let status = why.replace(['\r', '\n'], " ");
    if let Err(error) = request.respond(Err(service::error::Error { code, status })).await {
        tracing::debug!(%error, "an answer could not be sent");
    }
}

/// What a micro service says no with; `None` for an answer.
pub(crate) fn refusal(headers: Option<&HeaderMap>) -> Option<(usize, String)> {
    let headers = headers?;
    let why = headers.get(ERROR)?.as_str().to_owned();
    let code = headers.get(ERROR_CODE).and_then(|code| code.as_str().parse().ok()).unwrap_or(UNAVAILABLE);
    Some((code, why))
}

/// The service that was asked is not there, or does not answer. `LT0711`.
pub(crate) fn no_answer(subject: &str, why: &dyn std::fmt::Display) -> Unavailable {
    Unavailable {
        code: "LT0711",
        what: format!("{subject}: {why}; nothing is known of what was sent: send it again"),
    }
}

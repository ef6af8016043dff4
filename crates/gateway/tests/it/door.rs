//! One request through the router; what the API answers must be what its document says.

use crate::attachments::NoDocuments;
use crate::document::Document;
use crate::province::Province;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use lienthong_gateway::{Closing, Gateway, Options, router};
use lienthong_ledger::ports::Clock;
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt as _;

/// More than any answer here.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The gateway of a province, every port the province's own.
pub fn gateway(province: &Arc<Province>) -> Gateway {
    Gateway {
        query: province.query(),
        intake: Arc::clone(province) as _,
        attachments: Arc::new(NoDocuments),
        seals: Arc::clone(province) as _,
        tiles: Arc::clone(province) as _,
        clock: Arc::clone(province) as Arc<dyn Clock>,
        sealed: province.positions(),
        closing: Closing::default(),
        options: Options::default(),
        counter: Arc::default(),
    }
}

/// A client at the door.
pub struct Door {
    router: Router,
    document: Document,
}

/// What came back.
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answered {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// A header's text; empty if it is not there.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and code of a failure of the API.
    pub fn failure(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    /// The verdicts, a line each.
    pub fn lines(&self) -> Vec<Value> {
        self.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Door {
    /// Of a province.
    pub fn of(province: &Arc<Province>) -> Self {
        Self::to(gateway(province))
    }

    /// To a gateway.
    pub fn to(gateway: Gateway) -> Self {
        Self { router: router(gateway), document: Document::served() }
    }

    /// Gets an address.
    pub async fn get(&self, uri: &str) -> Answered {
        self.get_with(uri, &[]).await
    }

    /// The same with headers.
    pub async fn get_with(&self, uri: &str, headers: &[(&str, &str)]) -> Answered {
        self.ask("GET", uri, headers, Vec::new()).await
    }

    /// Posts a body of a media type.
    pub async fn post(&self, uri: &str, media_type: &str, body: impl Into<Vec<u8>>) -> Answered {
        self.ask("POST", uri, &[("content-type", media_type)], body.into()).await
    }

    /// Any request.
    pub async fn ask(&self, method: &str, uri: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answered {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, ANSWER_BYTES_MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let answered = Answered { status: parts.status, headers: parts.headers, text };
        self.document.holds(method, uri, &answered);
        answered
    }

    /// The response itself, its body still open.
    pub async fn open(&self, uri: &str) -> axum::response::Response {
        self.open_with(uri, &[]).await
    }

    /// The same with headers.
    pub async fn open_with(&self, uri: &str, headers: &[(&str, &str)]) -> axum::response::Response {
        let mut request = Request::get(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }
}

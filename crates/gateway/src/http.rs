//! What every response carries and every request is held to: headers that keep a browser from doing more than the page
//! asks, a limit of time, a limit of size.

use crate::failure::Failure;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::trace::TraceLayer;

/// Bytes of a request's body. A submission may have 768 KiB; as JSON, in base64, a little less.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// How long a request may take until its response begins.
pub const TIME_LIMIT: Duration = Duration::from_secs(30);

/// How long a document may take that is handed in: 64 MiB on a line of a megabit a second.
pub const DOCUMENT_TIME_LIMIT: Duration = Duration::from_secs(600);

/// Only what comes from here, no script or style in the page itself, in nobody's frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Puts limits and headers around routes.
pub(crate) fn guard(routes: Router) -> Router {
    // A stream of verdicts is of use as it comes; gzip would hold lines back.
    let compressed = DefaultPredicate::new().and(NotForContentType::const_new("application/x-ndjson"));
    routes
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(in_time))
        .layer(from_fn(with_headers))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(TraceLayer::new_for_http())
}

/// Answers `LT0821` for what takes too long. What streams is held to it only until the stream begins.
async fn in_time(request: Request, next: Next) -> Response {
    // Nothing is put but documents, and their response begins when all of them is there.
    let limit = if request.method() == Method::PUT { DOCUMENT_TIME_LIMIT } else { TIME_LIMIT };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::too_slow(limit.as_secs()).into_response(),
    }
}

async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Figures move; what may be kept says so itself.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether a header names a media type, parameters aside.
pub(crate) fn has_media_type(headers: &HeaderMap, name: HeaderName, wanted: &str) -> bool {
    let text = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(',')
        .map(|one| one.split(';').next().unwrap_or_default().trim())
        .any(|one| one.eq_ignore_ascii_case(wanted))
}

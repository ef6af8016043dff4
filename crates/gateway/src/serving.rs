//! The router and the server around it.

use crate::{Gateway, api, http, log, pages};
use axum::Router;
use std::future::Future;
use std::io;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long responses under way may take once the house is closing.
const GRACE: Duration = Duration::from_secs(5);

/// Every route with its limits and headers.
pub fn router(gateway: Gateway) -> Router {
    let extra = gateway.options.extra.clone();
    let routes = Router::new()
        .nest("/api/v1", api::routes())
        .merge(pages::routes())
        .merge(log::routes())
        .fallback(pages::nothing_here)
        .method_not_allowed_fallback(pages::wrong_method)
        .with_state(gateway)
        .merge(extra);
    http::guard(routes)
}

/// Serves until `shutdown` comes true, then ends event streams and lets the rest finish within five seconds.
///
/// # Errors
/// What the listener says.
pub async fn serve(
    listener: TcpListener,
    gateway: Gateway,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let closing = gateway.closing.clone();
    let told = closing.clone();
    let serving = axum::serve(listener, router(gateway)).with_graceful_shutdown(async move {
        shutdown.await;
        told.close();
    });
    let too_late = async move {
        closing.closed().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = serving => ended,
        () = too_late => {
            tracing::warn!("connections were still open {} s after closing; they are cut", GRACE.as_secs());
            Ok(())
        }
    }
}

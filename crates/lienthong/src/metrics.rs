//! What this process says of itself in numbers, as Prometheus reads them: `--metrics ADDRESS`.
//!
//! Belongs here: gathering the measures of `lienthong_ledger::measures` and showing them. Does not: what they are. They stand on an address
//! of their own, which only who watches over the process has to reach: no figure about a dossier is among them.

use crate::failure::{Failure, Outcome};
use crate::output;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use lienthong_ledger::measures;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The text that Prometheus reads.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Measures are shown as long as it lives.
pub struct Shown(Option<JoinHandle<()>>);

impl Drop for Shown {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

/// Begins to gather measures and to show them, if somebody wants to see them: before anything is measured.
pub async fn show(address: Option<SocketAddr>) -> Outcome<Shown> {
    let Some(address) = address else { return Ok(Shown(None)) };
    let failed = |why: String| Failure::unavailable("LT0916", format!("{address}: {why}"));
    let listener = TcpListener::bind(address).await.map_err(|e| failed(e.to_string()))?;
    let at = listener.local_addr().map_err(|e| failed(e.to_string()))?;
    let measured = PrometheusBuilder::new().install_recorder().map_err(|e| failed(e.to_string()))?;
    measures::describe();
    let page = get(move || {
        let text = measured.render();
        async move { ([(CONTENT_TYPE, TEXT)], text) }
    });
    output::say(&format!("measures stand at http://{at}/metrics"));
    let router = Router::new().route("/metrics", page);
    Ok(Shown(Some(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "measures are shown no more");
        }
    }))))
}

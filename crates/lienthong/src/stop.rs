//! When somebody asks the process to stop.

use tokio::signal::unix::{SignalKind, signal};

/// Comes true at Ctrl-C or SIGTERM.
pub async fn asked() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            // Without the signal, Ctrl-C is left.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

//! The word that the house is closing: event streams end by it, or a graceful stop would wait for them for ever.

use std::sync::Arc;
use tokio::sync::watch;

/// Shared by everything that stays open. Clones hear the same word.
#[derive(Debug, Clone)]
pub struct Closing(Arc<watch::Sender<bool>>);

impl Default for Closing {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Closing {
    /// Says it. Saying it again changes nothing.
    pub fn close(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it was said; returns at once if it was said before.
    pub async fn closed(&self) {
        let mut heard = self.0.subscribe();
        // An error would mean that the sender is gone, and it lives in `self`.
        let _ = heard.wait_for(|closing| *closing).await;
    }
}

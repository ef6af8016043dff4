//! The API: `/api/v1`.
//!
//! Belongs here: one handler an address, its form, its description for OpenAPI.
//! Does not: pages; what an answer holds ([`crate::answers`]).

mod events;
mod openapi;
mod proofs;
mod reads;
mod schema;
mod submissions;

pub use openapi::document;

use crate::Gateway;
use axum::Router;
use axum::routing::{get, post};

/// The routes under `/api/v1`.
pub(crate) fn routes() -> Router<Gateway> {
    Router::new()
        .route("/submissions", post(submissions::submit))
        .route("/receipts/{agency}/{command_id}", get(reads::receipt))
        .route("/proofs/{unit}/{ledger}/{stream}/{revision}", get(proofs::proof))
        .route("/overview", get(reads::overview))
        .route("/dossiers", get(reads::dossiers))
        .route("/dossiers/{code}", get(reads::dossier))
        .route("/dossiers/{code}/timeline", get(reads::timeline))
        .route("/agencies", get(reads::agencies))
        .route("/agencies/{agency}/inbox", get(reads::inbox))
        .route("/consultations", get(reads::consultations))
        .route("/procedures", get(reads::procedures))
        .route("/counts", get(reads::counts))
        .route("/positions", get(reads::positions))
        .route("/health", get(reads::health))
        .route("/events", get(events::events))
        .route("/openapi.json", get(openapi::served))
}

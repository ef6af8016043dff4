//! The API: `/api/v1`.
//!
//! Belongs here: one handler an address, its form, its description for OpenAPI.
//! Does not: pages; what an answer holds ([`crate::answers`]).

mod attachments;
mod events;
pub(crate) mod numbers;
mod openapi;
mod proofs;
mod reads;
mod receipts;
mod schema;
mod submissions;

pub use openapi::document;

use crate::Gateway;
use axum::Router;
use axum::routing::{MethodRouter, get, post, put};

/// The routes under `/api/v1`.
pub(crate) fn routes() -> Router<Gateway> {
    addresses().into_iter().fold(Router::new(), |router, (path, answered)| router.route(path, answered))
}

/// Each address and what answers it. The OpenAPI document describes these, all of them and no other.
fn addresses() -> Vec<(&'static str, MethodRouter<Gateway>)> {
    vec![
        ("/submissions", post(submissions::submit)),
        ("/receipts/{agency}/{command_id}", get(receipts::receipts)),
        ("/proofs/{unit}/{ledger}/{stream}/{revision}", get(proofs::proof)),
        ("/overview", get(reads::overview)),
        ("/dossiers", get(reads::dossiers)),
        ("/dossiers/{code}", get(reads::dossier)),
        ("/dossiers/{code}/timeline", get(reads::timeline)),
        ("/dossiers/{code}/accesses", get(reads::accesses)),
        ("/dossiers/{code}/attachments", get(attachments::attachments)),
        ("/dossiers/{code}/attachments/{sha256}", put(attachments::attach)),
        ("/agencies", get(reads::agencies)),
        ("/agencies/{agency}/inbox", get(reads::inbox)),
        ("/deliveries", get(reads::deliveries)),
        ("/consultations", get(reads::consultations)),
        ("/rejections", get(reads::rejections)),
        ("/findings", get(reads::findings)),
        ("/findings/{id}", get(reads::finding)),
        ("/declarations", get(reads::declarations)),
        ("/procedures", get(reads::procedures)),
        ("/procedures/{code}", get(reads::procedure)),
        ("/numbers", get(numbers::numbers).post(numbers::next)),
        ("/counts", get(reads::counts)),
        ("/positions", get(reads::positions)),
        ("/health", get(reads::health)),
        ("/events", get(events::events)),
        ("/openapi.json", get(openapi::served)),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn the_document_describes_every_address_and_no_other() {
        let document: Value = serde_json::from_str(&document().unwrap()).unwrap();
        let described: BTreeSet<&str> =
            document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        let answered: Vec<String> =
            addresses().into_iter().map(|(path, _)| format!("/api/v1{path}")).collect();
        assert_eq!(described, answered.iter().map(String::as_str).collect());
    }
}

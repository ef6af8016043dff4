//! The OpenAPI document, made from the handlers; `openapi/lienthong.json` is the same, committed.

use super::{attachments, events, numbers, proofs, reads, receipts, schema, submissions};
use crate::answers;
use crate::failure::ErrorBody;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "lienthong",
        version = "1",
        description = "Dossiers between agencies: hand in signed commands, read dossiers and figures, take proofs. \
            Hồ sơ liên thông: nộp lệnh đã ký, đọc hồ sơ và số liệu, lấy bằng chứng.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "submit", description = "Hand in signed commands; receipts"),
        (name = "read", description = "Dossiers and figures, each as of a sequence"),
        (name = "verify", description = "Proofs"),
        (name = "operate", description = "How the read side is doing")
    ),
    paths(
        submissions::submit,
        receipts::receipts,
        proofs::proof,
        reads::overview,
        reads::dossiers,
        reads::dossier,
        reads::timeline,
        reads::agencies,
        reads::inbox,
        reads::deliveries,
        reads::consultations,
        reads::rejections,
        reads::findings,
        reads::finding,
        reads::declarations,
        reads::accesses,
        attachments::attachments,
        attachments::attach,
        reads::procedures,
        reads::procedure,
        reads::counts,
        numbers::numbers,
        numbers::next,
        reads::positions,
        reads::health,
        events::events,
        served,
    ),
    components(schemas(
        ErrorBody,
        schema::SubmissionJson,
        schema::DisclosureJson,
        schema::VerdictJson,
        schema::ReceiptJson,
        schema::FaultJson,
        schema::ProofJson,
        schema::OverviewChanged,
        answers::Overview,
    ))
)]
struct Document;

/// The document as it is served and committed: indented, with a newline at its end.
///
/// # Errors
/// None that can come about: the document is made of texts.
pub fn document() -> Result<String, serde_json::Error> {
    let document = sorted(serde_json::to_value(Document::openapi())?);
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

/// The same with the keys of every object in order, so that the document is the same bytes whether or not another crate of the
/// build made `serde_json` keep the order of insertion.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<String, Value> =
                map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(map.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        value => value,
    }
}

/// This document
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "operate", responses((status = 200, body = Object)))]
pub(crate) async fn served() -> axum::response::Response {
    static DOCUMENT: LazyLock<Result<String, serde_json::Error>> = LazyLock::new(document);
    match DOCUMENT.as_deref() {
        Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => crate::failure::Failure::not_understood("openapi.json", error).into_response(),
    }
}

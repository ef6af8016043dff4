//! The proof of a record: that the log holds it, at its place, under a signed checkpoint.

use crate::Gateway;
use crate::api::reads::id;
use crate::api::schema::ProofJson;
use crate::extract::Path;
use crate::failure::{ErrorBody, Failure};
use crate::http::has_media_type;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use lienthong_ledger::ports::Proof;
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::tlog_proof::TlogProof;

/// The media type of a C2SP tlog-proof's text.
const TLOG_PROOF: &str = "text/plain";

/// The proof of one record
///
/// As JSON, or with `Accept: text/plain` as a C2SP tlog-proof.
#[utoipa::path(get, path = "/api/v1/proofs/{unit}/{ledger}/{stream}/{revision}", tag = "verify",
    params(("unit" = String, Path, description = "First part of the ledger's name: `H22`"),
        ("ledger" = String, Path, description = "Second part of it: `2020`"),
        ("stream" = String, Path, description = "`dossier.<code>`"),
        ("revision" = u64, Path, description = "From 1")),
    responses((status = 200, description = "The record is sealed",
            content((ProofJson = "application/json"), (String = "text/plain"))),
        (status = 400, body = ErrorBody), (status = 404, body = ErrorBody), (status = 500, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn proof(
    State(gateway): State<Gateway>,
    Path((unit, ledger, stream, revision)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let origin: Origin = id(&format!("{unit}/{ledger}"))?;
    let stream: StreamName = id(&stream)?;
    let revision: u64 = revision.parse().map_err(|_| Failure::malformed("the revision is no number"))?;
    let what = || format!("{origin} {stream} {revision}");
    let proof = gateway.seals.prove(&origin, &stream, revision).await?;
    let proof = proof.ok_or_else(|| Failure::not_found(&what()))?;
    let text = tlog_proof(&proof)?;
    if has_media_type(&headers, header::ACCEPT, TLOG_PROOF)
        && !has_media_type(&headers, header::ACCEPT, "text/html")
    {
        return Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response());
    }
    let body = ProofJson {
        origin: origin.to_string(),
        stream: stream.to_string(),
        revision,
        sequence: proof.sequence,
        leaf: proof.leaf.to_string(),
        path: proof.path.iter().map(ToString::to_string).collect(),
        checkpoint: String::from_utf8_lossy(&proof.checkpoint).into_owned(),
        tlog_proof: text,
    };
    Ok(Json(body).into_response())
}

fn tlog_proof(proof: &Proof) -> Result<String, Failure> {
    let checkpoint =
        std::str::from_utf8(&proof.checkpoint).map_err(|error| Failure::not_understood("proof", &error))?;
    let index = proof.sequence.saturating_sub(1);
    let proof = TlogProof { index, extra: None, path: proof.path.clone(), checkpoint: checkpoint.to_owned() };
    Ok(proof.to_string())
}

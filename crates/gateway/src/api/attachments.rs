//! What documents say: which the records name, and handing one in. Nobody is given one here: who reads does not sign in.

use crate::Gateway;
use crate::answers::{AttachmentsAnswer, TakenIn};
use crate::api::reads::{Answer, id};
use crate::asking::one;
use crate::extract::Path;
use crate::failure::{ErrorBody, Failure};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use futures::{StreamExt as _, TryStreamExt as _};
use lienthong_ledger::attachments::{AttachmentError, Taken};
use lienthong_ledger::ports::Unavailable;
use lienthong_names::DossierCode;
use lienthong_protocol::attachment::Content;
use tokio::sync::Semaphore;

/// Documents that are handed in here at once: whoever brings one need not say who they are, and each may lie as a draft beside the ledger. Fewer than
/// an instance on NATS takes in, so that agencies find a place there.
static PLACES: Semaphore = Semaphore::const_new(8);

/// Which documents the records of a dossier name
///
/// With whether what each says is here. It is given out to agencies in their own name, and not here.
#[utoipa::path(get, path = "/api/v1/dossiers/{code}/attachments", tag = "read",
    params(("code" = String, Path, description = "Dossier code")),
    responses((status = 200, body = AttachmentsAnswer), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn attachments(State(gateway): State<Gateway>, Path(code): Path<String>) -> Answer {
    let code: DossierCode = id(&code)?;
    gateway.ask("attachments", one("code", code.as_str())).await.map(Json)
}

/// Hand in what a document says
///
/// Taken in if a sealed record of the dossier names this digest and this length (`Content-Length`), from whoever brings it; at most 64 MiB.
/// Safe to send again.
#[utoipa::path(put, path = "/api/v1/dossiers/{code}/attachments/{sha256}", tag = "submit",
    params(("code" = String, Path, description = "Dossier code"),
        ("sha256" = String, Path, description = "SHA-256 of the bytes, in hexadecimal")),
    request_body(description = "The bytes as they are", content((Vec<u8> = "application/octet-stream"))),
    responses((status = 200, body = TakenIn), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 410, body = ErrorBody), (status = 413, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub(crate) async fn attach(
    State(gateway): State<Gateway>,
    Path((code, sha256)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<TakenIn>, Failure> {
    let dossier: DossierCode = id(&code)?;
    let content = content(&sha256, &headers)?;
    let _place = PLACES.try_acquire().map_err(|_| {
        let what = "as many documents as can be are being handed in; come again shortly".to_owned();
        AttachmentError::Unavailable(Unavailable { code: "LT0539", what })
    })?;
    let pieces = body.into_data_stream().map_ok(|piece| piece.to_vec());
    let bytes = pieces.map_err(|error| AttachmentError::BrokenOff { why: error.to_string() }).boxed();
    let taken = match gateway.attachments.hand_in(&dossier, &content, bytes).await? {
        Taken::New => "new",
        Taken::Held => "held",
    };
    Ok(Json(TakenIn { sha256: content.to_string(), size: content.size, taken: taken.to_owned() }))
}

fn content(digest: &str, headers: &HeaderMap) -> Result<Content, Failure> {
    let mut content = Content::new(digest, 0)
        .map_err(|_| Failure::malformed("sha256: 64 hexadecimal digits are expected"))?;
    let size = headers.get(header::CONTENT_LENGTH).and_then(|size| size.to_str().ok()?.parse().ok());
    content.size = size.ok_or_else(|| Failure::malformed("Content-Length says how long the document is"))?;
    Ok(content)
}

impl From<AttachmentError> for Failure {
    fn from(error: AttachmentError) -> Self {
        let (status, vi) = match &error {
            AttachmentError::Unavailable(what) => return what.clone().into(),
            AttachmentError::NotNamed { .. } => (
                StatusCode::NOT_FOUND,
                "Không có bản ghi đã niêm nào của hồ sơ nêu nội dung này; nộp lệnh nêu tài liệu trước.",
            ),
            AttachmentError::TooLarge { .. } => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Chỉ lưu tài liệu tối đa 64 MiB; chia nhỏ rồi lập bản ghi nêu tài liệu mới.",
            ),
            AttachmentError::Erased { .. } => {
                (StatusCode::GONE, "Dữ liệu cá nhân của hồ sơ đã được xóa; không nhận thêm tài liệu.")
            }
            AttachmentError::Refused { text } => return refused(text),
            _ => (StatusCode::BAD_REQUEST, "Nội dung nộp không đúng nội dung bản ghi nêu; nộp lại đúng tệp."),
        };
        Self::new(status, error.code(), vi, without_code(&error.to_string()))
    }
}

/// What the service that takes it in says, with its code.
fn refused(text: &str) -> Failure {
    let (code, en) = match text.split_once(' ') {
        Some((code, en)) if code.starts_with("LT") => (code, en),
        _ => ("LT0530", text),
    };
    let status = match code {
        "LT0531" => StatusCode::NOT_FOUND,
        "LT0533" => StatusCode::PAYLOAD_TOO_LARGE,
        "LT0536" => StatusCode::GONE,
        _ => StatusCode::BAD_REQUEST,
    };
    let vi = format!("Dịch vụ không nhận tài liệu này: {en}");
    Failure { code: code.to_owned().into(), ..Failure::new(status, "LT0530", vi, en) }
}

fn without_code(text: &str) -> &str {
    text.split_once(' ').filter(|(code, _)| code.starts_with("LT")).map_or(text, |(_, rest)| rest)
}

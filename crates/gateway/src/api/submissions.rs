//! Handing in: a submission in, one verdict a command out, as they come.

use crate::Gateway;
use crate::api::schema;
use crate::failure::{ErrorBody, Failure, code};
use crate::http::{BODY_LIMIT, has_media_type};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use lienthong_ledger::ports::Unavailable;
use lienthong_protocol::{Answer, Submission, Verdict, VerdictAnswer, json};
use serde_json::Value;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

const NDJSON: &str = "application/x-ndjson";
const JSON: &str = "application/json";
const PROTOBUF: &str = "application/x-protobuf";

/// Hand in signed commands
///
/// Verdicts stream back as they come, one a command, each with its receipt once the record is sealed: a JSON object a line, or
/// with `Accept: application/json` one array of the same. Safe to send again: the same ids are never recorded twice.
#[utoipa::path(post, path = "/api/v1/submissions", tag = "submit",
    request_body(description = "At most 1,000 commands; a body of at most 1 MiB",
        content((schema::SubmissionJson = "application/json"), (Vec<u8> = "application/x-protobuf"))),
    responses(
        (status = 200, description = "One verdict a command",
            content((schema::VerdictJson = "application/x-ndjson"), (Vec<schema::VerdictJson> = "application/json"))),
        (status = 400, body = ErrorBody), (status = 413, body = ErrorBody), (status = 415, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn submit(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    let submission = read(&headers, &body.map_err(refused)?)?;
    let count = u32::try_from(submission.commands.len()).unwrap_or(u32::MAX);
    let answers = gateway.intake.submit(Arc::new(submission)).await?;
    let verdicts = each_answered(answers, count);
    let as_array =
        has_media_type(&headers, header::ACCEPT, JSON) && !has_media_type(&headers, header::ACCEPT, NDJSON);
    let (media_type, body) = if as_array {
        (JSON, Body::from_stream(array(verdicts).map(Ok::<_, Infallible>)))
    } else {
        (NDJSON, Body::from_stream(lines(verdicts).map(Ok::<_, Infallible>)))
    };
    Ok(([(header::CONTENT_TYPE, media_type)], body).into_response())
}

fn refused(rejection: BytesRejection) -> Failure {
    let response = rejection.into_response();
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::too_large(BODY_LIMIT)
    } else {
        Failure::malformed("the body did not arrive whole")
    }
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Submission, Failure> {
    let form = |errors: Vec<lienthong_protocol::FormError>| Failure::form(&errors);
    let is = |media_type| has_media_type(headers, header::CONTENT_TYPE, media_type);
    if is(PROTOBUF) {
        Submission::decode(body).map_err(form)
    } else if is(JSON) {
        let value: Value =
            serde_json::from_slice(body).map_err(|error| Failure::malformed(&error.to_string()))?;
        let bytes = json::from_json("Submission", &value).map_err(form)?;
        Submission::decode(&bytes).map_err(form)
    } else {
        Err(Failure::media_type())
    }
}

/// Chunks of verdicts such that every command gets one: what the intake leaves open is answered "not now".
fn each_answered(
    answers: BoxStream<'static, Result<Answer, Unavailable>>,
    count: u32,
) -> impl Stream<Item = Vec<Verdict>> + Send {
    let waiting: BTreeSet<u32> = (0..count).collect();
    stream::unfold((answers, waiting), |(mut answers, mut waiting)| async move {
        if waiting.is_empty() {
            return None;
        }
        let chunk = match answers.next().await {
            Some(Ok(answer)) => {
                for verdict in &answer.verdicts {
                    waiting.remove(&verdict.index);
                }
                answer.verdicts
            }
            Some(Err(error)) => not_now(&mut waiting, &error.into()),
            None => not_now(&mut waiting, &cut_short()),
        };
        Some((chunk, (answers, waiting)))
    })
}

fn not_now(waiting: &mut BTreeSet<u32>, failure: &Failure) -> Vec<Verdict> {
    let verdict =
        |index| Verdict { index, command_id: None, answer: VerdictAnswer::Unavailable(failure.fault()) };
    std::mem::take(waiting).into_iter().map(verdict).collect()
}

fn cut_short() -> Failure {
    let vi =
        "Trả lời bị ngắt giữa chừng; hãy gửi lại đúng các lệnh này, cùng mã lệnh thì không bị ghi hai lần.";
    let en = "The answers ended early; send the same commands again, the same ids are never recorded twice.";
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, code::CUT_SHORT, vi, en)
}

/// Verdicts by the protobuf JSON mapping.
fn as_json(verdicts: Vec<Verdict>) -> Vec<Value> {
    let answer = Answer { verdicts, outstanding: 0 };
    match json::to_json("Answer", &answer.encode()) {
        Ok(mut value) => match value.get_mut("verdicts").map(Value::take) {
            Some(Value::Array(verdicts)) => verdicts,
            _ => Vec::new(),
        },
        Err(error) => {
            tracing::error!(%error, "verdicts have no JSON");
            Vec::new()
        }
    }
}

fn lines(chunks: impl Stream<Item = Vec<Verdict>> + Send) -> impl Stream<Item = String> + Send {
    chunks.map(|chunk| as_json(chunk).iter().map(|verdict| format!("{verdict}\n")).collect())
}

fn array(chunks: impl Stream<Item = Vec<Verdict>> + Send) -> impl Stream<Item = String> + Send {
    let items = chunks.flat_map(|chunk| stream::iter(as_json(chunk))).enumerate();
    let items =
        items.map(|(index, verdict)| if index == 0 { verdict.to_string() } else { format!(",{verdict}") });
    let bracket = |text: &str| stream::iter([text.to_owned()]);
    bracket("[").chain(items).chain(bracket("]\n"))
}

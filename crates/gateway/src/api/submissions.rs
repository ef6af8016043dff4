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
use lienthong_names::DossierCode;
use lienthong_protocol::{Answer, Body as ProtocolBody, Command, Submission, Verdict, VerdictAnswer, json};
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;

/// What a rejection says whose command would be admitted under another code.
const CODE_TAKEN: [&str; 2] = ["LT0250", "LT0230"];

const NDJSON: &str = "application/x-ndjson";
const JSON: &str = "application/json";
const PROTOBUF: &str = "application/x-protobuf";

/// Hand in signed commands
///
/// Verdicts stream back as they come, one a command, each with its receipt once the record is sealed: a JSON object a line, or
/// with `Accept: application/json` one array of the same. Safe to send again: the same ids are never recorded twice.
///
/// `application/x-ndjson` is one submission a line. All lines are read before the first is handed in; then one after the other is,
/// and `index` counts on from line to line. After a command that was not taken ("not now") later lines are not tried.
#[utoipa::path(post, path = "/api/v1/submissions", tag = "submit",
    request_body(description = "At most 1,000 commands a submission; a body of at most 1 MiB",
        content((schema::SubmissionJson = "application/json"), (schema::SubmissionJson = "application/x-ndjson"),
            (Vec<u8> = "application/x-protobuf"))),
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
    let submissions = read(&headers, &body.map_err(refused)?)?;
    let verdicts = HandingIn::begin(gateway, submissions).await?.verdicts();
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

/// The submissions of a body, at least one.
fn read(headers: &HeaderMap, body: &[u8]) -> Result<VecDeque<Submission>, Failure> {
    let is = |media_type| has_media_type(headers, header::CONTENT_TYPE, media_type);
    if is(PROTOBUF) {
        Submission::decode(body).map(|one| [one].into()).map_err(|errors| Failure::form(&errors))
    } else if is(JSON) {
        read_json(body).map(|one| [one].into())
    } else if is(NDJSON) {
        let numbered = (1..).zip(body.split(|byte| *byte == b'\n'));
        let written = numbered.filter(|(_, line)| !line.trim_ascii().is_empty());
        let submissions: VecDeque<Submission> = written
            .map(|(number, line)| read_json(line).map_err(|failure| failure.on_line(number)))
            .collect::<Result<_, _>>()?;
        if submissions.is_empty() { Err(Failure::malformed("there is no line")) } else { Ok(submissions) }
    } else {
        Err(Failure::media_type())
    }
}

fn read_json(text: &[u8]) -> Result<Submission, Failure> {
    let form = |errors: Vec<lienthong_protocol::FormError>| Failure::form(&errors);
    let value: Value =
        serde_json::from_slice(text).map_err(|error| Failure::malformed(&error.to_string()))?;
    let bytes = json::from_json("Submission", &value).map_err(form)?;
    Submission::decode(&bytes).map_err(form)
}

type Chunks = BoxStream<'static, Vec<Verdict>>;

/// Submissions of one request on their way, one after the other: commands of a later one may rest on an earlier one's.
struct HandingIn {
    gateway: Gateway,
    /// The submission in hand.
    submission: Arc<Submission>,
    waiting: VecDeque<Submission>,
    /// The verdicts on the submission in hand.
    answers: Chunks,
    /// Commands of the submissions before it.
    before: u32,
    /// Commands of it.
    count: u32,
    /// Something was not taken: nothing after it is tried.
    broken_off: bool,
}

impl HandingIn {
    /// Hands the first in. If that fails, nothing of the request has happened.
    async fn begin(gateway: Gateway, mut submissions: VecDeque<Submission>) -> Result<Self, Failure> {
        let first = submissions.pop_front().ok_or_else(|| Failure::malformed("there is no submission"))?;
        let count = count(&first);
        let submission = Arc::new(first);
        let answers = each_answered(gateway.intake.submit(Arc::clone(&submission)).await?, count).boxed();
        Ok(Self { gateway, submission, waiting: submissions, answers, before: 0, count, broken_off: false })
    }

    /// Their verdicts as they come.
    fn verdicts(self) -> impl Stream<Item = Vec<Verdict>> + Send {
        stream::unfold(self, |mut handing_in| async move {
            let chunk = handing_in.next().await?;
            Some((chunk, handing_in))
        })
    }

    async fn next(&mut self) -> Option<Vec<Verdict>> {
        loop {
            if let Some(mut chunk) = self.answers.next().await {
                let (gateway, submission) = (self.gateway.clone(), Arc::clone(&self.submission));
                for verdict in &mut chunk {
                    verdict.hint = hint(&gateway, &submission, verdict).await;
                    self.broken_off |= matches!(verdict.answer, VerdictAnswer::Unavailable(_));
                    verdict.index += self.before;
                }
                return Some(chunk);
            }
            let submission = self.waiting.pop_front()?;
            self.before += self.count;
            self.count = count(&submission);
            self.submission = Arc::new(submission);
            self.answers = if self.broken_off {
                none_taken(self.count, &Failure::not_tried())
            } else {
                match self.gateway.intake.submit(Arc::clone(&self.submission)).await {
                    Ok(answers) => each_answered(answers, self.count).boxed(),
                    Err(error) => none_taken(self.count, &error.into()),
                }
            };
        }
    }
}

/// A free code beside a rejection that says that one is taken.
async fn hint(gateway: &Gateway, submission: &Submission, verdict: &Verdict) -> Option<DossierCode> {
    let VerdictAnswer::Receipt(receipt) = &verdict.answer else { return None };
    let refusals = receipt.rejection.as_ref()?.refusals();
    if !refusals.iter().any(|refusal| CODE_TAKEN.contains(&refusal.code.as_ref())) {
        return None;
    }
    let bytes = submission.commands.get(verdict.index as usize)?;
    let command = Command::decode(bytes).ok()?;
    let ProtocolBody::Dossier { code, .. } = &command.body else { return None };
    gateway.hint(code, &command.act.agency).await
}

fn none_taken(count: u32, failure: &Failure) -> Chunks {
    let verdicts = not_now(&mut (0..count).collect(), failure);
    stream::iter([verdicts]).boxed()
}

fn count(submission: &Submission) -> u32 {
    u32::try_from(submission.commands.len()).unwrap_or(u32::MAX)
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
    let verdict = |index| Verdict {
        index,
        command_id: None,
        answer: VerdictAnswer::Unavailable(failure.fault()),
        hint: None,
    };
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

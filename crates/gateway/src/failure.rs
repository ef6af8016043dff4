//! What is answered when there is no answer: one code, one sentence in each language, one HTTP status.

use axum::http::StatusCode;
use lienthong_ledger::ports::{QueryError, Unavailable};
use lienthong_protocol::{Fault, FormError};
use std::borrow::Cow;
use utoipa::ToSchema;

/// The codes that the gateway itself gives; `lienthong explain` says more of each.
pub mod code {
    /// There is no such thing, or no such page.
    pub const NOT_FOUND: &str = "LT0804";
    /// The question is not one.
    pub const MALFORMED: &str = "LT0805";
    /// The body is over the limit.
    pub const TOO_LARGE: &str = "LT0820";
    /// It took too long.
    pub const TOO_SLOW: &str = "LT0821";
    /// The body is of a type that is not read here.
    pub const MEDIA_TYPE: &str = "LT0822";
    /// The address is known, but not for this method.
    pub const METHOD: &str = "LT0823";
    /// The read side's answer is of another form than the gateway knows.
    pub const NOT_UNDERSTOOD: &str = "LT0824";
    /// A submission's answers ended before all commands had theirs.
    pub const CUT_SHORT: &str = "LT0825";
    /// The seal does not prove what the rows say is sealed.
    pub const NOT_PROVED: &str = "LT0826";
    /// Entry bundles are not served here.
    pub const ENTRIES: &str = "LT0875";
    /// An earlier command of the same request was not taken, so this one was not tried.
    pub const NOT_TRIED: &str = "LT0009";
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {en}")]
pub struct Failure {
    /// The HTTP status.
    pub status: StatusCode,
    /// `LT0804`.
    pub code: Cow<'static, str>,
    /// Field at fault; empty if it is not about one.
    pub field: String,
    /// What is wrong and what to do, Vietnamese.
    pub vi: String,
    /// What is wrong and what to do, English.
    pub en: String,
}

/// The same as the body of a response.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, ToSchema)]
pub struct ErrorBody {
    /// `lienthong explain <code>` says more.
    #[schema(example = "LT0804")]
    pub code: String,
    /// Field at fault; absent if it is not about one.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub field: String,
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Failure {
    /// A failure of the gateway's own.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status, code: code.into(), field: String::new(), vi: vi.into(), en: en.into() }
    }

    /// There is no such thing.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        let (vi, en) = (format!("Không tìm thấy: {what}."), format!("There is no {what}."));
        Self::new(StatusCode::NOT_FOUND, code::NOT_FOUND, vi, en)
    }

    /// The question is not one.
    #[must_use]
    pub fn malformed(what: &str) -> Self {
        let (vi, en) =
            (format!("Yêu cầu không đúng dạng: {what}."), format!("The request is malformed: {what}."));
        Self::new(StatusCode::BAD_REQUEST, code::MALFORMED, vi, en)
    }

    /// The body is longer than `limit` bytes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        let vi = format!("Nội dung gửi lên dài quá {limit} byte; hãy chia thành nhiều bộ lệnh nhỏ hơn.");
        let en = format!("The body has more than {limit} bytes; send several smaller submissions.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE, vi, en)
    }

    /// It took longer than `seconds`.
    #[must_use]
    pub fn too_slow(seconds: u64) -> Self {
        let vi = format!(
            "Chưa có trả lời sau {seconds} giây; hãy thử lại, cùng mã lệnh thì không bị ghi hai lần."
        );
        let en =
            format!("No answer within {seconds} seconds; try again, the same ids are never recorded twice.");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code::TOO_SLOW, vi, en)
    }

    /// The body is of a type that is not read here.
    #[must_use]
    pub fn media_type() -> Self {
        let vi = "Chỉ nhận application/x-protobuf, application/json hoặc application/x-ndjson.";
        let en = "Only application/x-protobuf, application/json and application/x-ndjson are read here.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code::MEDIA_TYPE, vi, en)
    }

    /// The address is known, but not for this method.
    #[must_use]
    pub fn method() -> Self {
        let vi = "Địa chỉ này không nhận phương thức đó.";
        let en = "This address does not take that method.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, code::METHOD, vi, en)
    }

    /// The read side's answer to a query is of another form than the gateway knows.
    #[must_use]
    pub fn not_understood(query: &str, why: &dyn std::fmt::Display) -> Self {
        let vi =
            format!("Không hiểu được trả lời cho `{query}`: {why}. Cổng và phần đọc có thể khác phiên bản.");
        let en = format!(
            "The answer to `{query}` is not understood: {why}. Gateway and read side may differ in version."
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code::NOT_UNDERSTOOD, vi, en)
    }

    /// The seal does not prove what the rows say is sealed.
    #[must_use]
    pub fn not_proved(record: &str) -> Self {
        let vi = format!(
            "Chưa chứng minh được bản ghi {record}: phần đọc và niêm không khớp nhau; hãy thử lại sau."
        );
        let en = format!(
            "The record {record} cannot be proved now: read side and seal do not say the same of it; try again."
        );
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code::NOT_PROVED, vi, en)
    }

    /// What stands in the log itself is not for everybody.
    #[must_use]
    pub fn entries_kept_back() -> Self {
        let vi = "Nội dung bản ghi không được công bố ở đây; mã băm và điểm kiểm tra thì có.";
        let en = "Entries are not published here; hashes and checkpoints are.";
        Self::new(StatusCode::FORBIDDEN, code::ENTRIES, vi, en)
    }

    /// What of a request was not tried, as something before it was not taken.
    #[must_use]
    pub fn not_tried() -> Self {
        let vi = "Chưa thử lệnh này vì có lệnh trước nó chưa được nhận; hãy gửi lại đúng lệnh cũ.";
        let en = "This was not tried, as a command before it was not taken; send the same again.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code::NOT_TRIED, vi, en)
    }

    /// The same, of one line of several.
    #[must_use]
    pub fn on_line(mut self, line: usize) -> Self {
        self.field = match self.field.as_str() {
            "" => format!("line {line}"),
            field => format!("line {line}: {field}"),
        };
        self.vi = format!("Dòng {line}: {}", self.vi);
        self.en = format!("Line {line}: {}", self.en);
        self
    }

    /// Faults in the form of a submission, all at once.
    #[must_use]
    pub fn form(errors: &[FormError]) -> Self {
        let Fault { code, field, vi, en } = Fault::from_form(errors);
        Self { status: StatusCode::BAD_REQUEST, code: code.into(), field, vi, en }
    }

    /// As the body of a response.
    #[must_use]
    pub fn body(&self) -> ErrorBody {
        ErrorBody {
            code: self.code.clone().into_owned(),
            field: self.field.clone(),
            vi: self.vi.clone(),
            en: self.en.clone(),
        }
    }

    /// As the fault in a verdict.
    #[must_use]
    pub fn fault(&self) -> Fault {
        Fault {
            code: self.code.clone().into_owned(),
            field: self.field.clone(),
            vi: self.vi.clone(),
            en: self.en.clone(),
        }
    }
}

impl From<Unavailable> for Failure {
    fn from(error: Unavailable) -> Self {
        let vi = format!("Hiện chưa phục vụ được, chưa có gì xảy ra; hãy thử lại sau ({}).", error.what);
        let en = format!("Not available now, nothing happened; try again ({}).", error.what);
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error.code, vi, en)
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::NotFound { what } => Self::not_found(&what),
            QueryError::Malformed { what } => Self::malformed(&what),
            QueryError::Unavailable(error) => error.into(),
        }
    }
}

/// The failure as JSON: the API's way to say it.
impl axum::response::IntoResponse for Failure {
    fn into_response(self) -> axum::response::Response {
        (self.status, axum::Json(self.body())).into_response()
    }
}

//! What an opinion must be to be one.

use crate::case::Case;
use crate::grounds::{NOT_COMPOSED, NOT_STATED, TOO_LONG};
use lienthong_dossier::{Check, Stance};
use lienthong_protocol::is_composed;

/// Longest operative text, in bytes of UTF-8. What is longer goes as a file, by digest: one record holds at most 65,535.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;

/// The operative text is short enough to stand in the record.
pub(crate) fn text(text: &str) -> Check {
    if text.len() <= MAX_TEXT_BYTES {
        return Ok(());
    }
    TOO_LONG.refuse(
        "text",
        format!("nội dung ý kiến dài {} byte, tối đa {MAX_TEXT_BYTES}", text.len()),
        format!("the text has {} bytes, at most {MAX_TEXT_BYTES} are allowed", text.len()),
    )
}

/// It is in Unicode's composed form (NFC): a digest quotes it by its bytes, and one word has one spelling in bytes.
pub(crate) fn composed(text: &str) -> Check {
    if is_composed(text) {
        return Ok(());
    }
    NOT_COMPOSED.refuse(
        "text",
        "nội dung ý kiến không ở dạng Unicode dựng sẵn (NFC)",
        "the text is not in Unicode's composed form (NFC)",
    )
}

/// It says something. Only history knows that an opinion came and not what it said.
pub(crate) fn stance(case: &Case<'_>, stance: Stance) -> Check {
    if stance != Stance::NotStated || case.is_history() {
        return Ok(());
    }
    NOT_STATED.refuse("stance", "ý kiến phải nêu rõ quan điểm", "an opinion takes a stand")
}

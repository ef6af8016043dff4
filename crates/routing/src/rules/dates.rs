//! What an outgoing document says of itself: its number and its date.

use crate::case::Case;
use crate::grounds::DECISION;
use lienthong_dossier::is_date;
use lienthong_names::Refusal;

/// Each of these texts is there, and the date is one. History may not know them; a date that is given must be one.
pub(crate) fn document<'a>(
    case: &Case<'_>,
    texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    date: (&'a str, &'a str),
) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (field, text) in texts.into_iter().chain([date]) {
        if text.trim().is_empty() && !case.is_history() {
            refusals.push(DECISION.refusal(
                field,
                format!("văn bản thiếu {field}"),
                format!("the document lacks its {field}"),
            ));
        }
    }
    let (field, text) = date;
    if !text.is_empty() && !is_date(text) {
        refusals.push(DECISION.refusal(
            field,
            format!("`{text}` không phải là ngày (yyyy-mm-dd)"),
            format!("`{text}` is not a date (yyyy-mm-dd)"),
        ));
    }
    refusals
}

//! R25: secret matters (military, police) are recorded by paper reference only. State secrets law.

use crate::decide::answer::Said;
use crate::grounds::R25_SECRET;
use lienthong_dossier::Stance;
use lienthong_names::Refusal;

/// Level, number and date of the paper, and nothing else: neither what it says, in a word or in full, nor a file, nor a file's hash.
pub(crate) fn check(said: &Said<'_>) -> Vec<Refusal> {
    let beside = [
        (said.stance != Stance::NotStated, "stance"),
        (!said.text.is_empty(), "text"),
        (!said.documents.is_empty(), "documents"),
        (said.closed.is_some(), "closed"),
    ];
    let refusal = |(_, field)| {
        R25_SECRET.refusal(
            field,
            "ý kiến mật chỉ ghi độ mật, số và ngày của văn bản giấy",
            "of a secret opinion only level, number and date of the paper are recorded",
        )
    };
    beside.into_iter().filter(|(carries, _)| *carries).map(refusal).collect()
}

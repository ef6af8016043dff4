//! What a bundle proves and what it does not, in words for who has nothing else (DESIGN section 7).

use lienthong_audit::bundle::{Checked, Last, Witnessed};
use lienthong_audit::witness::{Proven, Seen};
use lienthong_names::StreamKind;
use std::fmt::Display;

/// What was given beside the bundle, to hold against it.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    /// A fingerprint.
    pub fingerprint: bool,
    /// The log's key.
    pub log_key: bool,
}

/// A sentence in both languages.
pub struct Said {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// A sentence.
pub(in crate::commands) fn said(vi: impl Into<String>, en: impl Into<String>) -> Said {
    Said { vi: vi.into(), en: en.into() }
}

/// What may be said of a bundle in which everything holds.
pub fn of(checked: &Checked, given: Given) -> Vec<Said> {
    let mut all = proved(checked);
    if checked.keys == Last::NotSigned {
        all.push(said(
            "Nhật ký không ký trong gói này rằng không còn thu hồi khóa nào khác ngoài những gì có ở đây.",
            "The log does not sign here that no key was revoked besides what is shown.",
        ));
    }
    for sequence in &checked.revoked_since {
        all.push(said(
            format!("Khóa của bản ghi {sequence} về sau bị thu hồi, tính từ trước thời điểm của bản ghi."),
            format!("The key of record {sequence} was revoked afterwards, from before that record counted."),
        ));
    }
    all.push(said(
        "Gói này không quyết định lại: các quy tắc có được giữ hay không, ai có sổ cái thì xem bằng `lienthong audit verify`.",
        "Nothing is decided again here: whether the rules were kept, `lienthong audit verify` shows to who has the ledger.",
    ));
    all.push(seen(checked));
    all.extend(trust(checked.fingerprint, &checked.log_key, given));
    all
}

/// Who else has seen the log as this bundle shows it.
fn seen(checked: &Checked) -> Said {
    match &checked.witnesses {
        Witnessed::ByPolicy(seen) => {
            let names = |seen: &Seen| {
                let names: Vec<&str> = seen.by.iter().map(|by| by.name.as_str()).collect();
                names.join(", ")
            };
            let [ledger, catalogue] = &**seen;
            let vi = |what: &str, seen: &Seen| {
                format!(
                    "{what} được {} trong {} cơ quan chứng kiến đồng ký, cần {} ({})",
                    seen.by.len(),
                    seen.of,
                    seen.needed,
                    names(seen)
                )
            };
            let en = |what: &str, seen: &Seen| format!("{what} was {seen} ({})", names(seen));
            said(
                format!("{}; {}.", vi("Điểm kiểm tra của sổ cái", ledger), vi("của danh mục", catalogue)),
                format!("{}; {}.", en("The ledger's checkpoint", ledger), en("the catalogue's", catalogue)),
            )
        }
        Witnessed::NotAsked(names) if names.is_empty() => said(
            "Không có cơ quan chứng kiến nào đồng ký ở đây: chỉ nhật ký nói rằng người khác cũng thấy lịch sử này.",
            "No witness has cosigned here: that others are shown the same history, only the log says.",
        ),
        Witnessed::NotAsked(names) => {
            // Whoever wrote them there, they command no terminal.
            let names = names.join(", ").replace(char::is_control, "\u{fffd}");
            said(
                format!(
                    "Điểm kiểm tra mang chữ ký đứng tên {names}; chưa kiểm tra: hãy đưa chính sách vào bằng --policy."
                ),
                format!(
                    "The checkpoint carries lines in the names of {names}, which were not checked: give a policy with --policy."
                ),
            )
        }
    }
}

/// What a witness's file about a fork proves.
pub fn fork(proven: &Proven, key_given: bool) -> Vec<Said> {
    let (first, second, log) = (&proven.first, &proven.second, &proven.log);
    let origin = proven.origin();
    let mut all = vec![said(
        format!(
            "Đã chứng minh: khóa của nhật ký {origin} đã ký hai lịch sử. Điểm kiểm tra {} và điểm kiểm tra {} không thể cùng đúng: bản thứ hai không bắt đầu bằng các bản ghi của bản thứ nhất.",
            first.size, second.size
        ),
        format!(
            "Proved: the key of the log {origin} has signed two histories. Checkpoint {} and checkpoint {} cannot both be true: the second does not begin with the records of the first.",
            first.size, second.size
        ),
    )];
    if !key_given {
        all.push(said(
            format!("Khóa lấy từ chính tệp: {log}. Hãy so với khóa đã công bố, hoặc đưa vào bằng --log-key."),
            format!("The key is the file's own statement: {log}. Compare with what was made public, or give it with --log-key."),
        ));
    }
    all
}

fn proved(checked: &Checked) -> Vec<Said> {
    let (origin, n) = (&checked.origin, checked.size);
    let Some(stream) = &checked.stream else {
        let sequence = checked.records.first().map_or(0, |(sequence, _)| *sequence);
        return vec![said(
            format!(
                "Đã chứng minh: bản ghi {sequence} của sổ cái {origin}, đúng từng byte như lúc niêm, dưới điểm kiểm tra {n} có chữ ký của nhật ký. Bản ghi nào đứng trước, đứng sau nó thì gói này không nói."
            ),
            format!(
                "Proved: record {sequence} of ledger {origin}, byte for byte as sealed, under the log's signed checkpoint {n}. What stands before and after it in its stream this bundle does not say."
            ),
        )];
    };
    let r = checked.records.len();
    let (kind_vi, kind_en) = match stream.kind() {
        StreamKind::Finding => ("phát hiện", "finding"),
        StreamKind::Task => ("nhiệm vụ", "task"),
        _ => ("hồ sơ", "dossier"),
    };
    let id = stream.id();
    let first = said(
        format!(
            "Đã chứng minh: bản ghi 1 đến {r} của {kind_vi} {id}, liền mạch, đúng từng byte như lúc niêm trong sổ cái {origin}, dưới điểm kiểm tra {n} có chữ ký của nhật ký; mỗi lệnh có chữ ký của khóa mà danh mục đã đăng ký cho cơ quan và có hiệu lực lúc đó."
        ),
        format!(
            "Proved: records 1 to {r} of {kind_en} {id}, unbroken, byte for byte as sealed in ledger {origin}, under the log's signed checkpoint {n}; each command carries the signature of a key that the catalogue had registered for the agency and that was valid at the time."
        ),
    );
    let last = if checked.last == Some(Last::Signed) {
        said(
            format!(
                "Rằng bản ghi {r} là bản ghi cuối của {kind_vi} ở {n} là lời tuyên bố có chữ ký của nhật ký: riêng các mã băm không chứng minh được điều đó."
            ),
            format!(
                "That record {r} is the {kind_en}'s last at {n} is the log's signed statement: hashes alone cannot prove it."
            ),
        )
    } else {
        said(
            format!(
                "Rằng bản ghi {r} là bản ghi cuối của {kind_vi} ở {n} thì chưa chứng minh: chỉ lời tuyên bố có chữ ký của nhật ký mới nói được, và gói này không có lời đó."
            ),
            format!(
                "That record {r} is the {kind_en}'s last at {n} is not proved: only the log's signed statement can say so, and this bundle does not hold it."
            ),
        )
    };
    vec![first, last]
}

/// On whose word it rests which ledger this is.
pub(in crate::commands) fn trust(
    fingerprint: impl Display,
    log_key: impl Display,
    given: Given,
) -> Option<Said> {
    let (vi, en) = match (given.fingerprint, given.log_key) {
        (true, true) => return None,
        (false, false) => (
            format!("dấu vân tay {fingerprint} và khóa nhật ký {log_key}"),
            format!("the fingerprint, {fingerprint}, and of the log's key, {log_key}"),
        ),
        (false, true) => (format!("dấu vân tay {fingerprint}"), format!("the fingerprint, {fingerprint}")),
        (true, false) => (format!("khóa nhật ký {log_key}"), format!("the log's key, {log_key}")),
    };
    Some(said(
        format!(
            "Kết quả này dựa vào lời của chính gói về {vi}: hãy so với những gì đã công bố, hoặc đưa vào bằng --fingerprint và --log-key."
        ),
        format!(
            "This rests on the bundle's own statement of {en}: compare with what was made public, or give it with --fingerprint and --log-key."
        ),
    ))
}

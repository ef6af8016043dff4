//! What a case file proves, and what it does not, in words that go into it and are said by who checks it.

use super::content::Sentence;

/// All of it, what it proves first.
pub(super) fn limits(seed_was_given: bool) -> Vec<Sentence> {
    let seed = if seed_was_given { GIVEN } else { FOUND };
    [PROVED, NOT_FINDINGS, NOT_COMPLETE, ON_RECORD, seed, NEVER_THERE, WHO]
        .into_iter()
        .map(|(vi, en)| Sentence { vi: vi.to_owned(), en: en.to_owned() })
        .collect()
}

const PROVED: (&str, &str) = (
    "Chứng minh được, không cần sổ cái: mỗi bản ghi mà phát hiện dẫn và mỗi bản ghi của hồ sơ được rút đã được niêm phong, còn nguyên vẹn, do \
     đúng khóa của cơ quan ký, dưới điểm kiểm tra có chữ ký của nhật ký; mẫu đúng là các hồ sơ mà hạt giống rút ra từ danh sách trong phạm vi.",
    "Proved without the ledger: each record that a finding cites, and each of a drawn dossier, is sealed, unchanged, signed with its agency's own \
     key, under a checkpoint that the log signed; the sample is what the seed draws from the list of dossiers in scope.",
);
const NOT_FINDINGS: (&str, &str) = (
    "Không chứng minh: rằng phát hiện là đúng. Quy tắc kết luận gì từ các bản ghi là lời của kiểm tra; ai có sổ cái thì chạy lại và phải được đúng các phát hiện này. \
     Có lý do hay không thì chỉ con người biết: giải trình của người đứng đầu đặt bên cạnh.",
    "Not proved: that a finding is right. What a rule makes of records is what inspection says; who has the ledger runs it again and has to get the same findings. \
     Whether there was a reason only people know: the head's answer stands beside it.",
);
const NOT_COMPLETE: (&str, &str) = (
    "Không chứng minh: rằng danh sách có đủ mọi hồ sơ trong phạm vi và không có phát hiện nào khác. Điều đó chỉ sổ cái cho thấy.",
    "Not proved: that the list has every dossier in scope, and that there are no other findings. That the ledger alone can show.",
);
const ON_RECORD: (&str, &str) = (
    "Trạng thái của phát hiện, giải trình và kết luận được suy lại từ bản ghi của chính phát hiện, có chứng minh trong tệp này. Không chứng minh: rằng phát \
     hiện chưa lập thì sổ cái không có bản ghi nào về nó.",
    "How a finding stands, what its head answered and how it was judged follows from the finding's own records, which this file proves. Not proved: that \
     of a finding said not to be on record the ledger has no record.",
);
const FOUND: (&str, &str) = (
    "Hạt giống là gốc của điểm kiểm tra của danh mục: không ai chọn được nó. Nhưng ai rút thì chọn lúc nào rút; muốn loại trừ điều đó thì lấy hạt \
     giống từ bên ngoài, hẹn trước (chẳng hạn kết quả xổ số).",
    "The seed is the root of the catalogue's checkpoint: nobody could choose it. But who draws chooses when; to rule that out, take a seed from \
     elsewhere that was agreed on before (numbers of a lottery).",
);
const GIVEN: (&str, &str) = (
    "Hạt giống do người rút đưa ra: rằng nó không được chọn vì kết quả là lời của người đó, trừ khi nó đến từ bên ngoài và đã hẹn trước.",
    "The seed was given by who drew: that it was not chosen for what it draws is their word, unless it came from elsewhere and was agreed on before.",
);
const NEVER_THERE: (&str, &str) = (
    "Việc chưa từng vào hệ thống thì không để lại bản ghi, và không có ở đây.",
    "What never reached the system leaves no record, and is not here.",
);
const WHO: (&str, &str) = (
    "Tài liệu làm việc được đưa vào nguyên như đã có; tệp này không cho biết ai viết. Tệp không có chữ ký: ghi mã SHA-256 của cả tệp vào biên bản \
     thì sau này biết đúng là tệp này.",
    "Working papers went in as they were; who wrote them the file does not say. The file itself is not signed: its SHA-256, written into the \
     minutes, shows later that it is this one.",
);

//! What events of money, of results and of the post say in plain words.

use super::sentence::{self, Sentence};
use super::tell::{aside, colon};
use lienthong_dossier::{Event as Fact, NoticeMeans, PaymentMeans, PostDirection, ResultOutcome, dong};

/// One event; `who` is the acting agency.
pub(super) fn event(fact: &Fact, who: &str) -> Sentence {
    match fact {
        Fact::FeeDemanded { fee, amount } => Sentence::new(
            format!("{who} yêu cầu nộp `{fee}`: {}", dong(*amount)),
            format!("{who} demanded `{fee}`: {}", dong(*amount)),
        ),
        Fact::FeeExempted { fee, reason, law } => Sentence::new(
            format!("{who} miễn `{fee}`: {reason} ({law})"),
            format!("{who} exempted `{fee}`: {reason} ({law})"),
        ),
        Fact::PaymentRecorded { fee, amount, means, receipt } => Sentence::new(
            format!("Đã nộp `{fee}`: {} {}, biên lai {receipt}", dong(*amount), means_vi(*means)),
            format!("`{fee}` was paid: {} {}, receipt {receipt}", dong(*amount), means_en(*means)),
        ),
        Fact::PaymentRefunded { fee, amount, reason, receipt } => Sentence::new(
            format!("{who} hoàn trả `{fee}`: {}, chứng từ {receipt}: {reason}", dong(*amount)),
            format!("{who} gave `{fee}` back: {}, paper {receipt}: {reason}", dong(*amount)),
        ),
        Fact::FinancialObligationSet { name, amount, number, .. } => Sentence::new(
            format!("{who} thông báo nghĩa vụ tài chính: {name}, {}{}", dong(*amount), aside("số", number)),
            format!(
                "{who} gave notice of a financial obligation: {name}, {}{}",
                dong(*amount),
                aside("number", number)
            ),
        ),
        Fact::ResultRecorded { result, outcome, number, .. } => Sentence::new(
            format!("{who} ghi nhận kết quả `{result}`: {}{}", outcome_vi(*outcome), aside("số", number)),
            format!("{who} recorded result `{result}`: {}{}", outcome_en(*outcome), aside("number", number)),
        ),
        Fact::ResultWithdrawn { result, reason, law } => Sentence::new(
            format!("{who} thu hồi kết quả `{result}`: {reason} ({law})"),
            format!("{who} withdrew result `{result}`: {reason} ({law})"),
        ),
        Fact::ResultReissued { result, number, reason, .. } => Sentence::new(
            format!("{who} cấp lại kết quả `{result}`{}: {reason}", aside("số", number)),
            format!("{who} issued result `{result}` again{}: {reason}", aside("number", number)),
        ),
        Fact::DossierReopened { reason, law, .. } => Sentence::new(
            format!("{who} mở lại hồ sơ để giải quyết: {reason} ({law})"),
            format!("{who} reopened the dossier: {reason} ({law})"),
        ),
        Fact::ApplicantNotified { means, text } => Sentence::new(
            format!("{who} thông báo cho người nộp hồ sơ {}: {text}", notice_vi(*means)),
            format!("{who} told the applicant {}: {text}", notice_en(*means)),
        ),
        Fact::PostSent { consignment, direction, carrier, items, .. } => {
            let carrier = sentence::agency(carrier);
            let items = items.join(", ");
            let (vi, en) = match direction {
                PostDirection::ToDesk => ("đến Bộ phận Một cửa", "to the desk"),
                PostDirection::ToCitizen => ("đến người nộp hồ sơ", "to the applicant"),
            };
            Sentence::new(
                format!("{carrier} chuyển bưu gửi {consignment} {vi}{}", colon(&items)),
                format!("{carrier} carries consignment {consignment} {en}{}", colon(&items)),
            )
        }
        Fact::PostArrived { consignment } => Sentence::new(
            format!("Bưu gửi {consignment} đã phát"),
            format!("Consignment {consignment} was handed over"),
        ),
        Fact::PostFailed { consignment, reason } => Sentence::new(
            format!("Bưu gửi {consignment} không phát được: {reason}"),
            format!("Consignment {consignment} could not be handed over: {reason}"),
        ),
        // The other events are told elsewhere.
        other => Sentence::new(other.kind().as_str(), other.kind().as_str()),
    }
}

const fn means_vi(means: PaymentMeans) -> &'static str {
    match means {
        PaymentMeans::Cash => "bằng tiền mặt",
        PaymentMeans::BankTransfer => "bằng chuyển khoản",
        PaymentMeans::Portal => "trực tuyến",
        PaymentMeans::Postal => "qua bưu chính công ích",
    }
}

const fn means_en(means: PaymentMeans) -> &'static str {
    match means {
        PaymentMeans::Cash => "in cash",
        PaymentMeans::BankTransfer => "by bank transfer",
        PaymentMeans::Portal => "online",
        PaymentMeans::Postal => "through the post",
    }
}

const fn outcome_vi(outcome: ResultOutcome) -> &'static str {
    match outcome {
        ResultOutcome::Issued => "đã cấp",
        ResultOutcome::Denied => "từ chối",
        ResultOutcome::NotNeeded => "không cần",
    }
}

const fn outcome_en(outcome: ResultOutcome) -> &'static str {
    match outcome {
        ResultOutcome::Issued => "issued",
        ResultOutcome::Denied => "denied",
        ResultOutcome::NotNeeded => "not needed",
    }
}

const fn notice_vi(means: NoticeMeans) -> &'static str {
    match means {
        NoticeMeans::NoticeOnPortal => "trên cổng dịch vụ",
        NoticeMeans::NoticeBySms => "qua tin nhắn",
        NoticeMeans::NoticeByEmail => "qua thư điện tử",
        NoticeMeans::NoticeByPhone => "qua điện thoại",
        NoticeMeans::NoticeByLetter => "bằng thư",
    }
}

const fn notice_en(means: NoticeMeans) -> &'static str {
    match means {
        NoticeMeans::NoticeOnPortal => "on the portal",
        NoticeMeans::NoticeBySms => "by text message",
        NoticeMeans::NoticeByEmail => "by e-mail",
        NoticeMeans::NoticeByPhone => "by telephone",
        NoticeMeans::NoticeByLetter => "by letter",
    }
}

//! What events of a dossier's clock, of papers asked for and of an end without a decision say in plain words.

use super::sentence::{self, Sentence};
use super::tell::colon;
use lienthong_dossier::{Event as Fact, PauseCause};

/// One event; `who` is the acting agency.
pub(super) fn event(fact: &Fact, who: &str) -> Sentence {
    match fact {
        Fact::SupplementProposed { items, reasons } => {
            asked(("đề nghị bổ sung", "proposes to ask for"), who, &items.join(", "), &reasons.join("; "))
        }
        Fact::SupplementRequested { items, reasons, .. } => {
            asked(("yêu cầu bổ sung", "asked for"), who, &items.join(", "), &reasons.join("; "))
        }
        Fact::RevisionRequested { item, points, law, .. } => asked(
            ("yêu cầu hoàn thiện", "asked for a correction of"),
            who,
            item,
            &format!("{} ({law})", points.join("; ")),
        ),
        Fact::SupplementProvided { items, .. } => {
            let items = items.join(", ");
            Sentence::new(
                format!("Người nộp hồ sơ bổ sung: {items}"),
                format!("The citizen brought: {items}"),
            )
        }
        Fact::ClockPaused { cause, .. } => Sentence::new(
            format!("Tạm dừng tính thời hạn: {}", cause_vi(*cause)),
            format!("The clock stands still: {}", cause_en(*cause)),
        ),
        Fact::ClockResumed { .. } => {
            Sentence::new("Tiếp tục tính thời hạn".to_owned(), "The clock goes on".to_owned())
        }
        Fact::PauseEnded { cause } => Sentence::new(
            format!("Đã hết lý do tạm dừng ({}), thời hạn vẫn tạm dừng", cause_vi(*cause)),
            format!("No longer so ({}); the clock stands still on", cause_en(*cause)),
        ),
        Fact::DossierStopped { reason, law } => Sentence::new(
            format!("{who} dừng giải quyết hồ sơ: {reason} ({law})"),
            format!("{who} stopped the dossier: {reason} ({law})"),
        ),
        Fact::WithdrawalAsked { reason } => Sentence::new(
            format!("Người nộp hồ sơ yêu cầu rút hồ sơ{}", colon(reason)),
            format!("The citizen asks to have the dossier back{}", colon(reason)),
        ),
        Fact::WithdrawalRefused { reason } => Sentence::new(
            format!("{who} không cho rút hồ sơ: {reason}"),
            format!("{who} did not give the dossier back: {reason}"),
        ),
        Fact::DossierWithdrawn {} => {
            Sentence::new(format!("{who} cho rút hồ sơ"), format!("{who} gave the dossier back"))
        }
        Fact::ApologyIssued { reason, responsible, number, .. } => {
            let responsible = sentence::agency(responsible);
            Sentence::new(
                format!("{who} xin lỗi vì trễ hẹn (số {number}), trách nhiệm thuộc {responsible}: {reason}"),
                format!(
                    "{who} apologised for the delay (number {number}), {responsible} answers for it: {reason}"
                ),
            )
        }
        Fact::Reappointed { reason, .. } => Sentence::new(
            format!("{who} hẹn lại ngày trả kết quả: {reason}"),
            format!("{who} promised another day: {reason}"),
        ),
        Fact::DocumentAttached { documents, note } => {
            let names: Vec<&str> = documents.iter().map(|document| &*document.name).collect();
            let names = names.join(", ");
            Sentence::new(
                format!("{who} đính kèm tài liệu {names}{}", colon(note)),
                format!("{who} attached {names}{}", colon(note)),
            )
        }
        Fact::ReceptionAnnulled { reason, successor } => {
            let (vi, en) = successor.as_ref().map_or_else(Default::default, |successor| {
                (format!(", thay bằng hồ sơ {successor}"), format!(", {successor} takes its place"))
            });
            Sentence::new(
                format!("{who} hủy tiếp nhận hồ sơ: {reason}{vi}"),
                format!("{who} annulled the reception: {reason}{en}"),
            )
        }
        // The other events are told elsewhere.
        other => Sentence::new(other.kind().as_str(), other.kind().as_str()),
    }
}

fn asked((vi, en): (&str, &str), who: &str, what: &str, why: &str) -> Sentence {
    Sentence::new(format!("{who} {vi} {what}{}", colon(why)), format!("{who} {en} {what}{}", colon(why)))
}

const fn cause_vi(cause: PauseCause) -> &'static str {
    match cause {
        PauseCause::Supplement => "chờ bổ sung giấy tờ",
        PauseCause::Revision => "chờ hoàn thiện giấy tờ",
        PauseCause::FinancialObligation => "chờ thực hiện nghĩa vụ tài chính",
        PauseCause::Suspension => "tạm dừng xử lý",
        PauseCause::OutsideLeg => "liên thông ngoài thời hạn của hồ sơ",
    }
}

const fn cause_en(cause: PauseCause) -> &'static str {
    match cause {
        PauseCause::Supplement => "papers are awaited",
        PauseCause::Revision => "a correction is awaited",
        PauseCause::FinancialObligation => "a financial obligation is to be met",
        PauseCause::Suspension => "processing is suspended",
        PauseCause::OutsideLeg => "a leg outside the dossier's term is out",
    }
}

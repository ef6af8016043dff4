//! What clocks that ran out say in plain words.

use super::sentence::{self, Sentence};
use lienthong_dossier::Event as Fact;

/// One event.
pub(super) fn event(fact: &Fact) -> Sentence {
    match fact {
        Fact::StepOverdue { step, agency, officer, .. } => {
            let agency = sentence::agency(agency);
            let who = officer.as_ref().map(|officer| format!(" ({officer})")).unwrap_or_default();
            Sentence::new(
                format!("Quá hạn bước “{step}”: {agency}{who} chưa hoàn thành"),
                format!("Step “{step}” is overdue: {agency}{who} has not done it"),
            )
        }
        Fact::StepResumed { step, .. } => Sentence::new(
            format!("Tiếp tục tính thời hạn bước “{step}”"),
            format!("The clock of step “{step}” goes on"),
        ),
        Fact::LegOverdue { by, .. } => {
            let by = sentence::agency(by);
            Sentence::new(
                format!("Quá hạn lượt liên thông: {by} chưa trả lời"),
                format!("The leg is overdue: {by} has not answered"),
            )
        }
        Fact::EscalationRaised { to, level, .. } => {
            let to = sentence::agency(to);
            if *level == 1 {
                Sentence::new(
                    format!("Chưa tiếp nhận hoặc trả lời đúng hạn: báo cáo người đứng đầu {to}"),
                    format!("Not taken, or not answered, in time: the head of {to} is told"),
                )
            } else {
                Sentence::new(
                    format!("Vẫn chưa ai tiếp nhận lượt liên thông: báo cáo cấp trên, {to}"),
                    format!("Still nobody took the leg: one level up, the head of {to} is told"),
                )
            }
        }
        Fact::DossierOverdue { custodian, .. } => {
            let custodian = sentence::agency(custodian);
            Sentence::new(
                format!("Hồ sơ quá hạn giải quyết, đang do {custodian} giữ"),
                format!("The dossier is overdue; {custodian} answers for it"),
            )
        }
        Fact::SupplementLapsed { items, .. } => {
            let items = items.join(", ");
            Sentence::new(
                format!("Quá hạn bổ sung giấy tờ: {items}"),
                format!("The papers did not come in time: {items}"),
            )
        }
        // The other events are told elsewhere.
        other => Sentence::new(other.kind().as_str(), other.kind().as_str()),
    }
}

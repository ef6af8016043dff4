//! What the events of an appraisal say in plain words.

use super::sentence::{self, Sentence};
use super::tell::{aside, colon};
use lienthong_dossier::{Conclusion, Event as Fact, Member};

/// One event; `who` is the acting agency.
pub(super) fn event(fact: &Fact, who: &str) -> Sentence {
    match fact {
        Fact::AppraisalOpened { chair, council, session, mandatory, .. } => {
            let chair = sentence::agency(chair);
            let (must_vi, must_en) = if *mandatory { (" (bắt buộc)", " (mandatory)") } else { ("", "") };
            let (by_vi, by_en) = council.as_ref().map_or_else(Default::default, |council| {
                let (members, quorum, president) =
                    (council.members.len(), council.quorum, member(&council.president));
                (
                    format!(
                        ", hội đồng {members} thành viên, chủ tịch {president}, họp khi có ít nhất {quorum}"
                    ),
                    format!(", by a council of {members} under {president}, quorum {quorum}"),
                )
            });
            let session = session.as_deref().unwrap_or_default();
            Sentence::new(
                format!("{chair} mở thẩm định{must_vi}{by_vi}{}", aside("phiên", session)),
                format!("{chair} opened an appraisal{must_en}{by_en}{}", aside("session", session)),
            )
        }
        Fact::VisitRecorded { date, place, present, findings, .. } => {
            let present = present.join(", ");
            Sentence::new(
                format!(
                    "{who} ghi nhận kiểm tra thực địa ngày {date} tại {place}{}{}",
                    aside("có mặt:", &present),
                    colon(findings)
                ),
                format!(
                    "{who} recorded a visit on {date} to {place}{}{}",
                    aside("present:", &present),
                    colon(findings)
                ),
            )
        }
        Fact::VoteCast { member: voter, round, vote, text, .. } => {
            let voter = member(voter);
            let (vi, en) = conclusion(*vote);
            Sentence::new(
                format!("{voter} biểu quyết vòng {round}: {vi}{}", colon(text)),
                format!("{voter} voted in round {round}: {en}{}", colon(text)),
            )
        }
        Fact::AppraisalConcluded { round, conclusion: came_to, text, number, late, .. } => {
            let (vi, en) = conclusion(*came_to);
            let (late_vi, late_en) = if *late { (" (quá hạn)", " (late)") } else { ("", "") };
            Sentence::new(
                format!(
                    "{who} kết luận thẩm định vòng {round}{late_vi}: {vi}{}{}",
                    aside("biên bản số", number),
                    colon(text)
                ),
                format!(
                    "{who} concluded round {round} of the appraisal{late_en}: {en}{}{}",
                    aside("minutes", number),
                    colon(text)
                ),
            )
        }
        Fact::AppraisalReopened { round, documents, .. } => {
            let names: Vec<&str> = documents.iter().map(|document| &*document.name).collect();
            let names = names.join(", ");
            Sentence::new(
                format!("{who} mở vòng thẩm định {round} trên hồ sơ đã chỉnh sửa{}", colon(&names)),
                format!("{who} opened round {round} of the appraisal on what was revised{}", colon(&names)),
            )
        }
        // The other events are told elsewhere.
        other => Sentence::new(other.kind().as_str(), other.kind().as_str()),
    }
}

fn member(member: &Member) -> String {
    let agency = sentence::agency(&member.agency);
    format!("{} ({agency})", sentence::officer(&member.agency, &member.officer))
}

const fn conclusion(conclusion: Conclusion) -> (&'static str, &'static str) {
    match conclusion {
        Conclusion::Approve => ("thông qua", "approve"),
        Conclusion::WithChanges => ("thông qua với điều kiện chỉnh sửa, bổ sung", "approve with changes"),
        Conclusion::Reject => ("không thông qua", "reject"),
    }
}

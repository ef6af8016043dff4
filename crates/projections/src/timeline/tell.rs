//! What each event says in plain words.

use super::sentence::{self, Sentence};
use super::{tell_appraisal, tell_clock, tell_ends, tell_late, tell_one_stop, tell_opinions, tell_timer};
use lienthong_dossier::{Channel, Event as Fact, Outcome, Purpose};
use lienthong_names::{Act, AgencyId, OfficerId, Refusal, UnitId};

/// One event of an act.
pub(super) fn event(fact: &Fact, act: &Act) -> Sentence {
    let who = sentence::agency(&act.agency);
    match fact {
        Fact::HistoryImported { channel_text, .. } => Sentence::new(
            format!("Nguồn dữ liệu tự khai về hồ sơ này{}", aside("kênh", channel_text)),
            format!("The source's own claims about this dossier{}", aside("channel", channel_text)),
        ),
        Fact::DossierRegistered { procedure, channel, .. } => Sentence::new(
            format!("{who} cấp mã hồ sơ cho thủ tục {procedure}, {}", channel_vi(*channel)),
            format!("{who} registered the dossier under procedure {procedure}, {}", channel_en(*channel)),
        ),
        Fact::DossierReceived { desk, competent, channel, .. } => {
            let (desk, competent) = (sentence::agency(desk), sentence::agency(competent));
            Sentence::new(
                format!(
                    "{desk} tiếp nhận hồ sơ {}; cơ quan có thẩm quyền: {competent}",
                    channel_vi(*channel)
                ),
                format!(
                    "{desk} received the dossier {}; competent agency: {competent}",
                    channel_en(*channel)
                ),
            )
        }
        Fact::IrregularityNoted { .. }
        | Fact::DossierAdopted { .. }
        | Fact::CompetenceDecided { .. }
        | Fact::PaperSent { .. }
        | Fact::PaperReceived { .. }
        | Fact::ServiceRated { .. }
        | Fact::ComplaintFiled { .. }
        | Fact::ComplaintAnswered { .. }
        | Fact::PersonalDataErased { .. }
        | Fact::EntryCorrected { .. } => tell_one_stop::event(fact, &who),
        Fact::DossierRefused { reasons } => {
            let reasons = reasons.join("; ");
            Sentence::new(
                format!("{who} từ chối tiếp nhận hồ sơ: {reasons}"),
                format!("{who} did not take the dossier in: {reasons}"),
            )
        }
        Fact::SupplementProposed { .. }
        | Fact::SupplementRequested { .. }
        | Fact::SupplementProvided { .. }
        | Fact::RevisionRequested { .. }
        | Fact::ClockPaused { .. }
        | Fact::PauseEnded { .. }
        | Fact::ClockResumed { .. }
        | Fact::DossierStopped { .. }
        | Fact::WithdrawalAsked { .. }
        | Fact::WithdrawalRefused { .. }
        | Fact::DossierWithdrawn {}
        | Fact::ApologyIssued { .. }
        | Fact::Reappointed { .. }
        | Fact::DocumentAttached { .. }
        | Fact::ReceptionAnnulled { .. } => tell_clock::event(fact, &who),
        Fact::CustodySucceeded { predecessor, successor } => {
            let (gone, there) = (sentence::agency(predecessor), sentence::agency(successor));
            Sentence::new(
                format!("{there} kế thừa {gone} trong hồ sơ này"),
                format!("{there} took the place of {gone} in this dossier"),
            )
        }
        Fact::LegSent { .. }
        | Fact::LegPlanned { .. }
        | Fact::CustodyMoved { .. }
        | Fact::LegAccepted { .. }
        | Fact::LegArrived { .. }
        | Fact::LegRead { .. }
        | Fact::LegAssigned { .. }
        | Fact::LegRecalled { .. }
        | Fact::LegSentBack { .. }
        | Fact::LegRefused { .. }
        | Fact::LegAnswered { .. } => leg(fact, &who),
        Fact::OfficerAssigned { agency, unit, officer } => hand_over(agency, unit.as_ref(), officer.as_ref()),
        Fact::StepStarted { step, .. } => {
            Sentence::new(format!("Bắt đầu bước “{step}”"), format!("Step “{step}” began"))
        }
        Fact::StepCompleted { step, .. } => {
            Sentence::new(format!("Hoàn thành bước “{step}”"), format!("Step “{step}” was completed"))
        }
        Fact::DossierResolved { outcome, number, lateness, .. } => {
            let (late_vi, late_en) = tell_late::told(lateness.as_deref());
            Sentence::new(
                format!("{who} giải quyết hồ sơ: {}{}{late_vi}", outcome_vi(*outcome), aside("số", number)),
                format!("{who} decided: {}{}{late_en}", outcome_en(*outcome), aside("number", number)),
            )
        }
        Fact::ResultReturned { desk, channel, results, authority, .. } => {
            let desk = sentence::agency(desk);
            let which = results.join(", ");
            Sentence::new(
                format!(
                    "{desk} trả kết quả {}{}{}",
                    channel_vi(*channel),
                    colon(&which),
                    aside("theo ủy quyền", authority)
                ),
                format!(
                    "{desk} returned the result {}{}{}",
                    channel_en(*channel),
                    colon(&which),
                    aside("on the authority of", authority)
                ),
            )
        }
        Fact::FeeDemanded { .. }
        | Fact::FeeExempted { .. }
        | Fact::PaymentRecorded { .. }
        | Fact::PaymentRefunded { .. }
        | Fact::FinancialObligationSet { .. }
        | Fact::ResultRecorded { .. }
        | Fact::ResultWithdrawn { .. }
        | Fact::ResultReissued { .. }
        | Fact::DossierReopened { .. }
        | Fact::ApplicantNotified { .. }
        | Fact::PostSent { .. }
        | Fact::PostArrived { .. }
        | Fact::PostFailed { .. } => tell_ends::event(fact, &who),
        Fact::StepOverdue { .. }
        | Fact::StepResumed { .. }
        | Fact::LegOverdue { .. }
        | Fact::EscalationRaised { .. }
        | Fact::DossierOverdue { .. }
        | Fact::SupplementLapsed { .. } => tell_timer::event(fact),
        Fact::ConsultationOpened { .. }
        | Fact::OpinionRequested { .. }
        | Fact::OpinionGiven { .. }
        | Fact::OpinionAmended { .. }
        | Fact::OpinionDeclined { .. }
        | Fact::OpinionReminded { .. }
        | Fact::OpinionRequestRevoked { .. }
        | Fact::OpinionLapsed { .. }
        | Fact::OpinionWaived { .. }
        | Fact::OpinionsOpened { .. }
        | Fact::DigestObjected { .. }
        | Fact::ConsultationConcluded { .. } => tell_opinions::event(fact, &who),
        Fact::AppraisalOpened { .. }
        | Fact::VisitRecorded { .. }
        | Fact::VoteCast { .. }
        | Fact::AppraisalConcluded { .. }
        | Fact::AppraisalReopened { .. } => tell_appraisal::event(fact, &who),
    }
}

/// A command that the rules did not let through.
pub(super) fn rejection(command: &str, refusals: &[Refusal]) -> Sentence {
    let reasons = |language: fn(&Refusal) -> &str| {
        let said: Vec<String> = refusals.iter().map(|r| format!("{} {}", r.code, language(r))).collect();
        said.join("; ")
    };
    Sentence::new(
        format!("Không được ghi nhận ({command}): {}", reasons(|refusal| &refusal.vi)),
        format!("Not admitted ({command}): {}", reasons(|refusal| &refusal.en)),
    )
}

fn leg(fact: &Fact, who: &str) -> Sentence {
    match fact {
        Fact::LegSent { from, to, purpose, note, parent: Some(_), .. } => {
            let (from, to) = (sentence::agency(from), sentence::agency(to));
            Sentence::new(
                format!("{from} gửi tiếp một phần hồ sơ đến {to} {}{}", purpose_vi(*purpose), colon(note)),
                format!("{from} sent a part on to {to} {}{}", purpose_en(*purpose), colon(note)),
            )
        }
        Fact::LegSent { from, to, purpose, note, .. } => {
            let (from, to) = (sentence::agency(from), sentence::agency(to));
            Sentence::new(
                format!("{from} gửi hồ sơ đến {to} {}{}", purpose_vi(*purpose), colon(note)),
                format!("{from} sent the dossier to {to} {}{}", purpose_en(*purpose), colon(note)),
            )
        }
        Fact::LegPlanned { from, to, purpose, note, after, .. } => {
            let (from, to) = (sentence::agency(from), sentence::agency(to));
            Sentence::new(
                format!(
                    "{from} sẽ gửi hồ sơ đến {to} {} sau khi lượt {after} được trả lời{}",
                    purpose_vi(*purpose),
                    colon(note)
                ),
                format!(
                    "{from} will send the dossier to {to} {} once leg {after} is answered{}",
                    purpose_en(*purpose),
                    colon(note)
                ),
            )
        }
        Fact::CustodyMoved { from, to, .. } => {
            let (from, to) = (sentence::agency(from), sentence::agency(to));
            Sentence::new(
                format!("{to} giữ hồ sơ, nhận từ {from}"),
                format!("{to} answers for the dossier from here, in place of {from}"),
            )
        }
        Fact::LegRefused { reason, .. } => Sentence::new(
            format!("{who} từ chối tiếp nhận lượt liên thông: {reason}"),
            format!("{who} did not take the leg: {reason}"),
        ),
        Fact::LegArrived { .. } => Sentence::new(
            format!("Lượt liên thông đã đến hệ thống của {who}"),
            format!("What was sent has arrived in the system of {who}"),
        ),
        Fact::LegRead { .. } => {
            Sentence::new(format!("{who} đã mở xem lượt liên thông"), format!("{who} opened what was sent"))
        }
        Fact::LegAssigned { unit, officer, .. } => {
            let hands: Vec<String> =
                officer.iter().map(ToString::to_string).chain(unit.iter().map(ToString::to_string)).collect();
            let hands = hands.join(", ");
            Sentence::new(
                format!("{who} phân công lượt liên thông cho {hands}"),
                format!("{who} assigned the leg to {hands}"),
            )
        }
        Fact::LegRecalled { reason, .. } => Sentence::new(
            format!("{who} thu hồi lượt liên thông: {reason}"),
            format!("{who} recalled the leg: {reason}"),
        ),
        Fact::LegSentBack { reason, .. } => Sentence::new(
            format!("{who} trả lại lượt liên thông: {reason}"),
            format!("{who} sent the leg back: {reason}"),
        ),
        Fact::LegAnswered { text, .. } => Sentence::new(
            format!("{who} trả lời lượt liên thông{}", colon(text)),
            format!("{who} answered the leg{}", colon(text)),
        ),
        _ => Sentence::new(
            format!("{who} xác nhận đã tiếp nhận lượt liên thông"),
            format!("{who} confirmed the leg"),
        ),
    }
}

fn hand_over(agency: &AgencyId, unit: Option<&UnitId>, officer: Option<&OfficerId>) -> Sentence {
    let unit = unit.map(|unit| sentence::unit(agency, unit));
    let officer = officer.map(|officer| sentence::officer(agency, officer));
    let to: Vec<String> = officer.into_iter().chain(unit).collect();
    let (agency, to) = (sentence::agency(agency), to.join(", "));
    Sentence::new(
        format!("{agency} giao hồ sơ cho {to}"),
        format!("{agency} handed the dossier over to {to}"),
    )
}

pub(super) fn colon(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(": {text}") }
}

pub(super) fn aside(word: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({word} {text})") }
}

pub(super) const fn channel_vi(channel: Channel) -> &'static str {
    match channel {
        Channel::Desk => "trực tiếp tại Bộ phận Một cửa",
        Channel::Online => "trực tuyến",
        Channel::Post => "qua dịch vụ bưu chính công ích",
        Channel::Email => "qua thư điện tử",
        Channel::Internal => "từ nội bộ cơ quan",
    }
}

pub(super) const fn channel_en(channel: Channel) -> &'static str {
    match channel {
        Channel::Desk => "at the one-stop desk",
        Channel::Online => "online",
        Channel::Post => "by post",
        Channel::Email => "by e-mail",
        Channel::Internal => "from within the agency",
    }
}

const fn purpose_vi(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Opinion => "để xin ý kiến góp ý",
        Purpose::Appraisal => "để thẩm định",
        Purpose::Resolution => "để giải quyết",
    }
}

const fn purpose_en(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Opinion => "for an opinion",
        Purpose::Appraisal => "for appraisal",
        Purpose::Resolution => "for resolution",
    }
}

const fn outcome_vi(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "chấp thuận",
        Outcome::RejectedOnMerits => "từ chối giải quyết",
        Outcome::PartlyGranted => "chấp thuận một phần",
    }
}

const fn outcome_en(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "granted",
        Outcome::RejectedOnMerits => "rejected on its merits",
        Outcome::PartlyGranted => "granted in part",
    }
}

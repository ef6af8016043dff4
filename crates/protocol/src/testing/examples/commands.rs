//! One command of each kind about the example dossier.

use super::{
    agency, appraisal, asks, at, construction, consultation, council, digest, documents, leg, officer,
    procedure_code, step, unit,
};
use lienthong_calendar::Term;
use lienthong_dossier::{
    Channel, Command as About, CommandKind, Commitment, Conclusion, Irregularity, NoticeMeans, Outcome,
    PaymentMeans, PersonalField, PostDirection, Purpose, ResultOutcome, SignatureCheck, SigningCapacity,
    Stance, TimedClock, TimerCause,
};
use lienthong_names::{CaseName, DossierCode, LegId, StreamName};
use std::collections::BTreeMap;

/// A command about the example dossier.
#[must_use]
pub fn dossier_command(kind: CommandKind) -> About {
    match kind {
        CommandKind::ImportHistory => About::ImportHistory {
            deadline: Some(at("2011-12-06T12:41:31.788+01:00")),
            ended: None,
            channel: Some(Channel::Online),
            channel_text: "Internet".into(),
        },
        CommandKind::RegisterDossier => About::RegisterDossier {
            procedure: procedure_code(),
            case: Some(CaseName::new("nhà ở riêng lẻ").unwrap()),
            channel: Channel::Online,
            documents: documents(),
            personal: BTreeMap::from([(PersonalField::Applicant, Commitment([0x33; 32]))]),
        },
        CommandKind::ReceiveDossier => About::ReceiveDossier {
            competent: Some(agency("H22.14")),
            channel: Channel::Desk,
            handed_in: vec!["don".into(), "ban-ve".into()],
            appointment: Some(at("2020-11-30T17:00:00+07:00")),
            custodian: None,
        },
        CommandKind::RefuseDossier => {
            About::RefuseDossier { reasons: vec!["Không thuộc thẩm quyền".into()] }
        }
        CommandKind::TransferDossier => About::TransferDossier {
            leg: leg(),
            to: agency("H22.19"),
            purpose: Purpose::Appraisal,
            documents: documents(),
            term: Some(Term::half_days(3)),
            note: "Đề nghị thẩm định\ntheo quy định".into(),
            parent: None,
            after: None,
        },
        CommandKind::AcknowledgeLeg => About::AcknowledgeLeg { leg: leg() },
        CommandKind::RefuseLeg => {
            About::RefuseLeg { leg: leg(), reason: "Gửi nhầm cơ quan".into(), ground: None }
        }
        CommandKind::RecordArrival => About::RecordArrival { leg: leg() },
        CommandKind::ReadLeg => About::ReadLeg { leg: leg() },
        CommandKind::AssignLeg => {
            About::AssignLeg { leg: leg(), unit: Some(unit()), officer: Some(officer()) }
        }
        CommandKind::RecallLeg => About::RecallLeg { leg: leg(), reason: "Gửi nhầm nơi nhận".into() },
        CommandKind::SendBackLeg => {
            About::SendBackLeg { leg: leg(), reason: "Hồ sơ gửi kèm bị lỗi".into(), ground: None }
        }
        CommandKind::AnswerLeg => {
            About::AnswerLeg { leg: leg(), text: "Đủ điều kiện".into(), documents: documents() }
        }
        CommandKind::HandOver => {
            About::HandOver { to_unit: Some(unit()), to_officer: Some(officer()), step: Some(step()) }
        }
        CommandKind::ReassignOfficer => About::ReassignOfficer {
            unit: Some(unit()),
            officer: Some(officer()),
            reason: "Cán bộ cũ nghỉ phép".into(),
        },
        CommandKind::CompleteStep => {
            About::CompleteStep { step: step(), note: "Xong".into(), at_centre: false }
        }
        CommandKind::ProposeSupplement => {
            About::ProposeSupplement { items: vec!["don".into()], reasons: vec!["Đơn chưa ký".into()] }
        }
        CommandKind::RequestSupplement => About::RequestSupplement {
            items: vec!["don".into()],
            reasons: vec!["Đơn chưa ký".into()],
            until: Some(at("2020-10-20T17:00:00+07:00")),
            again: "".into(),
        },
        CommandKind::ProvideSupplement => {
            About::ProvideSupplement { items: vec!["don".into()], documents: documents() }
        }
        CommandKind::RequestRevision => About::RequestRevision {
            item: "don".into(),
            points: vec!["Sai diện tích".into()],
            law: "Nghị định 15/2021/NĐ-CP".into(),
            until: None,
        },
        CommandKind::PauseDossier => About::PauseDossier {
            reason: "Chờ kết quả giám định".into(),
            law: "Luật Xây dựng".into(),
            until: Some(at("2020-11-20T17:00:00+07:00")),
        },
        CommandKind::ResumeDossier => {
            About::ResumeDossier { reason: "Đã có kết quả giám định".into() }
        }
        CommandKind::StopDossier => About::StopDossier {
            reason: "Quá hạn bổ sung".into(),
            law: "Nghị định 61/2018/NĐ-CP".into(),
        },
        CommandKind::AskWithdrawal => About::AskWithdrawal { reason: "Đổi ý".into() },
        CommandKind::DecideWithdrawal => {
            About::DecideWithdrawal { granted: false, reason: "Đã có quyết định".into() }
        }
        CommandKind::IssueApology => About::IssueApology {
            reason: "Chờ ý kiến của Sở Xây dựng".into(),
            responsible: Some(agency("H22.19")),
            number: "45/XL-TTPVHCC".into(),
            date: "2020-11-27".into(),
        },
        CommandKind::Reappoint => {
            About::Reappoint { until: at("2020-12-07T17:00:00+07:00"), reason: "Chờ ý kiến".into() }
        }
        CommandKind::AttachDocument => {
            About::AttachDocument { documents: documents(), note: "Bản vẽ hoàn công".into() }
        }
        CommandKind::AnnulReception => About::AnnulReception {
            reason: "Trùng hồ sơ".into(),
            successor: Some(DossierCode::new("H22.14-201012-0002").unwrap()),
        },
        CommandKind::ResolveDossier => About::ResolveDossier {
            outcome: Outcome::Granted,
            number: "123/GP-SXD".into(),
            date: "2020-11-27".into(),
            signer: "Trần Thị B".into(),
            results: documents(),
        },
        CommandKind::ReturnResult => {
            About::ReturnResult { channel: Channel::Post, results: Vec::new(), authority: "".into() }
        }
        CommandKind::DemandFee => About::DemandFee { fee: "le-phi".into(), amount: 150_000 },
        CommandKind::ExemptFee => About::ExemptFee {
            fee: "le-phi".into(),
            reason: "Hộ nghèo".into(),
            law: "Nghị quyết 05/2020/NQ-HĐND".into(),
        },
        CommandKind::RecordPayment => About::RecordPayment {
            fee: "le-phi".into(),
            amount: 150_000,
            means: PaymentMeans::Portal,
            receipt: "BL-0012345".into(),
        },
        CommandKind::RefundPayment => About::RefundPayment {
            fee: "le-phi".into(),
            reason: "Nộp thừa".into(),
            receipt: "PC-0007".into(),
        },
        CommandKind::SetFinancialObligation => About::SetFinancialObligation {
            obligation: "thue-tncn".into(),
            name: "Thuế thu nhập cá nhân".into(),
            amount: 24_000_000,
            number: "321/TB-CCT".into(),
            date: "2020-10-14".into(),
            until: Some(at("2020-11-13T17:00:00+07:00")),
        },
        CommandKind::RecordResult => About::RecordResult {
            result: "gcn".into(),
            outcome: ResultOutcome::Issued,
            number: "CS 01234/GCN".into(),
            date: "2020-10-26".into(),
            signer: "Nguyễn Văn B".into(),
            capacity: Some(SigningCapacity::ForHead),
            signature: Some(SignatureCheck::Valid),
            documents: documents(),
        },
        CommandKind::WithdrawResult => About::WithdrawResult {
            result: "gcn".into(),
            reason: "Cấp sai diện tích".into(),
            law: "Bản án 12/2021/HC-ST".into(),
        },
        CommandKind::ReissueResult => About::ReissueResult {
            result: "gcn".into(),
            number: "CS 01299/GCN".into(),
            date: "2021-03-02".into(),
            signer: "Nguyễn Văn B".into(),
            capacity: Some(SigningCapacity::Head),
            signature: Some(SignatureCheck::NotChecked),
            documents: documents(),
            reason: "Sửa diện tích theo bản án".into(),
        },
        CommandKind::ReopenDossier => About::ReopenDossier {
            reason: "Quyết định bị hủy một phần".into(),
            law: "Luật Khiếu nại".into(),
            term: Some(Term::working_days(10)),
        },
        CommandKind::NotifyApplicant => About::NotifyApplicant {
            means: NoticeMeans::NoticeBySms,
            text: "Đã có kết quả, mời đến Bộ phận Một cửa".into(),
        },
        CommandKind::PostSent => About::PostSent {
            consignment: "EE123456789VN".into(),
            direction: PostDirection::ToCitizen,
            carrier: agency("H22.90"),
            office: "Bưu cục Đồng Văn".into(),
            items: vec!["Giấy chứng nhận".into()],
            due: Some(at("2020-10-30T17:00:00+07:00")),
        },
        CommandKind::PostArrived => About::PostArrived { consignment: "EE123456789VN".into() },
        CommandKind::PostFailed => About::PostFailed {
            consignment: "EE123456789VN".into(),
            reason: "Không có người nhận".into(),
        },
        CommandKind::RaiseTimer => About::RaiseTimer {
            clock: TimedClock::Leg(leg()),
            cause: TimerCause::LegOverdue,
            due: at("2020-10-28T17:00:00+07:00"),
        },
        CommandKind::OpenConsultation => About::OpenConsultation {
            consultation: consultation(),
            question: "Về chủ trương đầu tư".into(),
            documents: documents(),
            participants: asks(),
            addressee_inferred: false,
            closed: false,
            confidential: false,
        },
        CommandKind::GiveOpinion => About::GiveOpinion {
            consultation: consultation(),
            from: construction(),
            stance: Stance::AgreeWithConditions,
            text: "Thống nhất, đề nghị bổ sung chỉ giới".into(),
            documents: Vec::new(),
            secret: None,
            closed: None,
        },
        CommandKind::AmendOpinion => About::AmendOpinion {
            consultation: consultation(),
            from: construction(),
            stance: Stance::Agree,
            text: "Thống nhất".into(),
            documents: documents(),
            secret: None,
            closed: None,
        },
        CommandKind::DeclineOpinion => About::DeclineOpinion {
            consultation: consultation(),
            from: construction(),
            reason: "Không thuộc lĩnh vực quản lý".into(),
        },
        CommandKind::AskAgain => About::AskAgain {
            consultation: consultation(),
            participants: asks(),
            question: "Xin ý kiến lần hai".into(),
            addressee_inferred: true,
        },
        CommandKind::RemindOpinion => About::RemindOpinion {
            consultation: consultation(),
            to: construction(),
            note: "Đề nghị trả lời trong hôm nay".into(),
        },
        CommandKind::RevokeOpinionRequest => About::RevokeOpinionRequest {
            consultation: consultation(),
            of: construction(),
            reason: "Không còn thuộc phạm vi".into(),
        },
        CommandKind::DecideWithoutOpinion => About::DecideWithoutOpinion {
            consultation: consultation(),
            of: construction(),
            reason: "Quá hạn mười ngày".into(),
            article: "khoản 4 Điều 12 Quy chế".into(),
        },
        CommandKind::ObjectToDigest => About::ObjectToDigest {
            consultation: consultation(),
            from: construction(),
            text: "Ý kiến về lộ giới chưa được nêu".into(),
        },
        CommandKind::ConcludeConsultation => {
            About::ConcludeConsultation { consultation: consultation(), digest: digest() }
        }
        CommandKind::RegulariseDossier => About::RegulariseDossier {
            procedure: procedure_code(),
            case: None,
            channel: Channel::Desk,
            documents: documents(),
            handed_in: vec!["don".into()],
            competent: Some(agency("H22.14")),
            custodian: None,
            appointment: None,
            irregularity: Irregularity::RejectedAct,
            citing: Some(StreamName::rejected(&agency("H22.14"))),
            citing_revision: 7,
            taken_at: at("2020-10-09T09:00:00+07:00"),
            taken_by: agency("H22.14"),
            taker: "Lê Văn C".into(),
            reason: "Nhận trực tiếp tại phòng chuyên môn".into(),
        },
        CommandKind::AdoptDossier => About::AdoptDossier {
            procedure: procedure_code(),
            case: Some(CaseName::new("nhà ở riêng lẻ").unwrap()),
            channel: Channel::Desk,
            documents: documents(),
            competent: None,
            custodian: Some(agency("H22.14")),
            received_at: at("2020-09-21T08:00:00+07:00"),
            old_number: "118/SKHĐT-2020".into(),
            remaining: Some(Term::working_days(9)),
            appointment: Some(at("2020-10-30T17:00:00+07:00")),
        },
        CommandKind::CorrectEntry => About::CorrectEntry {
            revision: 2,
            event: "DossierReceived".into(),
            field: "competent".into(),
            value: "H22.15".into(),
            reason: "Chọn nhầm cơ quan".into(),
            confirmed_by: Some(officer()),
        },
        CommandKind::DecideCompetence => About::DecideCompetence {
            leg: leg(),
            competent: agency("H22.15"),
            new_leg: LegId::new("l9").unwrap(),
            term: Some(Term::working_days(7)),
            reason: "Công trình thuộc cấp tỉnh quản lý".into(),
            number: "77/UBND".into(),
            date: "2020-10-16".into(),
        },
        CommandKind::SendPaper => About::SendPaper {
            to: agency("H22.15"),
            manifest: "BG-01".into(),
            items: vec!["don".into(), "ban-ve".into()],
            note: "Kèm phiếu giao nhận".into(),
        },
        CommandKind::ReceivePaper => About::ReceivePaper {
            manifest: "BG-01".into(),
            items: vec!["don".into()],
            note: "Thiếu bản vẽ".into(),
        },
        CommandKind::OpenAppraisal => About::OpenAppraisal {
            appraisal: appraisal(),
            council: Some(council()),
            session: Some("phien-10-2020".into()),
            mandatory: true,
            term: Some(Term::working_days(30)),
            documents: documents(),
        },
        CommandKind::RecordVisit => About::RecordVisit {
            appraisal: appraisal(),
            date: "2020-10-20".into(),
            place: "Xã Phương Thiện, thành phố Hà Giang".into(),
            present: vec!["Nguyễn Văn A".into(), "Đại diện chủ dự án".into()],
            findings: "Hiện trạng đúng như hồ sơ".into(),
        },
        CommandKind::CastVote => About::CastVote {
            appraisal: appraisal(),
            vote: Conclusion::WithChanges,
            text: "Bổ sung phương án thoát nước".into(),
        },
        CommandKind::ConcludeAppraisal => About::ConcludeAppraisal {
            appraisal: appraisal(),
            conclusion: Conclusion::WithChanges,
            text: "Thông qua với điều kiện chỉnh sửa, bổ sung".into(),
            number: "12/BB-HĐTĐ".into(),
            date: "2020-10-26".into(),
            documents: documents(),
        },
        CommandKind::ReopenAppraisal => About::ReopenAppraisal {
            appraisal: appraisal(),
            term: Some(Term::working_days(10)),
            documents: documents(),
        },
        CommandKind::RateService => About::RateService { score: 4 },
        CommandKind::FileComplaint => {
            About::FileComplaint { against: agency("H22.14"), text: Commitment([0x44; 32]) }
        }
        CommandKind::AnswerComplaint => {
            About::AnswerComplaint { number: 1, text: "Đã chấn chỉnh cán bộ".into() }
        }
        CommandKind::ErasePersonalData => About::ErasePersonalData {
            authority: "15/QĐ-VP".into(),
            law: "Luật Lưu trữ, Điều 28".into(),
            reason: "hết thời hạn lưu trữ".into(),
        },
    }
}

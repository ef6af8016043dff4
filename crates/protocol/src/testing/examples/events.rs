//! One event of each kind of the example dossier.

use super::{
    agency, appraisal, at, construction, consultation, council, digest, documents, leg, member, officer,
    procedure_code, step, unit,
};
use lienthong_calendar::Term;
use lienthong_dossier::{
    Channel, Conclusion, Event as Fact, EventKind, Irregularity, NoticeMeans, OnSilence, Outcome,
    Participant, PauseCause, PaymentMeans, PersonalField, PostDirection, Purpose, ResultOutcome,
    SignatureCheck, SigningCapacity, Silence, Stance,
};
use lienthong_names::{DossierCode, LegId};

/// An event of the example dossier.
#[must_use]
pub fn dossier_event(kind: EventKind) -> Fact {
    let (from, to) = (agency("H22.14"), agency("H22.19"));
    match kind {
        EventKind::HistoryImported => Fact::HistoryImported {
            deadline: Some(at("2011-12-06T12:41:31.788+01:00")),
            ended: Some(at("2011-11-30T09:00:00+01:00")),
            channel: Some(Channel::Online),
            channel_text: "Internet".into(),
        },
        EventKind::DossierRegistered => Fact::DossierRegistered {
            procedure: procedure_code(),
            case: None,
            channel: Channel::Desk,
            documents: documents(),
            personal_fields: vec![PersonalField::Applicant, PersonalField::Contact],
        },
        EventKind::DossierReceived => Fact::DossierReceived {
            desk: from.clone(),
            procedure_version: 3,
            competent: to,
            custodian: from,
            channel: Channel::Desk,
            handed_in: vec!["don".into()],
            clock_from: at("2020-10-12T08:00:00+07:00"),
            appointment: Some(at("2020-11-30T17:00:00+07:00")),
            process_version: None,
            receiving_appointment: None,
        },
        EventKind::DossierRefused => {
            Fact::DossierRefused { reasons: vec!["Không thuộc thẩm quyền".into()] }
        }
        EventKind::LegSent => Fact::LegSent {
            leg: leg(),
            from,
            to,
            purpose: Purpose::Resolution,
            due: Some(at("2020-10-28T17:00:00+07:00")),
            acknowledge_by: None,
            outside_term: false,
            documents: documents(),
            note: "Kính chuyển".into(),
            parent: None,
        },
        EventKind::LegPlanned => Fact::LegPlanned {
            leg: LegId::new("leg-2").unwrap(),
            from,
            to,
            purpose: Purpose::Appraisal,
            term: Some(Term::working_days(5)),
            documents: documents(),
            note: "Sau khi có kết quả thẩm tra".into(),
            after: leg(),
        },
        EventKind::CustodyMoved => Fact::CustodyMoved { from, to, leg: Some(leg()) },
        EventKind::LegAccepted => Fact::LegAccepted { leg: leg() },
        EventKind::LegRefused => {
            Fact::LegRefused { leg: leg(), reason: "Gửi nhầm cơ quan".into(), ground: None }
        }
        EventKind::LegArrived => Fact::LegArrived { leg: leg() },
        EventKind::LegRead => Fact::LegRead { leg: leg() },
        EventKind::LegAssigned => {
            Fact::LegAssigned { leg: leg(), unit: Some(unit()), officer: Some(officer()) }
        }
        EventKind::LegRecalled => Fact::LegRecalled { leg: leg(), reason: "Gửi nhầm nơi nhận".into() },
        EventKind::LegSentBack => {
            Fact::LegSentBack { leg: leg(), reason: "Hồ sơ gửi kèm bị lỗi".into(), ground: None }
        }
        EventKind::LegAnswered => {
            Fact::LegAnswered { leg: leg(), text: "Đủ điều kiện".into(), documents: documents() }
        }
        EventKind::OfficerAssigned => {
            Fact::OfficerAssigned { agency: from, unit: Some(unit()), officer: Some(officer()) }
        }
        EventKind::CustodySucceeded => {
            Fact::CustodySucceeded { predecessor: agency("H22.19"), successor: agency("H22.14") }
        }
        EventKind::StepStarted => Fact::StepStarted { step: step(), due: None },
        EventKind::StepCompleted => {
            Fact::StepCompleted { step: step(), note: "Xong".into(), at_centre: false }
        }
        EventKind::SupplementProposed => {
            Fact::SupplementProposed { items: vec!["don".into()], reasons: vec!["Đơn chưa ký".into()] }
        }
        EventKind::SupplementRequested => Fact::SupplementRequested {
            items: vec!["don".into()],
            reasons: vec!["Đơn chưa ký".into()],
            until: Some(at("2020-10-20T17:00:00+07:00")),
            number: 1,
        },
        EventKind::SupplementProvided => {
            Fact::SupplementProvided { items: vec!["don".into()], documents: documents() }
        }
        EventKind::RevisionRequested => Fact::RevisionRequested {
            item: "don".into(),
            points: vec!["Sai diện tích".into()],
            law: "Nghị định 15/2021/NĐ-CP".into(),
            until: None,
        },
        EventKind::ClockPaused => Fact::ClockPaused {
            cause: PauseCause::Supplement,
            since: at("2020-10-13T08:00:00+07:00"),
            until: Some(at("2020-10-20T17:00:00+07:00")),
        },
        EventKind::ClockResumed => Fact::ClockResumed {
            cause: PauseCause::Supplement,
            from: at("2020-10-20T09:00:00+07:00"),
            term: Some(Term::working_days(7)),
            due: Some(at("2020-10-29T17:00:00+07:00")),
        },
        EventKind::PauseEnded => Fact::PauseEnded { cause: PauseCause::OutsideLeg },
        EventKind::DossierStopped => Fact::DossierStopped {
            reason: "Quá hạn bổ sung".into(),
            law: "Nghị định 61/2018/NĐ-CP".into(),
        },
        EventKind::WithdrawalAsked => Fact::WithdrawalAsked { reason: "Đổi ý".into() },
        EventKind::WithdrawalRefused => Fact::WithdrawalRefused { reason: "Đã có quyết định".into() },
        EventKind::DossierWithdrawn => Fact::DossierWithdrawn {},
        EventKind::ApologyIssued => Fact::ApologyIssued {
            reason: "Chờ ý kiến của Sở Xây dựng".into(),
            responsible: to,
            number: "45/XL-TTPVHCC".into(),
            date: "2020-11-27".into(),
        },
        EventKind::Reappointed => {
            Fact::Reappointed { until: at("2020-12-07T17:00:00+07:00"), reason: "Chờ ý kiến".into() }
        }
        EventKind::DocumentAttached => {
            Fact::DocumentAttached { documents: documents(), note: "Bản vẽ hoàn công".into() }
        }
        EventKind::ReceptionAnnulled => Fact::ReceptionAnnulled {
            reason: "Trùng hồ sơ".into(),
            successor: Some(DossierCode::new("H22.14-201012-0002").unwrap()),
        },
        EventKind::DossierResolved => Fact::DossierResolved {
            outcome: Outcome::PartlyGranted,
            number: "123/GP-SXD".into(),
            date: "2020-11-27".into(),
            signer: "Trần Thị B".into(),
            results: documents(),
            lateness: None,
        },
        EventKind::ResultReturned => Fact::ResultReturned {
            desk: from,
            channel: Channel::Desk,
            results: Vec::new(),
            authority: "".into(),
            partial: false,
        },
        EventKind::FeeDemanded => Fact::FeeDemanded { fee: "le-phi".into(), amount: 150_000 },
        EventKind::FeeExempted => Fact::FeeExempted {
            fee: "le-phi".into(),
            reason: "Hộ nghèo".into(),
            law: "Nghị quyết 05/2020/NQ-HĐND".into(),
        },
        EventKind::PaymentRecorded => Fact::PaymentRecorded {
            fee: "le-phi".into(),
            amount: 150_000,
            means: PaymentMeans::Portal,
            receipt: "BL-0012345".into(),
        },
        EventKind::PaymentRefunded => Fact::PaymentRefunded {
            fee: "le-phi".into(),
            amount: 150_000,
            reason: "Nộp thừa".into(),
            receipt: "PC-0007".into(),
        },
        EventKind::FinancialObligationSet => Fact::FinancialObligationSet {
            obligation: "thue-tncn".into(),
            name: "Thuế thu nhập cá nhân".into(),
            amount: 24_000_000,
            number: "321/TB-CCT".into(),
            date: "2020-10-14".into(),
            until: Some(at("2020-11-13T17:00:00+07:00")),
        },
        EventKind::ResultRecorded => Fact::ResultRecorded {
            result: "gcn".into(),
            outcome: ResultOutcome::Issued,
            number: "CS 01234/GCN".into(),
            date: "2020-10-26".into(),
            signer: "Nguyễn Văn B".into(),
            capacity: Some(SigningCapacity::ForHead),
            signature: Some(SignatureCheck::Valid),
            documents: documents(),
        },
        EventKind::ResultWithdrawn => Fact::ResultWithdrawn {
            result: "gcn".into(),
            reason: "Cấp sai diện tích".into(),
            law: "Bản án 12/2021/HC-ST".into(),
        },
        EventKind::ResultReissued => Fact::ResultReissued {
            result: "gcn".into(),
            number: "CS 01299/GCN".into(),
            date: "2021-03-02".into(),
            signer: "Nguyễn Văn B".into(),
            capacity: Some(SigningCapacity::Head),
            signature: Some(SignatureCheck::NotChecked),
            documents: documents(),
            reason: "Sửa diện tích theo bản án".into(),
        },
        EventKind::DossierReopened => Fact::DossierReopened {
            reason: "Quyết định bị hủy một phần".into(),
            law: "Luật Khiếu nại".into(),
            from: at("2021-02-01T08:00:00+07:00"),
            term: Some(Term::working_days(10)),
            due: Some(at("2021-02-22T17:00:00+07:00")),
        },
        EventKind::ApplicantNotified => Fact::ApplicantNotified {
            means: NoticeMeans::NoticeBySms,
            text: "Đã có kết quả, mời đến Bộ phận Một cửa".into(),
        },
        EventKind::PostSent => Fact::PostSent {
            consignment: "EE123456789VN".into(),
            direction: PostDirection::ToCitizen,
            carrier: agency("H22.90"),
            office: "Bưu cục Đồng Văn".into(),
            items: vec!["Giấy chứng nhận".into()],
            due: Some(at("2020-10-30T17:00:00+07:00")),
        },
        EventKind::PostArrived => Fact::PostArrived { consignment: "EE123456789VN".into() },
        EventKind::PostFailed => Fact::PostFailed {
            consignment: "EE123456789VN".into(),
            reason: "Không có người nhận".into(),
        },
        EventKind::StepOverdue => Fact::StepOverdue {
            step: step(),
            agency: from,
            officer: Some(officer()),
            due: at("2020-10-16T17:00:00+07:00"),
        },
        EventKind::StepResumed => Fact::StepResumed {
            step: step(),
            agency: from,
            from: at("2020-10-20T09:00:00+07:00"),
            term: Some(Term::working_days(2)),
            due: at("2020-10-22T17:00:00+07:00"),
        },
        EventKind::LegOverdue => {
            Fact::LegOverdue { leg: leg(), by: to, due: at("2020-10-28T17:00:00+07:00") }
        }
        EventKind::EscalationRaised => Fact::EscalationRaised {
            leg: leg(),
            to,
            level: 1,
            due: at("2020-10-13T17:00:00+07:00"),
            next_to: Some(agency("H22")),
            next_due: Some(at("2020-10-14T17:00:00+07:00")),
        },
        EventKind::DossierOverdue => {
            Fact::DossierOverdue { custodian: from, due: at("2020-11-30T17:00:00+07:00") }
        }
        EventKind::SupplementLapsed => {
            Fact::SupplementLapsed { items: vec!["ban-ve".into()], until: at("2020-11-12T17:00:00+07:00") }
        }
        EventKind::ConsultationOpened => Fact::ConsultationOpened {
            consultation: consultation(),
            chair: from,
            question: "Về chủ trương đầu tư".into(),
            documents: documents(),
            addressee_inferred: true,
            closed: false,
            confidential: false,
        },
        EventKind::OpinionRequested => Fact::OpinionRequested {
            consultation: consultation(),
            leg: leg(),
            to: construction(),
            mandatory: true,
            due: Some(at("2020-10-28T17:00:00+07:00")),
            round: 1,
            addressee_inferred: false,
            on_silence: OnSilence::default(),
        },
        EventKind::OpinionGiven => Fact::OpinionGiven {
            consultation: consultation(),
            leg: leg(),
            from: construction(),
            round: 1,
            version: 1,
            stance: Stance::AgreeWithConditions,
            text: "Thống nhất, đề nghị bổ sung chỉ giới".into(),
            documents: documents(),
            late: false,
            secret: None,
            closed: None,
        },
        EventKind::OpinionAmended => Fact::OpinionAmended {
            consultation: consultation(),
            leg: leg(),
            from: Participant { agency: from, unit: Some(unit()) },
            round: 2,
            version: 3,
            stance: Stance::Disagree,
            text: "Không thống nhất".into(),
            documents: Vec::new(),
            late: true,
            secret: None,
            closed: None,
        },
        EventKind::OpinionDeclined => Fact::OpinionDeclined {
            consultation: consultation(),
            leg: leg(),
            from: construction(),
            reason: "Không thuộc lĩnh vực quản lý".into(),
        },
        EventKind::OpinionReminded => Fact::OpinionReminded {
            consultation: consultation(),
            leg: leg(),
            to: construction(),
            number: 1,
            note: "Đề nghị trả lời trong hôm nay".into(),
        },
        EventKind::OpinionRequestRevoked => Fact::OpinionRequestRevoked {
            consultation: consultation(),
            leg: leg(),
            of: construction(),
            round: 1,
            reason: "Không còn thuộc phạm vi".into(),
        },
        EventKind::OpinionLapsed => Fact::OpinionLapsed {
            consultation: consultation(),
            leg: leg(),
            of: construction(),
            round: 1,
            due: at("2020-10-28T17:00:00+07:00"),
            means: Silence::DeemedAgreed,
            article: "điểm b khoản 5 Điều 102 Luật Xây dựng".into(),
            answerable: agency("H22.19"),
        },
        EventKind::OpinionWaived => Fact::OpinionWaived {
            consultation: consultation(),
            leg: leg(),
            of: construction(),
            round: 1,
            reason: "Quá hạn mười ngày".into(),
            article: "khoản 4 Điều 12 Quy chế".into(),
        },
        EventKind::OpinionsOpened => {
            Fact::OpinionsOpened { consultation: consultation(), since: at("2020-10-27T09:15:00+07:00") }
        }
        EventKind::DigestObjected => Fact::DigestObjected {
            consultation: consultation(),
            from: construction(),
            text: "Ý kiến về lộ giới chưa được nêu".into(),
        },
        EventKind::ConsultationConcluded => {
            Fact::ConsultationConcluded { consultation: consultation(), digest: digest() }
        }
        EventKind::IrregularityNoted => Fact::IrregularityNoted {
            irregularity: Irregularity::OffDesk,
            citing: None,
            citing_revision: 0,
            taken_at: at("2020-10-09T09:00:00+07:00"),
            taken_by: to,
            taker: "Lê Văn C".into(),
            reason: "Nhận trực tiếp tại phòng chuyên môn".into(),
        },
        EventKind::DossierAdopted => Fact::DossierAdopted {
            desk: from.clone(),
            procedure_version: 3,
            competent: to,
            custodian: from,
            channel: Channel::Post,
            received_at: at("2020-09-21T08:00:00+07:00"),
            old_number: "118/SKHĐT-2020".into(),
            clock_from: at("2020-10-12T08:00:00+07:00"),
            remaining: Some(Term::working_days(9)),
            appointment: Some(at("2020-10-23T17:00:00+07:00")),
        },
        EventKind::EntryCorrected => Fact::EntryCorrected {
            revision: 2,
            event: "DossierReceived".into(),
            field: "competent".into(),
            value: "H22.15".into(),
            reason: "Chọn nhầm cơ quan".into(),
            confirmed_by: Some(officer()),
        },
        EventKind::CompetenceDecided => Fact::CompetenceDecided {
            leg: leg(),
            competent: to,
            reason: "Công trình thuộc cấp tỉnh quản lý".into(),
            number: "77/UBND".into(),
            date: "2020-10-16".into(),
        },
        EventKind::PaperSent => Fact::PaperSent {
            from,
            to,
            manifest: "BG-01".into(),
            items: vec!["don".into(), "ban-ve".into()],
            note: "Kèm phiếu giao nhận".into(),
        },
        EventKind::PaperReceived => Fact::PaperReceived {
            manifest: "BG-01".into(),
            items: vec!["don".into()],
            missing: vec!["ban-ve".into()],
            note: "Thiếu bản vẽ".into(),
        },
        EventKind::AppraisalOpened => Fact::AppraisalOpened {
            appraisal: appraisal(),
            chair: from,
            council: Some(council()),
            session: Some("phien-10-2020".into()),
            mandatory: true,
            due: Some(at("2020-11-23T17:00:00+07:00")),
            documents: documents(),
        },
        EventKind::VisitRecorded => Fact::VisitRecorded {
            appraisal: appraisal(),
            round: 1,
            date: "2020-10-20".into(),
            place: "Xã Phương Thiện, thành phố Hà Giang".into(),
            present: vec!["Nguyễn Văn A".into(), "Đại diện chủ dự án".into()],
            findings: "Hiện trạng đúng như hồ sơ".into(),
        },
        EventKind::VoteCast => Fact::VoteCast {
            appraisal: appraisal(),
            round: 1,
            member: member("H22.19"),
            vote: Conclusion::Approve,
            text: "".into(),
        },
        EventKind::AppraisalConcluded => Fact::AppraisalConcluded {
            appraisal: appraisal(),
            round: 1,
            conclusion: Conclusion::WithChanges,
            text: "Thông qua với điều kiện chỉnh sửa, bổ sung".into(),
            number: "12/BB-HĐTĐ".into(),
            date: "2020-10-26".into(),
            documents: documents(),
            late: true,
        },
        EventKind::AppraisalReopened => Fact::AppraisalReopened {
            appraisal: appraisal(),
            round: 2,
            due: Some(at("2020-12-07T17:00:00+07:00")),
            documents: documents(),
        },
        EventKind::ServiceRated => Fact::ServiceRated { score: 4 },
        EventKind::ComplaintFiled => Fact::ComplaintFiled { number: 1, against: from },
        EventKind::ComplaintAnswered => {
            Fact::ComplaintAnswered { number: 1, text: "Đã chấn chỉnh cán bộ".into() }
        }
        EventKind::PersonalDataErased => Fact::PersonalDataErased {
            authority: "15/QĐ-VP".into(),
            law: "Luật Lưu trữ, Điều 28".into(),
            reason: "hết thời hạn lưu trữ".into(),
        },
    }
}

//! Examples of late entries, corrections, competence, paper originals and the citizen's word.

use super::{agency, at, documents, leg, officer, procedure_code};
use lienthong_calendar::Term;
use lienthong_dossier::{
    Channel, Command as About, CommandKind, Commitment, Event as Fact, EventKind, Irregularity,
};
use lienthong_names::{LegId, StreamName};

pub(super) fn command(kind: CommandKind) -> Option<About> {
    Some(match kind {
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
            case: Some("nhà ở riêng lẻ".into()),
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
        CommandKind::RateService => About::RateService { score: 4 },
        CommandKind::FileComplaint => {
            About::FileComplaint { against: agency("H22.14"), text: Commitment([0x44; 32]) }
        }
        CommandKind::AnswerComplaint => {
            About::AnswerComplaint { number: 1, text: "Đã chấn chỉnh cán bộ".into() }
        }
        _ => return None,
    })
}

pub(super) fn event(kind: EventKind) -> Option<Fact> {
    let (from, to) = (agency("H22.14"), agency("H22.19"));
    Some(match kind {
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
        EventKind::ServiceRated => Fact::ServiceRated { score: 4 },
        EventKind::ComplaintFiled => Fact::ComplaintFiled { number: 1, against: from },
        EventKind::ComplaintAnswered => {
            Fact::ComplaintAnswered { number: 1, text: "Đã chấn chỉnh cán bộ".into() }
        }
        _ => return None,
    })
}

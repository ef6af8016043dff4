//! An example of each command and event of findings and tasks.

use super::{agency, dossier, origin};
use jiff::Timestamp;
use jiff::civil::date;
use lienthong_dossier::Document;
use lienthong_names::{OfficerId, StreamName, TaskId};
use lienthong_supervision::{Command, CommandKind, Event, EventKind, Ground, MeasureForm, SubjectId};

fn ground() -> Ground {
    Ground {
        rule: "R16.leg_late".into(),
        broken: "R16".into(),
        origin: origin(),
        stream: StreamName::dossier(&dossier()),
        revision: 4,
        agency: agency("H22.19"),
    }
}

fn came_about() -> Timestamp {
    "2020-10-14T17:00:00+07:00".parse().unwrap()
}

fn about() -> SubjectId {
    SubjectId::Finding(ground().id())
}

fn documents() -> Vec<Document> {
    vec![Document {
        id: "cv-118".into(),
        name: "Công văn số 118/SXD-VP".into(),
        sha256: Some([7; 32]),
        size: 48_210,
    }]
}

const EXPLAINED: &str = "Cán bộ thụ lý nghỉ ốm, phòng chưa phân công người thay.";
const CONFIRMED: &str = "Nghỉ ốm không phải lý do để quá hạn: phải phân công người thay.";
const DISMISSED: &str = "Ngày 14/10 cơ quan mất điện cả ngày, có biên bản.";
const REMEDY: &str = "Phân công người thay thế cho từng lĩnh vực, báo cáo bằng văn bản.";
const CLOSED: &str = "Đã khắc phục, đã kiểm điểm.";
const TASK: &str = "Rà soát hồ sơ quá hạn của quý III, giải quyết dứt điểm.";
const URGED: &str = "Quá hạn 5 ngày, đề nghị trả lời trong 3 ngày.";
const ANSWERED: &str = "Đang trình ký, sẽ xong trong tuần.";
const DONE: &str = "Đã ban hành bảng phân công người thay thế.";
const RETURNED: &str = "Bảng phân công thiếu lĩnh vực đất đai.";

/// A command of each kind.
#[must_use]
pub fn supervision_command(kind: CommandKind) -> Command {
    let finding = ground().id();
    match kind {
        CommandKind::OpenFinding => Command::OpenFinding {
            ground: ground(),
            dossier: Some(dossier()),
            at: came_about(),
            text: "Lượt liên thông quá hạn 1 ngày".into(),
            explain_until: date(2020, 10, 23),
        },
        CommandKind::ExplainFinding => {
            Command::ExplainFinding { finding, text: EXPLAINED.into(), documents: documents() }
        }
        CommandKind::ConfirmFinding => Command::ConfirmFinding { finding, reason: CONFIRMED.into() },
        CommandKind::DismissFinding => Command::DismissFinding { finding, reason: DISMISSED.into() },
        CommandKind::OrderRemedy => Command::OrderRemedy {
            finding,
            agency: agency("H22.19"),
            what: REMEDY.into(),
            due: date(2020, 11, 6),
        },
        CommandKind::RecordMeasure => Command::RecordMeasure {
            finding,
            form: MeasureForm::Criticism,
            decision: "1820/QĐ-UBND".into(),
            decided_on: date(2020, 11, 2),
            agency: agency("H22.19"),
            person: Some(OfficerId::new("nguyen-van-a").unwrap()),
        },
        CommandKind::CloseFinding => Command::CloseFinding { finding, reason: CLOSED.into() },
        CommandKind::AssignTask => Command::AssignTask {
            task: TaskId::new("UBND-2020-041").unwrap(),
            clause: "1đ".into(),
            agency: agency("H22.19"),
            what: TASK.into(),
            due: date(2020, 11, 6),
        },
        CommandKind::UrgeAgency => Command::UrgeAgency {
            about: about(),
            number: 1,
            agency: agency("H22.19"),
            text: URGED.into(),
            answer_by: date(2020, 11, 16),
        },
        CommandKind::AcknowledgeEscalation => Command::AcknowledgeEscalation {
            about: about(),
            number: 1,
            agency: agency("H22.19"),
            text: ANSWERED.into(),
            promised: Some(date(2020, 11, 20)),
        },
        CommandKind::ReportTask => {
            Command::ReportTask { about: about(), number: 1, text: DONE.into(), documents: documents() }
        }
        CommandKind::AcceptTask => Command::AcceptTask { about: about(), number: 1 },
        CommandKind::ReturnTask => Command::ReturnTask {
            about: about(),
            number: 1,
            reason: RETURNED.into(),
            due: date(2020, 11, 27),
        },
    }
}

/// An event of each kind.
#[must_use]
pub fn supervision_event(kind: EventKind) -> Event {
    match kind {
        EventKind::FindingOpened => Event::FindingOpened {
            ground: ground(),
            dossier: Some(dossier()),
            at: came_about(),
            text: "Lượt liên thông quá hạn 1 ngày".into(),
            explain_until: date(2020, 10, 23),
        },
        EventKind::FindingExplained => {
            Event::FindingExplained { text: EXPLAINED.into(), documents: documents() }
        }
        EventKind::FindingConfirmed => Event::FindingConfirmed { reason: CONFIRMED.into() },
        EventKind::FindingDismissed => Event::FindingDismissed { reason: DISMISSED.into() },
        EventKind::RemedyOrdered => Event::RemedyOrdered {
            number: 1,
            agency: agency("H22.19"),
            what: REMEDY.into(),
            due: date(2020, 11, 6),
        },
        EventKind::MeasureRecorded => Event::MeasureRecorded {
            form: MeasureForm::Criticism,
            decision: "1820/QĐ-UBND".into(),
            decided_on: date(2020, 11, 2),
            agency: agency("H22.19"),
            person: Some(OfficerId::new("nguyen-van-a").unwrap()),
        },
        EventKind::FindingClosed => Event::FindingClosed { reason: CLOSED.into() },
        EventKind::TaskAssigned => Event::TaskAssigned {
            clause: "1đ".into(),
            agency: agency("H22.19"),
            what: TASK.into(),
            due: date(2020, 11, 6),
        },
        EventKind::AgencyUrged => Event::AgencyUrged {
            number: 1,
            agency: agency("H22.19"),
            text: URGED.into(),
            answer_by: date(2020, 11, 16),
        },
        EventKind::EscalationAcknowledged => Event::EscalationAcknowledged {
            number: 1,
            agency: agency("H22.19"),
            text: ANSWERED.into(),
            promised: Some(date(2020, 11, 20)),
        },
        EventKind::TaskReported => {
            Event::TaskReported { number: 1, text: DONE.into(), documents: documents() }
        }
        EventKind::TaskAccepted => Event::TaskAccepted { number: 1 },
        EventKind::TaskReturned => {
            Event::TaskReturned { number: 1, reason: RETURNED.into(), due: date(2020, 11, 27) }
        }
    }
}

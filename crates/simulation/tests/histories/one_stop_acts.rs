//! Acts of random histories: late entries, corrections, competence, paper originals, the citizen's word, and
//! erasure.

use lienthong_dossier::{Channel, Command, Commitment, Dossier, Irregularity};
use lienthong_names::{AgencyId, LegId, ProcedureCode};
use proptest::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OfOneStop {
    Regularise,
    Adopt,
    Correct(u8),
    Rule,
    SendPaper(bool),
    ReceivePaper(bool),
    Rate,
    Complain,
    AnswerComplaint,
    Erase,
}

pub(crate) fn of_one_stop() -> impl Strategy<Value = OfOneStop> {
    prop_oneof![
        1 => Just(OfOneStop::Regularise),
        1 => Just(OfOneStop::Adopt),
        2 => (1..4_u8).prop_map(OfOneStop::Correct),
        10 => Just(OfOneStop::Rule),
        3 => any::<bool>().prop_map(OfOneStop::SendPaper),
        3 => any::<bool>().prop_map(OfOneStop::ReceivePaper),
        1 => Just(OfOneStop::Rate),
        2 => Just(OfOneStop::Complain),
        3 => Just(OfOneStop::AnswerComplaint),
        2 => Just(OfOneStop::Erase),
    ]
}

/// The command that is drawn; `other` is some agency beside the one that acts.
pub(crate) fn command(dossier: &Dossier, other: &AgencyId, what: OfOneStop) -> Command {
    let at = dossier.registration.as_ref().unwrap().at;
    let procedure = ProcedureCode::new("2.000635").unwrap();
    match what {
        OfOneStop::Regularise => Command::RegulariseDossier {
            procedure,
            case: None,
            channel: Channel::Desk,
            documents: Vec::new(),
            handed_in: vec!["don".into()],
            competent: None,
            custodian: None,
            appointment: None,
            irregularity: Irregularity::OffDesk,
            citing: None,
            citing_revision: 0,
            taken_at: at,
            taken_by: other.clone(),
            taker: "Lê Văn C".into(),
            reason: "nhận tại phòng chuyên môn".into(),
        },
        OfOneStop::Adopt => Command::AdoptDossier {
            procedure,
            case: None,
            channel: Channel::Desk,
            documents: Vec::new(),
            competent: None,
            custodian: None,
            received_at: at,
            old_number: "118/2020".into(),
            remaining: Some(lienthong_calendar::Term::working_days(4)),
            appointment: None,
        },
        OfOneStop::Correct(revision) => Command::CorrectEntry {
            revision: revision.into(),
            event: "DossierReceived".into(),
            field: "handed_in".into(),
            value: "don".into(),
            reason: "ghi nhầm".into(),
            confirmed_by: None,
        },
        OfOneStop::Rule => {
            let quarrel = dossier.competence.refused.last();
            Command::DecideCompetence {
                leg: quarrel.cloned().unwrap_or_else(|| LegId::new("l0").unwrap()),
                competent: other.clone(),
                new_leg: LegId::new("l9").unwrap(),
                term: None,
                reason: "thuộc cấp tỉnh quản lý".into(),
                number: "77/UBND".into(),
                date: "2020-10-16".into(),
            }
        }
        OfOneStop::SendPaper(to_desk) => {
            let desk = dossier.reception.as_ref().map(|reception| &reception.desk);
            Command::SendPaper {
                to: desk.filter(|_| to_desk).unwrap_or(other).clone(),
                manifest: format!("BG-{}", dossier.papers.len()).into(),
                items: vec!["don".into()],
                note: "".into(),
            }
        }
        OfOneStop::ReceivePaper(all) => Command::ReceivePaper {
            manifest: format!("BG-{}", dossier.papers.len().saturating_sub(1)).into(),
            items: if all { vec!["don".into()] } else { Vec::new() },
            note: "".into(),
        },
        OfOneStop::Rate => Command::RateService { score: 4 },
        OfOneStop::Complain => {
            Command::FileComplaint { against: other.clone(), text: Commitment([0x44; 32]) }
        }
        OfOneStop::AnswerComplaint => Command::AnswerComplaint {
            number: u32::try_from(dossier.complaints.len().max(1)).unwrap(),
            text: "đã chấn chỉnh".into(),
        },
        OfOneStop::Erase => Command::ErasePersonalData {
            authority: "15/QĐ".into(),
            law: "Luật Lưu trữ".into(),
            reason: "hết hạn lưu trữ".into(),
        },
    }
}

//! Plots: of each rule some breaches, and some acts that look like one and are none. Each has dossiers of its own.

mod bases;
mod clocks;
mod close;
mod desk;
mod office;
mod rare;
mod steps;
mod times;

use super::Trouble;
use super::founding::SIMPLE;
use super::plan::Plan;
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Term};
use lienthong_dossier::{Channel, Command, Irregularity, NoticeMeans, Outcome, Purpose};
use lienthong_names::{AgencyId, LegId, NameError, ProcedureCode, StepName, StreamName};

/// Everything that is planted.
pub(super) fn all(plan: &mut Plan) -> Result<(), Trouble> {
    desk::plant(plan)?;
    steps::plant(plan)?;
    clocks::plant(plan)?;
    close::plant(plan)?;
    times::plant(plan)?;
    office::plant(plan)?;
    bases::plant(plan)?;
    rare::plant(plan)
}

/// The decision, dated like its day.
fn resolve(at: Timestamp) -> Command {
    resolve_dated(&Calendar::vietnam_default().local_date(at).to_string())
}

fn resolve_dated(date: &str) -> Command {
    Command::ResolveDossier {
        outcome: Outcome::Granted,
        number: "45/QĐ".into(),
        date: date.into(),
        signer: "Lãnh đạo cơ quan (hư cấu)".into(),
        results: Vec::new(),
    }
}

fn apology(at: Timestamp) -> Command {
    Command::IssueApology {
        reason: "Cần thêm thời gian thẩm định".into(),
        responsible: None,
        number: "12/XL".into(),
        date: Calendar::vietnam_default().local_date(at).to_string().into(),
    }
}

fn notice() -> Command {
    Command::NotifyApplicant {
        means: NoticeMeans::NoticeBySms, text: "Hồ sơ đang được giải quyết".into()
    }
}

fn handed_out() -> Command {
    Command::ReturnResult { channel: Channel::Desk, results: Vec::new(), authority: "".into() }
}

/// A dossier that `taker` took at an instant, past the desk; `citing` where they were refused that first.
fn regularisation(
    taker: &str,
    taken_at: Timestamp,
    citing: Option<StreamName>,
    reason: &str,
) -> Result<Command, NameError> {
    let taker = AgencyId::new(taker)?;
    Ok(Command::RegulariseDossier {
        procedure: ProcedureCode::new(SIMPLE)?,
        case: None,
        channel: Channel::Desk,
        documents: Vec::new(),
        handed_in: vec!["don".into(), "giay-to".into()],
        competent: Some(taker.clone()),
        custodian: None,
        appointment: None,
        irregularity: if citing.is_some() { Irregularity::RejectedAct } else { Irregularity::OffDesk },
        citing_revision: citing.is_some().into(),
        citing,
        taken_at,
        taken_by: taker,
        taker: "Một cán bộ (hư cấu)".into(),
        reason: reason.into(),
    })
}

fn complete(step: &str) -> Result<Command, NameError> {
    Ok(Command::CompleteStep { step: StepName::new(step)?, note: "".into(), at_centre: false })
}

fn transfer(leg: &str, to: &str, purpose: Purpose, days: u32) -> Result<Command, NameError> {
    Ok(Command::TransferDossier {
        leg: LegId::new(leg)?,
        to: AgencyId::new(to)?,
        purpose,
        documents: Vec::new(),
        term: Some(Term::working_days(days)),
        note: "".into(),
        parent: None,
        after: None,
    })
}

fn answer(leg: &str) -> Result<Command, NameError> {
    Ok(Command::AnswerLeg {
        leg: LegId::new(leg)?, text: "Đã thẩm định".into(), documents: Vec::new()
    })
}

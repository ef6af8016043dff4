//! At the desk: R01, R06, R15, R24.

use super::{apology, notice, regularisation};
use crate::breaches::Trouble;
use crate::breaches::founding::SIMPLE;
use crate::breaches::plan::{Plan, clock, hand_over, reception, registration};
use crate::province::CENTRE;
use jiff::SignedDuration;
use lienthong_calendar::Term;
use lienthong_dossier::{Channel, Command};
use lienthong_names::{AgencyId, ProcedureCode};

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for n in 0..3 {
        off_desk(plan)?;
        handed_in_after_all(plan)?;
        for alone in [true, false] {
            issued(plan, n, alone)?;
        }
        for late in [true, false] {
            answered(plan, n, late)?;
            handed_over(plan, n, late)?;
            from_an_old_book(plan, n, late)?;
        }
    }
    Ok(())
}

/// A department took it, and the desk lets it in.
fn off_desk(plan: &mut Plan) -> Result<(), Trouble> {
    let (at, taker) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.dossier(at)?;
    script.wait(60);
    let regularise = regularisation(taker, at, None, "Nhận trực tiếp tại phòng chuyên môn")?;
    script.say(CENTRE, "tiep-nhan", regularise)?.planted("R01.off_desk", true);
    Ok(())
}

/// A department tries to take it, is told no, and sends the citizen to the desk.
fn handed_in_after_all(plan: &mut Plan) -> Result<(), Trouble> {
    let (at, taker) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.dossier(at)?;
    script.ask_in_vain(taker, "thu-ly", registration(SIMPLE, Channel::Desk)?)?.wait(30);
    script.register(SIMPLE, Channel::Desk)?.receive(taker)?.wait(20);
    script.hand_over(taker, None)?.planted("R01.off_desk", false);
    Ok(())
}

/// An apology, a stop, a notice: by the department alone, or by the desk.
fn issued(plan: &mut Plan, n: usize, alone: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.simple(at, department)?;
    script.wait(200);
    let command = match n {
        0 => apology(script.at),
        1 => notice(),
        _ => Command::StopDossier {
            reason: "Người nộp không bổ sung".into(), law: "Điều 17".into()
        },
    };
    let (agency, officer) = if alone { (department, "lanh-dao") } else { (CENTRE, "tiep-nhan") };
    script.say(agency, officer, command)?.planted("R06.issued_alone", alone);
    Ok(())
}

/// Online, and answered after eight working hours, or just before them.
fn answered(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.dossier(at)?;
    script.register(SIMPLE, Channel::Online)?.wait(if late {
        490 + 60 * u32::try_from(n).unwrap_or(0)
    } else {
        474
    });
    match n {
        0 => script.say(CENTRE, "tiep-nhan", reception(department, Channel::Online)?)?,
        1 => {
            let reasons = vec!["Không thuộc thẩm quyền".into()];
            script.say(CENTRE, "tiep-nhan", Command::RefuseDossier { reasons })?
        }
        // Nobody answers at all; or more papers are asked for first.
        _ if late => &mut script,
        _ => {
            let request = Command::RequestSupplement {
                items: vec!["giay-to".into()],
                reasons: vec!["Thiếu bản sao".into()],
                until: None,
                again: "".into(),
            };
            script.say(CENTRE, "tiep-nhan", request)?
        }
    };
    script.planted("R15.answered_late", late);
    Ok(())
}

/// In the hands of the department on the same day, or the next morning where it came after three.
fn handed_over(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (morning, department) = (plan.morning(0, 14), plan.somebody());
    let day = plan.calendar.local_date(morning);
    let at = if n == 1 { clock(day, 15, 20) } else { clock(day, 9, 5) };
    let mut script = plan.dossier(at)?;
    script.register(SIMPLE, Channel::Desk)?.receive(department)?;
    match (n, late) {
        (1, true) => script.days_later(1, 13, 40),
        (1, false) => script.days_later(1, 11, 10),
        (0, true) => script.days_later(1, 8, 0),
        (_, true) => script.days_later(2, 8, 0),
        (_, false) => script.days_later(0, 16, 50),
    };
    script.say(department, "lanh-dao", hand_over(None)?)?.planted("R15.handed_over_late", late);
    Ok(())
}

/// It ran in the old book; received there after the desk went live, or before.
fn from_an_old_book(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(2, 10), plan.somebody());
    let hours = i64::try_from(n).unwrap_or(0) * 5;
    let live = clock(plan.day(0), 0, 0);
    let received_at = if late {
        live + SignedDuration::from_hours(8 + hours)
    } else {
        live - SignedDuration::from_hours(60 + hours)
    };
    let mut script = plan.dossier(at)?;
    let adopt = Command::AdoptDossier {
        procedure: ProcedureCode::new(SIMPLE)?,
        case: None,
        channel: Channel::Desk,
        documents: Vec::new(),
        competent: Some(AgencyId::new(department)?),
        custodian: None,
        received_at,
        old_number: "118/SNV".into(),
        remaining: Some(Term::working_days(3)),
        appointment: None,
    };
    script.say(CENTRE, "tiep-nhan", adopt)?.planted("R24.late_entry", late);
    Ok(())
}

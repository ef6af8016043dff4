//! What the Office publishes, who answers for agencies, and what is refused: R23, R26, attempts, I08.

use crate::breaches::Trouble;
use crate::breaches::founding::{ALONE, BASES, DEMANDED, live, tenure};
use crate::breaches::plan::{Plan, clock, hand_over, reception};
use crate::province::{self, CENTRE};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use lienthong_catalogue::{Absence, Command as Publication, Decision, Procedure, Seat, TenureEnd, Validity};
use lienthong_dossier::{Channel, Command};
use lienthong_names::{AgencyId, LegalBasisId, NameError, OfficerId, ProcedureCode, StreamKind, StreamName};

/// Agencies that are refused and refused again, and those that are nearly as often.
const PESTERING: [&str; 3] = ["H22.26", "H22.27", "H22.28"];
const NEARLY: [&str; 3] = ["H22.33", "H22.92", "H22.93"];
/// Is refused once in a while.
const TRYING: &str = "H22.24";

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for n in 0..3 {
        for breaks in [true, false] {
            published(plan, n, breaks)?;
            tried(plan, n, breaks)?;
            pestering(plan, n, breaks)?;
        }
    }
    nobody_answers(plan)?;
    somebody_does(plan)
}

/// Decided after the day that its legal basis names, or on it.
fn published(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let which = if late { n } else { n + 3 };
    let code = ProcedureCode::new(&format!("9.00010{which}"))?;
    let days = if late { 1 + i32::try_from(n).unwrap_or(0) } else { 0 };
    let decided =
        Decision { date: DEMANDED.saturating_add(days.days()), ..province::decision("31/QĐ-UBND") };
    let at = clock(plan.day(14), 9, 0);
    let procedure = Procedure {
        name: "Thủ tục mới (hư cấu)".into(),
        field: "Thử nghiệm".into(),
        fictitious: true,
        legal_bases: BASES
            .get(which)
            .map(|basis| LegalBasisId::new(basis))
            .transpose()?
            .into_iter()
            .collect(),
        ..Procedure::blank(code.clone(), decided, at)
    };
    plan.publish(at, Publication::PublishProcedure(Box::new(procedure)))?;
    plan.planted("R23.published_late", late, vec![StreamName::new(StreamKind::Procedure, code.as_str())?]);
    Ok(())
}

/// A rule says no that makes it an attempt; or one that does not.
fn tried(plan: &mut Plan, n: usize, attempt: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.simple(at, department)?;
    script.wait(60);
    match (attempt, n) {
        // Nobody asked it.
        (true, 0) => {
            script.ask_in_vain(TRYING, "thu-ly", hand_over(None)?)?;
            let stream = StreamName::rejected(&AgencyId::new(TRYING)?);
            script.plan.planted("attempt", true, vec![stream]);
            return Ok(());
        }
        // A paper that is on no list; twice on one day, which is one attempt.
        (true, 1) => {
            for _ in 0..2 {
                let request = Command::RequestSupplement {
                    items: vec!["giay-gioi-thieu".into()],
                    reasons: vec!["Cần thêm".into()],
                    until: None,
                    again: "".into(),
                };
                script.ask_in_vain(CENTRE, "tiep-nhan", request)?.wait(20);
            }
        }
        // Money that the schedule does not name.
        (true, _) => {
            let demand = Command::DemandFee { fee: "boi-duong".into(), amount: 200_000 };
            script.ask_in_vain(CENTRE, "tiep-nhan", demand)?;
        }
        // No reason is given (R07); not its part in it (R02); it was received before.
        (false, 0) => {
            let pause = Command::PauseDossier { reason: "".into(), law: "".into(), until: None };
            script.ask_in_vain(department, "lanh-dao", pause)?;
        }
        (false, 1) => {
            let resume = Command::ResumeDossier { reason: "Đã xong".into() };
            script.ask_in_vain(CENTRE, "tiep-nhan", resume)?;
        }
        (false, _) => {
            script.ask_in_vain(CENTRE, "tiep-nhan", reception(department, Channel::Desk)?)?;
        }
    }
    script.planted("attempt", attempt);
    Ok(())
}

/// Twenty refusals in two days; or nineteen, or many more in a month and never twenty in a week.
fn pestering(plan: &mut Plan, n: usize, piles: bool) -> Result<(), Trouble> {
    let (names, start) = (if piles { PESTERING } else { NEARLY }, clock(plan.day(3 + n), 8, 0));
    let agency = names.get(n).copied().unwrap_or(TRYING);
    let (count, apart) = match (piles, n) {
        (true, _) => (20 + 3 * n, 30),
        (false, 0) => (19, 30),
        (false, _) => (24, 160),
    };
    let department = plan.somebody();
    let mut script = plan.simple(start, department)?;
    for _ in 0..count {
        script.wait(apart).ask_in_vain(agency, "thu-ly", hand_over(None)?)?;
    }
    let stream = StreamName::rejected(&AgencyId::new(agency)?);
    script.plan.planted("I08.rejections_pile", piles, vec![stream]);
    Ok(())
}

fn october(day: i8, hour: i8) -> Timestamp {
    clock(date(2020, 10, day), hour, 0)
}

fn of(agency: &str) -> Result<StreamName, NameError> {
    StreamName::new(StreamKind::Agency, agency)
}

/// Nobody ever; nobody since the head went; two who act at once.
fn nobody_answers(plan: &mut Plan) -> Result<(), Trouble> {
    let [first, second, third, ..] = ALONE;
    plan.publish(october(6, 9), live(first, october(7, 0))?)?;

    plan.publish(october(6, 9), live(second, october(7, 0))?)?;
    plan.publish(october(6, 10), Publication::AppointHead(tenure(second, "mot", october(1, 0), None)?))?;
    let end = TenureEnd {
        agency: AgencyId::new(second)?,
        officer: OfficerId::new("mot")?,
        seat: Seat::Head,
        from: october(14, 0),
        decision: province::decision("80/QĐ-UBND"),
    };
    plan.publish(october(12, 9), Publication::EndTenure(end))?;

    plan.publish(october(6, 9), live(third, october(7, 0))?)?;
    for (officer, from, until) in
        [("mot", october(1, 0), None), ("hai", october(19, 0), Some(october(24, 0)))]
    {
        let acts = tenure(third, officer, from, until)?;
        plan.publish(october(6, 10), Publication::AppointActing(acts))?;
    }
    for agency in [first, second, third] {
        plan.planted("R26.not_one_answers", true, vec![of(agency)?]);
    }
    Ok(())
}

/// Nobody on a weekend alone; somebody acts while the head is away; nobody, of an agency that does not work with the system yet.
fn somebody_does(plan: &mut Plan) -> Result<(), Trouble> {
    let [.., first, second, third] = ALONE;
    plan.publish(october(6, 9), live(first, october(7, 0))?)?;
    for (officer, from, until) in
        [("mot", october(1, 0), Some(october(10, 0))), ("hai", october(12, 0), None)]
    {
        plan.publish(october(6, 10), Publication::AppointHead(tenure(first, officer, from, until)?))?;
    }

    plan.publish(october(6, 9), live(second, october(7, 0))?)?;
    plan.publish(october(6, 10), Publication::AppointHead(tenure(second, "mot", october(1, 0), None)?))?;
    let away = Absence {
        agency: AgencyId::new(second)?,
        officer: OfficerId::new("mot")?,
        validity: Validity { from: october(20, 0), until: Some(october(24, 0)) },
        deputy: None,
    };
    plan.publish(october(15, 9), Publication::RegisterAbsence(away))?;
    let acts = tenure(second, "hai", october(19, 0), Some(october(31, 0)))?;
    plan.publish(october(15, 10), Publication::AppointActing(acts))?;

    plan.publish(october(6, 9), live(third, clock(date(2021, 1, 4), 0, 0))?)?;
    for agency in [first, second, third] {
        plan.planted("R26.not_one_answers", false, vec![of(agency)?]);
    }
    Ok(())
}

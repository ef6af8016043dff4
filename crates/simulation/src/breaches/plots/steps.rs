//! On the way: R10, R11, R21, R27, R29.

use super::{answer, complete, handed_out, resolve, transfer};
use crate::breaches::Trouble;
use crate::breaches::founding::{ADVISED, ASKED, STAMP, STAMPED, STEPS, WORKED};
use crate::breaches::plan::{Plan, Script, hand_over};
use crate::province::CENTRE;
use lienthong_calendar::Term;
use lienthong_dossier::{Ask, Command, LegGround, Participant, Purpose, Stance};
use lienthong_names::{AgencyId, ConsultationId, LegId, NameError, StepName};

pub(super) const APPRAISAL: &str = STEPS[1];
pub(super) const APPROVAL: &str = STEPS[2];

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for n in 0..3 {
        out_of_order(plan, n)?;
        in_order(plan, n)?;
        for one in [true, false] {
            one_officer(plan, n, one)?;
            stamped(plan, one)?;
            refused(plan, n, one)?;
            unasked(plan, n, one)?;
        }
    }
    Ok(())
}

/// Begun, and done half a day later.
pub(super) fn step(
    script: &mut Script<'_>,
    agency: &str,
    officer: &str,
    step: &str,
) -> Result<(), NameError> {
    script.wait(30).say(agency, officer, hand_over(Some(step))?)?;
    script.wait(240).say(agency, officer, complete(step)?)?;
    Ok(())
}

fn out_of_order(plan: &mut Plan, n: usize) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 12), plan.somebody());
    let mut script = plan.taken_in(at, WORKED, department)?;
    match n {
        // Approved before anybody appraised it.
        0 => step(&mut script, department, "lanh-dao", APPROVAL)?,
        // A step that nobody published.
        1 => {
            script.wait(60).say(department, "thu-ly", complete("Xin ý kiến miệng")?)?;
        }
        // Decided before anybody approved it.
        _ => {
            step(&mut script, department, "thu-ly", APPRAISAL)?;
            let decided = resolve(script.wait(60).at);
            script.say(department, "lanh-dao", decided)?.wait(60).say(CENTRE, "tiep-nhan", handed_out())?;
        }
    }
    script.planted("R10.out_of_order", true);
    Ok(())
}

/// Every step, to the end.
fn worked<'p>(
    plan: &'p mut Plan,
    procedure: &str,
    department: &str,
    approver: &str,
) -> Result<Script<'p>, Trouble> {
    let at = plan.morning(0, 12);
    let mut script = plan.taken_in(at, procedure, department)?;
    step(&mut script, department, "thu-ly", APPRAISAL)?;
    step(&mut script, department, approver, APPROVAL)?;
    Ok(script)
}

fn ended(script: &mut Script<'_>, by: &str) -> Result<(), NameError> {
    let decided = resolve(script.wait(30).at);
    script.say(by, "lanh-dao", decided)?.wait(60).say(CENTRE, "tiep-nhan", handed_out())?;
    Ok(())
}

/// As it is published; once it is given into other hands while it is worked on, which begins no step.
fn in_order(plan: &mut Plan, n: usize) -> Result<(), Trouble> {
    let department = plan.somebody();
    if n == 0 {
        let at = plan.morning(0, 12);
        let mut script = plan.taken_in(at, WORKED, department)?;
        script.wait(30).say(department, "thu-ly", hand_over(Some(APPRAISAL))?)?;
        script.wait(60).say(department, "thu-ly", hand_over(Some(APPRAISAL))?)?;
        script.wait(60).say(department, "thu-ly", complete(APPRAISAL)?)?.planted("R10.out_of_order", false);
        return Ok(());
    }
    let mut script = worked(plan, WORKED, department, "lanh-dao")?;
    ended(&mut script, department)?;
    script.planted("R10.out_of_order", false);
    Ok(())
}

/// Stamped at the agency, or where it is to be done.
fn stamped(plan: &mut Plan, elsewhere: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.taken_in(at, STAMPED, department)?;
    let stamp = Command::CompleteStep { step: StepName::new(STAMP)?, note: "".into(), at_centre: !elsewhere };
    script.wait(100).say(department, "lanh-dao", stamp)?;
    script.planted("R21.elsewhere", elsewhere);
    Ok(())
}

/// Who appraised it approves it too; or somebody else does.
fn one_officer(plan: &mut Plan, n: usize, one: bool) -> Result<(), Trouble> {
    let department = plan.somebody();
    let other = if n == 0 { "tiep-nhan" } else { "lanh-dao" };
    let mut script = worked(plan, WORKED, department, if one { "thu-ly" } else { other })?;
    script.planted("R11.same_officer", one);
    Ok(())
}

/// Two agencies say that it is none of theirs; or one does, and the other refuses it for another reason.
fn refused(plan: &mut Plan, n: usize, twice: bool) -> Result<(), Trouble> {
    let at = plan.morning(0, 12);
    let mut script = plan.simple(at, Plan::quiet(n))?;
    for (leg, to) in [("l-1", Plan::quiet(n + 1)), ("l-2", Plan::quiet(n + 2))] {
        script.wait(60).say(Plan::quiet(n), "lanh-dao", transfer(leg, to, Purpose::Appraisal, 3)?)?;
        let ground = (leg == "l-1" || twice).then_some(LegGround::Competence);
        let (id, reason) = (LegId::new(leg)?, "Không thuộc lĩnh vực".into());
        script.wait(120);
        if n == 2 {
            script.say(to, "tiep-nhan", Command::AcknowledgeLeg { leg: id.clone() })?.wait(120);
            script.say(to, "lanh-dao", Command::SendBackLeg { leg: id, reason, ground })?;
        } else {
            script.say(to, "lanh-dao", Command::RefuseLeg { leg: id, reason, ground })?;
        }
    }
    script.planted("R27.ping_pong", twice);
    Ok(())
}

/// The opinion that the process foresees was never asked; or it was, or went by a leg, or is the decider's own.
fn unasked(plan: &mut Plan, n: usize, unasked: bool) -> Result<(), Trouble> {
    let own = !unasked && n == 2;
    let department = if own { ASKED } else { plan.somebody() };
    let mut script = worked(plan, ADVISED, department, "lanh-dao")?;
    match (unasked, n) {
        (false, 0) => {
            let participant = Participant { agency: AgencyId::new(ASKED)?, unit: None };
            let consultation = ConsultationId::new("y-kien-1")?;
            let open = asks(&consultation, &participant, 2);
            script.wait(30).say(department, "thu-ly", open)?;
            script.wait(300).say(ASKED, "thu-ly", opinion(&consultation, &participant))?;
        }
        (false, 1) => {
            script.wait(30).say(department, "thu-ly", transfer("l-1", ASKED, Purpose::Appraisal, 2)?)?;
            script.wait(300).say(ASKED, "thu-ly", answer("l-1")?)?;
        }
        _ => {}
    }
    ended(&mut script, department)?;
    script.planted("R29.opinion_unasked", unasked);
    Ok(())
}

pub(super) fn asks(consultation: &ConsultationId, of: &Participant, days: u32) -> Command {
    Command::OpenConsultation {
        consultation: consultation.clone(),
        question: "Đề nghị cho ý kiến".into(),
        documents: Vec::new(),
        participants: vec![Ask {
            participant: of.clone(),
            mandatory: true,
            term: Some(Term::working_days(days)),
        }],
        addressee_inferred: false,
        closed: false,
        confidential: false,
    }
}

pub(super) fn opinion(consultation: &ConsultationId, from: &Participant) -> Command {
    Command::GiveOpinion {
        consultation: consultation.clone(),
        from: from.clone(),
        stance: Stance::Agree,
        text: "Thống nhất với nội dung hồ sơ.".into(),
        documents: Vec::new(),
        secret: None,
        closed: None,
    }
}

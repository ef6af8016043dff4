//! What seldom happens and is easily mistaken: a desk that ceases, one without a line, a council, a decision that is taken back, results handed
//! out in part, a clock that stands still because a leg is outside the term, history.

use super::steps::{APPRAISAL, APPROVAL, step};
use super::{answer, apology, handed_out, notice, regularisation, resolve, transfer};
use crate::breaches::Trouble;
use crate::breaches::founding::{
    ASKED, DESKS, OUTSIDE, SIMPLE, STAMPED, TOLERANCE, WORKED, ceases, historians_key,
};
use crate::breaches::plan::{Plan, clock, hand_over};
use crate::province::CENTRE;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::Term;
use lienthong_dossier::{Channel, Command, Council, Member, Outcome, Purpose, ResultOutcome};
use lienthong_names::{AgencyId, AppraisalId, NameError, OfficerId, StreamName};

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for breaks in [true, false] {
        desk_that_ceased(plan, breaks)?;
        without_a_line(plan, breaks)?;
        in_council(plan, breaks)?;
        after_closing(plan, breaks)?;
        taken_back(plan, breaks)?;
    }
    handed_out_in_part(plan)?;
    while_another_is_open(plan)?;
    cited(plan)?;
    outside_the_term(plan)?;
    history(plan)
}

/// Received at a desk that ceased since: who stands in its place tells the citizen, or the department does.
fn desk_that_ceased(plan: &mut Plan, alone: bool) -> Result<(), Trouble> {
    let department = plan.somebody();
    let mut script = plan.dossier(ceases() - SignedDuration::from_hours(40))?;
    script.desk = DESKS[0];
    script.register(SIMPLE, Channel::Desk)?.receive(department)?.wait(20);
    script.hand_over(department, None)?;
    script.at = ceases() + SignedDuration::from_hours(9);
    let letter = apology(script.at);
    let (agency, officer) = if alone { (department, "lanh-dao") } else { (DESKS[1], "tiep-nhan") };
    script.say(agency, officer, letter)?.planted("R06.issued_alone", alone);
    Ok(())
}

/// An accredited desk without a line, within what it is allowed, and beyond.
fn without_a_line(plan: &mut Plan, late: bool) -> Result<(), Trouble> {
    let (morning, department) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.dossier(morning)?;
    script.desk = DESKS[2];
    script.register(SIMPLE, Channel::Desk)?.receive(department)?.wait(20);
    script.hand_over(department, None)?.wait(15);
    let minutes = i64::from(TOLERANCE) + if late { 30 } else { -30 };
    let recorded = script.at + SignedDuration::from_mins(minutes);
    script.recorded(DESKS[2], "tiep-nhan", notice(), recorded, true)?;
    script.planted("R18.recorded_late", late);
    Ok(())
}

/// Who sits in the council that appraised it approves it, or who does not.
fn in_council(plan: &mut Plan, sits: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 10), plan.somebody());
    let member = |agency: &str, officer: &str| {
        Ok::<_, NameError>(Member { agency: AgencyId::new(agency)?, officer: OfficerId::new(officer)? })
    };
    let president = member(department, "lanh-dao")?;
    let council = Council {
        members: vec![president.clone(), member(ASKED, "lanh-dao")?, member(ASKED, "thu-ly")?],
        president,
        secretary: member(ASKED, "tiep-nhan")?,
        quorum: 2,
    };
    let open = Command::OpenAppraisal {
        appraisal: AppraisalId::new("hoi-dong-1")?,
        council: Some(council),
        session: None,
        mandatory: false,
        term: Some(Term::working_days(3)),
        documents: Vec::new(),
    };
    let mut script = plan.taken_in(at, WORKED, department)?;
    step(&mut script, department, "thu-ly", APPRAISAL)?;
    script.wait(30).say(department, "thu-ly", open)?;
    step(&mut script, department, if sits { "lanh-dao" } else { "tiep-nhan" }, APPROVAL)?;
    script.planted("R11.same_officer", sits);
    Ok(())
}

/// Received in the evening: in hand by the close of the next working day, or not.
fn after_closing(plan: &mut Plan, late: bool) -> Result<(), Trouble> {
    let (morning, department) = (plan.morning(0, 12), plan.somebody());
    let mut script = plan.dossier(clock(plan.calendar.local_date(morning), 18, 5))?;
    script.register(SIMPLE, Channel::Desk)?.receive(department)?;
    // Day 0 of what comes after closing is the next working day.
    let (days, hour) = if late { (1, 7) } else { (0, 16) };
    script.days_later(days, hour, 50).say(department, "lanh-dao", hand_over(None)?)?;
    script.planted("R15.handed_over_late", late);
    Ok(())
}

/// Decided, and to be decided again: handed out then, or left at the desk.
fn taken_back(plan: &mut Plan, left: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 1), plan.somebody());
    let mut script = plan.simple(at, department)?;
    let reopen = Command::ReopenDossier {
        reason: "Quyết định có sai sót".into(),
        law: "Luật Khiếu nại".into(),
        term: Some(Term::working_days(5)),
    };
    let decided = resolve(script.wait(120).at);
    script.say(department, "lanh-dao", decided)?;
    script.days_later(9, 9, 0).say(department, "lanh-dao", reopen)?;
    let again = resolve(script.wait(700).at);
    script.say(department, "lanh-dao", again)?;
    if !left {
        script.at += SignedDuration::from_hours(29 * 24);
        script.say(CENTRE, "tiep-nhan", handed_out())?;
    }
    script.planted("R16.uncollected", left);
    Ok(())
}

/// Two results, of which one is fetched.
fn handed_out_in_part(plan: &mut Plan) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 5), plan.somebody());
    let mut script = plan.simple(at, department)?;
    for id in ["gp-1", "gp-2"] {
        let result = Command::RecordResult {
            result: id.into(),
            outcome: ResultOutcome::Issued,
            number: "7/GP".into(),
            date: script.plan.calendar.local_date(script.at).to_string().into(),
            signer: "Lãnh đạo cơ quan (hư cấu)".into(),
            capacity: None,
            signature: None,
            documents: Vec::new(),
        };
        script.wait(60).say(department, "thu-ly", result)?;
    }
    let decided = resolve(script.wait(60).at);
    script.say(department, "lanh-dao", decided)?;
    let one =
        Command::ReturnResult { channel: Channel::Desk, results: vec!["gp-1".into()], authority: "".into() };
    script.wait(300).say(CENTRE, "tiep-nhan", one)?.planted("R16.uncollected", true);
    Ok(())
}

/// The next step is begun when nobody has said that the one before is done.
fn while_another_is_open(plan: &mut Plan) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 12), plan.somebody());
    let mut script = plan.taken_in(at, WORKED, department)?;
    for step in [APPRAISAL, APPROVAL] {
        script.wait(60).say(department, "thu-ly", hand_over(Some(step))?)?;
    }
    script.planted("R10.out_of_order", true);
    Ok(())
}

/// Refused past the desk, and let in by the desk, which cites that.
fn cited(plan: &mut Plan) -> Result<(), Trouble> {
    let (at, taker) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.dossier(at)?;
    script.wait(60);
    let refused = StreamName::rejected(&AgencyId::new(taker)?);
    let regularise = regularisation(taker, at, Some(refused), "Cơ quan chuyên môn đã nhận trực tiếp")?;
    script.say(CENTRE, "tiep-nhan", regularise)?.planted("R01.off_desk", true);
    Ok(())
}

/// The clock stands still while a leg is outside the term: nobody paused it, and nothing is close to its day meanwhile.
fn outside_the_term(plan: &mut Plan) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 8), plan.somebody());
    let mut script = plan.taken_in(at, STAMPED, department)?;
    let pause =
        || Command::PauseDossier {
            reason: "Chờ kết luận".into(), law: "Điều 21".into(), until: None
        };
    for _ in 0..2 {
        script.wait(60).say(department, "lanh-dao", pause())?;
        let resume = Command::ResumeDossier { reason: "Đã có kết luận".into() };
        script.wait(5).say(department, "lanh-dao", resume)?;
    }
    script.days_later(4, 16, 55);
    script.say(department, "thu-ly", transfer("l-1", OUTSIDE, Purpose::Appraisal, 3)?)?;
    let ask = Command::AskWithdrawal { reason: "Không còn nhu cầu".into() };
    script.days_later(1, 9, 0).say(CENTRE, "tiep-nhan", ask)?;
    script.wait(60).say(OUTSIDE, "thu-ly", answer("l-1")?)?;
    for rule in ["R28.paused_again", "R28.paused_close", "R28.withdrawn_close"] {
        script.planted(rule, false);
    }
    Ok(())
}

/// What was done in September, at night, is entered now, in the wrong order of its hours.
fn history(plan: &mut Plan) -> Result<(), Trouble> {
    let mut script = plan.dossier(clock(date(2020, 9, 7), 22, 40))?;
    script.key = Some(historians_key().key_id());
    let today: Timestamp = clock(date(2020, 10, 8), 9, 0);
    let past = [
        super::super::plan::registration(SIMPLE, Channel::Desk)?,
        super::super::plan::reception(CENTRE, Channel::Desk)?,
        Command::ResolveDossier {
            outcome: Outcome::Granted,
            number: "3/QĐ".into(),
            date: "2020-09-08".into(),
            signer: "Lãnh đạo (hư cấu)".into(),
            results: Vec::new(),
        },
        handed_out(),
    ];
    for (n, command) in (0..).zip(past) {
        script.at += SignedDuration::from_mins(if n == 1 { -10 } else { 15 });
        script.recorded(CENTRE, "tiep-nhan", command, today + SignedDuration::from_secs(n), true)?;
    }
    for rule in ["R18.recorded_late", "R18.improbable_hour", "R18.before_cause"] {
        script.planted(rule, false);
    }
    Ok(())
}

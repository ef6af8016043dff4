//! Too late: R14, R16, I07.

use super::steps::{asks, opinion};
use super::{answer, apology, complete, handed_out, resolve, transfer};
use crate::breaches::Trouble;
use crate::breaches::founding::{STEPS, WORKED};
use crate::breaches::plan::{Plan, hand_over};
use crate::province::CENTRE;
use jiff::SignedDuration;
use lienthong_dossier::{Command, Participant, Purpose};
use lienthong_names::{AgencyId, ConsultationId, LegId};

/// Working minutes of a day.
const DAY: u32 = 480;

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for n in 0..3 {
        for late in [true, false] {
            asked(plan, n, late)?;
            leg(plan, n, late)?;
            step(plan, n, late)?;
            dossier(plan, late)?;
            without_apology(plan, n, late)?;
            collected(plan, n, late)?;
            taken(plan, n, late)?;
            apologised(plan, n, late)?;
            reappointed(plan, late)?;
        }
    }
    Ok(())
}

fn some(n: usize) -> u32 {
    u32::try_from(n).unwrap_or_default()
}

fn asked(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, asked) = (plan.morning(0, 14), Plan::quiet(n + 1));
    let participant = Participant { agency: AgencyId::new(asked)?, unit: None };
    let consultation = ConsultationId::new("y-kien-1")?;
    let mut script = plan.simple(at, Plan::quiet(n))?;
    script.wait(60).say(Plan::quiet(n), "thu-ly", asks(&consultation, &participant, 2))?;
    let (days, hour) = if late { (3 + some(n), 9) } else { (2, 16) };
    script.days_later(days, hour, 30).say(asked, "thu-ly", opinion(&consultation, &participant))?;
    script.planted("R16.opinion_late", late);
    Ok(())
}

fn leg(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, to) = (plan.morning(0, 14), Plan::quiet(n + 1));
    let mut script = plan.simple(at, Plan::quiet(n))?;
    script.wait(60).say(Plan::quiet(n), "thu-ly", transfer("l-1", to, Purpose::Appraisal, 2)?)?;
    script.wait(60).say(to, "tiep-nhan", Command::AcknowledgeLeg { leg: LegId::new("l-1")? })?;
    let (days, hour) = if late { (3 + some(n), 9) } else { (2, 16) };
    script.days_later(days, hour, 30).say(to, "thu-ly", answer("l-1")?)?.planted("R16.leg_late", late);
    Ok(())
}

fn step(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.taken_in(at, WORKED, department)?;
    script.wait(10).say(department, "thu-ly", hand_over(Some(STEPS[1]))?)?;
    let (days, hour) = if late { (3 + some(n), 9) } else { (2, 16) };
    script.days_later(days, hour, 30).say(department, "thu-ly", complete(STEPS[1])?)?;
    script.planted("R16.step_late", late);
    Ok(())
}

/// Decided after the day it was promised for, or in its afternoon.
fn dossier(plan: &mut Plan, late: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 12), plan.somebody());
    let mut script = plan.simple(at, department)?;
    script.days_later(if late { 6 } else { 5 }, 15, 0);
    let decided = resolve(script.at);
    script.say(department, "lanh-dao", decided)?.wait(60).say(CENTRE, "tiep-nhan", handed_out())?;
    script.planted("R16.dossier_late", late);
    Ok(())
}

fn without_apology(plan: &mut Plan, n: usize, without: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 12), plan.somebody());
    let mut script = plan.simple(at, department)?;
    if !without {
        script.days_later(3, 9 + i8::try_from(n).unwrap_or(0), 0);
        let letter = apology(script.at);
        script.say(CENTRE, "tiep-nhan", letter)?;
    }
    script.days_later(if without { 7 } else { 4 }, 15, 0);
    let decided = resolve(script.at);
    script.say(department, "lanh-dao", decided)?.wait(60).say(CENTRE, "tiep-nhan", handed_out())?;
    script.planted("R16.no_apology", without);
    Ok(())
}

/// Fetched an hour before thirty days are over, or never, or after them.
fn collected(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    // Thirty days after a Monday, Tuesday or Wednesday is a working day too.
    let (at, department) = (plan.morning(0, 1), plan.somebody());
    let mut script = plan.simple(at, department)?;
    script.wait(120);
    let decided = resolve(script.at);
    script.say(department, "lanh-dao", decided)?;
    let month = SignedDuration::from_hours(30 * 24);
    if late && n > 0 {
        script.at += month + SignedDuration::from_mins(20);
    } else {
        script.at += month - SignedDuration::from_mins(60);
    }
    if !late || n > 0 {
        script.say(CENTRE, "tiep-nhan", handed_out())?;
    }
    script.planted("R16.uncollected", late);
    Ok(())
}

/// Opened, and taken after more than a working day, or just within it.
fn taken(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, to) = (plan.morning(0, 14), Plan::quiet(n + 1));
    let leg = LegId::new("l-1")?;
    let mut script = plan.simple(at, Plan::quiet(n))?;
    script.wait(30).say(Plan::quiet(n), "thu-ly", transfer("l-1", to, Purpose::Appraisal, 5)?)?;
    script.wait(45).say(to, "tiep-nhan", Command::ReadLeg { leg: leg.clone() })?;
    script.wait(if late { DAY + 10 + 100 * some(n) } else { DAY - 6 });
    let reason = "Thiếu thuyết minh".into();
    let command = match n {
        0 => Command::AcknowledgeLeg { leg },
        1 => Command::RefuseLeg { leg, reason, ground: None },
        _ => answer("l-1")?,
    };
    script.say(to, "tiep-nhan", command)?.planted("I07.read_not_accepted", late);
    Ok(())
}

/// On the day itself, or one day before; the last time of a new day that was given.
fn apologised(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 10), plan.somebody());
    let mut script = plan.simple(at, department)?;
    if n == 2 {
        let promising = script.days_later(3, 9, 0).at;
        let until = script.days_later(4, 16, 0).at;
        script.at = promising;
        script.say(CENTRE, "tiep-nhan", reappoint(until))?;
        script.days_later(if late { 4 } else { 3 }, 10, 0);
    } else {
        script.days_later(if late { 5 } else { 4 }, 8 + i8::try_from(n).unwrap_or(0), 0);
    }
    let letter = apology(script.at);
    script.say(CENTRE, "tiep-nhan", letter)?.planted("R14.apology_late", late);
    Ok(())
}

fn reappointed(plan: &mut Plan, again: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 12), plan.somebody());
    let mut script = plan.simple(at, department)?;
    script.days_later(3, 9, 0);
    let until = script.at + SignedDuration::from_hours(24 * 7);
    script.say(CENTRE, "tiep-nhan", reappoint(until))?;
    if again {
        script.wait(DAY).say(CENTRE, "tiep-nhan", reappoint(until + SignedDuration::from_hours(24 * 7)))?;
    }
    script.planted("R14.reappointed_again", again);
    Ok(())
}

fn reappoint(until: jiff::Timestamp) -> Command {
    Command::Reappoint { until, reason: "Cần thêm thời gian".into() }
}

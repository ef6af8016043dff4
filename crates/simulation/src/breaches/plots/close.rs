//! So that a figure looks better: R28.

use super::resolve;
use crate::breaches::Trouble;
use crate::breaches::plan::{Plan, Script, clock};
use crate::province::{CENTRE, OFFICE};
use jiff::{SignedDuration, Timestamp};
use lienthong_dossier::Command;
use lienthong_names::{NameError, StreamName};

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for n in 0..3 {
        for close in [true, false] {
            paused(plan, n, close)?;
            withdrawn(plan, n, close)?;
            annulled(plan, n, close)?;
            paused_again(plan, n, close)?;
            closed_in_bulk(plan, n, close)?;
            emptied(plan, n, close)?;
        }
    }
    Ok(())
}

fn pause() -> Command {
    Command::PauseDossier { reason: "Chờ kết luận".into(), law: "Điều 21".into(), until: None }
}

fn ask_back() -> Command {
    Command::AskWithdrawal { reason: "Không còn nhu cầu".into() }
}

/// Within a working day of the day promised; or days before it, or when it has passed.
fn near_the_day<'p>(
    plan: &'p mut Plan,
    n: usize,
    close: bool,
    department: &str,
) -> Result<Script<'p>, NameError> {
    let at = plan.morning(0, 12);
    let mut script = plan.simple(at, department)?;
    match (close, n) {
        (true, 0) => script.days_later(5, 7, 0),
        (true, 1) => script.days_later(5, 13, 45),
        (true, _) => script.days_later(5, 16, 40),
        (false, 0) => script.days_later(4, 16, 45),
        (false, 1) => script.days_later(2, 9, 0),
        (false, _) => script.days_later(6, 9, 0),
    };
    Ok(script)
}

fn paused(plan: &mut Plan, n: usize, close: bool) -> Result<(), Trouble> {
    let department = plan.somebody();
    let mut script = near_the_day(plan, n, close, department)?;
    script.say(department, "lanh-dao", pause())?.planted("R28.paused_close", close);
    Ok(())
}

fn withdrawn(plan: &mut Plan, n: usize, close: bool) -> Result<(), Trouble> {
    let department = plan.somebody();
    let mut script = near_the_day(plan, n, close, department)?;
    script.say(CENTRE, "tiep-nhan", ask_back())?.planted("R28.withdrawn_close", close);
    Ok(())
}

fn annulled(plan: &mut Plan, n: usize, close: bool) -> Result<(), Trouble> {
    let department = plan.somebody();
    let mut script = near_the_day(plan, n, close, department)?;
    let annul = Command::AnnulReception { reason: "Trùng hồ sơ".into(), successor: None };
    script.say(OFFICE, "lanh-dao", annul)?.planted("R28.annulled_close", close);
    Ok(())
}

fn paused_again(plan: &mut Plan, n: usize, again: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 12), plan.somebody());
    let mut script = plan.simple(at, department)?;
    let times = if again { 3 + n / 2 } else { 2 };
    for _ in 0..times {
        script.wait(60).say(department, "lanh-dao", pause())?;
        let resume = Command::ResumeDossier { reason: "Đã có kết luận".into() };
        script.wait(90).say(department, "lanh-dao", resume)?;
    }
    script.planted("R28.paused_again", again);
    Ok(())
}

/// Ten on their last day, a minute apart, by one officer; or nine, or slowly, or days before.
fn closed_in_bulk(plan: &mut Plan, n: usize, bulk: bool) -> Result<(), Trouble> {
    let department = Plan::quiet(n + if bulk { 0 } else { 3 });
    let start = plan.morning(1, 8);
    let (count, apart, days) = match (bulk, n) {
        (true, 2) => (13, 60, 5),
        // From the first to the tenth a quarter of an hour, to the second.
        (true, 1) => (10, 100, 5),
        (true, _) => (10, 60, 5),
        (false, 0) => (9, 60, 5),
        (false, 1) => (10, 130, 5),
        (false, _) => (10, 60, 3),
    };
    let mut streams = Vec::new();
    for nth in 0..count {
        let mut script = plan.simple(start + SignedDuration::from_mins(nth), department)?;
        let first = script.days_later(days, 10, 5).at;
        script.at = first + SignedDuration::from_secs(apart * nth);
        let decided = resolve(script.at);
        script.say(department, "thu-ly", decided)?;
        streams.push(script.stream());
    }
    plan.planted("R28.bulk_closing", bulk, streams);
    Ok(())
}

/// Five overdue ones given back within two days; or four, or one of them in time, or over weeks.
fn emptied(plan: &mut Plan, n: usize, emptied: bool) -> Result<(), Trouble> {
    let department = Plan::quiet(n + if emptied { 0 } else { 3 });
    // Of each agency once in the month, so that no two plots make one run.
    let start = clock(plan.day(2), 8, 0);
    let count = if !emptied && n == 0 { 4 } else { 5 };
    let mut streams = Vec::new();
    for nth in 0..count {
        let slowly = !emptied && n == 2 && nth > 2;
        let in_time = !emptied && n == 1 && nth == 4;
        let at = start + SignedDuration::from_mins(i64::from(nth));
        streams.push(given_back(
            plan,
            at,
            department,
            match (slowly, in_time) {
                (true, _) => 14,
                (_, true) => 4,
                _ => 6 + nth / 3,
            },
        )?);
    }
    plan.planted("R28.overdue_emptied", emptied, streams);
    Ok(())
}

fn given_back(plan: &mut Plan, at: Timestamp, department: &str, days: u32) -> Result<StreamName, NameError> {
    let mut script = plan.simple(at, department)?;
    script.days_later(days, 9, 0).say(CENTRE, "tiep-nhan", ask_back())?;
    let granted = Command::DecideWithdrawal { granted: true, reason: "".into() };
    script.wait(60).say(department, "lanh-dao", granted)?;
    Ok(script.stream())
}

//! When it is said to have happened, and how it was signed: R12, R18.

use super::steps::{asks, opinion};
use super::{notice, resolve_dated, transfer};
use crate::breaches::Trouble;
use crate::breaches::founding::{LOSERS, SIMPLE, second_key};
use crate::breaches::plan::{Plan, clock, hand_over};
use crate::province::CENTRE;
use jiff::civil::Weekday;
use jiff::{SignedDuration, ToSpan};
use lienthong_catalogue::{Command as Publication, Revocation};
use lienthong_dossier::{Channel, Command, Participant, Purpose};
use lienthong_names::{AgencyId, ConsultationId, LegId};

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for n in 0..3 {
        for breaks in [true, false] {
            recorded_late(plan, n, breaks)?;
            at_night(plan, n, breaks)?;
            before_its_cause(plan, n, breaks)?;
            dated(plan, n, breaks)?;
            lost_key(plan, n, breaks)?;
        }
    }
    Ok(())
}

/// More than four working hours after it happened, or hardly less; a night or a weekend between them counts for nothing.
fn recorded_late(plan: &mut Plan, n: usize, late: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 14), plan.somebody());
    let mut script = plan.simple(at, department)?;
    let minutes = match n {
        0 => 20,
        1 => 330,
        _ => 500,
    };
    script.wait(minutes);
    let after = match (late, n) {
        (true, _) => 246 + minutes / 2,
        // Four hours to the minute are not more than four.
        (false, 1) => 240,
        (false, _) => 234,
    };
    let recorded = script.plan.calendar.add_working_minutes(script.at, after)?;
    script.recorded(CENTRE, "tiep-nhan", notice(), recorded, true)?;
    script.planted("R18.recorded_late", late);
    Ok(())
}

/// At night or on a Sunday; or late in the evening, early in the morning, or by the citizen.
fn at_night(plan: &mut Plan, n: usize, improbable: bool) -> Result<(), Trouble> {
    let (at, department) = (plan.morning(0, 14), plan.somebody());
    let day = plan.calendar.local_date(at);
    let to_sunday = Weekday::Sunday.since(day.weekday());
    let sunday = day.saturating_add(i32::from(to_sunday).days());
    if !improbable && n == 2 {
        let mut script = plan.dossier(clock(sunday, 10, 30))?;
        script.register(SIMPLE, Channel::Online)?.days_later(0, 8, 10);
        script.planted("R18.improbable_hour", false);
        return Ok(());
    }
    let mut script = plan.simple(at, department)?;
    script.at = match (improbable, n) {
        (true, 0) => clock(day, 22, 1),
        (true, 1) => clock(day.saturating_add(1.day()), 4, 55),
        (true, _) => clock(sunday, 9, 0),
        (false, 0) => clock(day, 21, 57),
        (false, _) => {
            let next = plan_day_after(script.plan, day);
            clock(next, 5, 1)
        }
    };
    script.say(CENTRE, "tiep-nhan", notice())?.planted("R18.improbable_hour", improbable);
    Ok(())
}

/// The working day after another.
fn plan_day_after(plan: &Plan, day: jiff::civil::Date) -> jiff::civil::Date {
    let mut next = day.saturating_add(1.day());
    while !plan.calendar.is_working_day(next).unwrap_or(true) {
        next = next.saturating_add(1.day());
    }
    next
}

/// Read before it was sent, answered before it was asked, handed over before it was registered; or by no more than
/// two machines' clocks may differ.
fn before_its_cause(plan: &mut Plan, n: usize, before: bool) -> Result<(), Trouble> {
    let (at, to) = (plan.morning(0, 14), Plan::quiet(n + 1));
    let by = SignedDuration::from_mins(if before { 7 } else { 5 });
    let department = Plan::quiet(n);
    let mut script = plan.dossier(at)?;
    script.register(SIMPLE, Channel::Desk)?.receive(department)?.wait(20);
    let soon = script.at + SignedDuration::from_secs(30);
    match n {
        0 => {
            script.hand_over(department, None)?;
            script.say(department, "thu-ly", transfer("l-1", to, Purpose::Appraisal, 3)?)?;
            script.at -= by;
            let read = Command::ReadLeg { leg: LegId::new("l-1")? };
            script.recorded(to, "tiep-nhan", read, soon, true)?;
            script.at = soon + SignedDuration::from_mins(9);
            script.say(to, "tiep-nhan", Command::AcknowledgeLeg { leg: LegId::new("l-1")? })?;
        }
        1 => {
            let participant = Participant { agency: AgencyId::new(to)?, unit: None };
            let consultation = ConsultationId::new("y-kien-1")?;
            script.hand_over(department, None)?;
            script.say(department, "thu-ly", asks(&consultation, &participant, 2))?;
            script.at -= by;
            script.recorded(to, "thu-ly", opinion(&consultation, &participant), soon, true)?;
        }
        _ => {
            script.at = at - by;
            script.recorded(department, "lanh-dao", hand_over(None)?, soon, true)?;
        }
    }
    script.planted("R18.before_cause", before);
    Ok(())
}

/// The decision bears a day before the one on which it was sent on, or that one.
fn dated(plan: &mut Plan, n: usize, before: bool) -> Result<(), Trouble> {
    let (at, to) = (plan.morning(1, 14), Plan::quiet(n + 1));
    let mut script = plan.simple(at, Plan::quiet(n))?;
    script.wait(60).say(Plan::quiet(n), "thu-ly", transfer("l-1", to, Purpose::Resolution, 3)?)?;
    let sent = script.plan.calendar.local_date(script.at);
    let days = if before { 1 + i32::try_from(n).unwrap_or(0) } else { 0 };
    let date = sent.saturating_sub(days.days()).to_string();
    script.wait(480).say(to, "lanh-dao", resolve_dated(&date))?;
    script.planted("R18.dated_before_transfer", before);
    Ok(())
}

/// Signed with a key of which it is said a day later that it was lost before, or after.
fn lost_key(plan: &mut Plan, n: usize, lost: bool) -> Result<(), Trouble> {
    let loser = if lost { n } else { n + 3 };
    let (at, agency) = (plan.morning(0, 14), LOSERS.get(loser).copied().unwrap_or("H22.11"));
    let key = second_key(loser).key_id();
    let mut script = plan.simple(at, agency)?;
    script.key = Some(key.clone());
    let signed = script.wait(120).at;
    script.hand_over(agency, None)?.planted("R12.revoked_key", lost);
    let said = script.wait(480).at;
    let from =
        if lost { signed - SignedDuration::from_mins(40) } else { signed + SignedDuration::from_mins(40) };
    plan.publish(said, Publication::RevokeKey(Revocation { key, from, reason: "Mất thiết bị ký".into() }))?;
    Ok(())
}

//! R18: recorded long after it was done, done at an hour at which nobody works, before its cause, or dated before the transfer that carried
//! it. Directive 1g.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use crate::watched::Mark;
use jiff::civil::Date;
use lienthong_dossier::{Channel, Command, Event, Purpose};

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    if !seen.is_live() {
        return;
    }
    let entered_late = matches!(seen.asked, Command::RegulariseDossier { .. } | Command::AdoptDossier { .. });
    if !entered_late {
        found.extend(recorded_late(seen));
        found.extend(before_cause(seen));
    }
    if !is_citizens(seen.asked) {
        found.extend(improbable_hour(seen));
    }
    found.extend(seen.events.iter().find_map(|event| dated_before_transfer(seen, event)));
}

/// What counted as of when it happened is an accredited desk's, within its tolerance.
fn recorded_late(seen: &Seen<'_>) -> Option<Finding> {
    let (told, act) = (seen.told, seen.act());
    if told.effective_at == act.occurred_at {
        return None;
    }
    let minutes =
        seen.calendar(&act.agency)?.working_minutes_between(act.occurred_at, told.recorded_at).ok()?;
    (minutes > i64::from(seen.numbers.recorded_late)).then(|| {
        let (occurred, recorded) = (seen.local(act.occurred_at), seen.local(told.recorded_at));
        seen.found(Rule::RecordedLate).says(
            format!("xảy ra {occurred}, ghi nhận {recorded}: {minutes} phút làm việc sau"),
            format!(
                "it occurred at {occurred} and was recorded at {recorded}, {minutes} working minutes later"
            ),
        )
    })
}

fn improbable_hour(seen: &Seen<'_>) -> Option<Finding> {
    let act = seen.act();
    let calendar = seen.calendar(&act.agency)?;
    let local = calendar.data().offset.to_datetime(act.occurred_at);
    let night = local.hour() >= seen.numbers.night_from || local.hour() < seen.numbers.night_until;
    let off = !calendar.is_working_day(local.date()).ok()?;
    (night || off).then(|| {
        let at = seen.local(act.occurred_at);
        let (vi, en) = if off { ("ngày nghỉ", "on a day off") } else { ("ban đêm", "in the night") };
        seen.found(Rule::ImprobableHour)
            .says(format!("thực hiện lúc {at} ({vi})"), format!("done at {at}, {en}"))
    })
}

/// What a citizen, a connector or the post does keeps no office hours.
fn is_citizens(asked: &Command) -> bool {
    match asked {
        Command::RegisterDossier { channel, .. } => *channel == Channel::Online,
        Command::ReturnResult { channel, .. } => *channel == Channel::Post,
        Command::ProvideSupplement { .. }
        | Command::AskWithdrawal { .. }
        | Command::RateService { .. }
        | Command::FileComplaint { .. }
        | Command::RecordPayment { .. }
        | Command::PostSent { .. }
        | Command::PostArrived { .. }
        | Command::PostFailed { .. }
        | Command::RecordArrival { .. } => true,
        _ => false,
    }
}

fn before_cause(seen: &Seen<'_>) -> Option<Finding> {
    let cause = cause(seen)?;
    let occurred_at = seen.act().occurred_at;
    (cause.occurred_at.duration_since(occurred_at) > seen.numbers.clocks).then(|| {
        let (occurred_at, before) = (seen.local(occurred_at), seen.local(cause.occurred_at));
        seen.found(Rule::BeforeCause).after(Some(cause)).says(
            format!("xảy ra {occurred_at}, trước nguyên nhân của nó lúc {before}"),
            format!("it occurred at {occurred_at}, before its cause at {before}"),
        )
    })
}

/// What it cannot have happened before: what sent the leg or the ask that it names, else what registered the dossier.
fn cause<'a>(seen: &Seen<'a>) -> Option<&'a Mark> {
    let leg = seen.asked.leg().and_then(|leg| seen.before.legs.get(leg));
    let ask = || {
        let key = (seen.asked.consultation()?.clone(), seen.asked.opinion_of()?.clone());
        seen.before.asks.get(&key)
    };
    leg.or_else(ask).or(seen.before.registered.as_ref())
}

/// A document is not older than the transfer by which its agency came to the dossier.
fn dated_before_transfer(seen: &Seen<'_>, event: &Event) -> Option<Finding> {
    let (Event::ResultRecorded { date, number, .. } | Event::DossierResolved { date, number, .. }) = event
    else {
        return None;
    };
    let agency = &seen.act().agency;
    let dated: Date = date.parse().ok()?;
    let carried = |purpose| matches!(purpose, Purpose::Resolution | Purpose::Appraisal);
    let legs = seen.dossier().legs.iter().filter(|(_, leg)| leg.to == *agency && carried(leg.purpose));
    let (id, leg) = legs.max_by_key(|(_, leg)| leg.sent_at)?;
    let sent = seen.date(agency, leg.sent_at)?;
    (dated < sent).then(|| {
        seen.found(Rule::DatedBeforeTransfer).after(seen.before.legs.get(id)).says(
            format!("kết quả {number} đề ngày {dated}, hồ sơ được chuyển đến ngày {sent}"),
            format!("result {number} is dated {dated}, and the dossier was sent there on {sent}"),
        )
    })
}

//! R12, R26: keys that were revoked afterwards, days on which not exactly one answers.

use crate::finding::Finding;
use crate::local::{local, offset};
use crate::rule::Rule;
use crate::told::{Place, Told};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use lienthong_calendar::Calendar;
use lienthong_catalogue::{Catalogue, KeyUse, View};
use lienthong_names::{AgencyId, DossierCode};
use std::collections::BTreeMap;

/// R12: the act was signed with a key of which it was said afterwards that it had been revoked by then.
pub(crate) fn revoked_key(
    told: &Told<'_>,
    dossier: Option<&DossierCode>,
    catalogue: &Catalogue,
) -> Option<Finding> {
    let now = catalogue.now();
    let revocation = now.revocation(told.key).filter(|said| said.from <= told.effective_at)?;
    let then = catalogue.as_known(told.catalogue_position);
    let key = now.key_ever(told.key).filter(|key| matches!(key.usage, KeyUse::Agency | KeyUse::Office))?;
    then.key(told.key, told.effective_at)?;
    let finding = Finding { agency: key.agency.clone(), ..Finding::of_act(Rule::RevokedKey, told, dossier) };
    let from = local(offset(now), revocation.from);
    Some(finding.says(
        format!("khóa {} bị thu hồi từ {from}: {}", told.key, revocation.reason),
        format!("key {} was revoked from {from}: {}", told.key, revocation.reason),
    ))
}

/// R26: runs of working days on which nobody, or more than one, answers for an agency, up to an instant. `said` are the records of each
/// agency's own stream of the catalogue, oldest first, with when they were recorded.
pub(crate) fn not_one_answers(
    view: View<'_>,
    said: &BTreeMap<AgencyId, Vec<(Timestamp, Place)>>,
    now: Timestamp,
) -> Vec<Finding> {
    let mut all = Vec::new();
    for agency in view.agencies().map(|agency| &agency.id) {
        let (Some(live), Some(calendar), Some(records)) =
            (view.go_live(agency), view.calendar(agency), said.get(agency))
        else {
            continue;
        };
        for (from, until, count) in runs(view, agency, calendar, live, now) {
            all.extend(of_run(calendar, agency, records, (from, until, count)));
        }
    }
    all
}

/// The first day, the last, and how many answered.
type DayRun = (Date, Date, usize);

fn runs(
    view: View<'_>,
    agency: &AgencyId,
    calendar: &Calendar,
    live: Timestamp,
    now: Timestamp,
) -> Vec<DayRun> {
    let (mut day, last) = (calendar.local_date(live), calendar.local_date(now));
    let mut runs: Vec<DayRun> = Vec::new();
    let mut goes_on = false;
    while day <= last {
        if calendar.is_working_day(day).unwrap_or(false) && view.agency(agency, noon(calendar, day)).is_some()
        {
            let count = view.answerable_on(agency, day).len();
            match runs.last_mut() {
                Some(run) if goes_on && run.2 == count => run.1 = day,
                _ if count != 1 => runs.push((day, day, count)),
                _ => {}
            }
            goes_on = count != 1;
        }
        let Ok(next) = day.checked_add(1.day()) else { break };
        day = next;
    }
    runs
}

fn noon(calendar: &Calendar, day: Date) -> Timestamp {
    calendar.data().offset.to_timestamp(day.at(12, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

fn of_run(
    calendar: &Calendar,
    agency: &AgencyId,
    records: &[(Timestamp, Place)],
    (from, until, count): DayRun,
) -> Option<Finding> {
    let start = noon(calendar, from);
    let by_then = records.iter().rfind(|(at, _)| *at <= start).or_else(|| records.first());
    let (_, place) = by_then?;
    let (vi, en) = match count {
        0 => ("không có ai chịu trách nhiệm".to_owned(), "nobody answers for it".to_owned()),
        several => {
            (format!("có {several} người cùng chịu trách nhiệm"), format!("{several} answer for it at once"))
        }
    };
    // Who answers is seen by all that was said of the agency; that nobody does by there being nothing else.
    let said_of_it = records.iter().map(|(_, place)| place);
    let finding = Finding::at(Rule::NotOneAnswers, place, agency, start).cites(said_of_it);
    let finding = if count == 0 { finding.missing_until(&records.last()?.1) } else { finding };
    Some(finding.says(
        format!("{agency} từ {from} đến {until}: {vi}"),
        format!("{agency} from {from} to {until}: {en}"),
    ))
}

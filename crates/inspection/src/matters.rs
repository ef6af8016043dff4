//! What was put on record of findings, and what agencies were asked to do: as it stands, with what is late of it.

use crate::told::Told;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use lienthong_names::{Act, FindingId, Origin, StreamKind, StreamName};
use lienthong_protocol::form::first_of;
use lienthong_protocol::{Command, Decision, Event, RawRecord};
use lienthong_supervision::{Charge, ChargeState, Judgement, Matter, SubjectId};
use std::collections::BTreeMap;

/// Every finding and task on record, in order of stream and ledger.
#[derive(Debug, Clone, Default)]
pub struct Matters(BTreeMap<StreamName, BTreeMap<Origin, Matter>>);

/// A finding or a task on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord<'a> {
    /// Which.
    pub about: SubjectId,
    /// In which ledger.
    pub origin: &'a Origin,
    /// How it stands.
    pub matter: &'a Matter,
}

impl Matters {
    /// Takes the next record in.
    pub(crate) fn take(&mut self, told: &Told<'_>) {
        if !matches!(told.place.stream.kind(), StreamKind::Finding | StreamKind::Task) {
            return;
        }
        let Decision::Admitted(events) = told.decision else { return };
        let of_stream = self.0.entry(told.place.stream.clone()).or_default();
        let matter = of_stream.entry(told.place.origin.clone()).or_default();
        take(matter, &told.command.act, told.effective_at, events);
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = OnRecord<'_>> {
        self.0.iter().flat_map(|(stream, by_ledger)| {
            let about = stream.to_string().parse::<SubjectId>().ok();
            let of_each = by_ledger.iter();
            of_each
                .filter_map(move |(origin, matter)| Some(OnRecord { about: about.clone()?, origin, matter }))
        })
    }

    /// A finding, by its id.
    #[must_use]
    pub fn finding(&self, id: &FindingId) -> Option<&Matter> {
        self.of_finding(id).map(|(_, matter)| matter)
    }

    /// The same, with the ledger that has it. One that was opened in several is told as the first of them has it.
    #[must_use]
    pub fn of_finding(&self, id: &FindingId) -> Option<(&Origin, &Matter)> {
        let stream = StreamName::new(StreamKind::Finding, id.as_str()).ok()?;
        self.0.get(&stream)?.iter().next()
    }

    /// Everything that was asked, each with what it was asked in.
    pub fn charges(&self) -> impl Iterator<Item = (OnRecord<'_>, &Charge)> {
        self.all().flat_map(|on_record| {
            let charges = on_record.matter.charges.iter();
            charges.map(move |charge| (on_record.clone(), charge))
        })
    }
}

/// What all records of a finding's or a task's stream come to, in their order, without the rest of the ledger.
///
/// # Errors
/// What of which record cannot be read.
pub fn matter_of<'a>(records: impl IntoIterator<Item = &'a RawRecord>) -> Result<Matter, String> {
    let mut matter = Matter::default();
    for RawRecord { record, .. } in records {
        let Decision::Admitted(events) = &record.decision else { continue };
        let command = Command::decode(&record.command).map_err(|errors| {
            let why = first_of(&errors);
            format!("{} revision {}: {why}", record.stream, record.revision)
        })?;
        take(&mut matter, &command.act, record.decided_on.effective_at, events);
    }
    Ok(matter)
}

fn take(matter: &mut Matter, act: &Act, at: Timestamp, events: &[Event]) {
    for event in events {
        if let Event::Supervision(event) = event {
            matter.take(act, at, event);
        }
    }
}

/// How a finding on record stands, in a word of each language.
#[must_use]
pub fn state_of(matter: &Matter) -> (&'static str, &'static str) {
    let explained = !matter.explanations.is_empty();
    match matter.judged.as_ref().map(|judged| judged.judgement) {
        _ if matter.closed.is_some() => ("closed", "đã khép lại"),
        Some(Judgement::Confirmed) => ("confirmed", "kết luận đúng"),
        Some(Judgement::Dismissed) => ("dismissed", "kết luận không đúng"),
        None if explained => ("explained", "đã giải trình"),
        None => ("opened", "đã lập"),
    }
}

/// How something that was asked stands on a day, in a word of each language. What is returned is to be done again.
#[must_use]
pub fn state_of_charge(charge: &Charge, today: Date, offset: Offset) -> (&'static str, &'static str) {
    let late = days_late(charge, today, offset) > 0;
    match charge.state {
        ChargeState::Open if late => ("late", "quá hạn"),
        ChargeState::Open => ("to do", "đang thực hiện"),
        ChargeState::Reported => ("reported", "đã báo cáo"),
        ChargeState::Accepted if late => ("done late", "hoàn thành muộn"),
        ChargeState::Accepted => ("done", "hoàn thành"),
        ChargeState::Dropped => ("dropped", "không còn phải làm"),
    }
}

/// By how many days something is late, or was when it was done: against the day that was named first. What is taken as done was done when
/// it was reported last.
#[must_use]
pub fn days_late(charge: &Charge, today: Date, offset: Offset) -> i32 {
    let done = match charge.state {
        ChargeState::Open | ChargeState::Dropped => None,
        ChargeState::Reported | ChargeState::Accepted => charge.reports.last().map(|report| report.at),
    };
    let until = match charge.state {
        ChargeState::Dropped => return 0,
        _ => done.map_or(today, |at| offset.to_datetime(at).date()),
    };
    until.since(charge.first_due).map_or(0, |span| span.get_days()).max(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_names::{AgencyId, CommandId, OfficerId};
    use lienthong_supervision::Event as Said;

    fn act(agency: &str) -> Act {
        Act {
            id: CommandId::version_8([7; 16]),
            agency: AgencyId::new(agency).unwrap(),
            officer: OfficerId::new("an").unwrap(),
            unit: None,
            entered_by: None,
            occurred_at: Timestamp::UNIX_EPOCH,
            derived: false,
            source: None,
            group_id: None,
        }
    }

    fn day(day: i8) -> Date {
        Date::constant(2020, 11, day)
    }

    /// A task due on the 6th, after these events, each with its day.
    fn charge(events: &[(i8, Said)]) -> Charge {
        let mut matter = Matter::default();
        let asked = Said::TaskAssigned {
            clause: "1đ".into(),
            agency: AgencyId::new("H22.14").unwrap(),
            what: "rà soát".into(),
            due: day(6),
        };
        let at = |on: i8| Offset::constant(7).to_timestamp(day(on).at(9, 0, 0, 0)).unwrap();
        matter.take(&act("H22"), at(2), &asked);
        events.iter().for_each(|(on, event)| matter.take(&act("H22.14"), at(*on), event));
        matter.charges.remove(0)
    }

    #[test]
    fn lateness_is_against_the_first_day_and_ends_when_it_was_reported_last() {
        let reported = || Said::TaskReported { number: 1, text: "xong".into(), documents: Vec::new() };
        let returned = || Said::TaskReturned { number: 1, reason: "thiếu".into(), due: day(20) };
        let accepted = || Said::TaskAccepted { number: 1 };
        let rows = [
            (vec![], 6, 0, "to do"),
            (vec![], 9, 3, "late"),
            (vec![(6, reported())], 9, 0, "reported"),
            (vec![(8, reported())], 30, 2, "reported"),
            (vec![(6, reported()), (9, accepted())], 30, 0, "done"),
            (vec![(6, reported()), (9, returned())], 10, 4, "late"),
            (vec![(6, reported()), (9, returned()), (12, reported()), (15, accepted())], 30, 6, "done late"),
        ];
        for (events, today, late, state) in rows {
            let charge = charge(&events);
            assert_eq!(days_late(&charge, day(today), Offset::constant(7)), late, "{events:?}");
            assert_eq!(state_of_charge(&charge, day(today), Offset::constant(7)).0, state, "{events:?}");
        }
    }

    #[test]
    fn what_a_dismissed_finding_asked_for_is_never_late() {
        let mut charge = charge(&[]);
        charge.state = ChargeState::Dropped;
        assert_eq!(days_late(&charge, day(30), Offset::constant(7)), 0);
    }
}

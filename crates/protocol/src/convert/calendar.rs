//! Calendars as published. Whether one makes sense is a rule's question; here only its form.

use super::catalogue::{read_decision, write_decision};
use super::time::read_date;
use crate::form::{Form, code};
use crate::{limits, proto};
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use lienthong_calendar::{CalendarData, Span};
use lienthong_catalogue::{CalendarEntry, Command};
use lienthong_names::{StreamKind, StreamName};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn set_calendar(form: &mut Form, m: proto::SetCalendar) -> Option<Command> {
    read_calendar(form, m).map(Command::SetCalendar)
}

pub(super) fn read_calendar(form: &mut Form, m: proto::SetCalendar) -> Option<CalendarEntry> {
    let id = read_id(form, m.id);
    let week = read_week(form, m.week);
    let holidays = read_days_off(form, m.days_off);
    let make_up_days = read_make_up_days(form, m.made_up);
    let decided_from = read_date(form, "decided_from", &m.decided_from);
    let decided_until = read_date(form, "decided_until", &m.decided_until);
    let decision = form.optional("decision", m.decision, read_decision);
    let offset = read_offset(form, m.utc_offset_seconds);
    let data = CalendarData {
        offset: offset?,
        decided_from: decided_from?,
        decided_until: decided_until?,
        week: week?,
        holidays: holidays?,
        make_up_days: make_up_days?,
    };
    Some(CalendarEntry { id: id?, data, decision: decision? })
}

/// The id of a calendar is the id of its stream.
fn read_id(form: &mut Form, id: String) -> Option<Box<str>> {
    if id.is_empty() {
        return form.missing("id");
    }
    if let Err(error) = StreamName::new(StreamKind::Calendar, &id) {
        form.refuse("id", code::FORM, format!("`{id}` không phải là mã lịch"), error.to_string());
        return None;
    }
    Some(id.into())
}

fn read_offset(form: &mut Form, seconds: i32) -> Option<Offset> {
    let offset = Offset::from_seconds(seconds).ok();
    if offset.is_none() {
        let vi = format!("{seconds} giây không phải là độ lệch múi giờ");
        let en = format!("{seconds} seconds is no offset of a time zone");
        form.refuse("utc_offset_seconds", code::LIMIT, vi, en);
    }
    offset
}

fn read_week(form: &mut Form, days: Vec<proto::Weekday>) -> Option<[Vec<Span>; 7]> {
    let mut week: [Vec<Span>; 7] = Default::default();
    let mut seen = BTreeSet::new();
    form.list("week", days, 7, |form, day| {
        let number = form.number("day", day.day, 1..=7);
        let spans = form.list("spans", day.spans, limits::SPANS, read_span);
        let (number, spans) = (number?, spans?);
        if !seen.insert(number) {
            form.refuse("day", code::CONTRADICTION, "ngày này đã có ở trên", "this day stands there already");
            return None;
        }
        let place = usize::try_from(number - 1).ok()?;
        *week.get_mut(place)? = spans;
        Some(())
    })?;
    Some(week)
}

fn read_span(form: &mut Form, span: proto::Span) -> Option<Span> {
    let opens = read_minute(form, "from_minute", span.from_minute);
    let closes = read_minute(form, "to_minute", span.to_minute);
    Some(Span::new(opens?, closes?))
}

fn read_minute(form: &mut Form, field: &str, minute: u32) -> Option<Time> {
    let minute = form.number(field, minute, 0..=limits::MINUTES_OF_DAY - 1)?;
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    Time::new(hour, minute, 0, 0).ok()
}

fn read_days_off(form: &mut Form, days: Vec<String>) -> Option<BTreeSet<Date>> {
    let mut seen = BTreeSet::new();
    form.list("days_off", days, limits::DAYS_OFF, |form, day| {
        let date = read_date(form, "", &day)?;
        if seen.insert(date) { Some(()) } else { twice(form, "", date) }
    })?;
    Some(seen)
}

fn read_make_up_days(form: &mut Form, days: Vec<proto::MakeUpDay>) -> Option<BTreeMap<Date, Date>> {
    let mut seen = BTreeMap::new();
    form.list("made_up", days, limits::DAYS_OFF, |form, day| {
        let worked = read_date(form, "worked", &day.worked);
        let in_place_of = read_date(form, "in_place_of", &day.in_place_of);
        let (worked, in_place_of) = (worked?, in_place_of?);
        if seen.insert(worked, in_place_of).is_none() { Some(()) } else { twice(form, "worked", worked) }
    })?;
    Some(seen)
}

fn twice(form: &mut Form, field: &str, date: Date) -> Option<()> {
    form.refuse(
        field,
        code::CONTRADICTION,
        format!("{date} có hai lần"),
        format!("{date} stands there twice"),
    );
    None
}

pub(super) fn write_calendar(entry: &CalendarEntry) -> proto::SetCalendar {
    let data = &entry.data;
    let weekday = |(day, spans): (u32, &Vec<Span>)| proto::Weekday {
        day,
        spans: spans
            .iter()
            .map(|span| proto::Span { from_minute: minute(span.opens), to_minute: minute(span.closes) })
            .collect(),
    };
    let made_up = |(worked, in_place_of): (&Date, &Date)| proto::MakeUpDay {
        worked: worked.to_string(),
        in_place_of: in_place_of.to_string(),
    };
    proto::SetCalendar {
        id: entry.id.to_string(),
        week: (1..).zip(&data.week).filter(|(_, spans)| !spans.is_empty()).map(weekday).collect(),
        days_off: data.holidays.iter().map(Date::to_string).collect(),
        made_up: data.make_up_days.iter().map(made_up).collect(),
        decided_from: data.decided_from.to_string(),
        decided_until: data.decided_until.to_string(),
        decision: entry.decision.as_ref().map(write_decision),
        utc_offset_seconds: data.offset.seconds(),
    }
}

/// The minute of the day; a calendar has whole minutes only.
fn minute(time: Time) -> u32 {
    u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs())
}

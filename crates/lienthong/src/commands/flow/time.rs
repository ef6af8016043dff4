//! `lienthong flow time`: where the time went.

use super::history::{Recorded, Told};
use crate::cli::{Format, TimeBy};
use crate::failure::{Failure, Outcome};
use crate::output;
use jiff::Timestamp;
use jiff::civil::date;
use jiff::fmt::strtime;
use lienthong_calendar::{Calendar, CalendarData};
use lienthong_dossier::Holder;
use lienthong_inspection::flow::time::{Spent, Stay, Under, backwards, between_acts, spent};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is asked.
pub struct Asked<'a> {
    /// Under what it is counted.
    pub by: Option<TimeBy>,
    /// Until when dossiers that run are counted.
    pub until: Option<Timestamp>,
    /// At which offset the usual hours count.
    pub usual_hours: Option<&'a str>,
}

/// Runs it.
pub fn run(told: &Told, asked: &Asked<'_>, format: Format) -> Outcome {
    let usual = asked.usual_hours.map(usual_hours).transpose()?;
    let by = asked.by.unwrap_or(if told.ledger.is_some() { TimeBy::Holder } else { TimeBy::Activity });
    let (columns, under): (&[&str], _) = match by {
        TimeBy::Holder => {
            let Some(ledger) = &told.ledger else {
                let text = "a log does not say who held a dossier in which state; a ledger does: --ledger DIR or --nats URL, or --by activity";
                return Err(Failure::usage("LT0975", text));
            };
            return show(&["state", "agency", "purpose"], held(ledger, usual.as_ref(), asked.until), format);
        }
        TimeBy::Activity => (&["activity"], Under::Activity),
        TimeBy::Succession => (&["activity", "next"], Under::Succession),
        TimeBy::Group => (&["group"], Under::Group),
    };
    match backwards(&told.log) {
        0 => {}
        times => {
            output::say(&format!("the history goes back in time {times} times: no time is counted there"))
        }
    }
    let stays = between_acts(&told.log, under, usual.as_ref());
    let rows =
        spent(stays).into_iter().map(|((one, other), spent)| (vec![one.to_owned(), other.to_owned()], spent));
    show(columns, rows.collect(), format)
}

/// Under whom and in which state a ledger's dossiers spent their time.
fn held(ledger: &Recorded, usual: Option<&Calendar>, until: Option<Timestamp>) -> Vec<(Vec<String>, Spent)> {
    let until = until.unwrap_or_else(Timestamp::now);
    let view = ledger.catalogue.now();
    let stays = ledger.dossiers.iter().flat_map(|dossier| {
        let own = || dossier.desk.as_ref().and_then(|desk| view.calendar(desk)).map(AsRef::as_ref);
        let calendar = usual.or_else(own);
        dossier.way.stretches(dossier.known_until(until)).into_iter().map(move |stretch| {
            let in_what = match &stretch.holder {
                Holder::Citizen => ("citizen", String::new(), ""),
                Holder::Post => ("post", String::new(), ""),
                Holder::Leg { leg, agency } => {
                    ("leg", agency.to_string(), dossier.purposes.get(leg).copied().unwrap_or_default())
                }
                Holder::Custodian { agency, .. } => ("custodian", agency.to_string(), ""),
            };
            Stay { in_what, from: stretch.from, to: stretch.to, calendar }
        })
    });
    let told: BTreeMap<(&str, String, &str), Spent> = spent(stays);
    told.into_iter()
        .map(|((state, agency, purpose), spent)| (vec![state.to_owned(), agency, purpose.to_owned()], spent))
        .collect()
}

fn show(names: &[&str], told: Vec<(Vec<String>, Spent)>, format: Format) -> Outcome {
    let row = |(words, spent): (Vec<String>, Spent)| {
        let known = spent.counted > 0;
        let mut row = json!({
            "count": spent.count,
            "seconds": spent.seconds,
            "median_seconds": spent.median_seconds,
            "counted": spent.counted,
            "minutes": known.then_some(spent.minutes),
            "median_minutes": known.then_some(spent.median_minutes),
        });
        for (name, word) in names.iter().zip(words) {
            row[*name] = json!(word);
        }
        row
    };
    let rows: Vec<Value> = told.into_iter().map(row).collect();
    if format == Format::Json {
        return output::json(&Value::Array(rows));
    }
    let figures = ["count", "seconds", "median_seconds", "counted", "minutes", "median_minutes"];
    let columns: Vec<&str> = names.iter().copied().chain(figures).collect();
    output::columns(&columns, &rows, format)
}

/// The usual hours of every week from 1900 on, at an offset, and no days off: for histories whose days off nobody here knows.
fn usual_hours(offset: &str) -> Outcome<Calendar> {
    let wrong = |why: String| {
        Failure::usage("LT0908", format!("--usual-hours: {why}; give an offset such as +07:00"))
    };
    let parsed = strtime::parse("%:z", offset).map_err(|e| wrong(e.to_string()))?;
    let data = CalendarData {
        offset: parsed.offset().ok_or_else(|| wrong(format!("`{offset}` is none")))?,
        decided_from: date(1900, 1, 1),
        decided_until: date(2199, 12, 31),
        holidays: Default::default(),
        make_up_days: Default::default(),
        ..CalendarData::vietnam_default()
    };
    Calendar::new(data).map_err(|e| wrong(e.to_string()))
}

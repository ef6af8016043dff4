//! `lienthong inspect what-if`: who would have been late under other terms, steps and days off, and what would break.

use crate::cli::{Format, WhatIf};
use crate::decided::Decided;
use crate::failure::{Exit, Failure, Outcome};
use crate::output;
use crate::reading::Reading;
use jiff::Timestamp;
use lienthong_catalogue::{Catalogue, Entry};
use lienthong_consultation::Consultation;
use lienthong_inspection::Told;
use lienthong_inspection::what_if::{
    ASSUMPTIONS, Catalogues, Changes, Compared, Missed, MissedWhat, Setting, Standing, Totals, what_if,
};
use lienthong_names::{Origin, StreamKind, StreamName};
use lienthong_protocol::{Event, RawRecord};
use lienthong_routing::Routing;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Runs it.
pub async fn run(asked: &WhatIf) -> Outcome {
    let settings: Result<Vec<Setting>, _> =
        asked.settings.iter().map(|text| text.parse::<Setting>()).collect();
    let mut changes = Changes::new(settings.map_err(|e| Failure::coded(Exit::Usage, "LT0982", e))?);
    let reading = Reading::open(&asked.from).await?;
    let (said, position) = said(&reading).await?;
    let would = changes.catalogue(&said, position).map_err(|e| Failure::coded(Exit::Usage, "LT0983", e))?;
    let mut was = Catalogue::default();
    said.iter().for_each(|(sequence, entry)| was.evolve(*sequence, entry));
    was.pass(position);
    let catalogues = Catalogues { was: &was, would: &would, changes: &changes };
    let now = asked.at.unwrap_or_else(Timestamp::now);
    let (mut totals, mut shown) = (Totals::default(), Vec::new());
    for origin in reading.ledgers(asked.origin.as_deref()).await? {
        for records in dossiers(&reading, &origin).await?.into_values() {
            let compared = of(&records, catalogues, now)?;
            if let Some(one) = compared {
                totals.count(&one);
                if asked.all || one.differs() || !one.as_recorded {
                    shown.push(one);
                }
            }
        }
    }
    show(asked.format, &changes, now, &shown, totals)
}

/// Everything that was published, and how far the catalogue goes.
async fn said(reading: &Reading) -> Outcome<(Vec<(u64, Entry)>, u64)> {
    let (site, mut said, mut position) = (&reading.site, Vec::new(), 0);
    site.each_record(&site.catalogue, 1, |sequence, raw| {
        position = sequence;
        for event in raw.record.events() {
            if let Event::Catalogue(entry) = event {
                said.push((sequence, entry.clone()));
            }
        }
    })
    .await?;
    Ok((said, position))
}

/// The records of each dossier of a ledger, in order.
pub(super) async fn dossiers(
    reading: &Reading,
    origin: &Origin,
) -> Outcome<BTreeMap<StreamName, Vec<(u64, RawRecord)>>> {
    let mut streams: BTreeMap<StreamName, Vec<(u64, RawRecord)>> = BTreeMap::new();
    let take = |sequence, raw: RawRecord| {
        if raw.record.stream.kind() == StreamKind::Dossier {
            streams.entry(raw.record.stream.clone()).or_default().push((sequence, raw));
        }
    };
    reading.site.each_record(origin, 1, take).await?;
    Ok(streams)
}

fn of(records: &[(u64, RawRecord)], catalogues: Catalogues<'_>, now: Timestamp) -> Outcome<Option<Compared>> {
    // What comes later has not happened yet.
    let by_now = records.iter().take_while(|(_, raw)| raw.record.decided_on.effective_at <= now);
    let decided =
        by_now.map(|(sequence, raw)| Decided::of(*sequence, raw)).collect::<Outcome<Vec<Decided<'_>>>>()?;
    let told: Vec<Told<'_>> = decided.iter().map(Decided::told).collect();
    Ok(what_if::<Routing, Consultation>(&told, catalogues, now))
}

fn show(format: Format, changes: &Changes, now: Timestamp, shown: &[Compared], totals: Totals) -> Outcome {
    let settings: Vec<String> = changes.settings().map(ToString::to_string).collect();
    if format == Format::Json {
        let assumed = |(vi, en): &(&str, &str)| json!({ "vi": vi, "en": en });
        return output::json(&json!({
            "counterfactual": true,
            "settings": settings,
            "at": now,
            "assumptions": ASSUMPTIONS.iter().map(assumed).collect::<Vec<_>>(),
            "dossiers": shown.iter().map(dossier).collect::<Vec<_>>(),
            "totals": counted(totals),
        }));
    }
    output::say(&format!("COUNTERFACTUAL, none of this happened: {}", settings.join("; ")));
    ASSUMPTIONS.iter().for_each(|(_, en)| output::say(&format!("- {en}")));
    output::rows(&rows(shown), format)?;
    output::say(&format!(
        "of {} dossiers {} were late and {} would have been; {} would stand otherwise, {} would miss something that they did not",
        totals.received, totals.late_was, totals.late_would, totals.differing, totals.breaking
    ));
    if totals.not_as_recorded > 0 {
        output::say(&format!(
            "{} dossiers cannot be relied on here: their acts, decided again as they were, do not give what their records say",
            totals.not_as_recorded
        ));
    }
    Ok(())
}

fn counted(totals: Totals) -> Value {
    json!({
        "received": totals.received,
        "late_was": totals.late_was,
        "late_would": totals.late_would,
        "differing": totals.differing,
        "breaking": totals.breaking,
        "not_as_recorded": totals.not_as_recorded,
    })
}

fn dossier(one: &Compared) -> Value {
    json!({
        "code": one.code.as_str(),
        "procedure": one.procedure.as_ref().map(ToString::to_string),
        "was": standing(&one.was),
        "would": standing(&one.would),
        "breaks": one.breaks.iter().map(missed).collect::<Vec<_>>(),
        "mended": one.mended.iter().map(missed).collect::<Vec<_>>(),
        "as_recorded": one.as_recorded,
    })
}

fn standing(of: &Standing) -> Value {
    json!({
        "appointment": of.appointment,
        "due": of.due,
        "ended": of.ended,
        "late": of.late,
        "late_minutes": of.late_minutes,
    })
}

fn missed(one: &Missed) -> Value {
    let mut value = json!({
        "what": one.what.as_str(),
        "agency": one.agency.as_str(),
        "at": one.at,
        "record": one.record.as_ref().map(ToString::to_string),
    });
    let mut say = |name: &str, text: &str| value[name] = Value::from(text);
    match &one.what {
        MissedWhat::Step(step) => say("step", step.as_str()),
        MissedWhat::Leg(leg) | MissedWhat::Opinion(leg) => say("leg", &leg.to_string()),
        MissedWhat::Refused { command, step, code, vi, en } => {
            say("command", command);
            say("code", code);
            say("vi", vi);
            say("en", en);
            if let Some(step) = step {
                say("step", step.as_str());
            }
        }
    }
    value
}

/// A dossier a row; the first thing that would break.
fn rows(shown: &[Compared]) -> Vec<Vec<String>> {
    let head = ["dossier", "procedure", "due", "would be due", "late", "would be late", "would break first"];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    for one in shown {
        let due = |of: &Standing| of.due.map_or_else(|| "-".to_owned(), |due| due.to_string());
        let procedure = one.procedure.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
        let breaks = one.breaks.first().map_or_else(|| "-".to_owned(), broken);
        rows.push(vec![
            one.code.to_string(),
            procedure,
            due(&one.was),
            due(&one.would),
            late(&one.was),
            late(&one.would),
            breaks,
        ]);
    }
    rows
}

fn late(of: &Standing) -> String {
    match (of.late, of.late_minutes) {
        (true, Some(minutes)) => format!("{minutes} min"),
        (true, None) => "yes".to_owned(),
        (false, _) => "no".to_owned(),
    }
}

fn broken(one: &Missed) -> String {
    match &one.what {
        MissedWhat::Step(step) => format!("step {step} of {} at {}", one.agency, one.at),
        MissedWhat::Leg(leg) => format!("leg {leg} to {} at {}", one.agency, one.at),
        MissedWhat::Opinion(leg) => format!("opinion {leg} of {} at {}", one.agency, one.at),
        MissedWhat::Refused { command, step, code, .. } => {
            let step = step.as_ref().map(|step| format!(" of step {step}")).unwrap_or_default();
            format!("{command}{step} of {} at {} refused, {code}", one.agency, one.at)
        }
    }
}

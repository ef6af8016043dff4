//! From what the ledger recorded back to a log that other tools read.

use super::model::{Attribute, Classifier, Date, Event, Extension, Global, LogHeader, Trace};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_names::{Act, DossierCode};

/// One admitted command of a dossier, as far as a log shows it.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// Its envelope.
    pub act: &'a Act,
    /// What it was, where no source says so: a step's name, or the command's.
    pub activity: &'a str,
}

/// What the source of a dossier claimed of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// Its deadline.
    pub deadline: Option<Timestamp>,
    /// When it says it ended.
    pub ended: Option<Timestamp>,
    /// The channel in its word; empty if it says none.
    pub channel: Box<str>,
}

/// The header of every log we write: the four extensions whose keys it uses, and what every trace and event has.
#[must_use]
pub fn header() -> LogHeader {
    let extension = |name: &str, prefix: &str| Extension {
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        uri: format!("http://www.xes-standard.org/{prefix}.xesext"),
    };
    let unknown = |key| Attribute::string(key, "UNKNOWN");
    let epoch = Date { at: Timestamp::UNIX_EPOCH, text: "1970-01-01T00:00:00.000+00:00".to_owned() };
    LogHeader {
        extensions: vec![
            extension("Concept", "concept"),
            extension("Time", "time"),
            extension("Organizational", "org"),
            extension("Lifecycle", "lifecycle"),
        ],
        globals: vec![
            Global { scope: "trace".to_owned(), attributes: vec![unknown("concept:name")] },
            Global {
                scope: "event".to_owned(),
                attributes: vec![
                    unknown("concept:name"),
                    Attribute::date("time:timestamp", epoch),
                    unknown("lifecycle:transition"),
                ],
            },
        ],
        classifiers: vec![Classifier { name: "Activity".to_owned(), keys: "concept:name".to_owned() }],
        attributes: Vec::new(),
    }
}

/// A dossier as a trace; `None` when nothing of it is an activity. `acts` are its admitted commands in order of revision.
///
/// An imported dossier gives back what its source said: one event for each act of the source, in the source's order and
/// words. What a mapping derived is never an event, nor are the source's claims of a case. A dossier without a source
/// gives its acts as they were recorded, instants written in `zone`.
#[must_use]
pub fn trace(code: &DossierCode, claims: &Claims, acts: &[Recorded<'_>], zone: &TimeZone) -> Option<Trace> {
    let mut events: Vec<Event> = if acts.iter().any(|recorded| recorded.act.source.is_some()) {
        sourced(acts, zone)
    } else {
        acts.iter().filter(|recorded| !recorded.act.derived).map(|recorded| live(recorded, zone)).collect()
    };
    if events.is_empty() {
        return None;
    }
    for (index, event) in (0..).zip(&mut events) {
        event.index = index;
    }
    let mut attributes = vec![Attribute::string("concept:name", code.as_str())];
    let date = |key, at: Option<Timestamp>| at.map(|at| Attribute::date(key, Date::in_zone(at, zone)));
    attributes.extend(date("deadline", claims.deadline));
    attributes.extend(date("enddate", claims.ended));
    attributes.extend(said("channel", &claims.channel));
    Some(Trace { line: 0, attributes, events })
}

/// One event for each place in the source: two acts may have been made of one event.
fn sourced(acts: &[Recorded<'_>], zone: &TimeZone) -> Vec<Event> {
    let mut sources: Vec<_> = acts
        .iter()
        .filter_map(|recorded| recorded.act.source.as_ref().map(|source| (source, recorded.act)))
        .collect();
    sources.sort_by_key(|(source, _)| source.index);
    sources.dedup_by_key(|(source, _)| source.index);
    let one = |(source, act): (&lienthong_names::Source, &Act)| {
        let at = written(act.occurred_at, &source.timestamp, zone);
        event(&source.activity, at, &source.resource, &source.group, &source.event_id)
    };
    sources.into_iter().map(one).collect()
}

fn live(recorded: &Recorded<'_>, zone: &TimeZone) -> Event {
    let act = recorded.act;
    let group = act.unit.as_ref().map_or(act.agency.as_str(), |unit| unit.as_str());
    let at = Date::in_zone(act.occurred_at, zone);
    event(recorded.activity, at, act.officer.as_str(), group, &act.id.to_string())
}

/// The instant as the source wrote it, if that is still the instant that was recorded.
fn written(at: Timestamp, text: &str, zone: &TimeZone) -> Date {
    Date::parse(text).ok().filter(|date| date.at == at).unwrap_or_else(|| Date::in_zone(at, zone))
}

fn event(activity: &str, at: Date, resource: &str, group: &str, instance: &str) -> Event {
    let mut attributes = vec![
        Attribute::string("concept:name", activity),
        Attribute::date("time:timestamp", at),
        Attribute::string("lifecycle:transition", "complete"),
    ];
    attributes.extend(said("org:resource", resource));
    attributes.extend(said("org:group", group));
    attributes.extend(said("concept:instance", instance));
    Event { line: 0, index: 0, attributes }
}

/// A text attribute, if there is anything to say.
fn said(key: &str, text: &str) -> Option<Attribute> {
    (!text.is_empty()).then(|| Attribute::string(key, text))
}

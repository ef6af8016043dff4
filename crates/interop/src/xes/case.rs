//! A trace that a mapping understood: everything that can be wrong with it is found here, before an act is made of it.

use super::error::{Fault, XesError};
use super::model::{Date, Event, Trace, Value, date, find, text};
use crate::carried::why_not;
use crate::mapping::Mapping;
use jiff::Timestamp;
use lienthong_dossier::Channel;
use lienthong_names::{DossierCode, NameError, OfficerId, StepName, UnitId};
use lienthong_protocol::limits;
use std::collections::BTreeMap;

/// 0001-01-01T00:00:00Z: no command can carry an earlier instant.
const YEAR_1: Timestamp = Timestamp::constant(-62_135_596_800, 0);

/// One case of a source, in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name, which is the dossier's code.
    pub code: DossierCode,
    /// Line of its trace.
    pub line: u64,
    /// Its events in the order of the file, at least one.
    pub events: Vec<CaseEvent>,
    /// The source's deadline.
    pub deadline: Option<Timestamp>,
    /// When the source says it ended.
    pub ended: Option<Timestamp>,
    /// By which channel it came.
    pub channel: Channel,
    /// The channel in the source's word; empty if it says none.
    pub channel_text: Box<str>,
}

/// One event of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// Line of its start.
    pub line: u64,
    /// Place within its case, from 0.
    pub index: u32,
    /// The source's own id; may be empty.
    pub id: Box<str>,
    /// What tells it from every other event of the case, in this file and in a longer one.
    pub key: Box<str>,
    /// What was done.
    pub activity: StepName,
    /// Who did it, in the source's words; may be empty.
    pub resource: Box<str>,
    /// The same, as an officer.
    pub officer: OfficerId,
    /// Which group, in the source's words; may be empty.
    pub group: Box<str>,
    /// The same, as a unit; `None` where the source states none.
    pub unit: Option<UnitId>,
    /// When.
    pub at: Date,
}

impl Case {
    /// Understands a trace. `file` is the log's name in messages.
    ///
    /// # Errors
    /// [`XesError`] with line and case; a trace is understood whole or not at all.
    pub fn read(file: &str, trace: &Trace, mapping: &Mapping) -> Result<Self, XesError> {
        let name = text(&trace.attributes, "concept:name");
        understand(name, trace, mapping).map_err(|(line, fault)| XesError {
            file: file.into(),
            line,
            case: name.map(Into::into),
            fault,
        })
    }
}

fn understand(name: Option<&str>, trace: &Trace, mapping: &Mapping) -> Result<Case, (u64, Fault)> {
    let here = |fault| (trace.line, fault);
    let name = name.ok_or_else(|| here(Fault::CaseWithout("concept:name")))?;
    let code = DossierCode::new(name).map_err(|why| here(no_id("concept:name", name, &why)))?;
    if trace.events.is_empty() {
        return Err(here(Fault::CaseWithout("events")));
    }
    let mut seen = BTreeMap::new();
    let events = trace.events.iter().map(|event| read_event(event, mapping, &mut seen));
    let events = events.collect::<Result<Vec<_>, _>>()?;
    let keys = &mapping.history;
    let (channel, channel_text) = channel(trace, mapping).map_err(here)?;
    Ok(Case {
        code,
        line: trace.line,
        events,
        deadline: claim(trace, keys.deadline.as_deref()).map_err(here)?,
        ended: claim(trace, keys.ended.as_deref()).map_err(here)?,
        channel,
        channel_text,
    })
}

/// `seen` counts the events with one id, for sources in which several share one.
fn read_event(
    event: &Event,
    mapping: &Mapping,
    seen: &mut BTreeMap<Box<str>, u32>,
) -> Result<CaseEvent, (u64, Fault)> {
    let here = |fault| (event.line, fault);
    let attribute = |key| text(&event.attributes, key).unwrap_or_default();
    let at = date(&event.attributes, "time:timestamp");
    let at = at.ok_or_else(|| here(Fault::EventWithout("time:timestamp")))?;
    carried("time:timestamp", &at.text).and_then(|()| since_year_1("time:timestamp", at)).map_err(here)?;
    let name = attribute("concept:name");
    if name.is_empty() {
        return Err(here(Fault::EventWithout("concept:name")));
    }
    let transition = attribute("lifecycle:transition");
    if !transition.is_empty() && transition != "complete" {
        let why = "is not `complete`: only what is done is an act";
        return Err(here(Fault::value("lifecycle:transition", transition, why)));
    }
    let activity = StepName::new(name).map_err(|why| here(no_id("concept:name", name, &why)))?;
    let (id, resource, group) =
        (attribute("concept:instance"), attribute("org:resource"), attribute("org:group"));
    for (what, text) in [("concept:instance", id), ("org:resource", resource), ("org:group", group)] {
        carried(what, text).map_err(here)?;
    }
    Ok(CaseEvent {
        line: event.line,
        index: event.index,
        id: id.into(),
        key: key(id, event.index, seen),
        activity,
        resource: resource.into(),
        officer: mapping.officer(resource).map_err(|why| here(no_id("org:resource", resource, &why)))?,
        group: group.into(),
        unit: mapping.unit(group).map_err(|why| here(no_id("org:group", group, &why)))?,
        at: at.clone(),
    })
}

/// An event is known by its own id, the second of an id as the second, and one without an id by its place.
fn key(id: &str, index: u32, seen: &mut BTreeMap<Box<str>, u32>) -> Box<str> {
    if id.is_empty() {
        return format!("index:{index}").into();
    }
    let times = seen.entry(id.into()).or_insert(0);
    *times += 1;
    if *times == 1 { format!("id:{id}").into() } else { format!("id {times}:{id}").into() }
}

/// A date that the source claims of a case.
fn claim(trace: &Trace, key: Option<&str>) -> Result<Option<Timestamp>, Fault> {
    let Some((key, attribute)) = key.and_then(|key| Some((key, find(&trace.attributes, key)?))) else {
        return Ok(None);
    };
    match &attribute.value {
        Value::Date(date) => since_year_1(key, date).map(|()| Some(date.at)),
        Value::String(text) => Err(Fault::value(key, text, "is not a date")),
        _ => Err(Fault::value(key, "", "is not a date")),
    }
}

fn channel(trace: &Trace, mapping: &Mapping) -> Result<(Channel, Box<str>), Fault> {
    let keys = &mapping.history;
    let word = text(&trace.attributes, &keys.channel).unwrap_or_default();
    if word.is_empty() {
        return Ok((keys.channel_unstated, "".into()));
    }
    match keys.channels.get(word) {
        Some(channel) => Ok((*channel, word.into())),
        None => Err(Fault::NotInMapping { attribute: keys.channel.clone(), value: word.into() }),
    }
}

/// The source's words go into commands as they are: one line, and no longer than a line may be. Found here, it is known
/// before the first record; the service would refuse the command when others of its case are recorded.
fn carried(what: &str, text: &str) -> Result<(), Fault> {
    why_not(text, limits::LINE, |_| false).map_or(Ok(()), |why| Err(Fault::value(what, text, why)))
}

fn since_year_1(what: &str, date: &Date) -> Result<(), Fault> {
    if date.at >= YEAR_1 {
        return Ok(());
    }
    Err(Fault::value(what, &date.text, "is before the year 1"))
}

fn no_id(what: &str, text: &str, why: &NameError) -> Fault {
    Fault::value(what, text, format!("cannot be taken in: {why}"))
}

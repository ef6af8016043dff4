//! A history to look at: from an XES log, or from the sealed records of dossiers.

use super::gathered::Gathered;
use crate::cli::History;
use crate::failure::{Exit, Failure, Outcome};
use crate::names::CatalogueNames;
use crate::reading::Reading;
use lienthong_catalogue::Catalogue;
use lienthong_inspection::flow::{Done, Log};
use lienthong_interop::xes::{Event, Fault, Limits, XesError, XesReader, date, text};
use lienthong_names::{Origin, ProcedureCode, StreamKind, StreamName};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A history, and what is known beside it where it comes from a ledger.
pub struct Told {
    /// Who did what when.
    pub log: Log,
    /// What is known beside it.
    pub ledger: Option<Recorded>,
}

/// What a ledger knows beside who did what.
pub struct Recorded {
    /// What is published.
    pub catalogue: Catalogue,
    /// Every dossier that is looked at, also one about which nothing was done yet.
    pub dossiers: Vec<Gathered>,
    /// Of each dossier of the log its place among these.
    pub of_log: Vec<usize>,
}

/// Reads what is asked for; that there is nothing is a "no".
pub async fn read(asked: &History) -> Outcome<Told> {
    if asked.xes.is_none() && asked.from.ledger.is_none() && asked.from.nats.url.is_none() {
        return Err(Failure::usage("LT0914", "say where from: --ledger DIR, --nats URL or --xes FILE"));
    }
    let told = match &asked.xes {
        Some(file) => Told { log: of_xes(file, &asked.unstated)?, ledger: None },
        None => of_ledger(asked).await?,
    };
    if told.log.traces().is_empty() && told.ledger.as_ref().is_none_or(|ledger| ledger.dossiers.is_empty()) {
        return Err(Failure::no(
            "LT0973",
            "there is no such dossier here: check where from, and which are asked for",
        ));
    }
    Ok(told)
}

/// A word of a source, or nothing where that word means that nobody says.
fn stated<'a>(word: &'a str, unstated: &[String]) -> &'a str {
    if unstated.iter().any(|none| none == word) { "" } else { word }
}

fn of_xes(file: &Path, unstated: &[String]) -> Outcome<Log> {
    let no = |error: XesError| {
        let text = format!("{error} {}", error.fault.remedy().replace(" and import", " and read"));
        Failure::coded(Exit::Usage, error.code(), text)
    };
    let reader = XesReader::open(file, Limits::default()).map_err(no)?;
    let name_of_file: Box<str> = file.display().to_string().into();
    let mut log = Log::default();
    let mut lines: HashMap<Box<str>, u64> = HashMap::new();
    for trace in reader {
        let trace = trace.map_err(no)?;
        let name = text(&trace.attributes, "concept:name");
        let here = |line: u64, fault: Fault| {
            no(XesError { file: name_of_file.clone(), line, case: name.map(Into::into), fault })
        };
        let name = name.ok_or_else(|| here(trace.line, Fault::CaseWithout("concept:name")))?;
        if let Some(first) = lines.insert(name.into(), trace.line) {
            return Err(here(trace.line, Fault::CaseTwice { first }));
        }
        let mut done = Vec::with_capacity(trace.events.len());
        for event in &trace.events {
            let without = |key| here(event.line, Fault::EventWithout(key));
            let word = |key| stated(text(&event.attributes, key).unwrap_or_default(), unstated);
            done.push(Done {
                activity: activity(event).ok_or_else(|| without("concept:name"))?,
                resource: word("org:resource"),
                group: word("org:group"),
                at: date(&event.attributes, "time:timestamp").ok_or_else(|| without("time:timestamp"))?.at,
            });
        }
        if !done.is_empty() {
            log.push(name, done);
        }
    }
    Ok(log)
}

fn activity(event: &Event) -> Option<&str> {
    text(&event.attributes, "concept:name")
}

async fn of_ledger(asked: &History) -> Outcome<Told> {
    let reading = Reading::open(&asked.from).await?;
    let procedure = asked.procedure.as_deref().map(ProcedureCode::new).transpose();
    let procedure = procedure.map_err(|e| Failure::usage("LT0908", format!("--procedure: {e}")))?;
    let mut dossiers = Vec::new();
    for origin in &reading.ledgers(asked.origin.as_deref()).await? {
        dossiers.extend(gather(&reading, origin).await?);
    }
    dossiers.retain(|dossier| procedure.is_none() || dossier.procedure == procedure);
    dossiers.retain(|dossier| dossier.has_ended || !asked.ended);
    let catalogue = CatalogueNames::read(&reading.site).await?.into_catalogue();
    let (mut log, mut of_log) = (Log::default(), Vec::new());
    for (n, dossier) in dossiers.iter().enumerate() {
        let done = dossier.done();
        if !done.is_empty() {
            let stated = |word| stated(word, &asked.unstated);
            let done = done.into_iter().map(|one| Done {
                resource: stated(one.resource),
                group: stated(one.group),
                ..one
            });
            log.push(dossier.code.as_str(), done);
            of_log.push(n);
        }
    }
    Ok(Told { log, ledger: Some(Recorded { catalogue, dossiers, of_log }) })
}

/// The dossiers of a ledger, in the order in which they begin.
async fn gather(reading: &Reading, origin: &Origin) -> Outcome<Vec<Gathered>> {
    let mut places: BTreeMap<StreamName, usize> = BTreeMap::new();
    let mut dossiers: Vec<Gathered> = Vec::new();
    let mut wrong = None;
    let take = |sequence, raw: lienthong_protocol::RawRecord| {
        let record = &raw.record;
        let Some(code) = Some(&record.stream)
            .filter(|s| s.kind() == StreamKind::Dossier)
            .and_then(StreamName::dossier_code)
        else {
            return;
        };
        let place = *places.entry(record.stream.clone()).or_insert_with(|| {
            dossiers.push(Gathered::new(code));
            dossiers.len() - 1
        });
        if let Some(dossier) = dossiers.get_mut(place)
            && let Err(why) = dossier.take(record)
        {
            wrong.get_or_insert_with(|| format!("record {sequence} of {origin}: {why}"));
        }
    };
    reading.site.each_record(origin, 1, take).await?;
    match wrong {
        Some(wrong) => Err(Failure::unavailable("LT0510", wrong)),
        None => Ok(dossiers),
    }
}

//! `lienthong export`: records to other people's tools.

use crate::cli::Export;
use crate::failure::{Exit, Failure, Outcome};
use crate::keyring::io;
use crate::output;
use crate::reading::{Reading, the_origin};
use jiff::tz::TimeZone;
use lienthong_dossier::{Command as DossierCommand, Event as DossierEvent};
use lienthong_interop::xes::{self, Claims, Recorded, XesWriter};
use lienthong_names::{DossierCode, StreamKind, StreamName};
use lienthong_protocol::{Body, Command, Decision, Event, RawRecord};
use std::collections::BTreeMap;
use std::path::Path;

/// Runs it.
pub async fn run(what: Export) -> Outcome {
    let Export::Xes { from, origin, output } = what;
    if output.exists() {
        let text = format!("{}: is there already; an export never writes over a file", output.display());
        return Err(Failure::usage("LT0913", text));
    }
    let reading = Reading::open(&from).await?;
    let origin = the_origin(&reading, origin.as_deref()).await?;
    let mut streams: BTreeMap<StreamName, u64> = BTreeMap::new();
    let mut order = Vec::new();
    reading
        .site
        .each_record(&origin, 1, |sequence, raw| {
            let stream = raw.record.stream;
            if stream.kind() == StreamKind::Dossier && !streams.contains_key(&stream) {
                streams.insert(stream.clone(), sequence);
                order.push(stream);
            }
        })
        .await?;
    let ledger = reading.site.ledger(&origin).await?;
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::UTC);
    let mut writer = XesWriter::create(&output, &xes::header()).map_err(|e| io(&output, &e))?;
    let (mut dossiers, mut events) = (0_u64, 0_usize);
    for stream in order {
        let Some(code) = stream.dossier_code() else { continue };
        let records = ledger
            .read(&stream)
            .await?
            .iter()
            .filter(|stored| stored.sequence.is_some())
            .map(|stored| RawRecord::decode(&stored.bytes))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
        if let Some(trace) = trace(&code, &records, &zone) {
            events += trace.events.len();
            dossiers += 1;
            writer.trace(&trace).map_err(|e| io(&output, &e))?;
        }
    }
    finish(writer, &output)?;
    output::say(&format!("{}: {dossiers} dossiers, {events} events of {origin}", output.display()));
    Ok(())
}

/// A dossier's records as a trace.
fn trace(code: &DossierCode, records: &[RawRecord], zone: &TimeZone) -> Option<xes::Trace> {
    let mut claims = Claims::default();
    let mut admitted = Vec::new();
    for raw in records {
        let Decision::Admitted(events) = &raw.record.decision else { continue };
        for event in events {
            if let Event::Dossier(DossierEvent::HistoryImported { deadline, ended, channel_text, .. }) = event
            {
                claims = Claims { deadline: *deadline, ended: *ended, channel: channel_text.clone() };
            }
        }
        if let Ok(command) = Command::decode(&raw.record.command) {
            admitted.push(command);
        }
    }
    let acts: Vec<Recorded<'_>> =
        admitted.iter().map(|command| Recorded { act: &command.act, activity: activity(command) }).collect();
    xes::trace(code, &claims, &acts, zone)
}

/// What an act is called where no source named it.
fn activity(command: &Command) -> &str {
    match &command.body {
        Body::Dossier { command: DossierCommand::CompleteStep { step, .. }, .. } => step.as_str(),
        Body::Dossier { .. } | Body::Catalogue { .. } | Body::Books(_) | Body::Supervision(_) => {
            command.kind_name()
        }
    }
}

fn finish(writer: XesWriter<std::fs::File>, path: &Path) -> Outcome {
    let file = writer.finish().map_err(|e| io(path, &e))?;
    file.sync_all().map_err(|e| io(path, &e))
}

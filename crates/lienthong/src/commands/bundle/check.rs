//! `lienthong audit check`: a bundle looked through on a machine that has nothing else.

use super::words::{self, Given, Said};
use crate::cli::{CheckBundle, Format};
use crate::commands::dossier::{timeline_rows, told};
use crate::failure::{Failure, Outcome};
use crate::keyring::io;
use crate::names::CatalogueNames;
use crate::{output, province};
use lienthong_audit::bundle::{self, Bundle, Checked, Expected, Last, Opened};
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::{Command, RawRecord};
use serde_json::{Value, json};

/// Runs it.
pub fn check(what: &CheckBundle) -> Outcome {
    let expected = Expected {
        fingerprint: province::fingerprint(what.fingerprint.as_deref())?,
        log: what.log_key.as_deref().map(log_key).transpose()?,
    };
    let bytes = std::fs::read(&what.file).map_err(|e| io(&what.file, &e))?;
    let given = Given { fingerprint: expected.fingerprint.is_some(), log_key: expected.log.is_some() };
    match Bundle::parse(&bytes).and_then(|bundle| bundle::check(&bundle, &expected)) {
        Ok(checked) => tell(&checked, given, what.format),
        Err(failure) => {
            if what.format == Format::Json {
                output::json(&json!({ "holds": false, "failure": failed(&failure) }))?;
            }
            Err(super::no(&failure))
        }
    }
}

fn log_key(text: &str) -> Outcome<lienthong_protocol::keys::VerifyingKey> {
    let key: NoteVerifier =
        text.parse().map_err(|e| Failure::coded(crate::failure::Exit::Usage, "LT0664", e))?;
    Ok(*key.key())
}

fn failed(failure: &bundle::Failure) -> Value {
    json!({
        "code": failure.kind.code(),
        "kind": failure.kind.as_str(),
        "origin": failure.record.as_ref().map(|(origin, _)| origin.as_str()),
        "record": failure.record.as_ref().map(|(_, sequence)| sequence),
        "what": failure.what,
    })
}

fn tell(checked: &Checked, given: Given, format: Format) -> Outcome {
    let said = words::of(checked, given);
    let names = CatalogueNames::of(checked.catalogue.clone());
    let timeline = match &checked.dossier {
        None => None,
        Some(_) => {
            let sequences =
                checked.records.iter().map(|(sequence, raw)| (raw.record.revision, *sequence)).collect();
            let records: Vec<RawRecord> = checked.records.iter().map(|(_, raw)| raw.clone()).collect();
            Some(told(&records, &sequences, &names)?)
        }
    };
    if format == Format::Json {
        return output::json(&value(checked, given, &said, timeline.as_ref()));
    }
    let rows = timeline.as_ref().map_or_else(|| record_rows(checked), timeline_rows);
    if format == Format::Csv {
        output::csv(&rows)?;
    } else {
        output::table(&rows)?;
        for opened in checked.openings.iter().flatten() {
            output::out(&format!("\n{} (record {}): {}\n", opened.field, opened.sequence, text(opened)))?;
        }
    }
    for Said { vi, en } in &said {
        let both = format!("\n{vi}\n{en}");
        // A table is for people; rows for a spreadsheet are rows only.
        if format == Format::Csv {
            output::say(both.trim_start())
        } else {
            output::out(&format!("{both}\n"))?
        }
    }
    Ok(())
}

fn value(checked: &Checked, given: Given, said: &[Said], timeline: Option<&Value>) -> Value {
    json!({
        "holds": true,
        "dossier": checked.dossier.as_ref().map(|code| code.as_str()),
        "origin": checked.origin.as_str(),
        "sequences": checked.records.iter().map(|(sequence, _)| sequence).collect::<Vec<_>>(),
        "size": checked.size,
        "root": checked.root.to_string(),
        "catalogue_size": checked.catalogue_size,
        "fingerprint": checked.fingerprint.to_string(),
        "fingerprint_given": given.fingerprint,
        "log_key": checked.log_key.to_string(),
        "log_key_given": given.log_key,
        "last_signed": checked.last.map(|last| last == Last::Signed),
        "keys_signed": checked.keys == Last::Signed,
        "revoked_since": checked.revoked_since,
        "openings": checked.openings.as_ref().map(|all| all.iter().map(|opened| json!({
            "record": opened.sequence, "field": opened.field.as_str(), "value": text(opened),
        })).collect::<Vec<_>>()),
        "timeline": timeline,
        "record": if timeline.is_none() { json!(record_rows(checked)) } else { Value::Null },
        "says": said.iter().map(|Said { vi, en }| json!({ "vi": vi, "en": en })).collect::<Vec<_>>(),
    })
}

/// As text. It was never looked at by a service: what would command a terminal is shown as what it is not.
fn text(opened: &Opened) -> String {
    String::from_utf8_lossy(&opened.value).replace(char::is_control, "\u{fffd}")
}

/// A record that stands alone, whatever it is about.
fn record_rows(checked: &Checked) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| rows.push(vec![name.to_owned(), value]);
    for (sequence, raw) in &checked.records {
        let record = &raw.record;
        row("record", format!("{} #{sequence}", checked.origin));
        row("leaf", raw.leaf.to_string());
        row("stream", format!("{} revision {}", record.stream, record.revision));
        row("recorded at", record.recorded_at.to_string());
        row("signed by", format!("{} with key {}", record.signed.agency, record.signed.key_id));
        if let Ok(command) = Command::decode(&record.command) {
            row("command", command.kind_name().to_owned());
            row("agency", command.act.agency.to_string());
            row("officer", command.act.officer.to_string());
            row("occurred at", command.act.occurred_at.to_string());
        }
        for event in record.events() {
            row("event", event.kind_name().to_owned());
        }
        if let Some(rejection) = record.rejection() {
            row("rejected", rejection.to_string());
        }
    }
    rows
}

//! `lienthong audit check`: a bundle looked through on a machine that has nothing else.

use super::finding;
use super::words::{self, Given, Said};
use crate::cli::{CheckBundle, Format};
use crate::commands::dossier::{timeline_rows, told};
use crate::commands::inspect::story_rows;
use crate::failure::{Failure, Outcome};
use crate::keyring::io;
use crate::names::CatalogueNames;
use crate::{output, province, witnesses};
use lienthong_audit::bundle::{self, Bundle, Checked, Expected, Last, Opened, Witnessed};
use lienthong_audit::witness::{FORK_FORMAT, Fork};
use lienthong_inspection::as_json::story;
use lienthong_inspection::matters::matter_of;
use lienthong_inspection::offset_of;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::{Command, RawRecord};
use serde_json::{Value, json};

/// Runs it.
pub fn check(what: &CheckBundle) -> Outcome {
    let expected = Expected {
        fingerprint: province::fingerprint(what.fingerprint.as_deref())?,
        log: what.log_key.as_deref().map(log_key).transpose()?,
        policy: what.policy.as_deref().map(witnesses::policy).transpose()?,
    };
    let bytes = std::fs::read(&what.file).map_err(|e| io(&what.file, &e))?;
    if format_of(&bytes).as_deref() == Some(FORK_FORMAT) {
        return fork(&bytes, &expected, what.format);
    }
    let given = Given { fingerprint: expected.fingerprint.is_some(), log_key: expected.log.is_some() };
    if format_of(&bytes).as_deref() == Some(finding::FORMAT) {
        return finding::check(&bytes, &expected, given, what.format);
    }
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

/// What `--log-key` says.
pub(in crate::commands) fn log_key(text: &str) -> Outcome<lienthong_protocol::keys::VerifyingKey> {
    let key: NoteVerifier =
        text.parse().map_err(|e| Failure::coded(crate::failure::Exit::Usage, "LT0664", e))?;
    Ok(*key.key())
}

/// What a file says that it is.
fn format_of(bytes: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    value["format"].as_str().map(str::to_owned)
}

/// A witness's file about a log that signed two histories: whether it proves it.
fn fork(bytes: &[u8], expected: &Expected, format: Format) -> Outcome {
    let proven = Fork::parse(bytes).and_then(|fork| fork.check()).and_then(|proven| {
        let is_its = expected.log.is_none_or(|key| key == *proven.log.key());
        if is_its {
            Ok(proven)
        } else {
            Err(format!("it is of the log {}, another one was expected", proven.log))
        }
    });
    let proven = match proven {
        Ok(proven) => proven,
        Err(what) => {
            // What a stranger's file says commands no terminal.
            let what = what.replace(char::is_control, "\u{fffd}");
            if format == Format::Json {
                output::json(
                    &json!({ "holds": false, "failure": { "code": "LT0892", "kind": "fork", "what": what } }),
                )?;
            }
            return Err(Failure::no("LT0892", what));
        }
    };
    let checkpoints = [&proven.first, &proven.second];
    let said = words::fork(&proven, expected.log.is_some());
    if format == Format::Json {
        return output::json(&json!({
            "holds": true,
            "fork": proven.origin().as_str(),
            "log_key": proven.log.to_string(),
            "log_key_given": expected.log.is_some(),
            "checkpoints": checkpoints.map(|one| json!({ "size": one.size, "root": one.root.to_string() })),
            "says": said.iter().map(|Said { vi, en }| json!({ "vi": vi, "en": en })).collect::<Vec<_>>(),
        }));
    }
    let mut rows = vec![["origin", "size", "root"].map(str::to_owned).to_vec()];
    rows.extend(
        checkpoints.map(|one| vec![one.origin.to_string(), one.size.to_string(), one.root.to_string()]),
    );
    output::rows(&rows, format)?;
    tell_words(&said, format)
}

/// What does not hold, for programs.
pub(super) fn failed(failure: &bundle::Failure) -> Value {
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
    let records = || checked.records.iter().map(|(_, raw)| raw);
    let on_record = match &checked.stream {
        Some(stream) if stream.dossier_code().is_none() => {
            Some(matter_of(records()).map_err(|what| Failure::no("LT0846", what))?)
        }
        _ => None,
    };
    let timeline = match checked.dossier() {
        None => None,
        Some(_) => {
            let sequences =
                checked.records.iter().map(|(sequence, raw)| (raw.record.revision, *sequence)).collect();
            let records: Vec<RawRecord> = records().cloned().collect();
            Some(told(&records, &sequences, &names)?)
        }
    };
    if format == Format::Json {
        let offset = offset_of(checked.catalogue.now());
        let story = on_record.as_ref().map(|matter| story(matter, offset));
        return output::json(&value(checked, given, &said, timeline.as_ref(), story));
    }
    let mut rows = timeline.as_ref().map_or_else(|| record_rows(checked), timeline_rows);
    rows.extend(on_record.iter().flat_map(story_rows));
    if format == Format::Csv {
        output::csv(&rows)?;
    } else {
        output::table(&rows)?;
        for opened in checked.openings.iter().flatten() {
            output::out(&format!("\n{} (record {}): {}\n", opened.field, opened.sequence, text(opened)))?;
        }
    }
    tell_words(&said, format)
}

/// Sentences, in both languages.
pub(in crate::commands) fn tell_words(said: &[Said], format: Format) -> Outcome {
    for Said { vi, en } in said {
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

/// By whom both checkpoints were seen; `null` where nobody was asked for.
fn seen(checked: &Checked) -> Value {
    match &checked.witnesses {
        Witnessed::NotAsked(_) => Value::Null,
        Witnessed::ByPolicy(seen) => {
            let [ledger, catalogue] = &**seen;
            json!({ "ledger": witnesses::seen(ledger), "catalogue": witnesses::seen(catalogue) })
        }
    }
}

fn value(
    checked: &Checked,
    given: Given,
    said: &[Said],
    timeline: Option<&Value>,
    on_record: Option<Value>,
) -> Value {
    json!({
        "holds": true,
        "dossier": checked.dossier().as_ref().map(|code| code.as_str()),
        "stream": checked.stream.as_ref().map(ToString::to_string),
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
        "seen": seen(checked),
        "cosigned_unchecked": match &checked.witnesses {
            Witnessed::NotAsked(names) => json!(names),
            Witnessed::ByPolicy(_) => Value::Null,
        },
        "openings": checked.openings.as_ref().map(|all| all.iter().map(|opened| json!({
            "record": opened.sequence, "field": opened.field.as_str(), "value": text(opened),
        })).collect::<Vec<_>>()),
        "timeline": timeline,
        "on_record": on_record,
        "record": if timeline.is_none() { json!(record_rows(checked)) } else { Value::Null },
        "says": said.iter().map(|Said { vi, en }| json!({ "vi": vi, "en": en })).collect::<Vec<_>>(),
    })
}

/// As text. It was never looked at by a service: what would command a terminal is shown as what it is not.
fn text(opened: &Opened) -> String {
    String::from_utf8_lossy(&opened.value).replace(char::is_control, "\u{fffd}")
}

/// Records as they are, whatever they are about.
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

//! `lienthong dossier personal`: what citizens say of themselves, for an officer of whom a sealed record says that they are shown it.
//!
//! On a province the read side shows it, in the agency's name, for some minutes after that record. In a house whoever has its keys opens what
//! the applicant says here, and needs the record all the same.

use super::{Found, find_in, plain};
use crate::cli::{Format, OneDossier};
use crate::failure::{Exit, Failure, Outcome};
use crate::reading::{Reading, an_agency, personal_key};
use crate::{output, province};
use base64::Engine as _;
use lienthong_audit::bundle::{applicants_fields, open_applicants_fields};
use lienthong_dossier::BooksEvent;
use lienthong_ledger::ports::Query as _;
use lienthong_names::{AgencyId, CommandId, DossierCode, Origin, StreamKind, StreamName};
use lienthong_nats::query::NatsQuery;
use lienthong_projections::queries::PERSONAL;
use lienthong_protocol::{Command, Event, RawRecord, encryption, subjects};
use serde_json::{Value, json};

pub(super) async fn run(one: &OneDossier, agency: &str, by: &str) -> Outcome {
    if one.at.is_some() || one.known_at.is_some() {
        let what = "personal values are shown as they were handed in: leave out --at and --known-at";
        return Err(Failure::usage("LT0908", what));
    }
    let agency = an_agency(agency)?;
    let by = command_id(by)?;
    let shown = match &one.from.ledger {
        None => asked(one, agency, by).await?,
        Some(_) => read(one, &agency, by).await?,
    };
    match one.format {
        Format::Json => output::json(&shown),
        Format::Table | Format::Csv => output::rows(&rows(&shown), one.format),
    }
}

/// As a receipt writes it, in base64, or as other answers do.
pub(super) fn command_id(text: &str) -> Outcome<CommandId> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).ok();
    match bytes.filter(|bytes| bytes.len() == 16) {
        Some(bytes) => CommandId::from_bytes(&bytes),
        None => text.parse(),
    }
    .map_err(|e| Failure::usage("LT0908", format!("--by: {e}")))
}

/// From the read side, in the agency's name.
async fn asked(one: &OneDossier, agency: AgencyId, by: CommandId) -> Outcome<Value> {
    let connection = province::connect(&one.from.nats, &subjects::token(agency.as_str())).await?;
    let asked = json!({ "code": one.code, "command_id": by.to_string() });
    let answer = NatsQuery::of_agency(connection, agency).query(PERSONAL, asked).await?;
    Ok(answer["personal"].clone())
}

/// A dossier of which a sealed record says that an officer is shown what is personal in it.
pub(super) struct Permitted {
    pub(super) found: Found,
    pub(super) code: DossierCode,
    pub(super) origin: Origin,
    officer: String,
    reason: String,
}

/// The same as the read side asks: the record, a part in the dossier, and that nothing was erased. Not how long ago: whoever has the files and the
/// vault has them tomorrow too.
pub(super) async fn permitted(one: &OneDossier, agency: &AgencyId, by: CommandId) -> Outcome<Permitted> {
    let reading = Reading::open(&one.from).await?;
    let found = find_in(&reading, one).await?;
    let code = DossierCode::new(&one.code).map_err(|e| Failure::usage("LT0908", e.to_string()))?;
    let Some(origin) = found.records.first().map(|raw| raw.record.origin.clone()) else {
        return Err(Failure::no("LT0804", format!("there is no dossier {code} here")));
    };
    let (officer, reason) = written(&reading, agency, by, &code).await?;
    let view = found.view()?;
    if let Some(at) = view["erased_at"].as_str() {
        let what = format!("the personal values of dossier {code} were erased by record, at {at}");
        return Err(Failure::no("LT0856", what));
    }
    let parts = view["parts"].as_array().into_iter().flatten().filter_map(Value::as_str);
    if !parts.into_iter().any(|part| found.stands_in(part, agency)) {
        let what = format!("{agency} has no part in dossier {code} (R03); that it asked stays on record");
        return Err(Failure::no("LT0809", what));
    }
    Ok(Permitted { found, code, origin, officer, reason })
}

/// From the sealed records and the vault.
async fn read(one: &OneDossier, agency: &AgencyId, by: CommandId) -> Outcome<Value> {
    let Permitted { found, code, origin, officer, reason } = permitted(one, agency, by).await?;
    let Some(key) = personal_key(&one.from, &origin, &code).await? else {
        let what = format!(
            "the vault has no key of dossier {code}: its personal values were erased, or this is another vault"
        );
        return Err(Failure::no("LT0856", what));
    };
    let placed: Vec<(u64, RawRecord)> =
        found.records.into_iter().map(|raw| (raw.record.revision, raw)).collect();
    let opened = open_applicants_fields(&applicants_fields(&placed), &encryption::DataKey::new(*key))
        .map_err(|e| Failure::coded(Exit::No, "LT0857", e))?;
    let text = |value: &[u8]| {
        String::from_utf8(value.to_vec())
            .unwrap_or_else(|_| base64::engine::general_purpose::STANDARD.encode(value))
    };
    let values: Vec<Value> = opened
        .iter()
        .map(|one| json!({ "revision": one.sequence, "field": one.field, "value": text(&one.value.0) }))
        .collect();
    Ok(
        json!({ "code": one.code, "origin": origin.to_string(), "officer": officer, "reason": reason, "values": values }),
    )
}

/// The officer and the reason that the record of a command names.
async fn written(
    reading: &Reading,
    agency: &AgencyId,
    by: CommandId,
    code: &DossierCode,
) -> Outcome<(String, String)> {
    let stream = StreamName::new(StreamKind::Access, agency.as_str())
        .map_err(|e| Failure::usage("LT0908", e.to_string()))?;
    let mut records = Vec::new();
    for origin in reading.ledgers(None).await? {
        records.extend(reading.sealed(&origin, &stream).await?);
    }
    for (_, raw) in records {
        let names = |event: &Event| match event {
            Event::Books(BooksEvent::PersonalDataRead { dossiers, reason }) if dossiers.contains(code) => {
                Some(reason.to_string())
            }
            _ => None,
        };
        let command = Command::decode(&raw.record.command).ok().filter(|command| command.act.id == by);
        if let Some((command, reason)) = command.zip(raw.record.events().iter().find_map(names)) {
            return Ok((command.act.officer.to_string(), reason));
        }
    }
    let what = format!(
        "no sealed record of {agency} says that an officer is shown the personal values of dossier {code} by command {by}; hand in \
         readPersonalData, and ask with its id"
    );
    Err(Failure::no("LT0809", what))
}

/// A value a row.
fn rows(shown: &Value) -> Vec<Vec<String>> {
    let names = ["revision", "field", "value"];
    let mut rows = vec![names.map(ToOwned::to_owned).to_vec()];
    for value in shown["values"].as_array().into_iter().flatten() {
        rows.push(names.iter().map(|name| plain(&value[*name])).collect());
    }
    rows
}

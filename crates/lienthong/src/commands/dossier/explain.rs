//! `lienthong dossier explain`: why a dossier is as late as it is, in words.
//!
//! One that is open goes on: it is looked at as of `--at`; else of `--known-at`, since nothing later was known then; else of this machine's
//! clock. A demonstration's clock lives in its process and stands nowhere in its house: who reads such a house says `--at`.

use super::{Found, find_in};
use crate::cli::{Format, OneDossier};
use crate::decided::Decided;
use crate::failure::{Exit, Failure, Outcome};
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::Reading;
use jiff::Timestamp;
use lienthong_catalogue::Catalogue;
use lienthong_dossier::{Holder, Part};
use lienthong_inspection::Told;
use lienthong_inspection::attribution::{
    self, Act, Answered, Counting, Explained, Held, Sentence, Share, Shared, Standstill, explain,
};
use serde_json::{Value, json};

pub(super) async fn run(one: &OneDossier, lang: Option<&str>) -> Outcome {
    let vietnamese = match lang {
        None | Some("vi") => true,
        Some("en") => false,
        Some(other) => return Err(Failure::usage("LT0908", format!("--lang {other}: say vi or en"))),
    };
    let reading = Reading::open(&one.from).await?;
    let found = find_in(&reading, one).await?;
    let now = one.at.or(one.known_at).unwrap_or_else(Timestamp::now);
    // Names can always be shown; what counted is what was known then.
    let known = match one.known_at {
        Some(at) => Some(CatalogueNames::read_as_known(&reading.site, at).await?.into_catalogue()),
        None => None,
    };
    let explained = of(&found, known.as_ref().unwrap_or_else(|| found.names.catalogue()), now)?;
    let words = explained.words(found.names.catalogue().now());
    match one.format {
        Format::Json => output::json(&shown(&explained, &words)),
        Format::Csv => output::csv(&rows(&words)),
        Format::Table => output::out(&page(&words, vietnamese)),
    }
}

fn of(found: &Found, catalogue: &Catalogue, now: Timestamp) -> Outcome<Explained> {
    let decided = found.records.iter().map(|raw| {
        let sequence = found.sequences.get(&raw.record.revision).copied().unwrap_or_default();
        Decided::of(sequence, raw)
    });
    let decided = decided.collect::<Outcome<Vec<Decided<'_>>>>()?;
    let told: Vec<Told<'_>> = decided.iter().map(Decided::told).collect();
    explain(&told, catalogue, now).map_err(|error| Failure::coded(Exit::No, "LT0981", error))
}

/// A sentence a line, with the records that say it.
fn page(words: &[Sentence], vietnamese: bool) -> String {
    let line = |sentence: &Sentence| {
        let text = if vietnamese { &sentence.vi } else { &sentence.en };
        let records = cited(sentence);
        if records.is_empty() { format!("{text}\n") } else { format!("{text} [{records}]\n") }
    };
    words.iter().map(line).collect()
}

fn rows(words: &[Sentence]) -> Vec<Vec<String>> {
    let head = ["about", "vi", "en", "records"].map(ToOwned::to_owned).to_vec();
    let row = |sentence: &Sentence| {
        vec![sentence.about.to_owned(), sentence.vi.clone(), sentence.en.clone(), cited(sentence)]
    };
    std::iter::once(head).chain(words.iter().map(row)).collect()
}

fn cited(sentence: &Sentence) -> String {
    sentence.records.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// All of it, for programs: instants and minutes, and the sentences beside them.
fn shown(explained: &Explained, words: &[Sentence]) -> Value {
    let versions = &explained.versions;
    let sentence = |one: &Sentence| {
        let records: Vec<String> = one.records.iter().map(ToString::to_string).collect();
        json!({ "about": one.about, "vi": one.vi, "en": one.en, "records": records })
    };
    json!({
        "code": explained.code.as_str(),
        "procedure": versions.procedure.as_ref().map(ToString::to_string),
        "procedure_name": versions.name,
        "procedure_version": versions.version,
        "case": versions.case.as_ref().map(ToString::to_string),
        "process_version": versions.process,
        "term": versions.term.as_ref().map(ToString::to_string),
        "calendar": calendar(&explained.calendar),
        "promised_by": explained.promised_by.as_ref().map(calendar),
        "start": {
            "at": explained.start.at,
            "why": explained.start.why.as_str(),
            "occurred_at": explained.start.occurred_at,
            "recorded_at": explained.start.recorded_at,
            "desk": explained.start.desk.as_str(),
            "custodian": explained.start.custodian.as_str(),
            "by": act(&explained.start.by),
        },
        "appointment": explained.appointment,
        "pauses": explained.pauses.iter().map(pause).collect::<Vec<_>>(),
        "due": explained.due,
        "due_by": act(&explained.due_by),
        "end": explained.end.as_ref().map(|end| json!({ "how": end.how.as_str(), "at": end.at, "by": act(&end.by) })),
        "until": explained.until,
        "elapsed_minutes": explained.elapsed,
        "stretches": explained.stretches.iter().map(held).collect::<Vec<_>>(),
        "held": explained.held.iter().map(|(by, minutes)| json!({ "holder": holder(by), "minutes": minutes })).collect::<Vec<_>>(),
        "lateness": explained.lateness.as_ref().map(lateness),
        "sentences": words.iter().map(sentence).collect::<Vec<_>>(),
    })
}

fn calendar(of: &Counting) -> Value {
    json!({
        "id": of.id,
        "decision": of.decision.as_ref().map(|decision| json!({ "number": decision.number, "date": decision.date.to_string(), "signer": decision.signer })),
        "decided_until": of.decided_until.to_string(),
        "record": of.set_by.as_ref().map(ToString::to_string),
    })
}

fn act(by: &Act) -> Value {
    json!({ "agency": by.agency.as_str(), "officer": by.officer.as_str(), "record": by.record.to_string() })
}

fn pause(one: &Standstill) -> Value {
    let then = |then: &attribution::WentOn| json!({ "how": then.how.as_str(), "term": then.term.as_ref().map(ToString::to_string), "due": then.due });
    json!({
        "cause": one.cause.as_str(),
        "since": one.since,
        "said_until": one.said_until,
        "by": act(&one.by),
        "ended": one.ended.as_ref().map(|ended| json!({ "at": ended.at, "by": act(&ended.by), "then": ended.then.as_ref().map(then) })),
    })
}

fn held(one: &Held) -> Value {
    json!({
        "from": one.stretch.from,
        "to": one.stretch.to,
        "holder": holder(&one.stretch.holder),
        "counts": one.stretch.counts,
        "minutes": one.minutes,
        "records": one.records.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn holder(by: &Holder) -> Value {
    match by {
        Holder::Citizen => json!({ "kind": "citizen" }),
        Holder::Post => json!({ "kind": "post" }),
        Holder::Leg { leg, agency } => {
            json!({ "kind": "leg", "agency": agency.as_str(), "leg": leg.to_string() })
        }
        Holder::Custodian { agency, officer } => {
            json!({ "kind": "custodian", "agency": agency.as_str(), "officer": officer.as_ref().map(ToString::to_string) })
        }
    }
}

fn lateness(shared: &Shared) -> Value {
    let nobody = shared.no_limit_exceeded.as_ref().map(|(agency, people)| {
        json!({ "agency": agency.as_str(), "answered": people.iter().map(answered).collect::<Vec<_>>() })
    });
    json!({
        "late_minutes": shared.late,
        "parts": shared.parts.iter().map(part).collect::<Vec<_>>(),
        "no_limit_exceeded": nobody,
        "decided_by_version_1_minutes": shared.decided_by_version_1,
    })
}

fn part(one: &Share) -> Value {
    let Part { agency, leg, limit, used, on_path } = &one.part;
    json!({
        "agency": agency.as_str(),
        "leg": leg.as_ref().map(ToString::to_string),
        "limit_minutes": limit,
        "used_minutes": used,
        "over_minutes": one.part.raw(),
        "on_path": on_path,
        "share_minutes": one.share,
        "answered": one.answered.iter().map(answered).collect::<Vec<_>>(),
    })
}

fn answered(one: &Answered) -> Value {
    let people = one.people.iter().map(|person| {
        json!({ "agency": person.of.as_str(), "officer": person.officer.as_str(), "name": person.name, "seat": person.seat.as_str(), "instead": person.instead })
    });
    json!({
        "from": one.from.to_string(),
        "to": one.to.to_string(),
        "minutes": one.minutes,
        "people": people.collect::<Vec<_>>(),
    })
}

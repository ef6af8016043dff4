//! What was put on record of findings: commands that do so, what stands on record, and what was asked and is not done.

use super::Inspected;
use crate::cli::{Format, OnRecord, Tasks};
use crate::failure::{Failure, Outcome};
use crate::output;
use crate::reading::{Reading, named_agency};
use jiff::civil::Date;
use jiff::tz::Offset;
use lienthong_inspection::as_json;
use lienthong_inspection::matters::{self, days_late, state_of, state_of_charge};
use lienthong_names::{Act, AgencyId, CommandId, OfficerId};
use lienthong_protocol::json::to_json;
use lienthong_protocol::{Body, Command};
use lienthong_supervision::{Charge, Matter, SubjectId};
use serde_json::{Value, json};

/// Lines for `submit`, one a finding that is not on record yet: whoever signs them puts it there.
pub(super) fn draft(inspected: &Inspected, by: &str, explain_until: Date) -> Outcome {
    let wrong = |why: String| Failure::usage("LT0908", format!("--by {by}: {why}; say AGENCY/OFFICER"));
    let (agency, officer) = by.split_once('/').ok_or_else(|| wrong("who of it?".to_owned()))?;
    let agency = AgencyId::new(agency).map_err(|error| wrong(error.to_string()))?;
    let officer = OfficerId::new(officer).map_err(|error| wrong(error.to_string()))?;
    let mut drafted = 0_u64;
    for finding in &inspected.findings {
        // Nobody puts on record what is found of itself.
        if inspected.matter(finding).is_some() || finding.agency == agency {
            continue;
        }
        let command = lienthong_supervision::Command::OpenFinding {
            ground: finding.ground(),
            dossier: finding.dossier.clone(),
            at: finding.at,
            text: finding.vi.as_str().into(),
            explain_until,
        };
        let act = Act {
            id: CommandId::version_8([0; 16]),
            agency: agency.clone(),
            officer: officer.clone(),
            unit: None,
            entered_by: None,
            occurred_at: inspected.as_of,
            derived: false,
            source: None,
            group_id: None,
        };
        let bytes = Command { act, body: Body::Supervision(command) }.encode();
        let mut line = to_json("Command", &bytes)
            .map_err(|error| Failure::usage("LT0902", format!("{}: {error}", finding.id())))?;
        if let Some(fields) = line.as_object_mut() {
            // `submit` gives each an id, and says when it was said.
            fields.remove("id");
            fields.remove("occurredAt");
        }
        output::json_line(&line)?;
        drafted += 1;
    }
    let there = inspected.findings.len() as u64 - drafted;
    output::say(&format!(
        "{drafted} finding(s) to be put on record; {there} are there, or are of {agency} itself"
    ));
    Ok(())
}

/// Findings on record, one a row.
pub(super) async fn list(what: &OnRecord) -> Outcome {
    let inspected = super::inspect(&Reading::open(&what.of.source).await?, what.of.now).await?;
    let agency = named_agency(what.agency.as_deref())?;
    let found: std::collections::BTreeSet<_> = inspected.findings.iter().map(|f| f.id()).collect();
    let mut rows = Vec::new();
    for on_record in inspected.matters().all() {
        let (SubjectId::Finding(id), Some(opened)) = (&on_record.about, &on_record.matter.opened) else {
            continue;
        };
        if agency.as_ref().is_some_and(|agency| *agency != opened.ground.agency) {
            continue;
        }
        let (state, state_vi) = state_of(on_record.matter);
        if !what.state.is_empty() && !what.state.iter().any(|word| word == state) {
            continue;
        }
        let mut row = json!({
            "id": id.as_str(),
            "rule": &*opened.ground.rule,
            "broken": &*opened.ground.broken,
            "agency": opened.ground.agency.as_str(),
            "dossier": opened.dossier.as_ref().map(|code| code.as_str()),
            "state": state,
            "state_vi": state_vi,
            "explain_until": opened.explain_until.to_string(),
            "open_charges": on_record.matter.charges.iter().filter(|charge| charge.is_open()).count(),
            // What a person saw no rule finds again; what a rule found may have lost its ground by what was said later.
            "found": found.contains(id),
            "text": &*opened.text,
        });
        merge(&mut row, as_json::story(on_record.matter, inspected.offset()));
        rows.push(row);
    }
    if what.of.format == Format::Json {
        return output::json(&json!({ "as_of": inspected.as_of.to_string(), "findings": rows }));
    }
    output::say(&format!("{} finding(s) on record, as of {}", rows.len(), inspected.as_of));
    let names = ["id", "rule", "agency", "dossier", "state", "explain_until", "open_charges", "text"];
    output::columns(&names, &rows, what.of.format)
}

/// What agencies were asked to do, one a row: what is late first.
pub(super) async fn tasks(what: &Tasks) -> Outcome {
    let inspected = super::inspect(&Reading::open(&what.of.source).await?, what.of.now).await?;
    let agency = named_agency(what.agency.as_deref())?;
    let offset = inspected.offset();
    let today = offset.to_datetime(inspected.as_of).date();
    let mut rows = Vec::new();
    for (on_record, charge) in inspected.matters().charges() {
        let of_agency = agency.as_ref().is_none_or(|agency| *agency == charge.agency);
        if of_agency && (what.all || charge.is_open()) {
            rows.push((late_first(charge, today, offset), of_charge(&on_record, charge, today, offset)));
        }
    }
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let late = rows.iter().filter(|(_, row)| row["state"] == "late").count();
    let rows: Vec<Value> = rows.into_iter().map(|(_, row)| row).collect();
    if what.of.format == Format::Json {
        output::json(&json!({ "as_of": inspected.as_of.to_string(), "late": late, "tasks": rows }))?;
    } else {
        output::say(&format!("{} asked, {late} of them late, as of {}", rows.len(), inspected.as_of));
        let names = ["about", "number", "clause", "agency", "due", "days_late", "state", "urged", "what"];
        output::columns(&names, &rows, what.of.format)?;
    }
    if what.fail_on_late && late > 0 {
        return Err(Failure::no("LT0965", format!("{late} late")));
    }
    Ok(())
}

fn late_first(charge: &Charge, today: Date, offset: Offset) -> impl Ord + use<> {
    let done = !charge.is_open();
    (done, -days_late(charge, today, offset), charge.first_due, charge.agency.clone(), charge.number)
}

fn of_charge(on_record: &matters::OnRecord<'_>, charge: &Charge, today: Date, offset: Offset) -> Value {
    let (state, state_vi) = state_of_charge(charge, today, offset);
    let reported = charge.reports.last();
    json!({
        "about": on_record.about.to_string(),
        "ledger": on_record.origin.as_str(),
        "number": charge.number,
        "clause": charge.clause.as_deref(),
        "agency": charge.agency.as_str(),
        "what": &*charge.what,
        "asked_by": charge.asked_by.as_str(),
        "asked_at": charge.asked_at.to_string(),
        "first_due": charge.first_due.to_string(),
        "due": charge.due.to_string(),
        "days_late": days_late(charge, today, offset),
        "state": state,
        "state_vi": state_vi,
        "reported_at": reported.map(|report| report.at.to_string()),
        "returned": charge.reports.iter().filter(|report| report.returned.is_some()).count(),
        "urged": charge.urged.len(),
        "urged_unanswered": charge.urged.iter().filter(|urge| urge.answered.is_none()).count(),
        "promised": charge.urged.iter().rev().find_map(|urge| urge.answered.as_ref()?.2).map(|day| day.to_string()),
    })
}

/// The same as rows for people.
pub(in crate::commands) fn story_rows(matter: &Matter) -> Vec<Vec<String>> {
    let row = |what: &str, text: String| vec![what.to_owned(), text];
    let mut rows = vec![row("state", state_of(matter).0.to_owned())];
    if let Some(opened) = &matter.opened {
        let text = format!(
            "{} by {}/{}, to be explained until {}",
            opened.opened_at, opened.by, opened.officer, opened.explain_until
        );
        rows.push(row("opened", text));
    }
    for said in &matter.explanations {
        rows.push(row("explained", format!("{} by {}: {}", said.at, said.officer, said.text)));
    }
    if let Some(judged) = &matter.judged {
        let word = if matter.is_confirmed() { "confirmed" } else { "dismissed" };
        rows.push(row(word, format!("{} by {}: {}", judged.at, judged.by, judged.reason)));
    }
    for charge in &matter.charges {
        rows.push(row(
            &format!("remedy {}", charge.number),
            format!("{}, until {}, {}: {}", charge.agency, charge.due, charge.state, charge.what),
        ));
    }
    for measure in &matter.measures {
        let person = measure.person.as_ref().map_or("its head", |person| person.as_str());
        rows.push(row(
            "measure",
            format!(
                "{} of {}, {person}: {} of {}",
                measure.form, measure.agency, measure.decision, measure.decided_on
            ),
        ));
    }
    if let Some((at, reason)) = &matter.closed {
        rows.push(row("closed", format!("{at}: {reason}")));
    }
    rows
}

fn merge(row: &mut Value, more: Value) {
    if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
        row.extend(more);
    }
}

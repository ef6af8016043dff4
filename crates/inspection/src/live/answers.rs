//! What is asked of inspection while it runs, and how it answers: JSON both ways, true as of the records that it states.

use super::{Live, Looked};
use crate::as_json;
use crate::finding::Finding;
use crate::local::offset;
use crate::matters::state_of;
use crate::named::RulesNamed;
use crate::rule::{Rule, Severity};
use jiff::Timestamp;
use lienthong_ledger::parameters::{Parameters, malformed};
use lienthong_ledger::ports::QueryError;
use lienthong_names::{AgencyId, FindingId};
use lienthong_supervision::Matter;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What was found, newest first, a page at a time; of an agency, by a rule, about a dossier, by a record that proves it, in a state.
pub const FINDINGS: &str = "findings";

/// One finding, with what became of it on record.
pub const FINDING: &str = "finding";

/// The names of the questions.
pub const QUESTIONS: &[&str] = &[FINDINGS, FINDING];

/// Findings of one page.
const PAGE: usize = 100;

/// A finding that is not on record has this state.
const FOUND: (&str, &str) = ("found", "mới phát hiện");

impl Live {
    /// Answers one question.
    ///
    /// # Errors
    /// [`QueryError`].
    pub fn answer(&self, name: &str, parameters: &Value) -> Result<Value, QueryError> {
        let asked = Parameters::new(parameters)?;
        match name {
            FINDINGS => {
                asked.only(&["agency", "rule", "dossier", "record", "state", "page"])?;
                findings(&mut self.looked(), &asked)
            }
            FINDING => {
                asked.only(&["id"])?;
                finding(&mut self.looked(), &asked)
            }
            _ => Err(QueryError::NotFound { what: format!("question `{name}`") }),
        }
    }
}

fn findings(looked: &mut Looked, asked: &Parameters) -> Result<Value, QueryError> {
    let rules = RulesNamed::of(asked.text("rule"))
        .map_err(|word| malformed(&format!("rule: there is no rule `{word}`")))?;
    let [agency, dossier, record, state] =
        ["agency", "dossier", "record", "state"].map(|name| asked.text(name));
    let found = looked.findings(asked.now());
    let matters = looked.inspector.matters();
    let is_about =
        |one: &Finding, code: &str| one.dossier.as_ref().is_some_and(|dossier| dossier.as_str() == code);
    let cites = |one: &Finding, record: &str| one.evidence.iter().any(|place| place.to_string() == record);
    let fits = |one: &Finding| {
        rules.have(one)
            && agency.as_ref().is_none_or(|agency| one.agency.as_str() == agency)
            && dossier.as_ref().is_none_or(|code| is_about(one, code))
            && record.as_ref().is_none_or(|record| cites(one, record))
            && state.as_ref().is_none_or(|state| state_word(matters.finding(&one.id())).0 == state)
    };
    let fitting: Vec<&Finding> = found.iter().rev().filter(|one| fits(one)).collect();
    let mut by_rule: BTreeMap<Rule, u64> = BTreeMap::new();
    for one in &fitting {
        *by_rule.entry(one.rule).or_default() += 1;
    }
    let (page, pages) = asked.page(fitting.len(), PAGE)?;
    let rows = fitting.iter().skip((page - 1) * PAGE).take(PAGE).map(|one| row(looked, one));
    Ok(json!({
        "now": asked.now().to_string(),
        "as_of": as_of(looked),
        "total": fitting.len(),
        "breaches": fitting.iter().filter(|one| one.rule.said().severity > Severity::Hint).count(),
        "page": page,
        "pages": pages,
        "by_rule": by_rule.into_iter().map(|(rule, found)| json!({
            "rule": rule.name(), "vi": rule.said().vi, "en": rule.said().en, "law": rule.said().law, "found": found,
        })).collect::<Vec<_>>(),
        "findings": rows.collect::<Vec<_>>(),
    }))
}

/// By its id; what a person saw, and what lost its ground since, is on record all the same.
fn finding(looked: &mut Looked, asked: &Parameters) -> Result<Value, QueryError> {
    let text = asked.must("id")?;
    let id = FindingId::new(&text).map_err(|error| malformed(&format!("id: {error}")))?;
    let missing = || QueryError::NotFound { what: format!("finding {id}") };
    let found = looked.findings(asked.now());
    let mut answer = match found.iter().find(|one| one.id() == id) {
        Some(one) => row(looked, one),
        None => of_record(looked, &id).ok_or_else(missing)?,
    };
    answer["now"] = asked.now().to_string().into();
    answer["as_of"] = as_of(looked);
    Ok(answer)
}

/// A finding with what its rule is called, whose it is, and what became of it.
fn row(looked: &Looked, finding: &Finding) -> Value {
    let mut row = as_json::finding(finding);
    let said = finding.rule.said();
    row["title_vi"] = said.vi.into();
    row["title_en"] = said.en.into();
    row["origin"] = finding.place.origin.as_str().into();
    row["found"] = true.into();
    row["dossier_exists"] =
        finding.dossier.as_ref().is_some_and(|code| looked.inspector.is_registered(code)).into();
    named(looked, &mut row, &finding.agency, finding.at);
    told(looked, &mut row, looked.inspector.matters().finding(&finding.id()));
    row
}

/// One that stands on record and is not found by any rule.
fn of_record(looked: &Looked, id: &FindingId) -> Option<Value> {
    let matter = looked.inspector.matters().finding(id)?;
    let opened = matter.opened.as_ref()?;
    let ground = &opened.ground;
    let said = Rule::named(&ground.rule).first().map(|rule| rule.said());
    let mut row = json!({
        "id": id.as_str(),
        "rule": &*ground.rule,
        "broken": &*ground.broken,
        "law": said.map_or("", |said| said.law),
        "title_vi": said.map_or("", |said| said.vi),
        "title_en": said.map_or("", |said| said.en),
        "at": opened.at.to_string(),
        "agency": ground.agency.as_str(),
        "dossier": opened.dossier.as_ref().map(|code| code.as_str()),
        "origin": ground.origin.as_str(),
        "stream": ground.stream.to_string(),
        "revision": ground.revision,
        "found": false,
        "dossier_exists": opened.dossier.as_ref().is_some_and(|code| looked.inspector.is_registered(code)),
        "vi": &*opened.text,
        "en": &*opened.text,
    });
    named(looked, &mut row, &ground.agency, opened.at);
    told(looked, &mut row, Some(matter));
    Some(row)
}

/// As the agency was called then.
fn named(looked: &Looked, row: &mut Value, agency: &AgencyId, at: Timestamp) {
    let known = looked.inspector.catalogue().now().agency(agency, at);
    row["agency_name"] = known.map_or(agency.as_str(), |agency| &*agency.name).into();
    row["agency_name_en"] = known.map_or("", |agency| &*agency.name_en).into();
}

fn told(looked: &Looked, row: &mut Value, matter: Option<&Matter>) {
    let (state, state_vi) = state_word(matter);
    row["state"] = state.into();
    row["state_vi"] = state_vi.into();
    let offset = offset(looked.inspector.catalogue().now());
    row["on_record"] = matter.map_or(Value::Null, |matter| as_json::story(matter, offset));
}

fn state_word(matter: Option<&Matter>) -> (&'static str, &'static str) {
    matter.map_or(FOUND, state_of)
}

fn as_of(looked: &Looked) -> Value {
    looked
        .taken
        .iter()
        .map(|(origin, sequence)| (origin.to_string(), Value::from(*sequence)))
        .collect::<Map<_, _>>()
        .into()
}

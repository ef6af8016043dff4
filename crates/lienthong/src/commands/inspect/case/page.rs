//! The page of a case file: read offline by who has nothing but a browser. It is made of the case's data alone, so who checks makes it again.

use super::content::{self, About, Agency, Drawn};
use super::sample::quoted;
use crate::failure::{Exit, Failure, Outcome};
use askama::Template;
use lienthong_gateway::shown::{date, instant, moment};
use lienthong_inspection::attribution::spelled::Both;
use lienthong_inspection::bound::{self, Counted};
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "case.html")]
struct Page<'a> {
    about: &'a About,
    as_of: String,
    from: Option<String>,
    to: Option<String>,
    /// Those in scope, each with what it is called.
    agencies: Vec<(&'a str, &'a Agency)>,
    drawn: Vec<Row<'a>>,
    findings: Vec<Shown<'a>>,
    /// What the sample says of all dossiers in scope.
    bound: Option<Both>,
    /// How anyone computes the lot of the first that was drawn.
    again: Option<String>,
}

/// What agencies are called, by their ids.
type Names<'a> = BTreeMap<&'a str, &'a Agency>;

/// One that nobody named.
static NAMELESS: Agency = Agency { id: String::new(), vi: String::new(), en: String::new() };

/// A dossier that was drawn.
struct Row<'a> {
    one: &'a Drawn,
    proof: String,
}

/// A finding, as the page shows it.
struct Shown<'a> {
    number: usize,
    agency: &'a Agency,
    finding: &'a Value,
    proof: String,
    explanations: Vec<Explanation<'a>>,
    judged: Option<Judged<'a>>,
    remedies: Vec<Remedy<'a>>,
    closed: Option<(String, &'a str)>,
}

impl Shown<'_> {
    fn text(&self, name: &str) -> &str {
        text(self.finding, name)
    }

    fn at(&self) -> String {
        instant(self.text("at"))
    }

    fn severity(&self) -> Both {
        let (vi, en) = match self.text("severity") {
            "attempt" => ("bị từ chối", "refused"),
            _ => ("trái quy định", "breach"),
        };
        Both { vi: vi.to_owned(), en: en.to_owned() }
    }
}

struct Explanation<'a> {
    at: String,
    officer: &'a str,
    text: &'a str,
    documents: Vec<&'a str>,
    late: bool,
}

struct Judged<'a> {
    at: String,
    by: &'a str,
    holds: bool,
    reason: &'a str,
}

struct Remedy<'a> {
    agency: &'a str,
    what: &'a str,
    due: String,
    done: bool,
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

fn each<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    of[name].as_array().into_iter().flatten()
}

fn shown<'a>(names: &'a Names<'a>, at: usize, finding: &'a Value) -> Shown<'a> {
    let on_record = &finding["on_record"];
    let judged = Some(&on_record["judged"]).filter(|judged| judged.is_object());
    let closed = Some(&on_record["closed"]).filter(|closed| closed.is_object());
    Shown {
        number: at + 1,
        agency: names.get(text(finding, "agency")).copied().unwrap_or(&NAMELESS),
        finding,
        proof: content::proof_of_finding(text(finding, "id")),
        explanations: each(on_record, "explanations").map(Explanation::of).collect(),
        judged: judged.map(Judged::of),
        remedies: each(on_record, "remedies").map(Remedy::of).collect(),
        closed: closed.map(|closed| (instant(text(closed, "at")), text(closed, "reason"))),
    }
}

impl<'a> Explanation<'a> {
    fn of(said: &'a Value) -> Self {
        Self {
            at: instant(text(said, "at")),
            officer: text(said, "officer"),
            text: text(said, "text"),
            documents: each(said, "documents").filter_map(Value::as_str).collect(),
            late: said["late"].as_bool().unwrap_or_default(),
        }
    }
}

impl<'a> Judged<'a> {
    fn of(judged: &'a Value) -> Self {
        Self {
            at: instant(text(judged, "at")),
            by: text(judged, "by"),
            holds: judged["holds"].as_bool().unwrap_or_default(),
            reason: text(judged, "reason"),
        }
    }
}

impl<'a> Remedy<'a> {
    fn of(remedy: &'a Value) -> Self {
        Self {
            agency: text(remedy, "agency"),
            what: text(remedy, "what"),
            due: date(text(remedy, "due")),
            done: remedy["done"].as_bool().unwrap_or_default(),
        }
    }
}

/// The page.
pub(super) fn page(about: &About, drawn: &[Drawn], findings: &[Value]) -> Outcome<String> {
    let with_finding = drawn.iter().filter(|one| one.findings > 0).count();
    let bound = bound::told(with_finding as u64, drawn.len() as u64, Counted::Found);
    let again = drawn.first().map(|one| {
        let (origin, code) = (&one.of.origin, &one.of.code);
        format!("printf '%s\\n%s\\n%s' {} {origin} {code} | sha256sum", quoted(&about.draw.seed))
    });
    let names: Names<'_> = about.agencies.iter().map(|agency| (agency.id.as_str(), agency)).collect();
    let named = |id: &str| names.get(id).copied().unwrap_or(&NAMELESS);
    let page = Page {
        about,
        as_of: moment(about.as_of),
        from: about.scope.from.map(moment),
        to: about.scope.to.map(moment),
        agencies: about.scope.agencies.iter().map(|id| (id.as_str(), named(id))).collect(),
        drawn: drawn.iter().map(|one| Row { one, proof: content::proof_of_dossier(&one.of) }).collect(),
        findings: findings.iter().enumerate().map(|(at, one)| shown(&names, at, one)).collect(),
        bound: (!drawn.is_empty()).then_some(bound),
        again,
    };
    page.render().map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))
}

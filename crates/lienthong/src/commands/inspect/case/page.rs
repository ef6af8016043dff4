//! The page of a case file: read offline by who has nothing but a browser. It is made of the case's data alone, so who checks makes it again.

use super::content::{self, About, Agency, Drawn};
use super::sample::again;
use crate::failure::{Exit, Failure, Outcome};
use askama::Template;
use lienthong_gateway::answers::{FindingRow, OnRecord};
use lienthong_gateway::shown::moment;
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
    /// As answers of the gateway have it: the same data, read by the same type.
    row: FindingRow,
    on_record: OnRecord,
    proof: String,
    proof_on_record: String,
}

impl Shown<'_> {
    fn severity(&self) -> Both {
        let (vi, en) = match &*self.row.severity {
            "attempt" => ("bị từ chối", "refused"),
            _ => ("trái quy định", "breach"),
        };
        Both { vi: vi.to_owned(), en: en.to_owned() }
    }
}

fn shown<'a>(names: &Names<'a>, at: usize, finding: &Value) -> Outcome<Shown<'a>> {
    let mut row: FindingRow = serde_json::from_value(finding.clone())
        .map_err(|e| Failure::no("LT0925", format!("{}: finding {}: {e}", content::FINDINGS, at + 1)))?;
    Ok(Shown {
        number: at + 1,
        agency: names.get(&*row.agency).copied().unwrap_or(&NAMELESS),
        proof: content::proof_of_finding(&row.id),
        proof_on_record: content::proof_on_record(&row.id),
        on_record: row.on_record.take().unwrap_or_default(),
        row,
    })
}

/// The page.
pub(super) fn page(about: &About, drawn: &[Drawn], findings: &[Value]) -> Outcome<String> {
    let with_finding = drawn.iter().filter(|one| one.findings > 0).count();
    let bound = bound::told(with_finding as u64, drawn.len() as u64, Counted::Found);
    let again = drawn.first().map(|one| again(&about.draw.seed, &one.of));
    let names: Names<'_> = about.agencies.iter().map(|agency| (agency.id.as_str(), agency)).collect();
    let named = |id: &str| names.get(id).copied().unwrap_or(&NAMELESS);
    let page = Page {
        about,
        as_of: moment(about.as_of),
        from: about.scope.from.map(moment),
        to: about.scope.to.map(moment),
        agencies: about.scope.agencies.iter().map(|id| (id.as_str(), named(id))).collect(),
        drawn: drawn.iter().map(|one| Row { one, proof: content::proof_of_dossier(&one.of) }).collect(),
        findings: findings
            .iter()
            .enumerate()
            .map(|(at, one)| shown(&names, at, one))
            .collect::<Outcome<_>>()?,
        bound: (!drawn.is_empty()).then_some(bound),
        again,
    };
    page.render().map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))
}

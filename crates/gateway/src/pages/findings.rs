//! What inspection found, and what its agency said to it, side by side.

use super::frame::{Asked, Frame};
use super::show::Shown;
use crate::Gateway;
use crate::answers::{FindingAnswer, FindingRow, FindingsAnswer};
use crate::asking::{of_address, one};
use crate::extract::{Path, Query};
use crate::failure::Failure;
use crate::shown::address;
use crate::words::Words;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// By what the list may be narrowed.
const FILTERS: [&str; 5] = ["agency", "rule", "dossier", "record", "state"];

#[derive(Template)]
#[template(path = "findings.html")]
struct FindingsPage {
    f: Frame,
    a: FindingsAnswer,
    /// What the list was narrowed to, as it stands in the address.
    narrowed: Vec<String>,
    previous: Option<String>,
    next: Option<String>,
}

pub(super) async fn findings(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let path = "/findings";
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: path, path };
    let page = async {
        let a: FindingsAnswer = gateway.ask_for("findings", of_address(&asked)?).await?;
        let (previous, next) = super::neighbours(path, &asked, a.page, a.pages);
        let narrowed = FILTERS.iter().filter_map(|name| asked.get(*name)).filter(|value| !value.is_empty());
        let narrowed = narrowed.cloned().collect();
        Ok(FindingsPage { f: shown.frame().stating(&a.as_of), a, narrowed, previous, next })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "finding.html")]
struct FindingPage {
    f: Frame,
    a: FindingAnswer,
}

pub(super) async fn finding(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    id: Result<Path<String>, Failure>,
    Query(asked): Query<Asked>,
) -> Response {
    let path = id.as_ref().map_or_else(|_| "/findings".to_owned(), |Path(id)| super::finding_path(id));
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/findings", path: &path };
    let page = async {
        let Path(id) = id?;
        let a: FindingAnswer = gateway.ask_for("finding", one("id", &id)).await?;
        Ok(FindingPage { f: shown.frame().stating(&a.as_of), a })
    };
    shown.page(page.await)
}

/// The findings by a rule.
pub(crate) fn by_rule(rule: &str) -> String {
    address("/findings", [("rule", rule.to_owned())])
}

/// How a finding stands, in the reader's language.
pub(crate) fn state<'a>(w: &Words, finding: &'a FindingRow) -> &'a str {
    w.choose(&finding.state_vi, &finding.state)
}

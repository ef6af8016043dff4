//! The pages: rendered on the server, Vietnamese first, each number a link to what is behind it.
//!
//! Belongs here: which question a page asks, and its template. Does not: words (`locales/`), figures (the read side).

pub mod diagram;
mod dossiers;
mod filters;
mod findings;
mod frame;
mod lists;
mod overview;
mod procedure;
mod show;
pub mod told;

pub(crate) use show::{nothing_here, wrong_method};

use crate::Gateway;
use crate::answers::{TimelineEntry, WordFigure};
use crate::extract::Query;
use crate::shown::{address, instant, percent};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use frame::{Asked, Frame};
use show::Shown;

/// The routes of the pages and their assets.
pub(crate) fn routes() -> Router<Gateway> {
    Router::new()
        .route("/", get(overview::overview))
        .route("/fragments/overview", get(overview::fragment))
        .route("/dossiers", get(dossiers::dossiers))
        .route("/dossiers/{code}", get(dossiers::dossier))
        .route("/inbox/{agency}", get(lists::inbox))
        .route("/agencies", get(lists::agencies))
        .route("/consultations", get(lists::consultations))
        .route("/procedures", get(lists::procedures))
        .route("/procedures/{code}", get(procedure::procedure))
        .route("/rejections", get(lists::rejections))
        .route("/findings", get(findings::findings))
        .route("/findings/{id}", get(findings::finding))
        .route("/about", get(about))
        .route(
            "/assets/style.css",
            get(|| asset("text/css; charset=utf-8", include_str!("../../assets/style.css"))),
        )
        .route(
            "/assets/live.js",
            get(|| asset("text/javascript; charset=utf-8", include_str!("../../assets/live.js"))),
        )
        .route("/assets/icon.svg", get(|| asset("image/svg+xml", include_str!("../../assets/icon.svg"))))
}

async fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=300")], text)
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    f: Frame,
}

async fn about(State(gateway): State<Gateway>, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/about", path: "/about" };
    shown.page(Ok(AboutPage { f: shown.frame() }))
}

/// The page of a dossier.
pub(crate) fn dossier_path(code: &str) -> String {
    format!("/dossiers/{}", percent(code))
}

/// The page of what waits for an agency.
pub(crate) fn inbox_path(agency: &str) -> String {
    format!("/inbox/{}", percent(agency))
}

/// The page of a procedure.
pub(crate) fn procedure_path(code: &str) -> String {
    format!("/procedures/{}", percent(code))
}

/// The rejected commands of an agency.
pub(crate) fn rejections_path(agency: &str) -> String {
    address("/rejections", [("agency", agency.to_owned())])
}

/// What was found of an agency.
pub(crate) fn findings_path(agency: &str) -> String {
    address("/findings", [("agency", agency.to_owned())])
}

/// The page of a finding.
pub(crate) fn finding_path(id: &str) -> String {
    format!("/findings/{}", percent(id))
}

/// A text that may be absent.
pub(crate) fn text(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// The proof of a record.
pub(crate) fn proof_path(origin: &str, stream: &str, revision: &u64) -> String {
    let ledger: Vec<String> = origin.split('/').map(percent).collect();
    format!("/api/v1/proofs/{}/{}/{revision}", ledger.join("/"), percent(stream))
}

/// The receipts of a line's command.
pub(crate) fn receipt_path(entry: &TimelineEntry) -> String {
    format!("/api/v1/receipts/{}/{}", percent(&entry.agency), percent(&entry.command_id))
}

/// An instant as it is shown; a dash where there is none.
pub(crate) fn when(at: &Option<String>) -> String {
    at.as_deref().map_or_else(|| "–".to_owned(), instant)
}

/// The largest of some figures: what the others' bars are measured by.
pub(crate) fn most(figures: &[WordFigure]) -> &u64 {
    figures.iter().map(|figure| &figure.value).max().unwrap_or(&0)
}

/// The addresses of the page before and the page after one of a list.
fn neighbours(path: &str, asked: &Asked, page: u64, pages: u64) -> (Option<String>, Option<String>) {
    let to = |page: u64| {
        let rest = asked
            .iter()
            .filter(|(name, _)| *name != "page" && *name != "lang")
            .map(|(name, value)| (name.as_str(), value.clone()));
        address(path, rest.chain([("page", page.to_string())]))
    };
    ((page > 1).then(|| to(page - 1)), (page < pages).then(|| to(page + 1)))
}

//! Dossiers: the list that every figure opens, and one dossier with everything that happened to it.

use super::filters::{IN_FORM, others};
use super::frame::{Asked, Frame};
use super::show::Shown;
use crate::Gateway;
use crate::answers::{DossierAnswer, DossierView, DossiersAnswer, TimelineAnswer};
use crate::asking::{of_address, one};
use crate::extract::{Path, Query};
use crate::failure::Failure;
use crate::shown::address;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// Words of status by which dossiers are filtered, in the order of a dossier's way.
const STATUSES: [&str; 16] = [
    "submitted",
    "refused",
    "received",
    "processing",
    "with_another_agency",
    "supplement_requested",
    "financial_obligation",
    "suspended",
    "withdrawal_asked",
    "resolved",
    "returned",
    "withdrawn",
    "stopped",
    "supplement_lapsed",
    "annulled",
    "history",
];
const CHANNELS: [&str; 5] = ["desk", "online", "post", "email", "internal"];

#[derive(Template)]
#[template(path = "dossiers.html")]
struct DossiersPage {
    f: Frame,
    a: DossiersAnswer,
    statuses: [&'static str; 16],
    channels: [&'static str; 5],
    status: String,
    channel: String,
    agency: String,
    day: String,
    late: bool,
    /// Filters that the form has no field for: name, value, in words.
    others: Vec<(String, String, String)>,
    filtered: bool,
    previous: Option<String>,
    next: Option<String>,
}

pub(super) async fn dossiers(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let shown =
        Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/dossiers", path: "/dossiers" };
    let page = async {
        let a: DossiersAnswer = gateway.ask_for("dossiers", of_address(&asked)?).await?;
        let of = |name: &str| asked.get(name).cloned().unwrap_or_default();
        let f = shown.frame().stating(&a.as_of);
        let (previous, next) = super::neighbours("/dossiers", &asked, a.page, a.pages);
        Ok(DossiersPage {
            statuses: STATUSES,
            channels: CHANNELS,
            status: of("status"),
            channel: of("channel"),
            agency: of("agency"),
            day: of("day"),
            late: of("late") == "true",
            others: others(f.w, &asked),
            filtered: IN_FORM.iter().any(|name| !of(name).is_empty()),
            previous,
            next,
            f,
            a,
        })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "dossier.html")]
struct DossierPage {
    f: Frame,
    d: DossierView,
    t: TimelineAnswer,
}

pub(super) async fn dossier(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    code: Result<Path<String>, Failure>,
    Query(asked): Query<Asked>,
) -> Response {
    let path = code.as_ref().map_or_else(|_| "/dossiers".to_owned(), |Path(code)| super::dossier_path(code));
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/dossiers", path: &path };
    let page = async {
        let Path(code) = code?;
        let answer: DossierAnswer = gateway.ask_for("dossier", one("code", &code)).await?;
        let t: TimelineAnswer = gateway.ask_for("timeline", one("code", &code)).await?;
        Ok(DossierPage { f: shown.frame().stating(&answer.as_of), d: answer.dossier, t })
    };
    shown.page(page.await)
}

/// The list of what an agency holds.
pub(super) fn held_by(agency: &str) -> String {
    address("/dossiers", [("holder", agency.to_owned())])
}

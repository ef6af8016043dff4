//! The other lists: what waits for an agency, agencies, consultations, procedures, rejected commands.

use super::frame::{Asked, Frame};
use super::show::Shown;
use crate::Gateway;
use crate::answers::{
    AgenciesAnswer, ConsultationsAnswer, DeliveriesAnswer, InboxAnswer, ProceduresAnswer, RejectionsAnswer,
};
use crate::asking::{of_address, one};
use crate::extract::{Path, Query};
use crate::failure::Failure;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Map;

#[derive(Template)]
#[template(path = "inbox.html")]
struct InboxPage {
    f: Frame,
    name: String,
    held: String,
    a: InboxAnswer,
}

pub(super) async fn inbox(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    agency: Result<Path<String>, Failure>,
    Query(asked): Query<Asked>,
) -> Response {
    let path =
        agency.as_ref().map_or_else(|_| "/agencies".to_owned(), |Path(agency)| super::inbox_path(agency));
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/agencies", path: &path };
    let page = async {
        let Path(agency) = agency?;
        let a: InboxAnswer = gateway.ask_for("inbox", one("agency", &agency)).await?;
        let f = shown.frame().stating(&a.as_of);
        let name = f.w.choose(&a.name, &a.name_en).to_owned();
        Ok(InboxPage { f, name, held: super::dossiers::held_by(&agency), a })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "agencies.html")]
struct AgenciesPage {
    f: Frame,
    a: AgenciesAnswer,
    /// Absent where the inboxes do not answer: the agencies are shown all the same.
    d: Option<DeliveriesAnswer>,
}

pub(super) async fn agencies(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let path = "/agencies";
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: path, path };
    let page = async {
        let a: AgenciesAnswer = gateway.ask_for("agencies", Map::new()).await?;
        let d = gateway.ask_for("deliveries", Map::new()).await.ok();
        Ok(AgenciesPage { f: shown.frame().stating(&a.as_of), a, d })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "consultations.html")]
struct ConsultationsPage {
    f: Frame,
    a: ConsultationsAnswer,
}

pub(super) async fn consultations(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let path = "/consultations";
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: path, path };
    let page = async {
        let a: ConsultationsAnswer = gateway.ask_for("consultations", of_address(&asked)?).await?;
        Ok(ConsultationsPage { f: shown.frame().stating(&a.as_of), a })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "procedures.html")]
struct ProceduresPage {
    f: Frame,
    a: ProceduresAnswer,
}

pub(super) async fn procedures(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let path = "/procedures";
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: path, path };
    let page = async {
        let a: ProceduresAnswer = gateway.ask_for("procedures", Map::new()).await?;
        Ok(ProceduresPage { f: shown.frame().stating(&a.as_of), a })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "rejections.html")]
struct RejectionsPage {
    f: Frame,
    a: RejectionsAnswer,
    agency: String,
    previous: Option<String>,
    next: Option<String>,
}

pub(super) async fn rejections(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let path = "/rejections";
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: path, path };
    let page = async {
        let a: RejectionsAnswer = gateway.ask_for("rejections", of_address(&asked)?).await?;
        let (previous, next) = super::neighbours(path, &asked, a.page, a.pages);
        let agency = asked.get("agency").cloned().unwrap_or_default();
        Ok(RejectionsPage { f: shown.frame().stating(&a.as_of), a, agency, previous, next })
    };
    shown.page(page.await)
}

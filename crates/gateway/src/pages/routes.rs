//! One function a page: ask, fill the template, answer.

use super::frame::{Asked, Frame, cookie};
use crate::Gateway;
use crate::answers::{
    AgenciesAnswer, ConsultationsAnswer, DossierAnswer, DossierView, DossiersAnswer, InboxAnswer, Overview,
    TimelineAnswer,
};
use crate::asking::{of_address, one};
use crate::failure::Failure;
use crate::shown::{address, positions};
use crate::words::Words;
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::Map;

/// Words of status by which dossiers are filtered, in the order of a dossier's way.
const STATUSES: [&str; 8] = [
    "submitted",
    "refused",
    "received",
    "processing",
    "with_another_agency",
    "resolved",
    "returned",
    "history",
];
const CHANNELS: [&str; 5] = ["desk", "online", "post", "email", "internal"];
/// Filters that the form has; others are told in words.
const IN_FORM: [&str; 6] = ["status", "channel", "agency", "day", "page", "lang"];

/// The routes of the pages and their assets.
pub(crate) fn routes() -> Router<Gateway> {
    Router::new()
        .route("/", get(overview))
        .route("/fragments/overview", get(fragment))
        .route("/dossiers", get(dossiers))
        .route("/dossiers/{code}", get(dossier))
        .route("/inbox/{agency}", get(inbox))
        .route("/agencies", get(agencies))
        .route("/consultations", get(consultations))
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

type Params = Query<Asked>;

/// A page, or the page that says why not.
struct Shown<'a> {
    gateway: &'a Gateway,
    headers: &'a HeaderMap,
    asked: &'a Asked,
    here: &'static str,
    path: &'a str,
}

impl Shown<'_> {
    fn frame(&self) -> Frame {
        Frame::new(self.gateway, self.headers, self.asked, self.here, self.path)
    }

    fn page(&self, rendered: Result<impl Template, Failure>) -> Response {
        let (status, html) = match rendered.map(|page| page.render()) {
            Ok(Ok(html)) => (StatusCode::OK, html),
            Ok(Err(error)) => return Failure::malformed(&error.to_string()).into_response(),
            Err(failure) => {
                let page =
                    ErrorPage { f: self.frame(), vi: &failure.vi, en: &failure.en, code: &failure.code };
                match page.render() {
                    Ok(html) => (failure.status, html),
                    Err(_) => return failure.into_response(),
                }
            }
        };
        let mut response = (status, Html(html)).into_response();
        if let Some(cookie) = cookie(self.asked).and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    f: Frame,
    vi: &'a str,
    en: &'a str,
    code: &'a str,
}

#[derive(Template)]
#[template(path = "live.html")]
struct Live<'a> {
    w: Words,
    o: &'a Overview,
    asof: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    f: Frame,
    live: String,
}

async fn overview(State(gateway): State<Gateway>, headers: HeaderMap, Query(asked): Params) -> Response {
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/", path: "/" };
    let page = async {
        let answer: Overview = gateway.ask_for("overview", Map::new()).await?;
        let f = shown.frame().stating(&answer.as_of);
        let live = live(f.w, &answer)?;
        Ok(OverviewPage { f, live })
    };
    shown.page(page.await)
}

/// The live part of the overview alone.
async fn fragment(State(gateway): State<Gateway>, headers: HeaderMap, Query(asked): Params) -> Response {
    let w = Words::new(super::frame::language(&headers, &asked));
    let html = async {
        let answer: Overview = gateway.ask_for("overview", Map::new()).await?;
        live(w, &answer)
    };
    match html.await {
        Ok(html) => Html(html).into_response(),
        Err(failure) => failure.into_response(),
    }
}

fn live(w: Words, o: &Overview) -> Result<String, Failure> {
    let asof = if o.as_of.is_empty() { w.t("asof.empty").to_owned() } else { positions(&o.as_of) };
    Live { w, o, asof }.render().map_err(|error| Failure::malformed(&error.to_string()))
}

#[derive(Template)]
#[template(path = "dossiers.html")]
struct DossiersPage {
    f: Frame,
    a: DossiersAnswer,
    statuses: [&'static str; 8],
    channels: [&'static str; 5],
    status: String,
    channel: String,
    agency: String,
    day: String,
    others: Vec<String>,
    filtered: bool,
    previous: Option<String>,
    next: Option<String>,
}

async fn dossiers(State(gateway): State<Gateway>, headers: HeaderMap, Query(asked): Params) -> Response {
    let shown =
        Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/dossiers", path: "/dossiers" };
    let page = async {
        let a: DossiersAnswer = gateway.ask_for("dossiers", of_address(&asked)?).await?;
        let of = |name: &str| asked.get(name).cloned().unwrap_or_default();
        let others =
            asked.iter().filter(|(name, value)| !IN_FORM.contains(&name.as_str()) && !value.is_empty());
        let to = |page: u64| {
            let rest = asked
                .iter()
                .filter(|(name, _)| *name != "page")
                .map(|(name, value)| (name.as_str(), value.clone()));
            address("/dossiers", rest.chain([("page", page.to_string())]))
        };
        Ok(DossiersPage {
            f: shown.frame().stating(&a.as_of),
            statuses: STATUSES,
            channels: CHANNELS,
            status: of("status"),
            channel: of("channel"),
            agency: of("agency"),
            day: of("day"),
            others: others.map(|(name, value)| format!("{name} = {value}")).collect(),
            filtered: ["status", "channel", "agency", "day"].iter().any(|name| !of(name).is_empty()),
            previous: (a.page > 1).then(|| to(a.page - 1)),
            next: (a.page < a.pages).then(|| to(a.page + 1)),
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

async fn dossier(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Path(code): Path<String>,
    Query(asked): Params,
) -> Response {
    let path = super::dossier_path(&code);
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/dossiers", path: &path };
    let page = async {
        let answer: DossierAnswer = gateway.ask_for("dossier", one("code", &code)).await?;
        let t: TimelineAnswer = gateway.ask_for("timeline", one("code", &code)).await?;
        Ok(DossierPage { f: shown.frame().stating(&answer.as_of), d: answer.dossier, t })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "inbox.html")]
struct InboxPage {
    f: Frame,
    name: String,
    held: String,
    a: InboxAnswer,
}

async fn inbox(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Path(agency): Path<String>,
    Query(asked): Params,
) -> Response {
    let path = super::inbox_path(&agency);
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/agencies", path: &path };
    let page = async {
        let a: InboxAnswer = gateway.ask_for("inbox", one("agency", &agency)).await?;
        let f = shown.frame().stating(&a.as_of);
        let name = f.w.choose(&a.name, &a.name_en).to_owned();
        Ok(InboxPage { f, name, held: address("/dossiers", [("holder", agency.clone())]), a })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "agencies.html")]
struct AgenciesPage {
    f: Frame,
    a: AgenciesAnswer,
}

async fn agencies(State(gateway): State<Gateway>, headers: HeaderMap, Query(asked): Params) -> Response {
    let shown =
        Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/agencies", path: "/agencies" };
    let page = async {
        let a: AgenciesAnswer = gateway.ask_for("agencies", Map::new()).await?;
        Ok(AgenciesPage { f: shown.frame().stating(&a.as_of), a })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "consultations.html")]
struct ConsultationsPage {
    f: Frame,
    a: ConsultationsAnswer,
}

async fn consultations(State(gateway): State<Gateway>, headers: HeaderMap, Query(asked): Params) -> Response {
    let path = "/consultations";
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: path, path };
    let page = async {
        let a: ConsultationsAnswer = gateway.ask_for("consultations", of_address(&asked)?).await?;
        Ok(ConsultationsPage { f: shown.frame().stating(&a.as_of), a })
    };
    shown.page(page.await)
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    f: Frame,
}

async fn about(State(gateway): State<Gateway>, headers: HeaderMap, Query(asked): Params) -> Response {
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/about", path: "/about" };
    shown.page(Ok(AboutPage { f: shown.frame() }))
}

/// An address that nothing stands at.
pub(crate) async fn nothing_here(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    uri: OriginalUri,
) -> Response {
    let failure = Failure::not_found(uri.path());
    refused(&gateway, &headers, &uri, failure)
}

/// An address that takes other methods.
pub(crate) async fn wrong_method(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    uri: OriginalUri,
) -> Response {
    refused(&gateway, &headers, &uri, Failure::method())
}

/// The API answers in JSON, the rest with a page.
fn refused(gateway: &Gateway, headers: &HeaderMap, uri: &OriginalUri, failure: Failure) -> Response {
    if uri.path().starts_with("/api/") {
        return failure.into_response();
    }
    let asked = Asked::new();
    let shown = Shown { gateway, headers, asked: &asked, here: "", path: "/" };
    shown.page(Err::<AboutPage, Failure>(failure))
}

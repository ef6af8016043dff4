//! The overview: a page whose live part is asked for again when the figures have moved.

use super::frame::{Asked, Frame, language};
use super::show::{Shown, render};
use crate::Gateway;
use crate::answers::{DayFigures, Overview};
use crate::charts;
use crate::extract::Query;
use crate::failure::Failure;
use crate::shown::{date, positions};
use crate::words::Words;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Map;

#[derive(Template)]
#[template(path = "live.html")]
struct Live<'a> {
    w: Words,
    o: &'a Overview,
    asof: String,
    /// Days of the chart with anything in them.
    chart: Option<String>,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    f: Frame,
    live: String,
}

pub(super) async fn overview(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let shown = Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/", path: "/" };
    let page = async {
        let answer: Overview = gateway.ask_for("overview", Map::new()).await?;
        let f = shown.frame().stating(&answer.as_of);
        let live = live(f.w, &answer)?;
        Ok(OverviewPage { f, live })
    };
    shown.page(page.await)
}

/// The live part alone.
pub(super) async fn fragment(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let w = Words::new(language(&headers, &asked));
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
    render(&Live { w, o, asof, chart: chart(w, &o.by_day) })
}

/// The days as columns; nothing where no day has anything.
fn chart(w: Words, days: &[DayFigures]) -> Option<String> {
    let pairs: Vec<(u64, u64)> = days.iter().map(|day| (day.received.value, day.resolved.value)).collect();
    let (first, last) = (days.first()?, days.last()?);
    if pairs.iter().all(|(received, resolved)| received + resolved == 0) {
        return None;
    }
    let description = w.two("overview.by_day_desc", date(&first.day), date(&last.day));
    Some(charts::columns(&pairs, w.t("overview.by_day"), &description))
}

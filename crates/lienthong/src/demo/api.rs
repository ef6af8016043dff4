//! The demonstration's clock over HTTP: `GET` shows it, `POST` moves it, forward only.

use super::clock::DemoClock;
use crate::cli::DemoCommand;
use crate::failure::{Failure, Outcome};
use crate::output;
use crate::remote;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use jiff::Timestamp;
use lienthong_ledger::ports::Clock;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

const PATH: &str = "/api/v1/demo/clock";

/// What the clock is asked to do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    to: Option<Timestamp>,
    running: Option<bool>,
}

/// The routes.
pub fn routes(clock: Arc<DemoClock>) -> Router {
    Router::new().route(PATH, get(show).post(move_on)).with_state(clock)
}

async fn show(State(clock): State<Arc<DemoClock>>) -> Json<Value> {
    Json(shown(&clock))
}

async fn move_on(State(clock): State<Arc<DemoClock>>, Json(ask): Json<Move>) -> (StatusCode, Json<Value>) {
    if let Some(to) = ask.to
        && !clock.run_to(to)
    {
        let en = format!("the clock goes forward only: it shows {}, and {to} is past", clock.now());
        let vi = format!("đồng hồ chỉ tiến: đang là {}, {to} đã qua", clock.now());
        return (StatusCode::CONFLICT, Json(json!({ "code": "LT0920", "vi": vi, "en": en })));
    }
    if let Some(running) = ask.running {
        clock.set_running(running);
    }
    (StatusCode::OK, Json(shown(&clock)))
}

fn shown(clock: &DemoClock) -> Value {
    json!({
        "shows": clock.now().to_string(),
        "going_to": clock.wanted().to_string(),
        "running": clock.is_running(),
        "pace": clock.pace(),
        "simulated": true,
    })
}

/// `lienthong demo clock`.
pub async fn clock_command(what: DemoCommand) -> Outcome {
    let DemoCommand::Clock { to, pause, resume, url } = what;
    let address = format!("{}{PATH}", url.trim_end_matches('/'));
    let running = if pause {
        Some(false)
    } else if resume {
        Some(true)
    } else {
        None
    };
    let value = if to.is_none() && running.is_none() {
        remote::get_json(&address).await?
    } else {
        remote::post_json(&address, json!({ "to": to.map(|to| to.to_string()), "running": running })).await?
    };
    match value["code"].as_str() {
        Some(code) => Err(Failure::no(code, value["en"].as_str().unwrap_or_default())),
        None => output::json(&value),
    }
}

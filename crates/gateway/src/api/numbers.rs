//! Numbers of dossiers, for desks and portals that have no counter of their own.
//!
//! Belongs here: what is known of a series on a day, and the next number of it. Does not: whether a code is taken: the ledger alone
//! decides that, when the dossier is registered.

use super::reads::{Answer, Parameters, id};
use crate::Gateway;
use crate::answers::NumbersAnswer;
use crate::asking::of_address;
use crate::extract::Query;
use crate::failure::{ErrorBody, Failure};
use axum::Json;
use axum::extract::State;
use lienthong_catalogue::Number;
use lienthong_names::{AgencyId, DossierCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use tokio::sync::Mutex;
use utoipa::{IntoParams, ToSchema};

/// Numbers that may be given out and not yet registered, for one series and day and desk. Who fetches more and registers none gets
/// the first of them again: a desk that is gone leaves no gap.
const AHEAD_MAX: u32 = 512;

/// Series, day, desk.
type Of = (String, String, String);

/// What was given out last. It outlives nothing: after a start it goes on behind what is registered.
#[derive(Debug, Default)]
pub struct Counter(Mutex<BTreeMap<Of, u32>>);

/// Which series, and who asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Next {
    /// Code of the desk's agency.
    desk: String,
    /// What stands before the day in its codes; by default the desk's code.
    series: Option<String>,
    /// yyyy-mm-dd
    day: String,
}

/// A code that is free.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextNumber {
    /// `H22.02-201005-0042`. It is taken by whoever registers a dossier under it first.
    code: String,
}

/// What is known of a series of numbers on a day
///
/// Numbers given, numbers not given that nobody leases (a visible gap), leased blocks, and one that is free.
#[utoipa::path(get, path = "/api/v1/numbers", tag = "read",
    params(("series" = String, Query, description = "What stands before the day: `H22.02`"),
        ("day" = String, Query, description = "yyyy-mm-dd"),
        ("desk" = Option<String>, Query, description = "Whose next number: within its own block, if it has one")),
    responses((status = 200, body = NumbersAnswer), (status = 400, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub(crate) async fn numbers(State(gateway): State<Gateway>, Query(filters): Parameters) -> Answer {
    gateway.ask("numbers", of_address(&filters)?).await.map(Json)
}

/// The next number of a series
///
/// Everybody who asks gets another one. Nothing is recorded by it: a number that nobody registers stays a gap, or is given out again
/// later.
#[utoipa::path(post, path = "/api/v1/numbers", tag = "submit", params(Next),
    responses((status = 200, body = NextNumber), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn next(
    State(gateway): State<Gateway>,
    Query(asked): Query<Next>,
) -> Result<Json<NextNumber>, Failure> {
    let desk: AgencyId = id(&asked.desk)?;
    let series = asked.series.unwrap_or_else(|| desk.to_string());
    let of = (series, asked.day, desk.to_string());
    // Held while it is looked up: who asks at the same time gets the number after.
    let mut given = gateway.counter.0.lock().await;
    let after = given.get(&of).copied().unwrap_or(0);
    let mut free = gateway.free_number(&of, after).await?;
    if free.as_ref().is_some_and(|free| free.number > free.last.saturating_add(AHEAD_MAX)) {
        free = gateway.free_number(&of, 0).await?;
    }
    let free = free.ok_or_else(|| Failure::not_found(&format!("a free number of {} on {}", of.0, of.1)))?;
    given.insert(of, free.number);
    Ok(Json(NextNumber { code: free.code.to_string() }))
}

/// A number that nobody has registered.
struct Free {
    code: DossierCode,
    number: u32,
    /// The last of the series that is registered.
    last: u32,
}

impl Gateway {
    /// A free number behind `after`.
    async fn free_number(&self, (series, day, desk): &Of, after: u32) -> Result<Option<Free>, Failure> {
        let texts = [("series", series), ("day", day), ("desk", desk)];
        let mut parameters: Map<String, Value> =
            texts.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text.clone()))).collect();
        parameters.insert("after".to_owned(), Value::from(after));
        let answer: NumbersAnswer = self.ask_for("numbers", parameters).await?;
        Ok(answer.next.and_then(|code| {
            let code = DossierCode::new(&code).ok()?;
            let number = Number::of(&code)?.number;
            Some(Free { code, number, last: answer.last })
        }))
    }

    /// A free code beside one that is taken, in the same series on the same day, for a desk.
    pub(crate) async fn hint(&self, taken: &DossierCode, desk: &AgencyId) -> Option<DossierCode> {
        let number = Number::of(taken)?;
        let of = (number.series.to_owned(), number.day.to_string(), desk.to_string());
        let after = self.counter.0.lock().await.get(&of).copied().unwrap_or(0);
        // A hint is a courtesy: without one the rejection is as good.
        self.free_number(&of, after).await.ok()?.map(|free| free.code)
    }
}

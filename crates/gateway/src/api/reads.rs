//! Reading: each address is one query, its answer passed on as it came.

use crate::Gateway;
use crate::answers::{
    AccessesAnswer, AgenciesAnswer, ConsultationsAnswer, CountsAnswer, DeclarationsAnswer, DeliveriesAnswer,
    DossierAnswer, DossiersAnswer, FindingAnswer, FindingsAnswer, HealthAnswer, InboxAnswer, Overview,
    ProcedureAnswer, ProceduresAnswer, RejectionsAnswer, TimelineAnswer,
};
use crate::api::schema;
use crate::asking::{of_address, one};
use crate::extract::{Path, Query};
use crate::failure::{ErrorBody, Failure};
use axum::Json;
use axum::extract::State;
use lienthong_names::{AgencyId, DossierCode, FindingId, ProcedureCode};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

pub(super) type Answer = Result<Json<Value>, Failure>;
pub(super) type Parameters = Query<BTreeMap<String, String>>;

/// An identifier from the path, by its form.
pub(crate) fn id<T: FromStr<Err: Display>>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|error: T::Err| Failure::malformed(&error.to_string()))
}

/// The province at a glance
///
/// Every figure names the query that opens what it counts.
#[utoipa::path(get, path = "/api/v1/overview", tag = "read",
    responses((status = 200, body = Overview), (status = 503, body = ErrorBody)))]
pub(crate) async fn overview(State(gateway): State<Gateway>) -> Answer {
    gateway.ask("overview", Map::new()).await.map(Json)
}

/// Dossiers, by what they have in common
///
/// The parameters of a figure's `drill` are the parameters here.
#[utoipa::path(get, path = "/api/v1/dossiers", tag = "read", params(schema::DossierFilters),
    responses((status = 200, body = DossiersAnswer), (status = 400, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub(crate) async fn dossiers(State(gateway): State<Gateway>, Query(filters): Parameters) -> Answer {
    gateway.ask("dossiers", of_address(&filters)?).await.map(Json)
}

/// One dossier as of now
#[utoipa::path(get, path = "/api/v1/dossiers/{code}", tag = "read", params(("code" = String, Path, description = "Dossier code")),
    responses((status = 200, body = DossierAnswer), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn dossier(State(gateway): State<Gateway>, Path(code): Path<String>) -> Answer {
    let code: DossierCode = id(&code)?;
    gateway.ask("dossier", one("code", code.as_str())).await.map(Json)
}

/// Everything that happened to a dossier
///
/// Each line names the record it stands in: stream, revision, sequence.
#[utoipa::path(get, path = "/api/v1/dossiers/{code}/timeline", tag = "read",
    params(("code" = String, Path, description = "Dossier code")),
    responses((status = 200, body = TimelineAnswer), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn timeline(State(gateway): State<Gateway>, Path(code): Path<String>) -> Answer {
    let code: DossierCode = id(&code)?;
    gateway.ask("timeline", one("code", code.as_str())).await.map(Json)
}

/// What waits for an agency
#[utoipa::path(get, path = "/api/v1/agencies/{agency}/inbox", tag = "read",
    params(("agency" = String, Path, description = "Agency code")),
    responses((status = 200, body = InboxAnswer), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn inbox(State(gateway): State<Gateway>, Path(agency): Path<String>) -> Answer {
    let agency: AgencyId = id(&agency)?;
    gateway.ask("inbox", one("agency", agency.as_str())).await.map(Json)
}

/// What agencies were told and have not acknowledged
///
/// By agency: how many deliveries wait, and how long the first of them has.
#[utoipa::path(get, path = "/api/v1/deliveries", tag = "operate",
    responses((status = 200, body = DeliveriesAnswer), (status = 503, body = ErrorBody)))]
pub(crate) async fn deliveries(State(gateway): State<Gateway>) -> Answer {
    gateway.ask("deliveries", Map::new()).await.map(Json)
}

/// Consultations not concluded
#[utoipa::path(get, path = "/api/v1/consultations", tag = "read",
    params(("state" = Option<String>, Query, description = "`open` (the default) or `late`")),
    responses((status = 200, body = ConsultationsAnswer), (status = 400, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub(crate) async fn consultations(State(gateway): State<Gateway>, Query(filters): Parameters) -> Answer {
    gateway.ask("consultations", of_address(&filters)?).await.map(Json)
}

/// Commands that the rules did not let through
///
/// Each is a record, with the reasons of its rejection; those of agencies with no part in the dossier are among them.
#[utoipa::path(get, path = "/api/v1/rejections", tag = "read",
    params(("agency" = Option<String>, Query, description = "Only this agency's"),
        ("page" = Option<u32>, Query, description = "Which page, from 1")),
    responses((status = 200, body = RejectionsAnswer), (status = 400, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub(crate) async fn rejections(State(gateway): State<Gateway>, Query(filters): Parameters) -> Answer {
    gateway.ask("rejections", of_address(&filters)?).await.map(Json)
}

/// What inspection found so far
///
/// Newest first. Each names the records that prove it; beside it stands what was put on record of it: how it was explained, and judged. A
/// finding is a rule's word and no judgement.
#[utoipa::path(get, path = "/api/v1/findings", tag = "read",
    params(("agency" = Option<String>, Query, description = "Only this agency's"),
        ("rule" = Option<String>, Query, description = "Only by this rule: `R16`, `R16.leg_late`, `I06`"),
        ("dossier" = Option<String>, Query, description = "Only about this dossier"),
        ("record" = Option<String>, Query, description = "Only those that this record proves: `H22/2020:871`"),
        ("state" = Option<String>, Query, description = "Only those that stand so: `found`, `opened`, `explained`, `confirmed`, `dismissed`, `closed`"),
        ("page" = Option<u32>, Query, description = "Which page, from 1")),
    responses((status = 200, body = FindingsAnswer), (status = 400, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub(crate) async fn findings(State(gateway): State<Gateway>, Query(filters): Parameters) -> Answer {
    gateway.ask("findings", of_address(&filters)?).await.map(Json)
}

/// One finding
///
/// With the records that prove it and all that was put on record of it. One that a person saw, or that has lost its ground since, is found
/// by no rule and stands here all the same.
#[utoipa::path(get, path = "/api/v1/findings/{id}", tag = "read",
    params(("id" = String, Path, description = "The finding's id")),
    responses((status = 200, body = FindingAnswer), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn finding(State(gateway): State<Gateway>, Path(finding): Path<String>) -> Answer {
    let finding: FindingId = id(&finding)?;
    gateway.ask("finding", one("id", finding.as_str())).await.map(Json)
}

/// Which days agencies have declared of their books
///
/// A day that is not declared is `unknown`: nothing is to be concluded from it. At most 366 days are answered; without days, the
/// last 31.
#[utoipa::path(get, path = "/api/v1/declarations", tag = "read",
    params(("agency" = Option<String>, Query, description = "Only this agency's"),
        ("from" = Option<String>, Query, description = "The first day, `yyyy-MM-dd`"),
        ("to" = Option<String>, Query, description = "The last day; today if it is not said")),
    responses((status = 200, body = DeclarationsAnswer), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn declarations(State(gateway): State<Gateway>, Query(filters): Parameters) -> Answer {
    gateway.ask("declarations", of_address(&filters)?).await.map(Json)
}

/// Who was shown what citizens say of themselves in a dossier
///
/// Each is a record, written before it was shown: an officer's, with the reason. Newest first.
#[utoipa::path(get, path = "/api/v1/dossiers/{code}/accesses", tag = "read",
    params(("code" = String, Path, description = "The dossier's code")),
    responses((status = 200, body = AccessesAnswer), (status = 503, body = ErrorBody)))]
pub(crate) async fn accesses(State(gateway): State<Gateway>, Path(code): Path<String>) -> Answer {
    let code: DossierCode = id(&code)?;
    gateway.ask("accesses", one("code", code.as_str())).await.map(Json)
}

/// Agencies of the catalogue
#[utoipa::path(get, path = "/api/v1/agencies", tag = "read",
    responses((status = 200, body = AgenciesAnswer), (status = 503, body = ErrorBody)))]
pub(crate) async fn agencies(State(gateway): State<Gateway>) -> Answer {
    gateway.ask("agencies", Map::new()).await.map(Json)
}

/// Published procedures
#[utoipa::path(get, path = "/api/v1/procedures", tag = "read",
    responses((status = 200, body = ProceduresAnswer), (status = 503, body = ErrorBody)))]
pub(crate) async fn procedures(State(gateway): State<Gateway>) -> Answer {
    gateway.ask("procedures", Map::new()).await.map(Json)
}

/// One procedure
///
/// What it says on a day, how it is worked, and what each of its versions says otherwise than the one before.
#[utoipa::path(get, path = "/api/v1/procedures/{code}", tag = "read",
    params(("code" = String, Path, description = "Procedure code"),
        ("on" = Option<String>, Query, description = "As of the beginning of this day, `yyyy-MM-dd`; now if it is not said")),
    responses((status = 200, body = ProcedureAnswer), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 503, body = ErrorBody)))]
pub(crate) async fn procedure(
    State(gateway): State<Gateway>,
    Path(code): Path<String>,
    Query(filters): Parameters,
) -> Answer {
    let code: ProcedureCode = id(&code)?;
    let mut parameters = of_address(&filters)?;
    parameters.insert("code".to_owned(), Value::String(code.to_string()));
    gateway.ask("procedure", parameters).await.map(Json)
}

/// Counts by day, agency, channel and status
#[utoipa::path(get, path = "/api/v1/counts", tag = "read",
    responses((status = 200, body = CountsAnswer), (status = 503, body = ErrorBody)))]
pub(crate) async fn counts(State(gateway): State<Gateway>) -> Answer {
    gateway.ask("counts", Map::new()).await.map(Json)
}

/// How far the read side has come, ledger by ledger
#[utoipa::path(get, path = "/api/v1/positions", tag = "operate",
    responses((status = 200, body = BTreeMap<String, u64>), (status = 503, body = ErrorBody)))]
pub(crate) async fn positions(State(gateway): State<Gateway>) -> Answer {
    gateway.ask("positions", Map::new()).await.map(Json)
}

/// Whether the read side is well
#[utoipa::path(get, path = "/api/v1/health", tag = "operate",
    responses((status = 200, body = HealthAnswer), (status = 503, body = ErrorBody)))]
pub(crate) async fn health(State(gateway): State<Gateway>) -> Answer {
    gateway.ask("health", Map::new()).await.map(Json)
}

//! `lienthong dossier annex`: what confidential opinions say, for who asked and for inspectors.
//!
//! Whoever may read the ledger reads it there. An agency asks in its own name, and is answered with what it asked for itself.

use super::{Found, find, plain, unreadable, value};
use crate::cli::{Format, OneDossier};
use crate::failure::{Failure, Outcome};
use crate::reading::named_agency;
use crate::{output, province};
use lienthong_ledger::ports::Query as _;
use lienthong_names::AgencyId;
use lienthong_nats::query::NatsQuery;
use lienthong_projections::annexes_in;
use lienthong_projections::queries::ANNEX;
use lienthong_protocol::subjects;
use serde_json::{Value, json};

pub(super) async fn run(one: &OneDossier, agency: Option<&str>) -> Outcome {
    let agency = named_agency(agency)?;
    let annex = match (agency, &one.from.ledger) {
        (Some(agency), None) => asked(one, agency).await?,
        (agency, _) => read(&find(one).await?, agency.as_ref())?,
    };
    if annex["annexes"].as_array().is_none_or(Vec::is_empty) {
        let what = format!(
            "no confidential opinions about dossier {} stand in a digest that is shown here",
            one.code
        );
        return Err(Failure::no("LT0807", what));
    }
    match one.format {
        Format::Json => output::json(&annex),
        Format::Table | Format::Csv => output::rows(&rows(&annex), one.format),
    }
}

/// From the sealed records.
fn read(found: &Found, agency: Option<&AgencyId>) -> Outcome<Value> {
    let is_for = |chair: &str| agency.is_none_or(|agency| found.stands_in(chair, agency));
    value(&annexes_in(&found.records, &found.names, is_for).map_err(unreadable)?)
}

/// From the read side, in the agency's name.
async fn asked(one: &OneDossier, agency: AgencyId) -> Outcome<Value> {
    if one.at.is_some() || one.known_at.is_some() || one.origin.is_some() {
        let what = "--at, --known-at and --origin are for who reads the ledger: leave out --agency";
        return Err(Failure::usage("LT0908", what));
    }
    let connection = province::connect(&one.from.nats, &subjects::token(agency.as_str())).await?;
    let now = jiff::Timestamp::now().to_string();
    let answer = NatsQuery::of_agency(connection, agency)
        .query(ANNEX, json!({ "code": one.code, "now": now }))
        .await?;
    Ok(answer["annex"].clone())
}

/// An opinion a row, then each passage of it that the digest quotes.
fn rows(annex: &Value) -> Vec<Vec<String>> {
    let head = ["consultation", "agency", "round", "version", "stance", "treatment", "bytes", "words"];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    for asked in annex["annexes"].as_array().into_iter().flatten() {
        for opinion in asked["opinions"].as_array().into_iter().flatten() {
            let row = |bytes: String, words: &Value| {
                let of = ["agency", "round", "version", "stance", "treatment"];
                let cells = of.iter().map(|name| plain(&opinion[*name]));
                let consultation = plain(&asked["consultation"]);
                std::iter::once(consultation).chain(cells).chain([bytes, plain(words)]).collect()
            };
            rows.push(row("all".to_owned(), &opinion["text"]));
            for passage in opinion["passages"].as_array().into_iter().flatten() {
                let bytes = format!("{}-{}", plain(&passage["start"]), plain(&passage["end"]));
                rows.push(row(bytes, &passage["text"]));
            }
        }
    }
    rows
}

//! `lienthong inbox`: what an agency is told, taken and acknowledged; and what nobody has acknowledged.

use crate::cli::{Format, Inbox as What, OwnInbox, Source};
use crate::deliveries;
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::reading::an_agency;
use crate::{output, province, shelf};
use lienthong_ledger::inbox::{AcknowledgeError, DELIVERIES, InboxQuery, Taken};
use lienthong_ledger::ports::{Inbox, Query};
use lienthong_names::AgencyId;
use lienthong_nats::inbox::NatsInbox;
use lienthong_nats::query::NatsQuery;
use lienthong_protocol::subjects;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Runs it.
pub async fn run(what: What) -> Outcome {
    match what {
        What::List { from, format } => list(&from, format).await,
        What::Take { own, wait, acknowledge } => {
            let (inbox, agency) = open(&own).await?;
            take(&*inbox, &agency, Duration::from_secs(wait), acknowledge).await
        }
        What::Ack { token, own } => {
            let (inbox, agency) = open(&own).await?;
            inbox.acknowledge(&agency, &token).await.map_err(not_acknowledged)
        }
    }
}

async fn list(from: &Source, format: Format) -> Outcome {
    let query: Arc<dyn Query> = match (&from.ledger, &from.nats.url) {
        (Some(dir), _) => {
            let house = House::open(dir)?;
            let ledgers = shelf::open_for_reading(&house)?;
            Arc::new(InboxQuery::new(deliveries::caught_up(&house, &ledgers).await?))
        }
        (None, Some(_)) => Arc::new(NatsQuery::new(province::connect(&from.nats, "historian").await?)),
        (None, None) => return Err(nowhere()),
    };
    let answer = query.query(DELIVERIES, Value::Null).await?;
    let columns = ["agency", "count", "since", "attempts", "stream", "oldest"];
    let head = columns.iter().map(ToString::to_string).collect();
    let row = |agency: &Value| columns.iter().map(|column| text(&agency[*column])).collect();
    let rows = answer["agencies"].as_array().into_iter().flatten().map(row);
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    match format {
        Format::Json => output::json(&answer),
        Format::Table | Format::Csv => output::rows(&rows, format),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One delivery; or, acknowledged as they are written out, all there are.
async fn take(inbox: &dyn Inbox, agency: &AgencyId, wait: Duration, acknowledge: bool) -> Outcome {
    while let Some(taken) = inbox.next(agency, wait).await? {
        output::json_line(&line(&taken))?;
        if !acknowledge {
            return Ok(());
        }
        inbox.acknowledge(agency, &taken.token).await.map_err(not_acknowledged)?;
    }
    Ok(())
}

/// The delivery, how often it was taken, and by what it is acknowledged.
fn line(taken: &Taken) -> Value {
    json!({ "delivery": taken.delivery.to_json(), "attempt": taken.attempt, "token": taken.token })
}

async fn open(own: &OwnInbox) -> Outcome<(Arc<dyn Inbox>, AgencyId)> {
    let agency = an_agency(&own.agency)?;
    let inbox: Arc<dyn Inbox> = match (&own.of.ledger, &own.of.nats.url) {
        (Some(dir), _) => {
            let house = House::open(dir)?;
            let ledgers = shelf::open_for_reading(&house)?;
            deliveries::caught_up(&house, &ledgers).await?
        }
        (None, Some(_)) => {
            let user = subjects::token(agency.as_str());
            Arc::new(NatsInbox::of_agency(province::connect(&own.of.nats, &user).await?))
        }
        (None, None) => return Err(nowhere()),
    };
    Ok((inbox, agency))
}

fn nowhere() -> Failure {
    Failure::usage("LT0914", "say whose inbox it is: --ledger DIR or --nats URL")
}

fn not_acknowledged(error: AcknowledgeError) -> Failure {
    match error {
        AcknowledgeError::NotAToken { .. } => Failure::coded(Exit::Usage, "LT0027", error),
        AcknowledgeError::Unavailable(what) => what.into(),
    }
}

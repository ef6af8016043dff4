//! `lienthong ledger list`: the ledgers there are, and what the catalogue says of each.

use crate::cli::{Format, Source};
use crate::failure::Outcome;
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::Reading;
use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_names::Origin;
use serde_json::{Value, json};

pub(super) async fn run(from: &Source, format: Format) -> Outcome {
    let reading = Reading::open(from).await?;
    let names = CatalogueNames::read(&reading.site).await?;
    let (catalogue, now) = (names.catalogue().now(), Timestamp::now());
    let mut ledgers = Vec::new();
    for origin in reading.origins().await? {
        let head = reading.site.ledger(&origin).await?.sealed_head().await?.map(|head| head.checkpoint);
        let mut told = said_of(&origin, catalogue, now);
        told["records"] = json!(head.as_ref().map_or(0, |head| head.size));
        told["root"] = json!(head.map(|head| head.root.to_string()));
        ledgers.push(told);
    }
    if format == Format::Json {
        return output::json(&json!({ "ledgers": ledgers }));
    }
    output::columns(&["ledger", "records", "from", "until", "state", "root"], &ledgers, format)
}

/// When it takes registrations, and whether it does now. Of what nothing was said nothing is told, but that it does.
fn said_of(origin: &Origin, catalogue: View<'_>, now: Timestamp) -> Value {
    let registering = catalogue.registering(origin);
    let state = match registering {
        _ if origin.is_catalogue() => "catalogue",
        _ if catalogue.finish(origin).is_some() => "finished",
        None => "registers",
        Some(known) if known.takes_at(now) && catalogue.ledger_for(now) == Some(origin) => "registers",
        Some(known) if known.takes_at(now) => "registers what names it",
        Some(known) if now < known.from => "to begin",
        Some(_) => "closed",
    };
    json!({
        "ledger": origin.as_str(),
        "from": registering.map(|known| known.from.to_string()),
        "until": registering.and_then(|known| known.until).map(|until| until.to_string()),
        "state": state,
    })
}

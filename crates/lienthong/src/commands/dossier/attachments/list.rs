//! Which documents the records name, and how each stands: from the records of a house, or from the read side.

use super::super::{code_of, plain};
use crate::cli::{Format, ListAttachments};
use crate::failure::Outcome;
use crate::house::House;
use crate::reading::Reading;
use crate::{output, province, shelf};
use lienthong_ledger::attachments::{AttachmentName, Named, at_a_glance, named_by};
use lienthong_ledger::ports::Query as _;
use lienthong_nats::query::NatsQuery;
use lienthong_projections::queries::ATTACHMENTS;
use lienthong_protocol::Record;
use lienthong_routing::Routing;
use lienthong_service::Rules as _;
use serde_json::{Value, json};

pub(in super::super) async fn list(what: &ListAttachments) -> Outcome {
    let listed = match &what.from.ledger {
        Some(dir) => in_house(what, &House::open(dir)?).await?,
        None => {
            let connection = province::connect(&what.from.nats, "historian").await?;
            NatsQuery::new(connection).query(ATTACHMENTS, json!({ "code": what.code })).await?
        }
    };
    match what.format {
        Format::Json => output::json(&listed),
        Format::Table | Format::Csv => output::rows(&rows(&listed), what.format),
    }
}

async fn in_house(what: &ListAttachments, house: &House) -> Outcome<Value> {
    let reading = Reading::open(&what.from).await?;
    let dossier = code_of(&what.code)?;
    let (origin, records) = reading.dossier(&dossier, what.origin.as_deref()).await?;
    let records: Vec<Record> = records.into_iter().map(|(_, raw)| raw.record).collect();
    let erases = |record: &&Record| record.events().iter().any(|event| Routing::erases(event).is_some());
    let erased_at = records.iter().find(erases).map(|record| record.decided_on.effective_at);
    let store = shelf::attachments(house);
    let mut documents = Vec::new();
    let named = records.iter().flat_map(|record| named_by(record).map(move |one| (record.revision, one)));
    for (revision, Named { fact, document, content }) in named {
        let name = AttachmentName { origin: origin.clone(), dossier: dossier.clone(), content };
        let state = if erased_at.is_some() { "erased" } else { at_a_glance(&store, &name).await? };
        documents.push(json!({
            "revision": revision, "event": fact.kind().as_str(), "id": document.id, "name": document.name,
            "sha256": content.to_string(), "size": content.size, "state": state,
        }));
    }
    Ok(
        json!({ "code": what.code, "origin": origin.as_str(), "erased_at": erased_at, "documents": documents }),
    )
}

/// A document a row.
fn rows(listed: &Value) -> Vec<Vec<String>> {
    let names = ["revision", "event", "id", "name", "size", "state", "sha256"];
    let mut rows = vec![names.map(ToOwned::to_owned).to_vec()];
    for document in listed["documents"].as_array().into_iter().flatten() {
        rows.push(names.iter().map(|name| plain(&document[*name])).collect());
    }
    rows
}

//! Which documents the records name, and how each stands: from the records of a house, or from the read side.

use super::super::plain;
use super::named;
use crate::cli::{Format, ListAttachments};
use crate::failure::{Failure, Outcome};
use crate::house::House;
use crate::reading::Reading;
use crate::{output, province, shelf};
use lienthong_dossier::Event as Fact;
use lienthong_ledger::attachments::{AttachmentName, Attachments as _};
use lienthong_ledger::ports::Query as _;
use lienthong_names::DossierCode;
use lienthong_nats::query::NatsQuery;
use lienthong_projections::queries::ATTACHMENTS;
use lienthong_protocol::Event;
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
    let dossier =
        DossierCode::new(&what.code).map_err(|e| Failure::usage("LT0908", format!("dossier code: {e}")))?;
    let (origin, records) = reading.dossier(&dossier, what.origin.as_deref()).await?;
    let records: Vec<_> = records.into_iter().map(|(_, raw)| raw).collect();
    let is_erasure = |event: &Event| matches!(event, Event::Dossier(Fact::PersonalDataErased { .. }));
    let erasure = records.iter().find(|raw| raw.record.events().iter().any(is_erasure));
    let erased_at = erasure.map(|raw| raw.record.decided_on.effective_at);
    let store = shelf::attachments(house);
    let mut documents = Vec::new();
    for one in named(&records) {
        let content = one.content;
        let name = AttachmentName { origin: origin.clone(), dossier: dossier.clone(), content };
        let state = match (erased_at, store.held(&name).await?) {
            (Some(_), _) => "erased",
            (None, None) => "missing",
            (None, Some(bytes)) if bytes == content.sealed_bytes() => "held",
            (None, Some(_)) => "damaged",
        };
        documents.push(json!({
            "revision": one.revision, "event": one.fact.kind().as_str(), "id": one.document.id, "name": one.document.name,
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

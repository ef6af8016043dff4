//! The OpenAPI document: committed as it is served, whole in itself, and true of the methods.

use crate::document::Document;
use crate::door::Door;
use crate::story::told;
use lienthong_gateway::api;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_committed_document_is_what_the_handlers_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/lienthong.json");
    let committed = std::fs::read_to_string(&path).expect("openapi/lienthong.json is committed");
    let served = api::document().unwrap();
    let differs = committed.lines().zip(served.lines()).position(|(old, new)| old != new);
    assert!(
        committed == served,
        "crates/gateway/openapi/lienthong.json is not what the handlers say (first difference at line {}): run `cargo xtask codegen` and commit",
        differs.unwrap_or_else(|| committed.lines().count().min(served.lines().count())) + 1
    );
}

#[tokio::test]
async fn the_document_is_served_as_it_is_committed() {
    let answered = Door::of(&told()).get("/api/v1/openapi.json").await;
    assert_eq!(answered.text, api::document().unwrap());
}

#[tokio::test]
async fn each_address_takes_the_methods_that_are_described_and_no_other() {
    let door = Door::of(&told());
    let document = Document::served();
    for (address, operations) in document.0["paths"].as_object().unwrap() {
        let uri = address.replace(['{', '}'], "x");
        let answered = door.ask("PATCH", &uri, &[], Vec::new()).await;
        assert_eq!(answered.failure(), (405, "LT0823".to_owned()), "{address}");
        let allowed: BTreeSet<String> = answered
            .header("allow")
            .split(',')
            .map(str::to_lowercase)
            .filter(|method| method != "head")
            .collect();
        let described: BTreeSet<String> = operations.as_object().unwrap().keys().cloned().collect();
        assert_eq!(allowed, described, "{address}");
    }
}

#[test]
fn every_operation_says_what_it_does_and_every_reference_leads_somewhere() {
    let document = Document::served().0;
    let mut ids = BTreeSet::new();
    for (address, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let said = operation["summary"].as_str().unwrap_or_default();
            assert!(said.len() > 8, "{method} {address} has no summary");
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap()),
                "{method} {address} has another's id"
            );
            let places = address.matches('{').count();
            let told = operation["parameters"].as_array().map_or(0, |parameters| {
                parameters.iter().filter(|parameter| parameter["in"] == "path").count()
            });
            assert_eq!(told, places, "{method} {address}: a parameter of the path is not described");
        }
    }
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} is nothing");
    }
}

fn collect<'d>(value: &'d Value, references: &mut BTreeSet<&'d str>) {
    match value {
        Value::Object(fields) => {
            references.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

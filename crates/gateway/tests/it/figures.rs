//! Every figure opens what it counts: the number and the list behind it are the same.

use crate::door::Door;
use crate::story::told;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every figure of an answer, with its place.
fn figures(value: &Value, place: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("drill") {
                found.push((place.to_owned(), value.clone()));
            }
            fields.iter().for_each(|(name, value)| figures(value, &format!("{place}.{name}"), found));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| figures(item, &format!("{place}[{index}]"), found));
        }
        _ => {}
    }
}

/// What a figure's query counts.
async fn counted(door: &Door, drill: &Value) -> u64 {
    let query = drill["query"].as_str().unwrap();
    let parameters = drill["parameters"].as_object().unwrap();
    let agency = parameters.get("agency").and_then(Value::as_str).unwrap_or_default();
    let path = match query {
        "inbox" => format!("agencies/{agency}/inbox"),
        other => other.to_owned(),
    };
    let rest: Vec<String> = parameters
        .iter()
        .filter(|_| query != "inbox")
        .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()))
        .collect();
    let answer = door.get(&format!("/api/v1/{path}?{}", rest.join("&"))).await.json();
    let length = |name: &str| answer[name].as_array().map_or(u64::MAX, |items| items.len() as u64);
    match query {
        "dossiers" => answer["counted"].as_u64().unwrap(),
        "rejections" => answer["total"].as_u64().unwrap(),
        "consultations" => length("consultations"),
        "inbox" => length("items"),
        other => panic!("a figure opens `{other}`"),
    }
}

#[tokio::test]
async fn every_figure_opens_exactly_what_it_counts() {
    let door = Door::of(&told());
    let mut found = Vec::new();
    for name in ["overview", "agencies", "procedures"] {
        figures(&door.get(&format!("/api/v1/{name}")).await.json(), name, &mut found);
    }
    assert!(found.len() > 60, "{} figures were found", found.len());
    assert!(found.iter().filter(|(_, figure)| figure["value"] != 0).count() > 25, "of something");
    for (place, figure) in found {
        assert_eq!(counted(&door, &figure["drill"]).await, figure["value"].as_u64().unwrap(), "{place}");
    }
}

/// The addresses that a page links to.
fn links(html: &str) -> BTreeSet<String> {
    let href = |part: &str| part.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    html.split("href=\"").skip(1).map(href).filter(|link| !link.starts_with('#')).collect()
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere() {
    let door = Door::of(&told());
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let mut next: Vec<String> = seen.iter().cloned().collect();
    let mut dossiers = 0;
    while let Some(page) = next.pop() {
        let answered = door.get(&page).await;
        assert_eq!(answered.status.as_u16(), 200, "{page}");
        if !answered.header("content-type").starts_with("text/html") {
            continue;
        }
        dossiers += usize::from(page.starts_with("/dossiers/"));
        for link in links(&answered.text) {
            let (link, fragment) = link.split_once('#').unwrap_or((&link, ""));
            assert!(link.starts_with('/'), "{page} links out of the house: {link}");
            if !fragment.is_empty() {
                let there = door.get(link).await.text;
                assert!(there.contains(&format!("id=\"{fragment}\"")), "{page} links to {link}#{fragment}");
            }
            if seen.insert(link.to_owned()) {
                next.push(link.to_owned());
            }
        }
    }
    assert!(
        dossiers >= 3 && seen.len() > 60,
        "{dossiers} dossiers and {} addresses were visited",
        seen.len()
    );
}

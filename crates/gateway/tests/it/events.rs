//! The stream that tells open pages when to ask again.

use crate::door::{Door, gateway};
use crate::story::told;
use axum::body::BodyDataStream;
use futures::StreamExt;
use std::time::Duration;

/// Longer than the pace of events, shorter than a test should wait.
const PATIENCE: Duration = Duration::from_secs(5);

async fn next(events: &mut BodyDataStream) -> Option<String> {
    let chunk = tokio::time::timeout(PATIENCE, events.next()).await.expect("an event, or the end");
    chunk.map(|bytes| String::from_utf8(bytes.unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn the_first_comes_at_once_and_the_next_when_something_was_counted() {
    let province = told();
    let sealed = province.sealed(&province.founded.ledger);
    let response = Door::of(&province).open("/api/v1/events").await;
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    assert!(!response.headers().contains_key("content-encoding"), "gzip would hold events back");
    let mut events = response.into_body().into_data_stream();
    let first = next(&mut events).await.unwrap();
    assert!(first.starts_with("event: overview\n"), "{first}");
    assert!(first.contains(&format!("\"H22/2020\":{sealed}")), "{first}");
    assert!(first.contains("retry: 2000\n"), "{first}");

    province.take_in(301, "H22.02-201120-0301");
    let second = next(&mut events).await.unwrap();
    assert!(second.contains(&format!("\"H22/2020\":{}", sealed + 2)), "{second}");
}

#[tokio::test]
async fn closing_ends_what_is_open() {
    let province = told();
    let gateway = gateway(&province);
    let closing = gateway.closing.clone();
    let mut events = Door::to(gateway).open("/api/v1/events").await.into_body().into_data_stream();
    assert!(next(&mut events).await.is_some());
    closing.close();
    assert_eq!(next(&mut events).await, None);
}

//! Events for pages that stay open: "the figures have moved", never the figures themselves.

use crate::api::schema::OverviewChanged;
use crate::{Closing, Gateway, Positions};
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// The least time between two events: what moves faster than this cannot be read.
const PACE: Duration = Duration::from_millis(500);

/// How often an idle stream shows that it lives.
const ALIVE: Duration = Duration::from_secs(15);

/// How soon a browser comes back after a break.
const RETRY: Duration = Duration::from_secs(2);

/// Tells when the figures have moved
///
/// Server-sent events named `overview`, the first at once, then at most two a second; ends when the server does.
#[utoipa::path(get, path = "/api/v1/events", tag = "read",
    responses((status = 200, description = "`event: overview`, its data an `OverviewChanged`", body = OverviewChanged,
        content_type = "text/event-stream")))]
pub(crate) async fn events(
    State(gateway): State<Gateway>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = changes(gateway.sealed, gateway.closing).map(|positions| Ok(event(&positions)));
    Sse::new(changes).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// Positions as they move, at most one a [`PACE`], until the house closes or nobody moves them any more.
fn changes(mut sealed: watch::Receiver<Positions>, closing: Closing) -> impl Stream<Item = Positions> {
    // A page just opened asks once more: something may have moved since it was made.
    sealed.mark_changed();
    let next = |(mut sealed, not_before): (watch::Receiver<Positions>, Instant)| async move {
        tokio::time::sleep_until(not_before).await;
        sealed.changed().await.ok()?;
        let positions = sealed.borrow_and_update().clone();
        Some((positions, (sealed, Instant::now() + PACE)))
    };
    let closed = async move { closing.closed().await };
    stream::unfold((sealed, Instant::now()), next).take_until(closed)
}

fn event(positions: &Positions) -> Event {
    let as_of = positions.iter().map(|(origin, sequence)| (origin.to_string(), *sequence)).collect();
    let event = Event::default().event("overview").retry(RETRY);
    // Texts and numbers always have JSON; were it not so, an event without data still says "ask again".
    event
        .json_data(OverviewChanged { as_of })
        .unwrap_or_else(|_| Event::default().event("overview").data("{}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_names::Origin;

    fn at(sequence: u64) -> Positions {
        Positions::from([(Origin::new("H22/2020").unwrap(), sequence)])
    }

    #[tokio::test(start_paused = true)]
    async fn at_most_two_a_second_and_always_the_newest() {
        let (sender, sealed) = watch::channel(at(1));
        let mut changes = Box::pin(changes(sealed, Closing::default()));
        assert_eq!(changes.next().await.unwrap(), at(1), "the first at once");
        let began = Instant::now();
        for sequence in 2..=40 {
            sender.send_replace(at(sequence));
        }
        assert_eq!(changes.next().await.unwrap(), at(40), "39 changes are one event");
        assert_eq!(began.elapsed(), PACE);
        drop(sender);
        assert!(changes.next().await.is_none(), "nobody moves them any more");
    }

    #[tokio::test(start_paused = true)]
    async fn closing_ends_a_stream_that_waits() {
        let (_sender, sealed) = watch::channel(at(1));
        let closing = Closing::default();
        let mut changes = Box::pin(changes(sealed, closing.clone()));
        changes.next().await.unwrap();
        let (ended, ()) = tokio::join!(changes.next(), async { closing.close() });
        assert!(ended.is_none());
    }
}

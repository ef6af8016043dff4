//! How far the read side has come.

use lienthong_ledger::ports::Query;
use lienthong_names::Origin;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Ledger by ledger, the sequence of the last record that the read side has taken in.
pub type Positions = BTreeMap<Origin, u64>;

/// Asks the query `positions` again and again and passes on what has changed, for as long as anyone listens. What the read
/// side does not answer is asked again.
pub fn poll_positions(query: Arc<dyn Query>, every: Duration) -> watch::Receiver<Positions> {
    let (sender, receiver) = watch::channel(Positions::new());
    tokio::spawn(async move {
        while !sender.is_closed() {
            match query.query("positions", serde_json::json!({})).await {
                Ok(answer) => {
                    let now = read_positions(&answer);
                    sender.send_if_modified(|known| {
                        let changed = *known != now;
                        *known = now;
                        changed
                    });
                }
                Err(error) => tracing::debug!(%error, "the read side's positions"),
            }
            tokio::time::sleep(every).await;
        }
    });
    receiver
}

/// `{"H22/2020": 12}`, alone or under `as_of`. What is neither is passed over.
fn read_positions(answer: &serde_json::Value) -> Positions {
    let map = answer.get("as_of").unwrap_or(answer).as_object();
    map.into_iter()
        .flatten()
        .filter_map(|(origin, sequence)| Some((Origin::new(origin).ok()?, sequence.as_u64()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn positions_are_read_alone_and_under_as_of() {
        let expected = Positions::from([(Origin::new("H22/2020").unwrap(), 12)]);
        assert_eq!(read_positions(&serde_json::json!({"H22/2020": 12, "health": "fine"})), expected);
        assert_eq!(read_positions(&serde_json::json!({"as_of": {"H22/2020": 12}})), expected);
        assert!(read_positions(&serde_json::json!([])).is_empty());
    }
}

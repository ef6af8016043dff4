//! `lienthong audit restore`: the broker's log, put back from the sealer's copy.

use crate::cli::{Format, RestoreLog};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::reading::named_origin;
use crate::{output, province, shelf};
use indicatif::{ProgressBar, ProgressDrawTarget};
use lienthong_ledger::ports::{Ledger as _, Ledgers as _};
use lienthong_nats::restore::{RestoreError, restore};
use serde_json::json;

pub(super) async fn run(what: &RestoreLog) -> Outcome {
    let house = House::open(&what.ledger)?;
    let copies = shelf::open_for_reading(&house)?;
    let named = what.origin.as_deref().map(named_origin).transpose()?;
    let connection = province::connect_for_ledgers(&what.nats, "routing").await?;
    let mut told = Vec::new();
    // The catalogue first: the others are decided on it.
    for origin in copies.origins().await? {
        let Some(copy) = copies.get(&origin).filter(|_| named.as_ref().is_none_or(|named| *named == origin))
        else {
            continue;
        };
        let size = copy.sealed_head().await?.map_or(0, |head| head.checkpoint.size);
        let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr());
        let restored =
            restore(&connection, &origin, copy.replay(1), &mut |done| bar.set_position(done)).await;
        bar.finish_and_clear();
        let restored = restored.map_err(|error| failed(&error))?;
        told.push(json!({
            "origin": origin.as_str(), "there": restored.there, "put_back": restored.put_back,
        }));
    }
    if told.is_empty() {
        return Err(Failure::usage("LT0909", "there is no such ledger in this copy"));
    }
    let answer = json!({ "ledgers": told });
    if what.format == Format::Json {
        return output::json(&answer);
    }
    let columns = ["origin", "there", "put_back"];
    let head = columns.map(|column| column.replace('_', " ")).to_vec();
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let rows = told.iter().map(|one| columns.iter().map(|column| text(&one[*column])).collect());
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    output::rows(&rows, what.format)
}

fn failed(error: &RestoreError) -> Failure {
    let (exit, code) = match error {
        RestoreError::Another { .. } => (Exit::No, "LT0723"),
        RestoreError::InUse { .. } => (Exit::No, "LT0724"),
        RestoreError::Copy(_) => (Exit::Unavailable, "LT0510"),
        RestoreError::Unavailable(what) => (Exit::Unavailable, what.code),
    };
    Failure::coded(exit, code, error)
}

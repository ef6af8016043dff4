//! `submit --wait-findings`: waits until inspection has looked at what was sent, and prints what these records prove.

use super::inspect;
use crate::cli::Submit;
use crate::failure::{Failure, Outcome};
use crate::output;
use crate::reading::Reading;
use crate::remote::get_json;
use lienthong_inspection::as_json;
use lienthong_names::Origin;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How long inspection may be behind.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// How often it is asked how far it is.
const ASK_EVERY: Duration = Duration::from_millis(200);

/// The records of what was sent: of each ledger the numbers.
#[derive(Debug, Default)]
pub struct Sent(BTreeMap<Origin, BTreeSet<u64>>);

impl Sent {
    /// One more.
    pub fn add(&mut self, origin: &Origin, sequence: u64) {
        self.0.entry(origin.clone()).or_default().insert(sequence);
    }

    fn each(&self) -> impl Iterator<Item = (&Origin, u64)> {
        self.0.iter().flat_map(|(origin, all)| all.iter().map(move |sequence| (origin, *sequence)))
    }
}

/// That somebody can be asked: said before anything is sent.
pub fn check(what: &Submit) -> Outcome {
    if what.wait_findings && what.to.nats.url.is_some() {
        let text = "--wait-findings needs --url or --ledger: over NATS an agency asks nobody what was found";
        return Err(Failure::usage("LT0914", text));
    }
    Ok(())
}

/// Prints each finding that one of these records proves as a line `{"finding": …}`, once.
pub async fn tell(what: &Submit, sent: &Sent) -> Outcome {
    if !what.wait_findings {
        return Ok(());
    }
    let found = match &what.url {
        Some(url) => by_gateway(url.trim_end_matches('/'), sent).await?,
        None => in_house(what, sent).await?,
    };
    found.into_iter().try_for_each(|finding| output::json_line(&json!({ "finding": finding })))
}

async fn in_house(what: &Submit, sent: &Sent) -> Outcome<Vec<Value>> {
    let inspected = inspect::inspect(&Reading::open(&what.to).await?, None).await?;
    let is_sent = |place: &lienthong_inspection::Place| {
        sent.0.get(&place.origin).is_some_and(|all| all.contains(&place.sequence))
    };
    let found = inspected.findings().iter().filter(|finding| finding.evidence.iter().any(is_sent));
    Ok(found.map(as_json::finding).collect())
}

async fn by_gateway(url: &str, sent: &Sent) -> Outcome<Vec<Value>> {
    let (mut told, mut found) = (BTreeSet::new(), Vec::new());
    for (origin, sequence) in sent.each() {
        let (mut page, mut pages) = (1, 1);
        while page <= pages {
            // Neither holds a character that an address has another meaning for.
            let asked = format!("{url}/api/v1/findings?record={origin}:{sequence}&page={page}");
            let mut answer = looked_at(&asked, origin, sequence).await?;
            pages = answer["pages"].as_u64().unwrap_or(1);
            let Value::Array(rows) = answer["findings"].take() else {
                return Err(Failure::unavailable("LT0801", format!("{asked}: it names no findings")));
            };
            found.extend(rows.into_iter().filter(|row| told.insert(row["id"].to_string())));
            page += 1;
        }
    }
    Ok(found)
}

/// The answer, once inspection has taken this record in.
async fn looked_at(asked: &str, origin: &Origin, sequence: u64) -> Outcome<Value> {
    let look = async {
        loop {
            let answer = get_json(asked).await?;
            if answer["as_of"][origin.as_str()].as_u64().is_some_and(|taken| sequence <= taken) {
                return Ok(answer);
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    };
    tokio::time::timeout(WAIT_MAX, look).await.unwrap_or_else(|_| {
        let text = format!(
            "{asked}: inspection has not come as far within {} s; what was sent has its receipts",
            WAIT_MAX.as_secs()
        );
        Err(Failure::unavailable("LT0801", text))
    })
}

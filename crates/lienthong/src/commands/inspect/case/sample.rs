//! `lienthong inspect sample`: dossiers drawn by lot, with all that it takes to draw them again.

use super::content::{head, row_of};
use super::scope::{Cut, Seed, agencies};
use crate::cli::{Format, SampleOf};
use crate::decided::each_decided_of;
use crate::failure::Outcome;
use crate::output;
use crate::reading::Reading;
use lienthong_inspection::sample::{self, Candidate, RULE_EN, RULE_VI, Seen};
use serde_json::{Value, json};

/// Runs it.
pub(in crate::commands::inspect) async fn sample(what: &SampleOf) -> Outcome {
    let agencies = agencies(&what.lot)?;
    let reading = Reading::open(&what.source).await?;
    let cut = Cut::of(&reading).await?;
    let seed = Seed::of(what.lot.seed.as_deref(), &cut, &reading.site.catalogue)?;
    let mut seen = Seen::default();
    each_decided_of(&reading, |origin, sequence, _| cut.has(origin, sequence), |told| seen.take(told))
        .await?;
    let frame = seen.in_scope(&agencies, what.lot.from, what.lot.to);
    let drawn = sample::draw(&seed.text, &frame, what.count);
    if what.format == Format::Json {
        let one = |(lot, of): &([u8; 32], Candidate)| json!({ "lot": hex::encode(lot), "ledger": of.origin.as_str(), "dossier": of.code.as_str() });
        return output::json(&json!({
            "seed": seed.text,
            "seed_of": seed.of.as_ref().map(|origin| origin.as_str()),
            "rule_vi": RULE_VI,
            "rule_en": RULE_EN,
            "scope": {
                "agencies": agencies.iter().map(|agency| agency.as_str()).collect::<Vec<_>>(),
                "from": what.lot.from,
                "to": what.lot.to,
            },
            "ledgers": cut.ledgers,
            "frame": frame.len(),
            "drawn": drawn.iter().map(one).collect::<Vec<Value>>(),
        }));
    }
    let rows = drawn.iter().cloned().zip(1_u64..).map(row_of);
    output::rows(&std::iter::once(head()).chain(rows).collect::<Vec<_>>(), what.format)?;
    output::say(&format!("{} / {} hồ sơ trong phạm vi. {RULE_VI}", drawn.len(), frame.len()));
    output::say(&format!("{} of {} dossiers in scope. {RULE_EN}", drawn.len(), frame.len()));
    let from = match &seed.of {
        None => "--seed".to_owned(),
        Some(origin) => format!("gốc của / the root of {origin}, {} bản ghi / records", cut.size(origin)),
    };
    output::say(&format!("hạt giống / seed: {} ({from})", seed.text));
    if let Some((_, first)) = drawn.first() {
        output::say(&again(&seed.text, first));
    }
    Ok(())
}

/// What computes a dossier's lot in a shell.
pub(super) fn again(seed: &str, of: &Candidate) -> String {
    format!("printf '%s\\n%s\\n%s' {} {} {} | sha256sum", quoted(seed), of.origin, of.code)
}

/// As a shell takes it.
fn quoted(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

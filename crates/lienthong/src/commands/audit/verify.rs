//! `lienthong audit verify`: a house on this machine, derived again; and receipts held against it.

use super::{seen, verified};
use crate::cli::{Format, VerifyLedgers};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::keyring::io;
use crate::reading::named_origin;
use crate::{output, province, witnesses};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lienthong_audit::verify::{Broken, Head, Kind, LedgerFiles, Options, Report, broken_promises, verify};
use lienthong_consultation::Consultation;
use lienthong_inspection::Inspection;
use lienthong_protocol::{Receipt, json as protobuf_json};
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
use lienthong_service::{ByBoth, ByRules, Redecide};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// A running writer may be in the middle of a batch: how often to look again before a torn tail is believed.
const LOOKS: u32 = 5;

/// How long to wait between two looks.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(150);

/// Receipts that were given, and what was found of them.
struct Promises {
    receipts: Vec<Receipt>,
    /// Line of each in its file.
    lines: Vec<usize>,
    broken: Vec<Broken>,
}

impl Promises {
    fn line_of(&self, broken: &Broken) -> usize {
        self.lines.get(broken.index).copied().unwrap_or_default()
    }
}

pub(super) async fn run(what: &VerifyLedgers) -> Outcome {
    let policy = what.policy.as_deref().map(witnesses::policy).transpose()?;
    let house = House::open(&what.ledger)?;
    let ledgers = ledgers_of(&house, what.origin.as_deref())?;
    let expected = match &what.fingerprint {
        Some(given) => province::fingerprint(Some(given))?,
        None => {
            let stated = &house.description.fingerprint;
            province::fingerprint(Some(stated).filter(|f| !f.is_empty()).map(String::as_str))?
        }
    };
    let verified: Vec<Head> = what.verified.as_deref().map(verified::read).transpose()?.unwrap_or_default();
    let mut promises = what.receipts.as_deref().map(receipts).transpose()?;
    let usual = Options::default();
    let threads = what.threads.unwrap_or(usual.threads);
    let options = Options { fingerprint: expected, threads, verified };
    let started = Instant::now();
    let mut report = look(&ledgers, &options);
    for _ in 1..LOOKS {
        if report.first_failure.as_ref().is_none_or(|failure| failure.kind != Kind::Torn) {
            break;
        }
        std::thread::sleep(LOOK_AGAIN_AFTER);
        report = look(&ledgers, &options);
    }
    if let Some(promises) = promises.as_mut().filter(|_| report.is_clean()) {
        let broken = broken_promises(&ledgers, &promises.receipts);
        promises.broken = broken.map_err(|failure| Failure::coded(Exit::No, failure.kind.code(), failure))?;
    }
    // Of a ledger that is not whole nothing more can be said.
    let seen = match report.is_clean() {
        true => seen::by_witnesses(&house, &report.heads, policy.as_ref()).await?,
        false => Vec::new(),
    };
    let promises_told = promises.as_ref().filter(|_| report.is_clean());
    tell(&report, promises_told, &seen, started.elapsed(), what.format)?;
    if let Some(failure) = &report.first_failure {
        return Err(Failure::coded(Exit::No, failure.kind.code(), failure));
    }
    if let Some(failure) = seen.iter().find_map(seen::SeenLedger::failure) {
        return Err(failure);
    }
    if let Some(path) = &what.verified {
        verified::write(path, &options.verified, &report.heads)?;
    }
    let Some(promises) = promises.filter(|promises| !promises.broken.is_empty()) else { return Ok(()) };
    let count = format!("{} of {} receipts", promises.broken.len(), promises.receipts.len());
    let first = promises.broken.first().map(|one| format!(": line {}: {}", promises.line_of(one), one.what));
    Err(Failure::no("LT0612", format!("{count} are not kept{}", first.unwrap_or_default())))
}

fn look(ledgers: &[LedgerFiles], options: &Options) -> Report {
    let rules = || -> Vec<Box<dyn Redecide>> {
        vec![
            Box::new(ByBoth::<Routing, Consultation>::new(|subject| &subject.dossier)),
            Box::new(ByRules::<Publishing>::new()),
            Box::new(ByRules::<Inspection>::new()),
        ]
    };
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    // Where it is no template, the bar looks as it does without one.
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {pos} of {len} records decided again, {per_sec}")
    {
        bar.set_style(style);
    }
    let report = verify(ledgers, &rules, options, &mut |progress| {
        bar.set_length(progress.seen);
        bar.set_position(progress.decided);
    });
    bar.finish_and_clear();
    report
}

fn ledgers_of(house: &House, origin: Option<&str>) -> Outcome<Vec<LedgerFiles>> {
    let named = origin.map(named_origin).transpose()?;
    let mut ledgers = Vec::new();
    for origin in house.origins()? {
        let directory = house.folder(&origin);
        let wanted = origin.is_catalogue() || named.as_ref().is_none_or(|named| *named == origin);
        if wanted && directory.is_dir() {
            ledgers.push(LedgerFiles { log: house.verifier(&origin)?, origin, directory });
        }
    }
    Ok(ledgers)
}

/// The receipts of a file, a line each; lines that say that a command has none are passed over.
fn receipts(path: &Path) -> Outcome<Promises> {
    let text = std::fs::read_to_string(path).map_err(|error| io(path, &error))?;
    let mut promises = Promises { receipts: Vec::new(), lines: Vec::new(), broken: Vec::new() };
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let wrong = |what: String| {
            Failure::usage("LT0922", format!("{}:{line}: this is no receipt: {what}", path.display()))
        };
        let mut value: serde_json::Value = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
        if value.get("fault").is_some() {
            continue;
        }
        if let Some(fields) = value.as_object_mut() {
            // Beside the receipt, and no part of it.
            fields.remove("hint");
        }
        let bytes = protobuf_json::from_json("Receipt", &value)
            .map_err(|errors| wrong(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
        promises.receipts.push(Receipt::decode(&bytes).map_err(|e| wrong(e.to_string()))?);
        promises.lines.push(line);
    }
    Ok(promises)
}

fn tell(
    report: &Report,
    promises: Option<&Promises>,
    seen: &[seen::SeenLedger],
    took: Duration,
    format: Format,
) -> Outcome {
    let seconds = took.as_secs_f64();
    let is_clean = report.is_clean()
        && promises.is_none_or(|promises| promises.broken.is_empty())
        && seen.iter().all(|seen| seen.failure().is_none());
    let failure = report.first_failure.as_ref().map(|failure| {
        json!({
            "code": failure.kind.code(),
            "kind": failure.kind.as_str(),
            "origin": failure.origin.as_str(),
            "file": failure.file.display().to_string(),
            "offset": failure.offset,
            "place": failure.place,
            "what": failure.what,
        })
    });
    let broken = promises.map(|promises| {
        let one = |broken: &Broken| json!({ "line": promises.line_of(broken), "what": broken.what });
        json!({ "receipts": promises.receipts.len(), "broken": promises.broken.iter().map(one).collect::<Vec<_>>() })
    });
    let value = json!({
        "clean": is_clean,
        "records": report.records,
        "batches": report.batches,
        "verified_before": report.verified_before,
        "redecided": report.redecided,
        "not_redecidable": report.not_redecidable,
        "sealed_far_from_recorded": report.sealed_far_from_recorded,
        "decided_behind_catalogue": report.decided_behind_catalogue,
        "seconds": seconds,
        "records_per_second": if seconds > 0.0 { json!((report.records as f64 / seconds).round()) } else { json!(null) },
        "heads": report.heads.iter().map(|head| json!({
            "origin": head.origin.as_str(), "size": head.size, "root": head.root.to_string(),
        })).collect::<Vec<_>>(),
        "first_failure": failure,
        "promises": broken,
        "seen": seen.iter().map(seen::SeenLedger::json).collect::<Vec<_>>(),
    });
    if format == Format::Json {
        return output::json(&value);
    }
    let mut rows = vec![vec!["clean".to_owned(), if is_clean { "yes" } else { "NO" }.to_owned()]];
    let counts = ["records", "batches", "verified_before", "redecided", "not_redecidable"];
    for name in counts.into_iter().chain(["sealed_far_from_recorded", "decided_behind_catalogue"]) {
        rows.push(vec![name.replace('_', " "), value[name].to_string()]);
    }
    for head in &report.heads {
        rows.push(vec![format!("{} #{}", head.origin, head.size), format!("root {}", head.root)]);
    }
    rows.extend(seen.iter().map(seen::SeenLedger::row));
    if let Some(promises) = promises {
        rows.push(vec!["receipts".to_owned(), promises.receipts.len().to_string()]);
        let broken = promises.broken.iter();
        rows.extend(
            broken.map(|one| vec![format!("receipt of line {}", promises.line_of(one)), one.what.clone()]),
        );
    }
    output::rows(&rows, format)
}

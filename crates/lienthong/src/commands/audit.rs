//! `lienthong audit`: the log, asked by someone who does not take its word.

use super::bundle;
use crate::cli::{Audit, Format, Source};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::output;
use crate::province;
use crate::reading::{Reading, the_origin};
use indicatif::{ProgressBar, ProgressDrawTarget};
use lienthong_audit::verify::{self, Kind, LedgerFiles, Report};
use lienthong_consultation::Consultation;
use lienthong_names::Origin;
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
use lienthong_service::{ByRules, Redecide};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// A running writer may be in the middle of a batch: how often to look again before a torn tail is believed.
const LOOKS: u32 = 5;

/// How long to wait between two looks.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(150);

/// Runs it.
pub async fn run(what: Audit) -> Outcome {
    match what {
        Audit::Verify { ledger, origin, fingerprint, format } => {
            verify(&ledger, origin.as_deref(), fingerprint.as_deref(), format)
        }
        Audit::Publish(what) => super::publish::run(what).await,
        Audit::Prove(what) => bundle::prove(what).await,
        Audit::Check(what) => bundle::check(&what),
        Audit::Checkpoint { from, origin } => checkpoint(&from, origin.as_deref()).await,
    }
}

fn verify(dir: &Path, origin: Option<&str>, fingerprint: Option<&str>, format: Format) -> Outcome {
    let house = House::open(dir)?;
    let named = origin
        .map(Origin::new)
        .transpose()
        .map_err(|e| Failure::usage("LT0908", format!("--origin: {e}")))?;
    let mut ledgers = Vec::new();
    for origin in house.origins()? {
        let directory = house.folder(&origin);
        let wanted = origin.is_catalogue() || named.as_ref().is_none_or(|named| *named == origin);
        if wanted && directory.is_dir() {
            ledgers.push(LedgerFiles { log: house.verifier(&origin)?, origin, directory });
        }
    }
    let expected = match fingerprint {
        Some(_) => province::fingerprint(fingerprint)?,
        None => province::fingerprint(
            Some(&house.description.fingerprint).filter(|f| !f.is_empty()).map(String::as_str),
        )?,
    };
    let rules: Vec<Box<dyn Redecide>> = vec![
        Box::new(ByRules::<Routing>::new()),
        Box::new(ByRules::<Consultation>::new()),
        Box::new(ByRules::<Publishing>::new()),
    ];
    let started = Instant::now();
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let look =
        || verify::verify(&ledgers, &rules, expected, &mut |progress| bar.set_position(progress.decided));
    let mut report = look();
    for _ in 1..LOOKS {
        if report.first_failure.as_ref().is_none_or(|failure| failure.kind != Kind::Torn) {
            break;
        }
        std::thread::sleep(LOOK_AGAIN_AFTER);
        report = look();
    }
    bar.finish_and_clear();
    tell(&report, started.elapsed(), format)?;
    match &report.first_failure {
        None => Ok(()),
        Some(failure) => Err(Failure::coded(Exit::No, failure.kind.code(), failure)),
    }
}

fn tell(report: &Report, took: Duration, format: Format) -> Outcome {
    let seconds = took.as_secs_f64();
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
    let value = json!({
        "clean": report.is_clean(),
        "records": report.records,
        "batches": report.batches,
        "redecided": report.redecided,
        "not_redecidable": report.not_redecidable,
        "sealed_far_from_recorded": report.sealed_far_from_recorded,
        "seconds": seconds,
        "records_per_second": if seconds > 0.0 { json!((report.records as f64 / seconds).round()) } else { json!(null) },
        "heads": report.heads.iter().map(|head| json!({
            "origin": head.origin.as_str(), "size": head.size, "root": head.root.to_string(),
        })).collect::<Vec<_>>(),
        "first_failure": failure,
    });
    if format == Format::Json {
        return output::json(&value);
    }
    let mut rows = vec![vec!["clean".to_owned(), if report.is_clean() { "yes" } else { "NO" }.to_owned()]];
    for name in ["records", "batches", "redecided", "not_redecidable", "sealed_far_from_recorded"] {
        rows.push(vec![name.replace('_', " "), value[name].to_string()]);
    }
    for head in &report.heads {
        rows.push(vec![format!("{} #{}", head.origin, head.size), format!("root {}", head.root)]);
    }
    if format == Format::Csv { output::csv(&rows) } else { output::table(&rows) }
}

/// The last signed checkpoint of each ledger, as it is.
async fn checkpoint(from: &Source, origin: Option<&str>) -> Outcome {
    let reading = Reading::open(from).await?;
    let origins: Vec<Origin> = match origin {
        Some(_) => vec![the_origin(&reading, origin).await?],
        None => reading.origins().await?,
    };
    for origin in origins {
        if let Some(head) = reading.site.ledger(&origin).await?.sealed_head().await? {
            let note = std::str::from_utf8(&head.note)
                .map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
            output::out(note)?;
            output::out("\n")?;
        }
    }
    Ok(())
}

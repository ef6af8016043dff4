//! `lienthong audit witness`: takes checkpoints over HTTP as C2SP `tlog-witness` says, and looks at published logs itself.

use crate::cli::{Format, RunWitness};
use crate::failure::{Exit, Failure, Outcome};
use crate::keyring::{self, io};
use crate::published::Published;
use crate::{output, stop, witnesses};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use lienthong_audit::witness::{AddCheckpoint, Looked, PolicyLog, Refused, Witness, WitnessError, look};
use lienthong_protocol::cosignature::Cosigner;
use lienthong_protocol::keys::{KeyFile, SigningKey};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// More than a checkpoint with a hundred signatures and the longest proof.
const BODY_MAX: usize = 64 * 1024;

/// Runs it.
pub async fn run(what: RunWitness) -> Outcome {
    let cosigner = cosigner(&what.dir, what.name.as_deref())?;
    let verifier = cosigner.verifier().to_string();
    let Some(policy) = &what.policy else {
        output::say(&format!("{}: the witness's key; name the logs with --policy FILE", what.dir.display()));
        return output::out(&format!("{verifier}\n"));
    };
    let policy = witnesses::policy(policy)?;
    let logs = policy.logs().to_vec();
    if logs.is_empty() {
        return Err(Failure::usage(
            "LT0887",
            "the policy names no log: write a line `log KEY [URL]` for each",
        ));
    }
    let witness =
        Witness::open(&what.dir, cosigner, logs.iter().map(|log| log.key.clone())).map_err(unopened)?;
    match what.listen {
        None => look_once(&witness, &logs, what.format).await,
        Some(address) => serve(Arc::new(witness), logs, address, Duration::from_secs(what.every)).await,
    }
}

/// The witness's key: made with the first start, under the name that it is to have for good.
fn cosigner(dir: &Path, name: Option<&str>) -> Outcome<Cosigner> {
    let path = dir.join("witness.key");
    let file = match (path.exists(), name) {
        (true, _) => keyring::read(&path)?,
        (false, None) => {
            let text = format!("{}: there is no key yet; to make one, add --name NAME", path.display());
            return Err(Failure::usage("LT0905", text));
        }
        (false, Some(name)) => {
            let key = SigningKey::from_seed(&keyring::random()?);
            named(name, &key)?;
            let file = KeyFile::new(name, key).map_err(|e| Failure::usage("LT0912", e.to_string()))?;
            std::fs::create_dir_all(dir).map_err(|e| io(dir, &e))?;
            match keyring::write_new(&path, &file) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(io(&path, &error)),
                // Of two who make it at once both get the first.
                _ => keyring::read(&path)?,
            }
        }
    };
    if let Some(other) = name.filter(|name| *name != file.holder()) {
        let text = format!(
            "--name {other}: {} is the key of {}; a witness keeps its name",
            path.display(),
            file.holder()
        );
        return Err(Failure::usage("LT0908", text));
    }
    named(file.holder(), file.key())
}

fn named(name: &str, key: &SigningKey) -> Outcome<Cosigner> {
    Cosigner::new(name, key.clone()).map_err(|e| Failure::usage("LT0908", format!("--name {name}: {e}")))
}

fn unopened(error: WitnessError) -> Failure {
    let exit = match &error {
        WitnessError::Damaged { .. } => Exit::No,
        WitnessError::InUse { .. } | WitnessError::Io { .. } => Exit::Unavailable,
    };
    Failure::coded(exit, "LT0884", error)
}

/// Now, in seconds since 1970.
fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or_default()
}

/// Each log that is published somewhere, with what came of looking at it.
async fn look_at(witness: &Witness, log: &PolicyLog) -> Option<Result<Looked, Refused>> {
    let published = Published::at(log.url.as_deref()?);
    Some(look(witness, &published, &log.origin, now()).await)
}

/// What a look ends with: the worst of what was found.
async fn look_once(witness: &Witness, logs: &[PolicyLog], format: Format) -> Outcome {
    let mut seen = Vec::new();
    for log in logs {
        if let Some(found) = look_at(witness, log).await {
            seen.push((log, found));
        }
    }
    if seen.is_empty() {
        let text = "no log of the policy has a URL to look at: write `log KEY URL`, or take checkpoints with --listen";
        return Err(Failure::usage("LT0887", text));
    }
    let told: Vec<Value> = seen.iter().map(|(log, found)| said(log, found)).collect();
    if format == Format::Json {
        output::json(&json!({ "witness": witness.cosigner().verifier().to_string(), "logs": told }))?;
    } else {
        let mut rows = vec![["origin", "size", "root", "found"].map(str::to_owned).to_vec()];
        rows.extend(told.iter().map(|told| {
            let text =
                |field: &str| told[field].as_str().map_or_else(|| told[field].to_string(), str::to_owned);
            ["origin", "size", "root", "found"].map(|field| text(field).replace("null", "-")).to_vec()
        }));
        output::rows(&rows, format)?;
    }
    // A log that forked before one that only was away.
    let mut refused: Vec<&Refused> = seen.iter().filter_map(|(_, found)| found.as_ref().err()).collect();
    refused.sort_by_key(|refused| !matches!(refused, Refused::Forked { .. }));
    match refused.first() {
        None => Ok(()),
        Some(refused) => Err(failure(refused)),
    }
}

fn failure(refused: &Refused) -> Failure {
    let exit = match refused {
        Refused::Away(_) | Refused::NotKept { .. } => Exit::Unavailable,
        _ => Exit::No,
    };
    Failure::coded(exit, "LT0882", refused)
}

fn said(log: &PolicyLog, found: &Result<Looked, Refused>) -> Value {
    let (size, root, evidence, found, code) = match found {
        Ok(looked) => {
            let checkpoint = &looked.checkpoint;
            let found = if looked.line.is_some() { "cosigned" } else { "a beginning of what was cosigned" };
            (Some(checkpoint.size), Some(checkpoint.root.to_string()), None, found.to_owned(), None)
        }
        Err(refused) => {
            let evidence = match refused {
                Refused::Forked { evidence, .. } => Some(evidence.display().to_string()),
                _ => None,
            };
            let Failure { code, text, .. } = failure(refused);
            (None, None, evidence, text, Some(code))
        }
    };
    json!({
        "origin": log.origin.as_str(), "size": size, "root": root, "code": code, "found": found,
        "evidence": evidence,
    })
}

/// Takes checkpoints until it is told to stop, and looks itself in between.
async fn serve(witness: Arc<Witness>, logs: Vec<PolicyLog>, address: SocketAddr, every: Duration) -> Outcome {
    let taken = |e: std::io::Error| Failure::unavailable("LT0916", format!("{address}: {e}"));
    let listener = TcpListener::bind(address).await.map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    let router = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(Arc::clone(&witness));
    output::say(&format!("witness {} at http://{address}", witness.cosigner().verifier()));
    let looking = look_again(&witness, &logs, every);
    tokio::select! {
        served = axum::serve(listener, router).with_graceful_shutdown(stop::asked()) => served.map_err(taken),
        () = looking => Ok(()),
    }
}

/// Looks at each log again and again. What is wrong is said once, for as long as it is the same.
async fn look_again(witness: &Witness, logs: &[PolicyLog], every: Duration) {
    let mut last: BTreeMap<&str, String> = BTreeMap::new();
    loop {
        for log in logs {
            let wrong = match look_at(witness, log).await {
                Some(Err(refused)) => failure(&refused).to_string(),
                Some(Ok(_)) | None => String::new(),
            };
            let before = last.insert(log.origin.as_str(), wrong.clone()).unwrap_or_default();
            if wrong != before {
                let well = format!("{}: it is cosigned again", log.origin);
                output::say(if wrong.is_empty() { &well } else { &wrong });
            }
        }
        tokio::time::sleep(every).await;
    }
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: Bytes) -> Response {
    let added = tokio::task::spawn_blocking(move || {
        AddCheckpoint::parse(&body).and_then(|request| witness.add(&request, now()))
    });
    let refused = match added.await {
        Ok(Ok(line)) => return format!("{line}\n").into_response(),
        Ok(Err(refused)) => refused,
        Err(error) => {
            return (StatusCode::INTERNAL_SERVER_ERROR, format!("LT0884 {error}\n")).into_response();
        }
    };
    if let Refused::Forked { .. } | Refused::NotKept { .. } = refused {
        tracing::error!("{refused}");
    }
    let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = match refused {
        Refused::OtherSize { .. } => "text/x.tlog.size",
        _ => "text/plain; charset=utf-8",
    };
    (status, [(header::CONTENT_TYPE, kind)], refused.body()).into_response()
}

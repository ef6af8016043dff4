//! `lienthong doctor`: what is misconfigured or unsafe, one line a check.

use crate::cli::{Nats, Source};
use crate::failure::{Failure, Outcome};
use crate::house::House;
use crate::keyring;
use crate::{output, province, shelf};
use lienthong_ledger::ports::Ledgers;
use lienthong_nats::Connection;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// One check and what came of it.
struct Check {
    name: String,
    fault: Option<String>,
}

/// Runs it.
pub async fn run(source: Source) -> Outcome {
    let checks = match (&source.ledger, &source.nats.url) {
        (Some(dir), _) => house(dir).await?,
        (None, Some(_)) => nats(&source.nats).await?,
        (None, None) => {
            return Err(Failure::usage("LT0914", "say what to look at: --ledger DIR or --nats URL"));
        }
    };
    let rows: Vec<Vec<String>> = checks
        .iter()
        .map(|check| match &check.fault {
            None => vec!["fine".to_owned(), check.name.clone()],
            Some(fault) => vec!["UNSAFE".to_owned(), format!("{}: {fault}", check.name)],
        })
        .collect();
    output::table(&rows)?;
    match checks.iter().filter(|check| check.fault.is_some()).count() {
        0 => Ok(()),
        faults => {
            let text = format!(
                "{faults} of {} checks failed; mend what the table calls UNSAFE and ask again",
                checks.len()
            );
            Err(Failure::no("LT0919", text))
        }
    }
}

async fn house(dir: &Path) -> Outcome<Vec<Check>> {
    let house = House::open(dir)?;
    let mut checks = vec![Check { name: format!("{}: ledger.toml", dir.display()), fault: None }];
    for secret in ["keys", "vault"] {
        let path = dir.join(secret);
        checks.push(Check {
            name: format!("{}: only its owner can look in", path.display()),
            fault: private(&path),
        });
    }
    let keys = dir.join("keys");
    for entry in std::fs::read_dir(&keys).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "key") {
            let fault = keyring::read(&path).err().map(|failure| failure.to_string());
            checks.push(Check { name: format!("{}: private key", path.display()), fault });
        }
    }
    for origin in house.origins()? {
        let fault = house.signer(&origin).err().map(|failure| failure.to_string());
        checks.push(Check { name: format!("{origin}: the log's key is the one it was opened with"), fault });
    }
    let opened = shelf::open_for_reading(&house);
    checks.push(Check {
        name: "every ledger can be read to its sealed head".to_owned(),
        fault: opened.as_ref().err().map(ToString::to_string),
    });
    if let Ok(ledgers) = opened {
        let catalogue = house.catalogue()?;
        let fault = match ledgers.ledger(&catalogue).await? {
            None => Some("there is none".to_owned()),
            Some(ledger) => match ledger.sealed_head().await? {
                None => Some("it is empty".to_owned()),
                Some(_) => None,
            },
        };
        checks.push(Check { name: format!("{catalogue}: it was opened"), fault });
    }
    Ok(checks)
}

/// Why others can look into a directory, if they can.
fn private(path: &Path) -> Option<String> {
    match std::fs::metadata(path) {
        Err(error) => Some(error.to_string()),
        Ok(metadata) if metadata.mode() & 0o077 != 0 => {
            Some(format!("mode {:o}; run `chmod 700` on it", metadata.mode() & 0o777))
        }
        Ok(_) => None,
    }
}

async fn nats(nats: &Nats) -> Outcome<Vec<Check>> {
    let url = nats.url.clone().unwrap_or_default();
    let connected = Connection::open_for_ledgers(&province::target(nats, "historian")?).await;
    let connected = match connected {
        // Nobody there, or nobody who lets us in: then there is nothing to say about it.
        Err(problem) if problem.is_unavailable() || problem.is_wrong_key() => {
            return Err(province::problem(problem));
        }
        connected => connected,
    };
    let name = format!("{url}: version, JetStream, and no acknowledgement before the disk has it");
    let mut checks = vec![Check { name, fault: connected.as_ref().err().map(ToString::to_string) }];
    if let Ok(connection) = connected {
        match lienthong_nats::ledgers::NatsLedgers::new(connection.clone(), None).origins().await {
            Err(error) => checks
                .push(Check { name: "ledgers can be listed".to_owned(), fault: Some(error.to_string()) }),
            Ok(origins) => {
                let fault = lienthong_nats::admin::check_inbox(&connection).await.err();
                checks.push(Check {
                    name: "deliveries: nothing goes that its agency has not acknowledged".to_owned(),
                    fault: fault.map(|e| e.to_string()),
                });
                let fault = lienthong_nats::admin::check_attachments(&connection).await.err();
                checks.push(Check {
                    name: "attachments: none is lost, and what is erased can be taken out".to_owned(),
                    fault: fault.map(|e| e.to_string()),
                });
                for origin in origins {
                    let fault = lienthong_nats::admin::check_ledger(&connection, &origin).await.err();
                    checks.push(Check {
                        name: format!("{origin}: nothing can be deleted, purged or aged out"),
                        fault: fault.map(|e| e.to_string()),
                    });
                }
            }
        }
    }
    Ok(checks)
}

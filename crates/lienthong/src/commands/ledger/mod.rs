//! `lienthong ledger`: whole ledgers, made, opened, listed, copied and finished.

mod copy;
mod finish;
mod list;

use crate::cli::{LedgerCommand, Nats, Source};
use crate::failure::{Failure, Outcome};
use crate::home::{self, Founding};
use crate::house::{House, LOG, catalogue_of};
use crate::keyring::Keyring;
use crate::{output, province};
use lienthong_names::{Origin, Service};
use lienthong_nats::admin;
use lienthong_protocol::note::NoteVerifier;
use std::path::Path;

/// Runs it.
pub async fn run(what: LedgerCommand) -> Outcome {
    match what {
        LedgerCommand::Create { origin, to: Source { ledger: Some(dir), .. }, .. } => {
            create_in_house(&dir, &parse(&origin)?)
        }
        LedgerCommand::Create { origin, to, keys } => {
            let keys = keys.ok_or_else(|| {
                Failure::usage(
                    "LT0914",
                    "on NATS, name the directory of log.key: --keys DIR; in a house: --ledger DIR",
                )
            })?;
            create_on_nats(&parse(&origin)?, to.nats, &keys).await
        }
        LedgerCommand::Open { unit, nats, keys } => {
            let catalogue = catalogue_of(&unit)?;
            let site = province::connect_historian(&nats, &catalogue).await?;
            let keys = Keyring::open(&keys)?;
            let log = NoteVerifier::for_log(&catalogue, keys.get_or_make(LOG)?.verifying_key());
            let founding = Founding::for_import(&unit)?;
            let at = home::system_clock().now();
            let fingerprint = home::open_catalogue(&site, &founding, &keys, &log, at).await?;
            output::table(&[vec!["fingerprint".to_owned(), fingerprint]])
        }
        LedgerCommand::List { from, format } => list::run(&from, format).await,
        LedgerCommand::Copy(what) => copy::run(&what).await,
        LedgerCommand::Finish(what) => finish::run(&what).await,
    }
}

/// Its name is enough: whoever writes in the house makes its folder, now if it runs, else at its next start.
fn create_in_house(dir: &Path, origin: &Origin) -> Outcome {
    if House::add_ledger(dir, origin)? {
        output::say(&format!("{origin}: the house has it now"));
    } else {
        output::say(&format!("{origin}: the house has it already"));
    }
    Ok(())
}

async fn create_on_nats(origin: &Origin, nats: Nats, keys: &Path) -> Outcome {
    let operator = province::connect_for_ledgers(&nats, "operator").await?;
    let catalogue = catalogue_of(origin.unit())?;
    for origin in [&catalogue, origin] {
        admin::create_ledger(&operator, origin).await.map_err(province::problem)?;
        output::say(&format!("{origin}: its streams are there"));
    }
    admin::create_inbox(&operator).await.map_err(province::problem)?;
    output::say("the streams of what agencies are told are there");
    admin::create_attachments(&operator).await.map_err(province::problem)?;
    output::say("the bucket of attachments is there");
    if nats.vault_nkey.is_some() {
        let apart = Nats { nkey: nats.vault_nkey.clone(), role: None, ..nats };
        let vault = province::connect(&apart, "vault-operator").await?;
        admin::create_vault(&vault).await.map_err(province::problem)?;
        output::say("the vault's bucket is there");
    }
    let keys = Keyring::open(keys)?;
    // A service's key is needed where it runs, and registered by the opening.
    for service in Service::ALL {
        keys.get_or_make(service.as_str())?;
    }
    let log = NoteVerifier::for_log(&catalogue, keys.get_or_make(LOG)?.verifying_key());
    output::table(&[vec!["log key".to_owned(), log.to_string()]])
}

fn parse(origin: &str) -> Outcome<Origin> {
    let origin = Origin::new(origin).map_err(|e| Failure::usage("LT0908", e.to_string()))?;
    if origin.is_catalogue() {
        return Err(Failure::usage(
            "LT0908",
            format!("{origin}: the catalogue is made with a unit's first ledger"),
        ));
    }
    Ok(origin)
}

//! `lienthong ledger create`: a ledger's streams on NATS, and with the first one the opening of the unit's catalogue.

use crate::cli::{LedgerCommand, Nats};
use crate::failure::{Failure, Outcome};
use crate::home::{self, Founding};
use crate::house::{LOG, catalogue_of};
use crate::keyring::Keyring;
use crate::{output, province};
use lienthong_names::{Origin, Service};
use lienthong_nats::admin;
use lienthong_protocol::note::NoteVerifier;

/// Runs it.
pub async fn run(what: LedgerCommand) -> Outcome {
    match what {
        LedgerCommand::Create { origin, nats, keys } => {
            let origin = parse(&origin)?;
            let operator = province::connect_for_ledgers(&nats, "operator").await?;
            let catalogue = catalogue_of(origin.unit())?;
            for origin in [&catalogue, &origin] {
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
            let keys = Keyring::open(&keys)?;
            // A service's key is needed where it runs, and registered by the opening.
            for service in Service::ALL {
                keys.get_or_make(service.as_str())?;
            }
            let log = NoteVerifier::for_log(&catalogue, keys.get_or_make(LOG)?.verifying_key());
            output::table(&[vec!["log key".to_owned(), log.to_string()]])
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
    }
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

//! The ledgers of a house, open: for writing by one process, for reading by any.

use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use lienthong_ledger::attachments::{Attachments, DirectoryAttachments, ErasingKeys};
use lienthong_ledger::embedded::{EmbeddedLedger, EmbeddedLedgers};
use lienthong_ledger::keystore::{DirectoryKeyStore, KeyStoreError};
use lienthong_ledger::ports::{Clock, KeyStore, Ledgers};
use lienthong_names::Origin;
use std::path::PathBuf;
use std::sync::Arc;

/// What a house holds, open for writing.
pub struct Opened {
    /// Its ledgers.
    pub ledgers: EmbeddedLedgers,
    /// Its vault; what it destroys a key of goes with it.
    pub keys: Arc<dyn KeyStore>,
    /// What documents say.
    pub attachments: Arc<dyn Attachments>,
}

/// Opens every ledger of a house for writing; those that are not there yet are made.
pub fn open_for_writing(house: &House, clock: &Arc<dyn Clock>) -> Outcome<Opened> {
    let ledgers = EmbeddedLedgers::default();
    open_more_for_writing(house, &ledgers, clock)?;
    let attachments: Arc<dyn Attachments> = Arc::new(attachments(house));
    let named: Arc<dyn Ledgers> = Arc::new(ledgers.clone());
    let keys = ErasingKeys::new(vault(house)?, Arc::clone(&attachments), named);
    Ok(Opened { ledgers, keys: Arc::new(keys), attachments })
}

/// What documents say, of a house: needs no lock, and is made with the first that is handed in.
pub fn attachments(house: &House) -> DirectoryAttachments {
    DirectoryAttachments::new(&house.dir.join("attachments"))
}

/// Opens those that are not open yet; says which.
pub fn open_more_for_writing(
    house: &House,
    ledgers: &EmbeddedLedgers,
    clock: &Arc<dyn Clock>,
) -> Outcome<Vec<Origin>> {
    let mut opened = Vec::new();
    for origin in house.origins()?.into_iter().filter(|origin| ledgers.get(origin).is_none()) {
        ledgers.insert(open_writer(house, &origin, clock)?);
        opened.push(origin);
    }
    Ok(opened)
}

fn open_writer(house: &House, origin: &Origin, clock: &Arc<dyn Clock>) -> Outcome<EmbeddedLedger> {
    let folder = house.folder(origin);
    let signer = house.signer(origin)?;
    EmbeddedLedger::open_or_create(&folder, origin.clone(), signer, Arc::clone(clock))
        .map_err(|e| Failure::coded(Exit::Unavailable, "LT0501", e))
}

/// Opens every ledger of a house for reading: needs no lock and no private key.
pub fn open_for_reading(house: &House) -> Outcome<EmbeddedLedgers> {
    let ledgers = EmbeddedLedgers::default();
    open_more_for_reading(house, &ledgers)?;
    Ok(ledgers)
}

/// Opens those that are not open yet.
pub fn open_more_for_reading(house: &House, ledgers: &EmbeddedLedgers) -> Outcome {
    for origin in house.origins()?.into_iter().filter(|origin| ledgers.get(origin).is_none()) {
        let folder = house.folder(&origin);
        let failed = |e| Failure::coded(Exit::Unavailable, "LT0510", e);
        if !EmbeddedLedger::is_begun(&folder).map_err(failed)? {
            // Named in ledger.toml and not written to yet.
            continue;
        }
        let ledger =
            EmbeddedLedger::open_reader(&folder, origin.clone(), house.verifier(&origin)?).map_err(failed)?;
        ledgers.insert(ledger);
    }
    Ok(())
}

/// The vault of a house, for reading: `None` where there is none, and none is made.
pub fn vault_to_read(house: &House) -> Outcome<Option<Arc<dyn KeyStore>>> {
    let there = house.dir.join("vault").is_dir() && house.dir.join("keys").join("vault.master").is_file();
    if there { vault(house).map(Some) } else { Ok(None) }
}

/// The vault of a house, for who takes in or reads what documents say. None is made: where there is none, it is no house that services live in.
pub fn vault_of_attachments(house: &House) -> Outcome<Arc<dyn KeyStore>> {
    vault_to_read(house)?.ok_or_else(|| {
        let text = format!(
            "{}: there is no vault here, so there is no key to an attachment: name the house in which the services live, or on a province \
             --nats URL",
            house.dir.display()
        );
        Failure::usage("LT0536", text)
    })
}

fn vault(house: &House) -> Outcome<Arc<dyn KeyStore>> {
    let (directory, master): (PathBuf, PathBuf) =
        (house.dir.join("vault"), house.dir.join("keys").join("vault.master"));
    let store = DirectoryKeyStore::open(&directory, &master).map_err(|e| {
        let exit = match e {
            KeyStoreError::Io { .. } => Exit::Unavailable,
            KeyStoreError::OtherMaster { .. } | KeyStoreError::Damaged { .. } => Exit::Usage,
            KeyStoreError::Erased { .. } => Exit::No,
        };
        Failure::coded(exit, e.code(), e)
    })?;
    Ok(Arc::new(store))
}

//! RegisterKey, RevokeKey: who may sign, and who may no longer.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::rules::{form, keys, known};
use lienthong_catalogue::{Entry, Key, Revocation};
use lienthong_dossier::Refusals;

/// A key of a known agency, never seen before, and the one that its id says.
pub(crate) fn register(case: &Case<'_>, key: &Key) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "agency", &key.agency));
    no.extend(keys::history(catalogue, key));
    ask_office(case, &mut no);
    no.ask(keys::unknown(catalogue, key));
    no.ask(keys::genuine(key));
    no.ask(form::validity("validity", &key.validity));
    no.settle()?;
    Ok(Entry::KeyRegistered(key.clone()))
}

/// From an instant on, which may lie back: what was signed since becomes a finding (R12), never undone.
pub(crate) fn revoke(case: &Case<'_>, revocation: &Revocation) -> Decided {
    let mut no = Refusals::new();
    no.ask(known::key(case.facts.catalogue, &revocation.key));
    ask_office(case, &mut no);
    no.settle()?;
    Ok(Entry::KeyRevoked(revocation.clone()))
}

//! `annex`: what the confidential opinions about a dossier say, for the agency that asked for them.

use super::dossier::one;
use super::tables::Tables;
use crate::annex::annexes_of;
use crate::folds::SuccessionRow;
use crate::folds::keys::succession_key;
use jiff::Timestamp;
use lienthong_ledger::parameters::Parameters;
use lienthong_ledger::ports::QueryError;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    parameters.only(&["code", "agency"])?;
    let (code, agency) = (parameters.must("code")?, parameters.must("agency")?);
    let dossier = one(tables, &code)?;
    let mut own = BTreeSet::new();
    for asked in &dossier.consultations {
        if stands_in(tables, &asked.chair, &agency, parameters.now())? {
            own.insert(asked.chair.clone());
        }
    }
    Ok(json!({ "annex": annexes_of(&dossier, tables, |chair| own.contains(chair)) }))
}

/// Whether it is that agency that asked, or whoever stands in its place by then.
pub(super) fn stands_in(
    tables: &Tables<'_>,
    chair: &str,
    agency: &str,
    now: Timestamp,
) -> Result<bool, QueryError> {
    let mut passed = BTreeSet::new();
    let mut at = chair.to_owned();
    // Nobody takes its own place again (publishing), so that a chain has an end; what was passed is not passed twice all the same.
    while at != agency && passed.insert(at.clone()) {
        let said: Option<SuccessionRow> = tables.get("catalogue", &succession_key(&at))?;
        match said.filter(|said| said.from <= now) {
            Some(said) => at = said.successor,
            None => return Ok(false),
        }
    }
    Ok(at == agency)
}

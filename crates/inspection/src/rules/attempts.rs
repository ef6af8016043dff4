//! What a rule said no to is evidence too: one finding for each agency, dossier, rule and day (DOMAIN section 5).

use crate::finding::Finding;
use crate::rule::{ATTEMPTS, Rule};
use crate::told::Told;
use jiff::civil::Date;
use lienthong_names::{AgencyId, DossierCode, Rejection};
use std::collections::BTreeSet;

/// Attempts already found of one dossier, or one item of the catalogue: whose, under which rule, on which day.
pub(crate) type Known = BTreeSet<(AgencyId, Box<str>, Date)>;

pub(crate) fn look(
    told: &Told<'_>,
    rejection: &Rejection,
    dossier: Option<&DossierCode>,
    day: Date,
    known: &mut Known,
) -> Vec<Finding> {
    let agency = &told.command.act.agency;
    let mut found = Vec::new();
    for refusal in rejection.refusals() {
        if !ATTEMPTS.contains(&&*refusal.rule) {
            continue;
        }
        if !known.insert((agency.clone(), refusal.rule.as_ref().into(), day)) {
            continue;
        }
        let kind = told.command.kind_name();
        let finding = Finding::of_act(Rule::Attempt, told, dossier);
        found.push(Finding { broken: refusal.rule.as_ref().into(), ..finding }.says(
            format!("{kind} bị từ chối ({} {}): {}", refusal.code, refusal.rule, refusal.vi),
            format!("{kind} was rejected ({} {}): {}", refusal.code, refusal.rule, refusal.en),
        ));
    }
    found
}

//! Folding what happens to money, to results and to the post.

use super::Fact;
use crate::charge::{Charge, ChargeState};
use crate::event::Event;
use crate::result::{Consignment, Issued};
use crate::state::Dossier;
use jiff::Timestamp;

pub(super) fn charge(dossier: &mut Dossier, fact: Fact<'_>) {
    let at = fact.at;
    let (id, state) = match fact.event {
        Event::FeeDemanded { fee, amount } => return demand(dossier, at, fee, *amount, None),
        Event::FinancialObligationSet { obligation, amount, until, .. } => {
            return demand(dossier, at, obligation, *amount, Some(*until));
        }
        Event::FeeExempted { fee, .. } => (fee, ChargeState::Exempted { at }),
        Event::PaymentRecorded { fee, .. } => (fee, ChargeState::Paid { at }),
        Event::PaymentRefunded { fee, .. } => (fee, ChargeState::Refunded { at }),
        _ => return,
    };
    if let Some(charge) = dossier.charges.get_mut(id) {
        charge.state = state;
    }
}

/// `obligation`: until when, if it is one.
fn demand(
    dossier: &mut Dossier,
    at: Timestamp,
    id: &str,
    amount: u64,
    obligation: Option<Option<Timestamp>>,
) {
    let charge = Charge {
        amount,
        obligation: obligation.is_some(),
        demanded_at: at,
        until: obligation.flatten(),
        state: ChargeState::Open,
    };
    dossier.charges.insert(id.into(), charge);
}

pub(super) fn result(dossier: &mut Dossier, fact: Fact<'_>) {
    let at = fact.at;
    match fact.event {
        Event::ResultRecorded { result, outcome, number, .. } => {
            let issued = Issued {
                outcome: *outcome,
                number: number.clone(),
                at,
                withdrawn_at: None,
                returned_at: None,
            };
            dossier.results.insert(result.clone(), issued);
        }
        Event::ResultWithdrawn { result, .. } => {
            if let Some(issued) = dossier.results.get_mut(result) {
                issued.withdrawn_at = Some(at);
            }
        }
        Event::ResultReissued { result, number, .. } => {
            if let Some(issued) = dossier.results.get_mut(result) {
                issued.number.clone_from(number);
                issued.at = at;
                issued.withdrawn_at = None;
                issued.returned_at = None;
                // It is to be handed out again.
                dossier.returned_at = None;
            }
        }
        Event::ResultReturned { results, partial, .. } => {
            for (id, issued) in &mut dossier.results {
                if issued.awaits_return() && (results.is_empty() || results.contains(id)) {
                    issued.returned_at = Some(at);
                }
            }
            if !partial {
                dossier.returned_at = Some(at);
            }
        }
        _ => {}
    }
}

pub(super) fn post(dossier: &mut Dossier, fact: Fact<'_>) {
    let (consignment, failed) = match fact.event {
        Event::PostSent { consignment, direction, carrier, due, .. } => {
            dossier.parts.insert(carrier.clone());
            let sent = Consignment {
                direction: *direction,
                carrier: carrier.clone(),
                sent_at: fact.at,
                due: *due,
                ended_at: None,
                failed: false,
            };
            dossier.consignments.insert(consignment.clone(), sent);
            return;
        }
        Event::PostArrived { consignment } => (consignment, false),
        Event::PostFailed { consignment, .. } => (consignment, true),
        _ => return,
    };
    if let Some(sent) = dossier.consignments.get_mut(consignment) {
        sent.ended_at = Some(fact.at);
        sent.failed = failed;
    }
}

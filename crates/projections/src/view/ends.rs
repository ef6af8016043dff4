//! Money, results and consignments of a dossier, as they are shown; and the way back.

use super::restore::{Restored, Unrestorable, id};
use super::words::Word;
use jiff::Timestamp;
use lienthong_dossier::{Charge, ChargeState, Consignment, Issued};
use serde::{Deserialize, Serialize};

/// Money that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeView {
    /// The fee's id in the schedule, or the obligation's.
    pub charge: String,
    /// Đồng.
    pub amount: u64,
    /// Whether it is a financial obligation on land, and no fee.
    pub obligation: bool,
    /// When it was demanded.
    pub demanded_at: Timestamp,
    /// By when it is to be paid.
    pub until: Option<Timestamp>,
    /// `open`, `paid`, `exempted`, `refunded`.
    pub state: String,
    /// Since when it is in that state; absent while it is `open`.
    pub state_at: Option<Timestamp>,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultView {
    /// Its id.
    pub result: String,
    /// `issued`, `denied`, `not_needed`.
    pub outcome: String,
    /// Number of its document.
    pub number: String,
    /// When it was recorded, or issued again.
    pub at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// When the citizen got it.
    pub returned_at: Option<Timestamp>,
}

/// A consignment of the public postal service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsignmentView {
    /// The carrier's number of it.
    pub consignment: String,
    /// `to_desk`, `to_citizen`.
    pub direction: String,
    /// Which carrier.
    pub carrier: String,
    /// When it was handed over.
    pub sent_at: Timestamp,
    /// By when the carrier promised it.
    pub due: Option<Timestamp>,
    /// When it came to its end, or was given up.
    pub ended_at: Option<Timestamp>,
    /// Whether it was given up.
    pub failed: bool,
}

pub(super) fn show_charge(id: &str, charge: &Charge) -> ChargeView {
    let Charge { amount, obligation, demanded_at, until, state } = charge;
    let state_at = match *state {
        ChargeState::Open => None,
        ChargeState::Paid { at } | ChargeState::Exempted { at } | ChargeState::Refunded { at } => Some(at),
    };
    ChargeView {
        charge: id.to_owned(),
        amount: *amount,
        obligation: *obligation,
        demanded_at: *demanded_at,
        until: *until,
        state: state.as_str().to_owned(),
        state_at,
    }
}

pub(super) fn show_result(id: &str, issued: &Issued) -> ResultView {
    let Issued { outcome, number, at, withdrawn_at, returned_at } = issued;
    ResultView {
        result: id.to_owned(),
        outcome: outcome.to_string(),
        number: number.to_string(),
        at: *at,
        withdrawn_at: *withdrawn_at,
        returned_at: *returned_at,
    }
}

pub(super) fn show_consignment(id: &str, sent: &Consignment) -> ConsignmentView {
    let Consignment { direction, carrier, sent_at, due, ended_at, failed } = sent;
    ConsignmentView {
        consignment: id.to_owned(),
        direction: direction.to_string(),
        carrier: carrier.to_string(),
        sent_at: *sent_at,
        due: *due,
        ended_at: *ended_at,
        failed: *failed,
    }
}

pub(super) fn restore_charge(view: &ChargeView) -> Restored<(Box<str>, Charge)> {
    let state = match (view.state.as_str(), view.state_at) {
        ("open", None) => ChargeState::Open,
        ("paid", Some(at)) => ChargeState::Paid { at },
        ("exempted", Some(at)) => ChargeState::Exempted { at },
        ("refunded", Some(at)) => ChargeState::Refunded { at },
        (other, _) => return Err(Unrestorable { what: "charge", text: other.to_owned() }),
    };
    let charge = Charge {
        amount: view.amount,
        obligation: view.obligation,
        demanded_at: view.demanded_at,
        until: view.until,
        state,
    };
    Ok((view.charge.as_str().into(), charge))
}

pub(super) fn restore_result(view: &ResultView) -> Restored<(Box<str>, Issued)> {
    let issued = Issued {
        outcome: Word::read(&view.outcome)?,
        number: view.number.as_str().into(),
        at: view.at,
        withdrawn_at: view.withdrawn_at,
        returned_at: view.returned_at,
    };
    Ok((view.result.as_str().into(), issued))
}

pub(super) fn restore_consignment(view: &ConsignmentView) -> Restored<(Box<str>, Consignment)> {
    let sent = Consignment {
        direction: Word::read(&view.direction)?,
        carrier: id("agency", &view.carrier)?,
        sent_at: view.sent_at,
        due: view.due,
        ended_at: view.ended_at,
        failed: view.failed,
    };
    Ok((view.consignment.as_str().into(), sent))
}

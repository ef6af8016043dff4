//! Fees, payments, and what the citizen owes the State on land.
//!
//! DemandFee, ExemptFee, RecordPayment, RefundPayment: money of the published schedule, and no other (R13).
//! SetFinancialObligation: the clock stands still until everything that is owed is paid or exempted.

use super::{Decided, ask_desk, ask_party};
use crate::case::Case;
use crate::rules::{charges, dates, pauses, r07_reason, r13_fee, r19_known, stage};
use crate::{clock, version};
use jiff::Timestamp;
use lienthong_dossier::{Check, Event, PauseCause, PaymentMeans, Refusals, Registration};

/// A fee becomes payable, at the desk, once.
pub(crate) fn demand(case: &Case<'_>, fee: &str, amount: u64) -> Decided {
    let registration = r19_known::check(case)?;
    let procedure = version::of_dossier(case, registration)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    no.ask(stage::not_over(case));
    no.ask(charges::not_demanded(case, "fee", fee));
    no.ask(r13_fee::check(procedure, registration, fee, amount));
    no.settle()?;
    Ok(vec![Event::FeeDemanded { fee: fee.into(), amount }])
}

/// It need not be paid, for a reason, under a law.
pub(crate) fn exempt(case: &Case<'_>, fee: &str, reason: &str, law: &str) -> Decided {
    let registration = r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::not_over(case));
    no.ask(charges::owed(case, fee));
    no.ask(r07_reason::check("reason", [reason]));
    no.ask(r07_reason::check("law", [law]));
    let resumed = no.ask(goes_on(case, registration, fee)).flatten();
    no.settle()?;
    let exempted = Event::FeeExempted { fee: fee.into(), reason: reason.into(), law: law.into() };
    Ok([exempted].into_iter().chain(resumed).collect())
}

/// Paid, whole, with a receipt.
pub(crate) fn pay(case: &Case<'_>, fee: &str, amount: u64, means: PaymentMeans, receipt: &str) -> Decided {
    let registration = r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::not_over(case));
    if let Some(charge) = no.ask(charges::owed(case, fee)) {
        no.ask(r13_fee::whole(fee, charge.amount, amount));
    }
    no.ask(charges::receipt(receipt));
    let resumed = no.ask(goes_on(case, registration, fee)).flatten();
    no.settle()?;
    let paid = Event::PaymentRecorded { fee: fee.into(), amount, means, receipt: receipt.into() };
    Ok([paid].into_iter().chain(resumed).collect())
}

/// Given back, whole, also after the dossier has ended.
pub(crate) fn refund(case: &Case<'_>, fee: &str, reason: &str, receipt: &str) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    let charge = no.ask(charges::paid(case, fee));
    no.ask(r07_reason::check("reason", [reason]));
    no.ask(charges::receipt(receipt));
    no.settle()?;
    let refunded = |amount| Event::PaymentRefunded {
        fee: fee.into(),
        amount,
        reason: reason.into(),
        receipt: receipt.into(),
    };
    Ok(charge.map(|charge| refunded(charge.amount)).into_iter().collect())
}

/// The notice of what is owed to the State.
pub(crate) struct Notice<'a> {
    pub(crate) obligation: &'a str,
    pub(crate) name: &'a str,
    pub(crate) amount: u64,
    pub(crate) number: &'a str,
    pub(crate) date: &'a str,
    pub(crate) until: Option<Timestamp>,
}

/// The clock stands still. A second notice adds to the first; another pause comes to its end first.
pub(crate) fn oblige(case: &Case<'_>, notice: &Notice<'_>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    let reception = no.ask(stage::running(case));
    no.ask(charges::not_demanded(case, "obligation", notice.obligation));
    let again = case.dossier.open_obligations().next().is_some();
    if !again {
        no.ask(pauses::free(case));
    }
    let texts = [("obligation", notice.obligation), ("name", notice.name), ("number", notice.number)];
    no.extend(dates::document(case, texts, ("date", notice.date)));
    no.ask(pauses::ahead(case, "until", notice.until));
    no.settle()?;
    let set = Event::FinancialObligationSet {
        obligation: notice.obligation.into(),
        name: notice.name.into(),
        amount: notice.amount,
        number: notice.number.into(),
        date: notice.date.into(),
        until: notice.until,
    };
    let paused = reception
        .filter(|_| !again)
        .map(|reception| clock::pause(case, reception, PauseCause::FinancialObligation, notice.until));
    Ok([set].into_iter().chain(paused).collect())
}

/// What follows for the clock when this is settled: with the last obligation it goes on.
fn goes_on(case: &Case<'_>, registration: &Registration, settled: &str) -> Check<Option<Event>> {
    let mut open = case.dossier.open_obligations().map(|(id, _)| id);
    let last = open.next() == Some(settled) && open.next().is_none();
    let (Some(reception), Some(pause), true) = (&case.dossier.reception, case.dossier.clock.pause, last)
    else {
        return Ok(None);
    };
    let procedure = version::of_dossier(case, registration)?;
    clock::resume(case, reception, procedure, PauseCause::FinancialObligation, pause.since).map(Some)
}

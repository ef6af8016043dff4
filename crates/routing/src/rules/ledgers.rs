//! R12 of the ledger itself: a dossier begins in one that takes registrations at the time, as the Office has decided (decision 0023). Its
//! others go on in it, each to its end.

use crate::case::Case;
use crate::grounds::{LEDGER_CLOSED, LEDGER_TO_COME};
use lienthong_dossier::Check;

/// It takes a dossier that begins here and now. One of which nothing was said takes every one.
///
/// A desk without a line registers as of when it did. History does not: a book that is closed is closed to what is written today of then.
pub(crate) fn takes(case: &Case<'_>) -> Check {
    if case.dossier.exists() {
        return Ok(());
    }
    let (ledger, catalogue) = (case.facts.origin, case.facts.catalogue);
    let at = if case.is_history() { case.facts.recorded_at } else { case.now() };
    let Some(registering) = catalogue.registering(ledger).filter(|known| !known.takes_at(at)) else {
        return Ok(());
    };
    let named = catalogue.ledger_for(at);
    let vi = named.map_or(String::new(), |named| format!("; đăng ký vào {named}"));
    let en = named.map_or(String::new(), |named| format!("; register in {named}"));
    match registering.until.filter(|until| *until <= at) {
        Some(until) => LEDGER_CLOSED.refuse(
            "ledger",
            format!("sổ cái {ledger} đã khóa từ {until}{vi}"),
            format!("ledger {ledger} was closed at {until}{en}"),
        ),
        None => LEDGER_TO_COME.refuse(
            "ledger",
            format!("sổ cái {ledger} chỉ nhận đăng ký từ {}{vi}", registering.from),
            format!("ledger {ledger} takes registrations only from {}{en}", registering.from),
        ),
    }
}

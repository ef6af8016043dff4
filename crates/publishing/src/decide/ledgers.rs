//! BeginLedger, CloseLedger, FinishLedger: which ledger takes registrations from when until when, and which has said its last.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::rules::{ledgers, r22_office};
use lienthong_catalogue::{Entry, LedgerBeginning, LedgerClosing, LedgerFinish, Registering};
use lienthong_dossier::Refusals;

/// Said again it is another instant, until the first has come.
pub(crate) fn begin(case: &Case<'_>, beginning: &LedgerBeginning) -> Decided {
    let LedgerBeginning { ledger, from, decision } = beginning;
    let known = case.facts.catalogue.registering(ledger);
    let said = Registering { from: *from, until: known.and_then(|known| known.until) };
    let mut no = Refusals::new();
    ask_office(case, &mut no);
    no.ask(ledgers::not_begun(case, ledger, known));
    no.ask(r22_office::decision(decision));
    no.ask(ledgers::of_the_unit(case, ledger));
    no.ask(ledgers::one_takes(case, ledger, said));
    no.settle()?;
    Ok(Entry::LedgerBegun(beginning.clone()))
}

/// Never backwards, and never so that nobody could register anything; said again it is another instant, until the first has come.
pub(crate) fn close(case: &Case<'_>, closing: &LedgerClosing) -> Decided {
    let LedgerClosing { ledger, at, decision } = closing;
    let known = ledgers::begun(case, ledger)?;
    let mut no = Refusals::new();
    ask_office(case, &mut no);
    no.ask(ledgers::not_closed(case, ledger, known));
    no.ask(r22_office::decision(decision));
    no.ask(ledgers::not_backwards(case, *at));
    no.ask(ledgers::one_takes(case, ledger, Registering { until: Some(*at), ..known }));
    no.settle()?;
    Ok(Entry::LedgerClosed(closing.clone()))
}

/// Of one that is closed. Whether its dossiers are over stands in that ledger, and no publication reads it: whoever asks for this looks
/// first, and whoever verifies compares.
///
/// Said again it is of others: of those that were on their way when it was said first, or in place of what was mistaken.
pub(crate) fn finish(case: &Case<'_>, finish: &LedgerFinish) -> Decided {
    let known = ledgers::begun(case, &finish.ledger)?;
    let mut no = Refusals::new();
    ask_office(case, &mut no);
    no.ask(ledgers::closed(case, &finish.ledger, known));
    no.ask(ledgers::goes_on(case, finish));
    no.ask(r22_office::decision(&finish.decision));
    no.settle()?;
    Ok(Entry::LedgerFinished(finish.clone()))
}

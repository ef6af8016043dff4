//! AskWithdrawal, DecideWithdrawal: the citizen wants it back. The clock runs on until that is decided.

use super::{Decided, ask_desk, ask_party};
use crate::case::Case;
use crate::rules::{pauses, r07_reason, r19_known, stage};
use crate::version;
use lienthong_dossier::{Event, Refusals};

/// Asked through a desk or the portal. A citizen owes nobody a reason.
pub(crate) fn ask(case: &Case<'_>, reason: &str) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    no.ask(stage::running(case));
    no.ask(pauses::no_withdrawal_awaited(case));
    no.settle()?;
    Ok(vec![Event::WithdrawalAsked { reason: reason.into() }])
}

/// Given back (end), or not, and then for a reason.
pub(crate) fn decide(case: &Case<'_>, granted: bool, reason: &str) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(pauses::withdrawal_awaited(case));
    if !granted {
        no.ask(r07_reason::check("reason", [reason]));
    }
    no.settle()?;
    let event =
        if granted { Event::DossierWithdrawn {} } else { Event::WithdrawalRefused { reason: reason.into() } };
    Ok(vec![event])
}

//! ErasePersonalData: what is known of the citizens of a dossier is to be known no more.
//!
//! The decision only says so. The key under which the record of registration, and those of complaints, carry what was said is destroyed
//! once this record is sealed; signatures, leaves, paths and decisions hold, since none was ever made on a value.

use super::{Decided, ask_actor, ask_party};
use crate::case::Case;
use crate::rules::{personal, r07_reason, r19_known};
use lienthong_dossier::{Event, Refusals};

/// On whose word, and why.
pub(crate) struct Order<'a> {
    pub(crate) authority: &'a str,
    pub(crate) law: &'a str,
    pub(crate) reason: &'a str,
}

/// By the Office, when nobody needs them any more; once.
pub(crate) fn decide(case: &Case<'_>, order: &Order<'_>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    // Who supervises needs no part in it.
    if case.standing().office {
        ask_actor(case, &mut no);
    } else {
        ask_party(case, &mut no);
    }
    no.ask(personal::needed_no_more(case));
    no.ask(personal::kept(case));
    no.ask(r07_reason::check("authority", [order.authority]));
    no.ask(r07_reason::check("law", [order.law]));
    no.ask(r07_reason::check("reason", [order.reason]));
    no.settle()?;
    Ok(vec![Event::PersonalDataErased {
        authority: order.authority.into(),
        law: order.law.into(),
        reason: order.reason.into(),
    }])
}

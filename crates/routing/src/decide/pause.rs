//! PauseDossier, ResumeDossier, StopDossier: the custodian lets it rest, goes on with it, or ends it without a decision.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{pauses, r07_reason, r19_known, stage};
use crate::{clock, version};
use jiff::Timestamp;
use lienthong_dossier::{Event, PauseCause, Refusals};

/// The clock stands still, for a reason, under a law.
pub(crate) fn pause(case: &Case<'_>, reason: &str, law: &str, until: Option<Timestamp>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    let reception = no.ask(stage::running(case));
    no.ask(pauses::running(case));
    no.ask(r07_reason::check("reason", [reason]));
    no.ask(r07_reason::check("law", [law]));
    no.ask(pauses::ahead(case, "until", until));
    no.settle()?;
    let paused = reception.map(|reception| clock::pause(case, reception, PauseCause::Suspension, until));
    Ok(paused.into_iter().collect())
}

/// It goes on as the version of its reception says.
pub(crate) fn resume(case: &Case<'_>) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    let reception = no.ask(stage::running(case));
    let since = no.ask(pauses::paused_for(case, PauseCause::Suspension));
    let resumed = match (reception, since) {
        (Some(reception), Some(since)) => {
            no.ask(clock::resume(case, reception, procedure, PauseCause::Suspension, since))
        }
        _ => None,
    };
    no.settle()?;
    Ok(resumed.into_iter().collect())
}

/// Not gone on with (end). R06: that the desk says so, and not the custodian alone, is for inspection to find.
pub(crate) fn stop(case: &Case<'_>, reason: &str, law: &str) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(r07_reason::check("reason", [reason]));
    no.ask(r07_reason::check("law", [law]));
    no.settle()?;
    Ok(vec![Event::DossierStopped { reason: reason.into(), law: law.into() }])
}

//! RaiseTimer: a clock has run out, and what follows from that. Whoever could have stopped it has not.

use super::Decided;
use crate::case::Case;
use crate::clock;
use crate::grounds::{NO_CLOCK, R05_ONCE};
use crate::rules::{legs, r19_known, timers};
use lienthong_dossier::{Event, Refusals, TimedClock, Timer, TimerCause};
use lienthong_names::{AgencyId, LegId, StepName};

/// Recorded once, by the service whose clock it is.
pub(crate) fn decide(case: &Case<'_>, timer: &Timer) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    timers::ask_service(case, &mut no);
    no.ask(timers::runs(case, timer));
    no.ask(timers::has_run_out(case, timer));
    no.settle()?;
    match (timer.cause, &timer.clock) {
        (TimerCause::StepOverdue, TimedClock::Step { agency, step }) => {
            step_overdue(case, agency, step, timer)
        }
        (TimerCause::LegOverdue, TimedClock::Leg(leg)) => leg_overdue(case, leg, timer),
        (TimerCause::LegUnacknowledged, TimedClock::Leg(leg)) => escalate(case, leg, timer),
        (TimerCause::DossierOverdue, _) => dossier_overdue(case, timer),
        (TimerCause::SupplementLapsed, _) => lapse(case, timer),
        (TimerCause::AgencySucceeded, TimedClock::Agency(agency)) => succeed(case, agency),
        // One cause on another's clock: that none runs was said above.
        _ => no_clock(),
    }
}

fn step_overdue(case: &Case<'_>, agency: &AgencyId, step: &StepName, timer: &Timer) -> Decided {
    let officer = case.dossier.officer_of(agency).cloned();
    Ok(vec![Event::StepOverdue { step: step.clone(), agency: agency.clone(), officer, due: timer.due }])
}

fn leg_overdue(case: &Case<'_>, id: &LegId, timer: &Timer) -> Decided {
    let leg = legs::known(case, id)?;
    Ok(vec![Event::LegOverdue { leg: id.clone(), by: leg.to.clone(), due: timer.due }])
}

/// First the head of the agency that it was sent to is told, then, after as long again as the version of the procedure says, the
/// head of the agency above; nobody after that.
fn escalate(case: &Case<'_>, id: &LegId, timer: &Timer) -> Decided {
    let leg = legs::known(case, id)?;
    let Some(now) = &leg.escalates else { return no_clock() };
    let level = leg.escalations.saturating_add(1);
    let above = if level == 1 { clock::told_next(case, &leg.to) } else { None };
    let (next_to, next_due) = above.unzip();
    Ok(vec![Event::EscalationRaised {
        leg: id.clone(),
        to: now.to.clone(),
        level,
        due: timer.due,
        next_to,
        next_due,
    }])
}

fn dossier_overdue(case: &Case<'_>, timer: &Timer) -> Decided {
    let Some(custodian) = case.dossier.custodian() else { return no_clock() };
    Ok(vec![Event::DossierOverdue { custodian: custodian.clone(), due: timer.due }])
}

/// Before reception it ends there; after it, it is stopped (DOMAIN section 2).
fn lapse(case: &Case<'_>, timer: &Timer) -> Decided {
    let Some(supplement) = case.dossier.open_supplement() else { return no_clock() };
    let lapsed = Event::SupplementLapsed { items: supplement.items.clone(), until: timer.due };
    let stopped = case.dossier.reception.as_ref().map(|_| Event::DossierStopped {
        reason: "quá thời hạn bổ sung hồ sơ".into(),
        law: R05_ONCE.article.into(),
    });
    Ok(std::iter::once(lapsed).chain(stopped).collect())
}

/// The successor stands in its place from then on.
fn succeed(case: &Case<'_>, predecessor: &AgencyId) -> Decided {
    let Some(said) = case.facts.catalogue.succession(predecessor) else { return no_clock() };
    Ok(vec![Event::CustodySucceeded { predecessor: predecessor.clone(), successor: said.successor.clone() }])
}

fn no_clock() -> Decided {
    NO_CLOCK.refuse("clock", "không có đồng hồ này", "there is no such clock")
}
